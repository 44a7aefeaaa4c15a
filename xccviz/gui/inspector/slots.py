"""The promise results of a callback, slot by slot: who was awaited, what arrived, and a way to the call."""

from __future__ import annotations

from collections.abc import Container, Iterator

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from xccviz.analysis.types import NodeFacts
from xccviz.catalogue import tr
from xccviz.graph.types import Node
from xccviz.gui.inspector.received import in_table
from xccviz.gui.inspector.slot_value import (
    PAD_PX,
    SHORT,
    SHOWN,
    STATUS,
    UNSEEN,
    ReceivedDelegate,
    ValueDelegate,
)
from xccviz.gui.lists.quiet import quiet
from xccviz.gui.look.widgets import plain_tooltip
from xccviz.gui.state.store import OpenTab
from xccviz.gui.tasks.slices import Slices
from xccviz.model.text import visible_text
from xccviz.tables.slots import SlotRow, awaited, resumed_words, slots_of, way_of
from xccviz.words.names import spoken_name
from xccviz.words.signs import SLOTS
from xccviz.words.slots import seen_words
from xccviz.words.value_lines import value_text

SLOT_PX, SHOW_PX = 34, 78
ONE_LINE = 30
"""Characters of a label that stands in one line beside the number and the link."""
VALUE_SHOWN = 500
ROWS_SHOWN = 12
HEX_LINES = 6


class SlotTable(QTableWidget):
    """One row a slot. Emits `node_chosen(node id)` for the row's producer, `resized()` where a row takes other room."""

    node_chosen = Signal(str)
    resized = Signal()

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.setObjectName("promiseResults")
        self.setAccessibleName(tr("Promise results, slot by slot"))
        self.setHorizontalHeaderLabels([tr("SLOT"), tr("AWAITED"), tr("RECEIVED"), ""])
        # What was received stands below the call that gave it; its column is kept for who reads cell by cell.
        self.setItemDelegateForColumn(1, ReceivedDelegate(self))
        self.setColumnHidden(2, True)
        self.setItemDelegateForColumn(3, ValueDelegate(self))
        quiet(self)
        self.horizontalHeader().hide()
        self.setWordWrap(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._producers: tuple[str | None, ...] = ()
        self._of: tuple[str, bool] = ("", False)
        self._hex: set[int] = set()
        self._only: Container[int] = range(0)
        self._tab: OpenTab | None = None
        self._facts: NodeFacts | None = None
        self._cells: list[tuple[str, ...]] = []
        self._unfit: set[int] = set()
        self._width = 0
        self._slices = Slices(self)
        self.cellClicked.connect(self._chosen)
        self.cellActivated.connect(self._chosen)

    def forget(self) -> None:
        """Hold on to nothing of what was shown: a document that is closed is to go."""
        self._tab = self._facts = None

    def show_slots(self, tab: OpenTab, facts: NodeFacts, *, seen: bool = False) -> None:
        """Show what every slot holds at the moment; hidden where there is none. Only what differs is touched. `seen`:
        as the code of the callback saw it, and what it could not see."""
        results = facts.promise_results
        if (facts.id, seen) != self._of:
            self._of, self._hex = (facts.id, seen), set()
        self._tab, self._facts = tab, facts
        self._only = range(len(results))
        self.setVisible(bool(results))
        by_id = tab.document.graph.by_id
        targets = (result.producer or result.awaited for result in results)
        self._producers = tuple(target if target in by_id else None for target in targets)
        del self._cells[len(results) :]
        self._unfit &= set(range(len(results)))
        self.setRowCount(len(results))
        for i, slot in enumerate(slots_of(tab.document, tab.moment, facts)):
            tone = SLOTS[slot.state].tone
            show = tr("show call") if self._producers[i] is not None else ""
            status, shown, unseen = self._seen(slot) if seen else ("", None, "")
            if seen and slot.state == "arrived" and slot.result.value is not None and slot.result.value.raw:
                show = f"{show}\n{tr('text') if i in self._hex else tr('hex')}"
            cells = (*slot_cells(slot), show, tone, status, shown or "", unseen)
            if i < len(self._cells) and self._cells[i] == cells:
                continue
            self._cells[i : i + 1] = [cells]
            self._unfit.add(i)
            for j, text in enumerate(cells[:4]):
                item = QTableWidgetItem(visible_text(text, VALUE_SHOWN, keep="\n"))
                if j == 2:
                    item.setData(Qt.ItemDataRole.UserRole, tone)
                elif j == 3:
                    item.setData(Qt.ItemDataRole.UserRole, "ind")
                tip = cells[2] if j == 1 else tr("Show the call that produced this") if show else ""
                if j == 1:
                    item.setData(STATUS, status)
                    item.setData(SHORT, seen_words(slot.result, slot.state, short=True) if status else "")
                    item.setData(SHOWN, shown)
                    item.setData(UNSEEN, visible_text(unseen, VALUE_SHOWN))
                    words = visible_text(
                        ": ".join(filter(None, (text, status, cells[2], unseen))), VALUE_SHOWN
                    )
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
                if j == 0:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                item.setToolTip(plain_tooltip(tip))
                self.setItem(i, j, item)

    def _seen(self, slot: SlotRow) -> tuple[str, str | None, str]:
        """What the code was told, lines in place of the value, and the error it could not see."""
        value = slot.result.value
        status = seen_words(slot.result, slot.state)
        if slot.state == "arrived" and value is not None and value.raw:
            if slot.result.slot in self._hex:
                lines = value_text(value, "Hex", VALUE_SHOWN, HEX_LINES)[0]
                return status, lines, ""
            return status, None, ""
        if slot.state != "failed":
            return status, "", ""
        error = slot.document.errors.get(slot.result.producer or "")
        return status, "", error.title if error is not None else ""

    def slot_at(self, at: QPoint | None) -> int | None:
        """The slot at a point on the screen, or at the keyboard."""
        row = self.currentRow() if at is None else self.rowAt(self.viewport().mapFromGlobal(at).y())
        results = self._facts.promise_results if self._facts is not None else ()
        return results[row].slot if 0 <= row < len(results) else None

    def show_only(self, slots: Container[int]) -> None:
        """Hide all rows but these while nothing is searched for."""
        self._only = slots
        for i in range(self.rowCount()):
            self.setRowHidden(i, i not in slots)

    def mark(self, wanted: str) -> int:
        """Hide the rows without `wanted` (folded case, "" for none) and say in how many places it stands."""
        places = 0
        for i in range(self.rowCount()):
            count = self.row_text(i).casefold().count(wanted) if wanted else 0
            self.setRowHidden(i, not count if wanted else i not in self._only)
            places += count
        return places

    def row_text(self, index: int) -> str:
        """All words of a row."""
        cells = (self.item(index, column) for column in range(3))
        return "\n".join(cell.text() for cell in cells if cell is not None)

    def fit(self, width: int) -> None:
        """Take `width` px, and the height of at most twelve rows."""
        shown = [i for i in range(self.rowCount()) if not self.isRowHidden(i)]
        if len(shown) > ROWS_SHOWN:
            width -= self.verticalScrollBar().sizeHint().width()
        if width != self._width:
            self._width = width
            self._unfit = set(range(self.rowCount()))
            for column, px in ((0, SLOT_PX), (1, width - SLOT_PX - SHOW_PX), (3, SHOW_PX)):
                self.setColumnWidth(column, px)
        for i in shown[:ROWS_SHOWN]:
            self._fit_row(i)
        rows = sum(self.rowHeight(i) for i in shown[:ROWS_SHOWN])
        self.setFixedHeight(rows + 4)
        if self._unfit and not self._slices.busy:
            self._slices.run(self._fit_rest(), at_once=False)

    def changeEvent(self, event: QEvent) -> None:
        """Words of another size need rows of another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._width = 0

    def _fit_rest(self) -> Iterator[None]:
        """The rows below those that are in sight at once."""
        for i in range(self.rowCount()):
            self._fit_row(i)
            yield None

    def _fit_row(self, index: int) -> None:
        if index in self._unfit and not self.isRowHidden(index):
            self.resizeRowToContents(index)
            self._unfit.discard(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The lower link of a row shows its bytes as hex, or as text again."""
        index = self.indexAt(event.position().toPoint())
        words = str(index.data() or "") if index.column() == 3 else ""
        if "\n" in words:
            rect = self.visualRect(index)
            if event.position().y() > rect.top() + PAD_PX + self.fontMetrics().height() + 2:
                self._turn(index.row())
                return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """H shows the bytes of the row as hex, or as text again."""
        if event.key() == Qt.Key.Key_H and not event.modifiers() and self._of[1] and self.currentRow() >= 0:
            self._turn(self.currentRow())
            return
        super().keyPressEvent(event)

    def _turn(self, row: int) -> None:
        self._hex ^= {row}
        if self._tab is not None and self._facts is not None:
            self.show_slots(self._tab, self._facts, seen=True)
            self.fit(self._width)
            self.resized.emit()

    def _chosen(self, index: int, _column: int) -> None:
        producer = self._producers[index] if 0 <= index < len(self._producers) else None
        if producer is not None:
            self.node_chosen.emit(producer)


def slot_cells(slot: SlotRow) -> tuple[str, str, str]:
    """Number, awaited call (and where it led), and what stands in the slot at the moment."""
    result, by_id = slot.result, slot.document.graph.by_id
    way = way_of(slot)
    node, producer = by_id.get(result.awaited or ""), by_id.get(way[-1] if way else "")
    whom = (
        _two_lines(node, slot.arrived) if node is not None else resumed_words(slot) or awaited(slot, "line")
    )
    if len(way) > 1 and producer is not None:
        whom += f"\n→ {_two_lines(producer, slot.arrived)}"
    return str(result.slot), whom, in_table(slot)


def _two_lines(node: Node, ended: bool) -> str:
    """A long label as method above account, which tells neighbours apart even where it is cut."""
    receiver = node.receipt.receiver_id if node.receipt is not None else None
    name = spoken_name(node, ended)
    if receiver is None or len(name) <= ONE_LINE or not name.startswith(receiver):
        return name
    return f"{name[len(receiver) :].lstrip('.:· ')}\n{receiver}"
