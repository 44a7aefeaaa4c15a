"""Document → bytes. One module a format, one row here; adding a format is adding a row.

Exporters that need Qt import it inside `run`.
"""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.export import capture, dot, json_graph, svg
from xccviz.export.types import Exporter, ExportOptions

__all__ = ["EXPORTERS", "ExportOptions", "Exporter", "find_exporter"]

EXPORTERS: tuple[Exporter, ...] = (
    Exporter("svg", "svg", "image/svg+xml", tr("Drawing (SVG)"), svg.run),
    Exporter("json", "json", "application/json", tr("Analysed graph (JSON)"), json_graph.run),
    Exporter("capture", "json", "application/json", tr("Capture, to open again (JSON)"), capture.run),
    Exporter("dot", "dot", "text/vnd.graphviz", tr("Graphviz (DOT)"), dot.run),
)


def find_exporter(name: str) -> Exporter | None:
    """The exporter of that name, None if there is none."""
    return next((exporter for exporter in EXPORTERS if exporter.name == name), None)
