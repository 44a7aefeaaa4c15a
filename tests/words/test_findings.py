"""Every finding has words, and those of several cases are told together."""

# covers: xccviz/words/money.py, xccviz/words/came_back.py

from __future__ import annotations

from pathlib import Path

from tests.reference.recorded import document_of, recording, tutorial, walks_all
from xccviz.analysis.findings import CODES
from xccviz.words.came_back import CALLS_TOLD
from xccviz.words.findings import WORDS
from xccviz.words.names import name_in_sentence


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


@walks_all
def test_of_a_deposit_that_came_back_each_failed_call_is_named(recorded_files: tuple[Path, ...]) -> None:
    """Calls of one name are one finding though several nodes failed, each with money of another: only the first was
    named."""
    several = 0
    for path in recorded_files:
        document = recording(path)
        for finding, fact in zip(document.findings, document.analysis.findings, strict=True):
            if finding.code not in ("deposit_left_with_contract", "deposit_ended_with_user"):
                continue
            lines = fact.cases[0]["lines"]
            named = {name_in_sentence(document.graph.by_id[node]) for node in finding.nodes}
            several += len(named) > 1
            assert len(named) > CALLS_TOLD or all(name in finding.explanation for name in named), path
            assert sum(line.amount for line in lines) == int(finding.evidence["amount"])
            payers = {line.payer for line in lines}
            if finding.code == "deposit_ended_with_user":
                told = finding.evidence["payer"]
                assert payers == ({told} if isinstance(told, str) else set(told))
    assert several


def test_who_got_back_what_is_told_of_each(shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / "random-0070")
    (left,) = [found for found in document.findings if found.code == "deposit_left_with_contract"]
    assert left.explanation.startswith(
        "hub.near.set (3 of 3) failed: 0.0009317 N back to farm.near; "
        "hub.near.set (2 of 3) failed: 0.000928 N back to oracle-b.near. "
    )
