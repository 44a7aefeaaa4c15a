"""Fees of receipts and actions by protocol version (protocol.md §4.5), and the versions a document agrees with.

The table comes in as an argument. A version that was not fetched is narrowed down by what the document itself shows:
the transaction's burnt gas is the sum of its send fees (invariant I20), and an exact profile leaves the execution fees
(I14). Where the versions that remain disagree about a fee, it is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.trace import Action, ActionReceipt

Way = Literal["send_sir", "send_not_sir", "execution"]

_HEX_IMPLICIT = re.compile(r"[0-9a-f]{64}")
_OTHER_IMPLICIT = re.compile(r"0[xs][0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class FeeTable:
    """The fees in force from protocol version `since` on, in gas: name → way → gas."""

    since: int
    fees: Mapping[str, Mapping[str, int]]

    def receipt(self, way: Way) -> int:
        """The fee of an action receipt itself."""
        return self.fees["new_action_receipt"][way]

    def action(self, action: Action, receiver_id: str, way: Way) -> int | None:
        """The fee of one action sent to `receiver_id`, without what a Delegate carries; None when the action's size is
        not in the document (deployed code) or the kind has no row."""
        if action.kind == "FunctionCall":
            if action.method_name is None or action.args is None:
                return None
            size = len(action.method_name.encode()) + len(action.args)
            return self._of("FunctionCall", way, size)
        if action.kind == "Transfer":
            fee = self._of("Transfer", way)
            # A transfer to an implicit account is charged for creating it, whether or not it exists (§4.5).
            if _HEX_IMPLICIT.fullmatch(receiver_id):
                return _sum((fee, self._of("CreateAccount", way), self._of("AddKey/full", way)))
            if _OTHER_IMPLICIT.fullmatch(receiver_id):
                return _sum((fee, self._of("CreateAccount", way)))
            return fee
        if action.kind == "AddKey":
            return self._add_key(action.fields.get("access_key"), way)
        if action.kind in ("UseGlobalContract", "UseGlobalContractByAccountId"):
            account = action.fields.get("account_id")
            return self._of("UseGlobalContract", way, len(account) if isinstance(account, str) else 32)
        if action.kind == "DelegateV2":
            return self._of("Delegate", way)
        return self._of(action.kind, way)

    def actions(self, actions: Sequence[Action], receiver_id: str, way: Way) -> int | None:
        """Σ fees of actions; None when one is not known."""
        return _sum(self.action(action, receiver_id, way) for action in actions)

    def _add_key(self, access_key: Any, way: Way) -> int | None:
        permission = access_key.get("permission") if isinstance(access_key, dict) else None
        if permission == "FullAccess" or (isinstance(permission, dict) and "FullAccess" in permission):
            return self._of("AddKey/full", way)
        call = permission.get("FunctionCall") if isinstance(permission, dict) else None
        names = call.get("method_names") if isinstance(call, dict) else None
        if not isinstance(names, list):
            return None
        return self._of("AddKey/function_call", way, sum(len(str(name).encode()) + 1 for name in names))

    def _of(self, name: str, way: Way, size: int | None = None) -> int | None:
        row = self.fees.get(name)
        if row is None:
            return None
        return row[way] + (self.fees[f"{name}/byte"][way] * size if size is not None else 0)


def parse_fee_tables(value: Mapping[str, Any]) -> tuple[FeeTable, ...]:
    """The tables of resources/fees/fees.json, oldest first; each row adds to and replaces the one before."""
    tables = []
    fees: dict[str, Mapping[str, int]] = {}
    for row in value["rows"]:
        fees = {**fees, **row["fees"]}
        tables.append(FeeTable(row["since"], fees))
    return tuple(tables)


_REGIMES = {"lt78": (0, 77), "78-84": (78, 84), "ge85": (85, 10**6)}
"""Protocol versions of each price regime (protocol.md §4.2)."""


def consistent_tables(
    graph: ReceiptGraph, tables: Sequence[FeeTable], regime: str = "unknown"
) -> tuple[FeeTable, ...]:
    """The tables that may have been in force: the one of the known protocol version, else all of the price regime that
    the document does not contradict. Empty when it contradicts all (a newer protocol)."""
    version = graph.trace.protocol_version
    first, last = (version, version) if version is not None else _REGIMES.get(regime, (0, 10**6))
    ends = [*(table.since - 1 for table in tables[1:]), 10**6]
    possible = [t for t, end in zip(tables, ends, strict=True) if t.since <= last and end >= first]
    return tuple(t for t in possible if version is not None or not _contradicts(graph, t))


def _contradicts(graph: ReceiptGraph, table: FeeTable) -> bool:
    transaction, outcome = graph.trace.transaction, graph.root.outcome
    if outcome is not None and outcome.gas_burnt and outcome.status.kind == "success_receipt":
        sir = transaction.signer_id == transaction.receiver_id
        way: Way = "send_sir" if sir else "send_not_sir"
        expected = _sum(
            (
                table.receipt(way),
                table.actions(transaction.actions, transaction.receiver_id, way),
                # Recorded: the transaction's own way counts here, also for what a Delegate carries.
                *(_inner(table, action, way) for action in transaction.actions),
            )
        )
        signed_by_ml_dsa = (transaction.public_key or "").startswith("ml-dsa")
        if expected is not None and expected != outcome.gas_burnt and not signed_by_ml_dsa:
            return True
    for node in graph.nodes:
        if node.outcome is None or node.outcome.status.kind not in ("success_value", "success_receipt"):
            continue
        if node.kind != "action_receipt" or "delegate" in node.roles:
            continue
        if node.outcome.profile is None or node.outcome.profile_version not in (3, 4):
            continue
        expected = execution_fees(node, table)
        seen = (node.outcome.gas_burnt or 0) - sum(entry.gas for entry in node.outcome.profile)
        # A profile without the execution fees of its own receipt is not exact; it tells nothing about versions.
        if expected is not None and expected != seen and seen >= table.receipt("execution"):
            return True
    return False


def execution_fees(node: Node, table: FeeTable, first: int | None = None) -> int | None:
    """Execution fees of a receipt and its actions (only the first `first` ones when given), in gas."""
    receipt = node.receipt
    if not isinstance(receipt, ActionReceipt):
        return None
    actions = receipt.actions if first is None else receipt.actions[:first]
    return _sum((table.receipt("execution"), table.actions(actions, receipt.receiver_id, "execution")))


def agreed(tables: Sequence[FeeTable], fee: Callable[[FeeTable], int | None]) -> int | None:
    """The fee when all tables that may have been in force agree about it, else None."""
    values = {fee(table) for table in tables}
    return values.pop() if len(values) == 1 else None


def delegate_prepaid(node: Node, table: FeeTable) -> tuple[int, int] | None:
    """What a meta-transaction prepays for its inner receipt: (send fees of the inner actions, burnt when it runs, and
    execution fees of the inner receipt), in gas; None when one is not known (FINDINGS.md 2, protocol.md §4.2)."""
    receipt = node.receipt
    if not isinstance(receipt, ActionReceipt):
        return None
    send = execution = 0
    for action in receipt.actions:
        inner = action.delegate
        if inner is None:
            continue
        sent = _inner(table, action, _inner_way(action))
        ran = _inner(table, action, "execution")
        if sent is None or ran is None:
            return None
        send += sent
        execution += table.receipt("execution") + ran
    return send, execution


def _inner(table: FeeTable, action: Action, way: Way) -> int | None:
    """Σ fees of the actions inside a Delegate, 0 for other actions."""
    inner = action.delegate
    return 0 if inner is None else table.actions(inner.actions, inner.receiver_id, way)


def _inner_way(action: Action) -> Way:
    inner = action.delegate
    return "send_sir" if inner is not None and inner.sender_id == inner.receiver_id else "send_not_sir"


def _sum(values: Any) -> int | None:
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
