"""The bands from above: rows with what runs in them, stretches of idle blocks between, and where each begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.time.idle import Ran
from xccviz.layout.sequence.tracks import AFTER, BEFORE, Transit
from xccviz.layout.sequence.types import HEADER, Band
from xccviz.layout.sequence.when import When
from xccviz.values import frozen

TOP = 6.0
"""Px between the header and the first row."""
ROW, STACKED, IDLE = 38.0, 24.0, 20.0
"""Px of a row, of each of several receipts of one lifeline in it, of idle blocks."""
LAST = 24.0
"""Px below the last row: room for the tag of *now*."""
OUTSIDE = 30.0
"""Px of a transit more where something comes from outside."""


@frozen
class Bands:
    """All bands, and for each row the index of its band."""

    bands: tuple[Band, ...]
    rows: tuple[int, ...]
    outside_y: Mapping[int, float]
    bottom: float


def bands_of(
    when: When,
    transits: Sequence[Transit],
    stacks: Mapping[int, int],
    outside: Mapping[int, int],
    ran: Ran,
) -> Bands:
    """Place the rows. `stacks`: the most bars of one lifeline in a row, where there are several; `outside`: how many
    things from outside reach a bar just before the row; `ran`: when something ran, with a row or without."""
    bands: list[Band] = []
    rows: list[int] = []
    outside_y: dict[int, float] = {}
    y = HEADER + TOP
    if outside.get(0):  # of a document that shows no step before it
        outside_y[0] = y + BEFORE
        y += BEFORE + OUTSIDE * outside[0] + AFTER
    start = when.rows[0].time_ns if when.rows else None
    for number, row in enumerate(when.rows):
        idle = _idle(when, number)
        room = OUTSIDE * outside.get(number, 0)
        if idle is not None:
            end = y + IDLE + (BEFORE + room + AFTER if room else BEFORE)
            first, last = idle
            bands.append(Band("idle", y, IDLE, end, first=first, last=last, idle=ran.idle_in(first, last)))
            outside_y[number] = y + IDLE + BEFORE
            y = end
        height = max(ROW, STACKED * stacks.get(number, 1))
        transit = transits[number].height
        after = OUTSIDE * outside.get(number + 1, 0) if _idle(when, number + 1) is None else 0.0
        if after:
            outside_y[number + 1] = y + height + transit - AFTER
        end = y + height + (transit if number + 1 < len(when.rows) else LAST) + after
        since = row.time_ns - start if row.time_ns is not None and start is not None else None
        again = number > 0 and row.height is not None and when.rows[number - 1].height == row.height
        rows.append(len(bands))
        bands.append(
            Band(
                "row",
                y,
                height,
                end,
                row.nodes,
                row.height,
                row.height,
                since,
                again=again and when.by_block,
                ran=row.ran,
            )
        )
        y = end
    return Bands(tuple(bands), tuple(rows), outside_y, y)


def _idle(when: When, number: int) -> tuple[int, int] | None:
    """The first and the last block between a row and the one before it, None where there is none."""
    if not when.by_block or not 0 < number < len(when.rows):
        return None
    before, here = when.rows[number - 1].height, when.rows[number].height
    if before is None or here is None or here - before < 2:
        return None
    return before + 1, here - 1
