"""What stands below the line of steps of two runs: the numbers of what differs, and how many blocks have gone by."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xccviz.analysis.compare.values import Missing
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.state.pair import SIDES, Pair
from xccviz.values import frozen
from xccviz.words.pairs import offset_words

SCALE_PX, ROW_PX, GAP_PX = 11, 17, 12


@frozen
class ScaleLabel:
    """Words below a step of the line; `number`: of the difference that they tell of, None for blocks."""

    left: float
    words: str
    number: int | None = None


class PairScale(QWidget):
    """Below the line two rows: the numbers of differences, and, unless it is `low`, how many blocks after its start
    each run is, where that is known of both (`timed`). Emits `number_wanted(int)`."""

    number_wanted = Signal(int)

    def __init__(self, x_of: Callable[[int], float]) -> None:
        super().__init__()
        self._x_of = x_of
        self._pair: Pair | None = None
        self._at: list[tuple[QRectF, int]] = []
        self.low, self.timed = False, True
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_pair(self, pair: Pair) -> None:
        """Other runs, or other differences."""
        self._pair = pair
        self.timed = all(pair.found.document(side).timeline.history.heights for side in SIDES)
        self.fit()
        self.update()

    @property
    def rows(self) -> int:
        """How many there are."""
        return 2 if self.timed and not self.low else 1

    def fit(self) -> None:
        """As high as its rows."""
        self.setFixedHeight(worded(ROW_PX) * self.rows)

    def labels(self) -> tuple[list[ScaleLabel], list[ScaleLabel]]:
        """The numbers, and the blocks, as many as there is room for."""
        if self._pair is None:
            return [], []
        return self._placed(_numbers(self._pair), True), (
            [] if self.rows == 1 else self._placed(_blocks(self._pair), False)
        )

    def _placed(self, wanted: Sequence[tuple[int, str, int | None]], strong: bool) -> list[ScaleLabel]:
        metrics, end = QFontMetricsF(self._font(strong)), -GAP_PX * 1.0
        found: list[ScaleLabel] = []
        for index, words, number in wanted:
            wide = metrics.horizontalAdvance(words)
            left = min(max(0.0, self._x_of(index) - wide / 2), self.width() - wide)
            if left >= end + GAP_PX:
                found.append(ScaleLabel(left, words, number))
                end = left + wide
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Both rows."""
        roles = current_theme().roles
        painter = QPainter(self)
        high = self.height() / self.rows
        self._at = []
        for row, labels in enumerate(self.labels()):
            painter.setFont(self._font(row == 0))
            painter.setPen(QColor(roles["wait" if row == 0 else "faint"]))
            for label in labels:
                wide = painter.fontMetrics().horizontalAdvance(label.words)
                place = QRectF(label.left, row * high, wide + 1, high)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, label.words)
                if label.number is not None:
                    self._at.append((place, label.number))

    def _font(self, strong: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(worded(SCALE_PX))
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a number chooses that difference."""
        for place, number in self._at:
            if place.contains(event.position()):
                self.number_wanted.emit(number)


def _numbers(pair: Pair) -> list[tuple[int, str, int | None]]:
    """(step of the line, words, number); of many alike, which have one number, the first says it."""
    listed = {entry.number for entry in pair.entries}
    found: list[tuple[int, str, int | None]] = []
    for step, numbers in sorted(pair.found.numbers_of.items()):
        shown = [number for number in numbers if number in listed]
        listed.difference_update(shown)
        if shown:
            words = " · ".join(map(str, shown[:3])) + ("…" if len(shown) > 3 else "")
            found.append((step, words, shown[0]))
    return found


def _blocks(pair: Pair) -> list[tuple[int, str, int | None]]:
    """(step of the line, words, None) wherever a new block begins in either run. Nothing where one of them has no
    heights."""
    starts: dict[int, dict[Missing, int]] = {}
    for side in SIDES:
        heights = pair.found.document(side).timeline.history.heights
        if not heights:
            return []
        for step, height in heights:
            starts.setdefault(pair.found.line.index(side, step), {})[side] = height - heights[0][1]
    return [
        (index, offset_words(blocks.get("a"), blocks.get("b")), None)
        for index, blocks in sorted(starts.items())
    ]
