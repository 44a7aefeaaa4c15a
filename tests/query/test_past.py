"""What a filter finds at an earlier step, and what marks by filters hit then, is the same whatever came later."""

# covers: xccviz/replay/known.py, xccviz/query/columns.py, xccviz/query/amounts.py

from __future__ import annotations

import pytest

from tests.reference.later import TEN, later_blocks, other_later, recorded_ten
from xccviz.annotations.marks import Mark
from xccviz.query import Columns, parse
from xccviz.query.marking import looked_up
from xccviz.query.terms import NAMES, WORDS, ValueRow
from xccviz.replay.ways import Ways

CHOSEN = [f"{row.name}:{one}" for row in NAMES.values() if isinstance(row, ValueRow) for one in row.choices]
ASKED = (
    *WORDS, *CHOSEN, "otherwise", "arg:1", "log:a", "error:panic", "result:otherwise", "cost:*", "event:*", "gas>1T",
    "attached>=20T", "unspent>1T", "deposit>0", "fee>0", "logs>0", "block>0", "wait>=0", "step>0", "!fail",
)  # fmt: skip


@pytest.mark.parametrize("change", [other_later, later_blocks])
@pytest.mark.parametrize("name", [TEN[2], TEN[3], TEN[5], TEN[7]])
def test_no_filter_and_no_mark_knows_what_comes_later(name: str, change: object) -> None:
    document = dict(recorded_ten())[name]
    filters = [parse(words) for words in ASKED]
    here, ways = Columns(document), Ways(document.analysis, document.timeline)
    marks = [Mark(filter=words) for words in ("fail", "ok", "log:a | gas>1T", "fate:handled")]
    mine = [each for each in looked_up(marks, ways, here) if each is not None]
    count = len(document.timeline)
    for step in {*range(0, count, max(1, count // 6)), count - 1}:
        other = change(document, step)  # type: ignore[operator]  # either of two functions
        there = Columns(other)
        for filter in filters:
            assert filter.matches(here, step) == filter.matches(there, step), (filter.text, step)
        its = Ways(other.analysis, other.timeline)
        theirs = [each for each in looked_up(marks, its, there) if each is not None]
        for one, two in zip(mine, theirs, strict=True):
            assert one.hits_at(step) == two.hits_at(step)
            assert [n for n in one.halts if n < step] == [n for n in two.halts if n < step]
