"""Patterns of surfaces: tiles of one colour, the same for every painter, in scene px.

dots ⠿   dashes ┄   slashes ╱   backslashes ╲   cross ╳   sparse ╱ (wider apart, thinner)
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from xccviz.display.markers import circle
from xccviz.layout.types import Segment
from xccviz.values import frozen

Pattern = Literal["dots", "dashes", "slashes", "backslashes", "cross", "sparse"]


@frozen
class Tile:
    """A tile of `width` × `height` px that fits its neighbours on all sides: `segments`, filled where `stroke` is 0,
    else lines of that width."""

    width: float
    height: float
    segments: tuple[Segment, ...]
    stroke: float = 0.0


def _slanted(apart: float, stroke: float, *, down: bool = False) -> Tile:
    """Lines at 45°, `apart` px from each other: one through the tile, and its neighbours, which cut the corners."""
    side = apart * math.sqrt(2)
    reach = side / 2  # beyond the tile, where the next one goes on
    low, high = (side + reach, -reach) if not down else (-reach, side + reach)
    ends = (
        (Segment("M", (x - reach, low)), Segment("L", (x + side + reach, high))) for x in (-side, 0.0, side)
    )
    return Tile(side, side, tuple(segment for line in ends for segment in line), stroke)


def _crossed(apart: float, stroke: float) -> Tile:
    side = apart * math.sqrt(2)
    reach = side / 2
    return Tile(
        side,
        side,
        (
            Segment("M", (-reach, -reach)),
            Segment("L", (side + reach, side + reach)),
            Segment("M", (-reach, side + reach)),
            Segment("L", (side + reach, -reach)),
        ),
        stroke,
    )


TILES: Mapping[Pattern, Tile] = {
    "dots": Tile(6.0, 6.0, (*circle(1.5, 1.5, 0.95), *circle(4.5, 4.5, 0.95))),
    "dashes": Tile(10.0, 5.0, (Segment("M", (2.0, 2.5)), Segment("L", (8.0, 2.5))), 1.4),
    "slashes": _slanted(7.0, 1.4),
    "backslashes": _slanted(7.0, 1.4, down=True),
    "cross": _crossed(8.0, 1.1),
    "sparse": _slanted(9.0, 1.2),
}
"""The tile of each pattern."""
