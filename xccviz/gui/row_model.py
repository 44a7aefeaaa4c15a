"""A RowSource as Qt sees it: two levels, nothing built before it is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from xccviz.gui.content.rows import Row, Rows, RowSource
from xccviz.gui.widgets import plain_tooltip
from xccviz.model.text import visible_text

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
CELL_SHOWN = 400
_TOP = 0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a list: their captions, their widths in px (0: what is left), which one is `main` (it takes the
    row's tone and tag), from which one on they are numbers, and whether rows unfold."""

    headers: tuple[str, ...]
    widths: tuple[int, ...]
    main: int = 0
    numbers_from: int = 99
    unfold: bool = False


class RowModel(QAbstractItemModel):
    """Rows of a source. `internalId` is 0 for a row of the first level, else the number of its parent plus one."""

    def __init__(self, columns: Columns, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self.source: RowSource = Rows()
        self._children: dict[int, tuple[Row, ...]] = {}

    def show(self, source: RowSource, columns: Columns | None = None) -> None:
        """Show other rows, in other columns if need be."""
        self.beginResetModel()
        self.source = source
        self.columns = columns or self.columns
        self._children = {}
        self.endResetModel()

    def row_at(self, index: Index) -> Row | None:
        """The row of an index."""
        if not index.isValid():
            return None
        if index.internalId() == _TOP:
            return self.source.row(index.row()) if index.row() < len(self.source) else None
        below = self._below(int(index.internalId()) - 1)
        return below[index.row()] if index.row() < len(below) else None

    def _below(self, number: int) -> tuple[Row, ...]:
        if number not in self._children:
            self._children[number] = tuple(self.source.children(number))
        return self._children[number]

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        """Rows below a row carry its number."""
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, child: Index) -> QModelIndex:
        """The row above, for rows of the second level."""
        above = int(child.internalId()) if child.isValid() else _TOP
        return self.createIndex(above - 1, 0, _TOP) if above else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """All rows, or those below one."""
        if not parent.isValid():
            return len(self.source)
        if parent.internalId() != _TOP or parent.column() != 0:
            return 0
        return len(self._below(parent.row())) if self.source.has_children(parent.row()) else 0

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:
        """Whether it unfolds; asked for every row in sight, so nothing is built for it."""
        if not parent.isValid():
            return len(self.source) > 0
        return parent.internalId() == _TOP and parent.column() == 0 and self.source.has_children(parent.row())

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """As many as there are headers."""
        return len(self.columns.headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The captions."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns.headers):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns.headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section >= self.columns.numbers_from else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell's text, safe to look at; the whole row in words; the Row itself."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return visible_text(row.cells[index.column()], CELL_SHOWN) if index.column() < len(row.cells) else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(row.tip or row.spoken)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return visible_text(row.spoken, CELL_SHOWN)
        return row if role == ROW else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Captions are no places to stop at."""
        row = self.row_at(index)
        if row is None or row.heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
