"""Every recorded transaction as a drawing, as a report and for Graphviz: read back, and nothing in them runs."""

from __future__ import annotations

import re
import shutil
import subprocess
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


@walks_all
@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(shutil.which("gvpr") is None, reason="Graphviz is not installed")
def test_graphviz_reads_every_recorded_transaction_with_all_its_receipts(shared_data: Path) -> None:
    exporter = find_exporter("dot")
    assert exporter is not None
    options = ExportOptions(collapse_refunds=False)
    expected, written = [], []
    for path in transaction_files(shared_data):
        document = recording(path)
        written.append(exporter.run(document, options))
        expected.append({node.id for node in document.graph.nodes if node.kind != "data_receipt"})
    read = subprocess.run(
        ["gvpr", 'BEG_G { print("graph") } N { print("node ", $.name) }'],
        input=b"".join(written), capture_output=True, check=True,
    )  # fmt: skip
    assert read.stderr == b""
    found = [
        set(re.findall(r"^node (.*)$", part, re.MULTILINE))
        for part in read.stdout.decode().split("graph\n")[1:]
    ]
    assert len(found) == len(expected) > 100
    assert [nodes - there for nodes, there in zip(expected, found, strict=True) if nodes - there] == []
