"""Hashes are read as 32 bytes, and nothing else is one."""

# covers: xccviz/analysis/trust/hashes.py

from __future__ import annotations

import base58
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.analysis.trust.hashes import Digests
from xccviz.model.base58 import decoded_size, digest, encode


@given(st.binary(min_size=32, max_size=32))
def test_every_hash_is_read(data: bytes) -> None:
    text = base58.b58encode(data).decode()
    assert digest(text) == data
    assert encode(data) == text


@given(st.binary(max_size=64).filter(lambda data: len(data) != 32))
def test_other_sizes_are_none(data: bytes) -> None:
    text = base58.b58encode(data).decode()
    assert digest(text) is None
    assert decoded_size(text) == len(data)


@pytest.mark.parametrize(
    "text", ["", "0" * 44, "z" * 44, "I" * 43, "é" * 43, "1" * 31, "1" * 33, "A" * 10_000]
)
def test_what_is_no_hash_is_none(text: str) -> None:
    assert digest(text) is None


def test_each_is_decoded_once() -> None:
    digests = Digests()
    assert digests["1" * 32] == bytes(32)
    assert digests == {"1" * 32: bytes(32)}
