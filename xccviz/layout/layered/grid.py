"""Many boxes alike in a grid between two combs, so that fifty calls can be seen whole.

   caller
┌────┴────┬────┐        calls come down a trunk at the left, along a rail above each row
│  a   b   c   │
│  └───┴───┴─┐ │        what they deliver goes along a rail below each row, down a trunk at the right
└──┬───┬───┐ │ │
   d   e   f │
   └───┴───┴─┤
           callback
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from xccviz.layout.layered.routing import BADGE_PX, TIP_GAP, Route
from xccviz.layout.types import Bounds, Segment
from xccviz.values import frozen

WIDEST = 1250.0
"""Px of a rank that can be read when it is seen whole in a window of usual size."""
FEWEST = 7
"""So many boxes alike are put into a grid: six can be seen beside each other."""
READ, FOUR = 40, 1340.0
"""A grid of up to so many boxes is read row by row: four in a row, of narrow ones as many as are as wide as four
blocks. Of more it is as wide as a window is for its height."""
SHARED = 100
"""Of more boxes in a grid the lines share their trunks and rails."""
COLUMN_GAP = 26.0
WITHIN = 46.0
"""Px between the boxes of a cell."""
TRUNK = 10.0
"""Px of a trunk from the side of the grid, on its inside; as many again lie between it and the boxes."""
BESIDE = 11.0
"""Px from the boxes of a cell to a line that passes some of them."""
CALL_RAIL = 20.0
"""Px of a rail above the boxes it leads to."""
CLEAR = 13.0
"""Px from the boxes of a row to the rail of the next: edges behind a box, which say that there are many, are 6 px."""
DATA_RAIL, BADGE = 34.0, 15.0
"""Px of a rail and of a badge below the boxes they come from."""
_CORNER = 6.0
FAR = 60.0
"""Px aside from which on a line to or from a trunk is level and upright instead of bent: it would lie aslant."""
_WIDE_FOR_HIGH = 2.8
"""A grid is about so much wider than high: with what stands above and below, as a window is."""


@frozen
class Grid:
    """Cells in order, in rows of `columns`; a cell is a box, or some below each other, by their numbers. `width`: px of
    its widest box; `rows`: px of the highest box at each height of a cell; `delivers`: something leads on from them;
    `longer`: px by which badges are longer than those that stand upright."""

    cells: tuple[tuple[int, ...], ...]
    columns: int
    width: float
    rows: tuple[float, ...]
    delivers: bool
    longer: float = 0.0

    @property
    def height(self) -> float:
        """Px from the top of a cell to its bottom."""
        return sum(self.rows) + (WITHIN + self.longer) * (len(self.rows) - 1)

    @property
    def pitch(self) -> float:
        """Px from the top of a row of cells to that of the next."""
        return self.height + CALL_RAIL + CLEAR + (self.data_rail if self.delivers else 0.0)

    @property
    def data_rail(self) -> float:
        """Px of a rail below the boxes it comes from."""
        return DATA_RAIL + self.longer

    @property
    def size(self) -> tuple[float, float]:
        """Px of the whole, with its trunks and rails."""
        wide = self.columns * (self.width + COLUMN_GAP) - COLUMN_GAP + 4 * TRUNK
        return wide, -(-len(self.cells) // self.columns) * self.pitch

    def place(self, cell: int, below: int) -> tuple[float, float]:
        """Middle x and top y of a box, from the grid's top left; `below`: so many stand above it in its cell."""
        row, column = divmod(cell, self.columns)
        x = 2 * TRUNK + column * (self.width + COLUMN_GAP) + self.width / 2
        within = sum(self.rows[:below]) + (WITHIN + self.longer) * below
        return x, row * self.pitch + CALL_RAIL + CLEAR + within

    def cell_bottom(self, cell: int) -> float:
        """Y below the lowest box of a cell, from the grid's top."""
        return self.place(cell, 0)[1] + self.height

    def draws_rail(self, cell: int, leaving: bool) -> bool:
        """Whether the line of a cell is drawn from or to the trunk. Of very many, one in each row is, the one that is
        furthest from it: the others would only be painted over each other."""
        if len(self.cells) <= SHARED:
            return True
        column = cell % self.columns
        return column == 0 if leaving else column == self.columns - 1 or cell == len(self.cells) - 1

    @property
    def enters(self) -> float:
        """Px from the middle of the grid where calls come in."""
        return TRUNK - self.size[0] / 2

    @property
    def leaves(self) -> float:
        """Px from the middle of the grid where what its boxes deliver goes out."""
        return self.size[0] / 2 - TRUNK


def find_grids(
    sizes: Sequence[tuple[float, float]],
    edges: Sequence[tuple[int, int]],
    badge: float = BADGE_PX,
    widest: float = 0.0,
) -> tuple[Grid, ...]:
    """The grids among boxes of `sizes` (width, height in px) that `edges` join: many cells with the same causes and the
    same effect. What only one box leads to and nothing else stands below it in its cell. `badge`: px that the longest
    badge takes of its line; `widest`: px that can be seen beside each other, 0 for those of a window of usual size."""
    causes: dict[int, set[int]] = defaultdict(set)
    effects: dict[int, set[int]] = defaultdict(set)
    for a, b in edges:
        causes[b].add(a)
        effects[a].add(b)
    alike: dict[tuple[frozenset[int], frozenset[int], int], list[tuple[int, ...]]] = defaultdict(list)
    siblings: dict[frozenset[int], list[int]] = defaultdict(list)
    for box in range(len(sizes)):
        if causes[box]:
            siblings[frozenset(causes[box])].append(box)
    for cause, boxes in siblings.items():
        for box in boxes if len(boxes) >= FEWEST else ():
            cell = [box]
            while len(effects[cell[-1]]) == 1:
                (below,) = effects[cell[-1]]
                if causes[below] != {cell[-1]} or below in cell:
                    break
                cell.append(below)
            after = frozenset(effects[cell[-1]])
            if len(after) <= 1:  # of what feeds many callbacks the lines would be one tangle
                alike[cause, after, len(cell)].append(tuple(cell))
    longer = badge - BADGE_PX
    four = FOUR * widest / WIDEST if widest else FOUR
    many = ((after, cells) for (_, after, _), cells in alike.items() if len(cells) >= FEWEST)
    grids = (_grid(sizes, cells, bool(after), longer, four) for after, cells in many)
    return tuple(grid for grid in grids if len(grid.cells) > grid.columns)


def _grid(
    sizes: Sequence[tuple[float, float]],
    cells: Sequence[tuple[int, ...]],
    delivers: bool,
    longer: float,
    four: float,
) -> Grid:
    width = max(sizes[box][0] for cell in cells for box in cell)
    rows = tuple(max(sizes[box][1] for box in row) for row in zip(*cells, strict=True))
    one = Grid(tuple(cells), 1, width, rows, delivers, longer)
    columns = round(math.sqrt(_WIDE_FOR_HIGH * len(cells) * one.pitch / (width + COLUMN_GAP)))
    if len(cells) <= READ:
        columns = max(4, int(four // (width + COLUMN_GAP)))
    return Grid(tuple(cells), max(1, columns), width, rows, delivers, longer)


def pass_down(source: Bounds, target: Bounds, aside: bool) -> Route:
    """A path from a box to the one below it in its cell; `aside`: beside another."""
    x = source.center_x + (22.0 if aside else 0.0)
    tip = (x, target.y - TIP_GAP)
    middle = (x, (source.bottom + target.y - TIP_GAP) / 2 - 3.0)
    return Route((Segment("M", (x, source.bottom)), Segment("L", tip)), tip, math.pi / 2, middle, middle)


def pass_beside(source: Bounds, target: Bounds, between: Sequence[Bounds]) -> Route:
    """A path from a box to one further down in its cell, to the right of those `between` them."""
    x = max(box.right for box in (source, target, *between)) + BESIDE
    start, tip = (source.right, source.center_y), (target.right + TIP_GAP, target.center_y)
    middle = (x, (source.center_y + target.center_y) / 2)
    bends = _elbows(start, (x, start[1]), (x, tip[1]), tip)
    return Route((Segment("M", start), *bends), tip, math.pi, None, middle)


def come_in(route: Route, box: Bounds, whole: bool) -> Route:
    """A path to a grid's trunk, led on to the `box` of one of its rows; not `whole`: only from the rail down."""
    x, y = route.segments[-1].points[-2:]
    tip = (box.center_x, box.y - TIP_GAP)
    rail = box.y - CALL_RAIL
    if not whole:
        drop = (Segment("M", (tip[0], rail)), Segment("L", tip))
        return Route(drop, tip, math.pi / 2, None, (tip[0], rail))
    way, middle = _to_trunk(route)
    return Route((*way, *_elbows((x, y), (x, rail), (tip[0], rail), tip)), tip, math.pi / 2, None, middle)


def go_out(route: Route, box: Bounds, row_bottom: float, whole: bool, longer: float = 0.0) -> Route:
    """A path from a grid's trunk, begun at the `box` of one of its rows, whose cells end at `row_bottom`; not `whole`:
    only down to the rail. `longer`: as of its grid."""
    trunk = route.segments[0].points
    start = (box.center_x, box.bottom)
    rail = row_bottom + DATA_RAIL + longer
    if not whole:
        drop = (Segment("M", start), Segment("L", (start[0], rail)))
        at = (start[0], box.bottom + BADGE + longer / 2)
        return Route(drop, (start[0], rail), math.pi / 2, at, at)
    begun = (Segment("M", start), *_elbows(start, (start[0], rail), (trunk[0], rail), (trunk[0], trunk[1])))
    badge = (start[0], box.bottom + BADGE + longer / 2)
    return Route((*begun, *_from_trunk(route)), route.tip, route.angle, badge, badge)


def _to_trunk(route: Route) -> tuple[tuple[Segment, ...], tuple[float, float]]:
    """The way to a trunk, and the middle of its longest piece: where it comes from far aside, level just above the
    grid, as its rails are."""
    *before, last = route.segments
    (x, y), (from_x, from_y) = last.points[-2:], before[-1].points[-2:]
    level = y - _CORNER
    if last.op != "C" or abs(x - from_x) < FAR or level - from_y < _CORNER:
        return route.segments, route.label
    rails = _elbows((from_x, from_y), (from_x, level), (x, level), (x, y))
    return (*before, *rails), ((from_x + x) / 2, level)


def _from_trunk(route: Route) -> tuple[Segment, ...]:
    """The way from a trunk, level just below the grid where it leads far aside."""
    first, second, *after = route.segments
    (x, y), (to_x, to_y) = first.points[-2:], second.points[-2:]
    level = y + _CORNER
    if second.op != "C" or abs(x - to_x) < FAR or to_y - level < _CORNER:
        return route.segments[1:]
    return (*_elbows((x, y), (x, level), (to_x, level), (to_x, to_y)), *after)


def _elbows(start: tuple[float, float], *points: tuple[float, float]) -> list[Segment]:
    """Straight lines from `start` through `points`, with round corners."""
    made: list[Segment] = []
    before = start
    for point, after in pairwise(points):
        into, out = math.dist(before, point), math.dist(point, after)
        cut = min(_CORNER, into / 2, out / 2)
        if cut < 0.5:
            made.append(Segment("L", point))
        else:
            a = _towards(point, before, cut / into)
            b = _towards(point, after, cut / out)
            made += [Segment("L", a), Segment("C", (*point, *point, *b))]
        before = point
    return [*made, Segment("L", points[-1])]


def _towards(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
