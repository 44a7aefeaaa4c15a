"""Which of two things "Exceeded the prepaid gas." was: the node reports both with the same words.

ran out      it burnt all that was attached, or nearly: whoever attached it gave too little
promised     it stopped well below that, wanting to attach more gas to other calls than it had left
"""

from __future__ import annotations

from typing import Literal

from xccviz.analysis.types import GasLedger
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.raw import Json
from xccviz.values import frozen

_TEXT = "Exceeded the prepaid gas."
_CLOSE = 0.95
"""Share of the attached gas from which on "burnt close to attached" holds. Recorded calls whose own work ran out burnt
exactly what was attached; those that promised too much burnt between 0.5 % and 84 % of it. In between it is not known
whether the rest was too little for its work or for the calls it made."""


@frozen
class GasGiver:
    """Who attached the gas of a call: the transaction, the meta-transaction it came in, a `contract` (its call is
    `node`), or an account whose receipt is not visible (`account`, None where it isn't known either)."""

    kind: Literal["transaction", "meta_transaction", "contract", "unseen"]
    node: Node | None = None
    account: str | None = None


@frozen
class GasFailure:
    """How a call exceeded its gas. `attached` to the failing action and `burnt` by the receipt apart from execution
    fees, in gas; `caller`: who attached it. `left` of what was attached; None where that is not known, in a batch whose
    earlier calls burnt too. `fees`: what executing the receipt cost, which is prepaid apart."""

    kind: Literal["ran_out", "promised", "unclear"]
    attached: int
    burnt: int
    caller: GasGiver
    left: int | None
    fees: int

    @property
    def case(self) -> str:
        """Which words the error dictionary has for it."""
        if self.kind != "ran_out":
            return "promised.batch" if self.kind == "promised" and self.left is None else self.kind
        how = "nearly" if self.left else "ran_out"
        return f"{how}.by_contract" if self.caller.kind == "contract" else how


def gas_failure(graph: ReceiptGraph, node: Node, ledger: GasLedger) -> GasFailure | None:
    """How `node` exceeded its gas; None when it did not fail for that, or a number is not known.

    A batch reports the gas of all its actions in one sum, so what the failing one burnt is only known between bounds:
    where they leave both open the kind is `unclear`.
    """
    if not node.failed or node.outcome is None or not _exceeded(node.outcome.status.failure):
        return None
    actions = node.actions
    index = node.outcome.failed_at
    if index is None or index >= len(actions) or ledger.burnt is None or ledger.execution_fees is None:
        return None
    attached = actions[index].gas
    if attached is None:
        return None
    burnt = ledger.burnt - ledger.execution_fees
    before = sum(action.gas or 0 for action in actions[:index])
    least = burnt - before
    enough = attached * _CLOSE
    kind: Literal["ran_out", "promised", "unclear"] = "unclear"
    if least >= (attached if before else enough):
        kind = "ran_out"
    elif burnt < enough:
        kind = "promised"
    left = None if before else max(0, attached - burnt)
    return GasFailure(kind, attached, burnt, _giver(graph, node), left, ledger.execution_fees)


def _giver(graph: ReceiptGraph, node: Node) -> GasGiver:
    parent = graph.by_id.get(node.parent or "")
    if "delegated" in node.roles:
        return GasGiver("meta_transaction")
    if parent is None:
        receipt = node.action_receipt
        return GasGiver("unseen", account=receipt.predecessor_id if receipt is not None else None)
    return GasGiver("transaction") if parent.kind == "transaction" else GasGiver("contract", parent)


def _exceeded(failure: Json) -> bool:
    """Whether a raw failure is that text, or the structured error of old outcomes. A contract's own panic with the
    same words is not."""
    error = _member(_member(_member(failure, "ActionError"), "kind"), "FunctionCallError")
    return bool(_member(error, "ExecutionError") == _TEXT) or bool(
        _member(error, "HostError") == "GasExceeded"
    )


def _member(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None
