"""`--to capture`: the raw documents, to be opened again later."""

from __future__ import annotations

from xccviz import __version__
from xccviz.annotations import with_view
from xccviz.document import Document
from xccviz.export.types import ExportOptions
from xccviz.sources.files.capture import capture_to_json
from xccviz.values import replace

UNDATED = "1970-01-01T00:00:00Z"
"""The date of a capture whose answers have none."""


def run(document: Document, options: ExportOptions) -> bytes:
    """The capture as JSON. A pure function of the document: a new capture is dated when its last answer came."""
    raw = document.raw
    if options.annotations is not None:
        raw = replace(raw, extra=with_view(raw.extra, options.annotations))
    dates = [raw.received_at for raw in document.raw.documents if raw.received_at is not None]
    return capture_to_json(raw, f"xccviz {__version__}", max(dates, default=UNDATED), options.go_on)
