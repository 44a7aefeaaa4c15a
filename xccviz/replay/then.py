"""What was known by a moment, for whoever asks why."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xccviz.analysis.types import Analysis
from xccviz.analysis.why.reasons import Reason, Then, Why
from xccviz.model.literals import happened
from xccviz.replay.types import History, Moment, Timeline


def then_at(timeline: Timeline, moment: Moment | None) -> Then:
    """What was known by a moment; None: by the end."""
    history = timeline.history
    if moment is None or moment.at_end:
        return Then(
            lambda node: node in history.ran_at,
            lambda node, slot: history.arrived_at.get((node, slot)),
            lambda node: history.stages[node][-1][1] == "unknown",
        )

    def arrived(node: str, slot: int) -> int | None:
        step = history.arrived_at.get((node, slot))
        return step if step is not None and step <= moment.index else None

    return Then(
        lambda node: happened(moment.progress.get(node)),
        arrived,
        lambda node: moment.progress.get(node) == "unknown",
    )


def told_from(analysis: Analysis, timeline: Timeline, reason: Reason) -> int:
    """After which step of the timeline a reason of an answer can be told: what it speaks of has happened by then. 0
    where it speaks of nothing that runs or arrives, or where that never does."""
    return _SINCE[reason.why](analysis, timeline.history, reason) or 0


def _ran(analysis: Analysis, history: History, reason: Reason) -> int | None:
    return history.ran_at.get(reason.node)


def _other_ran(analysis: Analysis, history: History, reason: Reason) -> int | None:
    return history.ran_at.get(reason.other or "")


def _arrived(analysis: Analysis, history: History, reason: Reason) -> int | None:
    place = reason.node, reason.slot if reason.slot is not None else -1
    return history.arrived_at.get(place) or history.ran_at.get(reason.node)


def _arrived_there(analysis: Analysis, history: History, reason: Reason) -> int | None:
    return history.arrived_at.get((reason.other or "", reason.slot if reason.slot is not None else -1))


def _all_arrived(analysis: Analysis, history: History, reason: Reason) -> int | None:
    slots = (result.slot for result in analysis.facts[reason.node].promise_results)
    return max((history.arrived_at.get((reason.node, slot), 0) for slot in slots), default=None)


def _always(analysis: Analysis, history: History, reason: Reason) -> int | None:
    return None


_SINCE: Mapping[Why, Callable[[Analysis, History, Reason], int | None]] = {
    "signed": _always,
    "converted": _other_ran,
    "called": _other_ran,
    "made": _other_ran,
    "made_receipt": _other_ran,
    "came_of": _other_ran,
    "not_here": _always,
    "last_slot": _arrived,
    "only_slot": _arrived,
    "together": _all_arrived,
    "all_there": _all_arrived,
    "slot_came": _arrived,
    "resumed": _arrived,
    "resumed_outside": _arrived,
    "timed_out": _arrived,
    "resumed_or_late": _ran,
    "waits": _always,
    "waits_for_many": _always,
    "not_run": _always,
    "not_seen": _always,
    "own_error": _ran,
    "failed_slot": _arrived,
    "gas_refund": _other_ran,
    "price_refund": _other_ran,
    "gas_or_price_refund": _other_ran,
    "deposit_refund": _other_ran,
    "payout": _other_ran,
    "leftover": _other_ran,
    "refund": _other_ran,
    "refund_or_payout": _other_ran,
    "returned_promise": _ran,
    "final": _ran,
    "into_slot": _arrived_there,
    "into_failed_slot": _arrived_there,
    "on_its_way": _ran,
    "may_be_there": _ran,
    "nobody": _ran,
    "not_told": _ran,
    "not_yet": _always,
    "own_value": _ran,
    "own_value_not_told": _ran,
    "slot_from": _arrived,
    "slot_resumed": _arrived,
    "slot_filled": _arrived,
    "forwarded": _ran,
    "slot_failed": _arrived,
    "slot_open": _always,
    "slot_not_seen": _always,
    "same_value": _ran,
}
"""What each reason speaks of."""
