"""The list of differences below the two drawings: a line each, the numbers as they stand on the cards."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from xccviz.catalogue import numeral, tr
from xccviz.gui.lists.quiet import quiet
from xccviz.gui.look.number_tags import paint_number, place_numbers
from xccviz.gui.look.segments import Choices
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import label, link, plain_tooltip, row, set_text
from xccviz.gui.state.pair import Pair
from xccviz.tables.differences import HEADS, DifferenceRow, difference_rows
from xccviz.words.ahead import ahead_words, counted_ahead
from xccviz.words.differences import counted, read_as_same
from xccviz.words.pairs import ALIKE

Index = QModelIndex | QPersistentModelIndex
ROW_PX, HEAD_PX, NUMBER_PX, STEP_PX = 23, 24, 34, 52
SHARES = (0.25, 0.13, 0.29, 0.33)
"""Of the room that is left: where, what, A, B."""
SHOWN = 10
"""Lines for which there is room at first."""
_TEXT, _MONO = 13, 12
_WHERE, _WHAT, _A, _B, _STEP = range(1, 6)


class DifferenceModel(QAbstractTableModel):
    """The lines, and at which step the two runs stand."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[DifferenceRow, ...] = ()
        self.costs: frozenset[int] = frozenset()
        self.now = self.last = 0

    def show(self, lines: tuple[DifferenceRow, ...], costs: frozenset[int]) -> None:
        """Other lines."""
        self.beginResetModel()
        self.lines, self.costs = lines, costs
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """A row a line."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Number, where, what, A, B, step."""
        return len(HEADS) + 1

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Captions."""
        if role == Qt.ItemDataRole.DisplayRole and way == Qt.Orientation.Horizontal:
            return "" if section == 0 else HEADS[section - 1].upper()
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _STEP:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell; the whole of both values as a tool tip, and the line for assistive tools."""
        line = self.lines[index.row()]
        cell = self.text(line, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell
        if role == Qt.ItemDataRole.ToolTipRole:
            said = line.path if index.column() == _WHERE else line.whole
            return plain_tooltip("\n".join(filter(None, (said, self._told_ahead(line)))))
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return ", ".join(
                filter(
                    None,
                    (
                        *(str(line.number), line.where, line.what, line.a, line.b, line.change),
                        self._told_ahead(line),
                    ),
                )
            )
        return None

    def ahead(self, line: DifferenceRow) -> bool:
        """Whether it shows only after the moment at which both stand: what shows at no step is of the end."""
        return self.now < (self.last if line.step is None else line.step)

    def _told_ahead(self, line: DifferenceRow) -> str:
        return ahead_words(line.step) if self.ahead(line) else ""

    def text(self, line: DifferenceRow, column: int) -> str:
        """What stands in a column."""
        if column == 0:
            return str(line.number) if line.first else ""
        step = numeral(line.step) if line.step is not None else ""
        return ("", line.where, line.what, line.a, line.b, step)[column]


class _Cells(QStyledItemDelegate):
    """Paints the lines."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        model = index.model()
        assert isinstance(model, DifferenceModel)
        line = model.lines[index.row()]
        view = self.parent()
        assert isinstance(view, DifferenceTable)
        roles = current_theme().roles
        place = option.rect
        chosen = line.number == view.number
        painter.save()
        if chosen:
            painter.fillRect(place, QColor(roles["indbg"]))
        if index.column() == 0:
            if line.first:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                at = QPoint(place.right() - 2, place.center().y() + 1)
                for tag, words, _ in place_numbers([line.number], at, 0, painter.font()):
                    paint_number(painter, tag, words, model.ahead(line))
        else:
            self._paint_words(painter, place, line, index.column(), model, chosen)
        painter.restore()

    def _paint_words(
        self,
        painter: QPainter,
        place: QRect,
        line: DifferenceRow,
        column: int,
        model: DifferenceModel,
        chosen: bool,
    ) -> None:
        roles = current_theme().roles
        ahead = model.ahead(line)
        quiet = column in (_WHAT, _STEP) or line.number in model.costs
        role = "mute" if quiet else "text"
        code = line.code and column in (_A, _B)
        if column in (_A, _B) and line.failed[column - _A]:
            role, code = "bad", False
        font = QFont(painter.font())
        font.setPixelSize(worded(_MONO if code else _TEXT))
        if code:
            font.setFamilies(["JetBrains Mono"])
        if column == _WHERE and chosen:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(roles["faint" if ahead and not chosen else role]))
        inner = place.adjusted(6, 0, -6, 0)
        text = model.text(line, column)
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        if column == _STEP:
            painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, text)
            return
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, shown)
        left = inner.left() + metrics.horizontalAdvance(shown) + 14
        if (
            column == _B
            and line.change
            and left + metrics.horizontalAdvance(line.change) <= inner.right() + 1
        ):
            painter.drawText(inner.adjusted(left - inner.left(), 0, 0, 0), middle, line.change)


class DifferenceTable(QTableView):
    """Emits `chosen(number)` and `copy_wanted()`."""

    chosen = Signal(int)
    copy_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("differenceList")
        self.setAccessibleName(tr("Differences"))
        self.setProperty("look", "rows")
        self.rows = DifferenceModel()
        self.number: int | None = None
        self.setModel(self.rows)
        self.setItemDelegate(_Cells(self))
        quiet(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(1)
        self.clicked.connect(lambda index: self.chosen.emit(self.rows.lines[index.row()].number))

    def show_pair(self, pair: Pair, lines: tuple[DifferenceRow, ...] | None) -> None:
        """Other `lines` (None: the same), another one chosen, another moment."""
        self.verticalHeader().setDefaultSectionSize(worded(ROW_PX))
        if lines is not None:
            self.rows.show(lines, frozenset(entry.number for entry in pair.found.entries if entry.costs))
            self._share()
        moved = pair.number != self.number or lines is not None
        self.number = pair.number
        self.rows.now, self.rows.last = pair.index, len(pair.found.line)
        if moved:
            self._reveal()
        self.viewport().update()

    def _reveal(self) -> None:
        at = next((i for i, line in enumerate(self.rows.lines) if line.number == self.number), None)
        if at is None:
            return
        index = self.rows.index(at, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Ctrl+C copies the chosen one."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
            return
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        numbers = list(dict.fromkeys(line.number for line in self.rows.lines))
        if by and numbers:
            at = numbers.index(self.number) + by if self.number in numbers else 0
            self.chosen.emit(numbers[max(0, min(at, len(numbers) - 1))])
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew; what is chosen stays in sight."""
        super().resizeEvent(event)
        self._share()
        if self.selectionModel().currentIndex().isValid():
            self.scrollTo(self.selectionModel().currentIndex())

    def _share(self) -> None:
        number = worded(NUMBER_PX)
        step = max(worded(STEP_PX), self.horizontalHeader().sectionSizeHint(_STEP))
        room = max(0, self.viewport().width() - number - step)
        for column, px in enumerate((number, *(round(room * share) for share in SHARES), step)):
            self.setColumnWidth(column, px)


class DifferencePanel(QWidget):
    """The list with its heading; in a narrow window something else can be chosen in its place (`take_in`). Emits
    `chosen(number)`, `copy_wanted()` for all, `copy_one_wanted()`."""

    chosen = Signal(int)
    copy_wanted = Signal()
    copy_one_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("differencePanel")
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label(tr("Differences"), "strong")
        self.count = label("", "mute")
        self.copy = link(
            tr("Copy as Markdown"), self.copy_wanted.emit, tr("Copy all differences as Markdown")
        )
        self.note = label("", "mute", wrap=True)
        self.table = DifferenceTable()
        self.table.chosen.connect(self.chosen)
        self.table.copy_wanted.connect(self.copy_one_wanted)
        self.later = label("", "mute")
        self.later.setObjectName("differencesAhead")
        self.choice = Choices(
            tr("What is below the drawings"), ((False, tr("Differences")), (True, tr("The call")))
        )
        self.choice.chosen.connect(self._choose)
        self.choice.hide()
        self._beside: QWidget | None = None
        self._alike = False
        head = row(self.choice, self.title, self.count, self.later, None, self.copy, spacing=10)
        head.setContentsMargins(16, 6, 12, 2)
        self.note.setContentsMargins(16, 0, 16, 2)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(head)
        lines.addWidget(self.note)
        lines.addWidget(self.table, 1)
        self._shown: tuple[object, ...] = ()
        self._lines = lines

    def take_in(self, other: QWidget | None) -> None:
        """Have `other` as a second page here, or none again: whoever gave it takes it back."""
        self._beside = other
        if other is not None:
            self._lines.addWidget(other, 1)
        self.choice.setVisible(other is not None)
        self._choose(False)

    def _choose(self, other: bool) -> None:
        """Show the list, or what was taken in."""
        self.choice.choose(other)
        self.title.setVisible(self._beside is None or (self._alike and not other))
        self.table.setVisible(not self._alike and not other)
        for part in (self.count, self.later, self.note):
            part.setVisible(bool(part.text()) and not other)
        self.copy.setVisible(not self._alike and not other)
        if self._beside is not None:
            self._beside.setVisible(other)

    def show_pair(self, pair: Pair) -> None:
        """The differences that are listed; where there are none, one line says so."""
        shown = (pair.found, pair.costs, current_theme().name)
        lines = difference_rows(pair.entries) if shown != self._shown else None
        self._shown = shown
        others, costs = counted(pair.found.found)
        alike = not others and not costs
        set_text(self.title, ALIKE if alike else tr("Differences"))
        in_costs = tr("{count} in gas and fees", count=numeral(costs))
        both = tr("{count}, and {costs}", count=numeral(others), costs=in_costs)
        set_text(
            self.count, "" if alike else numeral(others) if not costs else in_costs if not others else both
        )
        ahead = 0 if pair.at_end else sum(e.step is None or e.step > pair.index for e in pair.entries)
        set_text(self.later, counted_ahead(ahead) if ahead else "")
        notes = [read_as_same(left, right) for left, right in pair.found.found.accounts]
        set_text(self.note, "\n".join(notes))
        self._alike = alike
        self._choose(self._beside is not None and not self._beside.isHidden())
        self.table.show_pair(pair, lines)

    def wanted_px(self) -> int:
        """How high it would like to be, up to so many lines."""
        head = (
            self.copy.sizeHint().height()
            + 8
            + (self.note.sizeHint().height() if self.note.isVisibleTo(self) else 0)
        )
        lines = min(len(self.table.rows.lines), SHOWN)
        return head + (worded(HEAD_PX + lines * ROW_PX) + 10 if lines else 4)
