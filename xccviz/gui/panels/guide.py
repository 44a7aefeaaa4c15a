"""The answer to "What am I looking at?": a veil upon the view in front, with words at its parts. Esc, a click, or
whatever else one does takes it away; ↑ and ↓ go from part to part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from xccviz.catalogue import tr
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import ElidedLabel, keeps_escape, label, restyle
from xccviz.values import frozen
from xccviz.words.guides import LEAVE, QUESTION, Said

CARD_PX, GAP_PX, INSET_PX = 196, 16, 8
"""Px: width of the words of a part, from a part to them, and from the edges and from each other."""
EDGE_PX = 5
"""Px that a frame around a part leaves at the edges."""
VEIL = 0.62
COVERED = 0.2
"""How much of a view all cards together may cover: what they are about is to be seen."""
STEP_PX = 12
"""Px by which a card is moved to find room."""
_NEXT = (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Tab)
_BEFORE = (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Backtab)


@frozen(eq=False)
class GuidePart:
    """A part with the rectangle that it takes of the screen."""

    said: Said
    place: QRect


class GuideCard(QFrame):
    """What a part is called, and what it is."""

    def __init__(self, parent: QWidget, number: int, part: GuidePart) -> None:
        super().__init__(parent)
        self.setObjectName(f"guide{number}")
        self.setProperty("look", "guide")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        said = part.said
        self.setAccessibleName(f"{said.title}: {said.says}")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(9, 6, 9, 7)
        lines.setSpacing(1)
        self._lines = (label(said.title, "strong", wrap=True), label(said.says, "cardWords", wrap=True))
        for each in self._lines:
            each.setFixedWidth(worded(CARD_PX))
            lines.addWidget(each)

    def room(self) -> QSize:
        """Px that it takes."""
        for each in (self, *self._lines):
            each.ensurePolished()
        height = sum(each.heightForWidth(worded(CARD_PX)) for each in self._lines)
        return QSize(worded(CARD_PX) + 18, height + 15)


class Guide(QWidget):
    """Stands upon `over`, an area of its window, with a card for each of the `parts` (whose places are on the screen).
    `summary`: what the view shows, in a sentence; it stands in the upper line, `head` px high."""

    def __init__(
        self, window: QWidget, over: QRect, head: int, title: str, summary: str, parts: Sequence[GuidePart]
    ) -> None:
        super().__init__(window)
        self.setObjectName("viewGuide")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{QUESTION} {title}")
        self.setAccessibleDescription(summary)
        self._before = window.focusWidget()
        self.setGeometry(over)
        corner = self.mapToGlobal(QPoint(0, 0))
        inside = self.rect().adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX)
        self.places = [
            QRect(part.place.topLeft() - corner, part.place.size()).intersected(inside) for part in parts
        ]
        self.chosen = -1
        self._head = self._make_head(title, summary, max(head, worded(34)))
        self.spare: set[GuideCard] = set()
        self.cards = [GuideCard(self, number, part) for number, part in enumerate(parts)]
        self._stand()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        window.installEventFilter(self)

    def _make_head(self, title: str, summary: str, height: int) -> QFrame:
        head = QFrame(self)
        head.setProperty("look", "guidehead")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(head)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(12)
        line.addWidget(label(title, "strong"))
        said = ElidedLabel()
        said.show_text(summary)
        line.addWidget(said, 1)
        self._more = label("", "ind")
        line.addWidget(self._more)
        line.addWidget(label(LEAVE, "mute"))
        head.setGeometry(0, 0, self.width(), height)
        return head

    def _stand(self) -> None:
        """Give each card the place beside its part that covers least: neither another card nor what is told of.
        One that has no room waits until it is gone to."""
        free = self.rect().adjusted(INSET_PX, self._head.height() + INSET_PX, -INSET_PX, -INSET_PX)
        taken: list[QRect] = []
        covered = 0
        small = [place for place in self.places if place.width() * place.height() < _area(free) / 6]
        for card, place in zip(self.cards, self.places, strict=True):
            spot = best_place(card.room(), place, free, taken, small)
            card.setGeometry(spot)
            covered += _area(spot)
            if covered > COVERED * _area(free) or any(spot.intersects(other) for other in taken):
                self.spare.add(card)
                card.hide()
            else:
                taken.append(spot.adjusted(-INSET_PX, -INSET_PX, INSET_PX, INSET_PX))
        more = tr("{count} more with ↓", count=len(self.spare)) if self.spare else ""
        self._more.setText(more)
        self._more.setVisible(bool(more))

    # ------------------------------------------------------------------------------------------------------- leaving

    def leave(self) -> None:
        """Take it away; the keyboard goes back to where it was."""
        window = self.parentWidget()
        if window is not None:
            window.removeEventFilter(self)
        had, before = self.hasFocus(), self._before
        self.hide()
        if (
            had and before is not None and isValid(before) and before.isVisible()
        ):  # what it was may be made anew
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.setParent(None)
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        """Esc is for this alone, and so are the keys that go from part to part."""
        if keeps_escape(event):
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in (*_NEXT, *_BEFORE, Qt.Key.Key_Return, Qt.Key.Key_Space):
                event.accept()
                return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._goes(event):
            return True
        return super().event(event)

    def _goes(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _NEXT or key in _BEFORE:
            self.choose(self.chosen + (1 if key in _NEXT else -1))
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space):
            self.leave()
        else:
            return False
        return True

    def choose(self, number: int) -> None:
        """Tell of that part more than of the others, and say it to those who hear the window."""
        if not self.cards:
            return
        self.chosen = number % len(self.cards)
        for place, card in enumerate(self.cards):
            restyle(card, "chosen", place == self.chosen)
            if card in self.spare:
                card.setVisible(place == self.chosen)
        self.cards[self.chosen].raise_()
        count = tr("{number} of {count}", number=self.chosen + 1, count=len(self.cards))
        self.setAccessibleDescription(f"{self.cards[self.chosen].accessibleName()} ({count})")
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes it away."""
        self.leave()

    def focusOutEvent(self, event: object) -> None:
        """So does what takes the keyboard."""
        if self.isVisible():
            self.leave()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """And another size of the window: nothing stands where it stood."""
        if event.type() == QEvent.Type.Resize:
            self.leave()
        return False

    # -------------------------------------------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The veil with holes where the parts are, a frame around each, and a line to its words."""
        role = current_theme().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(role["bg"])
        veil.setAlphaF(VEIL)
        around = QPainterPath()
        around.addRect(QRectF(self.rect()))
        holes = QPainterPath()
        for place, card in zip(self.places, self.cards, strict=True):
            if card.isHidden():
                continue
            hole = QPainterPath()
            hole.addRoundedRect(QRectF(place).adjusted(-3, -3, 3, 3), 5, 5)
            holes = holes.united(hole)
        painter.fillPath(around.subtracted(holes), veil)
        for number, (place, card) in enumerate(zip(self.places, self.cards, strict=True)):
            if card.isHidden():
                continue
            wide = 2.5 if number == self.chosen else 1.5
            painter.setPen(QPen(QColor(role["ind"]), wide))
            painter.drawRoundedRect(QRectF(place).adjusted(-3, -3, 3, 3), 5, 5)
            start, end = _leader(QRectF(card.geometry()), QRectF(place).adjusted(-3, -3, 3, 3))
            painter.drawLine(start, end)


def best_place(
    room: QSize, part: QRect, free: QRect, taken: Iterable[QRect], parts: Iterable[QRect]
) -> QRect:
    """The rectangle in `free` for the words of a part: near it, and covering as little as there is of the words
    `taken` already and of the other `parts`."""
    weighed = [*((other, 40.0) for other in taken), *((other.adjusted(-6, -6, 6, 6), 4.0) for other in parts)]
    found, least = QRect(free.topLeft(), room), float("inf")

    def weigh(spot: QRect) -> None:
        nonlocal found, least
        cost = float(_between(spot.left(), spot.right(), part.left(), part.right()))
        cost += _between(spot.top(), spot.bottom(), part.top(), part.bottom())
        for other, weight in weighed:
            if cost >= least:
                return
            cost += weight * _area(spot.intersected(other))
        if cost < least:
            found, least = spot, cost

    for spot in _beside(room, part):
        if free.contains(spot):
            weigh(spot)
    # All others, but for those that are too far off to be better than what was found by then.
    columns = range(free.left(), free.right() - room.width() + 2, STEP_PX)
    across = [(x, _between(x, x + room.width() - 1, part.left(), part.right())) for x in columns]
    for y in range(free.top(), free.bottom() - room.height() + 2, STEP_PX):
        down = _between(y, y + room.height() - 1, part.top(), part.bottom())
        if down < least:
            for x, far in across:
                if far + down < least:
                    weigh(QRect(QPoint(x, y), room))
    return found


def _beside(room: QSize, part: QRect) -> Iterable[QRect]:
    width, height = room.width(), room.height()
    corners = (
        QPoint(part.right() + GAP_PX, part.center().y() - height // 2),
        QPoint(part.left() - GAP_PX - width, part.center().y() - height // 2),
        QPoint(part.center().x() - width // 2, part.bottom() + GAP_PX),
        QPoint(part.center().x() - width // 2, part.top() - GAP_PX - height),
        QPoint(part.left() + GAP_PX, part.bottom() + GAP_PX),
    )
    return [QRect(corner, room) for corner in corners]


def _between(low: int, high: int, other_low: int, other_high: int) -> int:
    """How much lies between two stretches, 0 where they overlap."""
    return max(other_low - high, low - other_high, 0)


def _area(area: QRect) -> int:
    return 0 if area.isEmpty() else area.width() * area.height()


def _leader(card: QRectF, part: QRectF) -> tuple[QPointF, QPointF]:
    """From the edge of the words to the edge of the part, the shortest way."""

    def nearest(low: float, high: float, other_low: float, other_high: float) -> tuple[float, float]:
        if high < other_low:
            return high, other_low
        if other_high < low:
            return low, other_high
        both = (max(low, other_low) + min(high, other_high)) / 2
        return both, both

    x1, x2 = nearest(card.left(), card.right(), part.left(), part.right())
    y1, y2 = nearest(card.top(), card.bottom(), part.top(), part.bottom())
    return QPointF(x1, y1), QPointF(x2, y2)
