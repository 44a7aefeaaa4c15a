"""Values are compared as what they mean, and differ at a place."""

# covers: xccviz/analysis/compare/renaming.py

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.analysis.compare.renaming import Names, Renaming
from xccviz.analysis.compare.values import changes_of_bytes, changes_of_json, common_length, frozen_bytes
from xccviz.decode.registry import decode_bytes
from xccviz.decode.types import Where

HERE = Where("app.near", "run", "args")

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12
)


def changes(a: bytes, b: bytes) -> list[tuple[str, Any, Any, str | None]]:
    found = changes_of_bytes(decode_bytes(a, HERE), decode_bytes(b, HERE), Renaming())
    return [(change.at, change.a, change.b, change.missing) for change in found]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (b'{"a": 1, "b": [2]}', b'{"b":[2],"a":1}', []),
        (b"[1, 2]", b"[1]", [("$[1]", 2, None, "b")]),
        (b'{"a": {"b c": 1}}', b'{"a": {"b c": true}}', [('$.a["b c"]', 1, True, None)]),
        (b"1", b"1.0", [("$", 1, 1.0, None)]),
        (b'{"m": null}', b"{}", [("$.m", None, None, "b")]),
        (b"0.10000000000000000001", b"0.1", [("$", "0.10000000000000000001", 0.1, None)]),
        (b"\x00\xff\x01", b"\x00\xff\x02", [("byte 2", "00ff01", "00ff02", None)]),
        (b"hello you", b"hello me", [("character 6", "hello you", "hello me", None)]),
        (b"", b"1", [("", "", "1", None)]),
        (b'{"": 1}', b'{"": 2}', [('$[""]', 1, 2, None)]),
    ],
)
def test_where_two_values_differ(a: bytes, b: bytes, expected: list[Any]) -> None:
    assert changes(a, b) == expected


def test_a_late_difference_of_long_texts_is_shown() -> None:
    long = b"word " * 20_000
    ((at, a, b, _),) = changes(long + b"one", long + b"two")
    assert at == "character 100000"
    assert a.endswith("one") and b.endswith("two") and len(a) < 5000


@given(values, values)
def test_equal_exactly_where_nothing_changes(a: Any, b: Any) -> None:
    left, right = json.dumps(a).encode(), json.dumps(b).encode()
    found = changes(left, right)
    assert (found == []) == (
        frozen_bytes(decode_bytes(left, HERE), Names()) == frozen_bytes(decode_bytes(right, HERE), Names())
    )
    assert changes(left, json.dumps(a, indent=3).encode()) == []
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("number", [b"1e-99999999999999999999", b"-0.0", b"1e300", b"9" * 4000])
def test_odd_numbers_are_compared_like_others(number: bytes) -> None:
    assert changes(number, number + b" ") == []
    assert changes(number, b"7") != []


def test_values_as_deep_as_we_read_are_compared() -> None:
    deep = b"[" * 199 + b"1" + b"]" * 199
    ((at, a, b, _),) = changes(deep, deep.replace(b"1", b"2"))
    assert (at, a, b) == ("$" + "[0]" * 199, 1, 2)


def test_members_that_say_when_are_left_out() -> None:
    a, b = {"nonce": 1, "x": {"nonce": 2}}, {"nonce": 3, "x": {"nonce": 4}}
    assert list(changes_of_json(a, b, Renaming(), frozenset(("nonce",)))) == []


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_the_common_beginning(start: str, a: str, b: str) -> None:
    length = common_length(start + a, start + b)
    assert length >= len(start)
    assert (start + a)[:length] == (start + b)[:length]
    assert (start + a)[length : length + 1] != (start + b)[length : length + 1] or start + a == start + b
