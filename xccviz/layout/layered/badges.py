"""The badges on lines that carry slots: what they say, and how wide they are."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.catalogue import numeral
from xccviz.layout.layered.routing import BADGE_PX
from xccviz.layout.measure import measure

BADGE_SIZE = 11.5
"""Px of its words."""
_SLOTS = 3
"""So many slots are named; more are counted."""


def badge_words(slots: Sequence[int], inferred: bool) -> str:
    """The slot numbers on a line: `1`, `0, 2`; many are counted: `×464`; with `?` where no receipt states them."""
    text = ", ".join(map(str, slots)) if len(slots) <= _SLOTS else f"×{numeral(len(slots))}"
    return f"{text} ?" if inferred else text


def badge_width(slots: Sequence[int], inferred: bool) -> float:
    """Px of its badge, at least as wide as it is high."""
    return max(BADGE_PX, measure(badge_words(slots, inferred), "medium", BADGE_SIZE) + 10)
