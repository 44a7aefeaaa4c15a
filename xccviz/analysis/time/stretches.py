"""What a receipt waited for, one stretch of blocks after the other: for data until the last of it was there, then
wherever a shard kept it.

created ─┬─ could run ══ data ══ last data there ══ delayed, congestion, or one of the two ══ ran
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from xccviz.analysis.types import NodeFacts
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.literals import WaitReason
from xccviz.values import frozen

Cause = Literal["data", "yield", "delayed", "congestion", "queue", "unknown"]
"""`queue`: delayed or congestion, no chunk at hand tells which; `unknown`: not even that it had all it needed."""


_KEPT: Mapping[WaitReason | None, Cause] = {"delayed": "delayed", "buffered": "congestion"}


@frozen
class Stretch:
    """It waited for one cause from the block `since` until the block `until`, in which it ran, or another cause began.
    `until` None: it waits still."""

    cause: Cause
    since: int
    until: int | None

    @property
    def blocks(self) -> int | None:
        """How many blocks that took, None for one that lasts."""
        return None if self.until is None else self.until - self.since


def stretches_of(node: Node, facts: NodeFacts, graph: ReceiptGraph) -> tuple[Stretch, ...]:
    """The stretches from the first block in which the node could have run; () without heights, and for what did not
    wait. Of what has not run, only what is known to be missing is a cause."""
    if node.created_height is None or node.kind == "transaction":
        return ()
    since = node.created_height + 1
    slots = graph.slots.get(node.id, ())
    if not node.has_run:
        cause: Cause | None = "yield" if "yield" in node.roles else "data" if slots else None
        return (Stretch(cause, since, None),) if cause is not None and not node.never_runs else ()
    if node.height is None or node.height <= since:
        return ()
    if facts.wait_reason in ("yield", "data"):
        return (Stretch(facts.wait_reason, since, node.height),)
    rest = _KEPT.get(facts.wait_reason, "queue")
    if not slots:
        return (Stretch(rest, since, node.height),)
    producers = [graph.by_id.get(slot.producer or "") for slot in slots]
    heights = [producer.height for producer in producers if producer is not None]
    if len(heights) < len(slots) or None in heights:
        return (Stretch("unknown" if rest == "queue" else rest, since, node.height),)
    there = min(max(since, max(height + 1 for height in heights if height is not None)), node.height)
    parts = (Stretch("data", since, there), Stretch(rest, there, node.height))
    return tuple(part for part in parts if part.until is not None and part.until > part.since)
