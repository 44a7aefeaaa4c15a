"""A call that ended well and still did not work, in words that say what was returned, not what was meant."""

from __future__ import annotations

from xccviz.analysis.types import SoftFailure
from xccviz.catalogue import tr, trn
from xccviz.graph.types import ReceiptGraph
from xccviz.words.names import name_in_sentence
from xccviz.words.short_values import sentence_value, short_text
from xccviz.words.signs import NOT_KNOWN

SAID_SHOWN = 60
"""Characters of what a contract returned."""


def soft_sentence(soft: SoftFailure, graph: ReceiptGraph) -> str:
    """What happened, beginning small and without a stop, to follow "Succeeded, but"."""
    name = name_in_sentence(graph.by_id[soft.node])
    if soft.kind == "used_less":
        return tr("{what}: {why}", what=_came_back(soft), why=why_words(soft, graph))
    returned = returned_words(soft)
    if soft.kind == "after_failed_slot":
        slots = soft.evidence["slots"]
        where = tr("slot {slot}", slot=slots[0]) if len(slots) == 1 else _slots(len(slots))
        return tr(
            "{call} received Failed in {slots} and returned {value}", call=name, slots=where, value=returned
        )
    if soft.kind == "reverted":
        reason = short_text(soft.evidence["text"], SAID_SHOWN)
        if not reason:
            return tr("{call} ran a transaction that was reverted", call=name)
        return tr("{call} ran a transaction that was reverted: {reason}", call=name, reason=reason)
    if soft.final:
        return tr("the result is false, from {call}", call=name)
    return tr("{call} answered {value}", call=name, value=returned)


def returned_words(soft: SoftFailure) -> str:
    """What the call returned, shortened as a value."""
    return sentence_value(soft.returned, SAID_SHOWN) if soft.returned is not None else NOT_KNOWN


def why_words(soft: SoftFailure, graph: ReceiptGraph) -> str:
    """Why less was used than was sent: what the receiver did; "" of other kinds."""
    receiver = graph.by_id.get(soft.receiver or "")
    name = name_in_sentence(receiver) if receiver is not None else tr("the receiver")
    said = sentence_value(soft.said, SAID_SHOWN) if soft.said is not None else NOT_KNOWN
    if soft.why == "failed":
        return tr("{call} failed", call=name)
    if soft.why == "not_known":
        return tr("what {call} returned is not known", call=name)
    if soft.why == "asked_back":
        return tr("{call} asked for it back ({value})", call=name, value=said)
    if soft.why == "answered":
        return tr("{call} returned {value}", call=name, value=said)
    if soft.why == "nothing":
        return tr("{call} returned nothing instead of an amount", call=name)
    return tr("{call} returned {value}, which is no amount", call=name, value=said) if soft.why else ""


def soft_explanation(soft: SoftFailure) -> str:
    """Why it is worth knowing."""
    if soft.kind == "used_less":
        return tr(
            "For the chain the transfer ended well, yet not all that was sent was used: the rest was given back."
        )
    if soft.kind == "after_failed_slot":
        return tr(
            "It received a failure and ended well, but with a value that usually means it did not work."
        )
    if soft.kind == "reverted":
        return tr(
            "The receipt did not fail; its result says that what it ran on its own machine was reverted."
        )
    if soft.final:
        return tr("The receipt did not fail; false as a result often means that it did not work.")
    return tr("The receipt did not fail; the value itself says that it did not work.")


def _came_back(soft: SoftFailure) -> str:
    if soft.token is not None:
        return tr("token {token} came back", token=short_text(soft.token, SAID_SHOWN))
    evidence = soft.evidence
    return tr(
        "{returned} of {sent} token units came back", returned=evidence["returned"], sent=evidence["sent"]
    )


def _slots(count: int) -> str:
    return trn("{count} slot", "{count} slots", count)
