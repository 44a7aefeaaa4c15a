"""What the options ask to be drawn; shared by every exporter of pictures."""

from __future__ import annotations

from xccviz.display.drawings import DRAWINGS, find_drawing
from xccviz.display.heading import headed
from xccviz.display.look import HANDLE, Emphasis, Look, hidden, lit
from xccviz.display.types import DisplayList
from xccviz.document import Document
from xccviz.export.about import about
from xccviz.export.types import ExportOptions
from xccviz.layout.types import WIDTH, LayoutOptions
from xccviz.replay import moment_at
from xccviz.values import replace


def picture(document: Document, options: ExportOptions) -> DisplayList:
    """The drawing `options.view` of a document (the first if none is named). A step beyond the end is the end;
    ValueError for a view that is no drawing."""
    drawing = find_drawing(options.view) if options.view is not None else DRAWINGS[0]
    if drawing is None:
        known = ", ".join(row.id for row in DRAWINGS)
        raise ValueError(f"no drawing {options.view!r}; there are {known}")
    analysis = document.analysis
    fold_refunds = options.collapse_refunds or not options.expand_all
    budget = len(analysis.graph.nodes) + 1 if options.expand_all else options.budget
    layout = drawing.lay_out(
        analysis,
        LayoutOptions(
            options.expanded,
            fold_refunds,
            budget,
            options.width or WIDTH,
            options.selected,
            options.expand_all,
        ),
    )
    moment = None if options.step is None else moment_at(analysis, document.timeline, options.step)
    wanted = options.filter
    emphasis = lit(wanted.matches(document), analysis.graph.by_id) if wanted is not None else Emphasis()
    if options.hides:
        emphasis = hidden(emphasis, analysis.graph)
    drawn = drawing.draw(document, layout, Look(moment, emphasis=emphasis))
    handle = f"/{HANDLE}"
    still = [p for p in drawn.primitives if handle not in p.key]  # nothing can be clicked in a picture
    return headed(replace(drawn, primitives=tuple(still)), about(document, options.step))
