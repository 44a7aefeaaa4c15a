"""The way into the window: the open bar, and below it the page of an empty window. They stand before anything else is
loaded, and take what is typed; what a document needs comes between and behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from xccviz.gui.look.widgets import rule
from xccviz.gui.panels.empty import EmptyPage
from xccviz.gui.panels.open_bar import OpenBar
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import Panel


class Pages(QStackedWidget):
    """The page of an empty window, or what is open once there is a place for it."""

    def __init__(self, empty: QWidget) -> None:
        super().__init__()
        self._empty = self._desk = empty
        self.addWidget(empty)

    def take(self, desk: QWidget) -> None:
        """Where what is open stands."""
        self._desk = desk
        self.addWidget(desk)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Which of them."""
        self.setCurrentWidget(self._desk if new.tab is not None else self._empty)


class Entry(QWidget):
    """What stands in the middle of the window, at first with nothing but a way in."""

    def __init__(self, networks: Iterable[str]) -> None:
        super().__init__()
        self.setObjectName("central")
        self.open_bar = OpenBar(networks)
        self.empty = EmptyPage()
        self.pages = Pages(self.empty)
        self._column = column(self)
        for widget in (self.open_bar, rule(), rule()):
            self._column.addWidget(widget)
        self._column.addWidget(self.pages, 1)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """What of it shows a part of the state."""
        return (self.open_bar, self.empty)

    def insert(self, strips: Sequence[QWidget], notice: QWidget) -> None:
        """Put strips between the two rules below the open bar, and a notice below these."""
        for n, strip in enumerate(strips, start=2):
            self._column.insertWidget(n, strip)
        self._column.insertWidget(self._column.count() - 1, notice)


def column(widget: QWidget) -> QVBoxLayout:
    """The layout of what stands one below the other without a gap."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
