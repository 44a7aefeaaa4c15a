"""The main window: puts the panels in their places, maps intents to state, and renders every change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMainWindow, QTabBar, QWidget

from xccviz.display.graph.draw import draw
from xccviz.display.look import Look
from xccviz.document import Document
from xccviz.export import Exporter, ExportOptions
from xccviz.gui.canvas import GraphView
from xccviz.gui.canvas.view import SMALLEST_FIT, ZOOM_RANGE
from xccviz.gui.commands import JUMPS, action_rows
from xccviz.gui.dialogs import about as dialogs
from xccviz.gui.dialogs.palette import Palette, action_choices, receipt_choices
from xccviz.gui.inspector.panel import Inspector
from xccviz.gui.look.signs import icon
from xccviz.gui.look.theme import TEXT_PERCENT, dress, resolve_theme
from xccviz.gui.look.widgets import button
from xccviz.gui.panels.await_table import ONE_ROW
from xccviz.gui.shell.docks import Docks, closes, show
from xccviz.gui.shell.frame import Frame
from xccviz.gui.shell.menus import make_actions, make_menus
from xccviz.gui.shell.tabbing import move_focus
from xccviz.gui.state.memory import Memory, Recent, read_memory, write_memory
from xccviz.gui.state.store import (
    AppState,
    OpenTab,
    Store,
    first_failure,
    laid_out,
    selected,
    stepped,
    with_tab,
)
from xccviz.gui.views import VIEWS
from xccviz.gui.work import collector
from xccviz.gui.work.exporting import Exporting, suggested_name
from xccviz.gui.work.following import Following
from xccviz.gui.work.jobs import Jobs
from xccviz.gui.work.noticed import NoticeActions
from xccviz.gui.work.opening import Opener, given_by
from xccviz.gui.work.unfolding import Unfolding
from xccviz.layout.layered.types import LayeredLayout
from xccviz.layout.types import REFUNDS_KEY
from xccviz.model.text import visible_text
from xccviz.opening.options import OpenOptions
from xccviz.replay import cursor as cursors
from xccviz.replay.cursor import Cursor
from xccviz.replay.types import Timeline
from xccviz.settings.networks import NETWORKS
from xccviz.sources.progress import Report

Move = Callable[[Timeline, Cursor], Cursor]


class MainWindow(QMainWindow):
    """The composition of all panels around one Store. `idle` is emitted when an open has ended, well or not."""

    idle = Signal()

    def __init__(self, options: OpenOptions, theme: str, memory: Path | None = None) -> None:
        """`memory`: the file that keeps the window's place and what was opened; None keeps nothing."""
        super().__init__()
        self.setWindowTitle("xccviz")
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self._memory_path = memory
        kept = read_memory(memory) if memory is not None else Memory()
        state = AppState(theme=theme, network=options.network or "", offline=options.offline)
        self.store = Store(replace(state, recent=kept.recent, text_percent=kept.text_percent), self)
        self._theme = dress(self, resolve_theme(theme), kept.text_percent)
        self.jobs = Jobs(self)
        self.opener = Opener(self.store, self.jobs, options, self)
        self.opener.ended.connect(self.idle)
        self.exporting = Exporting(self.jobs, self)
        self.unfolding = Unfolding(self.jobs, self)
        self.unfolding.laid_out.connect(self._laid_out)
        following = Following(self.store, self.jobs, self.unfolding, options, self)
        self.opener.opened.connect(following.opened)
        self.noticed = NoticeActions(self.store, self.opener, following)
        self._drawn: int | None = None
        self.views = {spec.id: spec.make() for spec in VIEWS}
        graph = self.views["graph"]
        assert isinstance(graph, GraphView)
        self.graph = graph
        self.desk = QMainWindow()
        self.docks = Docks(self.desk)
        self.table = action_rows(self)
        self.actions_by_id = make_actions(self.table, self)
        make_menus(self.menuBar(), self.table, self.actions_by_id)
        self._take_frame(Frame(self.desk, self.views, self.actions_by_id, tuple(options.networks)))
        self.palette_list = Palette(self)
        # What is dropped anywhere is opened: a scene would swallow it, a field would take it for words.
        for widget in (graph, graph.viewport(), *self.findChildren(QLineEdit)):
            widget.setAcceptDrops(False)
        self._connect()
        self.store.changed.connect(self._render)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._desktop_changed)
        self._render(None, self.store.state)
        if kept.geometry:
            self.restoreGeometry(QByteArray(kept.geometry))
        if kept.docks:
            self.docks.restore(kept.docks)

    def _take_frame(self, frame: Frame) -> None:
        self.setCentralWidget(frame)
        self.open_bar, self.progress, self.problem = frame.open_bar, frame.progress, frame.problem
        self.tab_bar, self.verdict, self.notice, self.empty = (
            frame.tab_bar,
            frame.verdict,
            frame.notice,
            frame.empty,
        )
        self.view_tabs, self.view_bar, self.view_stack = frame.view_tabs, frame.view_bar, frame.view_stack
        self.steps, self.awaits, self.pages = frame.steps, frame.awaits, frame.pages
        inspector = self.docks.panels["inspector"]
        assert isinstance(inspector, Inspector)
        self.inspector = inspector

    def _connect(self) -> None:
        update = self.store.update
        self.open_bar.open_wanted.connect(self.opener.open)
        self.open_bar.cancel_wanted.connect(self.opener.cancel)
        self.open_bar.network_chosen.connect(lambda name: update(lambda s: replace(s, network=name)))
        self.open_bar.left.connect(self.focus_view)
        self.problem.retry_wanted.connect(self.opener.open)
        self.problem.pick_wanted.connect(self.opener.pick)
        self.problem.fetch_wanted.connect(self.opener.open)
        self.problem.dismissed.connect(lambda: update(lambda s: replace(s, problem=None)))
        self.empty.open_wanted.connect(self.opener.open)
        self.empty.clear_wanted.connect(self.clear_recent)
        for panel in (self.open_bar, self.empty):
            panel.recent_wanted.connect(self.open_recent)
        self.notice.wanted.connect(self.noticed.run)
        self.verdict.select_wanted.connect(self.select)
        self.docks.select_wanted.connect(self.select)
        self.docks.changed.connect(self._dock_changed)
        for view in self.views.values():
            wanted = getattr(view, "select_wanted", None)
            if wanted is not None:
                wanted.connect(self.select)
        self.view_tabs.currentChanged.connect(lambda index: self.show_view(VIEWS[index].id))
        self.awaits.select_wanted.connect(self.select)
        self.graph.selected.connect(self._select_box)
        self.graph.walked.connect(self._walk_to)
        self.graph.opened.connect(self.toggle)
        self.graph.fit_wanted.connect(lambda: self.fit())
        self.steps.step_wanted.connect(self.go_to_step)
        self.tab_bar.currentChanged.connect(self._choose_tab)
        self.exporting.failed.connect(self.opener.tell)

    # ---------------------------------------------------------------------------------------------------- intents

    def select(self, node: str) -> None:
        """Select a node and bring it in sight."""
        self.store.update(lambda s: with_tab(s, lambda tab: selected(tab, node)))
        tab = self.store.state.tab
        if tab is not None:
            self.graph.reveal(tab.layout.box_of.get(node))

    def go_to_step(self, index: int) -> None:
        """Stand after `index` steps."""
        self.step(lambda timeline, cursor: cursors.at(timeline, cursor, index))

    def step(self, move: Move) -> None:
        """Move the cursor; the step's box is brought in sight where it is not, and nothing else moves."""
        self.graph.hold()
        self.store.update(
            lambda s: with_tab(s, lambda tab: stepped(tab, move(tab.document.timeline, tab.cursor)))
        )
        tab = self.store.state.tab
        if tab is not None:
            self.graph.follow(tab.layout.box_of.get(tab.selection or ""))

    def jump(self, name: str) -> None:
        """Go to the next or previous failure or callback."""
        tab = self.store.state.tab
        if tab is not None:
            analysis = tab.document.analysis
            self.step(lambda timeline, cursor: JUMPS[name](analysis, timeline, cursor))

    def toggle(self, key: str) -> None:
        """Fold or unfold a group, or the gas refunds; other boxes have nothing to unfold."""
        tab = self.store.state.tab
        if tab is None:
            return
        box = tab.layout.by_key.get(key)
        expanded = self.unfolding.pending(tab.document, tab.expanded)
        if key == REFUNDS_KEY or (box is not None and box.kind == "group") or key in expanded:
            self.unfolding.lay_out(tab.document, expanded ^ {key})

    def toggle_refunds(self) -> None:
        """Show or hide the gas refunds."""
        self.toggle(REFUNDS_KEY)

    def unfold(self) -> None:
        """Fold or unfold the box of the selection."""
        tab = self.store.state.tab
        if tab is not None and tab.selection is not None:
            self.toggle(tab.layout.box_of.get(tab.selection, tab.selection))

    def fold_all(self) -> None:
        """Fold every group that was unfolded."""
        tab = self.store.state.tab
        if tab is not None and tab.expanded:
            self.unfolding.lay_out(tab.document, frozenset())

    def _laid_out(self, document: Document, expanded: frozenset[str], layout: LayeredLayout) -> None:
        self.store.update(lambda s: laid_out(s, document, expanded, layout))

    def fit(self, smallest: float = 0.0) -> None:
        """Show the whole drawing, with room below for who waits, so that stepping back moves nothing. `smallest`: the
        scale below which rather a part is shown."""
        tab = self.store.state.tab
        if tab is not None:
            waits = tab.document.graph.slots and self.awaits.isHidden()
            self.graph.fit(ONE_ROW if waits else 0, max(smallest, ZOOM_RANGE[0]))

    def _select_box(self, key: str) -> None:
        tab = self.store.state.tab
        box = tab.layout.by_key.get(key) if tab is not None else None
        if box is not None and box.node is not None:
            self.select(box.node)
        elif box is not None and box.kind == "outside":
            self._walk_to(key)
        elif box is not None:
            self.toggle(key)

    def zoom_to_selection(self) -> None:
        """Show the selected box and its neighbours closely."""
        tab = self.store.state.tab
        if tab is not None:
            self.graph.zoom_to(tab.layout.box_of.get(tab.selection or ""))

    def zoom_to_failure(self) -> None:
        """Select the failure that decided, else the first one, and show it closely."""
        tab = self.store.state.tab
        failed = first_failure(tab.document.analysis) if tab is not None else None
        if failed is not None:
            self.select(failed)
            self.zoom_to_selection()

    def _walk_to(self, key: str) -> None:
        """Select what a box shows; of a group the first failure in it, else its first receipt."""
        tab = self.store.state.tab
        box = tab.layout.by_key.get(key) if tab is not None else None
        if tab is None or box is None:
            return
        failed = (member for member in box.members if tab.document.analysis.facts[member].failed)
        self.select(box.node or next(failed, None) or next(iter(box.members), None) or box.parent or key)

    def _choose_tab(self, index: int) -> None:
        self.store.update(lambda s: replace(s, active=index))

    def close_tab(self, index: int | None = None) -> None:
        """Close a tab, the one in front without `index`."""

        def close(state: AppState) -> AppState:
            at = state.active if index is None else index
            tabs = tuple(tab for i, tab in enumerate(state.tabs) if i != at)
            active = state.active - (1 if at < state.active else 0)
            return replace(state, tabs=tabs, active=min(active, len(tabs) - 1))

        self.store.update(close)

    def _close_tab_of(self, cross: QWidget) -> None:
        side = QTabBar.ButtonPosition.RightSide
        self.close_tab(
            next(i for i in range(self.tab_bar.count()) if self.tab_bar.tabButton(i, side) is cross)
        )

    def show_view(self, name: str) -> None:
        """Show another view of the same selection and moment."""
        self.store.update(lambda s: replace(s, view=name))

    def focus_open_bar(self) -> None:
        """Put the keyboard into the open bar."""
        self.open_bar.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.open_bar.edit.selectAll()
        if self.store.state.tab is not None and not self.open_bar.edit.text():
            self.open_bar.show_recent()

    def focus_view(self) -> None:
        """Put the keyboard into the view in front."""
        self.views[self.store.state.view].setFocus(Qt.FocusReason.OtherFocusReason)

    def open_recent(self, entry: Recent) -> None:
        """Open again what was opened before, where it was found."""
        self.opener.open(entry.given, network=entry.network if entry.network in NETWORKS else None)

    def clear_recent(self) -> None:
        """Forget what was opened."""
        self.store.update(lambda s: replace(s, recent=()))

    def show_palette(self) -> None:
        """List every action and every receipt."""
        actions = action_choices(self.table, self.actions_by_id)
        self.palette_list.open((*actions, *receipt_choices(self.store.state, self.select)))

    def open_file(self) -> None:
        """Ask for a file and open it."""
        kinds = "Transactions (*.json *.json.gz *.json.xz *.json.zst);;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self, "Open a transaction", "", kinds)
        if name:
            self.opener.open(name)

    def paste(self) -> None:
        """Open what the clipboard holds."""
        for text in given_by(QGuiApplication.clipboard().mimeData()):
            self.opener.open(text)

    def copy_hash(self) -> None:
        """Put the transaction's hash into the clipboard."""
        tab = self.store.state.tab
        if tab is not None:
            QGuiApplication.clipboard().setText(tab.document.trace.transaction.hash)

    def switch_theme(self) -> None:
        """From light to dark and back."""
        other = "dark" if self._theme.name == "light" else "light"
        self.store.update(lambda s: replace(s, theme=other))

    def follow_system(self) -> None:
        """Take the desktop's theme, now and when it changes."""
        self.store.update(lambda s: replace(s, theme="system"))

    def size_text(self, percent: int) -> None:
        """Larger or smaller words, within reason."""
        wanted = min(max(percent, TEXT_PERCENT[0]), TEXT_PERCENT[-1])
        self.store.update(lambda s: replace(s, text_percent=wanted))

    def export_options(self, tab: OpenTab) -> ExportOptions:
        """Options that draw exactly what the window shows."""
        return ExportOptions(
            theme="dark" if self._theme.name == "dark" else "light",
            step=None if tab.moment.at_end else tab.cursor.index,
            collapse_refunds=REFUNDS_KEY not in tab.expanded,
            expanded=tab.expanded,
        )

    def export(self, exporter: Exporter) -> None:
        """Ask for a name and write the tab in front; a failure is told and leaves an existing file as it was."""
        tab = self.store.state.tab
        if tab is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, f"Export {exporter.title}", suggested_name(exporter, tab.document)
        )
        if name:
            self.export_to(exporter, Path(name))

    def export_to(self, exporter: Exporter, path: Path) -> None:
        """Begin to write the tab in front to `path`; `exporting` tells when it is written or why it is not."""
        tab = self.store.state.tab
        if tab is not None:
            self.exporting.export(exporter, tab.document, self.export_options(tab), path)

    def show_keys(self) -> None:
        """List the real shortcuts."""
        dialogs.show_keys(self, self.table)

    def show_about(self) -> None:
        """Name, version and licences."""
        dialogs.show_about(self)

    def quit(self) -> None:
        """Close the window."""
        self.close()

    # -------------------------------------------------------------------------------------------------- rendering

    def _render(self, old: AppState | None, new: AppState) -> None:
        themed = old is None or (old.theme, old.text_percent) != (new.theme, new.text_percent)
        if themed:
            if old is not None:
                self.inspector.forget()
                self._theme = dress(self, resolve_theme(new.theme), new.text_percent)
            for spec in self.table:
                self.actions_by_id[spec.id].setIcon(icon(spec.icon, self._theme))
            self.view_tabs.updateGeometry()
        fresh = old is None or _documents(old) != _documents(new)
        self.open_bar.render(new)
        self.progress.render(new)
        self.problem.render(new)
        self.notice.render(new)
        self.empty.render(new)
        if old is not None and old.recent != new.recent:
            self._keep_recent(new)
        for spec in self.table:
            self.actions_by_id[spec.id].setEnabled(spec.enabled(new))
        if fresh:
            self._render_tabs(new)
        tab = new.tab
        if not fresh and not themed and old is not None and old.tab is tab and old.view == new.view:
            return  # only the strips above the document
        if fresh or themed:
            self.verdict.render(new)
        self._render_view(new, old is not None and closes(old, new))
        self.pages.setCurrentWidget(self.desk if tab is not None else self.empty)
        self.steps.render(new, self._theme)
        self.awaits.render(new)
        self._render_graph(tab)
        self.docks.render(new)
        if tab is not None and fresh and (old is None or old.tab is None or old.tab.key != tab.key):
            # Keys step and walk at once; the open bar is one Ctrl+L away.
            self.views[new.view].setFocus(Qt.FocusReason.OtherFocusReason)
        self.setWindowTitle(f"{visible_text(tab.title, 120)} — xccviz" if tab is not None else "xccviz")

    def _render_view(self, state: AppState, closed: bool) -> None:
        view = self.views[state.view]
        self.view_stack.setCurrentWidget(view)
        self.view_bar.setVisible(view is self.graph)
        with QSignalBlocker(self.view_tabs):
            self.view_tabs.setCurrentIndex(list(self.views).index(state.view))
        for other in self.views.values():
            if other is not self.graph and (other is view or closed):
                show(other, state if other is view else AppState())

    def _dock_changed(self, name: str) -> None:
        self.actions_by_id[f"panel.{name}"].setChecked(self.docks.in_front(name))

    def _render_graph(self, tab: OpenTab | None) -> None:
        if tab is None:
            self.graph.clear()
            self._drawn = None
            return
        box = tab.layout.box_of.get(tab.selection or "")
        document = tab.document
        shown = draw(document, tab.layout, Look(tab.moment, tab.selection))
        new_layout = self.graph.layout_shown is not tab.layout
        unfolded = new_layout and not self.graph.fitting and self._drawn == tab.key
        place = self.graph.place_of(box) if unfolded else None
        self.graph.show_list(tab.layout, shown, self._theme, box)
        self.view_bar.legend.show_list(shown, self._theme)
        self._drawn = tab.key
        if place is not None:
            self.graph.put(box, place)
        elif new_layout:
            self.fit(SMALLEST_FIT)

    def _render_tabs(self, state: AppState) -> None:
        bar = self.tab_bar
        bar.blockSignals(True)
        while bar.count() > len(state.tabs):
            bar.removeTab(bar.count() - 1)
        for i, tab in enumerate(state.tabs):
            title = visible_text(tab.title, 60).replace("&", "&&")
            if i >= bar.count():
                bar.addTab(title)
                cross = button("✕", "link", lambda: None, "Close this transaction")
                cross.clicked.connect(lambda _checked=False, b=cross: self._close_tab_of(b))
                bar.setTabButton(i, QTabBar.ButtonPosition.RightSide, cross)
            bar.setTabText(i, title)
        bar.setCurrentIndex(state.active)
        bar.setVisible(len(state.tabs) > 1)
        bar.blockSignals(False)

    def _desktop_changed(self) -> None:
        state = self.store.state
        if state.theme == "system":
            self._render(replace(state, theme=""), state)

    def _keep_recent(self, state: AppState) -> None:
        path = self._memory_path
        if path is None:
            return
        memory = replace(read_memory(path), recent=state.recent)

        async def work(report: Report) -> None:
            await asyncio.to_thread(write_memory, path, memory)

        self.jobs.submit(work)

    # ----------------------------------------------------------------------------------------------------- events

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the window in reading order."""
        return move_focus(self, forward)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files, addresses and text."""
        if given_by(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        given = given_by(event.mimeData())
        if given:
            event.acceptProposedAction()
        for text in given:
            self.opener.open(text)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End all work; at most half a second."""
        state = self.store.state
        self.jobs.close()
        self.inspector.forget()
        if self._memory_path is not None:
            place, docks = bytes(self.saveGeometry().data()), self.docks.save()
            write_memory(self._memory_path, Memory(place, docks, state.text_percent, state.recent))
        collector.release()
        super().closeEvent(event)

    def sizeHint(self) -> QSize:
        """The size the window opens with."""
        return QSize(1280, 800)


def _documents(state: AppState) -> tuple[int, ...]:
    return (state.active, *(id(tab.document) for tab in state.tabs))
