"""What the slot table shows of a failure that speaks of promise results: the text alone may mean several things.

Callback computation 0 was not successful      slot 0 Failed, or its value longer than the callback accepts
promise result failed                          which of the slots that was
promise result too long: 1502 bytes            which of the slots holds that many bytes
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xccviz.analysis.failures.cases import ErrorCase
from xccviz.analysis.types import ErrorFacts, PromiseResult, result_in
from xccviz.model.raw import whole_number
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


def slot_case(error: ErrorFacts, results: Sequence[PromiseResult]) -> ErrorCase | None:
    """What the slots of the failed call say about its error; None where they can't tell, or it is about none."""
    reader = _READERS.get(error.key or "")
    if reader is None or not results:
        return None
    return reader(error, results)


def _unwrapped(error: ErrorFacts, results: Sequence[PromiseResult]) -> ErrorCase | None:
    slot = result_in(results, error.slot)
    if slot is None:
        return ErrorCase("none", {})
    if slot.result == "failed":
        return ErrorCase("failed", {})
    if slot.result != "success":
        return None
    if slot.value is None:
        return ErrorCase("unseen", {})
    size = len(slot.value.raw)
    return ErrorCase("value", {"length": size}) if size else ErrorCase("empty", {})


def _one_failed(error: ErrorFacts, results: Sequence[PromiseResult]) -> ErrorCase | None:
    failed = [result.slot for result in results if result.result == "failed"]
    if len(failed) == 1:
        return ErrorCase("slot", {"slot": failed[0]})
    if not failed and all(result.result == "success" for result in results):
        return ErrorCase("none", {})
    return None


def _one_of_length(error: ErrorFacts, results: Sequence[PromiseResult]) -> ErrorCase | None:
    length = whole_number(error.parameters.get("length"))
    fitting = [result.slot for result in results if result.value and len(result.value.raw) == length]
    if len(fitting) == 1:
        return ErrorCase("slot", {"slot": fitting[0]})
    seen = all(result.value is not None or result.result == "failed" for result in results)
    return ErrorCase("none", {}) if seen and not fitting else None


_READERS: dict[str, Callable[[ErrorFacts, Sequence[PromiseResult]], ErrorCase | None]] = {
    "Panic.CallbackUnwrap": _unwrapped,
    "Panic.PromiseFailed": _one_failed,
    "Panic.PromiseTooLong": _one_of_length,
    "Panic.Unwrap.PromiseFailed": _one_failed,
    "Panic.Unwrap.PromiseTooLong": _one_of_length,
}
