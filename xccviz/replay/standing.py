"""How receipts, actions and slots stand at a moment. A *moment* of None is the end of what the documents know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set

from xccviz.analysis.types import (
    ActionResult,
    Analysis,
    Deposit,
    NodeFacts,
    PromiseResult,
    Whereabouts,
    result_in,
)
from xccviz.graph.types import Edge, Node
from xccviz.model.literals import Fate, Progress, Role, SlotState, happened
from xccviz.replay.types import Moment
from xccviz.values import replace

_ENDED: tuple[Role, ...] = ("forwarder", "resumed", "timed_out")
"""Roles that only the end tells."""


def progress_of(analysis: Analysis, node: str, moment: Moment | None) -> Progress:
    """How far a node has come at a moment."""
    if moment is None or (moment.at_end and node not in moment.progress):
        return _end_progress(analysis, node, analysis.graph.to_come)
    return moment.progress.get(node, "unknown")


def _end_progress(analysis: Analysis, node: str, pending: Set[str]) -> Progress:
    """How far a node came by the end of what is known."""
    facts = analysis.facts[node]
    if analysis.graph.by_id[node].never_runs:
        return "done"  # has no outcome: that it is there is all there is to know
    if facts.failed:
        return "failed"
    if facts.status is not None and facts.status.kind in ("success_value", "success_receipt"):
        return "done"
    if node not in pending:
        return "unknown"
    return "waiting" if facts.state == "waiting" else "not_yet"


def progress_counts(analysis: Analysis, members: Iterable[str], moment: Moment | None) -> Counter[Progress]:
    """How many of `members` have come how far; quick for thousands, as it is asked at every step."""
    if moment is None:
        pending = analysis.graph.to_come
        return Counter(_end_progress(analysis, member, pending) for member in members)
    return Counter(map(moment.progress.__getitem__, members))


def all_progress(analysis: Analysis, nodes: Sequence[str], moment: Moment | None) -> list[Progress]:
    """How far each of many nodes has come at a moment; quick for thousands."""
    try:
        if moment is not None:
            return [*map(moment.progress.__getitem__, nodes)]
    except KeyError:
        pass  # of one of them the timeline knows nothing
    return [progress_of(analysis, node, moment) for node in nodes]


def action_result(facts: NodeFacts, index: int, progress: Progress) -> ActionResult:
    """How an action of a receipt stands while the receipt has come to `progress`."""
    if not happened(progress):
        return "unknown" if progress == "unknown" else "pending"
    return facts.action_results[index] if index < len(facts.action_results) else "unknown"


def slot_state(analysis: Analysis, callback: str, result: PromiseResult, moment: Moment | None) -> SlotState:
    """What a slot of `callback` holds at a moment."""
    if moment is not None and not moment.at_end:
        return _slot_then(callback, result, moment, moment.progress.get(callback))
    if result.result != "pending":
        return _arrived(result)
    producer = result.producer
    if callback not in analysis.graph.to_come:
        return "unknown"
    if producer is None or producer not in analysis.facts:
        return "outstanding"
    return "in_flight" if happened(progress_of(analysis, producer, moment)) else "outstanding"


def _slot_then(callback: str, result: PromiseResult, moment: Moment, progress: Progress | None) -> SlotState:
    """The same before the end. What has run had all its results, also those of which no document says when they came;
    a callback may have run unseen: nobody knows what had arrived by then."""
    place, unseen = (callback, result.slot), progress == "unknown"
    if place in moment.arrived or happened(progress):
        return _arrived(result)
    if place not in moment.in_flight:
        return "unknown" if unseen else "outstanding"
    return _arrived(result) if unseen else "in_flight"


def slot_states(analysis: Analysis, callback: str, moment: Moment | None) -> tuple[SlotState, ...]:
    """What all slots of `callback` hold at a moment, in their order."""
    results = analysis.facts[callback].promise_results
    if moment is not None and not moment.at_end:
        progress = moment.progress.get(callback)
        return tuple([_slot_then(callback, result, moment, progress) for result in results])
    return tuple(slot_state(analysis, callback, result, moment) for result in results)


def _arrived(result: PromiseResult) -> SlotState:
    if result.result == "failed":
        return "failed"
    return "arrived" if result.result == "success" else "unknown"


def roles_at(node: Node, moment: Moment | None) -> tuple[Role, ...]:
    """The roles of a node at a moment; before it has run without those that only its end tells."""
    if moment is None or moment.at_end or happened(moment.progress.get(node.id)):
        return node.roles
    return tuple(role for role in node.roles if role not in _ENDED)


def fate_at(facts: NodeFacts, moment: Moment | None) -> Fate | None:
    """What had become of a failure by a moment: those who receive it may not have run yet."""
    if moment is None or facts.fate not in ("propagated", "handled"):
        return facts.fate
    told = [moment.progress.get(each.to) for each in facts.delivers if each.to is not None]
    if "failed" in told:
        return "propagated"
    return facts.fate if all(happened(progress) for progress in told) else "pending"


def receiver_unseen(analysis: Analysis, facts: NodeFacts, moment: Moment | None) -> bool:
    """Whether it is not known if what receives a failure had run by a moment: its outcome is missing, and not because
    it is still to come."""
    if fate_at(facts, moment) != "pending" or facts.fate != "pending":
        return False
    graph = analysis.graph
    receivers = [each.to for each in facts.delivers if each.to is not None and each.to in graph.by_id]
    if not receivers or any(receiver in graph.to_come for receiver in receivers):
        return False
    return any(progress_of(analysis, receiver, moment) == "unknown" for receiver in receivers)


def created_by(analysis: Analysis, node: str, moment: Moment | None) -> bool:
    """Whether a receipt was there by a moment: whoever made it had run. At the end all that there is is."""
    receipt = analysis.graph.by_id[node]
    parent = receipt.parent
    if moment is None or moment.at_end:
        return True
    if parent is None:  # what carries data from elsewhere is there once it is known to be
        return not receipt.never_runs or happened(progress_of(analysis, node, moment))
    return any(happened(progress_of(analysis, each, moment)) for each in (parent, node))


def deposit_at(analysis: Analysis, line: Deposit, moment: Moment | None) -> Deposit | None:
    """A deposit as it stood at a moment: on its way once its receipt is made, its refund perhaps still on its way; None
    before its receipt was made."""
    if moment is None:
        return line
    if not happened(progress_of(analysis, line.node, moment)):
        if not created_by(analysis, line.node, moment):
            return None
        if progress_of(analysis, line.node, moment) == "unknown":
            return line
        return replace(line, where="in_flight", holder=None, refund=None, returned=0)
    refund = line.refund
    if refund is None or refund == line.node or refund not in analysis.graph.by_id:
        return line
    if happened(progress_of(analysis, refund, moment)):
        return line
    if line.where == "arrived":
        return replace(line, refund=None, returned=0)
    if line.where in ("returned", "burnt"):
        return replace(line, where="returning", holder=None, returned=0)
    return line


def unspent_at(analysis: Analysis, node: str, moment: Moment | None) -> Whereabouts:
    """Where a node's unspent gas is at a moment: coming back until its refund has arrived, burnt where that failed;
    back too where there is no refund."""
    graph = analysis.graph
    made = [graph.by_id[child] for child in graph.children.get(node, ())]
    refunds = [each for each in made if each.is_gas_refund or (each.is_refund and each.refund is None)]
    for refund in refunds:
        there = refund.has_run if moment is None else happened(progress_of(analysis, refund.id, moment))
        if not there:
            return "returning"
    return "burnt" if any(refund.failed for refund in refunds) else "returned"


def came_back(unspent: int | None, where: Whereabouts) -> int | None:
    """How much of `unspent` gas has come back, by where that is: nothing where it was burnt on its way; None where it
    is under way, or not known."""
    return {"returned": unspent, "burnt": 0}.get(where) if unspent else unspent


def chain_at(analysis: Analysis, chain: Sequence[str], moment: Moment | None) -> tuple[str, ...]:
    """As much of a chain of receipts, each of which passed its result on to the next, as was there by a moment."""
    for number, node in enumerate(chain, start=1):
        if moment is not None and not happened(progress_of(analysis, node, moment)):
            return tuple(chain[:number])
    return tuple(chain)


def resumed_by(analysis: Analysis, edge: Edge, moment: Moment | None) -> bool:
    """Whether the yield at the end of a `resumes` edge had been resumed by a moment, or its time was over."""
    if moment is None or moment.at_end:
        return True
    return happened(progress_of(analysis, edge.target, moment)) or any(
        (edge.target, result.slot) in moment.arrived for result in analysis.facts[edge.target].promise_results
    )


def lapsed(analysis: Analysis, edge: Edge, moment: Moment | None) -> bool:
    """Whether an edge stands for a yield that nobody had resumed in time by a moment."""
    return edge.kind == "resumes" and edge.result == "failed" and resumed_by(analysis, edge, moment)


def edge_slot_state(analysis: Analysis, edge: Edge, moment: Moment | None) -> SlotState:
    """The state of the slot that a data edge feeds."""
    result = result_in(analysis.facts[edge.target].promise_results, edge.slot)
    if result is not None:
        return slot_state(analysis, edge.target, result, moment)
    if edge.result is not None and (moment is None or moment.at_end):
        return "failed" if edge.result == "failed" else "arrived"
    return "unknown"
