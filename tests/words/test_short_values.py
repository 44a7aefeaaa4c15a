"""Values within sentences: shortened as values, and never cut inside an escape."""

from __future__ import annotations

import json
from json.decoder import scanstring  # type: ignore[attr-defined]  # the reader of JSON strings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.decode.registry import decode_bytes
from xccviz.decode.types import Where
from xccviz.words.short_values import sentence_value, short_text

HERE = Where("app.near", "run", "result")
TEN = [{"Ok": json.dumps(f"value of {name}.near")} for name in ("alpha", "bravo", "delta", *"efghijk")]


def said(value: bytes | object, room: int = 160) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return sentence_value(decode_bytes(raw, HERE), room)


def test_ten_results_of_a_join_are_told_as_whole_members() -> None:
    told = r'[{"Ok":"\"value of alpha.near\""},{"Ok":"\"value of bravo.near\""}, … 8 more]'
    assert said(TEN, 80) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (b"", "nothing"),
        (b'"42"', '"42"'),
        (b"null", "null"),
        (b"two words", "“two words”"),
        (b"\x00\xff", "2 bytes, hex 00ff"),
        ("x" * 100, '"' + "x" * 37 + '…"'),
        ({"name": "a" * 50, "b": 1, "c": 2}, '{"name":"aaaaaaaaaaaaaaaaaaaaa…", … 2 more}'),
        (["[" + "1," * 50 + "1]"], r'["[1,1,1,1,1,1,1,1,1,1,1,1, … 39 more]"]'),
        ([[[]]], "[[[]]]"),
        (10**99, "100000000000000000000000… (100 digits)"),
    ],
)
def test_short(value: Any, told: str) -> None:
    assert said(value, 40) == told


def test_a_text_is_cut_after_a_word() -> None:
    assert short_text("some words that go on", 14) == "some words…"
    assert said(b"some words that go on and on and on and on and on", 20).startswith("“some words")


def test_deep_and_large_values_are_no_work() -> None:
    deep: Any = 1
    for _ in range(150):
        deep = [deep]
    assert said(deep, 40).startswith("[[[[[[[[[…]")
    assert said(["x" * 1000] * 10_000, 40).endswith(", … 9,999 more]")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.just('say "\\"hi\\""')
    | st.text().map(json.dumps),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | inner.map(json.dumps),
)


@given(JSON, st.integers(20, 200))
def test_every_string_in_it_is_a_whole_json_string(value: Any, room: int) -> None:
    text = said(value, room)
    at = text.find('"')
    while at >= 0:
        _, end = scanstring(text, at + 1)
        at = text.find('"', end)
    assert len(text) <= 4 * room + 400


def test_a_text_is_not_cut_inside_what_it_quotes_with_escapes() -> None:
    text = r'mismatch: expected="\"44487823662688745231845166\"" actual="\"44487823662688745231845165\""'
    assert short_text(text, 80) == r'mismatch: expected="\"44487823662688745231845166\"" actual…'
    assert short_text(text, 40) == "mismatch: expected…"
    assert short_text("C:\\path\\to\\somewhere", 9) == "C:\\path…"
    assert short_text('it said "two words" and more', 18) == 'it said "two…'  # plain quotes are no escapes


def test_a_message_that_is_json_is_shortened_as_one() -> None:
    text = json.dumps({"code": 7, "message": 'no "room" left for this', "more": [1, 2, 3]})
    assert short_text(text, 56).startswith(r'{"code":7,"message":"no \"room')
    assert short_text(text, 56).endswith(", … 1 more}")


def test_json_at_the_end_of_a_message_is_shortened_as_a_value() -> None:
    text = 'unknown action: {"state_init":{"account":"0s00","data":[["k","1"],["l","2"]]},"deposit":"0"}'
    assert short_text(text, 70) == 'unknown action: {"state_init":{"account":"0s00", … 1 more}, … 1 more}'
