"""The frame: every panel of the window, put in its place. It knows nothing of what they say to each other."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QWidget

from xccviz.gui.canvas.view import Canvas
from xccviz.gui.canvas.view_bar import ViewBar, ViewTools
from xccviz.gui.look.widgets import rule
from xccviz.gui.panels.await_table import AwaitTable
from xccviz.gui.panels.filter_bar import FilterBar
from xccviz.gui.panels.identity import IdentityStrip
from xccviz.gui.panels.look_ahead import LookAhead
from xccviz.gui.panels.moves_bar import MovesBar
from xccviz.gui.panels.notices import DocumentNotice, ProblemStrip, ProgressStrip
from xccviz.gui.panels.step_strip import StepStrip
from xccviz.gui.panels.verdict import VerdictStrip
from xccviz.gui.shell.document_tabs import DocumentTabs
from xccviz.gui.shell.entry import Entry, column
from xccviz.gui.shell.tool_row import ToolRow
from xccviz.gui.shell.view_stack import ViewStack, ViewTabs, WordSizes
from xccviz.gui.state.telling import Panel


class Frame:
    """All that stands in the middle of the window: the way in, strips below it, and a desk for what is open, on which
    the docks stand."""

    def __init__(
        self, entry: Entry, desk: QMainWindow, views: Mapping[str, QWidget], actions: Mapping[str, QAction]
    ) -> None:
        self.desk = desk
        self.open_bar, self.empty, self.pages = entry.open_bar, entry.empty, entry.pages
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
        self.moves = MovesBar(actions)
        self.look_ahead = LookAhead(actions["lookAhead"])
        self.moves.right.addWidget(self.look_ahead)
        self.view_bar = ViewBar(drawings)
        self.view_stack = ViewStack(views)
        self.word_sizes = WordSizes(views)
        self.steps = StepStrip(actions)
        self.awaits = AwaitTable()
        self._place(entry)

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
        above = (self.view_tabs, self.filter_bar, self.view_tools, self.tool_row, self.look_ahead)
        views = (*above, self.view_bar, self.view_stack)
        return (self.word_sizes, *strips, *views, self.pages, self.moves, self.steps, self.awaits)

    def _place(self, entry: Entry) -> None:
        left = QWidget()
        below = column(left)
        above = (self.tool_row, rule(), self.moves, self.view_bar)
        for part in (*above, self.view_stack, self.awaits, rule(), self.steps):
            below.addWidget(part)
        below.setStretch(len(above), 1)
        left.installEventFilter(self.awaits)
        # A window inside the window: the docks stand beside the drawing, below the verdict.
        self.desk.setWindowFlags(Qt.WindowType.Widget)
        self.desk.setCentralWidget(left)
        self.pages.take(self.desk)
        entry.insert(
            self.tab_bar,
            (self.identity, self.verdict),
            self.notice,
            self.tool_row,
            (self.progress, self.problem),
        )
