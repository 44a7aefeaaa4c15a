"""The accounts of a transaction and the parts they play."""

from __future__ import annotations

from xccviz.analysis.types import AccountFacts
from xccviz.graph.types import ReceiptGraph
from xccviz.model.ids import SYSTEM
from xccviz.model.trace import ActionReceipt


def accounts_of(graph: ReceiptGraph) -> tuple[AccountFacts, ...]:
    """Accounts in order of appearance. `relayer`: the signer of a meta-transaction; `caller`, `callee`: predecessor
    and receiver of a receipt; `beneficiary`: receives a refund or payout, or is named by DeleteAccount."""
    roles: dict[str, set[str]] = {}

    def add(account: str | None, role: str) -> None:
        if account and account != SYSTEM:
            roles.setdefault(account, set()).add(role)

    transaction = graph.trace.transaction
    add(transaction.signer_id, "signer")
    if any(action.delegate is not None for action in transaction.actions):
        add(transaction.signer_id, "relayer")
    for node in graph.nodes:
        receipt = node.receipt
        if not isinstance(receipt, ActionReceipt):
            if node.outcome is not None and node.kind != "transaction":
                add(node.outcome.executor_id, "callee")
            continue
        if receipt.predecessor_id == SYSTEM:
            add(receipt.receiver_id, "beneficiary")
            continue
        add(receipt.predecessor_id, "caller")
        add(receipt.receiver_id, "callee")
        for action in receipt.actions:
            beneficiary = action.fields.get("beneficiary_id")
            add(beneficiary if isinstance(beneficiary, str) else None, "beneficiary")
    order = ("signer", "relayer", "caller", "callee", "beneficiary")
    return tuple(
        AccountFacts(account, tuple(role for role in order if role in played))
        for account, played in roles.items()
    )
