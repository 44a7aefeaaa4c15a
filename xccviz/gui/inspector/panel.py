"""The inspector: everything about the selected node, most wanted first: what it received, why it failed, its work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from xccviz.analysis.types import NodeFacts
from xccviz.annotations import note_on
from xccviz.catalogue import tr, trn
from xccviz.gui.inspector.actions import actions
from xccviz.gui.inspector.body import Body, Makers
from xccviz.gui.inspector.failure import failed_slots, failure
from xccviz.gui.inspector.find_bar import FindBar
from xccviz.gui.inspector.gas import deposits, gas, shares
from xccviz.gui.inspector.ids import ids, origin, raw
from xccviz.gui.inspector.json_text import JsonText
from xccviz.gui.inspector.logs import logs
from xccviz.gui.inspector.note import note
from xccviz.gui.inspector.pages import CallbackPage, PageKind, PageSwitch, first_page
from xccviz.gui.inspector.received import received_values
from xccviz.gui.inspector.result import result
from xccviz.gui.inspector.saw import ahead, did_then, gas_had, meanwhile, values
from xccviz.gui.inspector.section import Subject
from xccviz.gui.inspector.slots import SlotTable
from xccviz.gui.inspector.so_far import account_so_far, gas_left
from xccviz.gui.inspector.why import answered, questions
from xccviz.gui.inspector.words_at import words_of
from xccviz.gui.look.signs import Sign
from xccviz.gui.look.widgets import boxed, label, link, restyle, row, rule, set_text
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.rerunning import REPLAY, rerun_of
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.model.literals import happened
from xccviz.replay.standing import slot_states
from xccviz.words.names import spoken_name
from xccviz.words.progress import state_words
from xccviz.words.roles import role_words
from xccviz.words.signs import PROGRESS
from xccviz.words.slots import slots_summary

if TYPE_CHECKING:
    from xccviz.gui.state.host_at import HostAt
    from xccviz.gui.state.rerun import Rerun

CHILDREN_SEEN, REFUNDS_SEEN = 100, 2
FEW_SLOTS = 6
"""Of so few slots nothing is said twice."""


SECTIONS: Makers = (
    answered, note, failed_slots, received_values, failure, actions, result, logs, gas, shares, gas_left, deposits,
    account_so_far, questions, ids, origin, ahead,
)  # fmt: skip
"""What stands below the slots, in this order."""
SAW: Makers = (answered, values, gas_had, meanwhile, did_then, gas_left, account_so_far, questions)
"""The same of a callback as its code saw it."""
RAW: Makers = (raw,)
MAKERS: Mapping[PageKind, Makers] = {"saw": SAW, "receipt": SECTIONS, "raw": RAW}
MANY_SLOTS = 12
"""Of more slots only those that failed are rows at first, on the page of what the code saw."""


class Inspector(QScrollArea):
    """Renders the selected node at the moment, or the host call of it that is looked at. Emits
    `select_wanted(node id)`, `fetch_wanted(extra)`, `ask_wanted(question, node id, slot)`, and `host_wanted(None)` to
    look at the node again."""

    select_wanted = Signal(str)
    fetch_wanted = Signal(str)
    ask_wanted = Signal(str, str, object)
    host_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName(tr("Inspector"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(300)
        page = QWidget()
        self._page = page
        page.installEventFilter(self)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(18, 14, 18, 18)
        self._column.setSpacing(6)
        self.sign = Sign(18)
        self.name = label("", "name", wrap=True, selectable=True)
        heading = row(self.sign, self.name, spacing=8)
        heading.setAlignment(self.sign, Qt.AlignmentFlag.AlignTop)
        heading.setStretch(1, 1)
        self.subtitle = label("", "mute", wrap=True)
        self.slots_caption = label("", "caption")
        self.slots_summary = label("", "mute", wrap=True)
        self.results = SlotTable()
        self.results.node_chosen.connect(self.select_wanted)
        self.results.resized.connect(self._fit_height)
        self.pages, self.callback = PageSwitch(), CallbackPage()
        self.pages.chosen.connect(self._choose_page)
        self.rest = link("", lambda: self._unfold("slots"))
        self._body = Body(SECTIONS)
        self._body.grown.connect(self._fit_height)
        self._body.found.connect(self._tell)
        self._column.addLayout(heading)
        switch = boxed(row(self.pages, None), top=4, bottom=8)
        for widget in (self.subtitle, rule(), switch, self.slots_caption, self.slots_summary, self.callback):
            self._column.addWidget(widget)
        self._switch = switch
        self._page_kind: PageKind | None = None
        self._picked: PageKind | None = None
        self._place_page("receipt")
        self._column.addStretch(1)
        self.setWidget(page)
        self.find_bar = FindBar(self)
        self.find_bar.changed.connect(self._found)
        self.find_bar.closed.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
        self._least = self._slot_places = 0
        self._tab: OpenTab | None = None
        self._forgotten = False
        self._unfolded: set[str] = set()
        self._ahead = self._offline = self._brings = False
        self._run: Rerun | None = None

    @property
    def busy(self) -> bool:
        """Whether there is more to come of what it shows."""
        return self._body.busy

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show the selected node of the tab in front; nothing is rebuilt when nothing it shows has changed."""
        tab = new.tab
        if tab is None or tab.selection is None or tab.selection not in tab.document.graph.by_id:
            self._page.hide()
            self._body.forget()
            self.results.forget()
            self._tab = None
            return
        before, self._tab = self._tab, tab
        self._page.show()
        same_node = (
            before is not None and before.document is tab.document and before.selection == tab.selection
        )
        looks = (new.ahead, new.offline) == (self._ahead, self._offline)
        self._ahead, self._offline = new.ahead, new.offline
        kind = self._picked if same_node and self._picked is not None else self._first(tab)
        seen = before is not None and _seen(before) == _seen(tab)
        run = rerun_of(new) if new.view == REPLAY else None
        run, told = (run if run is not None and run.row is not None else None), self._run
        same_call = run is told or (run is not None and told is not None and run.shows(told))
        self._run = run
        if same_node and not self._forgotten and seen and looks and same_call and kind == self._page_kind:
            return
        self._forgotten = False
        if not same_node:
            self._picked = None
            self._unfolded &= {"raw"}
            self.verticalScrollBar().setValue(0)
        # What is made in slices keeps the room it had: else the view would jump to the top and back.
        self._least = self._page.minimumHeight() if same_node else 0
        self._render_node()

    def forget(self) -> None:
        """Show nothing until the next `show_state`, which makes everything anew: faster than to give a thousand widgets
        another look."""
        self._forgotten = True
        self._body.forget()

    def _render_node(self) -> None:
        tab = self._tab
        if tab is None or tab.selection is None:
            return
        host = self._host()
        if host is not None:
            self._render_call(tab, host)
            return
        node, facts = tab.document.graph.by_id[tab.selection], tab.document.analysis.facts[tab.selection]
        progress = tab.moment.progress.get(node.id, "unknown")
        ran = happened(progress)
        set_text(self.name, spoken_name(node, ended=ran))
        roles, state = role_words(node, "line"), state_words(node, facts, progress)
        set_text(self.subtitle, " · ".join(part for part in (roles, state) if part))
        restyle(self.subtitle, "look", "bad" if progress == "failed" else "mute")
        sign = PROGRESS[progress]
        self.sign.show_sign(sign.shape, sign.tone, state if node.never_runs else sign.word)
        slots = facts.promise_results
        kind = self._picked or self._first(tab)
        self._place_page(kind)
        self._switch.setVisible(bool(slots))
        self.pages.show_page(kind)
        self.callback.show_count(len(slots))
        self.results.show_slots(tab, facts, seen=kind == "saw")
        self._fold_slots(tab, facts, kind)
        self.slots_caption.setVisible(bool(slots) and kind != "saw")
        set_text(self.slots_caption, tr("WHAT IT RECEIVED") if ran else tr("WHAT IT HAS RECEIVED SO FAR"))
        states = slot_states(tab.document.analysis, node.id, tab.moment)
        summary = slots_summary(states, named=True) if len(states) > FEW_SLOTS else ""
        set_text(self.slots_summary, summary)
        self.slots_summary.setVisible(bool(summary))
        fetch = None if self._offline else self.fetch_wanted.emit
        subject = Subject(
            tab, node, facts, progress, ran, self.select_wanted.emit, self._again, self._unfolded,
            self._ahead, fetch, self.ask_wanted.emit,
        )  # fmt: skip
        self._body.show_subject(subject, MAKERS[kind])
        self._found(self.find_bar.text.text())

    def _again(self) -> None:
        """The same node with something more, or less: what is looked at stays where it is."""
        self._least = self._page.minimumHeight()
        self._brings = "raw" in self._unfolded and self._body.findChild(JsonText) is None
        self._render_node()

    def _host(self) -> HostAt | None:
        """The host call that is looked at."""
        if self._run is None:
            return None
        from xccviz.gui.state.host_at import (
            host_at,  # late: a window that runs nothing again loads none of it
        )

        return host_at(self._run)

    def _render_call(self, tab: OpenTab, host: HostAt) -> None:
        """A host call in the place of its receipt."""
        from xccviz.gui.inspector.host_call import HOST, place_words, title_words

        node, facts = (
            tab.document.graph.by_id[tab.selection or ""],
            tab.document.analysis.facts[tab.selection or ""],
        )
        set_text(self.name, title_words(host))
        set_text(self.subtitle, place_words(host, spoken_name(node)))
        restyle(self.subtitle, "look", "mute")
        failed = host.row.error is not None or host.row.failed_slot
        self.sign.show_sign("failed" if failed else "ok", "bad" if failed else "ok", "")
        self._place_page("receipt")
        for part in (self._switch, self.slots_caption, self.slots_summary, self.results, self.rest):
            part.hide()
        progress = tab.moment.progress.get(node.id, "unknown")
        subject = Subject(
            tab, node, facts, progress, happened(progress), self.select_wanted.emit, self._render_node,
            self._unfolded, self._ahead, host=host, leave=lambda: self.host_wanted.emit(None),
        )  # fmt: skip
        self._body.show_subject(subject, HOST)
        self._found(self.find_bar.text.text())

    # ---------------------------------------------------------------------------------------------------------- pages

    def _first(self, tab: OpenTab) -> PageKind:
        """The page of a node that nobody has chosen another for."""
        facts = tab.document.analysis.facts[tab.selection or ""]
        return first_page(tab) if facts.promise_results else "receipt"

    def _choose_page(self, kind: PageKind) -> None:
        self._picked = kind
        self._render_node()

    def _place_page(self, kind: PageKind) -> None:
        """The slots and what is below them belong to the page that is shown."""
        if kind == self._page_kind:
            return
        before, self._page_kind = self._page_kind, kind
        parts: tuple[QWidget, ...] = (self.results, self.rest, self._body)
        if kind == "saw":
            for part in parts:
                self.callback.column.addWidget(part)
        elif before in (None, "saw"):
            at = self._column.indexOf(self.callback)
            for number, part in enumerate(parts):
                self._column.insertWidget(at + number, part)
        self.callback.setVisible(kind == "saw")

    def _fold_slots(self, tab: OpenTab, facts: NodeFacts, kind: PageKind) -> None:
        """Of many results those that failed stay in sight; the others are counted, and come on demand."""
        results = facts.promise_results
        folds = kind == "saw" and len(results) > MANY_SLOTS
        failed = {
            r.slot for r in results if (facts.id, r.slot) in tab.moment.arrived and r.result == "failed"
        }
        whole = not folds or "slots" in self._unfolded
        self.results.show_only(range(len(results)) if whole else failed)
        self.rest.setVisible(folds)
        count = len(results) - len(failed)
        words = tr("Show fewer") if whole else trn("{count} other result", "{count} other results", count)
        self.rest.setText(words)

    def _unfold(self, what: str) -> None:
        self._unfolded.symmetric_difference_update((what,))
        self._render_node()

    # ---------------------------------------------------------------------------------------------------------- menus

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """The selected node, and the words at a point: of these, those that are marked."""
        if self._tab is None:
            return None
        widget = self.childAt(self.mapFromGlobal(at)) if at is not None else self.focusWidget()
        where = at if at is not None else self.viewport().mapToGlobal(self.viewport().rect().center())
        text, what, own = words_of(widget)
        slot = self.results.slot_at(at) if widget in (self.results, self.results.viewport()) else None
        return Pointed(self._tab.selection, text=text, what=what, own=own, slot=slot), where

    # ------------------------------------------------------------------------------------------------------ finding

    def begin_search(self) -> None:
        """Open the search field."""
        self.find_bar.begin()
        self._place_find_bar()

    def _found(self, text: str) -> None:
        """Show only what has `text`, and mark it; all of it without a text."""
        self._slot_places = self.results.mark(text.strip().casefold())
        self._body.mark(text)
        self._place_find_bar()

    def _tell(self, places: int) -> None:
        """The search has ended."""
        self._least = 0
        self.find_bar.tell(self._slot_places + places)
        self._fit_height()
        if self._brings:  # the last thing of all: whoever asked for it would have to look for it
            self._brings = False
            QTimer.singleShot(0, self, self._bring)

    def _bring(self) -> None:
        text = self._body.findChild(JsonText)
        if text is not None:
            top = text.mapTo(self._page, QPoint()).y()
            for y in (top + text.height(), top):  # of one that is higher than the panel its beginning
                self.ensureVisible(0, y, 0, 0)

    def _place_find_bar(self) -> None:
        height = self.find_bar.sizeHint().height() if not self.find_bar.isHidden() else 0
        self.setViewportMargins(0, height, 0, 0)
        self.find_bar.setGeometry(0, 0, self.width(), height)

    def event(self, event: QEvent) -> bool:
        """Ctrl+F is ours while the keyboard is in here, whatever else it does in the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Find):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+F finds."""
        if event.matches(QKeySequence.StandardKey.Find):
            self.begin_search()
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------------- height

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrapped text needs another height at another width."""
        super().resizeEvent(event)
        self._place_find_bar()
        self._fit_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """New content is measured once Qt has shown it: hidden widgets have no height."""
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._fit_height()
        return super().eventFilter(watched, event)

    def _fit_height(self) -> None:
        """Give the column the height its wrapped text needs: a scroll area would squeeze it to the minimum else."""
        width = self.viewport().width()
        margins = self._column.contentsMargins()
        self.results.fit(max(120, width - margins.left() - margins.right()))
        self._page.setMinimumHeight(max(self._least, self._column.totalHeightForWidth(width)))


def _seen(tab: OpenTab) -> tuple[object, ...]:
    """What of a moment the inspector shows about the selected node."""
    node, moment = tab.selection or "", tab.moment
    facts = tab.document.analysis.facts[node]
    slots = [(node, result.slot) for result in facts.promise_results]
    children = tab.document.graph.children.get(node, ())
    others = [
        *children[:CHILDREN_SEEN],
        *children[CHILDREN_SEEN:][-REFUNDS_SEEN:],
        *(link for result in facts.promise_results for link in result.chain),
        *(each.to for each in facts.delivers if each.to is not None),
    ]
    return (
        moment.progress.get(node),
        tuple((key in moment.arrived, key in moment.in_flight) for key in slots),
        tuple(moment.progress.get(other) for other in others),
        tab.answer,
        None if moment.at_end else moment.index,
        note_on(tab.own_notes, node),
    )
