"""The tree of all receipts with columns: the same selection and the same moment as the graph, for keyboards too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QFont, QFontMetrics, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from xccviz.document import Document
from xccviz.gui.look.signs import paint_sign
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import button, row, rule
from xccviz.gui.state.store import AppState
from xccviz.gui.views.receipt_model import ROLE_ROLE, SIGN_ROLE, WORDINGS_ROLE, ReceiptTree
from xccviz.layout.types import REFUNDS_KEY
from xccviz.replay import moment_at
from xccviz.replay.types import Moment
from xccviz.tables.receipts import COLUMNS, Row, row_of, used_columns

ROW_PX = 30
CELL_PX = 22
"""Px left and right of a cell's words, together."""
SIGN_PX = 16
CALL, WHAT = 0, 1
WHAT_PX = 150
"""Px that are always left for what a call did."""
CALL_PX, CALL_ENOUGH = 190, 260
"""Px that a call has at least, and with which columns that would take more of it stay hidden."""
MOST_WANTED = ("gas", "slots", "block", "unspent", "deposit", "logs", "waited")
TITLE_PX = 11
MEASURED = 300
"""Rows whose words decide how wide a column opens."""
ALL_OPEN = 400
"""Documents with more receipts open with only the way to each failure unfolded."""
INDENT_PX, INDENTS_PX = 18, 240

_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints a cell in its colour role, numbers in figures of one width, and the status sign before a call."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """As the style would, in the role of the cell."""
        super().initStyleOption(option, index)
        role = index.data(ROLE_ROLE) or "text"
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        colour = QColor(current_theme().roles["mute" if selected and role == "faint" else role])
        for which in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setColor(which, colour)
        if COLUMNS[index.column()].number:
            option.font.setFeature(QFont.Tag("tnum"), 1)
        for wording in index.data(WORDINGS_ROLE) or ():
            option.text = wording
            if option.fontMetrics.horizontalAdvance(wording) <= option.rect.width() - CELL_PX:
                break
        if index.data(SIGN_ROLE) is not None:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = QSize(SIGN_PX, SIGN_PX)
            option.textElideMode = Qt.TextElideMode.ElideMiddle

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The cell, then its sign."""
        super().paint(painter, option, index)
        sign = index.data(SIGN_ROLE)
        if sign is None:
            return
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        style = shown.widget.style()
        place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemDecoration, shown, shown.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_sign(painter, QRectF(place), sign[0], sign[1], current_theme())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Rows are all of one height."""
        return QSize(super().sizeHint(option, index).width(), ROW_PX)


class Table(QTreeView):
    """A tree view with a hairline below every row; `resized` also tells of a scroll bar that came or went."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell about it."""
        super().resizeEvent(event)
        self.resized.emit()

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The row, then its line."""
        super().drawRow(painter, option, index)
        painter.setPen(QColor(current_theme().roles["line"]))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())


class TreeView(QWidget):
    """The table `treeView` below a bar for its order and columns. Emits `select_wanted(node id)`."""

    select_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model = ReceiptTree(self)
        self.table = _table(self.model)
        self.table.setItemDelegate(CellDelegate(self.table))
        self._columns_menu = QMenu("Columns", self)
        self._sort_menu = QMenu("Sort by", self)
        self._make_menus()
        self._back = button("Back to the tree", "link", self.show_tree_order)
        self._unfold = button("Expand all", "link", self.expand_all)
        self._fold = button("Collapse all", "link", self.collapse_all)
        tools = QWidget()
        tools.setObjectName("treeBar")
        tools.setProperty("look", "panel")
        tools.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        buttons = (self._unfold, self._fold, self._back)
        line = row(*buttons, None, _menu_button(self._sort_menu), _menu_button(self._columns_menu), spacing=2)
        line.setContentsMargins(10, 3, 10, 3)
        tools.setLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (tools, rule(), self.table):
            column.addWidget(widget)
        self.setFocusProxy(self.table)
        self._quietly = 0
        self._selected: str | None = None
        self._open: dict[str, set[int]] = {}
        self._chosen: dict[str, bool] = {}
        self._call_px: int | None = None
        self._widths: list[int] = [0] * len(COLUMNS)
        self._used: tuple[bool, ...] = (True,) * len(COLUMNS)
        self._end: Moment | None = None
        header = self.table.header()
        header.sortIndicatorChanged.connect(self._sorted)
        header.sectionResized.connect(self._resized)
        self.table.resized.connect(self._share)
        # Found while the window was still taking its size, the selection may have ended below the edge.
        self.table.resized.connect(lambda: self.table.scrollTo(self.table.currentIndex()))
        header.customContextMenuRequested.connect(self._header_menu)
        self.table.selectionModel().currentChanged.connect(self._current_changed)
        self.table.expanded.connect(lambda index: self._remember(index, True))
        self.table.collapsed.connect(lambda index: self._remember(index, False))
        self._sorted()

    # ------------------------------------------------------------------------------------------------------ rendering

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show the tab in front: its document, moment and selection."""
        tab = new.tab
        with self._quiet():
            if tab is None:
                self._selected = None
                self.model.show_document(None, None)
                return
            fresh = tab.document is not self.model.document
            if fresh:
                open_now = {other.document.trace.transaction.hash for other in new.tabs}
                self._open = {hash: rows for hash, rows in self._open.items() if hash in open_now}
                self._selected = None
                self.model.show_document(tab.document, tab.moment)
                self._unfold_remembered()
                self._end = tab.moment
                if not tab.moment.at_end and len(tab.document.graph.nodes) <= ALL_OPEN:
                    timeline = tab.document.timeline
                    self._end = moment_at(tab.document.analysis, timeline, len(timeline))
                self._show_columns(tab.document, self._end)
            else:
                self.model.show_moment(tab.moment)
            quiet = self.model.quiet_index()
            self._span()
            unfolded = REFUNDS_KEY in tab.expanded
            if quiet.isValid() and (fresh or unfolded != self._refunds_unfolded):
                self.table.setExpanded(quiet, unfolded)
            self._refunds_unfolded = unfolded
            if tab.selection != self._selected:
                self._selected = tab.selection
                self._show_selected()

    _refunds_unfolded = False

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
        """Back from a flat list to the tree."""
        self.table.header().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def expand_all(self) -> None:
        """Unfold every row but the refunds."""
        with self._quiet():
            self._opened().update(self.model.parents())
            self._unfold_remembered()
            self._show_selected()

    def collapse_all(self) -> None:
        """Fold every row but the transaction's; the selection goes to its nearest row in sight."""
        with self._quiet():
            self._opened().clear()
            self._opened().add(0)
            self.table.collapseAll()
            self._unfold_remembered()
        index = self.model.index_of_node(self._selected)
        while index.isValid() and index.parent().isValid() and not self.table.isExpanded(index.parent()):
            index = index.parent()
        self.table.setCurrentIndex(index)

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        node = self.model.node_of(current)
        if self._quietly or node is None or node == self._selected:
            return
        self._selected = node
        self.select_wanted.emit(node)

    # -------------------------------------------------------------------------------------------- order and columns

    def _make_menus(self) -> None:
        """Sorting and columns for keyboards: what clicks on the header do."""
        group = QActionGroup(self)
        for i, (text, column) in enumerate(
            [("Tree order", -1)] + [(c.name, k) for k, c in enumerate(COLUMNS)]
        ):
            action = QAction(text, self)
            action.setCheckable(True)
            action.setData(column)
            action.triggered.connect(lambda _checked=False, at=column: self._sort_by(at))
            group.addAction(action)
            self._sort_menu.addAction(action)
            if i == 0:
                self._sort_menu.addSeparator()
        for spec in COLUMNS[1:]:
            action = QAction(spec.name, self)
            action.setCheckable(True)
            action.setData(spec.id)
            action.triggered.connect(lambda checked=False, at=spec.id: self._choose(at, checked))
            self._columns_menu.addAction(action)

    def _sort_by(self, column: int) -> None:
        number = column >= 0 and COLUMNS[column].number
        order = Qt.SortOrder.DescendingOrder if number else Qt.SortOrder.AscendingOrder
        self.table.header().setSortIndicator(column, order)

    def _sorted(self) -> None:
        """After another order was chosen: rows were made anew."""
        self._back.setVisible(not self.model.is_tree)
        self._unfold.setVisible(self.model.is_tree)
        self._fold.setVisible(self.model.is_tree)
        section = self.table.header().sortIndicatorSection()
        for action in self._sort_menu.actions():
            action.setChecked(action.data() == (-1 if self.model.is_tree else section))
        with self._quiet():
            self._span()
            self._unfold_remembered()
            self._show_selected()

    def _span(self) -> None:
        """The refunds' row says one thing over its whole width."""
        quiet = self.model.quiet_index()
        if quiet.isValid():
            self.table.setFirstColumnSpanned(quiet.row(), QModelIndex(), True)

    def _choose(self, column: str, shown: bool) -> None:
        self._chosen[column] = shown
        if self.model.document is not None and self._end is not None:
            self._show_columns(self.model.document, self._end)

    def _header_menu(self, at: QPoint) -> None:
        self._columns_menu.popup(self.table.header().mapToGlobal(at))

    def _show_columns(self, document: Document, end: Moment) -> None:
        """Give each column the room its words want."""
        self._used = used_columns(document, self.model.nodes_shown())
        self._widths = self._wanted(document, end)
        with self._quiet():
            for i in range(WHAT + 1, len(COLUMNS)):
                self.table.setColumnWidth(i, self._widths[i])
        self._share()

    def _wanted(self, document: Document, end: Moment) -> list[int]:
        """Px that each column's words want at the end, when most is known: stepping changes no width."""
        rows = [row_of(document, end, node) for node in self.model.nodes_shown(MEASURED)]
        self.table.ensurePolished()
        metrics, title_font = self.table.fontMetrics(), QFont(self.table.font())
        title_font.setPixelSize(TITLE_PX)
        title_font.setWeight(QFont.Weight.DemiBold)
        titles = QFontMetrics(title_font)
        wanted = []
        for spec in COLUMNS:
            words = max((metrics.horizontalAdvance(spec.text(row)) for row in rows), default=0)
            if spec.id == "call":
                words = max((self._call_width(row, metrics) for row in rows), default=0)
            wanted.append(max(words, titles.horizontalAdvance(f"{spec.title} ▾")) + CELL_PX)
        return wanted

    def _call_width(self, row: Row, metrics: QFontMetrics) -> int:
        indent = self.table.indentation() * (row.node.depth + 1)
        return indent + SIGN_PX + 8 + metrics.horizontalAdvance(COLUMNS[CALL].text(row))

    def _leave_out(self) -> None:
        """Hide what is empty or was hidden, and of the rest what would squeeze the calls, the least wanted first."""
        header = self.table.header()
        room = self.table.viewport().width() - max(CALL_PX, min(self._widths[CALL], CALL_ENOUGH)) - WHAT_PX
        for name in MOST_WANTED:
            i = next(k for k, spec in enumerate(COLUMNS) if spec.id == name)
            px = header.sectionSize(i) or self._widths[i]
            shown = self._chosen.get(name, self._used[i] and px <= room)
            if shown:
                room -= px
            self.table.setColumnHidden(i, not shown)
        for action in self._columns_menu.actions():
            i = next(k for k, spec in enumerate(COLUMNS) if spec.id == action.data())
            action.setChecked(not self.table.isColumnHidden(i))

    def _share(self) -> None:
        """Room that the numbers leave, shared by the call and what it did."""
        if self.model.document is None:
            return
        with self._quiet():
            self._leave_out()
        header = self.table.header()
        taken = sum(header.sectionSize(i) for i in range(2, len(COLUMNS)) if not header.isSectionHidden(i))
        free = max(0, self.table.viewport().width() - taken)
        call = self._call_px
        if call is None:
            call = max(CALL_PX, min(self._widths[CALL], free - WHAT_PX))
        with self._quiet():
            self.table.setColumnWidth(CALL, call)
            self.table.setColumnWidth(WHAT, max(WHAT_PX, free - call))

    def _resized(self, section: int, _before: int, width: int) -> None:
        if self._quietly:
            return
        if section == CALL:
            self._call_px = width
        if section != WHAT:
            self._share()

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
        if self._quietly or self.model.node_of(index) is None or not self.model.is_tree:
            return
        (self._opened().add if opened else self._opened().discard)(int(index.internalId()))

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """What happens inside is no wish of the user."""
        self._quietly += 1
        try:
            yield
        finally:
            self._quietly -= 1


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


def _table(model: ReceiptTree) -> Table:
    table = Table()
    table.setObjectName("treeView")
    table.setAccessibleName("Tree of receipts")
    header = table.header()
    header.setSortIndicatorClearable(True)
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    header.setStretchLastSection(False)
    header.setSectionsMovable(False)
    header.setMinimumSectionSize(56)
    header.setResizeContentsPrecision(MEASURED)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    table.setModel(model)
    table.setSortingEnabled(True)
    table.setUniformRowHeights(True)
    table.setAllColumnsShowFocus(True)
    table.setTextElideMode(Qt.TextElideMode.ElideRight)
    table.setExpandsOnDoubleClick(True)
    table.setTabKeyNavigation(False)
    return table


def _menu_button(menu: QMenu) -> QToolButton:
    widget = QToolButton()
    widget.setText(f"{menu.title()} ▾")
    widget.setAccessibleName(menu.title())
    widget.setProperty("look", "flat")
    widget.setMenu(menu)
    widget.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return widget
