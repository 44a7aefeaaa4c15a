"""The columns of the tree view: which are shown, how wide each is, and the menu to choose them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics
from PySide6.QtWidgets import QMenu, QWidget

from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.gui.look.amounts import cell_words
from xccviz.gui.views.receipt_model import ReceiptTree
from xccviz.gui.views.tree_table import CELL_PX, MEASURED, SIGN_PX, Quiet, Table
from xccviz.replay.types import Moment
from xccviz.tables.receipts import COLUMNS, ReceiptRow, row_of, used_columns

CALL, WHAT = 0, 1
WHAT_PX, WHAT_PART = 220, 0.34
"""Px that are left for what a call did where its words want them, and which part of a wider table."""
CALL_PX, CALL_ENOUGH = 190, 260
"""Px that a call has at least, and with which, beside the steps of the deepest one, columns that would take more of it
stay hidden."""
MOST_WANTED = tuple(sorted(range(WHAT + 1, len(COLUMNS)), key=lambda i: COLUMNS[i].rank))
TITLE_PX = 11


class TreeColumns(QObject):
    """The call and what it did share the room that the other columns leave; of those the least wanted are left out
    first. A person may choose in `menu`, and draw the call wider. Emits `chosen(column id, whether it is shown)`, and
    `left` when no choice counts any more."""

    chosen = Signal(str, bool)
    left = Signal()

    def __init__(self, table: Table, model: ReceiptTree, quiet: Quiet, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self._model = model
        self._quiet = quiet
        self._chosen: dict[str, bool] = {}
        self._call_px: int | None = None
        self._widths: list[int] = [0] * len(COLUMNS)
        self._steps_px = 0
        self._used: tuple[bool, ...] = (True,) * len(COLUMNS)
        self._end: Moment | None = None
        self.menu = QMenu(tr("Columns"), parent)
        for spec in COLUMNS[1:]:
            action = QAction(spec.name, self)
            action.setCheckable(True)
            action.setData(spec.id)
            self.menu.addAction(action)
        self.menu.addSeparator()
        self._by_room = self.menu.addAction(tr("As many as there is room for"))
        self._by_room.setEnabled(False)
        self.menu.triggered.connect(self._choose)
        header = table.header()
        header.sectionResized.connect(self._resized)
        header.customContextMenuRequested.connect(self._header_menu)
        table.resized.connect(self.share)

    def _choose(self, action: QAction) -> None:
        if action is self._by_room:
            self.left.emit()
        else:
            self.chosen.emit(action.data(), action.isChecked())

    def show_choices(self, chosen: Mapping[str, bool]) -> None:
        """Show what was chosen, by column id, and of the rest what has room."""
        if chosen == self._chosen:
            return
        self._chosen = dict(chosen)
        self._by_room.setEnabled(bool(chosen))
        if self._model.document is not None and self._end is not None:
            self.show_document(self._model.document, self._end)

    def _header_menu(self, at: QPoint) -> None:
        self.menu.popup(self._table.header().mapToGlobal(at))

    def show_document(self, document: Document, end: Moment) -> None:
        """Give each column of a document the room its words want at its `end`."""
        self._end = end
        self._used = used_columns(document, self._model.nodes_shown())
        self._widths = self._wanted(document, end)
        with self._quiet():
            for i in range(WHAT + 1, len(COLUMNS)):
                self._table.setColumnWidth(i, self._widths[i])
        self.share()

    def _wanted(self, document: Document, end: Moment) -> list[int]:
        """Px that each column's words want at the end, when most is known: stepping changes no width."""
        rows = [row_of(document, end, node) for node in self._model.nodes_shown(MEASURED)]
        self._steps_px = self._table.indentation() * max((row.node.depth for row in rows), default=0)
        self._table.ensurePolished()
        metrics, title_font = self._table.fontMetrics(), QFont(self._table.font())
        title_font.setPixelSize(TITLE_PX)
        title_font.setWeight(QFont.Weight.DemiBold)
        titles = QFontMetrics(title_font)
        figures_font = QFont(self._table.font())
        figures_font.setFeature(QFont.Tag("tnum"), 1)
        figures = QFontMetrics(figures_font)
        wanted = []
        for spec in COLUMNS:
            ruler = figures if spec.number else metrics
            words = max((ruler.horizontalAdvance(cell_words(spec, row)[0]) for row in rows), default=0)
            if spec.id == "call":
                words = max((self._call_width(row, metrics) for row in rows), default=0)
            wanted.append(max(words, titles.horizontalAdvance(f"{spec.title} ▾")) + CELL_PX)
        return wanted

    def _call_width(self, row: ReceiptRow, metrics: QFontMetrics) -> int:
        indent = self._table.indentation() * (row.node.depth + 1)
        return indent + SIGN_PX + 8 + metrics.horizontalAdvance(COLUMNS[CALL].words(row, "line"))

    @property
    def _what_px(self) -> int:
        """Px that are left for what a call did: an error's first words, and no more than all its words want."""
        part = round(WHAT_PART * self._table.viewport().width())
        return min(max(WHAT_PX, part), self._widths[WHAT])

    def _leave_out(self) -> None:
        """Hide what is empty or was hidden, and of the rest what would squeeze the calls, the least wanted first."""
        header = self._table.header()
        room = self._table.viewport().width() - self._what_px
        room -= max(CALL_PX, min(self._widths[CALL], CALL_ENOUGH + self._steps_px))
        for i in MOST_WANTED:
            px = header.sectionSize(i) or self._widths[i]
            shown = self._chosen.get(COLUMNS[i].id, self._used[i] and px <= room)
            if shown:
                room -= px
            self._table.setColumnHidden(i, not shown)
        for action in self.menu.actions()[: len(COLUMNS) - 1]:
            i = next(k for k, spec in enumerate(COLUMNS) if spec.id == action.data())
            action.setChecked(not self._table.isColumnHidden(i))

    def share(self) -> None:
        """Room that the numbers leave, shared by the call and what it did."""
        if self._model.document is None:
            return
        with self._quiet():
            self._leave_out()
        header = self._table.header()
        taken = sum(header.sectionSize(i) for i in range(2, len(COLUMNS)) if not header.isSectionHidden(i))
        free = max(0, self._table.viewport().width() - taken)
        call = self._call_px
        if call is None:
            call = max(CALL_PX, min(self._widths[CALL], free - self._what_px))
        with self._quiet():
            self._table.setColumnWidth(CALL, call)
            self._table.setColumnWidth(WHAT, max(self._what_px, free - call))

    def _resized(self, section: int, _before: int, width: int) -> None:
        if self._quiet:
            return
        if section == CALL:
            self._call_px = width
        if section != WHAT:
            self.share()
