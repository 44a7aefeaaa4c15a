"""Where the gas of each receipt went, in whole parts that add up to the last unit.

    attached   attached + prepaid  = burnt here + passed on + got back
    burnt      burnt with all it called = burnt here + passed on (burnt by what it called)
    back       got back with all it called = passed on (got back by what it called) + got back here

What a receipt passed on is exactly the sum of what its calls are about. What is not known has a part of its own: where
the rest of a ledger leaves room for it, that room; else a little, so that it can be shown. It is never zero by default.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from xccviz.analysis.types import Analysis, GasLedger
from xccviz.graph.types import Node
from xccviz.values import frozen

Measure = Literal["attached", "burnt", "back"]
MEASURES: tuple[Measure, ...] = ("attached", "burnt", "back")
UNHEARD = 10**12
"""Gas that something of which nothing is known is shown as, where nothing at all is known."""
_LEAST_PART = 4
"""All that is not known takes at most one part in so many of what is, where no ledger leaves room for it."""


@frozen
class Flow:
    """The gas one node is about, in gas units: `gas` = `burnt` + `passed` + `back` + `unknown`. `calls`: the nodes that
    `passed` went to, in call order; `refunds`: gas refunds that brought `back` home, where they are asked for.

    `certain`: `gas` itself is known. `odd`: the ledger does not add up, or does not reconcile with its refund."""

    node: str
    gas: int
    burnt: int
    passed: int
    back: int
    unknown: int
    calls: tuple[str, ...] = ()
    refunds: tuple[str, ...] = ()
    certain: bool = True
    odd: bool = False


@frozen
class _Known:
    """What is known of one node: its parts, None where not known, and the whole where a ledger tells it."""

    whole: int | None
    burnt: int | None
    back: int | None
    passed: int | None = None

    @property
    def complete(self) -> bool:
        """Whether no part of its own is missing."""
        return self.burnt is not None and self.back is not None


def flows(analysis: Analysis, measure: Measure, refunds: bool = False) -> Mapping[str, Flow]:
    """The flow of every node that has gas of its own, callers before their calls. `refunds`: what `system` sends too;
    it buys nothing, so of the attached gas a gas refund is what it brought back."""
    calls, brought, order = _tree(analysis, measure, refunds)
    known = {node: _known(analysis, node, measure) for node in order}
    free = _without_room(order, calls, known)
    needs = _needs(order, calls, known, free, nominal=0)
    unknown = sum(1 for node in free if not known[node].complete)
    if unknown:
        whole = needs[order[0]]
        needs = _needs(
            order, calls, known, free, max(1, whole // (_LEAST_PART * unknown)) if whole else UNHEARD
        )
    return _shared_out(analysis, order, calls, brought, known, needs)


def whole_of(found: Mapping[str, Flow]) -> Flow:
    """The flow of the whole transaction."""
    return next(iter(found.values()))


Calls = dict[str, tuple[str, ...]]


def _tree(analysis: Analysis, measure: Measure, refunds: bool) -> tuple[Calls, Calls, list[str]]:
    """The calls of each node, the gas refunds below it, and all nodes, callers first. What hangs below no other node
    hangs below the transaction, also where a document makes receipts call each other in a ring."""
    graph = analysis.graph
    counts = refunds and measure == "burnt"
    calls: Calls = {}
    brought: Calls = {}
    order: list[str] = []
    seen: set[str] = set()

    def walk(first: str) -> None:
        stack = [first]
        while stack:
            node = stack.pop()
            if node in seen:
                continue
            seen.add(node)
            order.append(node)
            below = [graph.by_id[child] for child in graph.children.get(node, ()) if child in graph.by_id]
            calls[node] = tuple(n.id for n in below if n.id not in seen and _has_gas(n, counts))
            if refunds and not counts:
                brought[node] = tuple(n.id for n in below if n.is_gas_refund)
            stack.extend(reversed(calls[node]))

    walk(graph.root.id)
    strays: list[str] = []
    for node in graph.nodes:
        if node.id not in seen and _has_gas(node, counts):
            strays.append(node.id)
            walk(node.id)
    calls[graph.root.id] += tuple(strays)
    return calls, brought, order


def _has_gas(node: Node, refunds: bool) -> bool:
    return not node.never_runs and (refunds or not node.is_refund)


def _known(analysis: Analysis, node: str, measure: Measure) -> _Known:
    gas, of = analysis.facts[node].gas, analysis.graph.by_id[node]
    if of.is_invalid:
        return _Known(0, gas.burnt or 0, 0)
    if measure == "burnt":
        return _Known(None, gas.burnt, 0)
    back = max(0, gas.unspent) if gas.unspent is not None else None
    if measure == "back":
        return _Known(None, 0, back)
    return _Known(_about(gas, of), gas.burnt, back, gas.forwarded)


def _about(gas: GasLedger, node: Node) -> int | None:
    """What was attached and prepaid; of the transaction, what it was bought for."""
    if node.kind == "transaction":
        return gas.burnt + gas.forwarded if gas.burnt is not None and gas.forwarded is not None else None
    if gas.attached is not None and gas.prepaid is not None:
        return gas.attached + gas.prepaid
    if gas.burnt is not None and gas.forwarded is not None and gas.unspent is not None:
        return gas.burnt + gas.forwarded + max(0, gas.unspent)
    return None


def _without_room(order: Iterable[str], calls: Calls, known: Mapping[str, _Known]) -> set[str]:
    """The nodes for whose unknown parts no ledger of a caller leaves a room that is known."""
    found: set[str] = set()
    bound: set[str] = set()
    for node in order:
        if known[node].whole is not None or node in bound:
            bound.update(calls[node])
        else:
            found.add(node)
    return found


def _needs(
    order: list[str], calls: Calls, known: Mapping[str, _Known], free: set[str], nominal: int
) -> dict[str, int]:
    """The least gas that holds all that is known of each node and its calls; `nominal` for each part that is not known
    and has no room."""
    needs: dict[str, int] = {}
    for node in reversed(order):
        own = known[node]
        passed = sum(needs.get(call, 0) for call in calls[node])
        sum_ = (own.burnt or 0) + (own.back or 0) + max(own.passed or 0, passed)
        if node in free and not own.complete:
            sum_ += nominal
        needs[node] = max(own.whole or 0, sum_)
    return needs


def _shared_out(
    analysis: Analysis,
    order: list[str],
    calls: Calls,
    brought: Calls,
    known: Mapping[str, _Known],
    needs: Mapping[str, int],
) -> dict[str, Flow]:
    """From the callers down: what a ledger leaves over is shared by what is not known below it."""
    gas = {order[0]: needs[order[0]]}
    made: dict[str, Flow] = {}
    exact = _exact(order, calls, known)
    for node in order:
        own, below = known[node], calls[node]
        burnt, back = own.burnt or 0, own.back or 0
        for call in below:
            gas[call] = needs[call]
        given = sum(gas[call] for call in below)
        open_ = [call for call in below if call not in exact]
        if own.passed is not None and open_:
            left, parts = max(0, own.passed - given), len(open_)
        else:
            left, parts = gas[node] - burnt - back - given, len(open_) + (0 if own.complete else 1)
        own_part = parts > len(open_)
        for number, call in enumerate(open_):
            # What is left by rounding goes to the first, or to the node's own part.
            gas[call] += left // parts if number or own_part else left - left // parts * (parts - 1)
        passed = sum(gas[call] for call in below)
        unknown = gas[node] - burnt - back - passed
        ledger = analysis.facts[node].gas
        odd = ledger.reconciles is False or (ledger.unspent or 0) < 0 or (own.complete and unknown > 0)
        if own.whole is not None and ledger.forwarded is not None:
            odd = odd or passed != ledger.forwarded
        refunds = brought.get(node, ()) if back else ()
        made[node] = Flow(node, gas[node], burnt, passed, back, unknown, below, refunds, node in exact, odd)
    return made


def _exact(order: list[str], calls: Calls, known: Mapping[str, _Known]) -> set[str]:
    """The nodes of which the whole is known: a ledger tells it, or it is the sum of parts that are all known."""
    found: set[str] = set()
    for node in reversed(order):
        own = known[node]
        if own.whole is not None or (own.complete and all(call in found for call in calls[node])):
            found.add(node)
    return found
