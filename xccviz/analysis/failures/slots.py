"""What the slot table shows of a failure that speaks of promise results: the text alone may mean several things.

Callback computation 0 was not successful      slot 0 Failed, or its value longer than the callback accepts
promise result failed                          which of the slots that was
promise result too long: 1502 bytes            which of the slots holds that many bytes
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from xccviz.analysis.types import ErrorFacts, PromiseResult, result_in
from xccviz.model.raw import Json, whole_number
from xccviz.values import frozen

_GAS_TO_READ = 100_000_000
"""Gas that a contract spends on each byte of a promise result, roughly: moving one costs 6.6 million (write_register,
read_register, write_memory), and reading JSON some hundred instructions of 0.8 million."""
_SHARE = 10
"""A value tells something where reading it took more than one part in so many of the call's gas."""


@frozen
class Received:
    """What a call was given to read: `slots` that hold `size` bytes in all."""

    slots: tuple[int, ...]
    size: int


def heavy_slots(results: Sequence[PromiseResult], attached: int) -> Received | None:
    """The values that a call had to read, where they were long for the gas `attached` to it."""
    sizes = {result.slot: len(result.value.raw) for result in results if result.value is not None}
    heavy = {slot: size for slot, size in sizes.items() if size * _GAS_TO_READ * _SHARE >= attached}
    return Received(tuple(heavy), sum(heavy.values())) if heavy else None


@frozen
class SlotCase:
    """Which words the dictionary has for it (`case`), and what they are filled with."""

    case: str
    known: Mapping[str, Json]


def slot_case(error: ErrorFacts, results: Sequence[PromiseResult]) -> SlotCase | None:
    """What the slots of the failed call say about its error; None where they can't tell, or it is about none."""
    reader = _READERS.get(error.key or "")
    if reader is None or not results:
        return None
    return reader(error, results)


def _unwrapped(error: ErrorFacts, results: Sequence[PromiseResult]) -> SlotCase | None:
    slot = result_in(results, error.slot)
    if slot is None:
        return SlotCase("none", {})
    if slot.result == "failed":
        return SlotCase("failed", {})
    if slot.result != "success":
        return None
    if slot.value is None:
        return SlotCase("unseen", {})
    size = len(slot.value.raw)
    return SlotCase("value", {"length": size}) if size else SlotCase("empty", {})


def _one_failed(error: ErrorFacts, results: Sequence[PromiseResult]) -> SlotCase | None:
    failed = [result.slot for result in results if result.result == "failed"]
    if len(failed) == 1:
        return SlotCase("slot", {"slot": failed[0]})
    if not failed and all(result.result == "success" for result in results):
        return SlotCase("none", {})
    return None


def _one_of_length(error: ErrorFacts, results: Sequence[PromiseResult]) -> SlotCase | None:
    length = whole_number(error.parameters.get("length"))
    fitting = [result.slot for result in results if result.value and len(result.value.raw) == length]
    if len(fitting) == 1:
        return SlotCase("slot", {"slot": fitting[0]})
    seen = all(result.value is not None or result.result == "failed" for result in results)
    return SlotCase("none", {}) if seen and not fitting else None


_READERS: dict[str, Callable[[ErrorFacts, Sequence[PromiseResult]], SlotCase | None]] = {
    "Panic.CallbackUnwrap": _unwrapped,
    "Panic.PromiseFailed": _one_failed,
    "Panic.PromiseTooLong": _one_of_length,
    "Panic.Unwrap.PromiseFailed": _one_failed,
    "Panic.Unwrap.PromiseTooLong": _one_of_length,
}
