"""One wording for what a value, a slot, a number or an end is; a surface chooses its length only."""

# covers: xccviz/words/values.py, xccviz/words/slots.py, xccviz/words/numbers.py, xccviz/words/lengths.py

from __future__ import annotations

from typing import get_args

import pytest

from xccviz.analysis.types import PromiseResult
from xccviz.decode.registry import decode_bytes
from xccviz.decode.types import Where
from xccviz.document import build_document
from xccviz.model.amounts import format_gas, format_gas_exact, format_near
from xccviz.sources.files.sample import read_sample
from xccviz.words.ends import end_words
from xccviz.words.lengths import Length
from xccviz.words.numbers import gas_number, ordinal, signed_near
from xccviz.words.slots import end_chip, slot_list, slot_words, slots_summary
from xccviz.words.values import TEXT_LIMIT, value_words

HERE = Where("app.near", "run", "args")


def result(kind: str, raw: bytes | None = None, timed_out: bool = False) -> PromiseResult:
    value = decode_bytes(raw, HERE) if raw is not None else None
    return PromiseResult(1, "d", kind, timed_out, value, None, None, (), "reported", None)  # type: ignore[arg-type]


@pytest.mark.parametrize("length", get_args(Length))
def test_no_bytes_are_nothing_at_every_length(length: Length) -> None:
    assert value_words(decode_bytes(b"", HERE), length).startswith("nothing")


@pytest.mark.parametrize("length", get_args(Length))
@pytest.mark.parametrize("raw", [b'"42"', b"null", b"plain", b"\xff\x00"])
def test_a_value_reads_alike_at_every_length(length: Length, raw: bytes) -> None:
    value = decode_bytes(raw, HERE)
    said = value_words(value, length)
    assert value.text in said
    text_in_a_line = value.kind == "utf8" and length != "whole"
    assert (said == value.text) == (value.kind != "hex" and not text_in_a_line)


def test_a_contracts_text_is_in_quotes_beside_words_of_ours() -> None:
    value = decode_bytes(b"rolled back", HERE)
    assert {value_words(value, "card"), value_words(value, "line")} == {"“rolled back”"}
    assert end_chip(result("success", b"ft.near")) == "1: “ft.near”"
    document = build_document(read_sample("join-of-joins"))
    (node,) = (node for node in document.graph.nodes if node.label == "ft.near.run")
    assert end_words(document.analysis, node) == "“ft.near”"
    assert value_words(document.analysis.facts[node.id].status.value, "line") == "“ft.near”"  # type: ignore[union-attr]


def test_long_values_are_cut_and_say_so_but_for_the_whole() -> None:
    value = decode_bytes(b'"' + b"x" * 5000 + b'"', HERE)
    for length in ("card", "line"):
        assert TEXT_LIMIT <= len(value_words(value, length)) < TEXT_LIMIT + 40
    assert value_words(value, "card").endswith("bytes)")
    assert value_words(value, "line").endswith("bytes)")
    assert value_words(value, "whole") == value.text


def test_a_card_shows_what_would_reorder_it() -> None:
    assert value_words(decode_bytes("a\u202eb\nc".encode(), HERE), "card") == "“a⟨U+202E⟩b⟨U+000A⟩c”"


@pytest.mark.parametrize(
    ("slot", "chip"),
    [
        (result("success", b'"42"'), '1: "42"'),
        (result("success", b""), "1: nothing"),
        (result("success"), "1: a value"),
        (result("failed"), "1: Failed"),
        (result("failed", timed_out=True), "1: timed out"),
        (result("pending"), "1: awaited"),
        (result("unknown"), "1: not known"),
    ],
)
def test_chips(slot: PromiseResult, chip: str) -> None:
    assert end_chip(slot) == chip


@pytest.mark.parametrize("length", get_args(Length))
def test_a_slot_that_timed_out_says_so(length: Length) -> None:
    assert "timed out" in slot_words(result("failed", timed_out=True), "failed", length)


def test_many_slots_are_counted() -> None:
    states = ["arrived", "failed", "in_flight", "outstanding", "unknown", "arrived"]
    assert slots_summary(states) == "2 arrived, 1 failed, 1 in flight, 1 awaited, 1 not known"
    assert slots_summary(states, named=True).startswith("2 arrived, 1 failed (1), ")
    assert [slot_list(tuple(range(count))) for count in (1, 3, 4)] == ["slot 0", "slots 0, 1, 2", "4 slots"]


def test_what_is_not_known_is_never_zero() -> None:
    assert {format_gas(None), format_gas_exact(None), format_near(None), signed_near(None)} == {"not known"}
    assert (gas_number(None), gas_number(0), gas_number(0, "")) == ("?", "0.000", "")


def test_gains_and_losses_have_signs_and_places_have_endings() -> None:
    assert [signed_near(n * 10**24) for n in (1, 0, -1)] == ["+1 N", "0 N", "−1 N"]
    assert [ordinal(n) for n in (1, 3, 4, 11, 21, 112)] == ["first", "third", "4th", "11th", "21st", "112th"]
