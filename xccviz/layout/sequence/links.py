"""Which messages there are between bars, and in whose row's transit each goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from xccviz.analysis.results.unresumed import unresumed
from xccviz.analysis.types import Analysis
from xccviz.graph.types import Edge
from xccviz.layout.sequence.units import Part
from xccviz.model.edge_kinds import EdgeKind
from xccviz.values import field, mutable, replace

FEW = 6
"""Up to so many results of one block that go to one receipt have a track each."""


@mutable
class Link:
    """One line to be: from part `source` (None: from outside) to part `target`, in the transit of `row`, for `edges`;
    `sources` are all parts that it comes from."""

    key: str
    kind: EdgeKind
    source: Part | None
    target: Part
    row: int
    edges: list[Edge] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)
    sources: tuple[Part, ...] = ()

    @property
    def is_data(self) -> bool:
        """Whether it feeds slots; else it makes receipts."""
        return self.kind not in ("converts", "spawns", "refunds")


def links_of(analysis: Analysis, part_of: Mapping[str, Part]) -> tuple[Link, ...]:
    """Calls and data, in the order of their rows; also what came of nobody's resuming a yield in time."""
    edges = (*analysis.graph.edges, *unresumed(analysis))
    delivered = {(e.target, e.data_id, e.slot) for e in edges if e.row.delivers}
    found: dict[str, Link] = {}
    for edge in edges:
        target = part_of.get(edge.target)
        source = part_of.get(edge.source or "")
        if target is None or edge.row.sort == "result" or (source is None and edge.source is not None):
            continue
        if source is target or (source is None and not edge.row.from_outside):
            continue
        known = (edge.target, edge.data_id, edge.slot) in delivered
        if edge.row.sort == "data" and not edge.row.delivers and known:
            continue
        if source is not None and source.runs >= target.runs:
            continue  # of what contradicts itself no line goes upwards
        row = source.runs if source is not None else target.runs - 1
        key = f"{edge.kind}:{source.key if source is not None else 'outside'}:{target.key}"
        link = found.setdefault(key, Link(key, edge.kind, source, target, row))
        link.edges.append(edge)
        if edge.slot is not None:
            link.slots.append(edge.slot)
    for link in found.values():
        link.slots.sort()
        link.sources = (link.source,) if link.source is not None else ()
    links = sorted(_merged(list(found.values())), key=lambda link: link.row)
    return tuple(links)


def _merged(links: Sequence[Link]) -> list[Link]:
    """Many results of one row for one receipt become one line with several beginnings."""
    parallel: dict[tuple[str, int, str, int], list[Link]] = defaultdict(list)
    for link in links:
        if link.is_data and link.source is not None:
            side = (link.source.column > link.target.column) - (link.source.column < link.target.column)
            parallel[link.target.key, link.row, link.kind, side].append(link)
    made = [link for link in links if not link.is_data or link.source is None]
    for group in parallel.values():
        if len(group) <= FEW:
            made += group
            continue
        first = min(group, key=lambda link: (link.sources[0].column, link.sources[0].order))
        slots = sorted(slot for link in group for slot in link.slots)
        edges = [edge for link in group for edge in link.edges]
        sources = tuple(link.sources[0] for link in group)
        made.append(replace(first, edges=edges, slots=slots, sources=sources))
    return made
