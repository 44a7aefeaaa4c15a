"""Marks as a capture keeps them: read leniently, written so that they read the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xccviz.annotations.marks import (
    MOST,
    Mark,
    added,
    changed,
    marks_json,
    marks_of,
    removed,
    toggled,
)
from xccviz.values import replace

TEXT = st.text(min_size=1, max_size=20)
MARKS = st.lists(
    st.one_of(
        st.builds(Mark, node=TEXT, when=st.sampled_from(["before", "after", "note"]), on=st.booleans()),
        st.builds(Mark, filter=TEXT, every=st.integers(1, 1_000_000), on=st.booleans()),
    ),
    unique_by=lambda mark: mark.place,
    max_size=8,
).map(tuple)


@given(MARKS)
def test_what_is_written_is_read_again(marks: tuple[Mark, ...]) -> None:
    assert marks_of({"marks": marks_json(marks)}) == marks


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["marks", "node", "filter", "when", "every", "on"]), inner, max_size=5
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_whatever_stands_there_is_read_without_an_error(view: object) -> None:
    for mark in marks_of(view):  # type: ignore[arg-type]
        assert bool(mark.node) != bool(mark.filter)
        assert mark.when in ("before", "after", "note") and mark.every >= 1


def test_what_is_no_mark_is_left_out() -> None:
    good = {"node": "a"}
    bad = [
        {"node": "a", "filter": "b"}, {}, {"node": 1}, {"node": "b", "when": "never"}, {"node": "c", "every": 0},
        {"node": "d", "every": True}, {"node": "e", "on": "yes"}, {"filter": "x" * 5_000}, "x", None,
    ]  # fmt: skip
    assert marks_of({"marks": [*bad, good, {"node": "a", "when": "after"}]}) == (Mark("a"),)
    assert len(marks_of({"marks": [{"node": str(n)} for n in range(MOST + 9)]})) == MOST
    assert marks_of(None) == marks_of([]) == marks_of({"marks": 1}) == ()


def test_marks_are_set_changed_and_removed() -> None:
    one = toggled((), "a")
    assert one == (Mark("a"),)
    assert toggled(one, "a") == ()
    two = added(one, [Mark("a", when="after"), Mark(filter="fail")])
    assert two == (Mark("a"), Mark(filter="fail"))
    off = changed(two, ("", "fail"), lambda mark: replace(mark, on=False))
    assert off == (Mark("a"), Mark(filter="fail", on=False))
    assert removed(off, ("a", "")) == off[1:]
