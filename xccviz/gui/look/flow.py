"""Widgets in a line that goes on below where there is no room for all of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Of `widgets`, with `spacing` px between them; where all fit into one line the last stands at its right."""

    def __init__(self, *widgets: QWidget, spacing: int = 8, last_right: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._last_right = last_right
        self.setSpacing(spacing)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """One more."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The one at a place; None where there is none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the one at a place away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """None: it takes the room that there is."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as its lines."""
        return self._stand(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put each in its place."""
        super().setGeometry(rect)
        self._stand(rect, move=True)

    def sizeHint(self) -> QSize:
        """As wide as one line."""
        shown = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in shown) + self.spacing() * max(0, len(shown) - 1)
        margins = self.contentsMargins()
        sides, ends = margins.left() + margins.right(), margins.top() + margins.bottom()
        return QSize(width + sides, max((size.height() for size in shown), default=0) + ends)

    def minimumSize(self) -> QSize:
        """As wide as the widest of them."""
        margins = self.contentsMargins()
        sides, ends = margins.left() + margins.right(), margins.top() + margins.bottom()
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0) + sides,
            max((size.height() for size in sizes), default=0) + ends,
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _stand(self, rect: QRect, *, move: bool) -> int:
        """Where each stands in `rect`; how high that is."""
        margins, gap = self.contentsMargins(), self.spacing()
        left, right = rect.x() + margins.left(), rect.right() + 1 - margins.right()
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            width = item.sizeHint().width()
            if lines[-1] and left + used + width > right:
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += width + gap
        y = rect.y() + margins.top()
        for line in lines:
            x = left
            height = max((item.sizeHint().height() for item in line), default=0)
            for n, item in enumerate(line):
                size = item.sizeHint().boundedTo(QSize(max(1, right - left), 16_777_215))
                if self._last_right and len(lines) == 1 and n and n == len(line) - 1:
                    x = max(x, right - size.width())
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + gap
            y += height + gap
        return y - gap + margins.bottom() - rect.y()
