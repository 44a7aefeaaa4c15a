"""The heights of the blocks below the step slider, how many steps a full one has, and what is squeezed between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.theme import worded
from xccviz.gui.panels.step_slider import StepSlider
from xccviz.replay.scale import Cell, Scale
from xccviz.words.steps import block_words, idle_words

SCALE_PX, LABEL_GAP_PX, SCALE_HEIGHT = 11, 14, 18
GAP_PX, LEAST_DOTS_PX = 5, 8
"""Px between a label and the dots behind it, and of the dots."""
Measure = Callable[[str], int]


class BlockScale(QWidget):
    """A label a block, each below it; as many as have room. Idle blocks are counted where they are squeezed."""

    def __init__(self, slider: StepSlider) -> None:
        super().__init__()
        self.setAccessibleName(tr("Blocks"))
        self._slider = slider
        self._font = QFont()
        self._advances: dict[str, int] = {}
        self._made_of: tuple[Scale, int, Measure, QFont] | None = None
        self._made: Sequence[tuple[float, str]] = ()
        self.setMinimumHeight(SCALE_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Labels below their blocks, none over another."""
        theme = self._slider.theme
        if theme is None:
            return
        painter = QPainter(self)
        font = painter.font()
        font.setPixelSize(worded(SCALE_PX))
        painter.setFont(font)
        if font != self._font:
            self._font, self._advances = font, {}
        measure = self._measure
        painter.setPen(QColor(theme.roles["faint"]))
        labels = self.labels(measure)
        for left, text in labels:
            place = QRectF(left, 0, measure(text) + 1, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
        for left, right, text, at in self.gaps(labels, measure):
            y = self.height() / 2
            painter.setPen(QPen(QColor(theme.roles["ref"]), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(left, y), QPointF(at - 4, y))
            painter.drawLine(QPointF(at + measure(text) + 4, y), QPointF(right, y))
            painter.setPen(QColor(theme.roles["faint"]))
            painter.drawText(
                QRectF(at, 0, measure(text) + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, text
            )

    def _measure(self, text: str) -> int:
        """Px of a text: hundreds are asked for at each step, the same ones."""
        wide = self._advances.get(text)
        if wide is None:
            wide = self._advances[text] = QFontMetrics(self._font).horizontalAdvance(text)
        return wide

    def gaps(
        self, labels: list[tuple[float, str]], measure: Measure
    ) -> list[tuple[float, float, str, float]]:
        """Idle blocks, as far as there is room to say how many: (left, right, words, where these begin), in px."""
        found = []
        begins, ends = [x for x, _ in labels], [x + measure(text) for x, text in labels]
        for idle in self._slider.scale.idles:
            left, right = self._slider.x_at(idle.left), self._slider.x_at(idle.right)
            before, after = bisect_left(begins, left), bisect_right(begins, left)
            start = max([left, *ends[max(before - 1, 0) : before]]) + GAP_PX
            end = min([right, *begins[after : after + 1], self.width()]) - GAP_PX
            for words in idle_words(idle.blocks):
                if measure(words) + 2 * LEAST_DOTS_PX <= end - start:
                    found.append((start, end, words, (start + end - measure(words)) / 2))
                    break
        return found

    def labels(self, measure: Measure) -> list[tuple[float, str]]:
        """(left in px, text), ascending: the first and the last block's, and what fits between. Each stands where its
        block begins, within the block where that has room."""
        cells = [cell for cell in self._slider.scale.cells if cell.height is not None]
        if not cells:
            return []
        last = self._words(cells[-1], measure)
        last_x = self._slider.x_at(cells[-1].left)
        if last_x > self.width():  # what comes next stands there
            last = ""
        last_left = min(max(0.0, last_x), self.width() - measure(last))
        front = [each for each in self._front(cells[:-1], measure)
                 if each[0] + measure(each[1]) + LABEL_GAP_PX <= last_left]  # fmt: skip
        return [*front, (last_left, last)] if last else front

    def _front(self, cells: Sequence[Cell], measure: Measure) -> Sequence[tuple[float, str]]:
        """Those labels of some blocks of which none stands over another, as far as the slider goes. The same at most
        steps, whatever room is left beside them."""
        made_of = (self._slider.scale, self._slider.width(), measure, self._font)
        if self._made_of is not None and self._made_of[0] is made_of[0] and self._made_of[1:] == made_of[1:]:
            return self._made
        found: list[tuple[float, str]] = []
        free = 0.0
        ends, number = [cell.right for cell in cells], 0
        while number < len(ends):
            left, text = max(free, self._slider.x_at(cells[number].left)), self._words(cells[number], measure)
            found.append((left, text))
            free = left + measure(text) + LABEL_GAP_PX
            # Thousands of blocks end before there is room for the next label.
            number = max(number + 1, bisect_left(ends, self._slider.place_at(free)))
        self._made_of, self._made = made_of, found
        return found

    def _words(self, cell: Cell, measure: Measure) -> str:
        """Its height; of one whose steps have no dots also how many there are."""
        room = self._slider.x_at(cell.right) - self._slider.x_at(cell.left) - LABEL_GAP_PX
        many = not self._slider.roomy(cell)
        offered = block_words(cell.height or 0, cell.count if many else 0)
        return next((words for words in offered if measure(words) <= room), offered[-1])
