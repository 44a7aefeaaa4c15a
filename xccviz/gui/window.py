"""The main window: puts the panels in their places, hears what they want, and tells them of every change.

gesture → command or panel signal → Intents → Store.update → changed(old, new) → show_state(old, new) of every panel
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QPalette
from PySide6.QtWidgets import QLineEdit, QMainWindow

from xccviz.gui.shell.staged import StagedWindow
from xccviz.gui.work import collector
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.gui.inspector.panel import Inspector
    from xccviz.gui.state.store import AppState, OpenTab
    from xccviz.opening.options import OpenOptions


class MainWindow(StagedWindow):
    """The composition of all panels around one Store, and the `Stage` of its intents; a frame until it is furnished.
    `idle` is emitted when an open has ended, well or not."""

    idle = Signal()

    def furnish(self, options: OpenOptions, config: Path | None = None) -> None:
        """Put everything into the frame; `config` is the file of the settings. The modules are imported here and in
        what is called from here: loading them takes longer than showing a frame."""
        from xccviz.gui.look.theme import desktop_theme, dress, readable
        from xccviz.gui.state.store import AppState, Store

        kept = self.kept
        state = AppState(theme=self.began_with, network=options.network or "", offline=options.offline)
        state = replace(state, own_endpoints=bool(options.rpc), desktop=desktop_theme(), filters=kept.filters)
        size = readable(kept.text_percent)
        state = replace(state, recent=kept.recent, text_percent=size)
        self.store = Store(state, self)
        dress(self, state.colours, state.text_percent)
        self.setPalette(QPalette())  # the ground is the theme's from now on
        self._start_work(options, config)
        self._make_panels(options)
        self._connect()
        self.store.changed.connect(self._tell)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._desktop_changed)
        self._tell(None, self.store.state)
        if kept.docks:
            self.docks.restore(kept.docks)
        # The frame is shown already: what comes into it shows itself, and only then takes the keyboard.
        for part in (self.menuBar(), self.frame):
            part.show()
        self.focus_view()

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

    def _make_panels(self, options: OpenOptions) -> None:
        from xccviz.gui.shell.docks import Docks
        from xccviz.gui.shell.following_on import together
        from xccviz.gui.shell.frame import Frame
        from xccviz.gui.shell.menus import Actions, make_menus
        from xccviz.gui.shell.toast import Toast
        from xccviz.gui.state.telling import Panel
        from xccviz.gui.views import VIEWS
        from xccviz.gui.views.drawing import DrawingView

        self.views = {spec.id: spec.make() for spec in VIEWS}
        self.drawings = tuple(view for view in self.views.values() if isinstance(view, DrawingView))
        self.desk = QMainWindow()
        self.docks = Docks(self.desk)
        self._commands = Actions(self.intents, self)
        self.actions_by_id = self._commands.by_id
        make_menus(self.menuBar(), self.actions_by_id)
        self.frame = Frame(self.desk, self.views, self.actions_by_id, tuple(options.networks))
        self.setCentralWidget(self.frame)
        self.toast = Toast(self, self.frame.pages)
        told: tuple[Panel, ...] = (self._remembering, self._commands, *self.frame.panels, self.docks)
        self._panels = together(told, self, partial(self.opener.tell, ""))
        for field in self.findChildren(QLineEdit):
            field.setAcceptDrops(False)  # what is dropped anywhere is opened: a field would take it for words

    def _connect(self) -> None:
        from xccviz.gui.views.flowing import FlowingView
        from xccviz.gui.wishes import connect_filter, grant

        do, frame = self.intents, self.frame
        for panel in self._panels.panels:
            wanted = getattr(panel, "select_wanted", None)
            if wanted is not None:
                wanted.connect(do.select)
        for opens in (frame.open_bar, frame.empty):
            opens.open_wanted.connect(do.open)
            opens.recent_wanted.connect(do.open_recent)
        frame.open_bar.cancel_wanted.connect(do.cancel_opening)
        frame.open_bar.network_chosen.connect(do.choose_network)
        frame.open_bar.left.connect(do.focus_view)
        frame.empty.clear_wanted.connect(do.clear_recent)
        frame.empty.restore_wanted.connect(do.restore_recent)
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
        connect_filter(do, frame)
        for view in self.drawings:
            view.toggle_wanted.connect(do.toggle)
            view.drawn.connect(frame.view_bar.show_list)
            if isinstance(view, FlowingView):
                view.wished.connect(partial(grant, do))
                view.width_wanted.connect(do.fit_width)
        frame.view_bar.wished.connect(partial(grant, do))
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
        if self.docks.furnished:
            self.inspector.forget()

    def select(self, node: str) -> None:
        """Select a node and bring it in sight."""
        self.intents.select(node)

    def _selected_node(self) -> str:
        tab = self.store.state.tab
        return (tab.selection or "") if tab is not None else ""

    selectedNode = Property(str, _selected_node)

    # ---------------------------------------------------------------------------------------------------------- telling

    def _tell(self, old: AppState | None, new: AppState) -> None:
        from xccviz.gui.look.theme import dress
        from xccviz.gui.state.telling import same_look
        from xccviz.gui.work.opening import put_back
        from xccviz.model.text import visible_text

        if old is not None and not same_look(old, new):
            self.forget()
            dress(self, new.colours, new.text_percent)
        if new.tab is not None and self._palette_list is None:
            self.make_palette()
        error = self._panels.tell(old, new)
        if error is not None and old is not None:
            self.store.update(partial(put_back, before=old, error=error))
            return
        tab, before = new.tab, old.tab if old is not None else None
        if (tab.key if tab is not None else None) != (before.key if before is not None else None):
            # Keys step and walk at once, unless somebody writes the next one; the open bar is one Ctrl+L away.
            if not self.frame.open_bar.typing:
                self.focus_view()
        self.setWindowTitle(f"{visible_text(tab.title, 120)} — xccviz" if tab is not None else "xccviz")

    def _opened(self, tab: OpenTab) -> None:
        """Of a failure one wants to see why, whatever panel was looked at last."""
        from xccviz.gui.state.store import first_failure

        if tab is self.store.state.tab and first_failure(tab.document.analysis) is not None:
            self.docks.bring_if_any("inspector")

    def _desktop_changed(self) -> None:
        from xccviz.gui.look.theme import desktop_theme

        self.store.update(lambda s: replace(s, desktop=desktop_theme()))

    # ----------------------------------------------------------------------------------------------------------- events

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
        self.intents.open_all(given)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End all work; at most half a second."""
        state = self.store.state
        self.jobs.close()
        self.forget()
        self.remember(self.docks.save(), state)
        collector.release()
        super().closeEvent(event)
