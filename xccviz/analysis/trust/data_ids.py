"""Data ids that can't be right: each is made for one slot of one callback, and one receipt after the other hands it on.

caller ── output_data_receivers [d → X] ──┐ returns its promise
callee ── output_data_receivers [d → X] ──┴──▸ X.input_data_ids [d]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xccviz.analysis.types import Contradiction, Said
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.trace import ActionReceipt, DataReceiver


def data_ids(graph: ReceiptGraph, closed: Callable[[], bool]) -> Iterator[Contradiction]:
    """One that is awaited in two places, one that two receipts hand out of which none got it from the other, one that
    is handed to another account than awaits it; where everything that ran is at hand (`closed`, asked where it
    matters), one that only one side knows."""
    yield from _awaited(graph)
    yield from _handed_out(graph)
    yield from _one_sided(graph, closed)


def _one_sided(graph: ReceiptGraph, closed: Callable[[], bool]) -> Iterator[Contradiction]:
    """Who awaits and who hands out name one id and one account (protocol.md §4.8 I15). A yield's comes from outside."""
    awaited: dict[str, tuple[Node, ActionReceipt, int]] = {}
    given: list[tuple[DataReceiver, Node, str]] = []
    for node in graph.nodes:
        receipt = node.action_receipt
        if receipt is None:
            continue
        for slot, id in enumerate(receipt.input_data_ids):
            awaited.setdefault(id, (node, receipt, slot))
        for place, to in enumerate(receipt.output_data_receivers):
            given.append((to, node, f"{receipt.where}.receipt.Action.output_data_receivers[{place}]"))
    lonely: list[Contradiction] = []
    for to, node, at in given:
        waiting = awaited.get(to.data_id)
        if waiting is None:
            lonely.append(Contradiction("not_awaited", node.id, Said("receipts", ""), Said(at, to.data_id)))
        elif to.receiver_id and (account := waiting[1].receiver_id) and account != to.receiver_id:
            one = Said(f"{at}.receiver_id", to.receiver_id)
            other = Said(f"{waiting[1].where}.receiver_id", account)
            yield Contradiction("data_receiver", node.id, one, other)
    known = {to.data_id for to, _, _ in given}
    for id, (node, receipt, slot) in awaited.items():
        if id not in known and not receipt.is_promise_yield:
            at = f"{receipt.where}.receipt.Action.input_data_ids[{slot}]"
            lonely.append(Contradiction("not_given", node.id, Said("receipts", ""), Said(at, id)))
    if lonely and closed() and not any(item.kind == "receipt" for item in graph.missing):
        yield from lonely


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
