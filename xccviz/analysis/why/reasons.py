"""Why: four questions about one receipt, answered with what the documents prove, as far as it was known by a moment.

run ─┬─ get ──────┐             why did on_done run?     run made it; slot 0 was the last to arrive, from other
     ├─ other ─────┴─ on_done    where did get's go?      into slot 1 of on_done, whose result is the transaction's
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from xccviz.analysis.failures.fates import descends
from xccviz.analysis.types import Analysis, PromiseResult
from xccviz.analysis.why.same import Place, place_of, sought
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.literals import Origin
from xccviz.values import frozen

Question = Literal["ran", "failed", "went", "came"]
QUESTIONS: tuple[Question, ...] = ("ran", "failed", "went", "came")
Why = Literal[
    "signed", "converted", "called", "made", "made_receipt", "came_of", "not_here",
    "last_slot", "only_slot", "together", "all_there", "slot_came",
    "resumed", "resumed_outside", "timed_out", "resumed_or_late", "waits", "waits_for_many", "not_run", "not_seen",
    "own_error", "failed_slot",
    "gas_refund", "price_refund", "gas_or_price_refund", "deposit_refund", "payout", "leftover",
    "refund", "refund_or_payout",
    "returned_promise", "final", "into_slot", "into_failed_slot", "on_its_way", "may_be_there", "nobody", "not_told",
    "not_yet", "own_value", "own_value_not_told", "slot_from", "slot_resumed", "slot_filled", "forwarded",
    "slot_failed", "slot_open", "slot_not_seen", "same_value",
]  # fmt: skip
"""What a reason says; `words/why` has a sentence for each."""
SAME_SHOWN = 4
"""Places of the same value that are told."""
TIED_SHOWN = 6
"""Slots that arrived last, in one block, or are open still, that are told one by one."""


@frozen
class Then:
    """What was known by a moment: whether a receipt had run, whether it may have without that the document tells it
    (`unseen`), and at which step a slot of a callback had arrived (None: it had not)."""

    ran: Callable[[str], bool]
    arrived: Callable[[str, int], int | None]
    unseen: Callable[[str], bool]


@frozen
class Reason:
    """One step of an answer: what it says of `node`, of the `other` one it speaks of, and of a slot. `place`: where in
    the other one the same value stands; `origin`: whether the link is reported or inferred; `slots`: all that
    it waits for."""

    why: Why
    node: str
    other: str | None = None
    slot: int | None = None
    place: Place = ""
    origin: Origin = "reported"
    slots: tuple[int, ...] = ()


@frozen
class Answer:
    """Reasons in the order in which one wants to read them, and the ids of the receipts on the way (`path`)."""

    question: Question
    node: str
    slot: int | None
    reasons: tuple[Reason, ...]
    path: frozenset[str]


def asks(analysis: Analysis, question: Question, node: str, then: Then) -> bool:
    """Whether a question makes sense of a node by then: only what runs has a reason to, only what failed
    has a why, only what has run has a result."""
    facts = analysis.facts.get(node)
    if facts is None or analysis.graph.by_id[node].never_runs:
        return False
    if question == "failed":
        return facts.failed and then.ran(node)
    if question == "came":
        status = facts.status
        gave = status is not None and status.kind in ("success_value", "success_receipt")
        return bool(facts.promise_results) or (gave and then.ran(node))
    return True


def why(analysis: Analysis, question: Question, node: str, then: Then, slot: int | None = None) -> Answer:
    """The answer to a question about a node, or about one of its slots (`came`)."""
    found = {
        "ran": lambda: _ran(analysis, node, then),
        "failed": lambda: _each_once(node, lambda each: _failed(analysis, each, then)),
        "went": lambda: _all_went(analysis, node, then),
        "came": lambda: _came(analysis, node, slot, then),
    }[question]()
    reasons = tuple(found)
    path = {node, *(each.node for each in reasons), *(each.other for each in reasons if each.other)}
    return Answer(question, node, slot, reasons, frozenset(id for id in path if id in analysis.graph.by_id))


# ------------------------------------------------------------------------------------------------------- why it ran


def _ran(analysis: Analysis, id: str, then: Then) -> Iterator[Reason]:
    """What made it, what released it, and so on up to who signed."""
    graph = analysis.graph
    seen: set[str] = set()
    here: str | None = id
    while here is not None and here not in seen and here in graph.by_id:
        seen.add(here)
        node = graph.by_id[here]
        if here == id and not then.ran(here) and not node.never_runs:
            yield Reason("not_seen" if then.unseen(here) else "not_run", here)
        if node.kind == "transaction":
            yield Reason("signed", here)
            return
        yield from _released(analysis, node, then)
        yield Reason(
            "not_here" if node.parent is None else _made(analysis, node, node.parent), here, node.parent
        )
        here = node.parent


def _made(analysis: Analysis, node: Node, parent: str) -> Why:
    """As what it came of its parent."""
    graph = analysis.graph
    if parent == graph.root.id:
        return "converted"
    if node.from_system:
        return _given_back(analysis, node, parent)
    if graph.slots.get(node.id):
        return "made"
    if node.described:
        return "called" if any(action.row.calls for action in node.actions) else "made_receipt"
    # What `system` sends burns no tokens.
    return "made_receipt" if node.outcome is not None and node.outcome.tokens_burnt else "came_of"


def _given_back(analysis: Analysis, node: Node, parent: str) -> Why:
    """What `system` sends back, and what for: gas that was left over, or what it had been prepaid too dearly."""
    if node.refund == "refund_gas":
        ledger = analysis.facts[parent].gas
        if ledger.unspent is None or ledger.reconciles is False:
            return "gas_or_price_refund"
        return "gas_refund" if ledger.unspent > 0 else "price_refund"
    if node.refund is None:
        return "refund_or_payout" if node.may_pay_out else "refund"
    if node.sent == "leftover":
        return "leftover"
    return "deposit_refund" if node.refund == "refund_deposit" else "payout"


def _released(analysis: Analysis, node: Node, then: Then) -> Iterator[Reason]:
    """What a callback or yield waited for last."""
    results = analysis.facts[node.id].promise_results
    if not results:
        return
    steps = {result.slot: then.arrived(node.id, result.slot) for result in results}
    if "yield" in node.roles:
        yield from _resumed(analysis, node, results[0], steps[results[0].slot], then)
        return
    open_ = [slot for slot, step in steps.items() if step is None]
    if not then.ran(node.id):
        yield from _waits(analysis, node, [results[slot] for slot in open_], then)
    there = [(step, slot) for slot, step in steps.items() if step is not None]
    if open_ or not there:
        return
    last = results[max(there)[1]]
    if len(results) == 1:
        yield Reason("only_slot", node.id, _known(analysis, last.producer), last.slot, origin=last.origin)
        return
    # Within one block the order of arrivals is not told.
    tied = [each for each in results if each.delivered_at == last.delivered_at]
    if len(tied) == 1:
        yield Reason("last_slot", node.id, _known(analysis, last.producer), last.slot, origin=last.origin)
        return
    yield Reason("together" if last.delivered_at is not None else "all_there", node.id)
    for each in tied[:TIED_SHOWN]:
        yield Reason("slot_came", node.id, _known(analysis, each.producer), each.slot, origin=each.origin)


def _waits(analysis: Analysis, node: Node, lacking: Sequence[PromiseResult], then: Then) -> Iterator[Reason]:
    """What it still waits for: the one slot, or how many, and of the first few each."""
    if then.unseen(node.id):
        for each in lacking[:TIED_SHOWN]:
            yield Reason("slot_not_seen", node.id, _known(analysis, each.awaited), each.slot)
    elif len(lacking) == 1:
        yield Reason("waits", node.id, _known(analysis, _to_give(lacking[0], then)), lacking[0].slot)
    elif lacking:
        yield Reason("waits_for_many", node.id, slots=tuple(each.slot for each in lacking))
        for each in lacking[:TIED_SHOWN]:
            yield Reason("slot_open", node.id, _known(analysis, each.awaited), each.slot)


def _to_give(result: PromiseResult, then: Then) -> str | None:
    """Who is to give what a slot lacks, as far as the awaited call had passed its result on by then."""
    return next((link for link in result.chain if not then.ran(link)), result.producer or result.awaited)


def _resumed(
    analysis: Analysis, node: Node, result: PromiseResult, step: int | None, then: Then
) -> Iterator[Reason]:
    if step is None:
        if not then.unseen(node.id):
            yield Reason("resumed_or_late" if then.ran(node.id) else "waits", node.id, None, result.slot)
    elif result.timed_out:
        yield Reason("timed_out", node.id, None, result.slot)
    else:
        source, origin = _resumer(analysis, node.id)
        why: Why = "resumed" if source is not None else "resumed_outside"
        yield Reason(why, node.id, source, result.slot, origin=origin)


def _resumer(analysis: Analysis, id: str) -> tuple[str | None, Origin]:
    """Which receipt of the transaction resumed a yield, None for one from outside, and how that is known."""
    edges = (edge for edge in analysis.graph.resumes.get(id, ()) if edge.source is not None)
    return next(((edge.source, edge.origin) for edge in edges), (None, "reported"))


def _gave(analysis: Analysis, id: str, result: PromiseResult) -> Reason:
    """Who gave the value of a slot."""
    if result.value is None:
        return Reason("slot_filled", id, None, result.slot)
    producer = _known(analysis, result.producer)
    source, origin = _resumer(analysis, id) if producer is None else (None, result.origin)
    if source is not None:
        return Reason("slot_resumed", id, source, result.slot, origin=origin)
    return Reason("slot_from", id, producer, result.slot, origin=result.origin)


def _known(analysis: Analysis, node: str | None) -> str | None:
    return node if node is not None and node in analysis.graph.by_id else None


# -------------------------------------------------------------------------------------------------- on to others


Led = tuple[Reason, str | None]
"""A reason, and the receipt it leads on to, which has reasons of its own."""


def _each_once(first: str, tell: Callable[[str], Iterator[Led]]) -> Iterator[Reason]:
    """The reasons of a receipt and, behind the one that leads there, of all that it leads to. Where many ways lead to
    a receipt it is told on the first: told on each, the ways through layers of joins would be exponentially many."""
    seen, telling = {first}, [tell(first)]
    while telling:
        led = next(telling[-1], None)
        if led is None:
            telling.pop()
            continue
        reason, on = led
        yield reason
        if on is not None and on not in seen:
            seen.add(on)
            telling.append(tell(on))


# ----------------------------------------------------------------------------------------------------- why it failed


def _failed(analysis: Analysis, id: str, then: Then) -> Iterator[Led]:
    """Its own error; and where it had received failures before, these, back to the first. That one led to the other is
    not said: a contract is free in what it does with a failure."""
    yield Reason("own_error", id), None
    for result in analysis.facts[id].promise_results:
        producer = _known(analysis, result.producer)
        if result.result != "failed" or then.arrived(id, result.slot) is None:
            continue
        on = producer if producer is not None and analysis.facts[producer].failed else None
        yield Reason("failed_slot", id, producer, result.slot, origin=result.origin), on


# ------------------------------------------------------------------------------------------------- where it went


Slots = dict[str, list[tuple[str, PromiseResult]]]


def _all_went(analysis: Analysis, id: str, then: Then) -> Iterator[Reason]:
    """Who got what it returned, through all who passed it on, until it stays somewhere."""
    into: Slots = {}
    for callback in analysis.graph.slots:
        for result in analysis.facts[callback].promise_results if callback in analysis.facts else ():
            if result.producer is not None:
                into.setdefault(result.producer, []).append((callback, result))
    return _each_once(id, lambda each: _went(analysis, each, then, into))


def _went(analysis: Analysis, id: str, then: Then, into: Slots) -> Iterator[Led]:
    if not then.ran(id):
        yield Reason("not_seen" if then.unseen(id) else "not_yet", id), None
        return
    status = analysis.facts[id].status
    if status is not None and status.kind == "success_receipt":
        target = _known(analysis, status.receipt_id)
        yield Reason("returned_promise", id, target), target
        return
    slots = into.get(id, ())
    for callback, result in slots:
        if then.arrived(callback, result.slot) is None:
            way: Why = "may_be_there" if then.unseen(callback) else "on_its_way"
            yield Reason(way, id, callback, result.slot, origin=result.origin), None
            continue
        kind: Why = "into_failed_slot" if result.result == "failed" else "into_slot"
        reason = Reason(kind, id, callback, result.slot, origin=result.origin)
        yield reason, callback if then.ran(callback) else None
    if analysis.verdict.deciding == id:
        yield Reason("final", id), None
    elif not slots:
        yield Reason("nobody" if _for_nobody(analysis.graph, id) else "not_told", id), None


def _for_nobody(graph: ReceiptGraph, id: str) -> bool:
    """Whether the document tells that nobody received a result: a receipt names who does."""
    node = graph.by_id[id]
    receipt = node.action_receipt
    if receipt is None:
        return node.from_system
    return not receipt.output_data_receivers and descends(graph, node)


# --------------------------------------------------------------------------------------------- where it came from


def _came(analysis: Analysis, id: str, slot: int | None, then: Then) -> Iterator[Reason]:
    """Who gave the value of a slot, or of all of them; without a slot, and where there is none, that of its result."""
    results = analysis.facts[id].promise_results
    if slot is not None or (results and not then.ran(id)):
        told: set[str] = set()
        for result in results:
            if slot in (None, result.slot):
                yield from _slot_came(analysis, id, result, then, told)
        return
    yield from _each_once(id, lambda each: _result_came(analysis, each, then))


def _slot_came(
    analysis: Analysis, id: str, result: PromiseResult, then: Then, told: set[str]
) -> Iterator[Reason]:
    """Who gave the value of one slot; `told`: of whom it was said already where their value stood before."""
    producer = _known(analysis, result.producer)
    if then.arrived(id, result.slot) is None and not then.ran(id):
        why: Why = "slot_not_seen" if then.unseen(id) else "slot_open"
        yield Reason(why, id, _known(analysis, result.awaited), result.slot)
        return
    if result.result == "failed":
        yield Reason("slot_failed", id, producer, result.slot, origin=result.origin)
        return
    yield _gave(analysis, id, result)
    for link in result.chain[:-1]:
        if link in analysis.graph.by_id:
            yield Reason("forwarded", link, producer, result.slot)
    if producer is not None and producer not in told:
        told.add(producer)
        yield from _same(analysis, producer, then)


def _result_came(analysis: Analysis, id: str, then: Then) -> Iterator[Led]:
    status = analysis.facts[id].status
    if not then.ran(id) or status is None:
        yield Reason("not_seen" if then.unseen(id) else "not_yet", id), None
        return
    if status.kind == "success_receipt":
        target = _known(analysis, status.receipt_id)
        yield Reason("returned_promise", id, target), target
        return
    own: Why = "own_value" if status.value is not None else "own_value_not_told"
    yield Reason("own_error" if analysis.facts[id].failed else own, id), None
    for result in analysis.facts[id].promise_results:
        if then.arrived(id, result.slot) is not None and result.result == "success":
            yield _gave(analysis, id, result), None
    for reason in _same(analysis, id, then):
        yield reason, None


def _same(analysis: Analysis, id: str, then: Then) -> Iterator[Reason]:
    """Where the very same value stood earlier: in what ran before it, as a result, an argument or a log."""
    status = analysis.facts[id].status
    wanted = sought(status.value) if status is not None and status.value is not None else None
    if wanted is None:
        return
    count = 0
    for node in analysis.graph.nodes:
        if node.id == id or node.is_refund or not _before(node, analysis.graph.by_id[id]):
            continue
        place = place_of(analysis.facts[node.id], wanted, ran=then.ran(node.id))
        if place:
            count += 1
            yield Reason("same_value", id, node.id, place=place)
            if count == SAME_SHOWN:
                return


def _before(node: Node, other: Node) -> bool:
    """Whether a node is known to have run before another: in an earlier block, or above it."""
    if node.height is not None and other.height is not None and node.height != other.height:
        return node.height < other.height
    return node.depth < other.depth
