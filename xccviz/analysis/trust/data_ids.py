"""Data ids that can't be right: each is made for one slot of one callback, and one receipt after the other hands it on.

caller ── output_data_receivers [d → X] ──┐ returns its promise
callee ── output_data_receivers [d → X] ──┴──▸ X.input_data_ids [d]
"""

from __future__ import annotations

from collections.abc import Iterator

from xccviz.analysis.types import Contradiction, Said
from xccviz.graph.types import Node, ReceiptGraph


def data_ids(graph: ReceiptGraph) -> Iterator[Contradiction]:
    """One that is awaited in two places, and one that two receipts hand out of which none got it from the other."""
    yield from _awaited(graph)
    yield from _handed_out(graph)


def _awaited(graph: ReceiptGraph) -> Iterator[Contradiction]:
    first: dict[str, str] = {}
    for node in graph.nodes:
        receipt = node.action_receipt
        for place, id in enumerate(receipt.input_data_ids if receipt is not None else ()):
            at = f"{receipt.where if receipt is not None else ''}.receipt.Action.input_data_ids[{place}]"
            known = first.setdefault(id, at)
            if known != at:
                yield Contradiction("awaited_twice", node.id, Said(known, id), Said(at, id))


def _handed_out(graph: ReceiptGraph) -> Iterator[Contradiction]:
    """Whoever returns its promise hands its receivers on to that (protocol.md §2.4); what has no outcome may have done
    so unseen."""
    givers: dict[str, list[tuple[Node, str]]] = {}
    for node in graph.nodes:
        receipt = node.action_receipt
        for place, to in enumerate(receipt.output_data_receivers if receipt is not None else ()):
            at = f"{receipt.where if receipt is not None else ''}.receipt.Action.output_data_receivers[{place}]"
            givers.setdefault(to.data_id, []).append((node, at))
    for id, each in givers.items():
        if len(each) < 2 or not all(node.has_run for node, _ in each):
            continue
        passed = {node.outcome.status.receipt_id for node, _ in each if node.outcome is not None}
        begin = [(node, at) for node, at in each if node.id not in passed]
        for node, at in begin[1:]:
            yield Contradiction("handed_twice", node.id, Said(begin[0][1], id), Said(at, id))
