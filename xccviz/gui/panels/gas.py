"""Gas: who attached, burnt, passed on and got back how much; totals by account, method and host cost."""

from __future__ import annotations

from functools import partial
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHeaderView

from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.gui.inspector.gas_bar import GasLegend
from xccviz.gui.lists.row_model import Columns, roomy
from xccviz.gui.lists.row_view import RowView
from xccviz.gui.lists.rows import Rows
from xccviz.gui.look.amounts import exact_wanted
from xccviz.gui.look.theme import word_scale
from xccviz.gui.look.widgets import boxed, label, row, toggle
from xccviz.gui.panels.gas_rows import RECEIPT_HEADERS, TOTAL_HEADERS, GasRows, total_list
from xccviz.gui.panels.side import SidePanel
from xccviz.gui.state.store import OpenTab
from xccviz.gui.tasks.slices import Slices
from xccviz.replay.types import Moment
from xccviz.tables.gas import (
    TOTAL_KINDS,
    GasRow,
    TotalKind,
    costs_beside,
    gas_rows_slowly,
    summary_words,
    total_rows,
)

RECEIPTS = roomy(Columns(RECEIPT_HEADERS, (0, 72, 58, 76, 70, 86, 82, 72), numbers_from=1, stacked_below=560))
TOTALS = roomy(Columns(TOTAL_HEADERS, (0, 70, 64), numbers_from=1, stacked_below=440))
EXACT_PX = 150
"""Px of a number with all digits, as of 300 Tgas."""
RECEIPTS_EXACT = roomy(
    Columns(RECEIPT_HEADERS, (0, *(EXACT_PX for _ in RECEIPT_HEADERS[1:])), numbers_from=1, stacked_below=800)
)
TOTALS_EXACT = roomy(Columns(TOTAL_HEADERS, (0, EXACT_PX, 64), numbers_from=1, stacked_below=500))
FEW = 5
"""Columns that are shown where there is not much room."""
WIDE, WIDE_EXACT = 760, (len(RECEIPT_HEADERS) - 1) * EXACT_PX + 200
Shown = TotalKind | Literal["calls"]
NAMES: dict[Shown, str] = {
    "calls": tr("Calls"),
    "accounts": tr("Accounts"),
    "methods": tr("Methods"),
    "costs": tr("Costs"),
}

PREPAID = tr("Running a receipt is prepaid on top of what is attached to it.")


class GasPanel(SidePanel):
    """A row a receipt with its bar, all in Tgas; a click on a caption sorts, a third one restores the order."""

    def __init__(self) -> None:
        super().__init__("gasPanel", tr("Gas table"))
        self.summary = label("", "mute", wrap=True)
        self.summary.setContentsMargins(6, 8, 6, 2)
        self.beside = label("", "mute", wrap=True)
        self.beside.setContentsMargins(6, 0, 6, 6)
        self.kinds = {kind: toggle(NAMES[kind], partial(self._choose, kind)) for kind in NAMES}
        group = QButtonGroup(self)
        for button in self.kinds.values():
            group.addButton(button)
        self.chooser = boxed(row(*self.kinds.values(), None, spacing=4), 6, 2, 6, 6)
        self.list = RowView(RECEIPTS, bars=True)
        self.list.setAccessibleName(tr("Gas, row by row"))
        self.list.only_if_wide(FEW, WIDE)
        header = self.list.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort)
        self.legend = GasLegend(left=6)
        for widget in (self.summary, self.chooser, self.legend, self.beside, self.nothing):
            self.column.addWidget(widget)
        self.column.addWidget(self.list, 1)
        self.column.addStretch(0)
        self.list.row_chosen.connect(self.select_wanted)
        self.setFocusProxy(self.list)
        self.slices = Slices(self)
        self._kind: Shown = "calls"
        self._order: tuple[int, bool] = (-1, True)
        self._found: list[GasRow] = []
        self._moment: Moment | None = None
        self._exact = False

    def draw_document(self, document: Document | None) -> None:
        """Calls in display order."""
        self._order = (-1, True)
        self._kind = "calls"
        self.kinds["calls"].setChecked(True)
        self.beside.hide()
        for widget in (self.summary, self.chooser, self.legend, self.list):
            widget.setVisible(document is not None)
        self._found = []
        self.list.show_source(Rows(), RECEIPTS)
        if document is None:
            self.slices.stop()

    def draw_told(self, document: Document, moment: Moment | None) -> None:
        """The ledgers as they stood; with a look ahead as they are at the end, those to come marked as such."""
        self._moment = moment
        self._summarize(document)
        for kind in TOTAL_KINDS:
            self.kinds[kind].setVisible(_has(document, kind))
        self.slices.run(gas_rows_slowly(document, moment), self._collected)

    def _collected(self, found: list[GasRow]) -> None:
        self._found = found
        if self._drawn is not None:
            self._show(self._drawn)

    def draw_moment(self, tab: OpenTab) -> None:
        """Mark the selected receipt, and what is ahead."""
        self._fit_digits()
        self.list.show_moment(tab.selection, tab.moment.index if self._told is None else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Who wants all digits has them where there is room for those of the columns that are always shown."""
        super().resizeEvent(event)
        self._fit_digits()

    def _fit_digits(self) -> None:
        margins, scale = self.column.contentsMargins(), word_scale()
        room = (self.width() - margins.left() - margins.right()) / scale
        exact = exact_wanted() and room >= (FEW - 1) * EXACT_PX
        if exact != self._exact:
            self._exact = exact
            self.list.only_if_wide(FEW, WIDE_EXACT if exact else WIDE)
            if self._drawn is not None:
                self._summarize(self._drawn)
                self._show(self._drawn)

    def _summarize(self, document: Document) -> None:
        unit = tr("All numbers in gas.") if self._exact else tr("All numbers in Tgas.")
        self.summary.setText(f"{summary_words(document, self._moment)}. {unit} {PREPAID}")

    def _show(self, document: Document) -> None:
        calls = self._kind == "calls"
        self.legend.setVisible(calls)
        beside = costs_beside(document, self._moment) if self._kind == "costs" else ""
        self.beside.setText(beside)
        self.beside.setVisible(bool(beside))
        if self._kind == "calls":
            rows = GasRows(self._found, *self._order, exact=self._exact)
            self.list.show_source(rows, RECEIPTS_EXACT if self._exact else RECEIPTS)
        else:
            totals = total_list(total_rows(document, self._kind, self._moment), exact=self._exact)
            self.list.show_source(Rows(totals), TOTALS_EXACT if self._exact else TOTALS)
        header: QHeaderView = self.list.horizontalHeader()
        column, descending = self._order
        header.setSortIndicatorShown(calls and column >= 0)
        if column >= 0:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, order)
        self.list.reveal()

    def _choose(self, kind: Shown) -> None:
        self._kind = kind
        if self._drawn is not None:
            self._show(self._drawn)

    def _sort(self, column: int) -> None:
        if self._kind != "calls" or self._drawn is None:
            return
        first = column > 0
        now, descending = self._order
        self._order = (
            (column, first) if now != column else (column, not first) if descending == first else (-1, True)
        )
        self._show(self._drawn)


def _has(document: Document, kind: str) -> bool:
    gas = document.analysis.gas
    return bool({"accounts": gas.by_account, "methods": gas.by_method, "costs": gas.by_cost}[kind])
