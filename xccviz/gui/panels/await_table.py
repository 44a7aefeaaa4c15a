"""Who waits now, since when, what each slot holds, and what releases it. Hidden when nobody waits.

It stands above the step strip and takes its room from the view, so that what one steps with never moves. Rows are made
when they are looked at: two wait or two hundred.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
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
    QTableView,
)

from xccviz.catalogue import numeral, tr
from xccviz.gui.lists.quiet import quiet
from xccviz.gui.look.signs import paint_sign
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import plain_tooltip
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.telling import same_front, stepping
from xccviz.model.text import visible_text
from xccviz.tables.waiting import AwaitRow, await_row, columns_of
from xccviz.words.signs import Shape, Tone

Index = QModelIndex | QPersistentModelIndex
ROW_PX = 42
HEADER_PX = 28
PAD_PX = 8
SIGN_PX, SQUARE_PX, BETWEEN_PX = 15, 10, 2
ROWS_SHOWN = 3
"""At most; more of them scroll."""
LOW_PX, MORE_PX = 600, 150
"""Px of a window that is low, and how many more there are for each further row: the drawing needs room too."""
_FIRST_SHARE, _LAST_SHARE = 0.34, 0.3
"""The most of the table's width that who waits and what releases it get."""
CELL_PX = 12
MEASURED = 12
"""Rows whose words the columns are made wide for."""
KEPT = 300
_SHOWN = 300
_TIP_SHOWN = 2_000
BELOW = Qt.ItemDataRole.UserRole
SIGN = Qt.ItemDataRole.UserRole + 1
SQUARES = Qt.ItemDataRole.UserRole + 2
_WHOLE_CAPTION = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def table_px(waiting: int, window: int) -> int:
    """Px the table takes while so many wait in a window so many px high: none for nobody, and never more than a few
    rows, in a low window one."""
    room = min(ROWS_SHOWN, 1 + max(0, window - worded(LOW_PX)) // worded(MORE_PX))
    return worded(HEADER_PX + ROW_PX * min(waiting, room) + PAD_PX) if waiting else 0


def column_widths(width: int, first: int, final: int, least: Sequence[int]) -> list[int]:
    """Px of each column of a table so wide, none below its `least`: the first and the last as given, or less if the
    others lack room; those share what is left."""
    others = least[1:-1]
    first, final = max(first, least[0]), max(final, least[-1])
    lacking = max(0, first + final + sum(others) - width)
    gives, can = first - least[0], first - least[0] + final - least[-1]
    taken = min(lacking, can)
    of_first = taken * gives // can if can else 0
    first, final = first - of_first, final - (taken - of_first)
    rest = (width - first - final) // len(others)
    return [first, *(max(rest, wide) for wide in others), final]


class AwaitModel(QAbstractTableModel):
    """Who waits at a moment: who, a column a slot (or one for all), and what releases it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.nodes: Sequence[str] = ()
        self._tab: OpenTab | None = None
        self._ahead = False
        self._slots = 1
        self._short = False
        self._made: dict[str, AwaitRow] = {}

    def show_moment(self, tab: OpenTab | None, *, ahead: bool) -> None:
        """Show another moment."""
        self.beginResetModel()
        self._tab, self._ahead, self._made = tab, ahead, {}
        self.nodes = tuple(tab.moment.waiters) if tab is not None else ()
        self._slots = columns_of(tab.document, tab.moment) if tab is not None else 1
        self.endResetModel()

    def shorten(self, *, short: bool) -> None:
        """Say of each slot only its number above its column; the whole caption is its tooltip then."""
        if short != self._short:
            self._short = short
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 1, self._slots)

    def row(self, number: int) -> AwaitRow:
        """One row."""
        assert self._tab is not None  # there are no rows else
        node = self.nodes[number]
        if node not in self._made:
            if len(self._made) >= KEPT:
                self._made.clear()
            self._made[node] = await_row(self._tab.document, self._tab.moment, node, ahead=self._ahead)
        return self._made[node]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """One a callback."""
        return 0 if parent.isValid() else len(self.nodes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Who, the slots, what releases it."""
        return 0 if parent.isValid() else self._slots + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The captions; the first says how many wait."""
        shown = role == Qt.ItemDataRole.DisplayRole
        if orientation != Qt.Orientation.Horizontal or not (shown or role in _WHOLE_CAPTION):
            return None
        if section == 0:
            count = len(self.nodes)
            return tr("WAITING NOW") if count == 1 else tr("WAITING NOW: {count}", count=numeral(count))
        if section > self._slots:
            return tr("RELEASED BY")
        first = self.row(0) if self.nodes else None
        alone = self._slots == 1 and first is not None and first.summed
        if alone:
            return tr("SLOTS")
        return str(section - 1) if self._short and shown else tr("SLOT {number}", number=section - 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, safe to look at; the line below; sign and squares."""
        if not index.isValid() or index.row() >= len(self.nodes):
            return None
        row, column = self.row(index.row()), index.column()
        text, below, full = self._words(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return visible_text(text, _SHOWN)
        if role == BELOW:
            return visible_text(below, _SHOWN)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(visible_text(full, _TIP_SHOWN, keep="\n"))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return visible_text(": ".join(filter(None, (text, below))), _SHOWN)
        slot = 0 < column <= self._slots
        if role == SIGN and slot and not row.summed and column <= len(row.cells):
            return row.cells[column - 1].shape, row.cells[column - 1].tone
        return row.squares if role == SQUARES and column == 1 else None

    def _words(self, row: AwaitRow, column: int) -> tuple[str, str, str]:
        if column == 0:
            return row.name, row.waits, f"{row.name}\n{row.waits}".strip()
        if column > self._slots:
            return row.released_by, row.released_below, row.released_full
        if column > len(row.cells):
            return "", "", ""
        cell = row.cells[column - 1]
        return cell.text, cell.below, cell.full


class AwaitTable(QTableView):
    """One row a waiting callback, one column a slot. Emits `select_wanted(node id)`."""

    select_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = AwaitModel(self)
        self.setModel(self.rows)
        self.setObjectName("awaitTable")
        self.setAccessibleName(tr("Who waits for what"))
        quiet(self)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        self.setItemDelegate(_TwoLines(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        header = self.horizontalHeader()
        header.setFixedHeight(HEADER_PX)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.activated.connect(self._chosen)
        self.clicked.connect(self._chosen)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show the waiters of the moment."""
        if same_front(old, new):
            return
        tab = new.tab
        waiting = len(tab.moment.waiters) if tab is not None else 0
        self.clearSpans()
        self.rows.show_moment(tab if waiting else None, ahead=new.ahead)
        if waiting:
            self._fit()
        self.setVisible(bool(waiting))

    def may_wait(self, old: AppState, new: AppState) -> bool:
        """While one steps through a large transaction it follows. The drawing knows what room it will take."""
        return stepping(old, new)

    def _fit(self) -> None:
        slots = self.rows.columnCount() - 2
        for i in range(min(self.rows.rowCount(), KEPT) if slots > 1 else 0):
            if self.rows.row(i).summed:
                self.setSpan(i, 1, 1, slots)
        beside = self.verticalHeader()
        beside.setMinimumSectionSize(worded(ROW_PX))
        beside.setDefaultSectionSize(worded(ROW_PX))
        self.horizontalHeader().setFixedHeight(worded(HEADER_PX))
        self._share_width()
        self._limit()

    def _limit(self) -> None:
        self.setMaximumHeight(table_px(self.rows.rowCount(), self.window().height()))
        self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it stands in has another size."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._limit()
        return super().eventFilter(watched, event)

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
        """Who waits and what releases it as wide as their words, up to a share; what is left is the slots'. No column
        is narrower than its caption: where not all captions have room, those of slots are their numbers."""
        width, last = self.viewport().width(), self.rows.columnCount() - 1
        if not self.rows.rowCount():
            return
        for short in (False, True):
            self.rows.shorten(short=short)
            hints = [self.horizontalHeader().sectionSizeHint(column) for column in range(last + 1)]
            least = [hints[0], *[max(hints[1:-1])] * (last - 1), hints[-1]]
            if sum(least) <= width:
                break
        first = min(self._natural(0), int(width * _FIRST_SHARE))
        final = min(self._natural(last), int(width * _LAST_SHARE))
        for column, wide in enumerate(column_widths(width, first, final, least)):
            self.setColumnWidth(column, wide)

    def _natural(self, column: int) -> int:
        """Px that the words of a column would like, the caption's included."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(bold)
        texts = [str(self.rows.headerData(column, Qt.Orientation.Horizontal))]
        for i in range(min(self.rows.rowCount(), MEASURED)):
            index = self.rows.index(i, column)
            texts += [str(index.data()), str(index.data(BELOW))]
        return max(map(metrics.horizontalAdvance, texts)) + 2 * CELL_PX

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """Who waits in the row, and what its cell says."""
        here = self.indexAt(self.viewport().mapFromGlobal(at)) if at is not None else self.currentIndex()
        where = at or self.viewport().mapToGlobal(self.visualRect(here).center())
        if not here.isValid():
            return Pointed(), where
        text = " · ".join(filter(None, (str(here.data() or ""), str(here.data(BELOW) or ""))))
        return Pointed(self.rows.nodes[here.row()], text=text, what=tr("Cell")), where

    def _chosen(self, index: QModelIndex) -> None:
        self.select_wanted.emit(self.rows.nodes[index.row()])


class _TwoLines(QStyledItemDelegate):
    """A line with its sign, and a quieter one below; of many slots a strip of squares above their number."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Both lines, shortened where there is no room."""
        roles = current_theme().roles
        rect: QRect = option.rect.adjusted(6, 4, -6, -4)
        below, squares, sign = index.data(BELOW), index.data(SQUARES), index.data(SIGN)
        upper = rect.adjusted(0, 0, 0, -rect.height() // 2) if below or squares else rect
        lower = rect.adjusted(0, rect.height() // 2, 0, 0)
        painter.save()
        tone = "text"
        if squares:
            _paint_squares(painter, upper, squares)
            upper = lower
        elif sign is not None:
            shape, tone = sign
            tone = "text" if tone == "ok" else tone
            side = worded(SIGN_PX)
            place = QRectF(upper.left(), upper.center().y() - side / 2 + 0.5, side, side)
            paint_sign(painter, place, shape, sign[1], current_theme())
            upper, lower = upper.adjusted(side + 5, 0, 0, 0), lower.adjusted(side + 5, 0, 0, 0)
        name = QFont(option.font)
        if index.column() == 0:
            name.setWeight(QFont.Weight.DemiBold)
        for text, font, colour, place_ in (
            (index.data(), name, tone, upper),
            (below, QFont(option.font), "mute", lower),
        ):
            if not text:
                continue
            painter.setFont(font)
            painter.setPen(QColor(roles[colour]))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place_.width())
            painter.drawText(place_, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


def squares_shown(squares: Sequence[tuple[Shape, Tone]], room: int) -> Sequence[tuple[Shape, Tone]]:
    """As many squares as have `room`, in the order of the slots; where that is not all, one less, and failed ones
    rather than others, so that none of them is missed."""
    if len(squares) <= room:
        return squares
    failed_first = sorted(range(len(squares)), key=lambda slot: squares[slot][1] != "bad")
    return [squares[slot] for slot in sorted(failed_first[: max(0, room - 1)])]


def _paint_squares(painter: QPainter, place: QRect, squares: Sequence[tuple[Shape, Tone]]) -> None:
    """The sign of each slot, as many as have room; three dots say that there are more."""
    step = worded(SQUARE_PX + BETWEEN_PX)
    shown = squares_shown(squares, max(1, place.width() // step))
    top = place.center().y() - worded(SQUARE_PX) / 2 + 0.5
    for number, (shape, tone) in enumerate(shown):
        where = QRectF(place.left() + number * step, top, worded(SQUARE_PX), worded(SQUARE_PX))
        if shape == "ok":  # so small a tick is not seen: a square, as on the card
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(current_theme().roles[tone]))
            painter.drawRoundedRect(where.adjusted(1, 1, -1, -1), 2, 2)
            continue
        paint_sign(painter, where, shape, tone, current_theme())
    if len(shown) < len(squares):
        painter.setPen(QColor(current_theme().roles["mute"]))
        painter.drawText(place.adjusted(len(shown) * step, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "…")
