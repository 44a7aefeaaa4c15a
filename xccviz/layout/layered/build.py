"""From answers to a layout: fold, measure, place, route. Pure and deterministic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from xccviz.analysis.types import Analysis
from xccviz.layout.cards import Content, box_content
from xccviz.layout.layered import routing
from xccviz.layout.layered.fold import Fold, fold
from xccviz.layout.layered.legend import legend_entries
from xccviz.layout.layered.links import Link, choose_links
from xccviz.layout.layered.place import Placement, place, stack_ranks
from xccviz.layout.layered.types import Box, EdgePath, LayeredLayout, LegendEntry
from xccviz.layout.types import Bounds, LayoutOptions, Unit
from xccviz.model.edge_kinds import EDGE_KINDS
from xccviz.model.literals import LineKind
from xccviz.values import replace
from xccviz.words.titles import title_parts

MARGIN = 24.0
GAP = 28.0
RANK_GAP = 38.0
PORT_GAP = 14.0
"""Px that two lines keep from each other at a box."""
LEGEND_HEIGHT = 28.0
_LONG_ACCOUNT = 24
SWING = 36.0
"""Px a returned promise keeps from the boxes it passes, where there is room."""


def build_layout(
    analysis: Analysis, *, expanded: frozenset[str] = frozenset(), fold_refunds: bool = True, budget: int = 40
) -> LayeredLayout:
    """Lay out the receipt tree of one transaction; coordinates in scene px.

    `expanded`: keys of group boxes to unfold, "refunds" for the pill. `budget`: about how many boxes may stand
    unfolded. The same arguments give the same layout.
    """
    folded = fold(analysis, expanded=expanded, fold_refunds=fold_refunds, budget=budget)
    units = [unit for unit in folded.units if unit.kind != "refunds"]
    contents = _contents(analysis, units)
    links = choose_links(analysis.graph, folded)
    number = {unit.key: i for i, unit in enumerate(units)}
    pairs = [(number[link.source], number[link.target]) for link in links]
    weak = frozenset(i for i, link in enumerate(links) if EDGE_KINDS[link.kind].sort == "result")
    placement = place([(c.width, c.height) for c in contents], pairs, weak=weak, gap=GAP)
    gaps = _rank_gaps(placement, links, pairs)
    tops, bottoms = stack_ranks([c.height for c in contents], placement.ranks, gaps)
    legend = legend_entries(_legend_kinds(analysis, units, links), MARGIN, 0, LEGEND_HEIGHT)
    inner = max((placement.x[i] + c.width / 2 for i, c in enumerate(contents)), default=0.0)
    legend_right = max((entry.bounds.right for entry in legend), default=0.0)
    left = max(MARGIN, (legend_right + MARGIN - inner) / 2)
    boxes = [
        _box(unit, content, placement.x[i] - content.width / 2 + left, tops[placement.ranks[i]] + MARGIN,
             placement.ranks[i])
        for i, (unit, content) in enumerate(zip(units, contents, strict=True))
    ]  # fmt: skip
    bands = [(top + MARGIN, bottom + MARGIN) for top, bottom in zip(tops, bottoms, strict=True)]
    paths = _Router(boxes, links, pairs, placement, bands, left).paths()
    return _finish(analysis, folded, boxes, paths, legend)


def lay_out(analysis: Analysis, options: LayoutOptions) -> LayeredLayout:
    """The layered graph as the options say."""
    return build_layout(
        analysis, expanded=options.expanded, fold_refunds=options.fold_refunds, budget=options.budget
    )


def _contents(analysis: Analysis, units: Sequence[Unit]) -> list[Content]:
    accounts: list[str] = []
    for unit in units:
        if unit.node is not None:
            account, _ = title_parts(analysis.graph.by_id[unit.node])
            if len(account) > _LONG_ACCOUNT:
                accounts.append(account)
    long_ones = sorted(set(accounts))[:200]
    return [box_content(analysis, unit, long_ones) for unit in units]


def _box(unit: Unit, content: Content, x: float, y: float, rank: int) -> Box:
    """A box at (x, y) with its rows and slots moved from box coordinates to the scene's."""

    def moved(bounds: Bounds) -> Bounds:
        return Bounds(round(bounds.x + x, 2), round(bounds.y + y, 2), bounds.width, bounds.height)

    return Box(
        key=unit.key,
        kind=unit.kind,
        node=unit.node,
        bounds=Bounds(round(x, 2), round(y, 2), content.width, content.height),
        rank=rank,
        rows=tuple(replace(row, bounds=moved(row.bounds)) for row in content.rows),
        slots=tuple(replace(slot, bounds=moved(slot.bounds)) for slot in content.slots),
        members=unit.members,
        parent=unit.parent,
        gas_width=content.gas_width,
    )


def _legend_kinds(analysis: Analysis, units: Sequence[Unit], links: Sequence[Link]) -> set[LineKind]:
    """What there is to explain; nothing for a drawing with calls only."""
    kinds: set[LineKind] = set()
    for link in links:
        if any(analysis.graph.edges[i].origin == "inferred" for i in link.edges):
            kinds.add("inferred")
        row = EDGE_KINDS[link.kind]
        if row.line is not None:
            kinds.add(row.line)
            continue
        kinds.update(("in_flight", "awaited"))
        if {analysis.graph.edges[i].result for i in link.edges} == {"failed"}:
            kinds.add("delivers_failed")
        elif row.delivers:
            kinds.add("delivers")
    if any(unit.node is not None and "detached" in analysis.graph.by_id[unit.node].roles for unit in units):
        kinds.add("detached")
    return kinds if kinds != {"calls"} else set()


def _rank_gaps(placement: Placement, links: Sequence[Link], pairs: Sequence[tuple[int, int]]) -> list[float]:
    """Px below each rank: more where lines travel far sideways or carry slot numbers."""
    ranks = placement.ranks
    gaps = [RANK_GAP] * (max(ranks, default=0) + 1)
    for link, (a, b), columns in zip(links, pairs, placement.columns, strict=True):
        if ranks[a] >= ranks[b]:
            continue
        xs = [placement.x[a], *columns, placement.x[b]]
        for step, (x0, x1) in enumerate(pairwise(xs)):
            wanted = RANK_GAP + min(44.0, abs(x1 - x0) * 0.05)
            if link.slots and step == len(xs) - 2:
                wanted += 20.0
            gaps[ranks[a] + step] = max(gaps[ranks[a] + step], wanted)
    return gaps


class _Router:
    """Gives every link its ports and its path."""

    def __init__(
        self,
        boxes: Sequence[Box],
        links: Sequence[Link],
        pairs: Sequence[tuple[int, int]],
        placement: Placement,
        bands: Sequence[tuple[float, float]],
        left: float,
    ) -> None:
        self.boxes = boxes
        self.links = links
        self.pairs = pairs
        self.placement = placement
        self.bands = bands
        self.left = left
        self.data_from = Counter(a for (a, _), link in zip(pairs, links, strict=True) if link.slots)
        self.out_x: dict[int, float] = {}
        self.in_x: dict[int, float] = {}
        self.rank_boxes: dict[int, list[Box]] = defaultdict(list)
        for box in boxes:
            self.rank_boxes[box.rank].append(box)
        self._ports()

    def _ports(self) -> None:
        """x offsets where links leave and arrive: calls leave from one point, arrivals stand side by side."""
        leaving: dict[int, list[int]] = defaultdict(list)
        arriving: dict[int, list[int]] = defaultdict(list)
        for i, (a, b) in enumerate(self.pairs):
            if EDGE_KINDS[self.links[i].kind].sort != "result":
                leaving[a].append(i)
                arriving[b].append(i)
        self._leaving: dict[int, list[tuple[float, float]]] = defaultdict(list)
        self._arriving: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for a, numbers in leaving.items():
            calls = [i for i in numbers if not self.links[i].slots]
            data = [i for i in numbers if self.links[i].slots]
            ports: list[list[int]] = ([calls] if calls else []) + ([data] if data else [])
            ports.sort(key=lambda port: sum(self._near(i, 0) for i in port) / len(port))
            for port, offset in zip(
                ports, routing.spread(len(ports), self.boxes[a].bounds.width), strict=True
            ):
                self.out_x.update(dict.fromkeys(port, offset))
                self._leaving[a].append((sum(self._near(i, 0) for i in port) / len(port), offset))
        for b, numbers in arriving.items():
            numbers.sort(key=lambda i: (self._near(i, -1), self.links[i].slots))
            for i, offset in zip(
                numbers, routing.spread(len(numbers), self.boxes[b].bounds.width), strict=True
            ):
                self.in_x[i] = offset
                self._arriving[b].append((self._near(i, -1), offset))

    def _near(self, link: int, end: int) -> float:
        """x of the next thing along a link from its source (0) or its target (-1)."""
        columns = self.placement.columns[link]
        if columns:
            return columns[end]
        return self.placement.x[self.pairs[link][1 if end == 0 else 0]]

    def paths(self) -> tuple[EdgePath, ...]:
        """All paths, in the order of the links."""
        taken = {(link.source, link.target) for link in self.links if EDGE_KINDS[link.kind].sort != "result"}
        found = []
        for i, link in enumerate(self.links):
            found.append(self._path(i, link, (link.source, link.target) in taken))
        return tuple(found)

    def _path(self, i: int, link: Link, beside_call: bool) -> EdgePath:
        a, b = self.pairs[i]
        source, target = self.boxes[a], self.boxes[b]
        route = self._route(i, link, source, target, beside_call)
        return EdgePath(
            key=link.key,
            kind=link.kind,
            edges=tuple(link.edges),
            source=link.source,
            target=link.target,
            segments=route.segments,
            tip=route.tip,
            angle=route.angle,
            badge=route.badge if link.slots else None,
            label=route.label,
            slots=tuple(link.slots),
        )

    def _route(self, i: int, link: Link, source: Box, target: Box, beside_call: bool) -> routing.Route:
        if source.rank >= target.rank:
            return routing.route_up(source.bounds, target.bounds)
        columns = [x + self.left for x in self.placement.columns[i]]
        bands = self.bands[source.rank + 1 : target.rank]
        out_x, in_x = self.out_x.get(i, 0.0), self.in_x.get(i, 0.0)
        if EDGE_KINDS[link.kind].sort == "result":
            if columns and self._clear(source, columns[0]) and self._clear(target, columns[-1]):
                columns = self._swung_out(source, target, columns)
                side = routing.route_side(source.bounds, target.bounds, columns, bands)
                if side is not None:
                    return side
            near_out = columns[0] if columns else target.bounds.center_x
            near_in = columns[-1] if columns else source.bounds.center_x
            out_x = self._free_port(source, self._leaving[self.pairs[i][0]], near_out, beside_call)
            in_x = self._free_port(target, self._arriving[self.pairs[i][1]], near_in, beside_call)
        start = (source.bounds.center_x + out_x, source.bounds.bottom)
        end = (target.bounds.center_x + in_x, target.bounds.y)
        bottom = self.bands[source.rank][1]
        alone = self.data_from[self.pairs[i][0]] == 1
        return routing.route_down(routing.Ends(start, end, bottom, columns, bands, alone))

    def _free_port(
        self, box: Box, taken: Sequence[tuple[float, float]], near: float, beside_call: bool
    ) -> float:
        """Where a returned promise leaves or arrives, as an offset from the middle: on the side of the others it comes
        from (`near`, in scene px; theirs stand in `taken` with their offsets), and never where one of them does."""
        if not taken and not beside_call:
            return 0.0
        others = sum(x + self.left for x, _ in taken) / len(taken) if taken else box.bounds.center_x
        side = 1.0 if near >= others - 2 else -1.0
        room = box.bounds.width / 2 - PORT_GAP / 2
        wanted = [side * step for step in (22.0, 36.0, 50.0)] + [-side * step for step in (22.0, 36.0, 50.0)]
        free = (x for x in wanted if abs(x) <= room and all(abs(x - port) >= PORT_GAP for _, port in taken))
        return next(free, side * 22.0)

    def _swung_out(self, source: Box, target: Box, columns: list[float]) -> list[float]:
        """The columns of a returned promise moved clear of all boxes, where nothing stands to their right: a line that
        hugs a box can hardly be seen."""
        beside = [box for rank in range(source.rank, target.rank + 1) for box in self.rank_boxes[rank]]
        if any(box.bounds.right > min(columns) for box in beside):
            return columns
        clear = max(box.bounds.right for box in beside) + SWING
        return [max(column, clear) for column in columns]

    def _clear(self, box: Box, x: float) -> bool:
        """Whether no other box of its rank stands between a box and a column at `x`."""
        low, high = sorted((box.bounds.center_x, x))
        others = self.rank_boxes[box.rank]
        return not any(b is not box and b.bounds.x < high + 6 and b.bounds.right > low - 6 for b in others)


def _finish(
    analysis: Analysis,
    folded: Fold,
    boxes: list[Box],
    paths: tuple[EdgePath, ...],
    legend: tuple[LegendEntry, ...],
) -> LayeredLayout:
    """Add the refunds pill and the room for the legend below everything, and the outer size."""
    left = min((box.bounds.x for box in boxes), default=MARGIN)
    right = max((box.bounds.right for box in boxes), default=0.0)
    bottom = max((box.bounds.bottom for box in boxes), default=0.0)
    for path in paths:
        for segment in path.segments:
            right = max(right, *segment.points[::2]) if segment.points else right
    y = bottom + MARGIN
    for unit in folded.units:
        if unit.kind == "refunds":
            content = box_content(analysis, unit)
            spot = _free_spot(boxes, paths, content, left, bottom)
            below = (
                max(left, (left + max(box.bounds.right for box in boxes) - content.width) / 2)
                if boxes
                else left
            )
            boxes.append(
                _box(unit, content, left if spot is not None else below, spot if spot is not None else y, -1)
            )
            y = max(y, boxes[-1].bounds.bottom + 12 if spot is None else y)
    right = max(right, *(box.bounds.right for box in boxes), *(entry.bounds.right for entry in legend))
    legend = tuple(replace(entry, bounds=replace(entry.bounds, y=round(y, 2))) for entry in legend)
    height = y + LEGEND_HEIGHT + MARGIN / 2 if legend else y
    return LayeredLayout(
        boxes=tuple(boxes),
        edges=paths,
        width=round(right + MARGIN, 2),
        height=round(height, 2),
        legend=legend,
        box_of=dict(folded.unit_of),
        by_key={box.key: box for box in boxes},
    )


def _free_spot(
    boxes: Sequence[Box], paths: Sequence[EdgePath], content: Content, left: float, bottom: float
) -> float | None:
    """y of the pill at the lower left beside the last rank, if nothing stands there."""
    y = bottom - content.height
    pill = Bounds(left, y, content.width, content.height)
    if any(box.bounds.overlaps(pill, 16) for box in boxes):
        return None
    for path in paths:
        xs = [x for s in path.segments for x in s.points[::2]]
        ys = [v for s in path.segments for v in s.points[1::2]]
        hull = Bounds(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        if hull.overlaps(pill, 12):
            return None
    return y
