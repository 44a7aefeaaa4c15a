"""The list of every panel: aligned columns, the selected node's rows marked, the future faint, nothing too wide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from xccviz.gui.content.rows import Row, RowSource
from xccviz.gui.row_model import ROW, Columns, RowModel
from xccviz.gui.row_paint import ARROW_PX, BAR_PX, DETAIL_PX, ROW_PX, RowPainter, RowPlace

Index = QModelIndex | QPersistentModelIndex


class RowView(QTreeView):
    """Rows of a source. Emits `row_chosen(node id)` on a click or Return."""

    row_chosen = Signal(str)

    def __init__(self, columns: Columns, *, details: bool = False, bars: bool = False) -> None:
        """`details`: rows have a second line; `bars`: they have a bar at their foot."""
        super().__init__()
        self.rows = RowModel(columns, self)
        self.node: str | None = None
        self.now: int | None = None
        self.row_px = ROW_PX + (DETAIL_PX if details else 0) + (BAR_PX if bars else 0)
        self._narrow: tuple[int, int] = (99, 0)
        self._pressed = QPoint()
        self.setModel(self.rows)
        self.setProperty("look", "rows")
        self.setItemDelegate(_CellDelegate(self))
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setExpandsOnDoubleClick(False)
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(20)
        header.setHighlightSections(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._clicked)

    def show_source(self, source: RowSource, columns: Columns | None = None) -> None:
        """Show other rows, from the top; the mark and the moment stay."""
        self.rows.show(source, columns)
        self._share_width()

    def show_moment(self, node: str | None, now: int | None) -> None:
        """Mark the rows of `node`, bring the first of them in sight, and make faint what comes after step `now`."""
        changed, self.node, self.now = node != self.node, node, now
        if changed:
            self.reveal()
        self.viewport().update()

    def reveal(self) -> None:
        """Scroll to the marked rows unless the first or last of them is in sight."""
        numbers = self.rows.source.of_node(self.node) if self.node is not None else ()
        if not len(numbers):
            return
        area = self.viewport().rect()
        first, last = (self.rows.index(numbers[i], 0) for i in (0, -1))
        if not any(area.contains(self.visualRect(index).center()) for index in (first, last)):
            self.scrollTo(first, QAbstractItemView.ScrollHint.PositionAtCenter)

    def only_if_wide(self, column: int, width: int) -> None:
        """Columns from `column` on are shown only where the view is at least `width` px wide."""
        self._narrow = (column, width)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        width = self.viewport().width()
        column, least = self._narrow
        taken, rest = 0, 0
        for i, wanted in enumerate(self.rows.columns.widths):
            hidden = i >= column and width < least
            if self.isColumnHidden(i) != hidden:
                self.setColumnHidden(i, hidden)
            if wanted == 0:
                rest = i
            elif not hidden:
                self.setColumnWidth(i, wanted)
                taken += wanted
        self.setColumnWidth(rest, max(60, width - taken))

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, cells, and what spans all of them: captions, second lines, bars."""
        row = self.rows.row_at(index)
        if row is None:
            return
        here = self.currentIndex()
        place = RowPlace(
            marked=row.node is not None and row.node == self.node,
            focused=self.hasFocus() and here.row() == index.row() and here.parent() == index.parent(),
            future=self.now is not None and row.step is not None and row.step > self.now,
            top=not index.parent().isValid(),
            folded=None if not self.rows.hasChildren(index) else not self.isExpanded(index),
        )
        paint = RowPainter(painter, self.font(), self.rows.columns, row, place)
        paint.ground(option.rect)
        if row.heading:
            paint.heading(option.rect)
            return
        super().drawRow(painter, option, index)
        paint.below(option.rect)

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, row: Row) -> None:
        """One cell of a row."""
        first = index.siblingAtColumn(0)
        place = RowPlace(
            future=self.now is not None and row.step is not None and row.step > self.now,
            top=not index.parent().isValid(),
            folded=None if not self.rows.hasChildren(first) else not self.isExpanded(first),
        )
        RowPainter(painter, self.font(), self.rows.columns, row, place).cell(
            option.rect, index.column(), str(index.data() or "")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return chooses, Space unfolds, Ctrl+C copies the row as text; arrows walk."""
        index = self.currentIndex()
        row = self.rows.row_at(index)
        if event.matches(QKeySequence.StandardKey.Copy) and row is not None:
            QGuiApplication.clipboard().setText(row.spoken)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            if row.node is not None:
                self.row_chosen.emit(row.node)
        elif event.key() == Qt.Key.Key_Space and row is not None:
            self._turn(index.siblingAtColumn(0))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where, to tell the arrow from the row."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index)
        first = index.siblingAtColumn(0)
        if self.rows.hasChildren(first) and self._pressed.x() < ARROW_PX:
            self._turn(first)
        elif row is not None and row.node is not None:
            self.row_chosen.emit(row.node)

    def _turn(self, first: QModelIndex) -> None:
        if self.rows.hasChildren(first):
            self.setExpanded(first, not self.isExpanded(first))

    def arrow_point(self, number: int) -> QPoint:
        """Where a click unfolds row `number`, in px of the viewport."""
        return QPoint(ARROW_PX // 2, self.visualRect(self.rows.index(number, 0)).center().y())


class _CellDelegate(QStyledItemDelegate):
    """Hands every cell back to the view, which knows the moment."""

    def __init__(self, view: RowView) -> None:
        super().__init__(view)
        self.view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high, so that a hundred thousand cost no more than ten."""
        return QSize(40, self.view.row_px)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell."""
        row = index.data(ROW)
        if isinstance(row, Row):
            self.view.paint_cell(painter, option, index, row)


def accessible(view: RowView, object_name: str, words: str) -> RowView:
    """`view` with its names."""
    view.setObjectName(object_name)
    view.setAccessibleName(words)
    return view
