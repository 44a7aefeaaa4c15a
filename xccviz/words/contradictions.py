"""What contradicts what, in words: a title for each kind, and the two places with what each says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xccviz.analysis.types import Analysis, Contradiction, ContradictionKind, Said
from xccviz.catalogue import tr
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.errors import Problem
from xccviz.words.names import name_in_sentence
from xccviz.words.sentences import joined, stopped

VALUE_SHOWN = 80
"""Characters of a value that a sentence quotes."""
BEFORE_SHOWN = 50
"""So many of them before the place where two values begin to differ."""

TITLES: Mapping[ContradictionKind, Callable[[str], str]] = {
    "another_hash": lambda call: tr("This is another transaction than was asked for"),
    "outcome_id": lambda call: tr("The transaction's outcome has the id of something else"),
    "signer": lambda call: tr("{call} has another signer than the transaction", call=call),
    "receiver": lambda call: tr("{call} has another receiver than the transaction", call=call),
    "public_key": lambda call: tr("{call} is signed with another key than the transaction", call=call),
    "action_count": lambda call: tr("{call} has other actions than the transaction", call=call),
    "action": lambda call: tr("{call} has other actions than the transaction", call=call),
    "orphan": lambda call: tr("{call} does not belong to this transaction", call=call),
    "executor": lambda call: tr("{call} was run by another account than it was for", call=call),
    "sender": lambda call: tr("{call} was sent by another account than the one that made it", call=call),
    "status": lambda call: tr("The end that the answer tells is not the one of {call}", call=call),
    "returned": lambda call: tr("{call} hands its result to a receipt that it did not make", call=call),
    "receipt_id": lambda call: tr("The id of {call} does not follow from where it was made", call=call),
    "proof": lambda call: tr("The proof of {call} leads elsewhere than the next block says", call=call),
    "roots": lambda call: tr("The proof of {call} leads elsewhere than that of its neighbour", call=call),
    "twice": lambda call: tr("{call} is told twice, and not alike", call=call),
    "parents": lambda call: tr("{call} is listed twice among what receipts made", call=call),
    "awaited_twice": lambda call: tr("{call} awaits a result that is awaited elsewhere too", call=call),
    "handed_twice": lambda call: tr(
        "{call} hands out a result that another receipt hands out too", call=call
    ),
    "data_receiver": lambda call: tr("{call} hands its result to another account than awaits it", call=call),
    "not_awaited": lambda call: tr("{call} hands out a result that nobody awaits", call=call),
    "not_given": lambda call: tr("{call} awaits a result that nobody hands out", call=call),
}
"""What is wrong, of the call by its name; no full stop."""


SENTENCES: Mapping[ContradictionKind, Callable[[Said, Said], str]] = {
    "orphan": lambda one, other: tr(
        "No receipt_ids of this transaction leads to {id} in {where}.", id=other.value, where=other.where
    ),
    "returned": lambda one, other: tr(
        "{where} says {id}, which is not among {list}.", where=other.where, id=other.value, list=one.where
    ),
    "receipt_id": lambda one, other: tr(
        "{where} says {id}, which is not what its parent, its position and {block} ({hash}) give.",
        where=other.where,
        id=other.value,
        block=one.where,
        hash=one.value,
    ),
    "proof": lambda one, other: tr(
        "{where} does not lead to an outcome_root of the chunks in the block after {hash}.",
        where=one.where,
        hash=other.value,
    ),
    "roots": lambda one, other: tr(
        "{one} and {other} are of one account in one block and lead to two roots.",
        one=one.where,
        other=other.where,
    ),
    "twice": lambda one, other: tr(
        "{one} and {other} have one id and differ.", one=one.where, other=other.where
    ),
    "parents": lambda one, other: tr(
        "{one} and {other} both list {id}, which was made once.",
        one=one.where,
        other=other.where,
        id=other.value,
    ),
    "awaited_twice": lambda one, other: tr(
        "{one} and {other} both say {id}; a data id is made for one slot.",
        one=one.where,
        other=other.where,
        id=other.value,
    ),
    "not_awaited": lambda one, other: tr(
        "{where} says {id}, which no receipt of this transaction awaits.", where=other.where, id=other.value
    ),
    "not_given": lambda one, other: tr(
        "{where} says {id}, which no receipt of this transaction hands out.",
        where=other.where,
        id=other.value,
    ),
    "handed_twice": lambda one, other: tr(
        "{one} and {other} both say {id}, and neither receipt got it from the other.",
        one=one.where,
        other=other.where,
        id=other.value,
    ),
}
"""Both places and what they say; of all other kinds that is two values."""


def contradiction_title(contradiction: Contradiction, graph: ReceiptGraph) -> str:
    """One of `TITLES`."""
    return TITLES[contradiction.kind](_name(graph.by_id.get(contradiction.node or "")))


def contradiction_sentence(contradiction: Contradiction) -> str:
    """Both places and what they say."""
    return SENTENCES.get(contradiction.kind, _two_values)(contradiction.one, contradiction.other)


def contradiction_words(contradiction: Contradiction, graph: ReceiptGraph) -> str:
    """What is wrong, and both places."""
    return joined(stopped(contradiction_title(contradiction, graph)), contradiction_sentence(contradiction))


def contradiction_problems(analysis: Analysis) -> tuple[Problem, ...]:
    """Each of them as a problem of the document (interface.md §4); `where` has both places."""
    return tuple(
        Problem(
            "contradiction",
            contradiction_words(one, analysis.graph),
            f"{one.one.where}, {one.other.where}",
        )
        for one in analysis.contradictions
    )


def _two_values(one: Said, other: Said) -> str:
    pairs = enumerate(zip(one.value, other.value, strict=False))
    at = next(
        (number for number, (here, there) in pairs if here != there), min(len(one.value), len(other.value))
    )
    return tr(
        "{one} says {value}, {other} says {told}.",
        one=one.where,
        value=_around(one.value, at),
        other=other.where,
        told=_around(other.value, at),
    )


def _name(node: Node | None) -> str:
    return name_in_sentence(node) if node is not None else tr("a receipt")


def _around(text: str, at: int) -> str:
    """So much of a value as shows what stands at `at`, where two begin to differ."""
    start = max(0, min(at - BEFORE_SHOWN, len(text) - VALUE_SHOWN))
    end = start + VALUE_SHOWN
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
