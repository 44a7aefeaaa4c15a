"""Every receipt of a document as a Qt item model: a tree, siblings sorted by a column, or all of them as one list.

Rows are positions in `graph.nodes`; nothing is made for a row before a view asks for it, and what was asked is kept
only for one moment. Gas refunds hang below one quiet row at the end, as the graph folds them into one pill.

    alice.near → app.near                     app.near.get    sorted by gas, as one list
      └ app.near.multiple_contracts           b.near.get
          ├ b.near.get_value           ⇒      alice.near → …
          └ app.near.on_multi_done            Prepaid gas back …
    Prepaid gas back to alice.near
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from xccviz.catalogue import trn
from xccviz.display.look import Emphasis
from xccviz.display.types import Role
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.gui.look.amounts import cell_words
from xccviz.gui.look.widgets import plain_tooltip
from xccviz.layout.layered.fold import fold
from xccviz.layout.types import REFUNDS_KEY
from xccviz.replay.types import Moment
from xccviz.tables.receipts import COLUMNS, ReceiptRow, accessible_text, call_parts, row_of, sorted_nodes
from xccviz.tables.table import Column
from xccviz.words.progress import refunds_then
from xccviz.words.signs import PROGRESS, Shape, Tone

ROLE_ROLE = Qt.ItemDataRole.UserRole
"""Colour role of a cell's words."""
SIGN_ROLE = Qt.ItemDataRole.UserRole + 1
"""(shape, colour role) of the status sign, in the first column only."""
WORDINGS_ROLE = Qt.ItemDataRole.UserRole + 2
"""Wordings of a cell, longest first; None where there is only one."""
HIT_ROLE = Qt.ItemDataRole.UserRole + 3
"""Whether the row is a hit of the filter, or on the way of an answer."""

NAME_ROLE = Qt.ItemDataRole.UserRole + 4
"""(account, what is called there) of a call, which is elided by its parts; None of what is no call of an account."""

_TOP = -1
_MANY = 400
_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ReceiptTree(QAbstractItemModel):
    """The model. The internal id of an index is the row's position in `graph.nodes`; one past the last is the quiet
    row of the refunds."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document: Document | None = None
        self._moment: Moment | None = None
        self._tree: dict[int, list[int]] = {}
        self._refunds: list[int] = []
        self._children: dict[int, list[int]] = {}
        self._place: dict[int, tuple[int, int]] = {}
        self._unit: dict[str, int] = {}
        self._rows: dict[int, ReceiptRow] = {}
        self._quiet_words: str | None = None
        """What the row of the refunds says; None: not asked since the moment changed."""
        self._sort = (-1, False)
        self._flat = False
        self._emphasis = Emphasis()
        self._hits: set[int] | None = None
        self._lit: set[int] | None = None
        self._way: set[int] = set()
        self._kept: set[int] | None = None

    # ------------------------------------------------------------------------------------------------- what to show

    def show_document(self, document: Document | None, moment: Moment | None) -> None:
        """Show another document, in the order that was chosen before."""
        self.beginResetModel()
        self.document, self._moment = document, moment
        self._rows, self._quiet_words = {}, None
        self._tree, self._refunds, self._unit = {}, [], {}
        if document is not None:
            self._read(document)
        self._find()
        self._arrange()
        self.endResetModel()

    def show_filter(self, emphasis: Emphasis) -> bool:
        """Dim all but the hits, or leave out what is gone; whether rows came or went."""
        self._emphasis = emphasis
        before = self._kept
        self._find()
        if self._kept == before:
            self._tell_all()
            return False
        self.beginResetModel()
        self._arrange()
        self.endResetModel()
        return True

    def show_moment(self, moment: Moment) -> None:
        """Show another moment of the same document: words and signs change, no row moves."""
        before, self._moment = self._moment, moment
        if before is moment or before is None or self.document is None:
            return
        self._rows, self._quiet_words = {}, None
        changed = self._changed(before, moment)
        last = len(COLUMNS) - 1
        if len(changed) > _MANY:
            self._tell_all()
            return
        for index in changed:
            if index in self._place:
                self.dataChanged.emit(self.index_of(index), self.index_of(index, last))

    def _tell_all(self) -> None:
        """All rows may look otherwise."""
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(COLUMNS) - 1))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the rows below each row by a column, in one list all of them; -1 gives their own order back."""
        chosen = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else (-1, False)
        if chosen == self._sort:
            return
        self.beginResetModel()
        self._sort = chosen
        self._arrange()
        self.endResetModel()

    def show_flat(self, flat: bool) -> None:
        """Sort all rows as one list, or those below each row."""
        if flat == self._flat:
            return
        self.beginResetModel()
        self._flat = flat
        self._arrange()
        self.endResetModel()

    @property
    def is_sorted(self) -> bool:
        """Whether rows stand in another order than their own."""
        return self._sort[0] >= 0

    @property
    def is_tree(self) -> bool:
        """Whether rows stand below one another."""
        return not (self._flat and self.is_sorted)

    # --------------------------------------------------------------------------------------------- rows and positions

    def node_of(self, index: _Index) -> str | None:
        """The id of a row's node; None for the quiet row."""
        if self.document is None or not index.isValid() or index.internalId() == self._quiet:
            return None
        return self.document.graph.nodes[int(index.internalId())].id

    def index_of(self, position: int, column: int = 0) -> QModelIndex:
        """The index of the row at a position of `graph.nodes`."""
        return self.createIndex(self._place[position][1], column, position)

    def index_of_node(self, node: str | None) -> QModelIndex:
        """The row that stands for a node: of a folded data receipt its producer's."""
        position = self._unit.get(node or "")
        return self.index_of(position) if position in self._place and position is not None else QModelIndex()

    def quiet_index(self) -> QModelIndex:
        """The row of the folded refunds; invalid without any."""
        return self.index_of(self._quiet) if self._quiet in self._place else QModelIndex()

    def parents(self) -> list[int]:
        """Positions of all rows that have rows below them, the quiet one left out."""
        return [position for position in self._children if position not in (_TOP, self._quiet)]

    def nodes_shown(self, limit: int | None = None) -> list[Node]:
        """Nodes with a row of their own, refunds left out, in display order; the first `limit`."""
        if self.document is None:
            return []
        aside = {*self._refunds, self._quiet}
        shown = sorted(position for position in self._place if position not in aside)
        return [self.document.graph.nodes[position] for position in shown[:limit]]

    @property
    def deepest(self) -> int:
        """Levels below the first row."""
        if self.document is None or not self.is_tree:
            return 1
        return max((node.depth for node in self.document.graph.nodes), default=0)

    # --------------------------------------------------------------------------------------------- QAbstractItemModel

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:
        """The index of a cell."""
        above = int(parent.internalId()) if parent.isValid() else _TOP
        below = self._children.get(above, [])
        if not (0 <= row < len(below) and 0 <= column < len(COLUMNS)):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # Qt has two: QObject's too
        """The row above."""
        if not index.isValid():
            return QModelIndex()
        above = self._place[int(index.internalId())][0]
        return QModelIndex() if above == _TOP else self.index_of(above)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """Rows directly below."""
        if parent.isValid() and parent.column() > 0:
            return 0
        return len(self._children.get(int(parent.internalId()) if parent.isValid() else _TOP, ()))

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        """The same everywhere."""
        return len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles, and what they mean."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            sign = {(section, False): " ▴", (section, True): " ▾"}.get(self._sort, "")
            return column.title + sign
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.name
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            return Qt.SortOrder.DescendingOrder if column.number else Qt.SortOrder.AscendingOrder
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says; see `tables.receipts`."""
        if not index.isValid() or self.document is None or self._moment is None:
            return None
        position, column = int(index.internalId()), COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        if position == self._quiet:
            return self._quiet_data(index.column(), role)
        row = self._row(position)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(column, row)[0]
        if role == ROLE_ROLE:
            return "faint" if self._is_dim(position) else _role(row, column)
        if role == NAME_ROLE:
            return call_parts(row) if column.id == "call" else None
        if role == HIT_ROLE:
            return (self._hits is not None and position in self._hits) or position in self._way
        if role == SIGN_ROLE:
            shape, tone = _sign(row)
            return (shape, "faint" if self._is_dim(position) else tone) if index.column() == 0 else None
        if role == WORDINGS_ROLE:
            wordings = cell_words(column, row)
            return wordings if wordings[0] != wordings[1] else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(column.words(row, "whole"))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return accessible_text(row, index.column())
        return None

    # -------------------------------------------------------------------------------------------------------- helpers

    def _is_dim(self, position: int) -> bool:
        return self._lit is not None and position not in self._lit

    def _find(self) -> None:
        """The rows that show hits, and where others are hidden those that are kept: hits and the way to them."""
        emphasis, above = self._emphasis, {row: top for top, rows in self._tree.items() for row in rows}
        self._way = {self._unit[node] for node in emphasis.path if node in self._unit}
        if (not emphasis.dim and not emphasis.hits) or self.document is None:
            self._hits = self._lit = self._kept = None
            return
        self._hits = {self._unit[node] for node in emphasis.hits if node in self._unit}
        self._lit = {row for node, row in self._unit.items() if node not in emphasis.dim}
        self._kept = set() if emphasis.gone else None
        if self._kept is not None:
            for row in (row for node, row in self._unit.items() if node not in emphasis.gone):
                while row not in self._kept and row != _TOP:
                    self._kept.add(row)
                    row = above.get(row, _TOP)

    @property
    def _quiet(self) -> int:
        return len(self.document.graph.nodes) if self.document is not None else 0

    def _quiet_data(self, column: int, role: int) -> Any:
        """The quiet row says one thing, in its first column."""
        if self.document is None or column > 0:
            return None
        nodes = self.document.graph.nodes
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if self._quiet_words is None:
                members = tuple(nodes[i].id for i in self._refunds)
                history = self.document.timeline.history
                self._quiet_words = refunds_then(self.document.analysis, history, members, self._moment)
            return self._quiet_words
        if role == Qt.ItemDataRole.ToolTipRole:
            return trn(
                "{count} receipt that brings unused gas back",
                "{count} receipts that bring unused gas back",
                len(self._refunds),
            )
        if role == HIT_ROLE:
            return self._hits is not None and not self._hits.isdisjoint(self._refunds)
        if role == ROLE_ROLE:
            ran = any(self._row(i).happened for i in self._refunds)
            found = self._lit is None or not self._lit.isdisjoint(self._refunds)
            return "mute" if ran and found else "faint"
        return None

    def _row(self, position: int) -> ReceiptRow:
        row = self._rows.get(position)
        if row is None:
            assert self.document is not None and self._moment is not None  # data() asks only then
            row = row_of(self.document, self._moment, self.document.graph.nodes[position])
            self._rows[position] = row
        return row

    def _read(self, document: Document) -> None:
        """Who stands below whom: the graph's own tree, data receipts and refunds put aside."""
        at = {node.id: i for i, node in enumerate(document.graph.nodes)}
        folded = fold(document.analysis, budget=len(at) + 1, alike=False)
        root = document.graph.root.id
        shown = {unit.node for unit in folded.units if unit.node is not None}
        for unit in folded.units:
            if unit.key == REFUNDS_KEY:
                self._refunds = [at[member] for member in unit.members]
                continue
            if unit.kind == "outside":  # a box of the drawing, no receipt
                continue
            node = document.graph.nodes[at[unit.key]]
            parent = node.parent if node.parent in shown else root if root in shown else None
            above = at[parent] if parent is not None and node.id != root else _TOP
            self._tree.setdefault(above, []).append(node.index)
        self._unit = {
            node: at[node] if unit == REFUNDS_KEY else at[unit]
            for node, unit in folded.unit_of.items()
            if node in at
        }

    def _arrange(self) -> None:
        """Rows below each row, in the order that is chosen."""
        column, descending = self._sort
        kept = self._kept if self.is_tree else self._lit if self._kept is not None else None
        self._children = dict(self._tree)
        refunds = self._refunds
        if kept is not None:
            below = {above: [row for row in rows if row in kept] for above, rows in self._tree.items()}
            self._children = {above: rows for above, rows in below.items() if rows}
            refunds = [row for row in refunds if row in kept]
        if self.document is not None and column >= 0:
            if not self.is_tree:
                self._children = {_TOP: sorted(row for below in self._children.values() for row in below)}
            self._children = {
                above: sorted_nodes(self.document, rows, column, descending)
                for above, rows in self._children.items()
            }
            refunds = sorted_nodes(self.document, refunds, column, descending)
        if refunds:
            self._children[_TOP] = [*self._children.get(_TOP, ()), self._quiet]
            self._children[self._quiet] = refunds
        self._place = {
            position: (above, i)
            for above, below in self._children.items()
            for i, position in enumerate(below)
        }

    def _changed(self, before: Moment, after: Moment) -> list[int]:
        """Positions whose words may differ between two moments."""
        assert self.document is not None  # show_moment asks only then
        graph = self.document.graph
        nodes = {node for node, progress in after.progress.items() if before.progress.get(node) != progress}
        first, last = sorted((before.index, after.index))
        nodes |= {step.node for step in self.document.timeline.steps[first:last]}
        nodes |= {node for node, _ in (before.arrived ^ after.arrived) | (before.in_flight ^ after.in_flight)}
        # "on its way" begins when its parent has run.
        nodes |= {child for node in nodes for child in graph.children.get(node, ())}
        # What came back had been "coming back" to whom it is of.
        refunds = [
            each for node in nodes if (each := graph.by_id.get(node)) is not None and each.is_gas_refund
        ]
        nodes |= {refund.parent for refund in refunds if refund.parent is not None}
        changed = sorted(graph.by_id[node].index for node in nodes if node in graph.by_id)
        return [*changed, self._quiet] if self._refunds else changed


def _sign(row: ReceiptRow) -> tuple[Shape, Tone]:
    sign = PROGRESS[row.progress]
    return sign.shape, "ref" if row.node.is_refund and row.progress == "done" else sign.tone


def _role(row: ReceiptRow, column: Column[ReceiptRow]) -> Role:
    """What has not run yet is dim from end to end; a failure says so in its words and its slots."""
    return PROGRESS["not_yet"].tone if row.progress == "not_yet" else column.tone(row)
