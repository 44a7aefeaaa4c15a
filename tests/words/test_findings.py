"""Every finding has words, and those of several cases are told together."""

# covers: xccviz/words/money.py

from __future__ import annotations

from pathlib import Path

from tests.reference.recorded import document_of, tutorial
from xccviz.analysis.findings import CODES
from xccviz.words.findings import WORDS


def test_every_code_has_words_and_no_words_lack_a_code() -> None:
    assert set(CODES) == set(WORDS)
    assert len(CODES) == len(set(CODES))


def test_cases_alike_are_counted_and_others_are_more_like_it(shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / "fan-out-500")
    several = [finding for finding in document.findings if len(finding.nodes) > 1]
    assert several
    assert all(finding.title.endswith((" times)", " more like it)")) for finding in several)


def test_words_stand_with_the_numbers_and_facts_hold_none(shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / "callback-out-of-gas")
    (fact,) = [finding for finding in document.analysis.findings if finding.code == "out_of_gas"]
    (told,) = [finding for finding in document.findings if finding.code == "out_of_gas"]
    assert fact.evidence["caller"].node.label == told.evidence["caller"] == "app.near.run"
    assert (fact.nodes, fact.severity) == (told.nodes, told.severity)
    assert list(fact.evidence) == list(told.evidence)


def test_a_plain_success_says_nothing_of_findings() -> None:
    assert [
        finding.code for finding in tutorial("tutorial-batch-ok").findings if finding.severity != "info"
    ] == []
