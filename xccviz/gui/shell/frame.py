"""The frame: every panel of the window, made and put in its place. It knows nothing of what they say to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from xccviz.gui.canvas.view import Canvas
from xccviz.gui.canvas.view_bar import ViewBar, ViewTools
from xccviz.gui.look.widgets import rule
from xccviz.gui.panels.await_table import AwaitTable
from xccviz.gui.panels.empty import EmptyPage
from xccviz.gui.panels.filter_bar import FilterBar
from xccviz.gui.panels.identity import IdentityStrip
from xccviz.gui.panels.notices import DocumentNotice, ProblemStrip, ProgressStrip
from xccviz.gui.panels.open_bar import OpenBar
from xccviz.gui.panels.step_strip import StepStrip
from xccviz.gui.panels.verdict import VerdictStrip
from xccviz.gui.shell.document_tabs import DocumentTabs
from xccviz.gui.shell.tool_row import ToolRow
from xccviz.gui.shell.view_stack import ViewStack, ViewTabs
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import Panel


class Pages(QStackedWidget):
    """The page of an empty window, or what is open."""

    def __init__(self, empty: QWidget, desk: QWidget) -> None:
        super().__init__()
        self._empty = empty
        self._desk = desk
        self.addWidget(empty)
        self.addWidget(desk)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Which of them."""
        self.setCurrentWidget(self._desk if new.tab is not None else self._empty)


class Frame(QWidget):
    """What stands in the middle of the window, from the open bar down; the docks stand on `desk`."""

    def __init__(
        self,
        desk: QMainWindow,
        views: Mapping[str, QWidget],
        actions: Mapping[str, QAction],
        networks: Sequence[str],
    ) -> None:
        super().__init__()
        self.setObjectName("central")
        self.desk = desk
        self.open_bar = OpenBar(networks)
        self.progress = ProgressStrip()
        self.problem = ProblemStrip()
        self.tab_bar = DocumentTabs()
        self.identity = IdentityStrip()
        self.verdict = VerdictStrip()
        self.notice = DocumentNotice()
        self.view_tabs = ViewTabs()
        drawings = {name for name, view in views.items() if isinstance(view, Canvas)}
        self.view_tools = ViewTools(actions, drawings)
        self.filter_bar = FilterBar()
        self.tool_row = ToolRow(self.view_tabs, self.filter_bar, self.view_tools, actions["edit.filter"])
        self.view_bar = ViewBar(drawings)
        self.view_stack = ViewStack(views)
        self.steps = StepStrip(actions)
        self.awaits = AwaitTable()
        self.empty = EmptyPage()
        self.pages = Pages(self.empty, desk)
        self._place()

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Everything that shows a part of the state, in the order in which it is told: a view before what may take
        room below it."""
        strips = (
            self.open_bar,
            self.progress,
            self.problem,
            self.notice,
            self.empty,
            self.tab_bar,
            self.identity,
            self.verdict,
        )
        views = (
            self.view_tabs,
            self.filter_bar,
            self.view_tools,
            self.tool_row,
            self.view_bar,
            self.view_stack,
        )
        return (*strips, *views, self.pages, self.steps, self.awaits)

    def _place(self) -> None:
        left = QWidget()
        below = _column(left)
        for part in (self.tool_row, rule(), self.view_bar, self.view_stack, self.awaits, rule(), self.steps):
            below.addWidget(part)
        below.setStretch(3, 1)
        # A window inside the window: the docks stand beside the drawing, below the verdict.
        self.desk.setWindowFlags(Qt.WindowType.Widget)
        self.desk.setCentralWidget(left)
        column = _column(self)
        strips = (self.progress, self.problem, self.tab_bar, self.identity, self.verdict)
        for widget in (self.open_bar, rule(), *strips, rule(), self.notice):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)


def _column(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
