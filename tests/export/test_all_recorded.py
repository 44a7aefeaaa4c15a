"""Every recorded transaction as a drawing and as a report: read back, and nothing in them runs."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.export.html.pages import Page
from tests.export.test_sinks import svg
from tests.reference.recorded import recording, transaction_files, walks_all
from xccviz.display.drawings import DRAWINGS
from xccviz.export import ExportOptions, find_exporter


@walks_all
@pytest.mark.long
@pytest.mark.timeout(900)
def test_every_recorded_transaction_is_drawn_and_reported(shared_data: Path) -> None:
    views = [drawing.id for drawing in DRAWINGS]
    draw, report = find_exporter("svg"), find_exporter("html")
    assert draw is not None and report is not None
    count = 0
    for number, path in enumerate(transaction_files(shared_data)):
        document = recording(path)
        data = draw.run(document, ExportOptions(view=views[number % len(views)]))
        svg(data)
        nodes = [each.get("data-node") for each in ET.fromstring(data).iter() if each.get("class") == "node"]
        assert len(nodes) == len(set(nodes)) and set(nodes) <= document.graph.by_id.keys(), path
        data = report.run(document, ExportOptions())
        assert len(data) < 2_000_000, path
        if number % 4 == 0:  # to read a page takes ten times as long as to write it
            page = Page(data)
            assert document.verdict.title in page.text(), path
        count += 1
    assert count > 100
