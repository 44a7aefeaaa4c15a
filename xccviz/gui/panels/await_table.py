"""Who waits now, what each slot holds, and what releases it. Hidden when nobody waits.

It stands above the step strip and takes its room from the view, so that what one steps with never moves.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from xccviz.catalogue import tr
from xccviz.gui.look.signs import sign_icon
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import plain_tooltip
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_front, stepping
from xccviz.model.text import visible_text
from xccviz.tables.waiting import ROWS_TOLD, AwaitCell, AwaitRow, await_rows

ROW_PX = 42
HEADER_PX = 28
PAD_PX = 8
ICON_PX = 15
ROWS_SHOWN = 3
"""At most; more of them scroll."""
LOW_PX, MORE_PX = 600, 150
"""Px of a window that is low, and how many more there are for each further row: the drawing needs room too."""
_FIRST_SHARE, _LAST_SHARE = 0.34, 0.26
"""The most of the table's width that who waits and what releases it get."""
CELL_PX = 12
_SHOWN = 300
_TIP_SHOWN = 2_000
_BELOW = Qt.ItemDataRole.UserRole


def table_px(waiting: int, window: int) -> int:
    """Px the table takes while so many wait in a window so many px high: none for nobody, and never more than a few
    rows, in a low window one."""
    room = min(ROWS_SHOWN, 1 + max(0, window - worded(LOW_PX)) // worded(MORE_PX))
    return worded(HEADER_PX + ROW_PX * min(waiting, room) + PAD_PX) if waiting else 0


class AwaitTable(QTableWidget):
    """One row a waiting callback, one column a slot. Emits `select_wanted(node id)`."""

    select_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, 0)
        self.setObjectName("awaitTable")
        self.setAccessibleName(tr("Who waits for what"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self.setItemDelegateForColumn(0, _TwoLines(self))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        header = self.horizontalHeader()
        header.setFixedHeight(HEADER_PX)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.cellActivated.connect(self._chosen)
        self.cellClicked.connect(self._chosen)
        self._nodes: tuple[str, ...] = ()

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show the waiters of the moment."""
        if same_front(old, new):
            return
        tab = new.tab
        rows = await_rows(tab.document, tab.moment) if tab is not None else ()
        self._nodes = tuple(row.node for row in rows)
        if tab is not None and rows:
            self._show_rows(rows, len(tab.moment.waiters))
        self.setVisible(bool(rows))

    def may_wait(self, old: AppState, new: AppState) -> bool:
        """While one steps through a large transaction it follows. The drawing knows what room it will take."""
        return stepping(old, new)

    def _show_rows(self, rows: tuple[AwaitRow, ...], count: int) -> None:
        slots = max(len(row.cells) for row in rows)
        more = count > ROWS_TOLD
        self.clearSpans()
        self.setColumnCount(slots + 2)
        names = (
            [tr("SLOTS")]
            if all(row.summed for row in rows)
            else [tr("SLOT {number}", number=i) for i in range(slots)]
        )
        waiting = tr("WAITING NOW") if count == 1 else tr("WAITING NOW: {count}", count=f"{count:,}")
        self.setHorizontalHeaderLabels([waiting, *names, tr("RELEASED BY")])
        self.setRowCount(len(rows) + more)
        for i, row in enumerate(rows):
            self._show_row(i, row, slots)
        if more:
            self.setSpan(len(rows), 0, 1, slots + 2)
            self.setItem(len(rows), 0, _item(tr("… {count} more", count=f"{count - len(rows):,}"), ""))
        beside = self.verticalHeader()
        beside.setMinimumSectionSize(worded(ROW_PX))
        beside.setDefaultSectionSize(worded(ROW_PX))
        self.horizontalHeader().setFixedHeight(worded(HEADER_PX))
        self.setIconSize(QSize(worded(ICON_PX), worded(ICON_PX)))
        self._share_width()
        self._limit()

    def _limit(self) -> None:
        self.setMaximumHeight(table_px(self.rowCount(), self.window().height()))
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it stands in has another size."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._limit()
        return super().eventFilter(watched, event)

    def _show_row(self, i: int, row: AwaitRow, slots: int) -> None:
        who = _item(row.name, f"{row.name}\n{row.waits}".strip())
        who.setData(_BELOW, row.waits)
        self.setItem(i, 0, who)
        for j in range(slots):
            self.setItem(i, j + 1, _slot_item(row.cells[j]) if j < len(row.cells) else _item("", ""))
        if row.summed and slots > 1:
            self.setSpan(i, 1, 1, slots)
        released = _item(row.released_by, row.released_full)
        released.setForeground(QColor(current_theme().roles["mute"]))
        self.setItem(i, slots + 1, released)

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def minimumSizeHint(self) -> QSize:
        """In a low window its rows scroll, rather than push away what stands below."""
        return QSize(super().minimumSizeHint().width(), HEADER_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Who waits and what releases it as wide as their words, up to a share; what is left is the slots'."""
        width, last = self.viewport().width(), self.columnCount() - 1
        if last < 1:
            return
        first = min(self._natural(0), int(width * _FIRST_SHARE))
        final = min(self._natural(last), int(width * _LAST_SHARE))
        for column in range(last + 1):
            rest = (width - first - final) // max(1, last - 1)
            self.setColumnWidth(column, {0: first, last: final}.get(column, rest))

    def _natural(self, column: int) -> int:
        """Px that the words of a column would like, the caption's included."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(bold)
        head = self.horizontalHeaderItem(column)
        texts = [head.text() if head is not None else ""]
        for i in range(self.rowCount()):
            item = self.item(i, column)
            if item is not None and self.columnSpan(i, column) == 1:
                texts += [item.text(), str(item.data(_BELOW) or "")]
        return max(map(metrics.horizontalAdvance, texts)) + 2 * CELL_PX

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """Who waits in the row, and what its cell says."""
        here = self.indexAt(self.viewport().mapFromGlobal(at)) if at is not None else self.currentIndex()
        where = at or self.viewport().mapToGlobal(self.visualRect(here).center())
        if not 0 <= here.row() < len(self._nodes):
            return Pointed(), where
        text = " · ".join(filter(None, (str(here.data() or ""), str(here.data(_BELOW) or ""))))
        return Pointed(self._nodes[here.row()], text=text, what=tr("Cell")), where

    def _chosen(self, index: int, _column: int) -> None:
        if 0 <= index < len(self._nodes):
            self.select_wanted.emit(self._nodes[index])


class _TwoLines(QStyledItemDelegate):
    """A name, and in a quieter second line how long it waits."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Both lines, shortened where there is no room."""
        roles = current_theme().roles
        rect: QRect = option.rect.adjusted(6, 4, -6, -4)
        below = index.data(_BELOW)
        name = QFont(option.font)
        name.setWeight(QFont.Weight.DemiBold)
        upper = rect.adjusted(0, 0, 0, -rect.height() // 2) if below else rect
        lower = rect.adjusted(0, rect.height() // 2, 0, 0)
        for text, font, colour, place in (
            (index.data(), name, "text", upper),
            (below, QFont(option.font), "mute", lower),
        ):
            if not text:
                continue
            painter.setFont(font)
            painter.setPen(QColor(roles[colour]))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _slot_item(cell: AwaitCell) -> QTableWidgetItem:
    item = _item(cell.text, cell.full)
    theme = current_theme()
    if cell.shape != "none":
        item.setIcon(sign_icon(cell.shape, cell.tone, theme.name))
    item.setForeground(QColor(theme.roles["text" if cell.tone == "ok" else cell.tone]))
    return item


def _item(text: str, full: str) -> QTableWidgetItem:
    item = QTableWidgetItem(visible_text(text, _SHOWN))
    item.setToolTip(plain_tooltip(visible_text(full, _TIP_SHOWN, keep="\n")))
    return item
