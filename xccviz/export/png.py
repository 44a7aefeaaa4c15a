"""`--to png`: the drawing as a picture, painted by Qt without a display; smaller where it would be too large."""

from __future__ import annotations

from xccviz import __version__
from xccviz.catalogue import numeral, tr
from xccviz.display.qt_files import LEAST_SCALE, scale_of_png, to_png
from xccviz.display.themes import load_theme
from xccviz.document import Document
from xccviz.export.pictures import picture
from xccviz.export.types import ExportOptions
from xccviz.model.errors import UserError


def run(document: Document, options: ExportOptions) -> bytes:
    """The picture as PNG. Raises UserError (output) where Qt can't be used, or nothing of it could be seen."""
    shown = picture(document, options)
    scale = scale_of_png(shown.width, shown.height, options.scale)
    if scale < options.scale:
        size = tr(
            "{width} × {height} px", width=numeral(round(shown.width)), height=numeral(round(shown.height))
        )
        if scale < LEAST_SCALE:
            raise UserError(
                tr("the drawing is {size}: nothing of it could be seen in a picture", size=size),
                tr("Export svg or pdf, or fold some of it."),
                kind="output",
            )
        options.tell(
            tr(
                "the drawing is {size}, more than a picture can hold: it is painted at {percent} % of its size; "
                "svg and pdf hold it whole",
                size=size,
                percent=numeral(f"{100 * scale:.3g}"),
            )
        )
    words = (
        ("Title", shown.title),
        ("Description", shown.description),
        ("Source", document.trace.transaction.hash),
        ("Software", f"xccviz {__version__}"),
    )
    return to_png(
        shown,
        load_theme(options.colours),
        scale,
        [(keyword, said) for keyword, said in words if said],
        options.go_on,
    )
