"""Bytes are shown exactly: kind, text and value by the rules of interface.md §4."""

# covers: xccviz/decode/events.py

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.decode import Where, decode_bytes, parse_event, values

HERE = Where("app.near", "run", "args")

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.binary(max_size=300))
def test_any_bytes_have_a_reading_that_loses_nothing(raw: bytes) -> None:
    decoded = decode_bytes(raw, HERE)
    assert decoded.raw == raw
    if decoded.kind == "hex":
        assert bytes.fromhex(decoded.text) == raw
    else:
        assert decoded.text.encode("utf-8") == raw
    assert (decoded.kind == "empty") == (raw == b"")


@given(json_values)
def test_json_is_recognised_and_keeps_its_own_text(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False)
    decoded = decode_bytes(text.encode("utf-8"), HERE)
    assert decoded.kind == "json"
    assert decoded.value == value
    assert decoded.text == text[:10_000]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b'"two"', "json"),
        (b"null", "json"),
        (b"NaN", "utf8"),
        (b"-Infinity", "utf8"),
        (b"1e999", "utf8"),
        (b'"\\ud800"', "utf8"),
        (b"1" * 4_000, "json"),
        (b"1" * 4_001, "utf8"),
        (b"[" * 200 + b"]" * 200, "json"),
        (b"[" * 201 + b"]" * 201, "utf8"),
        (b"[" * 100_000, "utf8"),
        (b"a\tb\r\nc", "utf8"),
        (b"a\x00b", "hex"),
        (b"\x1b[31mred", "hex"),
        ("\x85".encode(), "hex"),
        (b"\xff\xfe", "hex"),
        (b"", "empty"),
    ],
)
def test_the_boundaries_of_each_kind(raw: bytes, kind: str) -> None:
    assert decode_bytes(raw, HERE).kind == kind


def test_only_the_text_is_shortened() -> None:
    decoded = decode_bytes(b"x" * 10_001, HERE)
    assert decoded.truncated
    assert len(decoded.text) == 10_000
    assert len(decoded.raw) == 10_001


def test_events_are_read_leniently() -> None:
    line = 'EVENT_JSON:{"standard":"nep141","version":"1.0.0","event":"ft_transfer","data":[{"amount":"1"}]}'
    event = parse_event(line)
    assert event is not None
    assert event.event == "ft_transfer"
    assert parse_event("EVENT_JSON:{not json") is None
    assert parse_event('EVENT_JSON:{"event":5,"standard":"x"}') is None
    assert parse_event("something else") is None


@given(
    json_values,
    st.integers(0, 2 * values.MAX_DEPTH),
    st.booleans(),
    st.sampled_from(["", "\\ud800", "\ud800"]),
)
def test_deep_json_and_half_a_character_are_refused(
    value: object, lists: int, ascii: bool, half: str
) -> None:
    text = "[" * lists + f'["{half}", {json.dumps(value, ensure_ascii=ascii)}]' + "]" * lists
    depth = lists + 1 + _depth(value)
    assert values.parse_strict_json(text)[0] == (depth <= values.MAX_DEPTH and not half)


def _depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)
