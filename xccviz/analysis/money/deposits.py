"""Every deposit of a transaction: who paid it, for whom, and where it is now.

    alice.near ── 1 N ──> app.near.run                     arrived
                          app.near ── 0.5 N ──> ft.near.run   ✗ failed
                          app.near <── 0.5 N ── system        (deposit refund) returned

One line a deposit. What a contract passes on is a deposit of its own: NEAR has no identity, so none is followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xccviz.analysis.types import Deposit, Refund, RefundKind, Whereabouts
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.action_kinds import ActionKind
from xccviz.model.literals import RefundRole
from xccviz.model.trace import ActionReceipt
from xccviz.values import frozen, maker

_new_deposit = maker(Deposit)

_REFUNDS: Mapping[RefundRole, RefundKind] = {
    "refund_gas": "gas",
    "refund_deposit": "deposit",
    "payout": "payout",
}


@frozen
class _Carried:
    """A deposit as a receipt carries it; `inner`: index inside the Delegate action `action`, else None."""

    action: int
    inner: int | None
    receiver: str
    amount: int
    row: ActionKind


def deposits_of(graph: ReceiptGraph, system: Iterable[Refund]) -> tuple[Deposit, ...]:
    """One line a non-zero deposit, in display order of the receipt that carries it, then the payouts' own; `system`:
    what `refunds_of` the graph found.

    Deposits inside a Delegate are paid by the relayer (protocol.md §2.12) and belong to the receipt that it creates;
    until that is visible, or when the Delegate failed, to the Delegate. A payout of a deleted account is a line; one
    that gives the deposit of a state init back belongs to that deposit's line (§2.13).
    """
    refunds = {refund.node: refund for refund in system}
    pending = graph.to_come
    lines: list[Deposit] = []
    for node in graph.nodes:
        receipt = node.action_receipt
        if receipt is None:
            continue
        if receipt.from_system:
            payout = refunds.get(node.id)
            if payout is not None and payout.kind == "payout" and payout.amount:
                cause = graph.by_id.get(payout.cause or "")
                if cause is None or node.id not in _leftovers(graph, cause):
                    lines.append(_payout(cause, payout))
            continue
        back = [refunds[child] for child in graph.children.get(node.id, ()) if child in refunds]
        carried = tuple(_carried(graph, node))
        for item in carried:
            where, holder, refund, returned = _whereabouts(graph, node, item, carried, back, pending)
            lines.append(
                _new_deposit(
                    payer=_payer(graph, node, receipt),
                    amount=item.amount,
                    receiver=item.receiver,
                    kind="transfer" if item.row.moves_only else "deposit",
                    node=node.id,
                    action=item.action,
                    inner=item.inner,
                    where=where,
                    holder=holder,
                    refund=refund.node if refund is not None else None,
                    returned=returned,
                )
            )
    return tuple(lines)


def refunds_of(graph: ReceiptGraph) -> tuple[Refund, ...]:
    """Every receipt from `system` with the receipt that caused it, in display order (protocol.md §2.10).

    The cause is the parent: the failed receipt of a deposit refund, the one whose gas a gas refund gives back, the
    deleted account's or state init's receipt of a payout.
    """
    found = []
    for node in graph.nodes:
        kind, to, amount = node.refund, *brought(graph, node)
        if kind is None or to is None:
            continue
        ended = node.outcome.status.kind if node.outcome is not None and node.has_run else None
        found.append(
            Refund(
                node=node.id,
                cause=node.parent,
                kind=_REFUNDS[kind],
                to=to,
                amount=amount,
                arrived=None if ended is None else ended != "failure",
            )
        )
    return tuple(found)


def brought(graph: ReceiptGraph, node: Node) -> tuple[str | None, int]:
    """To whom `system` sent how much (yoctoNEAR); None where that is not known. A deposit refund without a document
    brings all that the receipt carried which failed."""
    receipt, failed = node.action_receipt, graph.by_id.get(node.parent or "")
    if receipt is not None:
        return receipt.receiver_id, receipt.deposit
    if node.told_refund != "refund_deposit" or node.outcome is None or failed is None:
        return None, 0
    return node.outcome.executor_id, sum(carried.amount for carried in _carried(graph, failed))


def _payer(graph: ReceiptGraph, node: Node, receipt: ActionReceipt) -> str:
    """Who sent it: the relayer for what a meta-transaction carries, else the receipt's predecessor."""
    parent = graph.by_id.get(node.parent or "")
    if "delegated" in node.roles and parent is not None and parent.action_receipt is not None:
        return parent.action_receipt.predecessor_id
    return receipt.predecessor_id


def _carried(graph: ReceiptGraph, node: Node) -> Iterator[_Carried]:
    """Deposits of a receipt's actions; those inside a Delegate only while no receipt of its own carries them."""
    receipt = node.action_receipt
    if receipt is None:
        return
    on_its_way = any("delegated" in graph.by_id[child].roles for child in graph.children.get(node.id, ()))
    for action in receipt.actions:
        if action.deposit:
            yield _Carried(action.index, None, receipt.receiver_id, action.deposit, action.row)
        if action.delegate is None or on_its_way:
            continue
        for inner in action.delegate.actions:
            if inner.deposit:
                yield _Carried(
                    action.index, inner.index, action.delegate.receiver_id, inner.deposit, inner.row
                )


def _whereabouts(
    graph: ReceiptGraph,
    node: Node,
    item: _Carried,
    carried: tuple[_Carried, ...],
    back: list[Refund],
    pending: frozenset[str],
) -> tuple[Whereabouts, str | None, Refund | None, int]:
    """Where one deposit is, with whom, the refund or payout that gave it back, and how much of it."""
    if not node.has_run or node.outcome is None:
        return ("in_flight" if node.id in pending else "unknown"), None, None, 0
    unseen = [child for child in graph.children.get(node.id, ()) if graph.by_id[child].receipt is None]
    if not node.outcome.failed:
        if item.inner is not None:
            return ("in_flight" if pending.intersection(unseen) else "unknown"), None, None, 0
        if not item.row.inits_state:
            return "arrived", item.receiver, None, 0
        return (
            ("unknown", None, None, 0)
            if unseen
            else _after_state_init(item, _leftovers(graph, node), carried, back)
        )
    refund = next((refund for refund in back if refund.kind == "deposit"), None)
    if refund is None or refund.amount != sum(other.amount for other in carried):
        # Not among the visible receipts, or not what the law says (I12): nothing is claimed then.
        return "unknown", None, refund, 0
    return (*_came_back(refund), refund, item.amount)


def _came_back(refund: Refund) -> tuple[Whereabouts, str | None]:
    if refund.arrived is None:
        return "returning", None
    return ("returned", refund.to) if refund.arrived else ("burnt", None)


def _after_state_init(
    item: _Carried, leftovers: tuple[str, ...], carried: tuple[_Carried, ...], back: list[Refund]
) -> tuple[Whereabouts, str | None, Refund | None, int]:
    """Where a state init's deposit is: payouts come in action order, and none comes where all of it was needed."""
    inits = [other for other in carried if other.row.inits_state]
    payouts = [refund for refund in back if refund.kind == "payout"]
    if not payouts:
        return "arrived", item.receiver, None, 0
    if len(leftovers) != len(inits):
        return "unknown", None, None, 0
    payout = payouts[inits.index(item)]
    if payout.amount < item.amount:
        return "arrived", item.receiver, payout, payout.amount
    return (*_came_back(payout), payout, item.amount)


def _leftovers(graph: ReceiptGraph, node: Node) -> tuple[str, ...]:
    """The payouts of a receipt that give deposits of state inits back; those of a deleted account are not."""
    return tuple(child for child in graph.children.get(node.id, ()) if graph.by_id[child].leftover)


def _payout(cause: Node | None, payout: Refund) -> Deposit:
    where: Whereabouts = "in_flight" if payout.arrived is None else "arrived" if payout.arrived else "burnt"
    return _new_deposit(
        payer=cause.receipt.receiver_id if cause is not None and cause.receipt is not None else None,
        amount=payout.amount,
        receiver=payout.to,
        kind="payout",
        node=payout.node,
        action=0,
        inner=None,
        where=where,
        holder=payout.to if where == "arrived" else None,
        refund=None,
        returned=0,
    )
