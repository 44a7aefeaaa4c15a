"""How long and how much without a clock on the wall: what a busy machine does to a test is left out of account.

* `pulse()` counts how often the loop came round while something was awaited: stands still while the machine is busy.
* `growth()` says how the work for an item grows from few to many: 1 is linear, whatever the machine.
* `effort()` is the work of something in units of a piece of work that is measured beside it.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

TICK = 0.01
"""Seconds between two beats of a pulse."""


class Pulse:
    """What `pulse` counted."""

    beats = 0

    @property
    def seconds(self) -> float:
        """The shortest time in which the beats can have come."""
        return self.beats * TICK


@asynccontextmanager
async def pulse() -> AsyncIterator[Pulse]:
    """`async with pulse() as lived: await …`, then `lived.seconds`."""
    counted = Pulse()

    async def beat() -> None:
        while True:
            await asyncio.sleep(TICK)
            counted.beats += 1

    beating = asyncio.create_task(beat())
    try:
        yield counted
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


def growth(work: Callable[[int], object], few: int, many: int) -> float:
    """How many times the work for one of `many` is that for one of `few`."""
    return (_least(lambda: work(many)) / many) / (_least(lambda: work(few)) / few)


def effort(work: Callable[[], object]) -> float:
    """The work of something that is done once, in units of about a hundredth of a second on a machine of 2024."""
    unit = _least(lambda: sum(len(str(n)) for n in range(60_000)))
    began = time.process_time()
    work()
    return (time.process_time() - began) / unit


def _least(work: Callable[[], object]) -> float:
    """Seconds of the processor for one run, the least of three, while nothing is collected."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        taken = []
        for _ in range(3):
            began = time.process_time()
            work()
            taken.append(time.process_time() - began)
        return max(min(taken), 1e-6)
    finally:
        if collecting:
            gc.enable()
