"""What is typed is read back as it was."""

# covers: xccviz/rerun/typed.py, xccviz/gui/state/typed.py

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.translation import speaking
from xccviz.gui.state.typed import bytes_of, gas_of, gas_text, near_of, near_text, text_of
from xccviz.model.amounts import parse_gas, parse_near


@given(
    st.one_of(st.binary(max_size=40), st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")))
)
def test_bytes_come_back(data: bytes) -> None:
    assert bytes_of(text_of(data)) == data


@given(st.integers(0, 10**30))
def test_amounts_come_back(amount: int) -> None:
    assert parse_near(near_text(amount)) == amount and parse_gas(gas_text(amount)) == amount


@given(st.integers(0, (1 << 64) - 1))
def test_amounts_come_back_as_another_language_writes_them(amount: int) -> None:
    with speaking("de"):
        assert near_of(near_text(amount)) == amount and gas_of(gas_text(amount)) == amount
        assert "." not in near_text(amount) + gas_text(amount)


def test_a_number_that_english_reads_otherwise_is_not_guessed() -> None:
    with speaking("de"):
        assert gas_of("1,5T") == gas_of("1.5T") == 15 * 10**11
        with pytest.raises(ValueError, match=r"1234 .* 1,234 "):
            gas_of("1.234T")
    assert gas_of("1.234T") == 1_234 * 10**9


def test_what_is_typed() -> None:
    assert (
        bytes_of('json:{"a":1}') == b'{"a":1}' and bytes_of("hex:0x22") == b'"' and bytes_of("a:b") == b"a:b"
    )
    assert text_of(b"hex:22") == "text:hex:22" and text_of(b"\xff") == "hex:ff"
    for wrong in ("json:{", "hex:2", "base64:?", "text:\ud800", "\ud800"):
        with pytest.raises(ValueError, match="can be read"):
            bytes_of(wrong)


@pytest.mark.parametrize(("read", "most"), [(gas_of, (1 << 64) - 1), (near_of, (1 << 128) - 1)])
def test_an_action_has_room_for_what_is_typed(read: Callable[[str], int], most: int) -> None:
    """What no action can carry is not run: nothing on the chain could come out like that."""
    assert read(f"{most}") == most
    with pytest.raises(ValueError, match="bits for it"):
        read(f"{most + 1}")


@pytest.mark.parametrize("word", ["NaN", "[Infinity]", '{"a": -Infinity}'])
def test_what_only_python_takes_for_json_is_none(word: str) -> None:
    with pytest.raises(ValueError, match="json"):
        bytes_of(f"json:{word}")
