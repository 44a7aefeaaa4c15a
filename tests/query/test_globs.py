"""Wildcards: any text with any pattern, held against a matcher that goes letter by letter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.effort import growth
from tests.reference.filters import ANY, ONE, bare, same
from xccviz.query.globs import is_wild, matcher

patterns = st.lists(st.sampled_from([ANY, ONE, *"abA\n.*\\[(-"]), max_size=8)
texts = st.text(alphabet="abAB\n.*\\[(-", max_size=12)


@given(patterns, texts)
def test_any_pattern_and_any_text(pattern: list[str], text: str) -> None:
    value = bare(pattern) if pattern else ""
    assert matcher(value)(text) == same(pattern, text)
    assert is_wild(value) == (ANY in pattern or ONE in pattern)


def test_a_line_break_is_a_character() -> None:
    assert matcher("a*b")("a\nb")
    assert matcher("a?b")("a\nb")
    assert not matcher("a*")("\na")


def test_many_wildcards_take_time_by_the_length_of_the_text_alone() -> None:
    """A matcher that goes back and forth would need longer than the world lasts."""
    fits = matcher("*a" * 12 + "*b")

    def work(count: int) -> None:
        assert not fits("a" * count)

    assert growth(work, 20_000, 160_000) < 3
