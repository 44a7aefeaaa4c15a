"""The measures measure: a slow thing is slow, and work that grows faster than its items is seen to."""

from __future__ import annotations

import asyncio
import threading

from tests.effort import effort, growth, pulse


async def test_a_pulse_counts_what_is_awaited() -> None:
    async with pulse() as lived:
        await asyncio.sleep(0.3)
    assert 0 < lived.seconds <= 0.3


async def test_and_not_what_blocks() -> None:
    async with pulse() as lived:
        await asyncio.sleep(0)
        threading.Event().wait(0.3)
    assert lived.beats <= 1


def test_growth_is_about_one_for_a_line_and_the_ratio_for_a_square() -> None:
    def square(n: int) -> int:
        return sum(1 for _ in range(n) for _ in range(n))

    assert growth(lambda n: sum(range(n)), 100_000, 800_000) < 2
    assert growth(square, 200, 1_600) > 4


def test_effort_is_in_proportion() -> None:
    few, many = (effort(lambda n=n: sum(len(str(i)) for i in range(n))) for n in (60_000, 600_000))
    assert 4 < many / few < 25
