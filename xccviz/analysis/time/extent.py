"""How far a transaction reached: its receipts, those that failed among them, and the blocks from first to last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Literal

from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.literals import Sent
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


Failing = Literal["call", "receipt", "transaction"]
"""What failed: calls of functions; receipts some of which failed in another action, or of which that is not known; a
transaction that never became a receipt."""


@frozen
class Extent:
    """What there is of a transaction, counted.

    `receipts`: those that it made to be run; the `only_ids` among them may be refunds for all that documents tell.
    Without what `system` sends: `gas_refunds`, `deposit_refunds`, `payouts`, `leftovers` of a state init's deposit and
    `other_refunds`, of which no document tells what they gave back, those that may be `refunds_or_payouts` for all
    that documents tell, and of which only that is known: `refunds_to_come`, `either_to_come` (a refund or payout). What
    only carries data or code is not counted. Of all that failed: `failed_calls` (all that `system` did not send;
    `called` says whether each of them failed in a call, or is a transaction), `failed_refunds` of whatever,
    `failed_payouts`, `failed_either` (a refund or payout); `failed_receipts` are all but the transaction. `span`: None
    where no height is known.
    """

    receipts: int
    only_ids: int = 0
    gas_refunds: int = 0
    deposit_refunds: int = 0
    payouts: int = 0
    leftovers: int = 0
    other_refunds: int = 0
    refunds_or_payouts: int = 0
    refunds_to_come: int = 0
    either_to_come: int = 0
    failed_calls: int = 0
    called: Failing = "call"
    failed_refunds: int = 0
    failed_payouts: int = 0
    failed_either: int = 0
    failed_receipts: int = 0
    span: Span | None = None

    @property
    def count(self) -> int:
        """Receipts and what `system` sends, together."""
        known = self.gas_refunds + self.deposit_refunds + self.payouts + self.leftovers
        untold = self.other_refunds + self.refunds_or_payouts + self.refunds_to_come + self.either_to_come
        return self.receipts + known + untold


def extent_of(graph: ReceiptGraph) -> Extent:
    """The extent of what is known; its span holds every block in which something of it is known to stand."""
    return extent_of_nodes(graph.nodes)


def extent_of_nodes(nodes: Collection[Node]) -> Extent:
    """The extent of some of the nodes: of those that had run by a moment."""
    receipts = [node for node in nodes if node.kind != "transaction" and not node.never_runs]
    refunds = [node for node in receipts if node.is_refund]
    failed = [node for node in nodes if node.failed]
    coming = [node for node in refunds if node.refund_to_come]
    kinds = Counter(_sort(node) for node in refunds if not node.refund_to_come)
    lost = Counter(_sort(node) for node in failed if node.is_refund)
    either_to_come = sum(node.may_pay_out for node in coming)
    return Extent(
        receipts=len(receipts) - len(refunds),
        only_ids=sum(node.kind == "unknown" and not node.is_refund for node in receipts),
        gas_refunds=kinds["refund_gas"],
        deposit_refunds=kinds["refund_deposit"],
        payouts=kinds["payout"],
        leftovers=kinds["leftover"],
        other_refunds=kinds["refund"],
        refunds_or_payouts=kinds["either"],
        refunds_to_come=len(coming) - either_to_come,
        either_to_come=either_to_come,
        failed_calls=sum(not node.is_refund for node in failed),
        called=called_among(node for node in failed if not node.is_refund),
        failed_refunds=sum(lost.values()) - lost["payout"] - lost["either"],
        failed_payouts=lost["payout"],
        failed_either=lost["either"],
        failed_receipts=sum(node.failed for node in receipts),
        span=span_of(nodes),
    )


def _sort(node: Node) -> Sent | Literal["refund", "either"]:
    """What `system` sent, as far as that is known: some refund, or a refund or payout."""
    return node.sent or ("either" if node.may_pay_out else "refund")


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


def span_of(nodes: Iterable[Node]) -> Span | None:
    """From the first to the last of their blocks; None where no height is known."""
    heights = [node.height for node in nodes if node.height is not None]
    return Span(min(heights), max(heights)) if heights else None
