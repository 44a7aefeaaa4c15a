"""Numbers of the binary format are written as they are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.vm.wasm.reading import Reader, signed, unsigned


@given(st.integers(0, 2**64 - 1))
def test_unsigned_numbers(number: int) -> None:
    reader = Reader(unsigned(number) + b"\xff")
    assert reader.number() == number
    assert reader.byte() == 0xFF


@given(st.integers(-(2**63), 2**63 - 1))
def test_signed_numbers(number: int) -> None:
    data = signed(number)
    reader = Reader(data + b"\x07")
    reader.skip_numbers(1)
    assert reader.at == len(data)
    value = sum((byte & 0x7F) << 7 * n for n, byte in enumerate(data))
    assert value - (1 << 7 * len(data) if data[-1] & 0x40 else 0) == number


def test_nothing_is_read_past_the_end() -> None:
    for read in (lambda r: r.take(3), lambda r: r.name(), lambda r: r.skip_numbers(3)):
        with pytest.raises(IndexError):
            read(Reader(b"\x05\x01"))
