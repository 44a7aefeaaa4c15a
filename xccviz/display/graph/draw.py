"""Layout + look → display list. The keys and the geometry depend on the layout alone; see display/types.py."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.time.critical_path import critical_path
from xccviz.analysis.types import Analysis
from xccviz.catalogue import tr
from xccviz.display.graph.blocks import BlockPainter
from xccviz.display.graph.boxes import BoxPainter
from xccviz.display.graph.edges import draw_edges, draw_legend
from xccviz.display.graph.shades import Shades, shades_of
from xccviz.display.graph.tags import graph_tags
from xccviz.display.look import Emphasis, Look, Stress, hovered, stress_of, stressed, ways_to
from xccviz.display.types import DisplayList, Primitive, Rect
from xccviz.document import Document
from xccviz.layout.layered.options import PATH
from xccviz.layout.layered.types import LayeredLayout
from xccviz.values import replace


def draw(document: Document, layout: LayeredLayout, look: Look) -> DisplayList:
    """What to paint for one layout, in scene px. For one layout and one `look.legend`, all looks give the same keys and
    the same places.
    """
    analysis = document.analysis
    selection = look.selection
    chosen = layout.box_of.get(selection, selection) if selection is not None else None
    emphasis, shades = with_path(analysis, layout, look.emphasis), shades_of(analysis, layout)
    stress = graph_stress(layout, emphasis) if emphasis else None
    edges, seen = draw_edges(analysis, layout, look.moment, stress)
    painted: list[Primitive] = list(edges)
    blocks = BlockPainter(emphasis=emphasis, selection=selection)
    painter = BoxPainter(analysis, look.moment, document.timeline, blocks=blocks, shades=shades)
    for box in layout.boxes:
        painted.extend(painter.paint(box, selected=box.key == chosen))
    if stress is not None:
        painted = stressed(painted, stress)
    painted = list(with_pointer(painted, look, stress))
    ground = Rect("background", None, "background", 0, 0, layout.width, layout.height, fill="bg")
    legend = draw_legend(layout, seen) if look.legend else []
    nodes = tr("{name}: {count} nodes.", name=analysis.graph.root.label, count=len(analysis.graph.nodes))
    return DisplayList(
        (ground, *painted, *legend),
        layout.width,
        layout.height,
        title=document.verdict.title,
        description=f"{nodes} {document.verdict.explanation}".strip(),
        note=note_of(analysis, layout, shades),
        tags=graph_tags(analysis, layout, look.moment),
    )


def note_of(analysis: Analysis, layout: LayeredLayout, shades: Shades | None) -> str:
    """What is to be known of how cards are marked, and where there is no path to show."""
    notes = [shades.note] if shades is not None else []
    if PATH in layout.taken and not critical_path(analysis.graph):
        notes.append(tr("Critical path: not known"))
    return " · ".join(notes)


def with_pointer(made: Sequence[Primitive], look: Look, stress: Stress | None) -> tuple[Primitive, ...]:
    """The box under the pointer has an outline, unless a filter hides it."""
    key = look.hovered
    if key is None or (stress is not None and key in stress.gone):
        return tuple(made)
    lines = {primitive.owner for primitive in made if primitive.owner is not None}
    return tuple(hovered(made, (key,), lines))


def graph_stress(layout: LayeredLayout, emphasis: Emphasis) -> Stress:
    """What stands out of the graph; of a block that holds hits its dots do, not its outline, where all have one. What a
    slot holds that a hit filled keeps its colours."""
    lines = ((path.key, path.source, path.target) for path in layout.edges)
    stress = stress_of(layout, emphasis, lines)
    filled = frozenset(
        f"{path.target}/slot{slot}"
        for path in layout.edges
        if path.source in stress.hits and path.target in stress.dim
        for slot in path.slots
    )
    dotted = {
        box.key for box in layout.boxes if box.heads and emphasis.hits.isdisjoint(box.members[box.dotted :])
    }
    return replace(stress, hits=stress.hits - dotted, parts=filled)


def with_path(analysis: Analysis, layout: LayeredLayout, emphasis: Emphasis) -> Emphasis:
    """What stands out: who led to a hit does not step back, and the critical path is one where that option was
    taken."""
    if emphasis.hits and emphasis.dim:
        emphasis = replace(emphasis, dim=emphasis.dim - ways_to(analysis.graph, emphasis.hits))
    if PATH not in layout.taken:
        return emphasis
    nodes = frozenset(hop.node for hop in critical_path(analysis.graph))
    return replace(emphasis, path=emphasis.path | nodes)
