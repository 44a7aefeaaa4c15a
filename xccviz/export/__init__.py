"""Document → bytes. One module a format, one row here; adding a format is adding a row.

A row's `run` is that of its module, which is loaded when its format is asked for: one that draws brings all drawings
along.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

from xccviz.catalogue import plain_numerals, tr
from xccviz.document import Document, for_machines
from xccviz.export.types import DRAWN, Exporter, ExportOptions

__all__ = ["EXPORTERS", "ExportOptions", "Exporter", "exporter_for", "file_name", "find_exporter"]


Run = Callable[[Document, ExportOptions], bytes]


def written_by(module: str) -> Run:
    """The `run` of a module of this room, by its name."""

    def run(document: Document, options: ExportOptions) -> bytes:
        data: bytes = import_module(f"{__name__}.{module}").run(document, options)
        return data

    return run


def read_by_machines(module: str) -> Run:
    """The same, with all numbers as machines read them, whatever the language of those who export it."""
    write = written_by(module)

    def run(document: Document, options: ExportOptions) -> bytes:
        with plain_numerals():
            return write(for_machines(document), options)

    return run


EXPORTERS: tuple[Exporter, ...] = (
    Exporter(
        "svg", "svg", "image/svg+xml", tr("Drawing (SVG)"), written_by("svg"), DRAWN,
        group="drawing", short="SVG",
    ),
    Exporter(
        "png", "png", "image/png", tr("Picture (PNG)"), written_by("png"), DRAWN | {"scale"},
        group="drawing", short="PNG",
    ),
    Exporter(
        "pdf", "pdf", "application/pdf", tr("Page (PDF)"), written_by("pdf"), DRAWN,
        group="drawing", short="PDF",
    ),
    Exporter(
        "html", "html", "text/html", tr("Report (HTML)"), written_by("html"), DRAWN,
        group="report", short=tr("HTML, one file"),
    ),
    Exporter(
        "json", "json", "application/json", tr("Analysed graph (JSON)"), read_by_machines("json_graph"),
        group="data", short=tr("JSON, analysed"),
    ),
    Exporter(
        "capture", "json", "application/json", tr("Capture, to open again (JSON)"), read_by_machines("capture"),
        frozenset({"annotations"}), ending="xcc.json",
        group="data", short=tr("Capture, opens again"),
    ),
    Exporter(
        "dot", "dot", "text/vnd.graphviz", tr("Graphviz (DOT)"), read_by_machines("dot"),
        frozenset({"theme", "step", "filter", "ahead", "collapse_refunds"}),
        group="diagram", short="Graphviz",
    ),
    Exporter(
        "speedscope", "json", "application/json", tr("Flame graph of gas (speedscope)"), read_by_machines("speedscope"),
        frozenset({"step"}), rare=True, ending="speedscope.json",
        group="data", short="speedscope",
    ),
    Exporter(
        "chrome-trace", "json", "application/json", tr("Trace for Perfetto (Chrome's format)"),
        read_by_machines("chrome_trace"), frozenset({"step", "filter", "ahead", "hides", "only", "collapse_refunds"}),
        rare=True, ending="trace.json",
        group="data", short="Perfetto",
    ),
    Exporter(
        "otlp-json", "json", "application/json", tr("Trace for OpenTelemetry (OTLP/JSON)"), read_by_machines("otlp"),
        frozenset({"step", "filter", "ahead", "hides", "only", "collapse_refunds"}), rare=True, ending="otlp.json",
        group="data", short="OpenTelemetry",
    ),
    Exporter(
        "markdown", "md", "text/markdown", tr("Report for an issue (Markdown)"), written_by("markdown"),
        frozenset({"theme", "step", "filter", "ahead", "annotations"}),
        group="report", short="Markdown",
    ),
    Exporter(
        "mermaid", "mmd", "text/vnd.mermaid", tr("Flowchart (Mermaid)"), read_by_machines("mermaid"),
        DRAWN - {"view", "width", "legend", "annotations", "asked", "stopped"},
        group="diagram", short="Mermaid",
    ),
    Exporter(
        "mermaid-sequence", "mmd", "text/vnd.mermaid", tr("Sequence diagram (Mermaid)"),
        read_by_machines("mermaid_sequence"),
        frozenset({"step", "filter", "ahead", "hides", "only", "collapse_refunds", "expand_all"}),
        ending="sequence.mmd",
        group="diagram", short=tr("Mermaid sequence"),
    ),
    Exporter(
        "graphml", "graphml", "application/graphml+xml", tr("Graph as data (GraphML)"), read_by_machines("graphml"),
        frozenset({"theme", "step", "filter", "ahead", "hides", "only"}),
        group="diagram", short="GraphML",
    ),
    Exporter(
        "csv", "csv", "text/csv", tr("Table (CSV)"), read_by_machines("csv_table"),
        frozenset({"table", "step", "filter", "ahead", "hides", "only"}),
        group="data", short="CSV",
    ),
)  # fmt: skip


def exporter_for(path: str) -> Exporter | None:
    """The exporter that a file's name tells by its ending, None if there is none: the longest ending decides, of
    several formats with one the first."""
    name = path.lower()
    found = [exporter for exporter in EXPORTERS if name.endswith(f".{exporter.suffix}")]
    return max(found, key=lambda exporter: len(exporter.suffix), default=None)


def file_name(exporter: Exporter, document: Document) -> str:
    """The name of a file for an export: the whole hash, told apart from other exports by its ending."""
    hash = re.sub(r"[^0-9A-Za-z]", "_", document.trace.transaction.hash)[:64]  # a document may claim any
    return f"{hash}.{exporter.suffix}"


def find_exporter(name: str) -> Exporter | None:
    """The exporter of that name, None if there is none."""
    return next((exporter for exporter in EXPORTERS if exporter.name == name), None)
