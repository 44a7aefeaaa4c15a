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
    flows = _flows(graph)
    order = ("signer", "relayer", "caller", "callee", "beneficiary")
    return tuple(
        AccountFacts(
            account,
            tuple(role for role in order if role in played),
            flows.get(account, 0) if flows is not None else None,
        )
        for account, played in roles.items()
    )


def _flows(graph: ReceiptGraph) -> dict[str, int] | None:
    """YoctoNEAR in − out − fees of each account; None when a piece is missing.

    A deposit leaves whoever created the receipt, also when the receipt fails (the refund brings it back); what a
    meta-transaction carries is paid by the relayer when it is sent (FINDINGS.md 1). Gas refunds are left out because
    the fee, Σ tokens_burnt, is what remains after them (protocol.md §4.3). The fee of a transaction signed with a gas
    key, and all that goes to and from such a key, is no account's (§2.13).
    """
    if any(item.kind in ("receipt", "outcome") for item in graph.missing):
        return None
    flows: dict[str, int] = {}

    def move(account: str, amount: int) -> None:
        flows[account] = flows.get(account, 0) + amount

    transaction = graph.trace.transaction
    raw = transaction.raw if isinstance(transaction.raw, dict) else {}
    by_gas_key = raw.get("nonce_index") is not None
    for node in graph.nodes:
        outcome, receipt = node.outcome, node.receipt
        if outcome is None:
            continue
        if outcome.tokens_burnt is None:
            return None
        if not by_gas_key:
            move(transaction.signer_id, -outcome.tokens_burnt)
        if not isinstance(receipt, ActionReceipt):
            continue
        if "refund_gas" in node.roles:
            if outcome.status.kind == "failure":
                # The refund found no account and is burnt: it does cost the signer (§2.10).
                move(receipt.receiver_id, -sum(action.deposit or 0 for action in receipt.actions))
            continue
        arrived = outcome.status.kind != "failure"
        payer: str | None = receipt.predecessor_id
        if payer == SYSTEM:
            parent = graph.by_id.get(node.parent or "")
            payer = parent.receipt.receiver_id if "payout" in node.roles and parent and parent.receipt else None
        elif "delegated" in node.roles:
            payer = None
        for action in receipt.actions:
            carried = action.delegate.actions if action.delegate is not None else ()
            amount = (action.deposit or 0) + sum(inner.deposit or 0 for inner in carried)
            if payer is not None and amount:
                move(payer, -amount)
            if arrived and action.deposit and action.kind != "TransferToGasKey":
                move(receipt.receiver_id, action.deposit)
            withdrawn = action.fields.get("amount") if action.kind == "WithdrawFromGasKey" else None
            if arrived and isinstance(withdrawn, str) and withdrawn.isdigit():
                move(receipt.receiver_id, int(withdrawn))
    return flows
