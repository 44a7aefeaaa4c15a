"""A RowSource as a flat table, nothing built before it is looked at: what is unfolded lies between the other rows.

A table and not Qt's tree: a tree asks for every row before it shows the first.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from xccviz.gui.lists.rows import Row, Rows, RowSource
from xccviz.gui.look.widgets import plain_tooltip
from xccviz.layout.measure import measure
from xccviz.model.text import visible_text
from xccviz.values import frozen, replace

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
CELL_SHOWN = 400
CAPTION_PX, CAPTION_PAD_PX = 11, 14


@frozen
class Columns:
    """The columns of a list: their captions, their widths in px (0: what is left), which one is `main` (it takes the
    row's tone and tag), from which one on they are numbers, and whether rows unfold. Where the list is narrower than
    `stacked_below` px, the first cell has a line of its own above the numbers. `signed`: cells of rows without a sign
    begin where those with one do. `code_from`: from this column on they are read letter by letter."""

    headers: tuple[str, ...]
    widths: tuple[int, ...]
    main: int = 0
    numbers_from: int = 99
    unfold: bool = False
    stacked_below: int = 0
    signed: bool = False
    code_from: int = 99


def roomy(columns: Columns) -> Columns:
    """The same with room for every caption of numbers, however long it is in the language of the process."""
    needs = (
        (math.ceil(measure(header, "semibold", CAPTION_PX)) + CAPTION_PAD_PX if width else 0, width)
        for header, width in zip(columns.headers, columns.widths, strict=True)
    )
    widths = tuple(map(max, needs))
    more = sum(widths) - sum(columns.widths)
    below = columns.stacked_below + more if columns.stacked_below else 0
    return replace(columns, widths=widths, stacked_below=below)


class RowModel(QAbstractTableModel):
    """Rows of a source and, below those that are unfolded, their lines."""

    def __init__(self, columns: Columns, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.source: RowSource = Rows()
        self.fitted: Callable[[str], Sequence[str]] = lambda text: (text,)
        """Breaks an unfolded line into lines that the view has room for."""
        self._uncaptioned = -1
        self._unfolded: list[tuple[Row, ...]] = []
        self._open: list[int] = []
        self._lines: list[tuple[Row, ...]] = []
        self._ends: list[int] = []

    def show(self, source: RowSource, columns: Columns | None = None) -> None:
        """Show other rows, all folded, in other columns if need be."""
        self.beginResetModel()
        self.source = source
        self.columns = columns or self.columns
        self._open, self._unfolded, self._lines, self._ends = [], [], [], []
        self.endResetModel()

    def show_caption(self, section: int, shown: bool) -> None:
        """Show a column's caption, or leave it out where there is no room."""
        wanted = -1 if shown else section
        if wanted != self._uncaptioned:
            self._uncaptioned = wanted
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, section, section)

    def refit(self) -> None:
        """Break all unfolded lines anew, for another width."""
        lines = [self._broken(rows) for rows in self._unfolded]
        if lines != self._lines:
            self.beginResetModel()
            self._lines = lines
            self._count()
            self.endResetModel()

    def _broken(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(
            replace(row, cells=(*row.cells[:-1], line)) for row in rows for line in self.fitted(row.cells[-1])
        )

    def place_of(self, number: int) -> int:
        """The table's row of row `number` of the source."""
        before = bisect_left(self._open, number)
        return number + (self._ends[before - 1] - self._open[before - 1] if before else 0)

    def number_of(self, place: int) -> tuple[int, int]:
        """Row of the source at a row of the table, and which of its unfolded lines, −1 for itself."""
        # `_ends`: place of the last line of each unfolded row.
        k = bisect_left(self._ends, place)
        if k < len(self._open):
            first = self._ends[k] - len(self._lines[k])
            if first < place:
                return self._open[k], place - first - 1
        return place - sum_before(self._lines, k), -1

    def row_at(self, place: int) -> Row | None:
        """The row at a row of the table."""
        if not 0 <= place < self.rowCount():
            return None
        number, line = self.number_of(place)
        return self.source.row(number) if line < 0 else self._lines[bisect_left(self._open, number)][line]

    def folded(self, place: int) -> bool | None:
        """Whether a row is folded; None where nothing unfolds."""
        number, line = self.number_of(place)
        if line >= 0 or not self.source.has_children(number):
            return None
        k = bisect_left(self._open, number)
        return not (k < len(self._open) and self._open[k] == number)

    def turn(self, place: int) -> None:
        """Unfold or fold the row of the source at, or above, a row of the table."""
        number, _ = self.number_of(place)
        top = self.place_of(number)
        folded = self.folded(top)
        k = bisect_left(self._open, number)
        if folded is None:
            return
        if folded:
            rows = tuple(self.source.children(number))
            lines = self._broken(rows)
            self.beginInsertRows(QModelIndex(), top + 1, top + len(lines))
            self._open.insert(k, number)
            self._unfolded.insert(k, rows)
            self._lines.insert(k, lines)
            self._count()
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), top + 1, top + len(self._lines[k]))
            del self._open[k], self._unfolded[k], self._lines[k]
            self._count()
            self.endRemoveRows()

    def _count(self) -> None:
        self._ends, more = [], 0
        for number, lines in zip(self._open, self._lines, strict=True):
            more += len(lines)
            self._ends.append(number + more)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """All rows and unfolded lines."""
        return 0 if parent.isValid() else len(self.source) + sum_before(self._lines, len(self._lines))

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """As many as there are headers."""
        return 0 if parent.isValid() else len(self.columns.headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The captions."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns.headers):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns.headers[section] if section != self._uncaptioned else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            number = section >= self.columns.numbers_from
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell's text, safe to look at; the whole row in words; the Row itself."""
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                visible_text(row.cells[index.column()], CELL_SHOWN) if index.column() < len(row.cells) else ""
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(row.tip or row.spoken)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return visible_text(row.spoken, CELL_SHOWN)
        return row if role == ROW else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Captions are no places to stop at."""
        row = self.row_at(index.row())
        if row is None or row.heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def sum_before(lines: list[tuple[Row, ...]], k: int) -> int:
    """How many lines the first `k` unfolded rows have."""
    return sum(len(each) for each in lines[:k])
