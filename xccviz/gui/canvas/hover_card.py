"""The card of what is under the pointer: it comes after a moment, stands beside the thing, and never over what is
selected."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from xccviz.catalogue import numeral
from xccviz.display.hosting import Card, CardRow, Wish
from xccviz.display.patterns import Pattern
from xccviz.display.qt import paint_primitive
from xccviz.display.types import Marker, Rect, Role, Theme
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import boxed, label, row
from xccviz.model.text import visible_text
from xccviz.words.signs import Shape

DELAY_MS = 300
LINGER_MS = 400
"""A card that offers something stays so long after the pointer has left its thing."""
NARROWEST, WIDEST = 320, 440
APART_PX = 10
"""Px between a thing and its card."""
SIGN_PX, STEP_PX, A_ROW = 12, 14, 20
MOST_ROWS = 24
"""Rows that are shown; the rest is counted."""


class Signs(QWidget):
    """Status signs in rows of twenty."""

    def __init__(self, signs: tuple[tuple[Shape, Role], ...], theme: Theme) -> None:
        super().__init__()
        self._signs, self._theme = signs, theme
        rows = -(-len(signs) // A_ROW)
        self.setFixedSize(worded(STEP_PX * min(len(signs), A_ROW)), worded(STEP_PX * rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The signs, from the left, row by row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(worded(100) / 100, worded(100) / 100)
        for number, (shape, role) in enumerate(self._signs):
            down, across = divmod(number, A_ROW)
            x, y = across * STEP_PX + SIGN_PX / 2, down * STEP_PX + SIGN_PX / 2 + 1
            sign = Marker("", None, "text", x, y, SIGN_PX * 0.42, shape, role, "panel")
            paint_primitive(painter, sign, self._theme)


class Sample(QWidget):
    """A sample of a pattern, as a legend shows it."""

    def __init__(self, pattern: Pattern, role: Role, theme: Theme) -> None:
        super().__init__()
        self._sample = Rect(
            "", None, "text", 0.75, 0.75, 24.5, 12.5, 2.0, "panel", role, 1.0, (), "", pattern, role
        )
        self._theme = theme
        self.setFixedSize(worded(26), worded(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sample."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(worded(100) / 100, worded(100) / 100)
        paint_primitive(painter, self._sample, self._theme)


class HoverCard(QFrame):
    """A card in `view`; hidden while there is nothing to tell. The pointer goes through it, unless it offers something:
    then it stays while the pointer is on it. Emits `wished(Wish)` for what is taken."""

    wished = Signal(object)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.setObjectName("hoverCard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setProperty("look", "card")
        self._inside: QWidget | None = None
        self.offers = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LINGER_MS)
        self._late.timeout.connect(self.hide)
        self._outer = QGridLayout(self)
        self._outer.setContentsMargins(12, 10, 12, 10)
        self.hide()

    def tell(self, card: Card, theme: Theme, thing: QRect, spare: QRect, pointer: int | None = None) -> None:
        """Show `card` beside `thing`, not over `spare` (both in px of the view; `spare` may be empty), near the
        `pointer` (its x)."""
        if self._inside is not None:
            self._outer.removeWidget(self._inside)
            self._inside.setParent(None)
            self._inside.deleteLater()
        self._late.stop()
        self._inside = _inside(card, theme)
        self.offers = card.offer is not None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not self.offers)
        if card.offer is not None:
            words, wish = card.offer
            link = QPushButton(words)
            link.setObjectName("cardOffer")
            link.setProperty("look", "link")
            link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            link.clicked.connect(partial(self._take, wish))
            grid = self._inside.layout()
            assert isinstance(grid, QGridLayout)
            grid.addWidget(link, grid.rowCount(), 0, 1, grid.columnCount(), Qt.AlignmentFlag.AlignRight)
        self._outer.addWidget(self._inside)
        self.setAccessibleName(card.title)
        room = min(worded(WIDEST), self._view.width() - 2 * APART_PX)
        wanted = max(min(self.sizeHint().width(), room), min(worded(NARROWEST), room))
        height = (
            max(self.heightForWidth(wanted), self.minimumSizeHint().height())
            if self.hasHeightForWidth()
            else -1
        )
        size = QSize(wanted, height if height > 0 else self.sizeHint().height())
        place = place_beside(thing, size, self._view.rect(), spare, pointer)
        self.setGeometry(QRect(place, size))
        self.show()
        self.raise_()

    def linger(self) -> bool:
        """Hide, in a moment where it offers something that the pointer may be on its way to; whether it waits."""
        if self.offers and self.isVisible():
            if not self._late.isActive():
                self._late.start()
            return True
        self.hide()
        return False

    def _take(self, wish: Wish, _checked: bool = False) -> None:
        self.hide()
        self.wished.emit(wish)

    def enterEvent(self, event: QEnterEvent) -> None:
        """It stays."""
        self._late.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """It goes in a moment."""
        self.linger()
        super().leaveEvent(event)


def place_beside(thing: QRect, size: QSize, room: QRect, spare: QRect, pointer: int | None = None) -> QPoint:
    """Where a card of `size` stands: right of a thing, below it, left or above, the first place that lies in `room`
    and not over `spare`; where all are taken, the one that covers least of it. Of a thing that is wider than the card,
    below or above the `pointer` (its x) first."""
    wide = pointer is not None and thing.width() > size.width()
    left = thing.left() if pointer is None or not wide else pointer - size.width() // 2
    down = _within(thing.top(), size.height(), room.top(), room.bottom())
    across = _within(left, size.width(), room.left(), room.right())
    places = (
        QPoint(thing.right() + APART_PX, down),
        QPoint(across, thing.bottom() + APART_PX),
        QPoint(thing.left() - APART_PX - size.width(), down),
        QPoint(across, thing.top() - APART_PX - size.height()),
    )
    if wide:
        places = (places[1], places[3], places[0], places[2])

    def badness(place: QPoint) -> tuple[int, int]:
        card = QRect(place, size)
        out = card.width() * card.height() - _area(card.intersected(room))
        return _area(card.intersected(spare)) + out, out

    best = min(places, key=badness)
    if badness(best)[0] == 0:
        return best
    inside = QPoint(
        _within(best.x(), size.width(), room.left(), room.right()),
        _within(best.y(), size.height(), room.top(), room.bottom()),
    )
    corners = (
        inside,
        QPoint(room.right() - size.width() - APART_PX, room.bottom() - size.height() - APART_PX),
        QPoint(room.right() - size.width() - APART_PX, room.top() + APART_PX),
        QPoint(room.left() + APART_PX, room.bottom() - size.height() - APART_PX),
    )
    return min(corners, key=lambda place: _area(QRect(place, size).intersected(spare.united(QRect()))))


def _within(start: int, length: int, low: int, high: int) -> int:
    return max(low, min(start, high - length))


def _area(rect: QRect) -> int:
    return max(rect.width(), 0) * max(rect.height(), 0) if not rect.isEmpty() else 0


def _inside(card: Card, theme: Theme) -> QWidget:
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(5)
    wide = max(4 * card.columns, len(card.heads) + 2)
    line = 0
    title: QWidget = _words(card.title, "cardTitle" if card.shape != "none" or card.heads else "cardHead")
    if card.aside:
        title = boxed(row(title, None, _words(card.aside, "cardQuiet"), spacing=16))
    if card.shape != "none":
        head = row(Signs(((card.shape, card.role),), theme), title, spacing=8)
        head.setStretch(1, 1)
        grid.addLayout(head, 0, 0, 1, wide)
    else:
        grid.addWidget(title, 0, 0, 1, wide)
    line += 1
    for number, caption in enumerate(card.heads):
        grid.addWidget(_words(caption, "cardQuiet"), line, number + 2, Qt.AlignmentFlag.AlignRight)
    if card.heads:
        grid.setHorizontalSpacing(14)
        line += 1
    shown = card.rows[:MOST_ROWS]
    for number, one in enumerate(shown):
        down, column = divmod(number, card.columns)
        _row(grid, one, line + down, 4 * column, theme)
    line += -(-len(shown) // card.columns)
    left = len(card.rows) - len(shown)
    if left:
        grid.addWidget(_words(f"… +{numeral(left)}", "cardQuiet"), line, 0, 1, wide)
        line += 1
    if card.squares:
        grid.addWidget(Signs(card.squares, theme), line, 0, 1, wide)
        line += 1
    if card.foot:
        rule = QFrame()
        rule.setProperty("look", "rule")
        rule.setFixedHeight(1)
        if card.columns == 1:
            grid.addWidget(rule, line, 0, 1, wide)
        grid.addWidget(_words(card.foot, "cardQuiet"), line + 1, 0, 1, wide)
    return inside


def _row(grid: QGridLayout, told: CardRow, line: int, column: int, theme: Theme) -> None:
    """Sign or label, the words, what stands behind them."""
    at = column
    if told.numbers:
        grid.addWidget(_words(told.label, "cardQuiet"), line, 0, 1, 2)
        for number, text in enumerate(told.numbers):
            grid.addWidget(_words(text, "number"), line, number + 2, Qt.AlignmentFlag.AlignRight)
        return
    if told.pattern is not None:
        grid.addWidget(Sample(told.pattern, told.role, theme), line, at, Qt.AlignmentFlag.AlignTop)
    elif told.shape != "none":
        grid.addWidget(Signs(((told.shape, told.role),), theme), line, at)
    elif told.label:
        grid.addWidget(_words(told.label, "cardQuiet"), line, at, Qt.AlignmentFlag.AlignTop)
    first = at + 1 if told.shape != "none" or told.label or told.pattern is not None else at
    last = at + 2 if told.aside else at + 3
    words = _words(told.text, "cardBad" if told.role == "bad" and told.shape == "none" else "cardWords")
    grid.addWidget(words, line, first, 1, last - first + 1)
    if told.aside:
        grid.addWidget(_words(told.aside, "cardQuiet"), line, at + 3)


def _words(text: str, look: str) -> QLabel:
    made = label(visible_text(text, 600), look, wrap=len(text) > 64)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return made
