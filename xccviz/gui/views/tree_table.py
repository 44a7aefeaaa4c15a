"""The table of the tree view: how its rows and cells are painted, and what happens in it quietly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QKeyEvent, QKeySequence, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.gui.look.signs import paint_sign
from xccviz.gui.look.theme import closer, current_theme
from xccviz.gui.views.receipt_model import (
    HIT_ROLE,
    NAME_ROLE,
    ROLE_ROLE,
    SIGN_ROLE,
    WORDINGS_ROLE,
    ReceiptTree,
)
from xccviz.gui.views.tree_rows import copy_rows
from xccviz.gui.views.tree_signs import RowSigns
from xccviz.layout.measure import elide, measure
from xccviz.layout.shorten import distinct_middle
from xccviz.tables.receipts import COLUMNS
from xccviz.words.titles import title_parts

ROW_PX = 30
CELL_PX = 22
"""Px left and right of a cell's words, together."""
SIGN_PX, HIT_PX = 16, 3
"""Px of the sign before a call, and of the bar at the left of a hit."""
CALL_PX = SIGN_PX + 8 + CELL_PX
"""Px that a call's sign takes, with all that stands beside it and its words."""
BETWEEN, LEAST_ACCOUNT_PX = " · ", 56.0
"""What stands between a method and its account, and with how little of that none is told."""
FONT = "regular"
LONG, TOLD_APART = 16, 200
"""Characters of an account that may be shortened, and how many of them are told from one another."""
MEASURED = 300
"""Rows whose words decide how wide a column opens."""

_Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Paints a cell in its colour role, numbers in figures of one width, and the status sign before a call."""

    def __init__(self, model: ReceiptTree, parent: QWidget, signs: RowSigns | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._signs = signs or RowSigns(model)
        self._accounts: tuple[Document | None, tuple[str, ...]] = (None, ())

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """As the style would, in the role of the cell."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # the table draws it, as wide as the row
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
            option.text = self._call(option, index)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = QSize(SIGN_PX, SIGN_PX)
            option.textElideMode = Qt.TextElideMode.ElideMiddle

    def _call(self, option: QStyleOptionViewItem, index: _Index) -> str:
        """A call's name, in little room what is called first: `ft_transfer · v1.ju…e.near`."""
        parts, room = index.data(NAME_ROLE), option.rect.width() - CALL_PX - self.aside(option, index)
        if option.fontMetrics.horizontalAdvance(option.text) <= room:
            return option.text
        if parts is None:
            return option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideMiddle, room)
        account, method = parts
        size = float(QFontInfo(option.font).pixelSize())
        left = room - measure(f"{method}{BETWEEN}", FONT, size)
        if left < LEAST_ACCOUNT_PX:
            return elide(method, FONT, size, room)
        return f"{method}{BETWEEN}{distinct_middle(account, left, self._others(), FONT, size, once=True)}"

    def aside(self, option: QStyleOptionViewItem, index: _Index) -> int:
        """Px at the right of a call's cell that its name leaves free: what signs of marks and notes take."""
        return self._signs.width(index)

    def _others(self) -> tuple[str, ...]:
        """The long names among those that are called, from which one that is shortened is to be told."""
        document = self._model.document
        if document is not self._accounts[0] and document is not None:
            called = {title_parts(node)[0] for node in document.graph.nodes}
            long_ones = sorted(name for name in called if len(name) > LONG)
            self._accounts = document, tuple(long_ones[:TOLD_APART])
        return self._accounts[1]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The cell, then its sign, and those of marks and notes."""
        super().paint(painter, option, index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = QRect(option.rect)
        if self._model.node_of(index) is None:  # it is as wide as the row
            words = option.fontMetrics.horizontalAdvance(str(index.data() or ""))
            cell.setRight(min(cell.right(), cell.left() + words + CELL_PX + self._signs.width(index)))
        self._signs.paint(painter, cell, index, current_theme())
        painter.restore()
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
        return QSize(super().sizeHint(option, index).width() + self._signs.width(index), ROW_PX - closer())


class Table(QTreeView):
    """A tree view with a hairline below every row, and a bar at the left of what a filter finds; `resized` also tells
    of a scroll bar that came or went."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell about it."""
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the selected rows."""
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_rows(self)
        else:
            super().keyPressEvent(event)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The row, then its line; the keyboard's row between two lines."""
        super().drawRow(painter, option, index)
        roles = current_theme().roles
        if index.data(HIT_ROLE):
            left = self.viewport().rect().left()
            painter.fillRect(
                QRectF(left, option.rect.top(), HIT_PX, option.rect.height()), QColor(roles["ind"])
            )
        painter.setPen(QColor(roles["line"]))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if self.hasFocus() and index.sibling(index.row(), 0) == self.currentIndex().siblingAtColumn(0):
            painter.setPen(QColor(roles["ind"]))
            painter.drawLine(option.rect.topLeft(), option.rect.topRight())
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())


class Quiet:
    """What happens inside `with quiet():` is no wish of the user."""

    def __init__(self) -> None:
        self._depth = 0

    def __bool__(self) -> bool:
        return self._depth > 0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Be quiet until the end of the block."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1


def make_table(model: ReceiptTree, signs: RowSigns) -> Table:
    """The table, with the order and the widths left to the header."""
    table = Table()
    table.setObjectName("treeView")
    table.setAccessibleName(tr("Tree of receipts"))
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
    table.setItemDelegate(CellDelegate(model, table, signs))
    table.setSortingEnabled(True)
    table.setUniformRowHeights(True)
    table.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
    table.setTextElideMode(Qt.TextElideMode.ElideRight)
    table.setExpandsOnDoubleClick(True)
    table.setTabKeyNavigation(False)
    return table
