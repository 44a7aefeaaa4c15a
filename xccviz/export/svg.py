"""`--to svg`: the drawing as on screen, with selectable text."""

from __future__ import annotations

from xccviz.display.graph.draw import draw
from xccviz.display.svg import to_svg
from xccviz.display.themes import load_theme
from xccviz.display.types import DisplayList
from xccviz.document import Document
from xccviz.export.types import ExportOptions
from xccviz.layout import build_layout
from xccviz.replay import moment_at


def run(document: Document, options: ExportOptions) -> bytes:
    """The drawing as an SVG document."""
    return to_svg(drawing(document, options), load_theme(options.theme))


def drawing(document: Document, options: ExportOptions) -> DisplayList:
    """What the options ask to be drawn; shared by every exporter of pictures. A step beyond the end is the end."""
    analysis, timeline = document.analysis, document.timeline
    layout = build_layout(
        analysis, expanded=options.expanded, fold_refunds=options.collapse_refunds, budget=options.budget
    )
    moment = None if options.step is None else moment_at(analysis, timeline, options.step)
    return draw(analysis, layout, moment, timeline=timeline)
