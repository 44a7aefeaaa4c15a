"""A term written for a value finds that value, whatever stands in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xccviz.query import parse
from xccviz.query.globs import is_wild, matcher
from xccviz.query.lexer import plain, tokens
from xccviz.query.writing import written


def test_plain_values_stay_plain() -> None:
    assert written("method", "ft_transfer") == "method:ft_transfer"
    assert written("account", "a.b-c.near") == "account:a.b-c.near"
    assert written("method", "or") == 'method:"or"'
    assert written("method", "a b*") == 'method:"a b\\*"'


@given(st.text(min_size=1, max_size=40))
def test_any_value_is_read_as_it_is(value: str) -> None:
    text = written("method", value)
    parse(text)
    *_, token, _end = tokens(text)
    assert plain(token.value) == value
    assert not is_wild(token.value)
    assert matcher(token.value)(value)
