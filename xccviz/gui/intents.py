"""What a person can want of the window: every gesture ends in a method of `Intents`, whatever made it.

It changes the store, or starts work that will. It knows no widgets: what only they can do (ask for a file, take the
keyboard, bring something in sight) it asks of a `Stage`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from xccviz.catalogue import tr
from xccviz.gui.case_intents import CaseIntents
from xccviz.gui.copy_intents import CopyIntents
from xccviz.gui.export_intents import ExportIntents
from xccviz.gui.hint_intents import HintIntents
from xccviz.gui.link_intents import LinkIntents
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.look_intents import LookIntents
from xccviz.gui.panels.notice_words import notice_of
from xccviz.gui.recent_intents import RecentIntents
from xccviz.gui.state.looking import Looking
from xccviz.gui.state.stage import Stage
from xccviz.gui.state.store import Store
from xccviz.gui.state.tabs import first_failure, selected, with_tab
from xccviz.gui.tab_intents import TabIntents
from xccviz.gui.tasks.comparing import Comparing
from xccviz.gui.tasks.exporting import Exporting
from xccviz.gui.tasks.finding import Finding
from xccviz.gui.tasks.following import Following
from xccviz.gui.tasks.laying_out import LayingOut
from xccviz.gui.tasks.marking import Marking
from xccviz.gui.tasks.opening import Opener, given_by
from xccviz.gui.undo_intents import UndoIntents
from xccviz.gui.why_intents import WhyIntents
from xccviz.layout.layered.blocks import fold_key
from xccviz.layout.types import REFUNDS_KEY, with_option, without_refunds
from xccviz.sources.network.wanted import EXTRAS
from xccviz.sources.recognise.references import is_account_id
from xccviz.values import frozen, replace


@frozen
class Work:
    """What runs beside the window and is started from here."""

    opener: Opener
    exporting: Exporting
    laying_out: LayingOut
    following: Following
    comparing: Comparing


class Intents(
    Looking,
    LinkIntents,
    CaseIntents,
    CopyIntents,
    ExportIntents,
    TabIntents,
    RecentIntents,
    UndoIntents,
    LookIntents,
    HintIntents,
    WhyIntents,
    QObject,
):
    """All a person can want, one method each."""

    def __init__(self, store: Store, work: Work, stage: Stage, parent: QObject | None = None) -> None:
        QObject.__init__(self, parent)
        self._store = store
        self._work = work
        self.comparing, self.opener, self.exporting = work.comparing, work.opener, work.exporting
        self.laying_out, self.following = work.laying_out, work.following
        self.finding = Finding(store, self)
        self._marking = Marking(store, self.finding, self)
        self._stage = stage

    # ------------------------------------------------------------------------------------------------------ selecting

    def select(self, node: str) -> None:
        """Select a node and bring it in sight."""
        if self._store.state.pair is not None:
            self.select_node(node)
            return
        self._store.update(lambda s: with_tab(s, lambda tab: selected(tab, node)))
        self._stage.sight.reveal_selection()

    # ------------------------------------------------------------------------------------------------ looking closely

    def zoom_to_failure(self) -> None:
        """Select the failure that decided, else the first one, and show it closely."""
        tab = self._store.state.tab
        failed = first_failure(tab.document.analysis) if tab is not None else None
        if failed is not None:
            self.select(failed)
            self.zoom_to_selection()

    def show_view(self, name: str) -> None:
        """Show another view of the same selection and moment."""
        self._store.update(lambda s: replace(s, view=name))

    def go_to_view(self, name: str) -> None:
        """The same, with the keyboard in it."""
        self.show_view(name)
        self._stage.focus_view()

    def focus_view(self) -> None:
        """Put the keyboard into the view in front."""
        self._stage.focus_view()

    def next_area(self) -> None:
        """Put the keyboard into the next area of the window."""
        self._stage.go_to_area(1)

    def previous_area(self) -> None:
        """Put the keyboard into the area before."""
        self._stage.go_to_area(-1)

    def go_to_panel(self, name: str) -> None:
        """Bring a panel to the front with the keyboard in it."""
        self._stage.go_to_panel(name)

    def hide_or_show_panels(self) -> None:
        """Take all panels away, or bring back those that were there."""
        self._stage.hide_or_show_panels()

    def arrange_panels(self) -> None:
        """Put every panel where it stands at first."""
        self._stage.arrange_panels()

    # -------------------------------------------------------------------------------------------------------- folding

    def toggle(self, key: str, sure: bool = False) -> None:
        """Fold or unfold what the view in front folds, or the gas refunds; other places have nothing to unfold, unless
        the view is `sure`."""
        state = self._store.state
        tab, layout = state.tab, state.layout
        if tab is None:
            return
        place = layout.by_key.get(key) if layout is not None else None
        expanded = self._work.laying_out.pending(tab.document, tab.expanded)
        if key == REFUNDS_KEY and key in expanded:
            self._work.laying_out.unfold(tab.document, without_refunds(expanded))
        elif sure or key == REFUNDS_KEY or (place is not None and place.unfolds) or key in expanded:
            self._work.laying_out.unfold(tab.document, expanded ^ {key})

    def take_option(self, key: str) -> None:
        """Take an option of a drawing (`layout.types.option_key`), or give it up where it was taken."""
        tab = self._store.state.tab
        if tab is not None:
            expanded = self._work.laying_out.pending(tab.document, tab.expanded)
            self._work.laying_out.unfold(tab.document, with_option(expanded, key))

    def fit_width(self, width: float) -> None:
        """Drawings that are as wide as their window have so many px from now on."""
        self._store.update(lambda s: replace(s, width=width))

    def toggle_refunds(self) -> None:
        """Show or hide the gas refunds."""
        self.toggle(REFUNDS_KEY)

    def toggle_selection(self) -> None:
        """Fold or unfold what shows the selection: its place in a drawing, the gas refunds in a list."""
        state = self._store.state
        tab, layout = state.tab, state.layout
        if tab is None or tab.selection is None:
            return
        if layout is not None:
            self.toggle(layout.box_of.get(tab.selection, tab.selection))
        elif tab.document.graph.by_id[tab.selection].is_gas_refund:
            self.toggle_refunds()

    def fold_below(self) -> None:
        """Fold all that hangs below the selection into one box, or unfold it again."""
        tab = self._store.state.tab
        if tab is not None and tab.selection is not None and tab.document.graph.children.get(tab.selection):
            self.toggle(fold_key(tab.selection), sure=True)

    def fold_all(self) -> None:
        """Fold every group that was unfolded."""
        self.fold_calls()
        tab = self._store.state.tab
        if tab is not None and tab.expanded:
            self._work.laying_out.unfold(tab.document, frozenset())

    # -------------------------------------------------------------------------------------------------------- opening

    def focus_open_bar(self) -> None:
        """Put the keyboard into the open bar."""
        self._stage.focus_open_bar()

    def open(self, given: str) -> None:
        """Open anything of interface.md §1, or what a link shows."""
        self.open_given(given)

    def open_all(self, given: Sequence[str]) -> None:
        """Open several things, each in a tab, the first in front."""
        for n, text in enumerate(given):
            self.open_given(text, behind=n > 0)

    def wait_for(self, given: str) -> None:
        """Open a transaction that nobody knows yet as soon as somebody does."""
        self._work.opener.wait_for(given)

    def open_kept(self, given: str) -> None:
        """Open from the cache what nobody could be asked for."""
        self._work.opener.open_kept(given)

    def stop_waiting(self) -> None:
        """Ask no more for what nobody knows yet."""
        self._work.opener.stop_waiting()

    def pick(self, given: str, hash: str) -> None:
        """Open one transaction of several in what was given."""
        self._work.opener.pick(given, hash)

    def open_file(self) -> None:
        """Ask for a file and open it."""
        name = self._stage.ask_open()
        if name:
            self.open(name)

    def paste(self) -> None:
        """Open what the clipboard holds."""
        given = given_by(QGuiApplication.clipboard().mimeData())
        if not given:
            bulletin().say(tr("The clipboard holds no text and no file"), self)
        self.open_all(given)

    def choose_network(self, name: str) -> None:
        """Ask this network from now on; "" any."""
        self._store.update(lambda s: replace(s, network=name))

    def open_left(self) -> None:
        """Open what was left open and is not open yet."""
        self._work.opener.open_left()

    def forget_left(self) -> None:
        """What was left open and is not open counts as closed."""
        self._store.update(lambda s: replace(s, left=(), beside=None))

    def dismiss_problem(self) -> None:
        """What went wrong was read."""
        self._work.opener.dismiss()

    def cancel_opening(self) -> None:
        """Stop what is being opened."""
        self._work.opener.cancel()

    def stop(self) -> None:
        """Stop opening; when nothing is being opened, stop writing; else put away what went wrong; else stop following;
        else put away what is said of the document, an answer; else filter no more."""
        state = self._store.state
        if state.job is not None:
            self.cancel_opening()
        elif state.writing is not None:
            self._work.exporting.cancel()
        elif state.problem is not None:
            self.dismiss_problem()
        elif state.follow is not None and state.follow.ended is None:
            self._work.following.stop()
        elif notice_of(state) is not None:
            self.dismiss_notice()
        elif state.tab is not None and state.tab.answer is not None:
            self.ask_no_more()
            self.focus_view()  # the question took the keyboard into the inspector
        else:
            self.clear_filter()

    def show_settings(self) -> None:
        """All that can be set."""
        self._stage.show_settings()

    def add_endpoint(self) -> None:
        """Have another one asked."""
        self._stage.add_endpoint()

    # ------------------------------------------------------------------------------------------ the document in front

    def follow(self) -> None:
        """Follow the running transaction until it is final."""
        self._work.following.follow()

    def fetch_rest(self, extra: str = "") -> None:
        """Fetch the transaction from its network, with an `Extra`; what is open stays when nobody has it."""
        tab = self._store.state.tab
        if tab is not None:
            trace = tab.document.trace
            hash, signer = trace.transaction.hash, trace.transaction.signer_id
            given = f"{hash}:{signer}" if is_account_id(signer) else hash
            extras = frozenset(known for known in EXTRAS if known == extra)
            self._work.opener.open(given, network=trace.network, extras=extras)

    def dismiss_notice(self) -> None:
        """The notice was read."""
        self._work.following.stop()
        self._store.update(lambda s: with_tab(s, lambda tab: replace(tab, dismissed=True)))

    def answer_notice(self, name: str) -> None:
        """Do what a link of `Notice` says."""
        answers: dict[str, Callable[[], None]] = {
            "follow": self.follow,
            "stop": self._work.following.stop,
            "fetch": self.fetch_rest,
            "dismiss": self.dismiss_notice,
        }
        answers[name]()

    # -------------------------------------------------------------------------------------------- what opens above it

    def show_menu(self) -> None:
        """Open the menu of what has the keyboard."""
        self._stage.show_menu()

    def show_palette(self) -> None:
        """List every command and every receipt."""
        self._stage.show_palette()

    def show_keys(self) -> None:
        """List the keys."""
        self._stage.show_keys()

    def explain_view(self) -> None:
        """Say what the parts of the view in front are."""
        self._stage.explain_view()

    def show_about(self) -> None:
        """Name, version and licences."""
        self._stage.show_about()

    def report_bug(self) -> None:
        """Choose what a report for a bug is to hold."""
        self._stage.show_bug_report()

    def open_window(self) -> None:
        """Open an empty window beside this one."""
        self._stage.open_window()

    def quit(self) -> None:
        """Close all windows."""
        self._stage.leave()
