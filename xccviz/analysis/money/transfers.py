"""Movements of NEAR that the receipts show: transfers, deposits, refunds and payouts."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.analysis.types import Transfer, TransferKind
from xccviz.graph.types import ReceiptGraph
from xccviz.model.literals import RefundRole

_SYSTEM_KINDS: Mapping[RefundRole, TransferKind] = {
    "refund_gas": "gas_refund",
    "refund_deposit": "deposit_refund",
    "payout": "payout",
}


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
        system = _SYSTEM_KINDS[node.refund] if node.refund is not None else None
        for action in receipt.actions:
            if action.deposit is None or (action.deposit == 0 and not action.row.moves_only):
                continue
            kind: TransferKind = system or ("transfer" if action.row.moves_only else "deposit")
            found.append(
                Transfer(
                    from_id=receipt.predecessor_id,
                    to_id=receipt.receiver_id,
                    amount=action.deposit,
                    kind=kind,
                    node=node.id,
                    reverted=reverted,
                )
            )
    return tuple(found)
