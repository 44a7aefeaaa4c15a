"""The main window: puts the panels in their places, maps intents to state, and renders every change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from xccviz import __version__
from xccviz.display import draw
from xccviz.export import EXPORTERS, Exporter, ExportOptions
from xccviz.gui.actions import ActionSpec, always, can_go_back, can_go_on, has_document, make_actions
from xccviz.gui.canvas import GraphView
from xccviz.gui.canvas.view import ZOOM_STEP
from xccviz.gui.jobs import Jobs
from xccviz.gui.opening import Opener
from xccviz.gui.panels.await_table import AwaitTable
from xccviz.gui.panels.empty import EmptyPage
from xccviz.gui.panels.inspector import Inspector
from xccviz.gui.panels.notices import ProblemStrip, ProgressStrip
from xccviz.gui.panels.open_bar import OpenBar
from xccviz.gui.panels.step_strip import StepStrip
from xccviz.gui.panels.verdict import VerdictStrip
from xccviz.gui.store import AppState, OpenTab, Store, selected, stepped, toggled, with_tab
from xccviz.gui.theme import apply_theme, resolve_theme
from xccviz.gui.widgets import rule
from xccviz.model.text import visible_text
from xccviz.pipeline import OpenOptions
from xccviz.replay import cursor as cursors
from xccviz.replay.cursor import Cursor
from xccviz.replay.types import Timeline
from xccviz.sources.atomic import write_atomic

AWAIT_HEIGHT = 76
"""Px that the await table takes with one row."""

Move = Callable[[Timeline, Cursor], Cursor]


class MainWindow(QMainWindow):
    """The composition of all panels around one Store. `idle` is emitted when an open has ended, well or not."""

    idle = Signal()

    def __init__(self, options: OpenOptions, theme: str) -> None:
        super().__init__()
        self.setWindowTitle("xccviz")
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self._theme = apply_theme(_application(), resolve_theme(theme))
        self.store = Store(AppState(theme=self._theme.name, network=options.network or ""), self)
        self.jobs = Jobs(self)
        self.opener = Opener(self.store, self.jobs, options, self)
        self.opener.ended.connect(self.idle)
        self.actions_by_id = make_actions(self._specs(), self)
        self._build()
        self._connect()
        self.store.changed.connect(self._render)
        self._render(None, self.store.state)

    def _specs(self) -> tuple[ActionSpec, ...]:
        step = self._step
        specs = [
            ActionSpec("file.focus", "File", "&Open…", ("Ctrl+L",), always, self._focus_open_bar),
            ActionSpec("file.openFile", "File", "Open &file…", ("Ctrl+O",), always, self._open_file),
            ActionSpec("file.paste", "File", "&Paste and open", ("Ctrl+V", "Ctrl+Shift+V"), always, self._paste),
            ActionSpec("file.closeTab", "File", "&Close transaction", ("Ctrl+W",), has_document, self._close_tab, 1),
            ActionSpec("file.quit", "File", "&Quit", ("Ctrl+Q",), always, self._quit, 2),
            ActionSpec("edit.copyHash", "Edit", "Copy transaction &hash", ("Ctrl+Shift+C",), has_document, self._copy),
            ActionSpec("step.first", "Step", "&First", ("Home",), can_go_back, lambda: step(cursors.first)),
            ActionSpec("step.back", "Step", "Step &back", ("Shift+F10",), can_go_back, lambda: step(cursors.back)),
            ActionSpec("step.forward", "Step", "Step f&orward", ("F10",), can_go_on, lambda: step(cursors.forward)),
            ActionSpec("step.last", "Step", "&Last", ("End",), can_go_on, lambda: step(cursors.last)),
            ActionSpec("step.previousFailure", "Step", "Previous failure", ("Shift+F8",), self._can("previous_failure"),
                       lambda: self._jump("previous_failure"), 1),
            ActionSpec("step.nextFailure", "Step", "Next f&ailure", ("F8",), self._can("next_failure"),
                       lambda: self._jump("next_failure"), 1),
            ActionSpec("step.previousCallback", "Step", "Previous callback", ("Shift+F9",),
                       self._can("previous_callback"), lambda: self._jump("previous_callback"), 1),
            ActionSpec("step.nextCallback", "Step", "Next &callback", ("F9",), self._can("next_callback"),
                       lambda: self._jump("next_callback"), 1),
            ActionSpec("view.fit", "View", "&Fit", ("Ctrl+0", "F"), has_document, self._fit),
            ActionSpec("view.zoomIn", "View", "Zoom &in", ("Ctrl++", "Ctrl+="), has_document,
                       lambda: self.graph.zoom(ZOOM_STEP)),
            ActionSpec("view.zoomOut", "View", "Zoom &out", ("Ctrl+-",), has_document,
                       lambda: self.graph.zoom(1 / ZOOM_STEP)),
            ActionSpec("view.unfold", "View", "Fold or &unfold the selection", ("Ctrl+U",), has_document, self._unfold),
            ActionSpec("view.refunds", "View", "Show or hide gas &refunds", ("Ctrl+R",), has_document,
                       lambda: self._toggle("refunds")),
            ActionSpec("view.theme", "View", "Light or dark &theme", ("Ctrl+T",), always, self._switch_theme, 1),
        ]  # fmt: skip
        for exporter in EXPORTERS:
            specs.append(
                ActionSpec(f"export.{exporter.name}", "Export", f"{exporter.title}…", (), has_document,
                           lambda e=exporter: self._export(e))
            )  # fmt: skip
        specs += [
            ActionSpec("help.keys", "Help", "&Keyboard shortcuts", ("F1",), always, self._show_keys),
            ActionSpec("help.about", "Help", "&About xccviz", (), always, self._about),
        ]
        self._table = tuple(specs)
        return self._table

    def _build(self) -> None:
        menus = {}
        group: dict[str, int] = {}
        for spec in self._table:
            if spec.menu not in menus:
                menus[spec.menu] = self.menuBar().addMenu(f"&{spec.menu}")
            if group.get(spec.menu, spec.group) != spec.group:
                menus[spec.menu].addSeparator()
            group[spec.menu] = spec.group
            menus[spec.menu].addAction(self.actions_by_id[spec.id])
        self.open_bar = OpenBar()
        self.progress = ProgressStrip()
        self.problem = ProblemStrip()
        self.tab_bar = QTabBar()
        self.tab_bar.setObjectName("documentTabs")
        self.tab_bar.setAccessibleName("Open transactions")
        self.tab_bar.setTabsClosable(True)
        self.tab_bar.setExpanding(False)
        self.tab_bar.setDrawBase(False)
        self.verdict = VerdictStrip()
        self.graph = GraphView()
        self.inspector = Inspector()
        self.steps = StepStrip(self.actions_by_id)
        self.awaits = AwaitTable()
        self.empty = EmptyPage()
        left = QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.graph, 1)
        below.addWidget(rule())
        below.addWidget(self.steps)
        below.addWidget(self.awaits)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.inspector)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setSizes([920, 360])
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.splitter)
        central = QWidget()
        central.setObjectName("central")
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.open_bar, rule(), self.progress, self.problem, self.tab_bar, self.verdict, rule()):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        update = self.store.update
        self.open_bar.open_wanted.connect(self.opener.open)
        self.open_bar.cancel_wanted.connect(self.opener.cancel)
        self.open_bar.network_chosen.connect(lambda name: update(lambda s: replace(s, network=name)))
        self.progress.cancel_wanted.connect(self.opener.cancel)
        self.problem.dismissed.connect(lambda: update(lambda s: replace(s, problem=None)))
        self.empty.open_wanted.connect(self.opener.open)
        self.verdict.select_wanted.connect(self.select)
        self.inspector.select_wanted.connect(self.select)
        self.awaits.select_wanted.connect(self.select)
        self.graph.selected.connect(self._select_box)
        self.graph.opened.connect(self._toggle)
        self.steps.step_wanted.connect(self.go_to_step)
        self.tab_bar.currentChanged.connect(self._choose_tab)
        self.tab_bar.tabCloseRequested.connect(self._close_tab)

    def select(self, node: str) -> None:
        """Select a node and bring it in sight."""
        self.store.update(lambda s: with_tab(s, lambda tab: selected(tab, node)))
        tab = self.store.state.tab
        if tab is not None:
            self.graph.reveal(tab.layout.box_of.get(node))

    def go_to_step(self, index: int) -> None:
        """Stand after `index` steps."""
        self._step(lambda timeline, cursor: cursors.at(timeline, cursor, index))

    def _select_box(self, key: str) -> None:
        tab = self.store.state.tab
        box = tab.layout.by_key.get(key) if tab is not None else None
        if box is None:
            return
        if box.node is not None:
            self.select(box.node)
        else:
            self._toggle(key)

    def _toggle(self, key: str) -> None:
        tab = self.store.state.tab
        if tab is None:
            return
        box = tab.layout.by_key.get(key)
        if key == "refunds" or (box is not None and box.kind != "node") or key in tab.expanded:
            self.store.update(lambda s: with_tab(s, lambda t: toggled(t, key)))

    def _unfold(self) -> None:
        tab = self.store.state.tab
        if tab is not None and tab.selection is not None:
            self._toggle(tab.layout.box_of.get(tab.selection, tab.selection))

    def _step(self, move: Move) -> None:
        self.graph.hold()
        self.store.update(
            lambda s: with_tab(s, lambda tab: stepped(tab, move(tab.document.timeline, tab.cursor)))
        )

    def _jump(self, name: str) -> None:
        jump = getattr(cursors, name)
        self.graph.hold()
        self.store.update(
            lambda s: with_tab(
                s,
                lambda tab: stepped(tab, jump(tab.document.analysis, tab.document.timeline, tab.cursor)),
            )
        )

    def _can(self, name: str) -> Callable[[AppState], bool]:
        jump = getattr(cursors, name)

        def enabled(state: AppState) -> bool:
            tab = state.tab
            if tab is None:
                return False
            return bool(jump(tab.document.analysis, tab.document.timeline, tab.cursor) != tab.cursor)

        return enabled

    def _render(self, old: AppState | None, new: AppState) -> None:
        if old is None or old.theme != new.theme:
            self._theme = apply_theme(_application(), new.theme)
        self.open_bar.render(new)
        self.progress.render(new)
        self.problem.render(new)
        if old is None or old.tabs != new.tabs or old.active != new.active:
            self._render_tabs(new)
        tab = new.tab
        if old is not None and old.tab is tab and old.theme == new.theme and old.active == new.active:
            return  # only the strips above the document
        if old is None or _documents(old) != _documents(new) or old.theme != new.theme:
            self.verdict.render(new)
        self.pages.setCurrentWidget(self.splitter if tab is not None else self.empty)
        self.steps.render(new, self._theme)
        self.awaits.render(new)
        self._render_graph(tab)
        self.inspector.render(new)
        if tab is not None and (old is None or _documents(old) != _documents(new)):
            # Keys step and walk at once; the open bar is one Ctrl+L away.
            self.graph.setFocus(Qt.FocusReason.OtherFocusReason)
        for spec in self._table:
            self.actions_by_id[spec.id].setEnabled(spec.enabled(new))
        title = f"{visible_text(tab.title, 120)} — xccviz" if tab is not None else "xccviz"
        self.setWindowTitle(title)

    def _render_graph(self, tab: OpenTab | None) -> None:
        if tab is None:
            self.graph.clear()
            return
        box = tab.layout.box_of.get(tab.selection or "")
        document = tab.document
        shown = draw(
            document.analysis, tab.layout, tab.moment, selection=tab.selection, timeline=document.timeline
        )
        new_layout = self.graph.layout_shown is not tab.layout
        self.graph.show_list(tab.layout, shown, self._theme, box)
        if new_layout:
            self._fit()
            self.graph.reveal(box)

    def _fit(self) -> None:
        tab = self.store.state.tab
        if tab is not None:
            waits = bool(tab.document.graph.slots) and self.awaits.isHidden()
            self.graph.fit(AWAIT_HEIGHT if waits else 0)

    def _render_tabs(self, state: AppState) -> None:
        bar = self.tab_bar
        bar.blockSignals(True)
        while bar.count() > len(state.tabs):
            bar.removeTab(bar.count() - 1)
        for i, tab in enumerate(state.tabs):
            title = visible_text(tab.title, 60).replace("&", "&&")
            if i >= bar.count():
                bar.addTab(title)
            bar.setTabText(i, title)
        bar.setCurrentIndex(state.active)
        bar.setVisible(len(state.tabs) > 1)
        bar.blockSignals(False)

    def _choose_tab(self, index: int) -> None:
        self.store.update(lambda s: replace(s, active=index))

    def _close_tab(self, index: int | None = None) -> None:
        def close(state: AppState) -> AppState:
            at = state.active if index is None else index
            tabs = tuple(tab for i, tab in enumerate(state.tabs) if i != at)
            active = state.active - (1 if at < state.active else 0)
            return replace(state, tabs=tabs, active=min(active, len(tabs) - 1))

        self.store.update(close)

    def _quit(self) -> None:
        self.close()

    def _focus_open_bar(self) -> None:
        self.open_bar.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.open_bar.edit.selectAll()

    def _open_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Open a transaction", "", "Transactions (*.json *.json.gz *.json.xz *.json.zst);;All files (*)"
        )
        if name:
            self.opener.open(name)

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text().strip()
        if text:
            self.opener.open(text)

    def _copy(self) -> None:
        tab = self.store.state.tab
        if tab is not None:
            QGuiApplication.clipboard().setText(tab.document.trace.transaction.hash)

    def _switch_theme(self) -> None:
        self.store.update(lambda s: replace(s, theme="dark" if s.theme == "light" else "light"))

    def export_options(self, tab: OpenTab) -> ExportOptions:
        """Options that draw exactly what the window shows."""
        at_end = tab.moment.at_end
        return ExportOptions(
            theme="dark" if self._theme.name == "dark" else "light",
            step=None if at_end else tab.cursor.index,
            collapse_refunds=True,
            expanded=tab.expanded,
        )

    def _export(self, exporter: Exporter) -> None:
        tab = self.store.state.tab
        if tab is None:
            return
        start = f"{tab.document.trace.transaction.hash[:10]}.{exporter.extension}"
        if exporter.name == "capture":
            start = f"{tab.document.trace.transaction.hash[:10]}.xcc.json"
        name, _ = QFileDialog.getSaveFileName(self, f"Export {exporter.title}", start)
        if name:
            self.export_to(exporter, Path(name))

    def export_to(self, exporter: Exporter, path: Path) -> None:
        """Write the tab in front to `path`; a failure is told in the window and leaves an existing file as it was."""
        tab = self.store.state.tab
        if tab is None:
            return
        try:
            write_atomic(path, exporter.run(tab.document, self.export_options(tab)))
        except Exception as error:  # the window tells it; what it shows stays
            self.opener.tell(str(path), error)

    def _show_keys(self) -> None:
        lines = []
        for spec in self._table:
            keys = ", ".join(QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText) for k in spec.shortcuts)
            if keys:
                lines.append(f"{keys:<18} {spec.text.replace('&', '').rstrip('…')}")
        lines.append(f"{'arrows':<18} Walk from box to box, in the graph")
        box = QMessageBox(self)
        box.setWindowTitle("Keyboard shortcuts")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText("\n".join(lines))
        box.setStyleSheet('QLabel { font-family: "JetBrains Mono"; font-size: 12px; }')
        box.open()

    def _about(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle("About xccviz")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"xccviz {__version__}\n\nSee what a NEAR cross-contract call really did.\nMIT licence.")
        box.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and text."""
        if _dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        text = _dropped(event.mimeData())
        if text:
            event.acceptProposedAction()
            self.opener.open(text)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End all work; at most half a second."""
        self.jobs.close()
        super().closeEvent(event)

    def sizeHint(self) -> QSize:
        """The size the window opens with."""
        return QSize(1280, 800)


def _documents(state: AppState) -> tuple[int, ...]:
    return (state.active, *(id(tab.document) for tab in state.tabs))


def _dropped(mime: QMimeData) -> str:
    if mime.hasUrls() and mime.urls() and mime.urls()[0].isLocalFile():
        return mime.urls()[0].toLocalFile()
    return mime.text().strip() if mime.hasText() else ""


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # create_window made it
    return app
