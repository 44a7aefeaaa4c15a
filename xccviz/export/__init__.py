"""Document → bytes. One module a format, one row here; adding a format is adding a row.

A row's `run` is that of its module, which is loaded when its format is asked for: one that draws brings all drawings
along.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.export.types import Exporter, ExportOptions

__all__ = ["EXPORTERS", "ExportOptions", "Exporter", "find_exporter"]


def written_by(module: str) -> Callable[[Document, ExportOptions], bytes]:
    """The `run` of a module of this room, by its name."""

    def run(document: Document, options: ExportOptions) -> bytes:
        data: bytes = import_module(f"{__name__}.{module}").run(document, options)
        return data

    return run


EXPORTERS: tuple[Exporter, ...] = (
    Exporter("svg", "svg", "image/svg+xml", tr("Drawing (SVG)"), written_by("svg")),
    Exporter("json", "json", "application/json", tr("Analysed graph (JSON)"), written_by("json_graph")),
    Exporter(
        "capture", "json", "application/json", tr("Capture, to open again (JSON)"), written_by("capture")
    ),
    Exporter("dot", "dot", "text/vnd.graphviz", tr("Graphviz (DOT)"), written_by("dot")),
)


def find_exporter(name: str) -> Exporter | None:
    """The exporter of that name, None if there is none."""
    return next((exporter for exporter in EXPORTERS if exporter.name == name), None)
