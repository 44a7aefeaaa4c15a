"""A comparison speaks in the words of the two transactions."""

from __future__ import annotations

from pathlib import Path

from tests.reference.recorded import document_of, tutorial
from xccviz.analysis.compare.diff import diff
from xccviz.words.differences import with_titles


def test_verdicts_findings_and_errors_have_the_titles_of_their_documents(shared_data: Path) -> None:
    a = tutorial("tutorial-batch-ok")
    for name in ("tutorial-batch-fail-step-two", "detached-fails", "delegate-inner-fails"):
        b = document_of(shared_data / "node" / "pv86" / name)
        for left, right in ((a, b), (b, a)):
            found = with_titles(diff(left.analysis, right.analysis), left, right)
            kinds = {difference.kind for difference in found.differences}
            assert {"verdict", "finding"} <= kinds
            for difference in found.differences:
                if difference.kind == "verdict":
                    assert (difference.a["title"], difference.b["title"]) == (
                        left.verdict.title,
                        right.verdict.title,
                    )
                if difference.kind == "finding":
                    told, side = (difference.a, left) if difference.missing == "b" else (difference.b, right)
                    titles = [one.title for one in side.findings if one.code == told["code"]]
                    assert told["title"] in titles and told["title"]
                if difference.kind in ("status", "node"):
                    for value in (difference.a, difference.b):
                        assert value is None or value["error"] is None or value["error"]["title"]
