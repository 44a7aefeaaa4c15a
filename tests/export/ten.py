"""Ten transactions that every format is read back for."""

from __future__ import annotations

import functools
import gzip
import json
from collections.abc import Callable, Mapping

from tests.reference.extremes import envelope, hostile
from tests.reference.recorded import HERE, tutorial
from xccviz.document import Document, build_document
from xccviz.sources.files.read import open_text
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace


def _captured(name: str) -> Document:
    return build_document(open_text(gzip.decompress((HERE / "pictured" / name).read_bytes()).decode()))


_CHOSEN: Mapping[str, Callable[[], Document]] = {
    "batch-ok": lambda: build_document(read_sample("tutorial-batch-ok")),
    "batch-failed": lambda: build_document(read_sample("tutorial-batch-fail-step-two")),
    "parallel-one-panics": lambda: build_document(read_sample("tutorial-parallel-3-one-panics")),
    "join-of-joins": lambda: build_document(read_sample("join-of-joins")),
    "delegate-inner-fails": lambda: build_document(read_sample("delegate-inner-fails")),
    "yield-resumed": lambda: build_document(read_sample("yield-resumed-by-other-tx")),
    "yield-timed-out": lambda: tutorial("yield-timeouts-and-pending--then"),
    "forwarded": lambda: build_document(read_sample("forwarded-3-ok")),
    "mainnet-swap": lambda: _captured("mainnet-swap.json.gz"),
    "hostile": lambda: build_document(open_text(json.dumps(envelope(hostile())))),
}
TEN = tuple(_CHOSEN)
"""Their names."""


@functools.cache
def document(name: str) -> Document:
    """The document of one of them, built once."""
    return _CHOSEN[name]()


def resumed_by(document: Document, source: str | None, external: tuple[str | None, str | None]) -> Document:
    """A document whose only yield was resumed by another: a receipt of its own, or one of another transaction."""
    ((id, (edge,)),) = document.graph.resumes.items()
    graph = replace(document.graph, resumes={id: (replace(edge, source=source, external=external),)})
    return replace(document, graph=graph, analysis=replace(document.analysis, graph=graph))
