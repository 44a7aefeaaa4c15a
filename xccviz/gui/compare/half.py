"""One of the two in the views of one transaction: what a window shows of a transaction in front, this shows of one run,
with the numbers of what differs upon it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QStackedWidget, QVBoxLayout, QWidget

from xccviz.analysis.compare.values import Missing
from xccviz.display.compare.tags import DASH
from xccviz.display.hosting import Wish
from xccviz.gui.compare.numbers import ahead_of, numbers_on
from xccviz.gui.compare.tree_numbers import NumberedCells
from xccviz.gui.look.number_tags import GAP_PX, TAG_PX, paint_number, place_numbers
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.state.comparing import run_as_tab
from xccviz.gui.state.pair import Pair
from xccviz.gui.state.store import AppState, Store
from xccviz.gui.state.telling import CatchingUp
from xccviz.gui.tasks.jobs import Jobs
from xccviz.gui.tasks.laying_out import LayingOut
from xccviz.gui.views import VIEWS
from xccviz.gui.views.drawing import DrawingView
from xccviz.gui.views.hovering import HoveringView
from xccviz.gui.views.paged import PagedView
from xccviz.gui.views.tree import TreeView
from xccviz.layout.types import with_option
from xccviz.values import replace

ROUND_PX, BORDER_PX = 5, 1.5
ABOVE_PX = 6
"""Px from the upper side of what differs up to the middle of its numbers: they stand above its words."""


class Half(QWidget):
    """Emits `node_wanted(id)`, `step_wanted(number of a step of this run)`, `number_wanted(number)`, of its tree
    `column_chosen(id, shown)` and `columns_left()`, and `failed(view, Exception)`. What is folded in it is its own."""

    node_wanted = Signal(str)
    step_wanted = Signal(int)
    number_wanted = Signal(int)
    column_chosen = Signal(str, bool)
    columns_left = Signal()
    failed = Signal(str, object)

    def __init__(self, side: Missing, jobs: Jobs) -> None:
        super().__init__()
        self.side: Missing = side
        self._store = Store(AppState(), self)
        self._laying_out = LayingOut(self._store, jobs, self)
        self._laying_out.failed.connect(self.failed)
        self._views: dict[str, QWidget] = {}
        self._upon: dict[str, NumbersUpon | NumberedCells] = {}
        self._catching_up = CatchingUp(self._views)
        self._stack = QStackedWidget()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._stack)
        self._pair: Pair | None = None
        self._store.changed.connect(self._tell)

    @property
    def view(self) -> QWidget | None:
        """The view in front."""
        return self._views.get(self._store.state.view)

    def show_pair(self, pair: Pair, state: AppState) -> None:
        """The moment and the selection of this run, in the view that the window shows."""
        self._pair = pair
        self._store.update(lambda s: self._like(s, pair, state))
        upon = self._upon.get(state.view)
        if upon is not None:
            upon.show_pair(pair)

    def _like(self, s: AppState, pair: Pair, state: AppState) -> AppState:
        tab = run_as_tab(pair, self.side, s.tab)
        return replace(
            s,
            tabs=s.tabs if s.tab is tab else (tab,),
            active=0,
            view=state.view,
            theme=state.theme,
            desktop=state.desktop,
            text_percent=state.text_percent,
            columns=state.columns,
            ahead=state.ahead,
        )

    def _tell(self, _old: AppState, _new: AppState) -> None:
        state = self._store.state
        if state.view not in self._views:
            self._make(state.view)
        self._stack.setCurrentWidget(self._views[state.view])
        self._catching_up.tell_all(state, (state.view,))
        upon = self._upon.get(state.view)
        if isinstance(upon, NumbersUpon):
            upon.update()

    def _make(self, name: str) -> None:
        made = next(spec for spec in VIEWS if spec.id == name).make()
        made.setObjectName(f"compare{self.side.upper()}.{name}")
        for inner in made.findChildren(QWidget, f"{name}View"):
            inner.setObjectName(f"compare{name.capitalize()}")  # the other is the window's own view alone
        self._views[name] = made
        self._stack.addWidget(made)
        wanted = getattr(made, "select_wanted", None)
        if wanted is not None:
            wanted.connect(self.node_wanted)
        if isinstance(made, DrawingView):
            made.toggle_wanted.connect(self._toggle)
            self._upon[name] = upon = NumbersUpon(made, self.side)
            upon.wanted.connect(self.number_wanted)
        if isinstance(made, TreeView):
            made.columns.chosen.connect(self.column_chosen)
            made.columns.left.connect(self.columns_left)
            self._upon[name] = cells = NumberedCells(made, self.side)
            cells.wanted.connect(self.number_wanted)
        if isinstance(made, HoveringView):
            made.wished.connect(self._grant)
        if isinstance(made, PagedView):
            made.width_wanted.connect(self._fit_width)

    def _fit_width(self, width: float) -> None:
        self._store.update(lambda s: replace(s, width=width))

    def _toggle(self, key: str) -> None:
        self._open(lambda expanded: expanded ^ {key})

    def _open(self, change: Callable[[frozenset[str]], frozenset[str]]) -> None:
        tab = self._store.state.tab
        if tab is not None:
            expanded = self._laying_out.pending(tab.document, tab.expanded)
            self._laying_out.unfold(tab.document, change(expanded))

    def _grant(self, wish: Wish) -> None:
        """Do what is wished, of what belongs to a run alone."""
        if wish.kind == "select":
            self.node_wanted.emit(wish.value)
        elif wish.kind == "step":
            self.step_wanted.emit(int(wish.value))
        elif wish.kind == "toggle":
            self._toggle(wish.value)
        elif wish.kind == "option":
            self._open(lambda expanded: with_option(expanded, wish.value))


class NumbersUpon(QWidget):
    """The numbers of what differs upon a drawing of one run, each where its call stands. Emits `wanted(number)` for a
    click on one."""

    wanted = Signal(int)

    def __init__(self, view: DrawingView, side: Missing) -> None:
        super().__init__(view.viewport())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view, self._side = view, side
        self._pair: Pair | None = None
        self._at: list[tuple[QRect, int]] = []
        view.viewport().installEventFilter(self)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self.update)

    def show_pair(self, pair: Pair) -> None:
        """Other numbers."""
        self._pair = pair
        self.setGeometry(self._view.viewport().rect())
        self.raise_()
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the view; a click on a number is no click on what lies below."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.viewport().rect())
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            for place, number in self._at:
                if place.contains(event.position().toPoint()):
                    self.wanted.emit(number)
                    return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A border around what differs, and its numbers at the upper right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self._body()
        painter.setClipRect(body)
        self._at = []
        later = self._pair.later if self._pair is not None else frozenset()
        for place, numbers in self._places():
            painter.setPen(_border(later.issuperset(numbers)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(place).adjusted(-2, -2, 2, 2), ROUND_PX, ROUND_PX)
            for tag, words, number in self._tags(place, numbers, body, painter.font()):
                paint_number(painter, tag, words, ahead_of(words, number, numbers, later))
                self._at.append((tag, number))

    @staticmethod
    def _tags(place: QRect, numbers: Sequence[int], body: QRect, font: QFont) -> list[tuple[QRect, str, int]]:
        """The squares above the upper right corner of a place; of what begins too high for that beside it."""
        middle, corner = place.top() - worded(ABOVE_PX), place.right() + 2
        least = body.top() + worded(TAG_PX) // 2 + 1
        if middle >= least or place.top() < body.top():
            return place_numbers(numbers, QPoint(corner, middle), place.width(), font)
        tags = place_numbers(numbers, QPoint(corner, least), place.width(), font)
        aside = corner - tags[-1][0].left() + GAP_PX
        if corner + aside > body.right():
            return tags
        return [(tag.translated(aside, 0), words, number) for tag, words, number in tags]

    def _body(self) -> QRect:
        """Where what is drawn is not covered by what stays in sight."""
        shown = self._view.shown_strips
        left, top = round(shown.left * self._view.words), round(shown.top * self._view.words)
        return self.rect().adjusted(left, top, 0, 0)

    def _places(self) -> Iterator[tuple[QRect, list[int]]]:
        """Places in sight, each with its numbers."""
        pair, layout = self._pair, self._view.layout_shown
        if pair is None or layout is None:
            return
        found: dict[str, dict[int, None]] = {}
        for node, numbers in numbers_on(pair, self._side).items():
            box = layout.box_of.get(node)
            if box is not None:
                found.setdefault(box, {}).update(dict.fromkeys(numbers))
        for box, here in found.items():
            place = layout.by_key.get(box)
            if place is None:
                continue
            b = place.bounds
            seen = self._view.mapFromScene(QRectF(b.x, b.y, b.width, b.height)).boundingRect()
            if seen.intersects(self.rect()):
                yield seen, sorted(here)


def _border(ahead: bool) -> QPen:
    """Around what differs; dashed and quiet where all of that is ahead of now."""
    pen = QPen(QColor(current_theme().roles["ref" if ahead else "wait"]), BORDER_PX)
    if ahead:
        pen.setDashPattern([each / BORDER_PX for each in DASH])
    return pen


class ScrolledTogether(QObject):
    """Two views of one kind scroll together."""

    def __init__(self, a: QAbstractScrollArea, b: QAbstractScrollArea) -> None:
        super().__init__(a)
        for one, other in ((a, b), (b, a)):
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
            one.horizontalScrollBar().valueChanged.connect(other.horizontalScrollBar().setValue)
