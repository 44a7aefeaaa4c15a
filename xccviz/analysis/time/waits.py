"""How long a receipt waited between the first block it could have run in and the one it ran in, and why (§2.11).

parent runs ── sender's next chunk carries it ── receiver's chunk ── runs
            └─ buffered: left later than that   └─ delayed: in a queue there; or `data`, `yield`: waited for input
"""

from __future__ import annotations

from xccviz.analysis.time.shards import shard_of
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.literals import WaitReason


def waited_of(node: Node, graph: ReceiptGraph) -> tuple[int | None, WaitReason | None]:
    """Blocks waited and the reason where it is certain: `data`, `yield`, `delayed` or `buffered`.

    (None, None) without heights. `data`: it ran one block after its last producer. `buffered` and `delayed` need the
    chunks: a chunk of the sender's shard that did not carry it, or a new chunk of the receiver's shard that had it
    (or the last data it waited for) and did not run it.
    """
    if node.height is None or node.created_height is None:
        return None, None
    waited = max(0, node.height - node.created_height - 1)
    if waited == 0:
        return 0, None
    if "yield" in node.roles:
        return waited, "yield"
    heights = [
        producer.height
        for slot in graph.slots.get(node.id, ())
        if (producer := graph.by_id.get(slot.producer or "")) is not None and producer.height is not None
    ]
    if heights and max(heights) + 1 == node.height:
        return waited, "data"
    if _was_delayed(node, graph):
        return waited, "delayed"
    return waited, "buffered" if not heights and _was_buffered(node, graph) else None


def _was_delayed(node: Node, graph: ReceiptGraph) -> bool:
    """Whether a new chunk of its shard, in the block that brought the last thing it needed, did not run it."""
    trace = graph.trace
    needed = [node.id, *(slot.data or "" for slot in graph.slots.get(node.id, ()))]
    if any(item not in trace.carried for item in needed):
        return False
    arrived = max(trace.carried[item].height for item in needed)
    if node.height is None or arrived >= node.height:
        return False
    shard = shard_of(node, graph)
    return any(
        block.height == arrived and block.chunks.get(shard) == arrived
        for block in trace.blocks.values()
        if shard is not None
    )


def _was_buffered(node: Node, graph: ReceiptGraph) -> bool:
    """Whether the sender's shard had a chunk after the creator ran that did not carry the receipt yet."""
    carried, created = graph.trace.carried.get(node.id), node.created_height
    if carried is None or carried.shard_id is None or created is None:
        return False
    return any(
        shard == carried.shard_id and created < height < carried.height
        for height, shard in graph.trace.chunks
    )
