"""The frame: every panel of the window, made and put in its place. It knows nothing of what they say to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from xccviz.gui.canvas.view_bar import ViewBar
from xccviz.gui.look.widgets import row, rule
from xccviz.gui.panels.await_table import AwaitTable
from xccviz.gui.panels.empty import EmptyPage
from xccviz.gui.panels.notices import DocumentNotice, ProblemStrip, ProgressStrip
from xccviz.gui.panels.open_bar import OpenBar
from xccviz.gui.panels.step_strip import StepStrip
from xccviz.gui.panels.verdict import VerdictStrip
from xccviz.gui.views import VIEWS


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
        self.tab_bar = _tabs("documentTabs", "Open transactions")
        self.verdict = VerdictStrip()
        self.notice = DocumentNotice()
        self.view_tabs = _tabs("viewTabs", "Views")
        self.view_tabs.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.view_tabs.setUsesScrollButtons(False)
        for spec in VIEWS:
            self.view_tabs.addTab(spec.title)
        self.view_tabs.setVisible(len(VIEWS) > 1)
        self.view_bar = ViewBar(actions)
        self.view_stack = QStackedWidget()
        for view in views.values():
            self.view_stack.addWidget(view)
        self.steps = StepStrip(actions)
        self.awaits = AwaitTable()
        self.empty = EmptyPage()
        self.pages = QStackedWidget()
        self._place()

    def _place(self) -> None:
        above = QWidget()
        above.setProperty("look", "panel")
        above.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = row(self.view_tabs, self.view_bar, spacing=0)
        line.setAlignment(self.view_tabs, Qt.AlignmentFlag.AlignLeft)
        line.setStretch(1, 1)
        above.setLayout(line)
        left = QWidget()
        below = _column(left)
        for part in (above, rule(), self.view_stack, rule(), self.steps, self.awaits):
            below.addWidget(part)
        below.setStretch(2, 1)
        # A window inside the window: the docks stand beside the drawing, below the verdict.
        self.desk.setWindowFlags(Qt.WindowType.Widget)
        self.desk.setCentralWidget(left)
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.desk)
        column = _column(self)
        strips = (self.progress, self.problem, self.tab_bar, self.verdict)
        for widget in (self.open_bar, rule(), *strips, rule(), self.notice):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)


def _column(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout


def _tabs(name: str, words: str) -> QTabBar:
    bar = QTabBar()
    bar.setObjectName(name)
    bar.setAccessibleName(words)
    bar.setExpanding(False)
    bar.setDrawBase(False)
    return bar
