"""Runs with something changed: each slot failed, and the least gas."""

from __future__ import annotations

from collections.abc import Callable

from xccviz.rerun.comparison import same_end
from xccviz.rerun.replaying import Replayer
from xccviz.rerun.types import Changes, Ran
from xccviz.values import frozen, replace

Told = Callable[[int, int], None]
"""Is told how many of how many are done."""


@frozen
class SlotTried:
    """What a callback does where one of its slots failed. `was_failed`: it had failed on the chain already."""

    slot: int
    ran: Ran
    was_failed: bool


def each_slot_fails(
    replayer: Replayer, changes: Changes = Changes(), told: Told = lambda done, total: None
) -> tuple[SlotTried, ...]:
    """One run for each slot, with that one failed and the others as they were. Raises Lacking."""
    subject, found = replayer.subject, list[SlotTried]()
    count = len(subject.receipt.input_data_ids)
    for slot in range(count):
        told(slot, count)
        ran = replayer.changed(replace(changes, slots={**changes.slots, slot: None}))
        known = subject.results
        found.append(SlotTried(slot, ran, slot in known and known[slot] is None))
    return tuple(found)


def least_gas(
    replayer: Replayer, ran: Ran, changes: Changes = Changes(), told: Told = lambda done, total: None
) -> int | None:
    """The least gas with which the call ends as `ran` did (same end, value, receipts but for their gas, writes), found
    by bisection; None where it failed. Raises Lacking."""
    if ran.result.error is not None:
        return None
    enough = changes.gas if changes.gas is not None else replayer.subject.call.gas or 0
    too_little = -1
    rounds = enough.bit_length() + 1
    for n in range(rounds):
        if enough - too_little <= 1:
            break
        told(n, rounds)
        middle = (enough + too_little) // 2
        result = replayer.changed(replace(changes, gas=middle)).result
        if same_end(ran.result, result):
            enough = middle
        else:
            too_little = middle
    return enough
