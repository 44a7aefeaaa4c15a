"""`--to svg`: the drawing as on screen, with selectable text."""

from __future__ import annotations

from xccviz.display.svg import to_svg
from xccviz.display.themes import load_theme
from xccviz.document import Document
from xccviz.export.pictures import picture
from xccviz.export.types import ExportOptions


def run(document: Document, options: ExportOptions) -> bytes:
    """The drawing as an SVG document."""
    return to_svg(picture(document, options), load_theme(options.colours), options.go_on)
