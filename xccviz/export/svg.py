"""`--to svg`: the drawing as on screen, with selectable text."""

from __future__ import annotations

from xccviz.display.svg import to_svg
from xccviz.display.themes import load_theme
from xccviz.document import Document
from xccviz.export.pictures import picture
from xccviz.export.types import ExportOptions
from xccviz.pieces import let_go


def run(document: Document, options: ExportOptions) -> bytes:
    """The drawing as an SVG document."""
    drawn = picture(document, options)
    primitives = [*drawn.primitives]
    made = to_svg(drawn, load_theme(options.colours), options.go_on)
    del drawn
    let_go(primitives)
    return made
