"""Which shard ran what, as far as chunks at hand prove it: a chunk carries the receipts that its own shard made."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.graph.types import Node, ReceiptGraph


def shard_of(node: Node, graph: ReceiptGraph) -> int | None:
    """The shard the node ran in: that of the chunk which carried what it created; None where no chunk says so."""
    for child in node.outcome.receipt_ids if node.outcome is not None else ():
        carried = graph.trace.carried.get(child)
        if carried is not None:
            return carried.shard_id
    return None


def shards_of(graph: ReceiptGraph) -> Mapping[str, int]:
    """The shard of each account that is known to have run on one; none for an account that moved to another."""
    found: dict[str, set[int]] = {}
    for node in graph.nodes if graph.trace.carried else ():
        shard = shard_of(node, graph)
        account = node.outcome.executor_id if node.outcome is not None else None
        if shard is not None and account:
            found.setdefault(account, set()).add(shard)
    return {account: shards.pop() for account, shards in found.items() if len(shards) == 1}
