"""The inspector: everything about the selected node, most wanted first: what it received, why it failed, its work."""

from __future__ import annotations

import json

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QPlainTextEdit,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xccviz.analysis.types import NodeFacts, PromiseResult
from xccviz.graph.types import Node
from xccviz.gui.gas_bar import GasBar
from xccviz.gui.signs import Sign
from xccviz.gui.slot_value import ValueDelegate
from xccviz.gui.store import AppState, OpenTab
from xccviz.gui.widgets import ElidedLabel, button, clear, label, plain_tooltip, restyle, row, rule, set_text
from xccviz.gui.words import (
    action_words,
    fate_words,
    gas_rows,
    raw_json,
    result_words,
    role_words,
    slot_tone,
    slot_words,
    state_words,
)
from xccviz.model.amounts import format_near
from xccviz.model.text import visible_text
from xccviz.model.trace import ActionReceipt

_SIGNS = {
    "not_yet": ("not_yet", "mute", "not yet run"),
    "waiting": ("waiting", "wait", "waits"),
    "ready": ("ready", "ind", "ready"),
    "done": ("ok", "ok", "succeeded"),
    "failed": ("failed", "bad", "failed"),
    "unknown": ("unknown", "mute", "not known"),
}
RAW_SHOWN = 200_000
RAW_LINE_SHOWN = 4_000
LOGS_SHOWN = 100
ACTIONS_SHOWN = 100


class Inspector(QScrollArea):
    """Renders the selected node at the moment. Emits `select_wanted(node id)`."""

    select_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(300)
        page = QWidget()
        self._page = page
        page.installEventFilter(self)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(18, 14, 18, 18)
        self._column.setSpacing(6)
        self.sign = Sign(18)
        self.name = label("", "name", wrap=True, selectable=True)
        heading = row(self.sign, self.name, spacing=8)
        heading.setAlignment(self.sign, Qt.AlignmentFlag.AlignTop)
        heading.setStretch(1, 1)
        self.subtitle = label("", "mute", wrap=True)
        self.slots_caption = label("", "caption")
        self.results = _slot_table()
        self.results.cellClicked.connect(self._slot_chosen)
        self.results.cellActivated.connect(self._slot_chosen)
        self._body = QVBoxLayout()
        self._body.setSpacing(6)
        self._column.addLayout(heading)
        for widget in (self.subtitle, rule(), self.slots_caption, self.results):
            self._column.addWidget(widget)
        self._column.addLayout(self._body)
        self._column.addStretch(1)
        self.setWidget(page)
        self._producers: tuple[str | None, ...] = ()
        self._tab: OpenTab | None = None
        self._raw_open = False

    def render(self, state: AppState) -> None:
        """Show the selected node of the tab in front; nothing is rebuilt when nothing it shows has changed."""
        tab = state.tab
        if tab is None or tab.selection is None or tab.selection not in tab.document.graph.by_id:
            self._page.hide()
            self._tab = None
            return
        before, self._tab = self._tab, tab
        self._page.show()
        same_node = before is not None and before.document is tab.document and before.selection == tab.selection
        if same_node and before is not None and _seen(before) == _seen(tab):
            return
        place = self.verticalScrollBar().value() if same_node else 0
        self._render_node(tab, tab.selection)
        self.verticalScrollBar().setValue(place)

    def _render_node(self, tab: OpenTab, node_id: str) -> None:
        node = tab.document.graph.by_id[node_id]
        facts = tab.document.analysis.facts[node_id]
        set_text(self.name, node.label)
        progress = tab.moment.progress.get(node_id, "unknown")
        happened = progress in ("done", "failed")
        roles = role_words(node)
        set_text(self.subtitle, f"{roles} · {state_words(facts, progress)}" if roles else state_words(facts, progress))
        restyle(self.subtitle, "look", "bad" if progress == "failed" else "mute")
        self.sign.show_sign(*_SIGNS[progress])
        self._render_slots(tab, facts, happened)
        clear(self._body)
        if happened:
            self._render_failure(tab, facts)
        self._render_actions(tab, node_id, facts, happened)
        self._section("RESULT", [label(result_words(tab, facts, progress), "mono", wrap=True, selectable=True)])
        self._render_logs(facts, happened)
        self._render_gas(facts, happened)
        self._render_ids(tab, node_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrapped text needs another height at another width."""
        super().resizeEvent(event)
        self._fit_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """New content is measured once Qt has shown it: hidden widgets have no height."""
        if watched is self._page and event.type() == QEvent.Type.LayoutRequest:
            self._fit_height()
        return super().eventFilter(watched, event)

    def _fit_height(self) -> None:
        """Give the column the height its wrapped text needs: a scroll area would squeeze it to the minimum else."""
        width = self.viewport().width()
        margins = self._column.contentsMargins()
        inner = max(120, width - margins.left() - margins.right())
        self.results.setColumnWidth(0, 44)
        self.results.setColumnWidth(1, (inner - 44) // 2)
        self.results.setColumnWidth(2, inner - 44 - (inner - 44) // 2)
        self.results.resizeRowsToContents()
        rows = sum(self.results.rowHeight(i) for i in range(min(self.results.rowCount(), 12)))
        self.results.setFixedHeight(rows + self.results.horizontalHeader().sizeHint().height() + 4)
        self._page.setMinimumHeight(max(0, self._column.totalHeightForWidth(width)))

    def _render_slots(self, tab: OpenTab, facts: NodeFacts, happened: bool) -> None:
        results = facts.promise_results
        self.results.setVisible(bool(results))
        self.slots_caption.setVisible(bool(results))
        self._producers = tuple(result.producer or result.awaited for result in results)
        if not results:
            return
        set_text(self.slots_caption, "WHAT IT RECEIVED" if happened else "WHAT IT HAS RECEIVED SO FAR")
        self.results.setRowCount(len(results))
        for i, result in enumerate(results):
            for j, text in enumerate(self._slot_cells(tab, facts, result)):
                item = QTableWidgetItem(visible_text(text, 500, keep="\n"))
                if j == 2:
                    arrived = (facts.id, result.slot) in tab.moment.arrived
                    item.setData(Qt.ItemDataRole.UserRole, slot_tone(result, arrived))
                tip = text if j == 2 else "Show the call that produced this" if result.producer else ""
                item.setToolTip(plain_tooltip(tip))
                self.results.setItem(i, j, item)

    def _slot_cells(self, tab: OpenTab, facts: NodeFacts, result: PromiseResult) -> tuple[str, str, str]:
        by_id = tab.document.graph.by_id
        node, producer = by_id.get(result.awaited or ""), by_id.get(result.producer or "")
        awaited = _two_lines(node) if node is not None else "not visible here"
        if facts.id in by_id and "yield" in by_id[facts.id].roles and result.awaited is None:
            awaited = "a resume"
        if len(result.chain) > 1 and producer is not None:
            awaited += f"\n→ {_two_lines(producer)}"
        arrived = (facts.id, result.slot) in tab.moment.arrived
        return str(result.slot), awaited, slot_words(result, arrived, (facts.id, result.slot) in tab.moment.in_flight)

    def _render_failure(self, tab: OpenTab, facts: NodeFacts) -> None:
        error = facts.status.error if facts.status is not None else None
        if error is not None:
            parts: list[QWidget] = [label(error.title, "badbox", wrap=True, selectable=True)]
            if error.explanation:
                parts.append(label(error.explanation, "", wrap=True, selectable=True))
            if error.hint:
                parts.append(label(error.hint, "mute", wrap=True, selectable=True))
            fate = fate_words(facts.fate)
            if fate:
                parts.append(label(fate, "mute", wrap=True))
            self._section("WHY IT FAILED", parts)
        failed_slots = [result for result in facts.promise_results if result.result == "failed"]
        for result in failed_slots[:3]:
            cause = tab.document.analysis.facts.get(result.producer or "")
            if cause is None or cause.status is None or cause.status.error is None:
                continue
            words = f"Why slot {result.slot} failed (the contract could not see this):"
            self._section("", [label(words, "mute", wrap=True), label(cause.status.error.title, "badbox", wrap=True)])

    def _render_actions(self, tab: OpenTab, node_id: str, facts: NodeFacts, happened: bool) -> None:
        node = tab.document.graph.by_id[node_id]
        actions = tab.document.trace.transaction.actions if node.kind == "transaction" else ()
        if isinstance(node.receipt, ActionReceipt):
            actions = node.receipt.actions
        widgets: list[QWidget] = []
        for action, args, outcome in list(zip(actions, facts.args, facts.action_results, strict=True))[:ACTIONS_SHOWN]:
            words = action_words(action, outcome if happened else "pending", len(actions) > 1)
            look = "bad" if happened and outcome == "failed" else ""
            widgets.append(label(words, look, wrap=True, selectable=True))
            if args is not None and args.kind != "empty":
                text = args.text
                if args.kind == "json" and isinstance(args.value, dict | list) and not args.truncated:
                    text = json.dumps(args.value, indent=1, ensure_ascii=False)
                widgets.append(label(text, "mono", wrap=True, selectable=True))
        if len(actions) > ACTIONS_SHOWN:
            widgets.append(label(f"… {len(actions) - ACTIONS_SHOWN} more actions", "faint"))
        if widgets:
            self._section("ACTIONS" if len(actions) > 1 else "ACTION", widgets)

    def _render_logs(self, facts: NodeFacts, happened: bool) -> None:
        if not facts.logs or not happened:
            return
        widgets: list[QWidget] = []
        if facts.logs[0].reverted:
            widgets.append(label("This receipt failed: what these lines tell was rolled back.", "bad", wrap=True))
        for log in facts.logs[:LOGS_SHOWN]:
            text = log.text
            if log.event is not None:
                data = json.dumps(log.event["data"], indent=1, ensure_ascii=False)
                text = f"{log.event['standard']} {log.event['event']}\n{data}"
            line = label(text, "mono", wrap=True, selectable=True)
            if log.reverted:
                font = line.font()
                font.setStrikeOut(True)
                line.setFont(font)
            widgets.append(line)
        if len(facts.logs) > LOGS_SHOWN:
            widgets.append(label(f"… {len(facts.logs) - LOGS_SHOWN} more lines", "faint"))
        self._section("LOGS", widgets)

    def _render_gas(self, facts: NodeFacts, happened: bool) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        for i, (name, value, exact) in enumerate(gas_rows(facts, happened)):
            grid.addWidget(label(name, "mute"), i, 0)
            number = label(value, "number", selectable=True)
            number.setToolTip(exact)
            grid.addWidget(number, i, 1, Qt.AlignmentFlag.AlignRight)
        box = QWidget()
        box.setLayout(grid)
        bar = GasBar()
        bar.show_gas(facts.gas, happened)
        widgets: list[QWidget] = [bar, box]
        deposits = facts.tokens.deposits
        if deposits:
            widgets.append(label(f"deposit {format_near(deposits)}", "mute"))
        self._section("GAS", widgets)

    def _render_ids(self, tab: OpenTab, node_id: str) -> None:
        node = tab.document.graph.by_id[node_id]
        widgets: list[QWidget] = []
        where = []
        if node.height is not None:
            where.append(f"block {node.height:,}")
        facts = tab.document.analysis.facts[node_id]
        if facts.waited_blocks:
            why = {"data": " for data", "yield": " to be resumed"}.get(facts.wait_reason or "", "")
            where.append(f"waited {facts.waited_blocks:,} block" + ("s" if facts.waited_blocks > 1 else "") + why)
        if where:
            widgets.append(label(" · ".join(where), "mute", wrap=True))
        if node.synthesized:
            widgets.append(label("Rebuilt from the transaction: nodes leave this receipt out.", "mute", wrap=True))
        kind = "transaction" if node.kind == "transaction" else "receipt"
        entries = [(kind, node_id)]
        if node.block_hash is not None:
            entries.append(("block hash", node.block_hash))
        for result in facts.promise_results[:8]:
            here = (node_id, result.slot) in tab.moment.arrived and result.delivered_at is not None
            carried = f", block {result.delivered_at:,}" if here else ""
            entries.append((f"data, slot {result.slot}{carried}", result.data_id))
        for name, value in entries:
            short = label(f"{value[:6]}…{value[-4:]}" if len(value) > 14 else value, "")
            short.setToolTip(plain_tooltip(value))
            copy = button("Copy", "link", lambda v=value: QGuiApplication.clipboard().setText(v), f"Copy {name}")
            line = QWidget()
            told = ElidedLabel("mute")  # heights are long: the id and its button keep their room
            told.show_text(name)
            inner = row(told, short, copy)
            inner.setStretch(0, 1)
            line.setLayout(inner)
            widgets.append(line)
        toggle = button("Hide raw JSON" if self._raw_open else "Show raw JSON", "link", self._toggle_raw)
        line = QWidget()
        line.setLayout(row(toggle, None))
        widgets.append(line)
        if self._raw_open:
            text = QPlainTextEdit()
            text.setReadOnly(True)
            text.setMinimumHeight(260)
            # Qt takes seconds to wrap one line of a hundred thousand characters.
            lines = [visible_text(line, RAW_LINE_SHOWN) for line in raw_json(node).split("\n")]
            text.setPlainText(visible_text("\n".join(lines), RAW_SHOWN, keep="\n"))
            text.setAccessibleName("Raw JSON")
            widgets.append(text)
        self._section("IDS", widgets)

    def _section(self, caption: str, widgets: list[QWidget]) -> None:
        if caption:
            self._body.addSpacing(6)
            self._body.addWidget(label(caption, "caption"))
        for widget in widgets:
            self._body.addWidget(widget)

    def _slot_chosen(self, index: int, _column: int) -> None:
        producer = self._producers[index] if 0 <= index < len(self._producers) else None
        if producer is not None:
            self.select_wanted.emit(producer)

    def _toggle_raw(self) -> None:
        self._raw_open = not self._raw_open
        if self._tab is not None and self._tab.selection is not None:
            self._render_node(self._tab, self._tab.selection)


def _two_lines(node: Node) -> str:
    """A long label as method above account, which tells neighbours apart even where it is cut."""
    receiver = node.receipt.receiver_id if node.receipt is not None else None
    if receiver is None or len(node.label) <= 16 or not node.label.startswith(receiver):
        return node.label
    return f"{node.label[len(receiver):].lstrip('.: ')}\n{receiver}"


def _seen(tab: OpenTab) -> tuple[object, ...]:
    """What of a moment the inspector shows about the selected node."""
    node, moment = tab.selection or "", tab.moment
    arrived = frozenset(key for key in moment.arrived if key[0] == node)
    return moment.progress.get(node), arrived, frozenset(key for key in moment.in_flight if key[0] == node)


def _slot_table() -> QTableWidget:
    table = QTableWidget(0, 3)
    table.setObjectName("promiseResults")
    table.setAccessibleName("Promise results, slot by slot")
    table.setHorizontalHeaderLabels(["SLOT", "AWAITED CALL", "RECEIVED"])
    table.setItemDelegateForColumn(2, ValueDelegate(table))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table
