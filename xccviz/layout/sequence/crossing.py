"""Which lanes go through a row, row by row from above: so thousands that stand beside each other for long are looked at
where one begins and ends, not in every row."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

LEAST = 36.0
"""Px between two lanes below which no words could stand there."""


class Crossing:
    """Spans are (first row, last row, x of the lane); no two of one x meet. Rows are asked in ascending order."""

    def __init__(self, spans: Iterable[tuple[int, int, float]]) -> None:
        kept = list(spans)
        self._begins = sorted((first, x) for first, _, x in kept)
        self._ends = sorted((last, x) for _, last, x in kept)
        self._begun = self._ended = 0
        self._xs: list[float] = []
        self._gaps: list[float] = []

    def at(self, row: int) -> list[float]:
        """x of the lanes that go through a row, ascending; good until the next row is asked."""
        begins, ends = self._begins, self._ends
        while self._begun < len(begins) and begins[self._begun][0] <= row:
            self._add(begins[self._begun][1])
            self._begun += 1
        while self._ended < len(ends) and ends[self._ended][0] < row:
            self._remove(ends[self._ended][1])
            self._ended += 1
        return self._xs

    def free(self, row: int, wide: float, right: float, beside: float) -> float:
        """The right end of the first place from the right for something so `wide`, `beside` px from all lanes of a row
        and not beyond `right`; left of all lanes there may be too little room for it."""
        xs = self.at(row)
        if not xs or right - wide >= xs[-1] + beside:
            return right
        for left in reversed(self._gaps):
            end = min(right, xs[bisect_left(xs, left) + 1] - beside)
            if end - wide >= left + beside:
                return end
        return min(right, xs[0] - beside)

    def _add(self, x: float) -> None:
        before, after = self._beside(bisect_left(self._xs, x) - 1)
        insort(self._xs, x)
        self._forget_gap(before, after)
        self._note_gap(before, x)
        self._note_gap(x, after)

    def _remove(self, x: float) -> None:
        place = bisect_left(self._xs, x)
        del self._xs[place]
        before, after = self._beside(place - 1)
        self._forget_gap(before, x)
        self._forget_gap(x, after)
        self._note_gap(before, after)

    def _beside(self, number: int) -> tuple[float | None, float | None]:
        """The lane of that number and the next one."""
        xs = self._xs
        return xs[number] if number >= 0 else None, xs[number + 1] if number + 1 < len(xs) else None

    def _note_gap(self, left: float | None, right: float | None) -> None:
        if left is not None and right is not None and right - left >= LEAST:
            insort(self._gaps, left)

    def _forget_gap(self, left: float | None, right: float | None) -> None:
        if left is not None and right is not None and right - left >= LEAST:
            del self._gaps[bisect_left(self._gaps, left)]
