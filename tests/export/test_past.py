"""A file of an earlier step reads the same whatever came after it. Drawings: tests/display/test_past.py."""

# covers: xccviz/export/speedscope.py, xccviz/export/chrome_trace.py, xccviz/export/spans.py, xccviz/export/otlp.py
# covers: xccviz/export/dot.py, xccviz/export/csv_table.py, xccviz/export/graphml.py, xccviz/export/mermaid.py
# covers: xccviz/export/mermaid_sequence.py, xccviz/export/markdown.py

from __future__ import annotations

import pytest

from tests.reference.later import TEN, other_later, recorded_ten
from xccviz.document import Document
from xccviz.export import ExportOptions, find_exporter

FORMATS = (
    "speedscope",
    "chrome-trace",
    "otlp-json",
    "graphml",
    "csv",
    "markdown",
    "dot",
    "mermaid",
    "mermaid-sequence",
)


@pytest.mark.parametrize("name", [*TEN, "congested-callback"])
def test_no_file_knows_what_comes_later(name: str) -> None:
    document = dict(recorded_ten())[name]
    told = 0
    for step in range(0, len(document.timeline), 4):
        other = other_later(document, step)
        for format in FORMATS:
            exporter = find_exporter(format)
            assert exporter is not None and "step" in exporter.heeds
            options = ExportOptions(step=step)
            here, there = (_but_for_the_end(each, exporter.run(each, options)) for each in (document, other))
            assert here == there, (format, step)
            told += exporter.run(other, ExportOptions()) != exporter.run(document, ExportOptions())
    assert told  # it is another one indeed


def _but_for_the_end(document: Document, file: bytes) -> bytes:
    """Without the verdict, which is about the end."""
    return file.replace(document.verdict.title.encode(), b"")
