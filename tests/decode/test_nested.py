"""JSON in strings and base64 in texts are opened; a word that only looks like base64 is left a word."""

# covers: xccviz/decode/nested.py

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.decode.nested import Held, held_in

JSON = st.recursive(st.text(max_size=9), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.text(max_size=4), inner, max_size=3), max_leaves=6)  # fmt: skip


@given(JSON.filter(lambda value: len(json.dumps(value)) > 5))
def test_what_was_wrapped_comes_out(value: object) -> None:
    text = json.dumps(value)
    assert held_in(text) == Held("json", value)
    assert held_in(base64.b64encode(text.encode()).decode()) == Held("base64", value)


def test_wrapped_twice_is_opened_twice() -> None:
    inner = held_in("IjQ0NDg3ODIzNjYyNjg4NzQ1MjMxODQ1MTY2Ig==")
    assert inner == Held("base64", "44487823662688745231845166")
    outer = held_in(json.dumps(json.dumps({"msg": "x"})))
    assert outer is not None and isinstance(outer.value, str)
    assert held_in(outer.value) == Held("json", {"msg": "x"})


WORDS = (
    "", "hello", "ft_transfer", "wrapnear", "44487823", "44487823662688745231845166", "transferCall", "on_multi_done",
    "{not json", "alice.near", "aGVsbG8h\x00",
)  # fmt: skip


@pytest.mark.parametrize("text", WORDS)
def test_a_word_is_a_word(text: str) -> None:
    assert held_in(text) is None
