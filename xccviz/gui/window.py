"""The main window: puts the panels in their places, hears what they want, and tells them of every change.

gesture → command or panel signal → Intents → Store.update → changed(old, new) → show_state(old, new) of every panel
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QEvent, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QPalette,
)
from PySide6.QtWidgets import QLineEdit, QMainWindow

from xccviz.gui.shell.staged import StagedWindow
from xccviz.gui.views import VIEWS
from xccviz.gui.work import collector
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.gui.inspector.panel import Inspector
    from xccviz.gui.intents import Intents
    from xccviz.gui.state.store import AppState, OpenTab
    from xccviz.opening.options import OpenOptions

ROOMS = (
    "graph", "parse", "replay", "analysis", "words.findings", "tables.receipts", "document", "opening.open", "export",
    "gui.intents", "gui.commands", "gui.canvas.view", "gui.views.tree", "gui.panels.step_strip", "gui.shell.frame",
    "gui.shell.docks",
)  # fmt: skip
"""What documents need, in pieces that load in a few milliseconds each once those before are there."""


class MainWindow(StagedWindow):
    """The composition of all panels around one Store, and the `Stage` of its intents; a frame until it is furnished.
    `idle` is emitted when an open has ended, well or not."""

    idle = Signal()
    whole = False
    """Whether all is made."""

    def receive(self, options: OpenOptions, config: Path | None = None, view: str = VIEWS[0].id) -> None:
        """Put the way in into the frame: from now on the window takes what is typed, dropped and chosen. `config` is
        the file of the settings. What a document needs is made when nothing else is to do, or by `complete`.

        Modules are imported here, and in what is called from here, as late as they are wanted: loading them takes
        longer than showing a frame, and more of them than taking a line of text."""
        from xccviz.gui.look.theme import desktop_theme, dress, readable
        from xccviz.gui.shell.entry import Entry
        from xccviz.gui.shell.menu_bar import add_menus
        from xccviz.gui.state.store import AppState, Store
        from xccviz.gui.state.telling import Together
        from xccviz.gui.work.furnishing import Furnishing

        kept = self.kept
        state = AppState(
            theme=self.began_with, network=options.network or "", offline=options.offline, view=view
        )
        state = replace(state, own_endpoints=bool(options.rpc))
        size = readable(kept.text_percent)
        state = replace(state, recent=kept.recent, text_percent=size, desktop=desktop_theme())
        self.store = Store(state, self)
        dress(self, state.colours, state.text_percent)
        self.setPalette(QPalette())  # the ground is the theme's from now on
        self.entry = Entry(options.networks)
        self.menus = add_menus(self.menuBar())
        self.setCentralWidget(self.entry)
        self._hear_entry()
        self._panels = Together(self.entry.panels)
        self.store.changed.connect(self._tell)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._desktop_changed)
        self._tell(None, state)
        # The frame is shown already: what comes into it shows itself, and only then takes the keyboard.
        for part in (self.menuBar(), self.entry):
            part.show()
        self.focus_view()
        self._furnishing = Furnishing(self._furnish(options, config), self)

    def complete(self) -> None:
        """Make at once what of the window is still to be made."""
        self._furnishing.finish()

    def _furnish(self, options: OpenOptions, config: Path | None) -> Iterator[None]:
        """All that is for documents, in pieces between which the window takes keys."""
        from xccviz.gui.look.theme import application

        for room in ROOMS:
            import_module(f"xccviz.{room}")
            yield
        from xccviz.decode.installed import installed_decoders

        decoders, troubles = installed_decoders()
        self._start_work(replace(options, decoders=decoders, remarks=troubles), config)
        yield
        yield from self._make_panels()
        self._connect()
        if self.kept.docks:
            self.docks.restore(self.kept.docks)
        self.whole = True
        self._tell(None, self.store.state)
        collector.settle(application())

    def _start_work(self, options: OpenOptions, config: Path | None) -> None:
        from xccviz.gui.intents import Intents, Work
        from xccviz.gui.work.endpoints import EndpointBook
        from xccviz.gui.work.exporting import Exporting
        from xccviz.gui.work.following import Following
        from xccviz.gui.work.jobs import Jobs
        from xccviz.gui.work.laying_out import LayingOut
        from xccviz.gui.work.opening import Opener
        from xccviz.gui.work.remembering import Remembering

        self.jobs = Jobs(self)
        self.opener = Opener(self.store, self.jobs, options, self)
        self.exporting = Exporting(self.jobs, self)
        self.laying_out = LayingOut(self.store, self.jobs, self)
        following = Following(self.store, self.jobs, self.laying_out, options, self)
        self.opener.ended.connect(self.idle)
        self.opener.opened.connect(following.opened)
        self.opener.opened.connect(self._opened)
        for beside in (self.exporting, self.laying_out):
            beside.failed.connect(self.opener.tell)
        work = Work(self.opener, self.exporting, self.laying_out, following)
        self.endpoints = EndpointBook(options.networks, config, self.jobs, self)
        for asks in (self.opener, following):
            self.endpoints.changed.connect(asks.ask_of)
        self.intents = Intents(self.store, work, self, self)
        self._remembering = Remembering(self.jobs, self.memory_path)

    def _make_panels(self) -> Iterator[None]:
        from xccviz.gui.shell.docks import Docks
        from xccviz.gui.shell.frame import Frame
        from xccviz.gui.shell.menus import Actions, fill
        from xccviz.gui.shell.toast import Toast
        from xccviz.gui.state.telling import Panel, Together
        from xccviz.gui.views.drawing import DrawingView

        commands = Actions(self.intents, self)
        self.actions_by_id = commands.by_id
        fill(self.menus, self.actions_by_id)
        yield
        self.views = {spec.id: spec.make() for spec in VIEWS}
        self.drawings = tuple(view for view in self.views.values() if isinstance(view, DrawingView))
        yield
        self.desk = QMainWindow()
        self.docks = Docks(self.desk)
        yield
        self.frame = Frame(self.entry, self.desk, self.views, self.actions_by_id)
        self.toast = Toast(self, self.frame.pages)
        told: tuple[Panel, ...] = (self._remembering, commands, *self.frame.panels, self.docks)
        self._panels = Together(told)
        for field in self.findChildren(QLineEdit):
            field.setAcceptDrops(False)  # what is dropped anywhere is opened: a field would take it for words

    def _hear_entry(self) -> None:
        """What is wanted of the way in is done when there is somebody to do it."""
        bar, empty = self.entry.open_bar, self.entry.empty
        bar.left.connect(self.focus_view)
        bar.network_chosen.connect(lambda name: self._want().choose_network(name))
        bar.cancel_wanted.connect(lambda: self._want().cancel_opening())
        for opens in (bar, empty):
            opens.open_wanted.connect(lambda given: self._want().open(given))
            opens.recent_wanted.connect(lambda entry: self._want().open_recent(entry))
        empty.clear_wanted.connect(lambda: self._want().clear_recent())
        empty.restore_wanted.connect(lambda: self._want().restore_recent())
        for menu in self.menus.values():
            menu.aboutToShow.connect(self.complete)

    def _want(self) -> Intents:
        self.complete()
        return self.intents

    def _connect(self) -> None:
        do, frame = self.intents, self.frame
        for panel in self._panels.panels:
            wanted = getattr(panel, "select_wanted", None)
            if wanted is not None:
                wanted.connect(do.select)
        frame.problem.retry_wanted.connect(do.open)
        frame.problem.wait_wanted.connect(do.wait_for)
        frame.problem.fetch_wanted.connect(do.open)
        frame.problem.pick_wanted.connect(do.pick)
        frame.problem.dismissed.connect(do.dismiss_problem)
        frame.verdict.panel_wanted.connect(do.go_to_panel)
        frame.notice.wanted.connect(do.answer_notice)
        frame.tab_bar.tab_wanted.connect(do.choose_tab)
        frame.tab_bar.close_wanted.connect(do.close_tab)
        frame.tab_bar.move_wanted.connect(do.move_tab)
        frame.identity.copy_wanted.connect(do.copy_hash)
        frame.view_tabs.view_wanted.connect(do.show_view)
        frame.steps.step_wanted.connect(do.go_to_step)
        for view in self.drawings:
            view.toggle_wanted.connect(do.toggle)
            view.drawn.connect(frame.view_bar.legend.show_list)
        self.docks.trouble.connect(partial(self.opener.tell, ""))

    # ------------------------------------------------------------------------------------------- for scripts and tests

    @property
    def inspector(self) -> Inspector:
        """The panel that tells all of one receipt."""
        from xccviz.gui.inspector.panel import Inspector

        panel = self.docks.panels["inspector"]
        assert isinstance(panel, Inspector)
        return panel

    def forget(self) -> None:
        """Let go of what the inspector has made; it makes it anew when it shows something."""
        if self.whole and self.docks.furnished:
            self.inspector.forget()

    def select(self, node: str) -> None:
        """Select a node and bring it in sight."""
        self._want().select(node)

    def _selected_node(self) -> str:
        tab = self.store.state.tab
        return (tab.selection or "") if tab is not None else ""

    selectedNode = Property(str, _selected_node)

    # ---------------------------------------------------------------------------------------------------------- telling

    def _tell(self, old: AppState | None, new: AppState) -> None:
        from xccviz.gui.look.theme import dress
        from xccviz.gui.state.telling import same_look
        from xccviz.model.text import visible_text

        if old is not None and not same_look(old, new):
            self.forget()
            dress(self, new.colours, new.text_percent)
        if new.tab is not None and self._palette_list is None:
            self.make_palette()
        error = self._panels.tell(old, new)
        if error is not None and old is not None:
            from xccviz.gui.work.opening import put_back

            self.store.update(partial(put_back, before=old, error=error))
            return
        tab, before = new.tab, old.tab if old is not None else None
        if (tab.key if tab is not None else None) != (before.key if before is not None else None):
            # Keys step and walk at once, unless somebody writes the next one; the open bar is one Ctrl+L away.
            if not self.entry.open_bar.typing:
                self.focus_view()
        self.setWindowTitle(f"{visible_text(tab.title, 120)} — xccviz" if tab is not None else "xccviz")

    def _opened(self, tab: OpenTab) -> None:
        """Of a failure one wants to see why, whatever panel was looked at last."""
        from xccviz.gui.state.tabs import first_failure

        if tab is self.store.state.tab and first_failure(tab.document.analysis) is not None:
            self.docks.bring_if_any("inspector")

    def _desktop_changed(self) -> None:
        from xccviz.gui.look.theme import desktop_theme

        self.store.update(lambda s: replace(s, desktop=desktop_theme()))

    # ----------------------------------------------------------------------------------------------------------- events

    def event(self, event: QEvent) -> bool:
        """A key that may be a command's comes before the commands: they are made for it."""
        if not self.whole and event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if not (event.text() and event.text().isprintable()):
                self.complete()
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the window in reading order. Nobody loses the keyboard to the open bar, where the next key
        would write over what stands there: what was hidden or switched off leaves it to what is around it."""
        from PySide6.QtCore import Qt

        from xccviz.gui.shell.tabbing import heir_of, lost_focus, move_focus

        if not lost_focus(self):
            return move_focus(self, forward)
        heir_of(self.focusWidget(), self.first_place()).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files, addresses and text."""
        from xccviz.gui.work.opening import given_by

        if given_by(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        from xccviz.gui.work.opening import given_by

        given = given_by(event.mimeData())
        if given:
            event.acceptProposedAction()
        self._want().open_all(given)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End all work; at most half a second."""
        state = self.store.state
        if self.whole:
            self.jobs.close()
            self.forget()
        self._furnishing.stop()
        self.remember(self.docks.save() if self.whole else self.kept.docks, state)
        collector.release()
        super().closeEvent(event)
