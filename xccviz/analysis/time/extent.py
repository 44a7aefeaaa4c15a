"""How far a transaction reached: its receipts, those that failed among them, and the blocks from first to last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from xccviz.graph.types import Node, ReceiptGraph
from xccviz.values import frozen


@frozen
class Span:
    """Blocks from the height `first` to the height `last`, both counted."""

    first: int
    last: int

    @property
    def blocks(self) -> int:
        """How many blocks that is."""
        return self.last - self.first + 1


@frozen
class Extent:
    """What there is of a transaction, counted.

    `receipts`: those that it made to be run, without what `system` sends: `gas_refunds`, `deposit_refunds`, `payouts`,
    and `other_refunds`, of which no document tells what they gave back (`may_pay_out`: nor whether one of them is a
    payout). What only carries data or code is not counted. Of all that failed: `failed_calls` (an invalid transaction
    too), `failed_refunds` of gas or a deposit, `failed_payouts`, `failed_others` (of the `other_refunds`);
    `failed_receipts` are all but the transaction. `span`: None where no height is known.
    """

    receipts: int
    gas_refunds: int = 0
    deposit_refunds: int = 0
    payouts: int = 0
    other_refunds: int = 0
    may_pay_out: bool = False
    failed_calls: int = 0
    failed_refunds: int = 0
    failed_payouts: int = 0
    failed_others: int = 0
    failed_receipts: int = 0
    span: Span | None = None

    @property
    def count(self) -> int:
        """Receipts and what `system` sends, together."""
        refunds = self.gas_refunds + self.deposit_refunds + self.payouts + self.other_refunds
        return self.receipts + refunds


def extent_of(graph: ReceiptGraph) -> Extent:
    """The extent of what is known; its span holds every block in which something of it is known to stand."""
    return extent_of_nodes(graph.nodes)


def extent_of_nodes(nodes: Collection[Node]) -> Extent:
    """The extent of some of the nodes: of those that had run by a moment."""
    receipts = [node for node in nodes if node.kind != "transaction" and not node.never_runs]
    refunds = [node for node in receipts if node.is_refund]
    failed = [node for node in nodes if node.failed]
    kinds = Counter(node.refund for node in refunds)
    lost = Counter(node.refund for node in failed if node.is_refund)
    others = [node for node in refunds if node.refund is None]
    return Extent(
        receipts=len(receipts) - len(refunds),
        gas_refunds=kinds["refund_gas"],
        deposit_refunds=kinds["refund_deposit"],
        payouts=kinds["payout"],
        other_refunds=len(others),
        may_pay_out=any(node.may_pay_out for node in others),
        failed_calls=sum(not node.is_refund for node in failed),
        failed_refunds=lost["refund_gas"] + lost["refund_deposit"],
        failed_payouts=lost["payout"],
        failed_others=lost[None],
        failed_receipts=sum(node.failed for node in receipts),
        span=span_of(nodes),
    )


def span_of(nodes: Iterable[Node]) -> Span | None:
    """From the first to the last of their blocks; None where no height is known."""
    heights = [node.height for node in nodes if node.height is not None]
    return Span(min(heights), max(heights)) if heights else None
