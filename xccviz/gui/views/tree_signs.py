"""The signs of marks and notes in the tree: at the right of a call, the same as in the graph."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect
from PySide6.QtGui import QPainter

from xccviz.annotations.marks import Mark
from xccviz.display.marks import MarkShape, shape_of
from xccviz.display.types import Theme
from xccviz.gui.look.mark_signs import paint_mark
from xccviz.gui.look.note_signs import HEIGHT, WIDTH, paint_note
from xccviz.gui.state.store import OpenTab
from xccviz.gui.views.receipt_model import ReceiptTree

RADIUS, SHEET, GAP_PX = 5.2, 0.8, 5
"""Px of a mark, the size of a sheet, and px between both and before and behind them."""
_NONE: Mapping[str, Mark] = {}
_Index = QModelIndex | QPersistentModelIndex


class RowSigns:
    """Which rows have signs; the row of the folded refunds has those of its members."""

    def __init__(self, model: ReceiptTree) -> None:
        self._model = model
        self._marks = self._folded_marks = _NONE
        self._notes: frozenset[str] = frozenset()
        self._folded_note = False

    def show(self, tab: OpenTab | None) -> bool:
        """Those of a tab; whether any changed."""
        marks = tab.marking.of_node if tab is not None else _NONE
        notes = frozenset(note.node for note in tab.own_notes) if tab is not None else frozenset()
        if marks is self._marks and notes == self._notes:
            return False
        self._marks, self._notes = marks, notes
        by_id = tab.document.graph.by_id if tab is not None else {}
        folded = {node for node in {*marks, *notes} if node in by_id and by_id[node].is_refund}
        self._folded_marks = {node: mark for node, mark in marks.items() if node in folded}
        self._folded_note = not notes.isdisjoint(folded)
        return True

    def of(self, index: _Index) -> tuple[MarkShape | None, bool]:
        """The sign of a row's mark, None without one; and whether it has a note."""
        if index.column() != 0 or not (self._marks or self._notes):
            return None, False
        node = self._model.node_of(index)
        if node is None:
            mark = next(iter(sorted(self._folded_marks.values(), key=lambda mark: not mark.on)), None)
            return shape_of(mark) if mark is not None else None, self._folded_note
        found = self._marks.get(node)
        return shape_of(found) if found is not None else None, node in self._notes

    def width(self, index: _Index) -> int:
        """Px that the signs of a row take."""
        shape, noted = self.of(index)
        mark = round(2 * RADIUS) + GAP_PX if shape is not None else 0
        sheet = round(WIDTH * SHEET) + GAP_PX if noted else 0
        return mark + sheet + GAP_PX if mark or sheet else 0

    def paint(self, painter: QPainter, cell: QRect, index: _Index, theme: Theme) -> None:
        """Paint them at the right end of a cell."""
        shape, noted = self.of(index)
        x, y = float(cell.right() - GAP_PX), cell.center().y() + 0.5
        if noted:
            x -= WIDTH * SHEET
            paint_note(painter, QPointF(x, y - HEIGHT * SHEET / 2), SHEET, theme)
            x -= GAP_PX
        if shape is not None:
            paint_mark(painter, QPointF(x - RADIUS, y), RADIUS, shape, theme)
