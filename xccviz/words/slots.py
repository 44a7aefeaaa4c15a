"""What stands in the slots of a callback: its promise results, one by one or summed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from xccviz.analysis.types import PromiseResult
from xccviz.catalogue import numeral, tr
from xccviz.model.literals import SlotState
from xccviz.words.lengths import Length
from xccviz.words.numbers import bytes_count
from xccviz.words.signs import SLOTS
from xccviz.words.values import value_words

END_STATES: Mapping[str, SlotState] = {
    "success": "arrived",
    "failed": "failed",
    "pending": "outstanding",
    "unknown": "unknown",
}
"""What a slot held at the end by its promise result, whatever is still in flight."""
FAILED_NAMED = 3
"""So many failed slots of a summary are named by number."""


def slot_words(result: PromiseResult, state: SlotState, length: Length) -> str:
    """What stands in a slot: the value that arrived, `Failed`, `in flight`, `awaited`, `not known`."""
    if state == "arrived":
        return value_words(result.value, length)
    return open_words(state, result.timed_out, length)


def open_words(state: SlotState, timed_out: bool, length: Length) -> str:
    """What stands in a slot that holds no value."""
    if state != "failed":
        return SLOTS[state].word
    if timed_out:
        return tr("timed out") if length == "card" else tr("Failed (timed out)")
    return tr("Failed")  # with a capital: the receiver's word for it (protocol.md §3)


KINDS: Mapping[str, str] = {
    "json": tr("JSON"),
    "utf8": tr("text"),
    "borsh": tr("Borsh"),
    "hex": tr("no text"),
}
"""What bytes are, behind their number."""


def seen_words(result: PromiseResult, state: SlotState, *, short: bool = False) -> str:
    """What `promise_result` gave to the code: `Successful, 21 bytes of JSON`, `Failed, no bytes`; as far as
    it has arrived. `short`: beside a sign that tells the first word."""
    value = result.value
    if state == "failed":
        return tr("Failed, no bytes")
    if state != "arrived":
        return SLOTS[state].word
    if value is None:
        return tr("Successful, bytes not in this document")
    if not value.raw:
        return tr("Successful, no bytes")
    size = bytes_count(len(value.raw))
    kind = KINDS.get(value.kind, value.kind)
    if short:
        return tr("{size} of {kind}", size=size, kind=kind)
    return tr("Successful, {size} of {kind}", size=size, kind=kind)


def numbered(slot: int, words: str) -> str:
    """A slot's number and what stands in it, told apart: `1: 42`."""
    return f"{slot}: {words}"


def end_chip(result: PromiseResult) -> str:
    """A slot on a chip at the end: `0: "42"`, `0: nothing`, `1: Failed`, `2: timed out`, `2: awaited`."""
    return numbered(result.slot, slot_words(result, END_STATES[result.result], "card"))


def slots_summary(states: Iterable[SlotState], *, named: bool = False) -> str:
    """Many slots in words: `10 arrived, 1 failed, 1 in flight`; `named`: few failed ones by number, `1 failed (7)`."""
    every = list(states)
    counts = Counter(every)
    failed = [str(slot) for slot, state in enumerate(every) if state == "failed"]
    which = f" ({', '.join(failed)})" if named and 0 < len(failed) <= FAILED_NAMED else ""
    order: tuple[SlotState, ...] = ("arrived", "failed", "in_flight", "outstanding", "unknown")
    return ", ".join(
        f"{numeral(counts[state])} {SLOTS[state].word}" + (which if state == "failed" else "")
        for state in order
        if counts[state]
    )


def waits_for(slots: tuple[int, ...]) -> str:
    """What a callback still lacks: `waits for slot 2`."""
    return tr("waits for {slots}", slots=slot_list(slots))


def slot_list(slots: tuple[int, ...]) -> str:
    """Slots by number, many counted: `slot 2`, `slots 0, 1, 2`, `58 slots`."""
    if len(slots) > 3:
        return tr("{count} slots", count=numeral(len(slots)))
    numbers = ", ".join(map(str, slots))
    return tr("slot {number}", number=numbers) if len(slots) == 1 else tr("slots {numbers}", numbers=numbers)


def slots_sign(slots: Sequence[int]) -> str:
    """Slots on a badge: `1`, `0, 2`, `0–9`; many with gaps are counted: `×464`."""
    if len(slots) > 2 and slots[-1] - slots[0] + 1 == len(slots):
        return f"{slots[0]}–{slots[-1]}"
    return ", ".join(map(str, slots)) if len(slots) <= 3 else f"×{numeral(len(slots))}"


def slots_title(slots: Sequence[int]) -> str:
    """The same in words: `slot 1`, `slots 0–9`."""
    words = slots_sign(slots)
    return tr("slot {number}", number=words) if len(slots) == 1 else tr("slots {slots}", slots=words)
