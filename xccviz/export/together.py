"""Several transactions as one capture, which opens as a choice of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xccviz import __version__
from xccviz.annotations import Annotations, with_view
from xccviz.document import Document
from xccviz.export.capture import UNDATED
from xccviz.pieces import nothing
from xccviz.sources.files.capture import capture_to_json
from xccviz.sources.files.several import put_together
from xccviz.values import replace


def case_capture(kept: Sequence[tuple[Document, Annotations]], go_on: Callable[[], None] = nothing) -> bytes:
    """The capture of documents, each with what a person added to it. A pure function of them, dated as `--to capture`
    dates one. `go_on` is called now and then, and may raise."""
    raws = [replace(doc.raw, extra=with_view(doc.raw.extra, added)) for doc, added in kept]
    together = put_together(raws)
    dates = [raw.received_at for raw in together.documents if raw.received_at is not None]
    return capture_to_json(together, f"xccviz {__version__}", max(dates, default=UNDATED), go_on)
