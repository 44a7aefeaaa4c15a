"""Every receipt for programs, exactly, by the names of the analysed graph: what CSV and GraphML write of each. What a
person reads of them in a list is `receipts`."""

from __future__ import annotations

from collections.abc import Callable

from xccviz.analysis.results.outcomes import end_of
from xccviz.catalogue import numeral, tr
from xccviz.replay.standing import fate_at, roles_at, slot_states
from xccviz.tables.receipts import RECEIPTS, ReceiptRow, receipt_rows
from xccviz.tables.table import Column, Table, Value
from xccviz.words.lengths import Length
from xccviz.words.values import value_words


def _words(value: Value) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, int):
        return numeral(value)
    return "" if value is None else str(value)


def _column(id: str, name: str, value: Callable[[ReceiptRow], Value], unit: str = "") -> Column[ReceiptRow]:
    def words(row: ReceiptRow, length: Length) -> str:
        return _words(value(row))

    return Column(id, name, name, value, words, unit)


def _receipt(id: str) -> Callable[[ReceiptRow], Value]:
    """The value of a column of the receipts that people read."""
    return RECEIPTS.column(id).value


def _roles(row: ReceiptRow) -> str | None:
    return " ".join(roles_at(row.node, row.moment)) or None


def _predecessor(row: ReceiptRow) -> str | None:
    return row.node.receipt.predecessor_id if row.node.receipt is not None else None


def _receiver(row: ReceiptRow) -> str | None:
    if row.node.kind == "transaction":
        return row.document.trace.transaction.receiver_id
    return row.node.receipt.receiver_id if row.node.receipt is not None else None


def _signer(row: ReceiptRow) -> str | None:
    if row.node.kind == "transaction":
        return row.document.trace.transaction.signer_id
    receipt = row.node.action_receipt
    return receipt.signer_id if receipt is not None else None


def _executor(row: ReceiptRow) -> str | None:
    return row.node.outcome.executor_id if row.happened and row.node.outcome is not None else None


def _methods(row: ReceiptRow) -> str | None:
    return " ".join(action.method_name for action in row.node.actions if action.method_name) or None


def _status(row: ReceiptRow) -> str:
    """As one of four, by then: ok, failed, pending, unknown."""
    if row.happened or row.moment is None or row.moment.at_end:
        return end_of(row.facts)
    return "unknown" if row.progress == "unknown" else "pending"


def _failed(row: ReceiptRow) -> bool:
    return row.happened and row.facts.failed


def _error(row: ReceiptRow) -> str | None:
    said = row.document.errors.get(row.node.id) if _failed(row) else None
    return said.title if said is not None else None


def _returned(row: ReceiptRow) -> str | None:
    status = row.facts.status if row.happened else None
    if status is None or status.value is None or status.value.kind == "empty":
        return None
    return value_words(status.value, "line")


def _answers_with(row: ReceiptRow) -> str | None:
    return row.facts.status.receipt_id if row.happened and row.facts.status is not None else None


def _failed_slots(row: ReceiptRow) -> int | None:
    if not row.facts.promise_results:
        return None
    return slot_states(row.document.analysis, row.node.id, row.moment).count("failed")


def _time(row: ReceiptRow) -> str | None:
    known = row.node.timestamp_ns if row.happened else None
    return str(known) if known is not None else None


def _step(row: ReceiptRow) -> int | None:
    return row.document.timeline.history.ran_at.get(row.node.id) if row.happened else None


COLUMNS: tuple[Column[ReceiptRow], ...] = (
    _column("id", tr("Id"), lambda row: row.node.id),
    _column("index", tr("Number"), lambda row: row.node.index, "number"),
    _column("depth", tr("Depth"), lambda row: row.node.depth, "number"),
    _column("parent", tr("Parent"), lambda row: row.node.parent),
    _column("kind", tr("Kind"), lambda row: row.node.kind),
    _column("roles", tr("Roles"), _roles),
    _column("label", tr("Label"), lambda row: row.node.label),
    _column("predecessor_id", tr("Predecessor"), _predecessor),
    _column("receiver_id", tr("Receiver"), _receiver),
    _column("executor_id", tr("Ran on"), _executor),
    _column("signer_id", tr("Signer"), _signer),
    _column("actions", tr("Actions"), lambda row: len(row.node.actions) if row.node.described else None, "number"),
    _column("methods", tr("Methods"), _methods),
    _column("status", tr("Status"), _status),
    _column("progress", tr("Progress"), lambda row: row.progress),
    _column("fate", tr("Fate"), lambda row: fate_at(row.facts, row.moment) if _failed(row) else None),
    _column("error", tr("Error"), _error),
    _column("returned", tr("Returned"), _returned),
    _column("answers_with", tr("Answers with"), _answers_with),
    _column("slots", tr("Slots"), _receipt("slots"), "number"),
    _column("failed_slots", tr("Failed slots"), _failed_slots, "number"),
    _column("gas_attached", tr("Gas attached"), lambda row: row.facts.gas.attached if row.created else None, "gas"),
    _column("gas_burnt", tr("Gas burnt"), _receipt("gas"), "gas"),
    _column("gas_unspent", tr("Gas got back"), _receipt("unspent"), "gas"),
    _column("deposit", tr("Deposit"), lambda row: row.facts.tokens.deposits if row.created else None, "yocto"),
    _column("tokens_burnt", tr("Fee"), lambda row: row.facts.tokens.burnt if row.happened else None, "yocto"),
    _column("logs", tr("Log lines"), lambda row: len(row.facts.logs) if _executor(row) else None, "lines"),
    _column("block_height", tr("Block"), _receipt("block"), "height"),
    _column("timestamp_ns", tr("Time"), _time),
    _column("waited_blocks", tr("Waited"), lambda row: row.facts.waited_blocks if row.happened else None, "blocks"),
    _column("step", tr("Step"), _step, "step"),
)  # fmt: skip
NODES = Table("nodes", tr("Receipts, exactly"), COLUMNS, receipt_rows, RECEIPTS.sign, RECEIPTS.node)
