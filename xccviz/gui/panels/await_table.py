"""Who waits now, for which slot, and what releases it. Hidden when nobody waits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from xccviz.gui.store import AppState, OpenTab
from xccviz.model.text import visible_text
from xccviz.replay.types import Waiter

ROWS_SHOWN = 4
SLOTS_TOLD = 6


class AwaitTable(QTableWidget):
    """One row a waiting callback. Emits `select_wanted(node id)`."""

    select_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.setObjectName("awaitTable")
        self.setAccessibleName("Who waits for what")
        self.setHorizontalHeaderLabels(["WAITING NOW", "HAS RECEIVED", "STILL OUT", "RELEASED BY"])
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        for column in range(4):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.cellActivated.connect(self._chosen)
        self.cellClicked.connect(self._chosen)
        self._nodes: tuple[str, ...] = ()

    def render(self, state: AppState) -> None:
        """Show the waiters of the moment."""
        tab = state.tab
        waiting = tab.moment.waiting if tab is not None else ()
        self.setVisible(bool(waiting))
        if tab is None or not waiting:
            self._nodes = ()
            return
        self._nodes = tuple(waiter.node for waiter in waiting)
        self.setRowCount(len(waiting))
        for i, waiter in enumerate(waiting):
            for j, text in enumerate(_cells(tab, waiter)):
                item = QTableWidgetItem(visible_text(text, 300))
                item.setToolTip("")
                self.setItem(i, j, item)
        height = sum(self.rowHeight(i) for i in range(min(len(waiting), ROWS_SHOWN)))
        self.setFixedHeight(height + self.horizontalHeader().sizeHint().height() + 6)

    def _chosen(self, index: int, _column: int) -> None:
        if 0 <= index < len(self._nodes):
            self.select_wanted.emit(self._nodes[index])


def _cells(tab: OpenTab, waiter: Waiter) -> tuple[str, str, str, str]:
    analysis = tab.document.analysis
    label = analysis.graph.by_id[waiter.node].label
    got = [f"{slot} arrived" for slot in waiter.arrived] + [f"{slot} Failed" for slot in waiter.failed]
    got = got if len(got) <= SLOTS_TOLD else [f"{len(waiter.arrived)} arrived", f"{len(waiter.failed)} Failed"]
    flying = [slot for slot in waiter.outstanding if (waiter.node, slot) in tab.moment.in_flight]
    out = []
    for slot in waiter.outstanding[:SLOTS_TOLD]:
        out.append(f"slot {slot} in flight" if slot in flying else f"slot {slot}")
    if len(waiter.outstanding) > SLOTS_TOLD:
        out.append(f"{len(waiter.outstanding) - SLOTS_TOLD} more")
    return label, ", ".join(got) or "nothing yet", ", ".join(out) or "nothing: it runs next", _released_by(tab, waiter)


def _released_by(tab: OpenTab, waiter: Waiter) -> str:
    ready = next(
        (
            step.n
            for step in tab.document.timeline.steps
            if step.node == waiter.node and step.kind in ("ready", "resume", "timeout")
        ),
        None,
    )
    if ready is None:
        return "not known: it has not run in this document"
    results = tab.document.analysis.facts[waiter.node].promise_results
    last = [r for r in results if r.slot in waiter.outstanding]
    names = {
        tab.document.analysis.graph.by_id[r.producer].label
        for r in last
        if r.producer is not None and r.producer in tab.document.analysis.graph.by_id
    }
    who = next(iter(names)) if len(names) == 1 else f"{len(last)} results" if last else "its own arrival"
    return f"{who}, at step {ready}"
