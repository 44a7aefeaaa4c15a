"""Which lane of its row a bar takes, and in which order rows stand."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Mapping, Sequence

from xccviz.layout.timeline.types import INSIDE
from xccviz.layout.timeline.units import Part

LANE, CRAMPED, NARROW = 58.0, 46.0, 30.0
"""Px of a lane; where there are more than `FULL`; and more than `DENSE`."""
FULL, DENSE = 12, 24
BELOW = 8.0
"""Px below the lanes of a row."""


def lanes_of(parts: Sequence[Part], column_of: Callable[[int], int]) -> tuple[dict[str, int], dict[str, int]]:
    """The lane of every part, and how many lanes each row has: the first that is free from the column where it begins
    to wait to the one where it runs. So two bars of a lane never meet."""
    lane: dict[str, int] = {}
    count: dict[str, int] = {}
    by_row: dict[str, list[Part]] = {}
    for part in parts:
        by_row.setdefault(part.row, []).append(part)
    for row, members in by_row.items():
        free: list[int] = []
        busy: list[tuple[int, int]] = []
        members.sort(key=lambda part: (column_of(part.since), column_of(part.tick), part.order))
        most = 0
        for part in members:
            while busy and busy[0][0] < column_of(part.since):
                heapq.heappush(free, heapq.heappop(busy)[1])
            if free:
                place = heapq.heappop(free)
            else:
                place, most = most, most + 1
            lane[part.key] = place
            heapq.heappush(busy, (column_of(part.tick), place))
        count[row] = most
    return lane, count


def words_above(height: float, cell: float) -> bool:
    """Whether words stand above bars: blocks of `cell` px are too narrow for them, lanes so high are not."""
    return cell < INSIDE and height >= CRAMPED


def centre(height: float, *, above: bool) -> float:
    """The middle of bars, px from the top of a lane."""
    if height >= LANE:
        return 36.0 if above else 29.0
    if height >= CRAMPED:
        return 29.5 if above else 27.0
    return height / 2


def lane_height(lanes: int) -> float:
    """Px of a lane where there are so many in all."""
    return LANE if lanes <= FULL else CRAMPED if lanes <= DENSE else NARROW


def rows_in_order(
    parts: Sequence[Part],
    path: Collection[str],
    failed: Callable[[str], bool],
    key: Mapping[str, tuple[int, int]] | None,
    *,
    first_run: bool,
) -> tuple[str, ...]:
    """The rows from above, in the order in which they first ran; `key` (shards) says otherwise. Not by `first_run`:
    those with a failure first, then those on the critical path."""
    rows = dict.fromkeys(part.row for part in parts)
    if key is not None:
        return tuple(sorted(rows, key=lambda row: key[row]))
    if first_run:
        return tuple(rows)
    bad = {part.row for part in parts if any(failed(node) for node in part.nodes)}
    counts = {part.row for part in parts if any(node in path for node in part.nodes)}
    return tuple(sorted(rows, key=lambda row: (row not in bad, row not in counts)))
