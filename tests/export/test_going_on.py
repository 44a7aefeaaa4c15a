"""What takes a while to make looks now and then whether it is still wanted, and stops where it is not."""

from __future__ import annotations

import json
import sys
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

pytest.importorskip("PySide6.QtGui")

from tests.reference.extremes import envelope, pages
from xccviz.document import Document, build_document
from xccviz.export import ExportOptions, find_exporter
from xccviz.model.errors import Cancelled
from xccviz.sources.files.read import open_text

pytestmark = pytest.mark.usefixtures("qapp")

SLOW = (
    "svg", "png", "pdf", "html", "json", "capture", "graphml", "otlp-json", "chrome-trace", "mermaid-sequence",
    "dot",
)  # fmt: skip
"""Formats that take a quarter of a second and more for 5,000 receipts."""


@cache
def document() -> Document:
    return build_document(open_text(json.dumps(envelope(pages(2, 20)))))


@pytest.mark.parametrize("name", SLOW)
def test_it_never_works_for_long_without_a_look(name: str) -> None:
    exporter, work, looks = find_exporter(name), [0], [0]
    assert exporter is not None

    def count(*event: Any) -> None:
        work[0] += 1

    options = ExportOptions(expand_all=True, go_on=lambda: looks.append(work[0]))
    whole = exporter.run(document(), ExportOptions(expand_all=True))
    sys.setprofile(count)
    try:
        made = exporter.run(document(), options)
    finally:
        sys.setprofile(None)
    assert made == whole
    looks.append(work[0])
    longest = max(after - before for before, after in pairwise(looks))
    assert longest < work[0] / 2


@pytest.mark.parametrize("name", SLOW)
def test_it_stops_where_it_is_not_wanted(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    exporter, looks = find_exporter(name), [0]
    assert exporter is not None

    def stop() -> None:
        looks[0] += 1
        if looks[0] == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        exporter.run(document(), ExportOptions(expand_all=True, go_on=stop))
    assert looks == [3]
    assert capfd.readouterr().err == "", "painters end as they should"
