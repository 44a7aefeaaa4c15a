"""What an exporter says it heeds is what changes its file, and nothing else does."""

# covers: xccviz/export/__init__.py, xccviz/export/types.py

from __future__ import annotations

import pytest

from xccviz.annotations import Annotations, Note
from xccviz.display.drawings import DRAWINGS
from xccviz.document import build_document
from xccviz.export import EXPORTERS, Exporter, ExportOptions, exporter_for, file_name
from xccviz.export.types import VIEWS, Asked
from xccviz.query import parse
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace

DOCUMENT = build_document(read_sample("tutorial-parallel-3-one-panics"))
FAILED = next(node.id for node in DOCUMENT.graph.nodes if DOCUMENT.analysis.facts[node.id].failed)
OTHERS: dict[str, object] = {
    "theme": "dark",
    "step": 3,
    "view": "sequence",
    "collapse_refunds": False,
    "expanded": frozenset({"refunds"}),
    "budget": 1,
    "expand_all": True,
    "width": 700.0,
    "selected": DOCUMENT.graph.nodes[1].id,
    "filter": parse("fail"),
    "hides": True,
    "ahead": True,
    "annotations": Annotations(notes=(Note(DOCUMENT.graph.nodes[0].id, "mine"),)),
    "asked": Asked("failed", FAILED),
    "stopped": (FAILED, "stopped here"),
    "scale": 2.0,
    "table": "events",
    "only": frozenset({DOCUMENT.graph.nodes[3].id}),
    "legend": False,
    "tell": print,
    "go_on": dict,
}
"""Another value than the usual one for each option."""
ONLY_IN: dict[str, dict[str, object]] = {
    "hides": {"filter": parse("fail")},
    "ahead": {"filter": parse("fail"), "step": 3},
    "expand_all": {"collapse_refunds": False},
    "collapse_refunds": {"expand_all": True},
    "width": {"view": "timeline"},
}
"""What must be chosen too for an option to show."""


def test_every_option_is_tried() -> None:
    assert set(OTHERS) == set(ExportOptions.__slots__)


def test_the_drawings_are_named_where_none_is_loaded() -> None:
    assert tuple(row.id for row in DRAWINGS) == VIEWS


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda row: row.name)
def test_what_is_not_heeded_changes_nothing(exporter: Exporter) -> None:
    usual = exporter.run(DOCUMENT, ExportOptions())
    assert exporter.heeds <= set(OTHERS)
    others = {name: value for name, value in OTHERS.items() if name not in exporter.heeds}
    assert exporter.run(DOCUMENT, replace(ExportOptions(), **others)) == usual


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda row: row.name)
def test_what_is_heeded_changes_the_file(exporter: Exporter) -> None:
    usual: dict[tuple[str, ...], bytes] = {}
    for option in sorted(exporter.heeds - {"selected"}):  # of many alike: tests/layout
        chosen = {k: v for k, v in ONLY_IN.get(option, {}).items() if k in exporter.heeds}
        options = replace(ExportOptions(), **chosen)
        if (*chosen,) not in usual:
            usual[*chosen,] = exporter.run(DOCUMENT, options)
        assert exporter.run(DOCUMENT, replace(options, **{option: OTHERS[option]})) != usual[*chosen,], option


def test_the_ending_of_a_name_leads_to_its_format() -> None:
    for row in EXPORTERS:
        named = exporter_for(f"/tmp/Some.{row.suffix.upper()}")
        assert named is next(each for each in EXPORTERS if each.suffix == row.suffix)
        assert file_name(row, DOCUMENT).endswith(f".{row.suffix}")
    found = {
        name: exporter_for(name) for name in ("a.json", "a.trace.json", "a.otlp.json", "a.speedscope.json")
    }
    names = ["json", "chrome-trace", "otlp-json", "speedscope"]
    assert [row.name for row in found.values() if row is not None] == names
