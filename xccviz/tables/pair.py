"""One call of two runs as rows: a fact, and what it is in each run, at the moment both stand at."""

from __future__ import annotations

from collections.abc import Iterator

from xccviz.analysis.compare.types import Difference
from xccviz.analysis.compare.union import Call
from xccviz.analysis.compare.values import Missing
from xccviz.catalogue import numeral, tr
from xccviz.comparison import Comparison
from xccviz.graph.types import Node
from xccviz.model.literals import Progress, happened
from xccviz.replay.standing import created_by, progress_of, unspent_at
from xccviz.replay.types import Moment
from xccviz.tables.ledger import ledger_rows
from xccviz.values import frozen
from xccviz.words.ends import RETURNED_PROMISE
from xccviz.words.errors import error_title
from xccviz.words.gas import LEDGER, UNSPENT
from xccviz.words.numbers import gas_number
from xccviz.words.progress import state_words
from xccviz.words.signs import NOT_KNOWN, PROGRESS
from xccviz.words.values import value_words

_SIDES: tuple[Missing, ...] = ("a", "b")
_DASH = "–"


@frozen
class PairFact:
    """A fact: its name, what it is in A and in B, whether they differ in a way that counts, and whether both are
    numbers; `failed`: which of them tells of a failure."""

    name: str
    a: str
    b: str
    differs: bool = False
    number: bool = False
    failed: tuple[bool, bool] = (False, False)


@frozen
class PairEnd:
    """What a call gave in one run: the caption of it, the words, whether it is a failure."""

    caption: str
    words: str
    failed: bool


def differences_at(found: Comparison, key: str) -> tuple[Difference, ...]:
    """All that differs at one call."""
    every = (each for each in found.found.differences if each.what != "total")
    return tuple(each for each in every if found.union.call_at(each).key == key)


def nodes_of(found: Comparison, call: Call) -> tuple[Node | None, Node | None]:
    """A call in both runs."""
    a, b = (found.document(side).graph.by_id.get(call.node(side) or "") for side in _SIDES)
    return a, b


def pair_facts(
    found: Comparison, call: Call, moments: tuple[Moment | None, Moment | None]
) -> tuple[PairFact, ...]:
    """The facts of a call; what a run lacks, or has not come to, says so."""
    a, b = (
        dict(_facts(found, side, node, moment))
        for side, node, moment in zip(_SIDES, nodes_of(found, call), moments, strict=True)
    )
    rows, unspent = [], _unspent_words(found, call, moments)
    for name in dict.fromkeys((*_ORDER, *LEDGER.values(), *a, *b)):
        if name in a or name in b:
            left, right = a.get(name, _lacking(name, a)), b.get(name, _lacking(name, b))
            counts = name not in _BY_CHANCE
            failed = left[1] and name == _ENDED, right[1] and name == _ENDED
            number = name in LEDGER.values()
            differs = counts and left[0] != right[0]
            if name == LEDGER["unspent"]:
                title, of_a, of_b = unspent
                in_a, in_b = f"{left[0]} {of_a}".rstrip(), f"{right[0]} {of_b}".rstrip()
                rows.append(PairFact(title, in_a, in_b, differs, number, failed))
            else:
                rows.append(PairFact(name, left[0], right[0], differs, number, failed))
    return tuple(rows)


def _unspent_words(
    found: Comparison, call: Call, moments: tuple[Moment | None, Moment | None]
) -> tuple[str, str, str]:
    """What gas that was left is called: in both runs alike, or else in each of them where it has not come back."""
    words = []
    for side, node, moment in zip(_SIDES, nodes_of(found, call), moments, strict=True):
        analysis = found.document(side).analysis
        if node is not None and happened(progress_of(analysis, node.id, moment)):
            words.append(UNSPENT[unspent_at(analysis, node.id, moment)])
        else:
            words.append("")
    back, known = LEDGER["unspent"], set(filter(None, words))
    if len(known) < 2:
        return next(iter(known), back), "", ""
    a, b = ("" if word == back else word for word in words)
    return back, a, b


def pair_ends(
    found: Comparison, call: Call, moments: tuple[Moment | None, Moment | None]
) -> tuple[PairEnd, ...]:
    """What a call gave in each run, as far as it has ended there."""
    ends = []
    for side, node, moment in zip(_SIDES, nodes_of(found, call), moments, strict=True):
        if node is None:
            continue
        analysis = found.document(side).analysis
        status = analysis.facts[node.id].status
        if status is None or not happened(progress_of(analysis, node.id, moment)):
            continue
        if status.error is not None:
            ends.append(PairEnd(tr("{side} failed", side=side.upper()), error_title(status.error), True))
        elif status.value is not None:
            ends.append(
                PairEnd(tr("{side} returned", side=side.upper()), value_words(status.value, "line"), False)
            )
    return tuple(ends)


_ENDED, _BLOCK, _STEP, _SLOT = tr("ended"), tr("block"), tr("step"), tr("slot")
_ORDER = (_ENDED, _BLOCK, _STEP, _SLOT)
_BY_CHANCE = frozenset((_BLOCK, _STEP))
"""What says only when something ran."""


def _facts(
    found: Comparison, side: Missing, node: Node | None, moment: Moment | None
) -> Iterator[tuple[str, tuple[str, bool]]]:
    if node is None:
        return
    document = found.document(side)
    analysis, facts = document.analysis, document.analysis.facts[node.id]
    progress = progress_of(analysis, node.id, moment)
    ran = happened(progress)
    yield _ENDED, (_ended(node, progress, found, side), progress == "failed")
    yield _BLOCK, (f"#{numeral(node.height)}" if ran and node.height is not None else _unknown(ran), False)
    step = document.timeline.history.ran_at.get(node.id)
    yield _STEP, (numeral(found.line.index(side, step)) if ran and step is not None else _unknown(ran), False)
    delivery = next((each for each in facts.delivers if each.slot is not None and each.to is not None), None)
    if delivery is not None:
        count = len(document.graph.slots.get(delivery.to or "", ()))
        yield _SLOT, (tr("{slot} of {count}", slot=delivery.slot, count=count), False)
    for row in ledger_rows(facts.gas, ran, created=created_by(analysis, node.id, moment)):
        yield LEDGER[row.id], (row.words.removesuffix(" Tgas") if row.id != "attached" else row.words, False)


def _lacking(name: str, told: dict[str, tuple[str, bool]]) -> tuple[str, bool]:
    """What a run says of a fact that it does not have: of gas none, once the call has run there."""
    burnt = told.get(LEDGER["burnt"], ("", False))[0]
    ran = bool(burnt) and burnt != PROGRESS["not_yet"].word
    return (gas_number(0) if ran and name in LEDGER.values() else _DASH), False


def _ended(node: Node, progress: Progress, found: Comparison, side: Missing) -> str:
    facts = found.document(side).analysis.facts[node.id]
    if progress == "failed":
        return PROGRESS["failed"].word
    if progress == "done" and facts.status is not None and facts.status.kind == "success_value":
        return tr("returned")
    passed_on = facts.status is not None and facts.status.kind == "success_receipt"
    if progress == "done" and passed_on and node.kind != "transaction":
        return RETURNED_PROMISE
    return state_words(node, facts, progress)


def _unknown(ran: bool) -> str:
    return NOT_KNOWN if ran else PROGRESS["not_yet"].word
