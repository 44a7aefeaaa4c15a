"""A comparison speaks in the words of the two transactions."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.reference.recorded import document_of, tutorial
from xccviz.analysis.compare.diff import diff
from xccviz.analysis.compare.types import COSTS, Difference
from xccviz.words.differences import with_titles, wordings


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


def test_a_row_of_gas_or_fees_has_one_unit_and_its_numbers_differ(shared_data: Path) -> None:
    """A, B and how far it moved can be held against each other, and the change is the difference of what they round."""
    names = [path.name for path in sorted((shared_data / "node" / "pv86").iterdir()) if path.is_dir()][:16]
    rows, number = 0, re.compile(r"([+−]?)([0-9,]+(?:\.[0-9]+)?) (Tgas|N)")
    for left, right in pairwise([document_of(shared_data / "node" / "pv86" / name) for name in names]):
        for difference in diff(left.analysis, right.analysis).differences:
            if difference.kind not in COSTS or None in (difference.a, difference.b):
                continue
            told = next(wordings(difference, left, right))
            a, b = number.fullmatch(told.a), number.fullmatch(told.b)
            assert a and b, told
            change = number.fullmatch(f"{told.change} {a[3]}")
            assert change, told
            assert {a[3], b[3]} == {"N" if difference.kind == "fee" else "Tgas"}, told
            assert a[2] != b[2] and (change[1] == "+") == (int(difference.b) > int(difference.a)), told
            moved = float(change[2].replace(",", "")) * (10**24 if a[3] == "N" else 10**12)
            assert moved == pytest.approx(abs(int(difference.b) - int(difference.a)), rel=1e-3), told
            rows += 1
    assert rows > 40


@pytest.mark.parametrize(
    ("kind", "before", "after", "told"),
    [
        ("gas", 0, 476, ("0.0000000000 Tgas", "0.0000000005 Tgas", "+0.000000000476")),
        ("gas", 300_000_000, 5 * 10**12, ("0.0003 Tgas", "5.0000 Tgas", "+4.9997")),
        ("gas", 317_408_000_000, 317_409_000_000, ("0.317408 Tgas", "0.317409 Tgas", "+0.000001")),
        ("gas", None, 10**12, ("not known", "1.000 Tgas", "")),
        ("fee", 10**21, 10**21 + 10**14, ("0.0010000000 N", "0.0010000001 N", "+0.0000000001")),
        ("fee", 10**21, 2 * 10**21, ("0.001 N", "0.002 N", "+0.001")),
    ],
)
def test_two_numbers_have_as_many_decimals_as_tell_them_apart(
    kind: str, before: int | None, after: int, told: tuple[str, str, str]
) -> None:
    a, b = (str(of) if kind == "fee" else of for of in (before, after))
    document = tutorial("tutorial-batch-ok")
    found = Difference(kind, (), None, None, a, b, what="total")
    words = next(wordings(found, document, document))
    assert (words.a, words.b, words.change) == told
