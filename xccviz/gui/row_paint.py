"""How a row of a list panel is painted: ground, cells, and what spans all cells."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from xccviz.gui.content.rows import Row
from xccviz.gui.row_model import Columns
from xccviz.gui.signs import paint_sign
from xccviz.gui.theme import current_theme
from xccviz.model.text import visible_text

ROW_PX = 26
DETAIL_PX = 18
BAR_PX = 9
PAD = 6
ARROW_PX = 18
SIGN_PX = 14
TAG_PX = 96
DETAIL_SHOWN = 400


@dataclass(frozen=True, slots=True)
class RowPlace:
    """How a row stands: of the selected node, at the keyboard, still to come, on the first level, folded (None: it
    does not unfold)."""

    marked: bool = False
    focused: bool = False
    future: bool = False
    top: bool = True
    folded: bool | None = None


class RowPainter:
    """Paints one row with a painter."""

    def __init__(self, painter: QPainter, font: QFont, columns: Columns, row: Row, place: RowPlace) -> None:
        self.painter, self.columns, self.row, self.place = painter, columns, row, place
        self.base = font
        self.theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def ground(self, rect: QRect) -> None:
        """The mark of the selected node, the hairline below, the lines of the keyboard's row."""
        whole = QRectF(rect)
        if self.place.marked:
            self.painter.fillRect(whole, self._plain("indbg"))
            self.painter.fillRect(QRectF(whole.left(), whole.top(), 3, whole.height()), self._plain("ind"))
        if self.place.top and not self.row.heading:
            foot = QRectF(whole.left(), whole.bottom() - 1, whole.width(), 1)
            self.painter.fillRect(foot, self._plain("line"))
        if self.place.focused:
            for top in (whole.top(), whole.bottom() - 1):
                self.painter.fillRect(QRectF(whole.left(), top, whole.width(), 1), self._plain("ind"))

    def heading(self, rect: QRect) -> None:
        """A caption at the foot of its row."""
        line = QRectF(rect).adjusted(PAD, 0, -PAD, -4)
        font = self._font(11)
        font.setWeight(QFont.Weight.DemiBold)
        self._write(line, self.row.cells[0], font, "mute", Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)

    def cell(self, rect: QRect, column: int, text: str) -> None:
        """The text of a cell; in the first the arrow and the sign, in the main one the tag."""
        line = QRectF(rect.left() + PAD, rect.top(), rect.width() - 2 * PAD, ROW_PX)
        if column == 0:
            line.setLeft(line.left() + self._lead(line))
        if column == self.columns.main and self.row.tag:
            line.setLeft(line.left() + self._tag(line))
        number = column >= self.columns.numbers_from
        font = self._font(12)
        if number or not self.place.top:
            font.setFamilies(["JetBrains Mono"])
        font.setStrikeOut(self.row.struck and column == self.columns.main)
        main = column == self.columns.main or number
        middle = not number and self.place.top
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        self._write(line, text, font, self.row.tone if main else "mute", side | Qt.AlignmentFlag.AlignVCenter, middle)

    def below(self, rect: QRect) -> None:
        """The second line and the bar, as wide as the row."""
        row, foot = self.row, QRectF(rect).adjusted(PAD, 0, -PAD, 0)
        if row.detail:
            left = foot.left() + (SIGN_PX + 4 if row.sign else 0)
            line = QRectF(left, foot.top() + ROW_PX - 5, foot.right() - left, DETAIL_PX)
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            self._write(line, visible_text(row.detail, DETAIL_SHOWN), self._font(12), row.detail_tone, side, True)
        if row.bar is not None:
            left, top = foot.left(), foot.bottom() - BAR_PX
            width = max(2.0, foot.width() * row.bar.whole)
            for role, share in row.bar.shares:
                if share > 0:
                    part = max(1.5, share * width)
                    self.painter.fillRect(QRectF(left, top, part, 5), self._colour(role))
                    left += part

    def _lead(self, line: QRectF) -> float:
        used = 0.0
        if self.columns.unfold:
            if self.place.folded is not None:
                middle = QPointF(line.left() + 3, line.center().y())
                shape = ((-2, -4), (2, 0), (-2, 4)) if self.place.folded else ((-4, -2), (0, 2), (4, -2))
                self.painter.setPen(self._colour("mute"))
                self.painter.drawPolyline([middle + QPointF(*point) for point in shape])
            used += 12
        if self.row.sign:
            place = QRectF(line.left() + used, line.center().y() - SIGN_PX / 2, SIGN_PX, SIGN_PX)
            paint_sign(self.painter, place, self.row.sign, "faint" if self.place.future else self.row.sign_tone,
                       self.theme)  # fmt: skip
            used += SIGN_PX + 4
        return used

    def _tag(self, line: QRectF) -> float:
        font = self._font(11)
        metrics = QFontMetrics(font)
        room = min(TAG_PX, int(line.width() * 0.45))
        text = metrics.elidedText(visible_text(self.row.tag, 60), Qt.TextElideMode.ElideRight, room)
        place = QRectF(line.left(), line.center().y() - 8, metrics.horizontalAdvance(text) + 8, 16)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self._plain("code"))
        self.painter.drawRoundedRect(place, 4, 4)
        self._write(place, text, font, "mute", Qt.AlignmentFlag.AlignCenter)
        return place.width() + 6

    def _write(
        self, line: QRectF, text: str, font: QFont, role: str, side: Qt.AlignmentFlag, middle: bool = False
    ) -> None:
        where = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        shown = QFontMetrics(font).elidedText(text, where, max(0, int(line.width()) + 1))
        self.painter.setFont(font)
        self.painter.setPen(self._colour(role))
        self.painter.drawText(line, int(side) | int(Qt.TextFlag.TextSingleLine), shown)

    def _font(self, px: int) -> QFont:
        font = QFont(self.base)
        font.setPixelSize(px)
        return font

    def _plain(self, role: str) -> QColor:
        return QColor(self.theme.roles[role])

    def _colour(self, role: str) -> QColor:
        return QColor(self.theme.roles["faint" if self.place.future and role not in ("line", "edge") else role])
