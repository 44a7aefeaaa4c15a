"""The list of every panel: aligned columns, the selected node's rows marked, the future faint, nothing too wide."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from xccviz.catalogue import tr
from xccviz.gui.lists.quiet import quiet
from xccviz.gui.lists.row_model import Columns, RowModel
from xccviz.gui.lists.row_paint import (
    ARROW_PX,
    BAR_PX,
    DETAIL_PX,
    HEADING_PX,
    ROW_PX,
    RowPainter,
    RowPlace,
    broken_lines,
)
from xccviz.gui.lists.rows import Row, RowSource
from xccviz.gui.look.bulletin import copy
from xccviz.gui.look.theme import closer, word_scale, worded
from xccviz.gui.pointed import OwnEntry, Pointed

Index = QModelIndex | QPersistentModelIndex


CAPTION_PX = 48
"""Px that the caption of the first column takes."""


class RowView(QTableView):
    """Rows of a source. Emits `row_chosen(node id)` on a click or Return."""

    row_chosen = Signal(str)

    def __init__(
        self, columns: Columns, *, details: bool = False, bars: bool = False, closer_by: int = 0
    ) -> None:
        """`details`: rows have a second line; `bars`: they have a bar at their foot; `closer_by`: px by which they are
        lower than usual."""
        super().__init__()
        self.rows = RowModel(columns, self)
        self.node: str | None = None
        self.now: int | None = None
        self._details, self._bars, self._closer_by = details, bars, closer_by
        self._narrow: tuple[int, int] = (99, 0)
        self._pressed = QPoint()
        self._was_stacked = False
        self._rest = 0
        self._words = word_scale()
        self.rows.fitted = lambda text: broken_lines(text, self.font(), self._width())
        self.setModel(self.rows)
        self.setProperty("look", "rows")
        self.setItemDelegate(_CellDelegate(self))
        quiet(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.row_px)
        header = self.horizontalHeader()
        header.setTextElideMode(Qt.TextElideMode.ElideRight)  # where larger words have too little room
        header.setMinimumSectionSize(1)
        self.clicked.connect(self._clicked)

    def show_source(self, source: RowSource, columns: Columns | None = None) -> None:
        """Show other rows, from the top; the mark and the moment stay."""
        self.rows.show(source, columns)
        self._share_width()
        self._fit_headings()

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
        first, last = (self.rows.index(self.rows.place_of(numbers[i]), self._rest) for i in (0, -1))
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
        if event.size().width() != event.oldSize().width():
            self._refit()

    def _refit(self) -> None:
        """Lines that were unfolded take another number of rows; the keyboard stays with the row of the source."""
        here = self.currentIndex().row()
        number = self.rows.number_of(here)[0] if here >= 0 else -1
        self.rows.refit()
        if number >= 0 and self.currentIndex().row() < 0:
            self.setCurrentIndex(self.rows.index(self.rows.place_of(number), 0))

    @property
    def stacked(self) -> bool:
        """Whether the first cell stands above the others."""
        return self._width() < self.rows.columns.stacked_below

    def _width(self) -> int:
        """The width in px of words of usual size: rows are made in these, and painted larger with their words."""
        return int(self.viewport().width() / word_scale())

    def changeEvent(self, event: QEvent) -> None:
        """Words of another size take rows of another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._words != word_scale():
            self._words = word_scale()
            self._was_stacked = self.stacked
            self.verticalHeader().setDefaultSectionSize(self.row_px)
            self._share_width()
            self._fit_headings()
            self.rows.refit()

    @property
    def row_px(self) -> int:
        """The height of every row."""
        usual = ROW_PX + (DETAIL_PX if self._details or self.stacked else 0) + (BAR_PX if self._bars else 0)
        return worded(usual - self._closer_by - closer())

    def _share_width(self) -> None:
        width = self.viewport().width()
        if self.stacked != self._was_stacked:
            self._was_stacked = self.stacked
            self.verticalHeader().setDefaultSectionSize(self.row_px)
            self._fit_headings()
        column, least = self._narrow
        widths = self.rows.columns.widths
        shown = widths if self._width() >= least else widths[:column]
        # Larger words may want more than there is: then all have a little less, and none is out of sight.
        share = min(1.0, (self._width() - 1) / max(1, sum(shown)))
        taken, rest = 0, 0
        for i, wanted in enumerate(widths):
            hidden = i >= len(shown)
            if self.isColumnHidden(i) != hidden:
                self.setColumnHidden(i, hidden)
            if wanted == 0:
                rest = i
            elif not hidden:
                self.setColumnWidth(i, int(worded(wanted) * share))
                taken += int(worded(wanted) * share)
        self._rest = rest
        # Stacked, the first cell has a line of its own: its column is what the numbers leave.
        left = max(1 if self.stacked else 40, width - taken)
        self.setColumnWidth(rest, left)
        self.rows.show_caption(rest, not self.stacked or left >= CAPTION_PX)

    def _fit_headings(self) -> None:
        """Captions have one line where the rows have two."""
        if self.row_px > worded(HEADING_PX):
            for number in self.rows.source.headings:
                self.setRowHeight(self.rows.place_of(number), worded(HEADING_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grounds, cells, and what spans all cells of a row: captions, unfolded lines, second lines, bars."""
        places = self._in_sight()
        painter = QPainter(self.viewport())
        painter.scale(word_scale(), word_scale())
        for place in places:
            self._painter(painter, place).ground(_usual(self._rect(place)))
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.scale(word_scale(), word_scale())
        for place in places:
            paint, rect = self._painter(painter, place), _usual(self._rect(place))
            if paint.row.heading:
                paint.heading(rect)
            elif not paint.place.top:
                paint.unfolded(rect)
            else:
                paint.below(rect)
        painter.end()

    def _in_sight(self) -> range:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return range(max(0, first), self.rows.rowCount() if last < 0 else last + 1)

    def _rect(self, place: int) -> QRect:
        return QRect(0, self.rowViewportPosition(place), self.viewport().width(), self.rowHeight(place))

    def paint_heading(self, painter: QPainter, place: int, rect: QRect) -> None:
        """The caption at a row of the table, in a rectangle of the view."""
        painter.save()
        painter.scale(word_scale(), word_scale())
        self._painter(painter, place).heading(_usual(rect))
        painter.restore()

    def paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell of a row; captions and unfolded lines have none."""
        paint = self._painter(painter, index.row())
        if paint.place.top and not paint.row.heading:
            painter.save()
            painter.scale(word_scale(), word_scale())
            paint.cell(_usual(option.rect), index.column(), str(index.data() or ""))
            painter.restore()

    def _painter(self, painter: QPainter, place: int) -> RowPainter:
        row = self.rows.row_at(place) or Row(())
        how = RowPlace(
            marked=row.node is not None and row.node == self.node,
            focused=self.hasFocus() and self.currentIndex().row() == place,
            future=self.now is not None and row.step is not None and row.step > self.now,
            folded=self.rows.folded(place),
            stacked=self.stacked,
            top=self.rows.number_of(place)[1] < 0,
            ruled=self._ruled(row, place),
        )
        return RowPainter(painter, self.font(), self.rows.columns, row, how)

    def _ruled(self, row: Row, place: int) -> bool:
        """Lines are between rows: none above a caption, below the last row, or among what is unfolded."""
        number, line = self.rows.number_of(place)
        below = self.rows.source.row(number + 1) if line < 0 and number + 1 < len(self.rows.source) else None
        return not row.heading and below is not None and not below.heading

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The keyboard's lines are as wide as the row: Qt would paint the cells of one column anew."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return chooses, Space unfolds and folds, Right unfolds, Left folds, Ctrl+C copies the row as text."""
        place = self.currentIndex().row()
        row, key = self.rows.row_at(place), event.key()
        if row is None:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            copy(row.spoken, tr("Row copied"))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if row.node is not None:
                self.row_chosen.emit(row.node)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right):
            folded = self.rows.folded(place)
            if key == Qt.Key.Key_Space or folded is (key == Qt.Key.Key_Right):
                self.rows.turn(place)
        else:
            super().keyPressEvent(event)

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """The row at a point, or of the keyboard; captions tell of nothing but the transaction."""
        here = self.viewport().mapFromGlobal(at) if at is not None else None
        place = self.rowAt(here.y()) if here is not None else self.currentIndex().row()
        row = self.rows.row_at(place)
        where = self.viewport().mapToGlobal(self._rect(place).center() if place >= 0 else QPoint())
        if row is None:
            return Pointed(), at or where
        own: tuple[OwnEntry, ...] = ()
        folded = self.rows.folded(place)
        if folded is not None:
            own = (OwnEntry(tr("Unfold") if folded else tr("Fold"), partial(self.rows.turn, place)),)
        pointed = Pointed(row.node, row.account, text=row.spoken, what=tr("Row"), own=own, log=row.log)
        return pointed, at or where

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where, to tell the arrow from the row."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index.row())
        if self.rows.folded(index.row()) is not None and self._pressed.x() < worded(ARROW_PX):
            self.rows.turn(index.row())
        elif row is not None and row.node is not None:
            self.row_chosen.emit(row.node)

    def arrow_point(self, number: int) -> QPoint:
        """Where a click unfolds row `number` of the source, in px of the viewport."""
        return QPoint(worded(ARROW_PX) // 2, self._rect(self.rows.place_of(number)).center().y())


def _usual(rect: QRect) -> QRect:
    """A rectangle of the view in px of words of usual size."""
    scale = word_scale()
    if scale == 1.0:
        return rect
    left, top = round(rect.x() / scale), round(rect.y() / scale)
    return QRect(left, top, round(rect.width() / scale), round((rect.y() + rect.height()) / scale) - top)


class _CellDelegate(QStyledItemDelegate):
    """Hands every cell back to the view, which knows the moment."""

    def __init__(self, view: RowView) -> None:
        super().__init__(view)
        self.view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell."""
        self.view.paint_cell(painter, option, index)
