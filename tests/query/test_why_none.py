"""Which part of a filter without hits excludes everything."""

# covers: xccviz/query/filter.py, xccviz/query/tree.py

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.test_terms import SMALL, expression, small
from tests.reference.filters import find, written
from tests.reference.recorded import tutorial
from xccviz.query import parse, why_none


@pytest.mark.parametrize(
    ("text", "part", "hits"),
    [
        ("fail gas>9000T", "gas>9000T", 1),
        ("fail and gas>9000T", "gas>9000T", 1),
        ("ok fail", "fail", 13),
        ("join fail", "join", 1),
        ("!(ok | fail | kind:data_receipt)", "ok", 13),
        ("(join | get_value) gas>9000T", "gas>9000T", 4),
        ("fail (ok | gas>9000T)", "fail", 13),
        ("fail (gas>9000T method:get_*) | depth>900", "gas>9000T", 1),
    ],
)
def test_the_part_whose_removal_gives_the_most(text: str, part: str, hits: int) -> None:
    document = tutorial("tutorial-parallel-3-one-panics")
    found = why_none(parse(text), document)
    assert found is not None
    assert (found.text, text[found.start : found.end]) == (part, part)
    if hits != 13:
        assert found.hits == hits
    else:
        assert found.hits == len(parse("ok").matches(document))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("fail gas>9000T", "fail"),
        ("gas>9000T and fail", "fail"),
        ("fail and (gas>9000T)", "fail"),
        ("depth>900 | gas>9000T fail", "depth>900 | fail"),
        ("depth>900 or fail gas>9000T | depth>800", "depth>900 or fail | depth>800"),
        ("!(ok | fail | kind:data_receipt)", "!(fail | kind:data_receipt)"),
        ("not (kind:data_receipt or fail or ok)", "not (kind:data_receipt or fail)"),
        ("(gas>9000T fail)", "(fail)"),
    ],
)
def test_what_is_left_can_be_written_on_and_finds_what_was_promised(text: str, rest: str) -> None:
    document = tutorial("tutorial-parallel-3-one-panics")
    found = why_none(parse(text), document)
    assert found is not None
    assert (found.rest, len(parse(found.rest).matches(document))) == (rest, found.hits)


@pytest.mark.parametrize("text", ["fail", "gas>9000T", "gas>9000T depth>900", "depth>900 | gas>9000T"])
def test_nothing_is_to_blame_where_there_are_hits_or_no_part_alone_excludes(text: str) -> None:
    assert why_none(parse(text), tutorial("tutorial-parallel-3-one-panics")) is None


@given(st.sampled_from(SMALL), st.lists(expression, min_size=2, max_size=4))
def test_among_terms_side_by_side_it_is_the_one_that_another_evaluation_finds(
    name: str, parts: list[Any]
) -> None:
    document, export = small(name)
    text = " ".join(f"({written(part)})" for part in parts)
    found = why_none(parse(text), document)
    if find(("and", *parts), export):
        assert found is None
        return
    if found is not None:
        assert len(parse(found.rest).matches(document)) == found.hits
    without = [len(find(("and", *parts[:i], *parts[i + 1 :]), export)) for i in range(len(parts))]
    assert (found.hits if found is not None else 0) >= max(without)
