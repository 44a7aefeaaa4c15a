"""How far a transaction reached: its receipts, those that failed among them, and the blocks from first to last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.literals import RefundRole
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


Counted = Literal["receipts", "gas_refunds", "deposit_refunds", "payouts", "other_refunds"]
"""The members of an Extent that count receipts; each is counted by one of them, or by none."""

COUNTED: tuple[Counted, ...] = get_args(Counted)


Failing = Literal["call", "receipt", "transaction"]
"""What failed: calls of functions; receipts some of which failed in another action, or of which that is not known; a
transaction that never became a receipt."""


@frozen
class Extent:
    """What there is of a transaction, counted.

    `receipts`: those that it made to be run, without what `system` sends: `gas_refunds`, `deposit_refunds`, `payouts`,
    and `other_refunds`, of which no document tells what they gave back (`may_pay_out`: nor whether one of them is a
    payout). What only carries data or code is not counted. Of all that failed: `failed_calls` (all that `system` did
    not send; `called` says whether each of them failed in a call, or is a transaction), `failed_refunds` of gas or a
    deposit, `failed_payouts`, `failed_others` (of the `other_refunds`); `failed_receipts` are all but the transaction.
    `span`: None where no height is known.
    """

    receipts: int = 0
    gas_refunds: int = 0
    deposit_refunds: int = 0
    payouts: int = 0
    other_refunds: int = 0
    may_pay_out: bool = False
    failed_calls: int = 0
    called: Failing = "call"
    failed_refunds: int = 0
    failed_payouts: int = 0
    failed_others: int = 0
    failed_receipts: int = 0
    span: Span | None = None

    @property
    def in_all(self) -> int:
        """The receipts, what `system` sends included."""
        sent = self.gas_refunds + self.deposit_refunds + self.payouts + self.other_refunds
        return self.receipts + sent


def extent_of(graph: ReceiptGraph) -> Extent:
    """The extent of what is known; its span holds every block in which something of it is known to stand."""
    return extent_among(graph.nodes)


def extent_among(nodes: Sequence[Node]) -> Extent:
    """The same of some of its nodes."""
    receipts = [node for node in nodes if node.kind != "transaction" and not node.never_runs]
    failed = [node for node in nodes if node.failed]
    counts: Counter[Counted | None] = Counter(map(counted_as, nodes))
    lost = Counter(node.refund for node in failed if node.is_refund)
    return Extent(
        receipts=counts["receipts"],
        gas_refunds=counts["gas_refunds"],
        deposit_refunds=counts["deposit_refunds"],
        payouts=counts["payouts"],
        other_refunds=counts["other_refunds"],
        may_pay_out=any(map(may_be_payout, receipts)),
        failed_calls=sum(not node.is_refund for node in failed),
        called=called_among([node for node in failed if not node.is_refund]),
        failed_refunds=lost["refund_gas"] + lost["refund_deposit"],
        failed_payouts=lost["payout"],
        failed_others=lost[None],
        failed_receipts=sum(node.failed for node in receipts),
        span=span_of(nodes),
    )


def called_among(failed: Iterable[Node]) -> Failing:
    """What these that failed are, in one word."""
    words = set(map(_failing, failed))
    return words.pop() if len(words) == 1 else "receipt" if words else "call"


def _failing(node: Node) -> Failing:
    if node.kind == "transaction":
        return "transaction"
    at, error = (None, None) if node.outcome is None else (node.outcome.failed_at, node.outcome.failed_with)
    tried = node.actions if at is None else node.actions[at : at + 1]
    called = error == "FunctionCallError" or any(action.method_name is not None for action in tried)
    return "call" if called else "receipt"


def counted_as(node: Node) -> Counted | None:
    """What a node counts as; None for the transaction and for what only carries data or code."""
    if node.kind == "transaction" or node.never_runs:
        return None
    return _COUNTED[node.refund] if node.is_refund else "receipts"


_COUNTED: Mapping[RefundRole | None, Counted] = {
    "refund_gas": "gas_refunds",
    "refund_deposit": "deposit_refunds",
    "payout": "payouts",
    None: "other_refunds",
}


def may_be_payout(node: Node) -> bool:
    """Whether it is from `system`, and no document tells if it is a refund or a payout."""
    return node.is_refund and node.refund is None and node.may_pay_out


def span_of(nodes: Iterable[Node]) -> Span | None:
    """From the first to the last of their blocks; None where no height is known."""
    heights = [node.height for node in nodes if node.height is not None]
    return Span(min(heights), max(heights)) if heights else None
