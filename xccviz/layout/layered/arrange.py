"""Where boxes of known sizes stand and which way the lines between them go: ranks, grids, ports and paths. It knows
neither what stands in the boxes nor what they are."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.layout.layered.grid import Grid, come_in, find_grids, go_out, pass_beside, pass_down
from xccviz.layout.layered.place import place, stack_ranks
from xccviz.layout.layered.router import RANK_GAP, Frame, Lane, Router, rank_gaps
from xccviz.layout.layered.routing import BADGE_PX, Route
from xccviz.layout.types import Bounds
from xccviz.values import frozen

MARGIN = 24.0
GAP = 28.0


@frozen
class Arranged:
    """Where each box stands and in which rank, and the route of each line; in scene px."""

    spots: tuple[Bounds, ...]
    ranks: tuple[int, ...]
    routes: tuple[Route, ...]


def arrange(
    sizes: Sequence[tuple[float, float]],
    pairs: Sequence[tuple[int, int]],
    weak: Sequence[bool],
    slots: Sequence[tuple[int, ...]],
    *,
    gap: float = GAP,
    margin: float = MARGIN,
    below: float = RANK_GAP,
    widest: float = 0.0,
    least: float = 0.0,
    badge: float = BADGE_PX,
) -> Arranged:
    """Place boxes of `sizes` (width, height in px) and route lines between `pairs` of them; `weak` lines move no box,
    `slots` are what each line carries. `gap`: px between neighbours, `margin` around all, `below` a rank at least;
    `widest`: px of a rank above which siblings are put into rows (0: never); `least`: px that something below the
    drawing takes, so that it stands in the middle; `badge`: px that the longest badge takes of its line."""
    strong = [pair for pair, is_weak in zip(pairs, weak, strict=True) if not is_weak]
    floor = Floor(sizes, strong, badge, widest)
    lanes, lane_of = floor.lanes(pairs, weak, slots)
    placement = place(
        floor.sizes,
        [(lane.source, lane.target) for lane in lanes],
        weak=frozenset(i for i, lane in enumerate(lanes) if lane.result),
        gap=gap,
        widest=widest,
    )
    tops, bottoms = stack_ranks(
        [h for _, h in floor.sizes], placement.ranks, rank_gaps(placement, lanes, badge, below)
    )
    inner = max((x + w / 2 for x, (w, _) in zip(placement.x, floor.sizes, strict=True)), default=0.0)
    left = max(margin, (least + margin - inner) / 2) if least else margin
    frames = [
        Frame(Bounds(x - w / 2 + left, tops[rank] + margin, w, h), rank)
        for x, rank, (w, h) in zip(placement.x, placement.ranks, floor.sizes, strict=True)
    ]
    spots = [
        Bounds(*floor.stands(i, width, frames), width, height) for i, (width, height) in enumerate(sizes)
    ]
    bands = [(top + margin, bottom + margin) for top, bottom in zip(tops, bottoms, strict=True)]
    router = Router(frames, lanes, placement, bands, left, badge)
    ways = [router.route(i) for i in range(len(lanes))]
    routes = [
        floor.led(None if lane is None else ways[lane], a, b, spots, frames, is_weak)
        for lane, (a, b), is_weak in zip(lane_of, pairs, weak, strict=True)
    ]
    ranks = [frames[floor.frame_of[i]].rank for i in range(len(sizes))]
    return Arranged(tuple(spots), tuple(ranks), tuple(routes))


class Floor:
    """What is placed: boxes, and grids of them as one frame each."""

    def __init__(
        self,
        sizes: Sequence[tuple[float, float]],
        strong: Sequence[tuple[int, int]],
        badge: float = BADGE_PX,
        widest: float = 0.0,
    ) -> None:
        self._in_grid = {
            box: (grid, number, below)
            for grid in find_grids(sizes, strong, badge, widest)
            for number, cell in enumerate(grid.cells)
            for below, box in enumerate(cell)
        }
        self.frame_of: list[int] = []
        self.sizes: list[tuple[float, float]] = []
        self._grids: dict[int, Grid] = {}
        frame_of_grid: dict[int, int] = {}
        for box, size in enumerate(sizes):
            grid = self._in_grid[box][0] if box in self._in_grid else None
            if grid is not None and id(grid) in frame_of_grid:
                self.frame_of.append(frame_of_grid[id(grid)])
                continue
            if grid is not None:
                frame_of_grid[id(grid)] = len(self.sizes)
                self._grids[len(self.sizes)] = grid
            self.frame_of.append(len(self.sizes))
            self.sizes.append(size if grid is None else grid.size)

    def lanes(
        self, pairs: Sequence[tuple[int, int]], weak: Sequence[bool], slots: Sequence[tuple[int, ...]]
    ) -> tuple[list[Lane], list[int | None]]:
        """The lanes between frames, and the number of the lane that each link goes along: one for all that come to a
        grid from the same box, or leave it for the same; None within a grid."""
        found: dict[tuple[object, ...], int] = {}
        lanes: list[Lane] = []
        lane_of: list[int | None] = []
        for i, ((a, b), result, carried) in enumerate(zip(pairs, weak, slots, strict=True)):
            source, target = self.frame_of[a], self.frame_of[b]
            out, into = self._grids.get(source), self._grids.get(target)
            if source == target and out is not None:
                lane_of.append(None)
                continue
            shared = out is not None or into is not None
            key = (source, target, result, bool(carried)) if shared else (i,)
            if key not in found:
                found[key] = len(lanes)
                enters = into.enters if into is not None else None
                leaves = out.leaves if out is not None else None
                lanes.append(Lane(source, target, result, carried, enters, leaves))
            lane_of.append(found[key])
        return lanes, lane_of

    def stands(self, box: int, width: float, frames: Sequence[Frame]) -> tuple[float, float]:
        """The top left of a box."""
        bounds = frames[self.frame_of[box]].bounds
        if box not in self._in_grid:
            return bounds.x, bounds.y
        grid, cell, below = self._in_grid[box]
        x, y = grid.place(cell, below)
        return bounds.x + x - width / 2, bounds.y + y

    def led(
        self,
        route: Route | None,
        a: int,
        b: int,
        boxes: Sequence[Bounds],
        frames: Sequence[Frame],
        aside: bool,
    ) -> Route:
        """The path of a lane, led from and to the boxes of a grid; None: the path within one."""
        source, target = boxes[a], boxes[b]
        if route is None:
            grid, cell, above = self._in_grid[a]
            between = grid.cells[cell][above + 1 : self._in_grid[b][2]]
            if between:
                return pass_beside(source, target, [boxes[box] for box in between])
            return pass_down(source, target, aside)
        if a in self._in_grid:
            grid, cell, _ = self._in_grid[a]
            bottom = frames[self.frame_of[a]].bounds.y + grid.cell_bottom(cell)
            route = go_out(route, source, bottom, grid.draws_rail(cell, leaving=True), grid.longer)
        if b in self._in_grid:
            grid, cell, _ = self._in_grid[b]
            route = come_in(route, target, grid.draws_rail(cell, leaving=False))
        return route
