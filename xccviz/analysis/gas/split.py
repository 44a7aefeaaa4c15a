"""How a receipt split its gas among the calls it created (protocol.md §4.7).

A caller gives each call fixed gas and, by weights, shares of what it leaves unspent; the chain stores the sum only, so
no weights are named here. What a call was given, burnt and gave back is exact.
"""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.analysis.gas.out_of_gas import gas_failure
from xccviz.analysis.types import NodeFacts
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.values import frozen


@frozen
class GasShare:
    """One call's part of its caller's gas, in gas units, None where not known. `returned`: what it left unspent.
    `starved`: it ran out of gas while a sibling gave back at least as much as it had been given."""

    node: str
    attached: int | None
    burnt: int | None
    returned: int | None
    starved: bool


def gas_split(graph: ReceiptGraph, facts: Mapping[str, NodeFacts], node: Node) -> tuple[GasShare, ...]:
    """The share of each receipt that `node` created, callbacks included, in order of creation; refunds take none."""
    calls = [
        facts[child]
        for child in graph.children.get(node.id, ())
        if child in facts and child in graph.by_id and _takes_gas(graph.by_id[child])
    ]
    back = sorted((call.gas.unspent or 0, call.id) for call in calls)
    shares = []
    for call in calls:
        attached = call.gas.attached
        most = next((unspent for unspent, other in reversed(back) if other != call.id), 0)
        starved = attached is not None and most >= attached > 0 and _ran_out(graph, call)
        shares.append(GasShare(call.id, attached, call.gas.burnt, call.gas.unspent, starved))
    return tuple(shares)


def _ran_out(graph: ReceiptGraph, facts: NodeFacts) -> bool:
    failure = gas_failure(graph, graph.by_id[facts.id], facts.gas)
    return failure is not None and failure.kind == "ran_out"


def _takes_gas(node: Node) -> bool:
    return node.action_receipt is not None and not node.is_refund
