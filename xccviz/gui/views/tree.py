"""The tree of all receipts with columns: the same selection and the same moment as the graph, for keyboards too."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from xccviz.catalogue import tr
from xccviz.display.look import Emphasis
from xccviz.document import Document
from xccviz.gui.look.widgets import rule
from xccviz.gui.pointed import OwnEntry, Pointed
from xccviz.gui.state.asking import emphasis_of
from xccviz.gui.state.store import AppState
from xccviz.gui.views.receipt_model import ReceiptTree
from xccviz.gui.views.tree_bar import TreeBar
from xccviz.gui.views.tree_columns import TreeColumns
from xccviz.gui.views.tree_rows import copy_rows, copy_words, selected_rows
from xccviz.gui.views.tree_signs import RowSigns
from xccviz.gui.views.tree_table import Quiet, make_table
from xccviz.layout.types import REFUNDS_KEY
from xccviz.replay import moment_at
from xccviz.tables.receipts import COLUMNS

ALL_OPEN = 400
"""Documents with more receipts open with only the way to each failure unfolded."""
LEVELS = 20
"""Levels that can be expanded to by name; deeper trees expand whole."""
INDENT_PX, INDENTS_PX = 18, 240
TREE_ORDER = (-1, Qt.SortOrder.AscendingOrder, False)
"""The column, the direction, and whether all rows are one list."""


class TreeView(QWidget):
    """The table `treeView` below a bar for its order and columns. Emits `select_wanted(node id)`."""

    select_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model = ReceiptTree(self)
        self.signs = RowSigns(self.model)
        self.table = make_table(self.model, self.signs)
        self._quiet = Quiet()
        self.columns = TreeColumns(self.table, self.model, self._quiet, self)
        self._sort_menu = QMenu(tr("Sort by"), self)
        self._flat = QAction(tr("As one list"), self)
        self._flat.setCheckable(True)
        self._flat.toggled.connect(self._show_flat)
        self._make_menus()
        self._level_menu = QMenu(tr("Level"), self)
        self._level_menu.aboutToShow.connect(self._fill_levels)
        menus = self._level_menu, self._sort_menu, self.columns.menu
        self.bar = TreeBar(self.expand_all, self.collapse_all, self.show_tree_order, menus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.bar, rule(), self.table):
            column.addWidget(widget)
        self.setFocusProxy(self.table)
        self._selected: str | None = None
        self._emphasis = Emphasis()
        self._open: dict[str, set[int]] = {}
        self._orders: dict[str, tuple[int, Qt.SortOrder, bool]] = {}
        header = self.table.header()
        header.sortIndicatorChanged.connect(self._sorted)
        # Found while the window was still taking its size, the selection may have ended below the edge.
        self.table.resized.connect(lambda: self.table.scrollTo(self.table.currentIndex()))
        self.table.selectionModel().currentChanged.connect(self._current_changed)
        self.table.expanded.connect(lambda index: self._remember(index, True))
        self.table.collapsed.connect(lambda index: self._remember(index, False))
        self._sorted()

    # -------------------------------------------------------------------------------------------------------- showing

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show the tab in front: its document, moment and selection."""
        tab = new.tab
        self.columns.show_choices(dict(new.columns))
        with self._quiet():
            if self.signs.show(tab):
                self.table.viewport().update()
            if tab is None:
                self._selected = None
                self.model.show_document(None, None)
                return
            fresh = tab.document is not self.model.document or new.amounts != self._amounts
            self._amounts = new.amounts
            if fresh:
                open_now = {other.document.trace.transaction.hash for other in new.tabs}
                self._open = {hash: rows for hash, rows in self._open.items() if hash in open_now}
                self._orders = {hash: order for hash, order in self._orders.items() if hash in open_now}
                self._selected = None
                order = self._orders.get(tab.document.trace.transaction.hash, TREE_ORDER)
                self._take_order(*order)
                self.model.show_document(tab.document, tab.moment)
                self._unfold_remembered()
                end = tab.moment
                if not tab.moment.at_end and len(tab.document.graph.nodes) <= ALL_OPEN:
                    timeline = tab.document.timeline
                    end = moment_at(tab.document.analysis, timeline, len(timeline))
                self.columns.show_document(tab.document, end)
            else:
                self.model.show_moment(tab.moment)
            came = emphasis_of(tab) is not self._emphasis and self._filter(emphasis_of(tab))
            quiet = self.model.quiet_index()
            self._span()
            fresh = fresh or came
            unfolded = REFUNDS_KEY in tab.expanded
            if quiet.isValid() and (fresh or unfolded != self._refunds_unfolded):
                self.table.setExpanded(quiet, unfolded)
            self._refunds_unfolded = unfolded
            if tab.selection != self._selected or came:
                self._selected = tab.selection
                self._show_selected()

    _refunds_unfolded = False
    _amounts = ""

    def _filter(self, emphasis: Emphasis) -> bool:
        """Dim or hide what is not found; whether rows came or went. Where most is hidden the rest stands open."""
        self._emphasis = emphasis
        if not self.model.show_filter(emphasis):
            return False
        self._unfold_remembered()
        if emphasis.gone and len(self.model.nodes_shown(ALL_OPEN)) < ALL_OPEN:
            self.table.expandAll()
        return True

    def _show_selected(self) -> None:
        """Make the selection's row the current one, in sight, whatever was folded above it; a folded refund is its
        pill's."""
        index = self.model.index_of_node(self._selected)
        quiet = self.model.quiet_index()
        if (
            index.isValid()
            and index.parent() == quiet
            and quiet.isValid()
            and not self.table.isExpanded(quiet)
        ):
            index = quiet
        self.table.setCurrentIndex(index)
        if index.isValid():
            self.table.scrollTo(index)

    # -------------------------------------------------------------------------------------------------------- intents

    def show_tree_order(self) -> None:
        """Back to the order of the tree."""
        self._take_order(*TREE_ORDER)
        self._sorted()

    def expand_all(self) -> None:
        """Unfold every row but the refunds."""
        with self._quiet():
            self._opened().update(self.model.parents())
            self._unfold_remembered()
            self._show_selected()

    def expand_to(self, level: int) -> None:
        """Unfold the first `level` levels below the transaction, and fold what is deeper."""
        document = self.model.document
        if document is None:
            return
        nodes = document.graph.nodes
        with self._quiet():
            opened = self._opened()
            opened.clear()
            opened.update(position for position in self.model.parents() if nodes[position].depth < level)
            self.table.collapseAll()
            self._unfold_remembered()
        self._show_nearest()

    def _fill_levels(self) -> None:
        self._level_menu.clear()
        if self.bar.folds_there:
            self._level_menu.addAction(tr("Expand all"), self.expand_all)
            self._level_menu.addAction(tr("Collapse all"), self.collapse_all)
            self._level_menu.addSeparator()
        document = self.model.document
        depths = (
            [document.graph.nodes[position].depth for position in self.model.parents()] if document else []
        )
        for level in range(1, min(max(depths, default=0) + 1, LEVELS) + 1):
            self._level_menu.addAction(f"{level}", partial(self.expand_to, level))

    def collapse_all(self) -> None:
        """Fold every row but the transaction's; the selection goes to its nearest row in sight."""
        with self._quiet():
            self._opened().clear()
            self._opened().add(0)
            self.table.collapseAll()
            self._unfold_remembered()
        self._show_nearest()

    def _show_nearest(self) -> None:
        """The selection goes to its nearest row in sight."""
        index = self.model.index_of_node(self._selected)
        while index.isValid() and index.parent().isValid() and not self.table.isExpanded(index.parent()):
            index = index.parent()
        self.table.setCurrentIndex(index)

    # ---------------------------------------------------------------------------------------------------------- menus

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """The row at a point, or of the keyboard, with what folds it and what copies the selected rows."""
        table = self.table
        here = table.indexAt(table.viewport().mapFromGlobal(at)) if at is not None else table.currentIndex()
        here = here.siblingAtColumn(0)
        where = at or table.viewport().mapToGlobal(table.visualRect(here).center())
        if not here.isValid():
            return Pointed(), where
        if table.selectionModel().isSelected(here):
            table.selectionModel().setCurrentIndex(here, QItemSelectionModel.SelectionFlag.NoUpdate)
        else:
            table.setCurrentIndex(here)
        rows = len(selected_rows(table))
        own = [OwnEntry(copy_words(rows), lambda: copy_rows(table))]
        if self.model.rowCount(here):
            opened, place = table.isExpanded(here), QPersistentModelIndex(here)
            words = tr("Collapse") if opened else tr("Expand")
            own.insert(0, OwnEntry(words, lambda: table.setExpanded(place, not opened)))
        return Pointed(self.model.node_of(here), own=tuple(own)), where

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        node = self.model.node_of(current)
        if self._quiet or node is None or node == self._selected:
            return
        self._selected = node
        self.select_wanted.emit(node)

    # -------------------------------------------------------------------------------------------- order and columns

    def _make_menus(self) -> None:
        """Sorting for keyboards: what clicks on the header do."""
        group = QActionGroup(self)
        for i, (text, column) in enumerate(
            [(tr("Tree order"), -1)] + [(c.name, k) for k, c in enumerate(COLUMNS)]
        ):
            action = QAction(text, self)
            action.setCheckable(True)
            action.setData(column)
            action.triggered.connect(lambda _checked=False, at=column: self._sort_by(at))
            group.addAction(action)
            self._sort_menu.addAction(action)
            if i == 0:
                self._sort_menu.addSeparator()

        self._sort_menu.addSeparator()
        self._sort_menu.addAction(self._flat)

    def _show_flat(self, flat: bool) -> None:
        self.model.show_flat(flat)
        self._sorted()

    def _take_order(self, column: int, order: Qt.SortOrder, flat: bool) -> None:
        """Stand in this order, whoever chose it."""
        with self._quiet():
            self._flat.setChecked(flat)
            self.table.header().setSortIndicator(column, order)

    def _sort_by(self, column: int) -> None:
        number = column >= 0 and COLUMNS[column].number
        order = Qt.SortOrder.DescendingOrder if number else Qt.SortOrder.AscendingOrder
        self.table.header().setSortIndicator(column, order)

    def _sorted(self) -> None:
        """After another order was chosen, which is this document's alone: rows were made anew."""
        if not self._quiet and self.model.document is not None:
            header = self.table.header()
            order = (header.sortIndicatorSection(), header.sortIndicatorOrder(), self._flat.isChecked())
            self._orders[self.model.document.trace.transaction.hash] = order
        self._flat.setEnabled(self.model.is_sorted)
        self.bar.show_order(tree=self.model.is_tree, sorted=self.model.is_sorted)
        section = self.table.header().sortIndicatorSection()
        for action in self._sort_menu.actions():
            if action is not self._flat:
                action.setChecked(action.data() == (section if self.model.is_sorted else -1))
        with self._quiet():
            self._span()
            self._unfold_remembered()
            self._show_selected()

    def _span(self) -> None:
        """The refunds' row says one thing over its whole width."""
        quiet = self.model.quiet_index()
        if quiet.isValid():
            self.table.setFirstColumnSpanned(quiet.row(), QModelIndex(), True)

    # -------------------------------------------------------------------------------------------------------- folding

    def _opened(self) -> set[int]:
        """Positions of the rows that stand open, remembered for as long as the document is open."""
        document = self.model.document
        if document is None:
            return set()
        return self._open.setdefault(
            document.trace.transaction.hash, _first_open(document, self.model.parents())
        )

    def _unfold_remembered(self) -> None:
        self.table.setIndentation(max(4, min(INDENT_PX, INDENTS_PX // max(1, self.model.deepest))))
        if not self.model.is_tree:
            return
        opened = self._opened()
        if opened.issuperset(self.model.parents()) and not self.model.quiet_index().isValid():
            self.table.expandAll()
        for position in self.model.parents():
            if position in opened:
                self.table.setExpanded(self.model.index_of(position), True)

    def _remember(self, index: QModelIndex, opened: bool) -> None:
        if self._quiet or self.model.node_of(index) is None or not self.model.is_tree:
            return
        (self._opened().add if opened else self._opened().discard)(int(index.internalId()))


def _first_open(document: Document, parents: list[int]) -> set[int]:
    """Everything, or in a large document the first levels and the way to each failure."""
    graph, facts = document.graph, document.analysis.facts
    if len(graph.nodes) <= ALL_OPEN:
        return set(parents)
    opened = {node.index for node in graph.nodes if node.depth < 2}
    for node in graph.nodes:
        above = graph.by_id.get(node.parent or "") if facts[node.id].failed else None
        while above is not None and above.index not in opened:
            opened.add(above.index)
            above = graph.by_id.get(above.parent or "")
    return opened
