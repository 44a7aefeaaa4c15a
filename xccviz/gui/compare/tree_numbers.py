"""The numbers of what differs in the tree of one of two runs: at the right of each call."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from xccviz.analysis.compare.values import Missing
from xccviz.gui.compare.numbers import ahead_of, numbers_on
from xccviz.gui.look.number_tags import GAP_PX, paint_number, place_numbers
from xccviz.gui.state.pair import Pair
from xccviz.gui.views.tree import TreeView
from xccviz.gui.views.tree_table import CellDelegate

PART = 2
"""The numbers take no more than one part in so many of a call's cell."""

_Index = QModelIndex | QPersistentModelIndex


class NumberedCells(CellDelegate):
    """The cells of a tree, whose calls leave room for the numbers. Emits `wanted(number)` for a click on one."""

    wanted = Signal(int)

    def __init__(self, tree: TreeView, side: Missing) -> None:
        super().__init__(tree.model, tree.table)
        self._tree, self._side = tree, side
        self._numbers: dict[str, list[int]] = {}
        self._later: frozenset[int] = frozenset()
        tree.table.setItemDelegate(self)

    def show_pair(self, pair: Pair) -> None:
        """Other numbers."""
        numbers = numbers_on(pair, self._side)
        if (numbers, pair.later) != (self._numbers, self._later):
            self._numbers, self._later = numbers, pair.later
            self._tree.table.viewport().update()

    def tags(self, option: QStyleOptionViewItem, index: _Index) -> list[tuple[QRect, str, int]]:
        """Where the numbers of a cell stand, the last one first."""
        node = self._tree.model.node_of(index) if index.column() == 0 else None
        numbers = self._numbers.get(node or "", ())
        at = QPoint(option.rect.right() - GAP_PX, option.rect.center().y() + 1)
        return place_numbers(numbers, at, option.rect.width() // PART, option.font) if numbers else []

    def aside(self, option: QStyleOptionViewItem, index: _Index) -> int:
        """Px that the numbers take."""
        tags = self.tags(option, index)
        return option.rect.right() - tags[-1][0].left() if tags else 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The cell, then its numbers."""
        super().paint(painter, option, index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        numbers = self._numbers.get(self._tree.model.node_of(index) or "", ())
        for place, words, number in self.tags(option, index):
            paint_number(painter, place, words, ahead_of(words, number, numbers, self._later))
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A click on a number chooses that difference."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            for place, _, number in self.tags(option, index):
                if event.button() == Qt.MouseButton.LeftButton and place.contains(event.position().toPoint()):
                    self.wanted.emit(number)
                    return True
        return super().editorEvent(event, model, option, index)
