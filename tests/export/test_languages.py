"""Numbers of what is written in German: where people read them as German writes them, for machines never."""

# covers: xccviz/document.py, xccviz/export/__init__.py, xccviz/export/json_graph.py, xccviz/cli/main.py

from __future__ import annotations

import re

import pytest

from tests.reference.translation import speaking
from xccviz.catalogue import plain_numerals
from xccviz.cli.main import main
from xccviz.document import build_document
from xccviz.export import EXPORTERS, ExportOptions
from xccviz.export.json_graph import to_json
from xccviz.sources.files.sample import read_sample

SAMPLE = "callback-out-of-gas"
"""Its verdict and its findings tell amounts of gas."""


def test_exports_have_the_numbers_of_their_readers() -> None:
    """Also those whose document was opened, and its sentences said, for people."""
    with speaking("de"):
        shown = build_document(read_sample(SAMPLE))
        with plain_numerals():
            plain = build_document(read_sample(SAMPLE))
        assert shown.verdict != plain.verdict or shown.findings != plain.findings
        assert to_json(shown) == to_json(plain)
        for row in EXPORTERS:
            if row.name in ("png", "pdf"):
                continue  # painted as the drawing is
            data = row.run(shown, ExportOptions())
            if row.group in ("drawing", "report"):
                said = re.sub(r"(?s)<style.*?</style>|<[^<>]*>", " ", data.decode())
                assert re.search(r"\b5,9 ", said) and not re.search(r"\b5\.9 ", said), row.name
            else:
                with plain_numerals():
                    assert data == row.run(plain, ExportOptions()), row.name


def test_what_a_command_prints_for_people_has_numbers_of_the_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with speaking("de"):
        assert main(["show", f"sample:{SAMPLE}"]) == 0
        shown = capsys.readouterr().out
        assert main(["check", "sample:tutorial-parallel-3-one-panics", "--max-gas", "1T", "--json"]) == 1
        answer = capsys.readouterr().out
    assert "0,89 Tgas" in shown and "0.89" not in shown
    assert "7.5 Tgas" in answer and "7,5" not in answer
