"""What may be a key never leaves through an endpoint's address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.sources.redact import redact


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://rpc.mainnet.fastnear.com", "https://rpc.mainnet.fastnear.com"),
        ("https://rpc.mainnet.fastnear.com/", "https://rpc.mainnet.fastnear.com"),
        ("https://SECRET@host.example/rpc", "https://host.example/rpc"),
        ("https://user:SECRET@host.example:8443", "https://host.example:8443"),
        ("https://host.example/?apiKey=SECRET#SECRET", "https://host.example"),
        ("https://host.example/v3/0123456789abcdef0123", "https://host.example/v3/***"),
        ("http://127.0.0.1:3030", "http://127.0.0.1:3030"),
        ("http://[::1]:3030", "http://[::1]:3030"),
        ("nonsense SECRET", "(an endpoint that is no valid address)"),
        ("http://host:99999999/SECRET", "(an endpoint that is no valid address)"),
    ],
)
def test_what_is_shown(url: str, shown: str) -> None:
    assert redact(url) == shown
    assert "SECRET" not in redact(url)


@given(st.text(max_size=80))
def test_it_is_idempotent_and_never_raises(url: str) -> None:
    once = redact("https://" + url)
    assert redact(once) == once
