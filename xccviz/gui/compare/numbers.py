"""Which numbers of differences stand on a call of one run."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.compare.values import Missing
from xccviz.gui.state.pair import Pair


def numbers_on(pair: Pair, side: Missing) -> dict[str, list[int]]:
    """The numbers of the listed differences of each call that a run has, by its node; totals are of no call."""
    listed = {entry.number for entry in pair.entries if entry.first.what != "total"}
    found: dict[str, list[int]] = {}
    for key, numbers in pair.found.numbers_at.items():
        node, mine = pair.found.union.by_key[key].node(side), [each for each in numbers if each in listed]
        if node is not None and mine:
            found[node] = mine
    return found


def ahead_of(words: str, number: int, numbers: Sequence[int], later: frozenset[int]) -> bool:
    """Whether all that a square tells of is later: its number, and those that it counts."""
    counted = (number,) if words == str(number) else numbers[numbers.index(number) :]
    return later.issuperset(counted)
