"""The upright pieces of lines that are seen: words end before the first that would cross them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from xccviz.layout.timeline.types import INSIDE, Elbow, TimelineLayout
from xccviz.layout.types import Words
from xccviz.values import replace

Piece = tuple[float, float, float]
"""x, upper and lower end."""
_ABOVE, _BELOW, _BESIDE = 10.0, 3.0, 1.0
"""Px around the beginning of a base line within which a piece crosses its words."""


class Uprights:
    """Some pieces, found by x."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces = sorted(pieces)
        self._xs = [x for x, _, _ in self._pieces]

    def clear(self, words: Words) -> Words:
        """`words` with as much room as they have before the first piece that would cross them."""
        end = words.x + words.room
        for number in range(bisect_right(self._xs, words.x - _BESIDE), len(self._xs)):
            x, top, bottom = self._pieces[number]
            if x >= end:
                break
            if top < words.y + _BELOW and bottom > words.y - _ABOVE:
                return replace(words, room=x - 3 - words.x)
        return words


class Crossings:
    """The pieces of one layout: those of the critical path, and those into the slots of whatever is selected."""

    def __init__(self, layout: TimelineLayout) -> None:
        path: list[Piece] = []
        self._into: dict[str, list[Piece]] = defaultdict(list)
        for elbow in layout.elbows:
            if elbow.hop is not None:
                path += _pieces(elbow) if layout.path_on else ()
            elif elbow.callback is not None and elbow.lined:
                self._into[elbow.callback] += _pieces(elbow)
        self._path, self._of_path = path, Uprights(path)
        words = (
            (each.y, each.x, each.x + each.room, bar.key)
            for bar in layout.bars
            for each in (bar.title if layout.cell < INSIDE else None, *(wait.words for wait in bar.waits))
            if each is not None
        )
        self._words = sorted(words)
        self._ys = [y for y, *_ in self._words]

    def seen(self, selected: str | None) -> Uprights:
        """Those that are seen while a node is selected."""
        into = self._into.get(selected or "")
        return Uprights((*self._path, *into)) if into else self._of_path

    def touched(self, selected: str | None) -> Iterator[str]:
        """Keys of the bars whose words end elsewhere because a node is selected."""
        for x, top, bottom in self._into.get(selected or "", ()):
            first, last = bisect_left(self._ys, top - _BELOW), bisect_right(self._ys, bottom + _ABOVE)
            for _, left, right, key in self._words[first:last]:
                if left - _BESIDE <= x <= right:
                    yield key


def _pieces(elbow: Elbow) -> Iterator[Piece]:
    for before, after in pairwise(segment.points for segment in elbow.segments):
        if before[0] == after[0]:
            yield before[0], min(before[1], after[1]), max(before[1], after[1])
