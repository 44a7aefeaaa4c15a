"""Layout + moment → display list. The keys and the geometry depend on the layout alone; see display/types.py."""

from __future__ import annotations

from xccviz.analysis.types import Analysis
from xccviz.display.graph.boxes import BoxPainter
from xccviz.display.graph.edges import draw_edges, draw_legend
from xccviz.display.types import DisplayList, Primitive, Rect
from xccviz.layout.types import Layout
from xccviz.replay.types import Moment, Timeline


def draw(
    analysis: Analysis,
    layout: Layout,
    moment: Moment | None = None,
    *,
    selection: str | None = None,
    timeline: Timeline | None = None,
    legend: bool = True,
) -> DisplayList:
    """What to paint for one layout at one moment (None: the end), in scene px.

    `selection`: a node id or box key; the box that shows it gets a ring. `timeline`: lets waiting boxes say at which
    step they run. `legend=False` leaves the legend out (a window has its own). For one layout and one `legend`, all
    moments and selections give the same keys and the same places.
    """
    primitives: list[Primitive] = [
        Rect("background", None, "background", 0, 0, layout.width, layout.height, fill="bg")
    ]
    edges, seen = draw_edges(analysis, layout, moment)
    primitives.extend(edges)
    chosen = layout.box_of.get(selection, selection) if selection is not None else None
    painter = BoxPainter(analysis, moment, timeline)
    for box in layout.boxes:
        primitives.extend(painter.paint(box, selected=box.key == chosen))
    if legend:
        primitives.extend(draw_legend(layout, seen))
    title = analysis.verdict.title
    count = len(analysis.graph.nodes)
    return DisplayList(
        tuple(primitives),
        layout.width,
        layout.height,
        title=title,
        description=f"{analysis.graph.root.label}: {count} nodes. {analysis.verdict.explanation}".strip(),
    )
