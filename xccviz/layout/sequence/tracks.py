"""The way from one row to the next: horizontal tracks for calls, below them for data, one above the other where two
would meet."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from xccviz.layout.sequence.links import Link
from xccviz.values import frozen

BEFORE, CALL, DATA, AFTER = 8.0, 11.0, 17.0, 9.0
"""Px of a transit: before its first track, of a track for calls, of one for data, after the last."""
APART = 14.0
"""Px between two that share a track."""
LOOKED_THROUGH = 32
"""Tracks in which room is looked for, so that thousands of messages take no time."""


@frozen
class Span:
    """Something that takes a track from `left` to `right` px. `stands`: x from where it comes down to its track (what
    comes down there from other tracks must begin below); `drops`: x where it leaves its track downwards; `least`: the
    first track that it may take."""

    key: str
    left: float
    right: float
    stands: tuple[float, ...] = ()
    drops: tuple[float, ...] = ()
    least: int = 0


def stack(spans: Sequence[Span]) -> dict[str, int]:
    """The track of each: as high as may be, but below all that stands where it comes down itself."""
    standing: dict[float, list[int]] = defaultdict(list)
    for i, span in enumerate(spans):
        for x in span.stands:
            standing[round(x, 1)].append(i)
    above: list[set[int]] = [set() for _ in spans]
    below: list[list[int]] = [[] for _ in spans]
    for i, span in enumerate(spans):
        for x in span.drops:
            for j in standing.get(round(x, 1), ()):
                if j != i and j not in above[i]:
                    above[i].add(j)
                    below[j].append(i)
    left = [len(each) for each in above]
    tracks: list[list[tuple[float, float]]] = []
    found: dict[int, int] = {}
    queue = [i for i in range(len(spans)) if not left[i]]
    done = 0
    while done < len(spans):
        if not queue:  # each in the way of another: somebody has to begin
            queue = [min(i for i in range(len(spans)) if i not in found and i not in queue)]
        i = queue.pop(0)
        if i in found:
            continue
        first = max((found[j] + 1 for j in above[i] if j in found), default=0)
        first = max(first, spans[i].least)
        found[i] = _place(tracks, spans[i], first)
        done += 1
        for j in below[i]:
            left[j] -= 1
            if not left[j]:
                queue.append(j)
    return {spans[i].key: track for i, track in found.items()}


def _place(tracks: list[list[tuple[float, float]]], span: Span, first: int) -> int:
    """The first track from `first` on with room, of the last few there are."""
    for number in range(max(first, len(tracks) - LOOKED_THROUGH), len(tracks)):
        taken = tracks[number]
        at = bisect_left(taken, (span.left, span.right))
        before = taken[at - 1][1] + APART <= span.left if at else True
        after = span.right + APART <= taken[at][0] if at < len(taken) else True
        if before and after:
            taken.insert(at, (span.left, span.right))
            return number
    while len(tracks) < first:
        tracks.append([])
    tracks.append([(span.left, span.right)])
    return len(tracks) - 1


@frozen
class Transit:
    """The tracks of a row: of calls by the key of the caller, of data by the key of the link; and how many of each."""

    calls: Mapping[str, int]
    data: Mapping[str, int]
    call_tracks: int
    data_tracks: int

    @property
    def height(self) -> float:
        """Px of the transit."""
        return BEFORE + CALL * self.call_tracks + DATA * self.data_tracks + AFTER

    def call_y(self, caller: str) -> float:
        """Px below the row of the track of a caller."""
        return BEFORE + CALL * self.calls[caller]

    def data_y(self, link: str) -> float:
        """Px below the row of the track of a link with data: the middle of its room."""
        return BEFORE + CALL * self.call_tracks + DATA * self.data[link] + DATA / 2


def transit_of(links: Sequence[Link], x_of: Mapping[str, float]) -> Transit:
    """The tracks for what leaves a row: `x_of` gives the x of the lane of a part."""
    callers: dict[str, list[Link]] = defaultdict(list)
    data: list[Span] = []
    for link in links:
        if link.is_data:
            xs = [*(x_of[source.key] for source in link.sources), x_of[link.target.key]]
            # The badge of what stays on its lifeline stands on the way down: that has to be long enough.
            stays = any(source.column == link.target.column for source in link.sources)
            data.append(Span(link.key, min(xs) - 20.0, max(xs) + 20.0, tuple(xs[:-1]), least=int(stays)))
        elif link.source is not None:
            callers[link.source.key].append(link)
    calls = []
    for key, made in callers.items():
        x = x_of[key]
        drops = [x_of[link.target.key] for link in made]
        others = tuple(drop for drop in drops if drop != x)
        loop = x - LOOP if len(others) < len(drops) else x
        calls.append(Span(key, min(loop, x, *drops), max(x, *drops), (x,), others))
    call_of, data_of = stack(calls), stack(data)
    return Transit(call_of, data_of, _count(call_of), _count(data_of))


LOOP = 15.0
"""Px that a call to oneself goes out to the left."""


def _count(tracks: Mapping[str, int]) -> int:
    return max(tracks.values(), default=-1) + 1
