"""Movements of NEAR that the receipts show: transfers, deposits, refunds and payouts."""

from __future__ import annotations

from xccviz.analysis.types import Transfer
from xccviz.graph.types import ReceiptGraph

_SYSTEM_KINDS = {"refund_gas": "gas_refund", "refund_deposit": "deposit_refund", "payout": "payout"}


def transfers_of(graph: ReceiptGraph) -> tuple[Transfer, ...]:
    """One entry a Transfer action or non-zero deposit of an executed receipt, in display order, in yoctoNEAR.

    `from_id` is `system` for refunds and payouts; `reverted`: that receipt failed, so the amount did not arrive.
    """
    found = []
    for node in graph.nodes:
        receipt = node.action_receipt
        if receipt is None or not node.has_run or node.outcome is None:
            continue
        reverted = node.outcome.failed
        system = next((_SYSTEM_KINDS[role] for role in node.roles if role in _SYSTEM_KINDS), None)
        for action in receipt.actions:
            if action.deposit is None or (action.deposit == 0 and action.kind != "Transfer"):
                continue
            kind = system or ("transfer" if action.kind == "Transfer" else "deposit")
            found.append(
                Transfer(
                    from_id=receipt.predecessor_id,
                    to_id=receipt.receiver_id,
                    amount=action.deposit,
                    kind=kind,  # type: ignore[arg-type]  # one of the five literals above
                    node=node.id,
                    reverted=reverted,
                )
            )
    return tuple(found)
