"""In which lane of its lifeline each bar stands, from where it arrives to where it runs: no two bars overlap in one.

lane 0  1  2
     │  ▮        what arrives first takes the first lane that is free, of those that arrive together
     ▯  ▮  ▮     the one that runs first
        ▯  ▮
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence

from xccviz.layout.sequence.links import Link
from xccviz.layout.sequence.units import Part
from xccviz.values import frozen


@frozen
class Lanes:
    """Lane of each part by its key; from which row on it takes that (`since`: data may arrive before it does); and per
    column and row the highest lane that is taken there; `low`: per row the lowest by column, `columns`: per row those
    on which something is, from the left; `most`: the highest lane of a column."""

    lane: Mapping[str, int]
    since: Mapping[str, int]
    busy: Mapping[tuple[int, int], int]
    low: Mapping[int, Mapping[int, int]]
    columns: Mapping[int, Sequence[int]]
    most: Mapping[int, int]


def lanes_of(parts: Sequence[Part], links: Sequence[Link]) -> Lanes:
    """The lanes of all parts."""
    since = {part.key: part.arrives for part in parts}
    sends: set[str] = set()
    makers: dict[str, str] = {}
    for link in links:
        if link.is_data:
            sends.update(source.key for source in link.sources)
            if link.source is not None:
                since[link.target.key] = min(since[link.target.key], link.row + 1)
        elif link.source is not None:
            makers[link.target.key] = link.source.key
    columns: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        columns[part.column].append(part)
    lane: dict[str, int] = {}
    busy: dict[tuple[int, int], int] = {}
    low: dict[int, dict[int, int]] = defaultdict(dict)
    most: dict[int, int] = {}
    for column, members in columns.items():
        members.sort(key=lambda part: (since[part.key], part.runs, part.order))
        _assign(members, since, sends, makers, lane)
        for part in members:
            most[column] = max(most.get(column, -1), lane[part.key])
            for row in range(since[part.key], part.runs + 1):
                busy[column, row] = max(busy.get((column, row), -1), lane[part.key])
                low[row][column] = min(low[row].get(column, 1 << 30), lane[part.key])
    return Lanes(lane, since, busy, low, {row: sorted(taken) for row, taken in low.items()}, most)


def _assign(
    members: Sequence[Part],
    since: Mapping[str, int],
    sends: set[str],
    makers: Mapping[str, str],
    lane: dict[str, int],
) -> None:
    free: list[int] = []
    taken: list[tuple[int, int]] = []
    last: dict[int, Part] = {}
    count = 0
    for part in members:
        while taken and taken[0][0] < since[part.key]:
            heapq.heappush(free, heapq.heappop(taken)[1])
        # The lane of whoever sends data on is left alone below it: what comes down there would run into its line.
        # Whom it calls itself comes in from the side.
        chosen: int | None = None
        kept: list[int] = []
        while free:
            candidate = heapq.heappop(free)
            before = last.get(candidate)
            if (
                before is not None
                and before.runs == since[part.key] - 1
                and before.key in sends
                and makers.get(part.key) != before.key
            ):
                kept.append(candidate)
                continue
            chosen = candidate
            break
        for candidate in kept:
            heapq.heappush(free, candidate)
        if chosen is None:
            chosen, count = count, count + 1
        lane[part.key] = chosen
        last[chosen] = part
        heapq.heappush(taken, (part.runs, chosen))
