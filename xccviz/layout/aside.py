"""Which receipts need no place of their own in a drawing: data receipts that a line stands for, and gas refunds."""

from __future__ import annotations

from xccviz.analysis.types import Analysis


def data_hosts(analysis: Analysis) -> dict[str, str]:
    """Data receipts that a slot names → the node whose place stands for them: the producer, else the callback."""
    hosts: dict[str, str] = {}
    for callback, slots in analysis.graph.slots.items():
        for slot in slots:
            if slot.data is not None and slot.data in analysis.graph.by_id:
                parent = analysis.graph.by_id[slot.data].parent
                hosts[slot.data] = slot.producer or parent or callback
    # The transaction always has a place, also where a document gives its hash to a data receipt.
    root = analysis.graph.root.id
    return {data: host for data, host in hosts.items() if host not in hosts and data != root}


def foldable_refunds(analysis: Analysis) -> tuple[str, ...]:
    """Gas refunds that did what they should and led to nothing."""
    return tuple(
        node.id
        for node in analysis.graph.nodes
        if node.is_gas_refund
        and not analysis.facts[node.id].failed
        and not analysis.graph.children.get(node.id)
    )
