"""Sentences about failures: what failed and why, who received it, what was lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.failures.fates import committed, still_running
from xccviz.analysis.types import NodeStatus
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.amounts import format_near
from xccviz.words.errors import LONG, SHORT, continues_sentence, error_title
from xccviz.words.names import name_in_sentence, spoken_name

CAUSES_TOLD = 3
"""Root causes and slots that are named; the rest is counted."""
NAMES_TOLD = 2


def cause_sentence(node: Node, statuses: Mapping[str, NodeStatus | None], whole: bool = False) -> str:
    """`app.near.run panicked: no.`, `Transfer to bob.near failed: no such account.`; `whole`: with the longer title."""
    status = statuses.get(node.id)
    name = name_in_sentence(node)
    if status is None or status.error is None:
        return f"{name} failed."
    title = error_title(status.error, LONG if whole else SHORT)
    if continues_sentence(status.error):
        return f"{name} {stopped(title)}"
    if node.kind == "transaction":
        return f"{name}: {stopped(title)}"
    receiver = node.action_receipt.receiver_id if node.action_receipt is not None else ""
    return f"{name} failed: {stopped(title.removesuffix(f': {receiver}'))}"


def causes_words(
    graph: ReceiptGraph, causes: Sequence[str], statuses: Mapping[str, NodeStatus | None]
) -> str:
    """The first few causes, each with all the room it needs; those in the same words are counted."""
    found: dict[str, int] = {}
    for cause in causes:
        sentence = stopped(cause_sentence(graph.by_id[cause], statuses, whole=True))
        found[sentence] = found.get(sentence, 0) + 1
    shown = [
        words if number == 1 else f"{words.removesuffix('.')} ({number:,} times)."
        for words, number in list(found.items())[:CAUSES_TOLD]
    ]
    rest = sum(list(found.values())[CAUSES_TOLD:])
    return joined(*shown, f"And {rest:,} more." if rest else "")


def burnt_sentence(graph: ReceiptGraph) -> str:
    """The money of refunds and payouts that failed, and whose it was."""
    told = [
        f"{format_near(amount)} {told}{f' to {next(iter(owners))}' if len(owners) == 1 else ''}"
        for payout, told in ((False, "could not be refunded"), (True, "could not be paid out"))
        for amount, owners in [_lost(graph, payout)]
        if amount
    ]
    return f"{' and '.join(told)}: burnt." if told else ""


def _lost(graph: ReceiptGraph, payout: bool) -> tuple[int, set[str]]:
    """What failed payouts, or refunds, carried, and to whom."""
    nodes = [n for n in graph.nodes if n.failed and n.is_refund and ("payout" in n.roles) is payout]
    receipts = [receipt for node in nodes if (receipt := node.action_receipt) is not None]
    amount = sum(receipt.deposit for receipt in receipts)
    return amount, {receipt.receiver_id for receipt in receipts}


def stays_sentence(graph: ReceiptGraph) -> str:
    """What succeeded stays although the transaction failed: `What app.near.run and ft.near.run changed stays.`"""
    nodes = committed(graph)
    if not nodes:
        return ""
    names = list(dict.fromkeys(name_in_sentence(node) for node in nodes))
    lost = {name_in_sentence(node) for node in graph.nodes if node.failed}
    if len(names) > NAMES_TOLD or lost.intersection(names):
        many = f"the {len(nodes):,} receipts" if len(nodes) > 1 else "the receipt"
        return f"What {many} that succeeded changed stays."
    return f"What {' and '.join(names)} changed stays."


def received_sentence(graph: ReceiptGraph, causes: Sequence[str]) -> str:
    """`app.near.on_done got Failed in slot 1.` for the callbacks that received one of the causes, the first two by
    name."""
    found: dict[str, tuple[Node, set[int]]] = {}
    for cause in causes:
        for callback, slot in receivers_of(graph, cause):
            found.setdefault(callback.id, (callback, set()))[1].add(slot)
    told = [
        f"{spoken_name(callback, ended=False)} {_verb(graph, callback)} Failed in {_slots(sorted(slots))}"
        for callback, slots in found.values()
    ]
    if len(told) > NAMES_TOLD:
        return f"{told[0]}, and so did {len(told) - 1:,} other callbacks."
    return f"{', '.join(told)}." if told else ""


def _verb(graph: ReceiptGraph, callback: Node) -> str:
    if callback.has_run:
        return "got"
    return "will get" if still_running(graph) else "gets"


def receivers_of(graph: ReceiptGraph, node_id: str) -> list[tuple[Node, int]]:
    """The callbacks that `node_id` gave a slot to, with that slot."""
    return [
        (graph.by_id[callback], slot.slot)
        for callback, entries in graph.slots.items()
        for slot in entries
        if slot.producer == node_id and callback in graph.by_id
    ]


def _slots(slots: Sequence[int]) -> str:
    if len(slots) == 1:
        return f"slot {slots[0]}"
    if len(slots) > CAUSES_TOLD:
        return f"{len(slots):,} slots"
    return f"slots {', '.join(str(slot) for slot in slots[:-1])} and {slots[-1]}"


def stopped(text: str) -> str:
    """With a full stop, unless something like it stands there, also within quotes."""
    text = text.rstrip(" :;,")
    return text if text.rstrip("\"'”’").endswith((".", "!", "?", "…")) else text + "."


def joined(*sentences: str) -> str:
    """Those that say something, one after the other."""
    return " ".join(sentence for sentence in sentences if sentence)
