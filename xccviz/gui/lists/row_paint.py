"""How a row of a list panel is painted: ground, cells, and what spans all cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from xccviz.display.qt import device_scale, tile_brush
from xccviz.gui.lists.row_model import Columns
from xccviz.gui.lists.rows import Row
from xccviz.gui.look.signs import paint_sign
from xccviz.gui.look.theme import closer, current_theme
from xccviz.model.text import visible_text
from xccviz.values import frozen

ROW_PX = 26
DETAIL_PX = 18
BAR_PX = 9
PAD = 6
ARROW_PX = 18
HEADING_PX = 32
SIGN_PX = 14
TAG_PX = 96
UNFOLDED_PX = PAD + 14
_OUTLINED = {"indbg": "ind", "ref": "ref"}
"""Shares that are no full surface, with the role of their outline."""
LINE_SHOWN = 4_000
"""Characters of one line: far more than fit, and few enough for Qt to measure."""


@frozen
class RowPlace:
    """How a row stands: of the selected node, at the keyboard, still to come, folded (None: it does not unfold),
    with its first cell above the others, on the first level, with a hairline between it and the row below."""

    marked: bool = False
    focused: bool = False
    future: bool = False
    folded: bool | None = None
    stacked: bool = False
    top: bool = True
    ruled: bool = True


def unfolded_font(base: QFont) -> QFont:
    """The font of unfolded lines."""
    font = QFont(base)
    font.setPixelSize(12)
    font.setFamilies(["JetBrains Mono"])
    return font


def broken_lines(text: str, base: QFont, width: int) -> list[str]:
    """An unfolded line, safe to look at, in as many lines as it takes in a list `width` px wide: nothing is cut."""
    shown = visible_text(text, LINE_SHOWN)
    layout = QTextLayout(shown, unfolded_font(base))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    # Qt counts in UTF-16 code units.
    units = shown.encode("utf-16-le", "surrogatepass")
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(40, width - UNFOLDED_PX - PAD))
        begin, end = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
        lines.append(units[begin:end].decode("utf-16-le", "replace"))
    layout.endLayout()
    return lines or [""]


class RowPainter:
    """Paints one row with a painter."""

    def __init__(self, painter: QPainter, font: QFont, columns: Columns, row: Row, place: RowPlace) -> None:
        self.painter, self.columns, self.row, self.place = painter, columns, row, place
        self.base = font
        self.theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def ground(self, rect: QRect) -> None:
        """The mark of the selected node, dashes beside what is ahead, the hairline, the lines of the keyboard's row."""
        whole = QRectF(rect)
        if self.place.marked:
            self.painter.fillRect(whole, self._plain("indbg"))
            self.painter.fillRect(QRectF(whole.left(), whole.top(), 3, whole.height()), self._plain("ind"))
        if self.place.future:
            self.painter.setPen(QPen(self._plain("wait"), 1.5, Qt.PenStyle.DashLine))
            self.painter.drawLine(
                QPointF(whole.left() + 1, whole.top()), QPointF(whole.left() + 1, whole.bottom())
            )
        if self.place.ruled:
            foot = QRectF(whole.left(), whole.bottom() - 1, whole.width(), 1)
            self.painter.fillRect(foot, self._plain("line"))
        if self.place.focused:
            for top in (whole.top(), whole.bottom() - 1):
                self.painter.fillRect(QRectF(whole.left(), top, whole.width(), 1), self._plain("ind"))

    def heading(self, rect: QRect) -> None:
        """A caption at the foot of its row, behind its sign."""
        line = QRectF(rect).adjusted(PAD, 0, -PAD, -4)
        if self.row.sign != "none":
            line.setLeft(line.left() + self._sign(line, line.bottom() - SIGN_PX))
        font = self._font(11)
        font.setWeight(QFont.Weight.DemiBold)
        self._write(
            line,
            visible_text(self.row.cells[0], LINE_SHOWN),
            font,
            "mute",
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom,
            middle=True,
        )

    def unfolded(self, rect: QRect) -> None:
        """A line of what was unfolded, as wide as the list."""
        font = unfolded_font(self.base)
        font.setStrikeOut(self.row.struck)
        line = QRectF(rect).adjusted(UNFOLDED_PX, 0, -PAD, 0)
        text = self.row.cells[-1]
        self._write(
            line, text, font, self.row.tone, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )

    def cell(self, rect: QRect, column: int, text: str) -> None:
        """The text of a cell; in the first the arrow and the sign, in the main one the tag."""
        if column == 0 and self.place.stacked:
            return  # it has a line of its own
        high = min(ROW_PX - closer(), rect.height())
        line = QRectF(rect.left() + PAD, rect.top(), rect.width() - 2 * PAD, high)
        number = column >= self.columns.numbers_from
        if number:
            line.setLeft(rect.left())  # it ends where the one before it does: the room between is its own
        elif column + 1 == self.columns.numbers_from == 1 and not self.place.stacked:
            line.setRight(line.right() + self._left_over())
        if self.place.stacked:
            line.moveTop(line.top() + ROW_PX - 6 - closer())
        self._cell(line, column, text, number)

    def _left_over(self) -> float:
        """How far a name may reach towards the number beside it."""
        font = self._font(12)
        font.setFamilies(["JetBrains Mono"])
        number = visible_text(self.row.cells[1], LINE_SHOWN) if len(self.row.cells) > 1 else ""
        return max(0.0, self.columns.widths[1] - QFontMetricsF(font).horizontalAdvance(number) - PAD)

    def _cell(self, line: QRectF, column: int, text: str, number: bool) -> None:
        if column == 0:
            line.setLeft(line.left() + self._lead(line))
        if column == self.columns.main and self.row.tag:
            line.setLeft(line.left() + self._tag(line))
        font = self._font(12)
        if number or column >= self.columns.code_from:
            font.setFamilies(["JetBrains Mono"])
        font.setStrikeOut(self.row.struck and column == self.columns.main)
        main = column == self.columns.main or column >= min(self.columns.numbers_from, self.columns.code_from)
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        middle = not number and not self.columns.unfold
        middle = middle or (column == 1 and not number)
        self._write(
            line, text, font, self.row.tone if main else "mute", side | Qt.AlignmentFlag.AlignVCenter, middle
        )

    def below(self, rect: QRect) -> None:
        """What is as wide as the row: a first cell above the others, the second line, the bar."""
        row, foot = self.row, QRectF(rect).adjusted(PAD, 0, -PAD, 0)
        if self.place.stacked:
            line = QRectF(foot.left(), foot.top(), foot.width(), ROW_PX - closer())
            self._cell(line, 0, visible_text(row.cells[0], LINE_SHOWN), False)
        if row.detail:
            left = foot.left() + (SIGN_PX + 4 if row.sign != "none" else 0)
            line = QRectF(left, foot.top() + ROW_PX - 5 - closer(), foot.right() - left, DETAIL_PX)
            if row.number:
                line.setRight(line.right() - self._number(line) - 8)
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            self._write(
                line, visible_text(row.detail, LINE_SHOWN), self._font(12), row.detail_tone, side, True
            )
        if row.bar is not None:
            width = max(2.0, foot.width() * row.bar.whole)
            paint_shares(self.painter, QRectF(foot.left(), foot.bottom() - BAR_PX, width, 5), row.bar.shares,
                         self._colour)  # fmt: skip

    def _number(self, line: QRectF) -> float:
        """The number at the end of the second line; gives its width."""
        font = self._font(12)
        font.setFamilies(["JetBrains Mono"])
        text = visible_text(self.row.number, LINE_SHOWN)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._write(line, text, font, "text", side)
        return min(line.width(), QFontMetrics(font).horizontalAdvance(text))

    def _lead(self, line: QRectF) -> float:
        used = 0.0
        if self.columns.unfold:
            if self.place.folded is not None:
                middle = QPointF(line.left() + 3, line.center().y())
                shape = ((-2, -4), (2, 0), (-2, 4)) if self.place.folded else ((-4, -2), (0, 2), (4, -2))
                self.painter.setPen(self._colour("mute"))
                self.painter.drawPolyline([middle + QPointF(*point) for point in shape])
            used += 12
        if self.row.sign != "none":
            rest = line.adjusted(used, 0, 0, 0)
            used += self._sign(rest, line.center().y() - SIGN_PX / 2)
        elif self.columns.signed:
            used += SIGN_PX + 4
        return used

    def _sign(self, line: QRectF, top: float) -> float:
        """The status sign at the beginning of a line; gives the width it takes."""
        place = QRectF(line.left(), top, SIGN_PX, SIGN_PX)
        tone = "faint" if self.place.future else self.row.sign_tone
        paint_sign(self.painter, place, self.row.sign, tone, self.theme)
        return SIGN_PX + 4

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
        # It may be wider by what a px was rounded: the last letter reaches into the margin and is not sliced.
        flags = Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
        self.painter.drawText(line, int(side) | int(flags), shown)

    def _font(self, px: int) -> QFont:
        font = QFont(self.base)
        font.setPixelSize(px)
        return font

    def _plain(self, role: str) -> QColor:
        return QColor(self.theme.roles[role])

    def _colour(self, role: str) -> QColor:
        if self.place.future and role not in ("line", "edge", "ref"):
            role = "wait" if self.row.heading else "mute"
        return self._plain(role)


def paint_shares(
    painter: QPainter, place: QRectF, shares: Sequence[tuple[str, float]], colour: Callable[[str], QColor]
) -> None:
    """Shares of a bar from left to right, as the gas view paints them: filled ones, in role `indbg` outlined ones: what
    was passed on, and in role `ref` hatched ones: what came back. A share too small to see is two px wide."""
    left, pixels = place.left(), device_scale(painter)
    painter.save()
    for role, share in shares:
        if share <= 0:
            continue
        part = min(max(2.0, share * place.width()), max(2.0, place.right() - left))
        box = QRectF(left, place.top(), part, place.height())
        if role in _OUTLINED:
            painter.setPen(colour(_OUTLINED[role]))
            painter.setBrushOrigin(box.topLeft())
            painter.setBrush(
                colour(role) if role != "ref" else tile_brush("sparse", colour(role).name(), pixels)
            )
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(box, colour(role))
        left += part
    painter.restore()
