"""From answers to a layout: fold, measure, place, route. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Container, Sequence

from xccviz.analysis.types import Analysis
from xccviz.layout.cards import MAX_WIDTH, NARROW_WIDTH, box_content
from xccviz.layout.layered.arrange import MARGIN, arrange
from xccviz.layout.layered.badges import badge_width
from xccviz.layout.layered.fold import Fold, fold
from xccviz.layout.layered.grid import WIDEST
from xccviz.layout.layered.legend import legend_entries
from xccviz.layout.layered.links import Link, choose_links
from xccviz.layout.layered.options import APART, RIGHT, WHOLE
from xccviz.layout.layered.routing import BADGE_PX, Route
from xccviz.layout.layered.sideways import turned, turned_route
from xccviz.layout.layered.types import Box, EdgePath, LayeredLayout, LegendEntry
from xccviz.layout.layered.wrap import crowded
from xccviz.layout.types import Bounds, Content, LayoutOptions, Row, SlotPlace, Unit
from xccviz.model.edge_kinds import EDGE_KINDS
from xccviz.model.literals import LineKind
from xccviz.values import replace
from xccviz.words.titles import title_parts

LEGEND_HEIGHT = 28.0
HIGHEST = 700.0
"""Px of a rank that stands upright, as `WIDEST` of one that lies."""
_LONG_ACCOUNT = 24


def build_layout(
    analysis: Analysis,
    *,
    expanded: frozenset[str] = frozenset(),
    fold_refunds: bool = True,
    budget: int = 40,
    alike: bool = True,
    selected: str | None = None,
    sideways: bool = False,
) -> LayeredLayout:
    """Lay out the receipt tree of one transaction; coordinates in scene px.

    `expanded`: keys of group boxes to unfold, "refunds" for the pill. `budget`: about how many boxes may stand
    unfolded; `alike`: many siblings alike are one block; `selected`: the node that is shown first of an opened block;
    `sideways`: it leads from left to right. The same arguments give the same layout.
    """
    folded = fold(
        analysis, expanded=expanded, fold_refunds=fold_refunds, budget=budget, alike=alike, selected=selected
    )
    units = [unit for unit in folded.units if unit.kind != "refunds"]
    links = choose_links(analysis.graph, folded)
    number = {unit.key: i for i, unit in enumerate(units)}
    pairs = [(number[link.source], number[link.target]) for link in links]
    weak = [EDGE_KINDS[link.kind].sort == "result" for link in links]
    strong = [pair for pair, is_weak in zip(pairs, weak, strict=True) if not is_weak]
    contents = _contents(analysis, units, crowded(len(units), strong))
    sizes = [(c.height, c.width) if sideways else (c.width, c.height) for c in contents]
    legend = legend_entries(_legend_kinds(analysis, units, links), MARGIN, 0, LEGEND_HEIGHT)
    legend_right = max((entry.bounds.right for entry in legend), default=0.0)
    found = arrange(
        sizes,
        pairs,
        weak,
        [tuple(link.slots) for link in links],
        widest=HIGHEST if sideways else WIDEST,
        least=0.0 if sideways else legend_right,
        badge=_longest_badge(analysis, links) if sideways else BADGE_PX,
    )
    spots, routes = found.spots, found.routes
    if sideways:
        spots, routes = tuple(map(turned, spots)), tuple(map(turned_route, routes))
    boxes = [
        box_of(unit, content, spot.x, spot.y, rank)
        for unit, content, spot, rank in zip(units, contents, spots, found.ranks, strict=True)
    ]
    paths = tuple(path_of(link, route) for link, route in zip(links, routes, strict=True))
    return _finish(analysis, folded, boxes, paths, legend)


def _longest_badge(analysis: Analysis, links: Sequence[Link]) -> float:
    """Px of the widest badge: of a line that leads to the right it takes so many."""
    edges = analysis.graph.edges
    widths = (
        badge_width(link.slots, any(edges[number].origin == "inferred" for number in link.edges))
        for link in links
        if link.slots
    )
    return max(widths, default=BADGE_PX)


def path_of(link: Link, route: Route) -> EdgePath:
    """A line along its route."""
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


def lay_out(analysis: Analysis, options: LayoutOptions) -> LayeredLayout:
    """The layered graph as the options say."""
    taken = options.expanded
    whole = options.whole or WHOLE in taken
    layout = build_layout(
        analysis,
        expanded=taken,
        fold_refunds=options.fold_refunds and WHOLE not in taken,
        budget=len(analysis.graph.nodes) + 1 if whole else options.budget,
        alike=not whole and APART not in taken,
        selected=options.selected,
        sideways=RIGHT in taken,
    )
    return replace(layout, taken=taken)


def _contents(analysis: Analysis, units: Sequence[Unit], many: Container[int]) -> list[Content]:
    """What stands in each box; those of which there are `many` side by side are narrow."""
    accounts: list[str] = []
    for unit in units:
        if unit.node is not None:
            account, _ = title_parts(analysis.graph.by_id[unit.node])
            if len(account) > _LONG_ACCOUNT:
                accounts.append(account)
    long_ones = sorted(set(accounts))[:200]
    return [
        box_content(analysis, unit, long_ones, NARROW_WIDTH if i in many else MAX_WIDTH)
        for i, unit in enumerate(units)
    ]


def box_of(unit: Unit, content: Content, x: float, y: float, rank: int) -> Box:
    """A box at (x, y) with its rows and slots moved from box coordinates to the scene's."""

    def moved(bounds: Bounds) -> Bounds:
        return Bounds(round(bounds.x + x, 2), round(bounds.y + y, 2), bounds.width, bounds.height)

    return Box(
        key=unit.key,
        kind=unit.kind,
        node=unit.node,
        bounds=Bounds(round(x, 2), round(y, 2), content.width, content.height),
        rank=rank,
        rows=tuple(
            Row(row.kind, moved(row.bounds), row.text, row.full, row.action, row.count)
            for row in content.rows
        ),
        slots=tuple(SlotPlace(slot.slot, slot.form, moved(slot.bounds)) for slot in content.slots),
        members=unit.members,
        parent=unit.parent,
        gas_width=content.gas_width,
        dots=content.dots.moved(x, y) if content.dots is not None else None,
        heads=unit.heads,
        around=unit.around,
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
        # Which of the two it will be is not told before: the legend is the same at each moment.
        kinds.update(("in_flight", "awaited", "delivers", "delivers_failed"))
    # Siblings of a block are alike: what is true of its first is true of all.
    firsts = (
        unit.node or unit.members[unit.heads[0]] for unit in units if unit.node is not None or unit.heads
    )
    if any("detached" in analysis.graph.by_id[first].roles for first in firsts):
        kinds.add("detached")
    return kinds if kinds != {"calls"} else set()


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
            bottom = max(bottom, *segment.points[1::2]) if segment.points else bottom
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
                box_of(
                    unit, content, left if spot is not None else below, spot if spot is not None else y, -1
                )
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
