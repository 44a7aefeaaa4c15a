"""The way into the window: the open bar, and below it the page of an empty window. They stand before anything else is
loaded, and take what is typed; what a document needs comes between and behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.widgets import rule
from xccviz.gui.panels.empty import EmptyPage
from xccviz.gui.panels.open_bar import OpenBar
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import Panel

if TYPE_CHECKING:
    from xccviz.gui.compare.page import CompareView
    from xccviz.gui.intents import Intents
    from xccviz.settings.networks import Network


class Pages(QStackedWidget):
    """The page of an empty window, or what is open once there is a place for it; or two that are compared."""

    def __init__(self, empty: QWidget) -> None:
        super().__init__()
        self._empty = self._desk = empty
        self.compared: CompareView | None = None
        self._make: Callable[[], CompareView] | None = None
        self._place: QWidget | None = None
        self.addWidget(empty)

    def compare_on(self, make: Callable[[], CompareView]) -> None:
        """What makes the page of two transactions side by side, when the first two stand there; its place is there
        from now on, under the name that is promised."""
        self._make = make
        self._place = QWidget()
        self._place.setObjectName("compareView")
        self._place.setAccessibleName(tr("Two transactions side by side"))
        column(self._place)
        self.addWidget(self._place)

    def take(self, desk: QWidget) -> None:
        """Where what is open stands."""
        self._desk = desk
        self.addWidget(desk)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Which of them."""
        if new.pair is not None:
            page, place = self._page(), self._place
            assert place is not None
            self.setCurrentWidget(place)
            page.show_state(old, new)
            return
        self.setCurrentWidget(self._desk if new.tab is not None else self._empty)

    def _page(self) -> CompareView:
        if self.compared is None:
            assert self._make is not None
            assert self._place is not None
            self.compared = made = self._make()
            place = self._place.layout()
            assert place is not None
            place.addWidget(made)
        return self.compared


class Entry(QWidget):
    """What stands in the middle of the window, at first with nothing but a way in."""

    def __init__(self, networks: Mapping[str, Network], first: str) -> None:
        super().__init__()
        self.setObjectName("central")
        self.open_bar = OpenBar(networks)
        self.empty = EmptyPage(networks, first)
        self.pages = Pages(self.empty)
        self._column = column(self)
        self._rule = rule()
        for widget in (self.open_bar, self._rule, rule()):
            self._column.addWidget(widget)
        self._column.addWidget(self.pages, 1)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """What of it shows a part of the state."""
        return (self.open_bar, self.empty)

    def hear(self, want: Callable[[], Intents], leave: Callable[[], None]) -> None:
        """What is wanted of the way in is done when there is somebody to do it; `leave` when the bar is left."""
        bar, empty = self.open_bar, self.empty
        bar.left.connect(leave)
        bar.network_chosen.connect(lambda name: want().choose_network(name))
        bar.cancel_wanted.connect(lambda: want().cancel_opening())
        for opens in (bar, empty):
            opens.open_wanted.connect(lambda given: want().open(given))
            opens.recent_wanted.connect(lambda entry: want().open_recent(entry))
        empty.pin_wanted.connect(lambda entry: want().pin_recent(entry))
        empty.remove_wanted.connect(lambda entry: want().remove_recent(entry))
        bar.stepped_down.connect(empty.focus_first)
        empty.form_wanted.connect(bar.suggest_form)
        empty.settings_wanted.connect(lambda: want().show_settings())
        empty.clear_wanted.connect(lambda: want().clear_recent())
        empty.restore_wanted.connect(lambda: want().restore_recent())

    def insert(
        self,
        tabs: QWidget,
        strips: Sequence[QWidget],
        notice: QWidget,
        below: QWidget,
        upon: Sequence[QWidget],
    ) -> None:
        """Put tabs and strips between the two rules below the open bar, a notice below these, and `upon` the strips,
        and upon what stands `below` on the desk, what comes and goes."""
        for n, strip in enumerate((tabs, *strips), start=2):
            self._column.insertWidget(n, strip)
        self._column.insertWidget(self._column.count() - 1, notice)
        lines = (*strips, notice, below, *self.empty.lines)
        self._upon = Upon(self, lines, (self._rule, tabs), upon)


class Upon(QWidget):
    """What comes and goes below the last of `edges` that is seen, one below the other, upon `strips` that stand there:
    nothing moves for it. None of them is covered by half, and what is covered is left out by the Tab key."""

    def __init__(
        self,
        place: QWidget,
        strips: Sequence[QWidget],
        edges: Sequence[QWidget],
        comers: Sequence[QWidget],
    ) -> None:
        super().__init__(place)
        self._place, self._strips, self._edges = place, strips, edges
        # Opaque: what lies below is neither painted nor read.
        self.setAutoFillBackground(True)
        lines = column(self)
        for comer in comers:
            comer.hide()
            lines.addWidget(comer)
        place.installEventFilter(self)
        self._stand()
        self.show()

    def event(self, event: QEvent) -> bool:
        """Something came or went."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._stand()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As wide as the place."""
        if watched is self._place and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._stand()
        return super().eventFilter(watched, event)

    def _stand(self) -> None:
        width, lines = self._place.width(), self.layout()
        top = max((edge.geometry().bottom() + 1 for edge in self._edges if edge.isVisible()), default=0)
        assert lines is not None
        wraps = lines.hasHeightForWidth()
        wanted = lines.totalHeightForWidth(width) if wraps else lines.totalSizeHint().height()
        least = lines.totalMinimumHeightForWidth(width) if wraps else lines.totalMinimumSize().height()
        edges = [
            strip.mapTo(self._place, strip.rect().bottomLeft()).y() + 1 - top
            for strip in self._strips
            if strip.isVisible()
        ]
        height = _ending(wanted, min(least, wanted), edges)
        self.setGeometry(0, top, width, min(height, self._place.height() - top))
        self.raise_()


def _ending(wanted: int, least: int, edges: Sequence[int]) -> int:
    """How high, in px, so that it ends at one of the edges of what stands below it, if one is near enough."""
    if not wanted:
        return 0
    further = [edge for edge in edges if edge >= wanted]
    return min(further) if further else max((edge for edge in edges if edge >= least), default=wanted)


def column(widget: QWidget) -> QVBoxLayout:
    """The layout of what stands one below the other without a gap."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
