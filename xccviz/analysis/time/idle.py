"""Blocks in which nothing of a transaction ran, between others in which something did: how many, and for how long.

3,106 ran · 3,107 ran · 3,108 … 3,116 idle · 3,117 ran      9 blocks, from when 3,107 ran until 3,117 did
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from itertools import pairwise

from xccviz.graph.types import Node
from xccviz.values import frozen


@frozen
class Idle:
    """So many blocks, and the nanoseconds in which nothing ran; None where a time is not known."""

    blocks: int
    lasts_ns: int | None


NONE_IDLE = Idle(0, None)


@frozen
class Ran:
    """The `heights` in which something ran, ascending, and the nanoseconds of those blocks whose time is known."""

    heights: tuple[int, ...]
    times: Mapping[int, int]

    def idle_in(self, first: int, last: int) -> Idle:
        """What is idle of the blocks `first` to `last`. Blocks without anything of a transaction are seldom at hand: a
        stretch lasts from the block before it to the one after."""
        begin, end = bisect_left(self.heights, first), bisect_right(self.heights, last)
        blocks, lasts, known = 0, 0, True
        for before, after in pairwise((first - 1, *self.heights[begin:end], last + 1)):
            if after - before < 2:
                continue
            blocks += after - before - 1
            known = known and before in self.times and after in self.times
            lasts += self.times.get(after, 0) - self.times.get(before, 0)
        return Idle(blocks, lasts if known and blocks else None)


def ran_of(nodes: Iterable[Node]) -> Ran:
    """When nodes ran, as far as their blocks are known."""
    heights: set[int] = set()
    times: dict[int, int] = {}
    for node in nodes:
        if node.height is not None:
            heights.add(node.height)
            if node.timestamp_ns is not None:
                times.setdefault(node.height, node.timestamp_ns)
    return Ran(tuple(sorted(heights)), times)
