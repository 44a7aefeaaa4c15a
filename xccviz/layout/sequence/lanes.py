"""In which lane of its lifeline each bar stands, from where it arrives to where it runs: no two bars overlap in one.

lane 0  1  2
     │  ▮        what arrives first takes the first lane that is free, of those that arrive together
     ▯  ▮  ▮     the one that runs first
        ▯  ▮
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from xccviz.layout.sequence.links import Link
from xccviz.layout.sequence.units import Part
from xccviz.values import frozen


@frozen
class Lanes:
    """Lane of each part by its key; from which row on it takes that (`since`: data may arrive before it does). Where
    something runs, arrives or is waited for, by column and row: `busy`, the highest lane that is taken there, and
    `beside`, the next column on which something is, with its lowest lane. `most`: the highest lane of a column."""

    lane: Mapping[str, int]
    since: Mapping[str, int]
    busy: Mapping[tuple[int, int], int]
    beside: Mapping[tuple[int, int], tuple[int, int]]
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
    most: dict[int, int] = {}
    for column, members in columns.items():
        members.sort(key=lambda part: (since[part.key], part.runs, part.order))
        _assign(members, since, sends, makers, lane)
        most[column] = max(lane[part.key] for part in members)
    asked = {(part.runs, part.column) for part in parts}
    asked.update((link.row + n, link.target.column) for link in links if link.is_data for n in (0, 1))
    return Lanes(lane, since, *_taken(parts, lane, since, asked), most)


def _taken(
    parts: Sequence[Part], lane: Mapping[str, int], since: Mapping[str, int], asked: Iterable[tuple[int, int]]
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], tuple[int, int]]]:
    """What is taken in the rows and columns that are asked for: row by row, as thousands may wait through thousands of
    rows."""
    begins: dict[int, list[Part]] = defaultdict(list)
    ends: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        begins[since[part.key]].append(part)
        ends[part.runs].append(part)
    columns_of: dict[int, list[int]] = defaultdict(list)
    for row, column in asked:
        columns_of[row].append(column)
    taken: dict[int, list[int]] = defaultdict(list)
    used: list[int] = []
    busy: dict[tuple[int, int], int] = {}
    beside: dict[tuple[int, int], tuple[int, int]] = {}
    for row in sorted({*begins, *ends, *columns_of}):
        for part in begins.get(row, ()):
            if not taken[part.column]:
                insort(used, part.column)
            insort(taken[part.column], lane[part.key])
        for column in columns_of.get(row, ()):
            if taken[column]:
                busy[column, row] = taken[column][-1]
            at = bisect_right(used, column)
            if at < len(used):
                beside[column, row] = (used[at], taken[used[at]][0])
        for part in ends.get(row, ()):
            lanes = taken[part.column]
            del lanes[bisect_left(lanes, lane[part.key])]
            if not lanes:
                del used[bisect_left(used, part.column)]
    return busy, beside


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
