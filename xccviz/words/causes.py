"""Sentences about failures: what failed and why, who received it, what was lost."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.failures.fates import committed, still_running
from xccviz.analysis.types import Analysis, ErrorFacts
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.amounts import format_near
from xccviz.words.errors import LONG, SHORT, continues_sentence, error_title
from xccviz.words.names import account_names, name_in_sentence
from xccviz.words.sentences import all_of, capital, joined, stopped

CAUSES_TOLD = 3
"""Root causes and slots that are named; the rest is counted."""
NAMES_TOLD = 2


def cause_sentence(node: Node, error: ErrorFacts | None, whole: bool = False) -> str:
    """`app.near.run panicked: no.`, `Transfer to bob.near failed: no such account.`; `whole`: with the longer title."""
    name = name_in_sentence(node)
    if error is None:
        return tr("{call} failed.", call=name)
    title = error_title(error, LONG if whole else SHORT)
    if continues_sentence(error):
        return f"{name} {stopped(title)}"
    if node.kind == "transaction":
        return f"{name}: {stopped(title)}"
    receiver = node.action_receipt.receiver_id if node.action_receipt is not None else ""
    return tr("{call} failed: {why}", call=name, why=stopped(title.removesuffix(f": {receiver}")))


def error_of(analysis: Analysis, node_id: str) -> ErrorFacts | None:
    """The error that a node failed with."""
    facts = analysis.facts.get(node_id)
    return facts.status.error if facts is not None and facts.status is not None else None


def causes_words(analysis: Analysis, causes: Sequence[str]) -> str:
    """The first few causes, each with all the room it needs; those in the same words are counted."""
    found: dict[str, int] = {}
    names = account_names(analysis.graph)
    for cause in causes:
        node = analysis.graph.by_id[cause]
        sentence = cause_sentence(node, error_of(analysis, cause), whole=True)
        sentence = capital(sentence, names)
        found[stopped(sentence)] = found.get(stopped(sentence), 0) + 1
    shown = [
        words if number == 1 else _times(words.removesuffix("."), number)
        for words, number in list(found.items())[:CAUSES_TOLD]
    ]
    rest = sum(list(found.values())[CAUSES_TOLD:])
    return joined(*shown, tr("And {count} more.", count=numeral(rest)) if rest else "")


def _times(words: str, number: int) -> str:
    return trn("{what} ({count} time).", "{what} ({count} times).", number, what=words)


def burnt_sentence(graph: ReceiptGraph) -> str:
    """The money of refunds and payouts that failed, and whose it was."""
    told = [
        _lost_words(payout, format_near(amount), next(iter(owners)) if len(owners) == 1 else "")
        for payout in (False, True)
        for amount, owners in [_lost(graph, payout)]
        if amount
    ]
    return tr("{what}: burnt.", what=all_of(told)) if told else ""


def _lost_words(payout: bool, amount: str, owner: str) -> str:
    if payout and owner:
        return tr("{amount} could not be paid out to {account}", amount=amount, account=owner)
    if payout:
        return tr("{amount} could not be paid out", amount=amount)
    if owner:
        return tr("{amount} could not be refunded to {account}", amount=amount, account=owner)
    return tr("{amount} could not be refunded", amount=amount)


def _lost(graph: ReceiptGraph, payout: bool) -> tuple[int, set[str]]:
    """What failed payouts, or refunds, carried, and to whom."""
    nodes = [
        n
        for n in graph.nodes
        if n.failed and n.is_refund and (n.sent == "payout") is payout and n.deposit != 1  # no money
    ]
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
        ran = sum(n.kind == "action_receipt" and n.succeeded and not n.is_refund for n in graph.nodes)
        if ran == 1:
            return tr("What the receipt that succeeded changed stays.")
        return tr("What the {count} receipts that succeeded changed stays.", count=numeral(ran))
    return tr("What {calls} changed stays.", calls=all_of(names))


def received_sentence(graph: ReceiptGraph, causes: Sequence[str]) -> str:
    """`app.near.on_done got Failed in slot 1.` for the callbacks that received one of the causes, the first two by
    name."""
    found: dict[str, tuple[Node, set[int]]] = {}
    receivers = receivers_of(graph)
    for cause in causes:
        for callback, slot in receivers.get(cause, ()):
            found.setdefault(callback.id, (callback, set()))[1].add(slot)
    told = [_received(graph, callback, sorted(slots)) for callback, slots in found.values()]
    if len(told) > NAMES_TOLD:
        # Their slots may be others.
        return tr(
            "{what}; {count} other callbacks got Failed too.", what=told[0], count=numeral(len(told) - 1)
        )
    return f"{', '.join(told)}." if told else ""


def _received(graph: ReceiptGraph, callback: Node, slots: Sequence[int]) -> str:
    name, where = name_in_sentence(callback, ended=False), slots_words(slots)
    if callback.has_run:
        return tr("{call} got Failed in {slots}", call=name, slots=where)
    if still_running(graph):
        return tr("{call} will get Failed in {slots}", call=name, slots=where)
    return tr("{call} gets Failed in {slots}", call=name, slots=where)


def receivers_of(graph: ReceiptGraph) -> dict[str, list[tuple[Node, int]]]:
    """The callbacks that a node gave a slot to, with that slot, by the id of the node."""
    found: dict[str, list[tuple[Node, int]]] = {}
    for callback, entries in graph.slots.items():
        for slot in entries:
            if slot.producer is not None and callback in graph.by_id:
                found.setdefault(slot.producer, []).append((graph.by_id[callback], slot.slot))
    return found


def slots_words(slots: Sequence[int]) -> str:
    """`slot 1`, `slots 0, 1 and 2`, `7 slots`."""
    if len(slots) == 1:
        return tr("slot {slot}", slot=slots[0])
    if len(slots) > CAUSES_TOLD:
        return trn("{count} slot", "{count} slots", len(slots))
    listed = ", ".join(str(slot) for slot in slots[:-1])
    return tr("slots {slots} and {last}", slots=listed, last=slots[-1])
