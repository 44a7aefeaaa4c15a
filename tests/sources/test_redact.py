"""What may be a key never leaves through an endpoint's address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.sources.redact import redact, redact_page, redact_text, secrets_in


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


def test_addresses_in_a_text_are_redacted_and_the_rest_stays() -> None:
    given = "http://127.0.0.1:9: refused; see (https://KEY@a.example/x?k=1), or 'HTTPS://u:p@b.example'."
    assert (
        redact_text(given)
        == "http://127.0.0.1:9: refused; see (https://a.example/x), or 'https://b.example'."
    )


def test_a_pages_address_keeps_what_is_no_key() -> None:
    assert redact_page("https://KEY@a.example/txns/H?q=H&apiKey=K&x=1#receipt") == (
        "https://a.example/txns/H?q=H&apiKey=***&x=1#receipt"
    )
    for other in ("H:alice.near", "nearx://v1/tx/H", "a@b", "{}"):
        assert redact_page(other) == other


def test_what_is_secret_in_an_address() -> None:
    found = secrets_in("https://us%2Fer:pass@a.example/v1/0123456789abcdef0?key=long-enough&v=1")
    assert set(found) == {"us%2Fer", "us/er", "us%252Fer", "pass", "0123456789abcdef0", "long-enough"}
    assert secrets_in("https://a.example/v1") == secrets_in("http://[") == ()
