"""From two aligned runs to one layout: fold, measure, place, route. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xccviz.analysis.compare.union import Union
from xccviz.analysis.compare.values import Missing
from xccviz.layout.compare.cards import GAP, card_content, sides_of
from xccviz.layout.compare.types import CompareLayout, CompareOptions, SideLine, Sides
from xccviz.layout.compare.units import Folded, fold_calls
from xccviz.layout.layered.arrange import arrange
from xccviz.layout.layered.build import box_of, path_of
from xccviz.layout.layered.fold import Fold
from xccviz.layout.layered.links import Link, choose_links
from xccviz.layout.layered.types import LayeredLayout
from xccviz.layout.types import Unit
from xccviz.model.edge_kinds import EDGE_KINDS
from xccviz.words.titles import title_parts

BELOW, MARGIN = 24.0, 12.0
"""Px below a rank of cards, and around all."""
WIDEST = 1000.0
"""Px of a rank above which siblings stand in rows."""
_LONG_ACCOUNT = 24
_EACH: tuple[Missing, ...] = ("a", "b")


def lay_out_both(
    sides: Sides, union: Union, differing: Collection[str], options: CompareOptions
) -> CompareLayout:
    """Lay out two runs; `differing`: keys of the calls at which they differ. The same arguments give the same layout,
    and swapped runs the same places but for the order of what only one of them has."""
    folded = fold_calls(sides, union, differing, options)
    units = folded.units
    links, of_side = _links(sides, union, folded)
    number = {unit.key: i for i, unit in enumerate(units)}
    accounts = _long_accounts(sides, union, units)
    contents = [card_content(sides, union, unit, accounts) for unit in units]
    found = arrange(
        [(content.width, content.height) for content in contents],
        [(number[link.source], number[link.target]) for link in links],
        [EDGE_KINDS[link.kind].sort == "result" for link in links],
        [tuple(link.slots) for link in links],
        gap=GAP,
        margin=MARGIN,
        below=BELOW,
        widest=WIDEST,
    )
    boxes = tuple(
        box_of(unit, content, spot.x, spot.y, rank)
        for unit, content, spot, rank in zip(units, contents, found.spots, found.ranks, strict=True)
    )
    paths = tuple(path_of(link, route) for link, route in zip(links, found.routes, strict=True))
    xs = [box.bounds.right for box in boxes]
    ys = [box.bounds.bottom for box in boxes]
    for path in paths:
        for segment in path.segments:
            xs += segment.points[::2]
            ys += segment.points[1::2]
    layout = LayeredLayout(
        boxes=boxes,
        edges=paths,
        width=round(max(xs) + MARGIN, 2),
        height=round(max(ys) + MARGIN, 2),
        legend=(),
        box_of=folded.unit_of,
        by_key={box.key: box for box in boxes},
        taken=options.expanded,
    )
    return CompareLayout(layout, of_side)


def _links(
    sides: Sides, union: Union, folded: Folded
) -> tuple[tuple[Link, ...], dict[str, dict[Missing, SideLine]]]:
    """The lines of both runs, each once, and what of it each run has."""
    merged: dict[str, Link] = {}
    of_side: dict[str, dict[Missing, SideLine]] = {}
    for side in _EACH:
        keys = union.key_of[side]
        boxed = frozenset(call.node(side) or "" for call in union.calls) - {""}
        unit_of = {node: folded.unit_of[key] for node, key in keys.items()}
        fold = Fold(folded.units, unit_of, boxed)
        for link in choose_links(sides.of(side).graph, fold):
            of_side.setdefault(link.key, {})[side] = SideLine(tuple(link.edges), tuple(link.slots))
            known = merged.setdefault(link.key, Link(link.key, link.kind, link.source, link.target))
            known.slots = sorted({*known.slots, *link.slots})
    ordered = sorted(merged.values(), key=lambda link: EDGE_KINDS[link.kind].sort == "result")
    return tuple(ordered), of_side


def _long_accounts(sides: Sides, union: Union, units: Sequence[Unit]) -> list[str]:
    found: set[str] = set()
    for unit in units:
        if unit.node is not None:
            for side in sides_of(sides, union.by_key[unit.node]):
                account, _ = title_parts(side.node)
                if len(account) > _LONG_ACCOUNT:
                    found.add(account)
    return sorted(found)[:200]
