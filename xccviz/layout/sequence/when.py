"""In which row each receipt runs: a row a block where heights are known, else a row a step; an effect never stands in
the row of its cause, whatever the heights say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xccviz.graph.types import Node, ReceiptGraph
from xccviz.layout.causal import causes_of, in_order
from xccviz.layout.sequence.names import alike_title
from xccviz.values import frozen

_NEVER = 1 << 62
"""The block of what has not run: after all others."""
FEW = 4
"""Up to so many alike receipts stand on their own."""


@frozen
class Row:
    """What runs together: ids in the order in which they run; the height and the time (ns) of their block, None where
    that is not known; whether they have `ran`."""

    nodes: tuple[str, ...]
    height: int | None
    time_ns: int | None
    ran: bool


@frozen
class When:
    """Rows from above, and the row of every node."""

    rows: tuple[Row, ...]
    row_of: Mapping[str, int]
    by_block: bool


def rows_of(graph: ReceiptGraph, shown: Collection[str], *, whole: bool = False) -> When:
    """The rows of the nodes that are `shown`. `whole`: alike receipts of one step have a row each."""
    nodes = [node for node in graph.nodes if node.id in shown]
    heights = {node.height for node in nodes if node.has_run or node.never_runs}
    by_block = None not in heights and len(heights) > 1
    causes = {node.id: causes_of(graph, node, shown) for node in nodes}
    ran = _ran(nodes, causes)
    order = _order(graph, nodes, causes, ran)
    ranks = _by_block(order, causes, ran) if by_block else _by_step(graph, order, causes, ran, whole)
    keys = sorted(set(ranks.values()))
    number = {key: i for i, key in enumerate(keys)}
    members: list[list[Node]] = [[] for _ in keys]
    for node in order:
        members[number[ranks[node.id]]].append(node)
    rows = tuple(_row(group, ran) for group in members)
    return When(rows, {node.id: number[ranks[node.id]] for node in nodes}, by_block)


def _ran(nodes: list[Node], causes: Mapping[str, tuple[str, ...]]) -> set[str]:
    """What has run: also what no document says so of, where something ran that it led to."""
    ran = {node.id for node in nodes if node.has_run or node.never_runs}
    queue = list(ran)
    while queue:
        for cause in causes[queue.pop()]:
            if cause not in ran:
                ran.add(cause)
                queue.append(cause)
    return ran


def _row(nodes: list[Node], ran: Collection[str]) -> Row:
    heights = {node.height for node in nodes}
    times = [node.timestamp_ns for node in nodes if node.timestamp_ns is not None]
    height = heights.pop() if len(heights) == 1 else None
    return Row(tuple(node.id for node in nodes), height, min(times, default=None), nodes[0].id in ran)


def _order(
    graph: ReceiptGraph, nodes: list[Node], causes: Mapping[str, tuple[str, ...]], ran: Collection[str]
) -> tuple[Node, ...]:
    """All nodes in the order in which they run."""

    def block_of(node: Node, clock: Mapping[str, int]) -> int:
        if node.id not in ran:
            return _NEVER
        if (known := graph.clock.of.get(node.id)) is not None:
            return known
        return max((clock[cause] + _hop(node, cause) for cause in causes[node.id]), default=0)

    return in_order(nodes, causes, block_of)


def _hop(node: Node, cause: str) -> int:
    """Blocks from a cause to a node at least."""
    if cause != node.parent:
        return 1
    receipt = node.action_receipt
    return 0 if "local" in node.roles or (receipt is not None and receipt.input_data_ids) else 1


def _by_block(
    order: Sequence[Node], causes: Mapping[str, tuple[str, ...]], ran: Collection[str]
) -> dict[str, tuple[int, int, int]]:
    """Block, how many causes before it in the same block, and the height it says: a contradiction may say less, and
    nothing is said of what must have run."""
    ranks: dict[str, tuple[int, int, int]] = {}
    for node in order:
        own = _NEVER if node.id not in ran else node.height if node.height is not None else -1
        before = [ranks[cause] for cause in causes[node.id] if cause in ranks]
        block = max([own, *(rank[0] for rank in before)])
        deep = max((rank[1] + 1 for rank in before if rank[0] == block), default=0)
        ranks[node.id] = (block, deep, own)
    return ranks


def _by_step(
    graph: ReceiptGraph,
    order: Sequence[Node],
    causes: Mapping[str, tuple[str, ...]],
    has_run: Collection[str],
    whole: bool,
) -> dict[str, tuple[int, int, int]]:
    """A row each, for what has run in turn; many alike from one caller, one after the other, share a row. What has not
    run stands below, as deep as it has causes."""
    ranks: dict[str, tuple[int, int, int]] = {}
    ran = [node for node in order if node.id in has_run]
    start = 0
    while start < len(ran):
        end = start + 1
        while end < len(ran) and not whole and _same(graph, ran[start], ran[end]):
            end += 1
        together = end - start > FEW
        for place, node in enumerate(ran[start:end]):
            ranks[node.id] = (start if together else start + place, 0, 0)
        start = end
    for node in order:
        if node.id not in ranks:
            before = [ranks[cause] for cause in causes[node.id] if cause in ranks]
            deep = max((rank[1] + 1 for rank in before if rank[0] == _NEVER), default=0)
            ranks[node.id] = (_NEVER, deep, 0)
    # In a circle an effect may come before its cause; then nothing can be said about either.
    return ranks


def _same(graph: ReceiptGraph, one: Node, other: Node) -> bool:
    """Whether two receipts are alike: one caller and method, and neither waits for data."""
    return (
        one.parent is not None
        and one.parent == other.parent
        and alike_title(one) == alike_title(other)
        and not graph.slots.get(one.id)
        and not graph.slots.get(other.id)
    )
