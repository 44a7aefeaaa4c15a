"""How far a transaction reached: its receipts, those that failed among them, and the blocks from first to last."""

from __future__ import annotations

from collections.abc import Iterable

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

    `receipts` without the `gas_refunds` and the `other_refunds`, of which no document tells what they gave back; none
    of them counts what carries data to callbacks. Of all that failed:
    `failed_calls` (an invalid transaction too), `failed_refunds` of gas or a deposit, `failed_payouts`;
    `failed_receipts` are all but the transaction. `span`: None where no height is known.
    """

    receipts: int
    gas_refunds: int
    other_refunds: int
    failed_calls: int
    failed_refunds: int
    failed_payouts: int
    failed_receipts: int
    span: Span | None


def extent_of(graph: ReceiptGraph) -> Extent:
    """The extent of what is known; its span holds every block in which something of it is known to stand."""
    receipts = [node for node in graph.nodes if node.kind not in ("transaction", "data_receipt")]
    gas_refunds = sum(node.is_gas_refund for node in receipts)
    other_refunds = sum(node.is_refund and node.refund is None for node in receipts)
    failed = [node for node in graph.nodes if node.failed]
    calls = sum(not node.is_refund for node in failed)
    payouts = sum(node.is_refund and "payout" in node.roles for node in failed)
    return Extent(
        receipts=len(receipts) - gas_refunds - other_refunds,
        gas_refunds=gas_refunds,
        other_refunds=other_refunds,
        failed_calls=calls,
        failed_refunds=len(failed) - calls - payouts,
        failed_payouts=payouts,
        failed_receipts=sum(node.failed for node in receipts),
        span=span_of(graph.nodes),
    )


def span_of(nodes: Iterable[Node]) -> Span | None:
    """From the first to the last of their blocks; None where no height is known."""
    heights = [node.height for node in nodes if node.height is not None]
    return Span(min(heights), max(heights)) if heights else None
