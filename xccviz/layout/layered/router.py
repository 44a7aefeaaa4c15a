"""Which way each line goes: its ports at both boxes, and its path between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from xccviz.layout.layered import routing
from xccviz.layout.layered.place import Placement
from xccviz.layout.types import Bounds
from xccviz.values import frozen

RANK_GAP = 38.0
PORT_GAP = 14.0
"""Px that two lines keep from each other at a box."""
SWING = 36.0
"""Px a returned promise keeps from the boxes it passes, where there is room."""


@frozen
class Lane:
    """What leads from one frame to another, by their numbers. `result`: it says something about both, as a returned
    promise does, and carries nothing; `slots`: what it carries; `enters`, `leaves`: px from the middle of a frame
    where its lines come in or go out, None: anywhere."""

    source: int
    target: int
    result: bool
    slots: tuple[int, ...] = ()
    enters: float | None = None
    leaves: float | None = None


@frozen
class Frame:
    """What lines lead to, as a whole: a box, or a grid of them. In scene px."""

    bounds: Bounds
    rank: int


def data_lanes(lanes: Sequence[Lane]) -> Counter[int]:
    """How many lanes with slots leave each frame."""
    return Counter(lane.source for lane in lanes if lane.slots)


def rank_gaps(
    placement: Placement, lanes: Sequence[Lane], badge: float = routing.BADGE_PX, least: float = RANK_GAP
) -> list[float]:
    """Px below each rank, `least` of them: more where lines travel far sideways or carry slot numbers, of which the
    longest `badge` takes so many px."""
    ranks, data_from = placement.ranks, data_lanes(lanes)
    gaps = [least] * (max(ranks, default=0) + 1)
    for lane, columns in zip(lanes, placement.columns, strict=True):
        a, b = lane.source, lane.target
        if ranks[a] >= ranks[b]:
            continue
        xs = [placement.x[a], *columns, placement.x[b]]
        for step, (x0, x1) in enumerate(pairwise(xs)):
            wanted = least + min(44.0, abs(x1 - x0) * 0.05)
            if lane.slots and step == (0 if data_from[a] == 1 else len(xs) - 2):
                wanted += badge + 2.0
            gaps[ranks[a] + step] = max(gaps[ranks[a] + step], wanted)
    return gaps


class Router:
    """Gives every lane its ports and its path. `bands`: top and bottom of the ranks; `left`: x of the drawing."""

    def __init__(
        self,
        frames: Sequence[Frame],
        lanes: Sequence[Lane],
        placement: Placement,
        bands: Sequence[tuple[float, float]],
        left: float,
        badge: float = routing.BADGE_PX,
    ) -> None:
        self.frames = frames
        self.lanes = lanes
        self.placement = placement
        self.bands = bands
        self.left = left
        self.badge = badge
        self.data_from = data_lanes(lanes)
        self.out_x: dict[int, float] = {}
        self.in_x: dict[int, float] = {}
        self.beside = {(lane.source, lane.target): i for i, lane in enumerate(lanes) if not lane.result}
        self.in_rank: dict[int, list[Frame]] = defaultdict(list)
        for frame in frames:
            self.in_rank[frame.rank].append(frame)
        self._ports()

    def _ports(self) -> None:
        """x offsets where lanes leave and arrive: calls leave from one point, arrivals stand side by side."""
        leaving: dict[int, list[int]] = defaultdict(list)
        arriving: dict[int, list[int]] = defaultdict(list)
        for i, lane in enumerate(self.lanes):
            if not lane.result:
                leaving[lane.source].append(i)
                arriving[lane.target].append(i)
        self._leaving: dict[int, list[tuple[float, float]]] = defaultdict(list)
        self._arriving: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for a, numbers in leaving.items():
            calls = [i for i in numbers if not self.lanes[i].slots]
            data = [i for i in numbers if self.lanes[i].slots]
            ports: list[list[int]] = ([calls] if calls else []) + ([data] if data else [])
            ports.sort(key=lambda port: sum(self._near(i, 0) for i in port) / len(port))
            offsets = routing.spread(len(ports), self.frames[a].bounds.width)
            for port, offset in zip(ports, offsets, strict=True):
                self.out_x.update(dict.fromkeys(port, offset))
                self._leaving[a].append((sum(self._near(i, 0) for i in port) / len(port), offset))
        for b, numbers in arriving.items():
            numbers.sort(key=lambda i: (self._near(i, -1), self.lanes[i].slots))
            offsets = routing.spread(len(numbers), self.frames[b].bounds.width)
            for i, offset in zip(numbers, offsets, strict=True):
                self.in_x[i] = offset
                self._arriving[b].append((self._near(i, -1), offset))
        for i, lane in enumerate(self.lanes):
            if lane.leaves is not None:
                self.out_x[i] = lane.leaves
            if lane.enters is not None:
                self.in_x[i] = lane.enters

    def _near(self, lane: int, end: int) -> float:
        """x of the next thing along a lane from its source (0) or its target (-1)."""
        columns = self.placement.columns[lane]
        if columns:
            return columns[end]
        found = self.lanes[lane]
        return self.placement.x[found.target if end == 0 else found.source]

    def route(self, i: int) -> routing.Route:
        """The path of one lane."""
        lane = self.lanes[i]
        source, target = self.frames[lane.source], self.frames[lane.target]
        if source.rank >= target.rank:
            return routing.route_up(source.bounds, target.bounds)
        columns = [x + self.left for x in self.placement.columns[i]]
        bands = self.bands[source.rank + 1 : target.rank]
        out_x, in_x = self.out_x.get(i, 0.0), self.in_x.get(i, 0.0)
        if lane.result:
            if columns and self._clear(source, columns[0]) and self._clear(target, columns[-1]):
                columns = self._swung_out(source, target, columns)
                side = routing.route_side(source.bounds, target.bounds, columns, bands)
                if side is not None:
                    return side
            out_x, in_x = self._result_ports(lane, columns)
        start = (source.bounds.center_x + out_x, source.bounds.bottom)
        end = (target.bounds.center_x + in_x, target.bounds.y)
        bottom = self.bands[source.rank][1]
        alone = self.data_from[lane.source] == 1
        return routing.route_down(routing.Ends(start, end, bottom, columns, bands, alone, self.badge))

    def _result_ports(self, lane: Lane, columns: Sequence[float]) -> tuple[float, float]:
        """Where a returned promise leaves and arrives, as offsets from the middles."""
        source, target = self.frames[lane.source].bounds, self.frames[lane.target].bounds
        leaving = self._leaving[lane.source]
        out_x = self._free_port(source, leaving, columns[0] if columns else target.center_x)
        near_in = columns[-1] if columns else source.center_x
        in_x = self._free_port(target, self._arriving[lane.target], near_in)
        beside = self.beside.get((lane.source, lane.target))
        if beside is not None and not columns:  # it stays on the same side of the other all the way
            way = 1.0 if in_x >= self.in_x[beside] else -1.0
            out_x = _port_beside(source, leaving, self.out_x[beside], way)
        return out_x, in_x

    def _free_port(self, box: Bounds, taken: Sequence[tuple[float, float]], near: float) -> float:
        """Where a returned promise leaves or arrives, as an offset from the middle: on the side of the others it comes
        from (`near`, in scene px; theirs stand in `taken` with their offsets), and never where one of them does."""
        if not taken:
            return 0.0
        others = sum(x + self.left for x, _ in taken) / len(taken)
        side = 1.0 if near >= others - 2 else -1.0
        room = box.width / 2 - PORT_GAP / 2
        wanted = [side * step for step in (22.0, 36.0, 50.0)] + [-side * step for step in (22.0, 36.0, 50.0)]
        free = (x for x in wanted if abs(x) <= room and all(abs(x - port) >= PORT_GAP for _, port in taken))
        return next(free, side * 22.0)

    def _swung_out(self, source: Frame, target: Frame, columns: list[float]) -> list[float]:
        """The columns of a returned promise moved clear of all boxes, where nothing stands to their right: a line that
        hugs a box can hardly be seen."""
        beside = [frame for rank in range(source.rank, target.rank + 1) for frame in self.in_rank[rank]]
        if any(frame.bounds.right > min(columns) for frame in beside):
            return columns
        clear = max(frame.bounds.right for frame in beside) + SWING
        return [max(column, clear) for column in columns]

    def _clear(self, frame: Frame, x: float) -> bool:
        """Whether no other box of its rank stands between a frame and a column at `x`."""
        low, high = sorted((frame.bounds.center_x, x))
        others = (f for f in self.in_rank[frame.rank] if f is not frame)
        return not any(f.bounds.x < high + 6 and f.bounds.right > low - 6 for f in others)


def _port_beside(box: Bounds, taken: Sequence[tuple[float, float]], port: float, side: float) -> float:
    """The nearest free offset from the middle on one side of a `port`; what has no room stays beside it."""
    room = box.width / 2 - PORT_GAP / 2
    wanted = [port + side * step for step in (22.0, 36.0, 50.0)]
    free = (x for x in wanted if abs(x) <= room and all(abs(x - other) >= PORT_GAP for _, other in taken))
    return next(free, port + side * PORT_GAP)
