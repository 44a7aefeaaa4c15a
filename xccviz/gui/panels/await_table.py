"""Who waits now, for which slot, and what releases it. Hidden when nobody waits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from xccviz.analysis.types import PromiseResult
from xccviz.gui.store import AppState, OpenTab
from xccviz.gui.widgets import plain_tooltip
from xccviz.gui.words import value_words
from xccviz.model.text import visible_text
from xccviz.replay.types import Waiter

ONE_ROW = 68
"""Px the table takes with one row."""
ROW_PX = 32
HEADER_PX = 30
ROWS_SHOWN = 4
SLOTS_TOLD = 4
SHARES = (0.25, 0.34, 0.16, 0.25)
HEADERS = ("WAITING NOW", "HAS ARRIVED", "STILL OUT", "RUNS WHEN")


class AwaitTable(QTableWidget):
    """One row a waiting callback. Emits `select_wanted(node id)`."""

    select_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, len(HEADERS))
        self.setObjectName("awaitTable")
        self.setAccessibleName("Who waits for what")
        self.setHorizontalHeaderLabels(list(HEADERS))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setFixedHeight(HEADER_PX)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        for column in range(len(HEADERS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.cellActivated.connect(self._chosen)
        self.cellClicked.connect(self._chosen)
        self._nodes: tuple[str, ...] = ()

    def render(self, state: AppState) -> None:
        """Show the waiters of the moment."""
        tab = state.tab
        waiting = tab.moment.waiting if tab is not None else ()
        self._nodes = tuple(waiter.node for waiter in waiting)
        if tab is not None and waiting:
            self.setRowCount(len(waiting))
            for i, waiter in enumerate(waiting):
                for j, text in enumerate(await_cells(tab, waiter)):
                    item = QTableWidgetItem(visible_text(text, 300))
                    item.setToolTip(plain_tooltip(visible_text(text, 2_000)))
                    font = item.font()
                    font.setBold(j == 0)
                    item.setFont(font)
                    self.setItem(i, j, item)
            self.setFixedHeight(HEADER_PX + ROW_PX * min(len(waiting), ROWS_SHOWN) + ONE_ROW - HEADER_PX - ROW_PX)
        self.setVisible(bool(waiting))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out: most for what has arrived."""
        super().resizeEvent(event)
        width = self.viewport().width()
        for column, share in enumerate(SHARES):
            self.setColumnWidth(column, int(width * share))

    def _chosen(self, index: int, _column: int) -> None:
        if 0 <= index < len(self._nodes):
            self.select_wanted.emit(self._nodes[index])


def await_cells(tab: OpenTab, waiter: Waiter) -> tuple[str, str, str, str]:
    """The row of one waiter: who, what has arrived, what is still out, and what lets it run."""
    analysis = tab.document.analysis
    results = {result.slot: result for result in analysis.facts[waiter.node].promise_results}
    return (
        analysis.graph.by_id[waiter.node].label,
        _arrived(waiter, results),
        _still_out(tab, waiter),
        _runs_when(tab, waiter),
    )


def _arrived(waiter: Waiter, results: dict[int, PromiseResult]) -> str:
    slots = sorted((*waiter.arrived, *waiter.failed))
    if not slots:
        return "nothing yet"
    if len(slots) > SLOTS_TOLD:
        return f"{len(waiter.arrived)} values, {len(waiter.failed)} Failed"
    words = []
    for slot in slots:
        value = results[slot].value if slot in results else None
        what = "Failed" if slot in waiter.failed else visible_text(value_words(value), 24) if value else "a value"
        words.append(f"slot {slot}: {what}")
    return " · ".join(words)


def _still_out(tab: OpenTab, waiter: Waiter) -> str:
    if not waiter.outstanding:
        return "nothing"
    flying = [slot for slot in waiter.outstanding if (waiter.node, slot) in tab.moment.in_flight]
    if len(waiter.outstanding) > SLOTS_TOLD:
        return f"{len(waiter.outstanding)} slots, {len(flying)} in flight"
    later = [slot for slot in waiter.outstanding if slot not in flying]
    parts = [f"{_slots(flying)} in flight"] if flying else []
    return " · ".join([*parts, _slots(later)] if later else parts)


def _slots(slots: list[int]) -> str:
    return ("slot " if len(slots) == 1 else "slots ") + ", ".join(str(slot) for slot in slots)


def _runs_when(tab: OpenTab, waiter: Waiter) -> str:
    steps = tab.document.timeline.of_node.get(waiter.node, ())
    runs = next((n for n in steps if tab.document.timeline.steps[n - 1].kind in ("execute", "refund")), None)
    if runs is None:
        return "not known: it has not run in this document"
    if not waiter.outstanding:
        return f"next, at step {runs}"
    graph = tab.document.analysis.graph
    results = tab.document.analysis.facts[waiter.node].promise_results
    names = {
        graph.by_id[r.producer].label
        for r in results
        if r.slot in waiter.outstanding and r.producer is not None and r.producer in graph.by_id
    }
    who = next(iter(names)) + " is delivered" if len(names) == 1 else f"{len(waiter.outstanding)} slots are delivered"
    if "yield" in graph.by_id[waiter.node].roles:
        who = "it is resumed"
    return f"{who}, at step {runs}"
