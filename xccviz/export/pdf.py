"""`--to pdf`: one page as large as the drawing, its text selectable, its fonts embedded; Qt writes it without a
display. Pages can't be larger than 200 inches: a larger drawing is made smaller, and can be enlarged again by whoever
reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from xccviz.catalogue import numeral, tr
from xccviz.display.qt_files import scale_of_pdf, to_pdf
from xccviz.display.themes import load_theme
from xccviz.document import Document
from xccviz.export.pictures import picture
from xccviz.export.types import ExportOptions

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


def run(document: Document, options: ExportOptions) -> bytes:
    """The page. Dated by the transaction's block, so that it is a pure function. Raises UserError (output) where Qt
    can't be used."""
    shown = picture(document, options)
    scale = scale_of_pdf(shown.width, shown.height)
    if scale < 1:
        options.tell(
            tr(
                "the drawing is larger than a page can be: it is {percent} % of its size, to be enlarged",
                percent=numeral(f"{100 * scale:.3g}"),
            )
        )
    theme, hash = load_theme(options.colours), document.trace.transaction.hash
    return to_pdf(shown, theme, scale, hash, _made(document), options.go_on)


def _made(document: Document) -> datetime | None:
    """When the transaction's block was made; None where that is not known."""
    time = document.graph.root.timestamp_ns
    if time is None or time < 0:
        return None
    try:
        return _BEGIN + timedelta(microseconds=time // 1000)
    except OverflowError:
        return None
