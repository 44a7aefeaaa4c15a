"""The numbers of differences in their squares, as they stand on cards, in lists and upon drawings, painted by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from xccviz.catalogue import numeral
from xccviz.display.compare.tags import DASH, SHOWN
from xccviz.gui.look.theme import current_theme, worded

TEXT_PX, TAG_PX, GAP_PX = 11, 17, 4


def place_numbers(numbers: Sequence[int], at: QPoint, room: int, font: QFont) -> list[tuple[QRect, str, int]]:
    """Where the squares of numbers stand, with their words, from the last on, whose right side is at a point, in the
    middle of its height: as many as so many px have room for, at least one: `2` `3` `5 +2`, the last of them with how
    many more there are."""
    for count in range(min(SHOWN, len(numbers)), 0, -1):
        found = _placed(numbers, count, at, font)
        if at.x() - found[-1][0].left() <= room:
            break
    return found


def _placed(numbers: Sequence[int], count: int, at: QPoint, font: QFont) -> list[tuple[QRect, str, int]]:
    high, right, metrics = worded(TAG_PX), at.x(), QFontMetrics(_font(font))
    words = [str(number) for number in numbers[:count]]
    if len(numbers) > count:
        words[-1] += f" +{numeral(len(numbers) - count)}"
    found = []
    for said, number in reversed([*zip(words, numbers, strict=False)]):
        wide = max(high, metrics.horizontalAdvance(said) + 8)
        found.append((QRect(right - wide, at.y() - high // 2, wide, high), said, number))
        right -= wide + GAP_PX
    return found


def paint_number(painter: QPainter, place: QRect, text: str, ahead: bool = False) -> None:
    """Paint a number in its square; hollow where all it tells of is `ahead` of now."""
    roles = current_theme().roles
    painter.setFont(_font(painter.font()))
    pen = QPen(QColor(roles["ref" if ahead else "wait"]), 1.25)
    if ahead:
        pen.setDashPattern([each / pen.widthF() for each in DASH])
    painter.setPen(pen)
    painter.setBrush(QColor(roles["bg" if ahead else "waitbg"]))
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(QColor(roles["faint" if ahead else "wait"]))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _font(font: QFont) -> QFont:
    own = QFont(font)
    own.setPixelSize(worded(TEXT_PX))
    own.setWeight(QFont.Weight.DemiBold)
    return own
