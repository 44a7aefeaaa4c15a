"""The steps of two runs as one line, aligned as their calls are.

    A:  1 convert   2 run x   3 run y            4 run z           1  2  3     4  5         numbers of the line
    B:  1 convert   2 run x            3 run w   4 run z      ⇒    ●  ●  ▀  ▄  ●            ▀ only in A, ▄ only in B

What both did in another order can't stand twice: the longest sequence that both did in the same order stands, and the
rest is a step of each. Which one of several as long does not depend on which run is A: with the sides swapped, the same
steps stand together.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial

from xccviz.analysis.compare.union import Union
from xccviz.analysis.compare.values import Missing
from xccviz.graph.types import ReceiptGraph
from xccviz.replay.types import Step, Timeline
from xccviz.values import frozen


@frozen
class PairStep:
    """One step of the line: number `n`, and the number of the step in each run (None: that run has no such step
    there)."""

    n: int
    a: int | None
    b: int | None

    def of(self, side: Missing) -> int | None:
        """The number of the step in one run."""
        return self.a if side == "a" else self.b


@frozen
class PairLine:
    """The line. `stops`, by side: for 0 … n steps of the line, how many steps of that run have happened; `places`, by
    side: for each step of that run, from 1, its number in the line."""

    steps: tuple[PairStep, ...]
    stops: Mapping[Missing, tuple[int, ...]]
    places: Mapping[Missing, tuple[int, ...]]

    def __len__(self) -> int:
        return len(self.steps)

    def index(self, side: Missing, step: int) -> int:
        """Where in the line `step` steps of a run have happened."""
        return self.places[side][step - 1] if step > 0 else 0

    def after(self, side: Missing, step: int) -> int:
        """The last place in the line at which no more than `step` steps of a run have happened."""
        return bisect_right(self.stops[side], step) - 1


def align_steps(union: Union, a: tuple[ReceiptGraph, Timeline], b: tuple[ReceiptGraph, Timeline]) -> PairLine:
    """One line of the steps of both. What no call is, as gas refunds are not, is told by the call it hangs below."""
    keys_a = _keys(a[1].steps, _names(a[0], union.key_of["a"], union))
    keys_b = _keys(b[1].steps, _names(b[0], union.key_of["b"], union))
    of_b = {key: n for n, key in enumerate(keys_b)}
    both = [(n, of_b[key]) for n, key in enumerate(keys_a) if key in of_b]
    steps: list[PairStep] = []
    here, there = 0, 0
    for n, m in [*_rising(both, partial(_ids, a[1].steps, b[1].steps)), (len(keys_a), len(keys_b))]:
        for step in range(here, n):
            steps.append(PairStep(len(steps) + 1, step + 1, None))
        for step in range(there, m):
            steps.append(PairStep(len(steps) + 1, None, step + 1))
        if n < len(keys_a) and m < len(keys_b):
            steps.append(PairStep(len(steps) + 1, n + 1, m + 1))
        here, there = n + 1, m + 1
    stops: dict[Missing, tuple[int, ...]] = {
        "a": _stops(steps, lambda step: step.a),
        "b": _stops(steps, lambda step: step.b),
    }
    places: dict[Missing, tuple[int, ...]] = {
        "a": tuple(step.n for step in steps if step.a is not None),
        "b": tuple(step.n for step in steps if step.b is not None),
    }
    return PairLine(tuple(steps), stops, places)


def _stops(steps: Sequence[PairStep], of: Callable[[PairStep], int | None]) -> tuple[int, ...]:
    found = [0]
    for step in steps:
        found.append(found[-1] if of(step) is None else found[-1] + 1)
    return tuple(found)


def _names(graph: ReceiptGraph, keys: Mapping[str, str], union: Union) -> dict[str, Hashable]:
    """Node id → what it is called in both runs: the key of its call; of what is none, that and how many such hang
    there before it."""
    seen: dict[str, int] = {}
    names: dict[str, Hashable] = {}
    for node in graph.nodes:
        key = keys[node.id]
        call = union.by_key[key]
        if node.id in (call.a, call.b):
            names[node.id] = key
        else:
            seen[key] = seen.get(key, 0) + 1
            names[node.id] = (key, seen[key])
    return names


def _keys(steps: Sequence[Step], names: Mapping[str, Hashable]) -> list[Hashable]:
    return [(step.kind, names[step.node], step.slot) for step in steps]


def _ids(a: Sequence[Step], b: Sequence[Step], pair: tuple[int, int]) -> list[str]:
    """What tells a pair from others, whichever run is A: the receipts that it is a step of. The rest of what pairs of
    the same two are called by, kind and slot, is the same in both."""
    step = a[pair[0]]
    return [*sorted((step.node, b[pair[1]].node)), step.kind, str(step.slot)]


def _rising(
    pairs: Sequence[tuple[int, int]], ids: Callable[[tuple[int, int]], list[str]]
) -> list[tuple[int, int]]:
    """The longest part of `pairs`, whose first numbers rise, in which the second ones rise too (patience sorting). Of
    several as long, from its end the one that is first by `ids`: numbers alone can't tell (0, 1) from (1, 0)."""
    tails: list[int] = []
    levels: list[list[tuple[int, int]]] = []  # by how long the longest part is that ends there
    for pair in pairs:
        level = bisect_left(tails, pair[1])
        if level == len(tails):
            tails.append(pair[1])
            levels.append([])
        tails[level] = pair[1]
        levels[level].append(pair)
    found: list[tuple[int, int]] = []
    end: tuple[float, float] = (math.inf, math.inf)
    for ending in reversed(levels):
        end = min((pair for pair in ending if pair[0] < end[0] and pair[1] < end[1]), key=ids)
        found.append(end)
    return found[::-1]
