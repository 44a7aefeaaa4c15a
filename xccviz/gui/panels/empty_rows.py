"""Rows of the empty window: what can be pasted, a sample or what was opened before, and a pattern in small."""

from __future__ import annotations

import json
from bisect import bisect_right
from datetime import datetime
from functools import cache
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from xccviz import resources
from xccviz.catalogue import tr
from xccviz.display.types import Theme
from xccviz.gui.look.signs import paint_sign
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import SHOWN, breakable, plain_tooltip
from xccviz.gui.state.memory import Recent
from xccviz.gui.state.recent import verdict_sign, where_words
from xccviz.model.text import visible_text
from xccviz.words.signs import Sign as Said

SIDE, ABOVE, BETWEEN, SIGN_PX, GAP = 14, 8, 1, 14, 6
"""Px inside a row: beside and above its lines, between them, its sign, and what parts it from the words."""
CARD_PX, LEAST_PX, MOST_PX = 334, 200, 1_000
BELOW_SHOWN, _CUT = 600, "…"
"""Characters of a sentence that are looked at, and what says that there are more."""
NAME_PX, STORY_PX, MONO_PX = 12.5, 12, 12
FORM_HEIGHT, FORM_NAME = 23, 168
"""Px of a row of what can be pasted, and of its first column."""
FOCUS_BAR, LEAST_BAR = 3, 2.5
SMALL = QSize(120, 72)
"""Px of a pattern in small."""
WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Row(QPushButton):
    """A button that paints itself flat: an empty window has dozens of them, and labels inside would be four times as
    many widgets to style. `walked(key)`: an arrow key wants another row."""

    walked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "row")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Return opens."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self.walked.emit(event.key())
        elif key in _OPENS:
            self.click()
        else:
            super().keyPressEvent(event)

    def ground(self, painter: QPainter, theme: Theme) -> None:
        """What lies below the words: that the keyboard or the pointer is here."""
        if self.hasFocus():
            painter.fillRect(self.rect(), QColor(theme.roles["indbg"]))
            painter.fillRect(QRect(0, 0, FOCUS_BAR, self.height()), QColor(theme.roles["ind"]))
        elif self.underMouse():
            painter.fillRect(self.rect(), QColor(theme.roles["code"]))


class Form(Row):
    """A thing that can be pasted: what it is called, how one looks, and what comes of it."""

    def __init__(self, name: str, example: str, note: str) -> None:
        super().__init__()
        self.name, self.example, self.note = name, example, note
        self.setAccessibleName(f"{name}: {example}")
        self.setAccessibleDescription(note)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(CARD_PX, worded(FORM_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible."""
        return QSize(LEAST_PX, worded(FORM_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The three columns; the note goes where there is no room for all."""
        theme, painter = current_theme(), QPainter(self)
        self.ground(painter, theme)
        painter.setPen(QColor(theme.roles["line"]))
        painter.drawLine(0, 0, self.width(), 0)
        painter.setFont(sized_font(self.font(), NAME_PX, QFont.Weight.Medium))
        painter.setPen(QColor(theme.roles["text"]))
        indent = FOCUS_BAR + 5 if self.hasFocus() else 0
        first = self.rect().adjusted(indent, 1, 0, 0)
        painter.drawText(first, _MIDDLE, self.name)
        mono = sized_font(QFont("JetBrains Mono"), MONO_PX)
        painter.setFont(mono)
        start = min(worded(FORM_NAME), self.width() // 2)
        room = self.width() - start
        shown = painter.fontMetrics().elidedText(self.example, Qt.TextElideMode.ElideRight, room)
        painter.drawText(self.rect().adjusted(start, 1, 0, 0), _MIDDLE, shown)
        used = painter.fontMetrics().horizontalAdvance(shown)
        painter.setFont(sized_font(self.font(), STORY_PX))
        if painter.fontMetrics().horizontalAdvance(self.note) <= room - used - 2 * SIDE:
            painter.setPen(QColor(theme.roles["mute"]))
            painter.drawText(
                self.rect().adjusted(0, 1, 0, 0), _MIDDLE | Qt.AlignmentFlag.AlignRight, self.note
            )


class Card(Row):
    """Two lines: a sign and a name with a word at its right, and a sentence that may wrap."""

    most_lines = 0
    """Of how many lines of the sentence the rest is left out; 0: all are shown."""

    def __init__(self, name: str, right: str, below: str, sign: Said | None = None) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name, self._right = visible_text(name, SHOWN), visible_text(right, 80)
        self._below = breakable(visible_text(below, BELOW_SHOWN))
        self._sign = sign
        self._heights: dict[tuple[int, int, str], tuple[int, str]] = {}

    def hasHeightForWidth(self) -> bool:
        """The sentence wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As the lines need. Layouts ask again and again for the same few widths."""
        return self._known(width)[0]

    def _known(self, width: int) -> tuple[int, str]:
        """The height at a width, and as much of the sentence as is shown there."""
        known = (width, worded(STORY_PX), self.font().family())
        if known not in self._heights:
            self._heights[known] = self._measured(width)
        return self._heights[known]

    def _measured(self, width: int) -> tuple[int, str]:
        room = QRect(0, 0, width - self._left() - SIDE, MOST_PX)
        metrics = QFontMetrics(sized_font(self.font(), STORY_PX))

        def high(words: str) -> int:
            return metrics.boundingRect(room, WRAPPED, words).height()

        below, most = (
            self._below,
            (self.most_lines + 0.5) * metrics.lineSpacing() if self.most_lines else MOST_PX,
        )
        if high(below) > most:
            fits = bisect_right(range(len(below)), most, key=lambda count: high(below[:count] + _CUT)) - 1
            below = below[: max(fits, 0)].rstrip(" \u200b") + _CUT
        first = QFontMetrics(self._strong()).height()
        return first + BETWEEN + high(below) + 2 * ABOVE, below

    def sizeHint(self) -> QSize:
        """The lines, not the (empty) text of the button."""
        return QSize(CARD_PX, self.heightForWidth(CARD_PX))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible."""
        return QSize(LEAST_PX, self.heightForWidth(self.width()))

    def _left(self) -> int:
        return SIDE + (worded(SIGN_PX) + GAP if self._sign is not None else 0)

    def _strong(self) -> QFont:
        return sized_font(self.font(), NAME_PX, QFont.Weight.Medium)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The row, and its lines; a name without room is shortened in its middle."""
        theme, painter = current_theme(), QPainter(self)
        self.ground(painter, theme)
        left, strong = self._left(), QFontMetrics(self._strong())
        first = QRect(left, ABOVE, self.width() - left - SIDE, strong.height())
        below = QRect(left, first.bottom() + 1 + BETWEEN, first.width(), self.height())
        painter.setFont(sized_font(self.font(), STORY_PX))
        painter.setPen(QColor(theme.roles["mute"]))
        shown = self._known(self.width())[1]
        painter.drawText(below, WRAPPED, shown)
        right, whole = self._right, strong.horizontalAdvance(self._name)
        if whole > first.width() - painter.fontMetrics().horizontalAdvance(right) - GAP:
            right = right.rpartition(" · ")[2]  # of where and when the latter
        painter.drawText(first, Qt.AlignmentFlag.AlignRight, right)
        room = first.width() - painter.fontMetrics().horizontalAdvance(right) - GAP
        if self._sign is not None:
            size = worded(SIGN_PX)
            place = QRectF(SIDE, first.center().y() - size / 2 + 0.5, size, size)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_sign(painter, place, self._sign.shape, self._sign.tone, theme)
        painter.setFont(self._strong())
        painter.setPen(QColor(theme.roles["text"]))
        name = strong.elidedText(self._name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft, name)
        cut = name != self._name or right != self._right or shown != self._below
        told = "\n".join(filter(None, (self._name, self._right, self._below.replace("\u200b", ""))))
        self.setToolTip(plain_tooltip(told) if cut else "")


class RecentCard(Card):
    """The card of what was opened before. Its menu, and Delete, emit `pin_wanted()` and `remove_wanted()`."""

    most_lines = 2
    pin_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, entry: Recent, now: datetime) -> None:
        super().__init__(entry.title, where_words(entry, now), entry.verdict, verdict_sign(entry))
        self.entry = entry
        title, verdict = visible_text(entry.title, 200), visible_text(entry.verdict, 200)
        self.setAccessibleName(tr("Open again: {title}, {verdict}", title=title, verdict=verdict))
        self.setAccessibleDescription(tr("pinned") if entry.pinned else "")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Keep it before the others, or no more; forget it."""
        menu = QMenu(self.window())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        pinned = self.entry.pinned
        menu.addAction(tr("Unpin") if pinned else tr("Pin: keep it first"), self.pin_wanted.emit)
        menu.addAction(tr("Remove from the list"), self.remove_wanted.emit)
        menu.popup(event.globalPos())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete forgets it."""
        if event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)


class Pattern(QWidget):
    """A pattern of calls in small: the drawing of a sample that shows it, without its words."""

    def __init__(self, group: str) -> None:
        super().__init__()
        self._drawn = _patterns()[group]
        self.setFixedSize(SMALL)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The drawing, as large as there is room for, in the theme's colours."""
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes = [QRectF(*box[:4]) for box in self._drawn["boxes"]]
        lines = [(role, dashed, _path(path)) for role, dashed, path in self._drawn["lines"]]
        whole = QRectF()
        for place in (*boxes, *(path.boundingRect() for _, _, path in lines)):
            whole = whole.united(place)
        scale = min((self.width() - 4) / whole.width(), (self.height() - 4) / whole.height())
        painter.translate(
            (self.width() - whole.width() * scale) / 2, (self.height() - whole.height() * scale) / 2
        )
        painter.scale(scale, scale)
        painter.translate(-whole.topLeft())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for role, dashed, path in lines:
            style = Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine
            painter.setPen(_pen(theme.roles[role], 1.25, style))
            painter.drawPath(path)
        for (*_, fill, stroke), place in zip(self._drawn["boxes"], boxes, strict=True):
            place.setWidth(max(place.width(), LEAST_BAR / scale))
            painter.setBrush(QColor(theme.roles[fill]) if fill != "none" else Qt.BrushStyle.NoBrush)
            painter.setPen(_pen(theme.roles["edge"], 1) if stroke != "none" else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(place, 12, 12)
            if fill == stroke == "none":  # a call of a batch
                painter.setPen(_pen(theme.roles["ref"], 1))
                middle = place.center().y()
                painter.drawLine(QPointF(place.left(), middle), QPointF(place.right(), middle))


def _path(parts: list[list[Any]]) -> QPainterPath:
    path = QPainterPath()
    for op, *at in parts:
        points = [QPointF(x, y) for x, y in zip(at[::2], at[1::2], strict=True)]
        if op == "M":
            path.moveTo(points[0])
        elif op == "L":
            path.lineTo(points[0])
        else:
            path.cubicTo(*points)
    return path


def _pen(colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(QColor(colour), width, style)
    pen.setCosmetic(True)
    return pen


@cache
def _patterns() -> dict[str, Any]:
    """By group; none where the files that ship are missing."""
    try:
        found: dict[str, Any] = json.loads(resources.read_text("samples", "patterns.json"))
    except FileNotFoundError:
        return {}
    return found


def has_pattern(group: str) -> bool:
    """Whether there is a drawing for a group of samples."""
    return group in _patterns()


def sized_font(font: QFont, px: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A font of so many px, before words are made larger."""
    made = QFont(font)
    made.setPixelSize(worded(px))
    made.setWeight(weight)
    return made
