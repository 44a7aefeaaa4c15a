"""Addresses of explorers that are opened from the window: what they open is what they are read as."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.sources.classify import classify
from xccviz.sources.recognise.explorers import account_page, transaction_page
from xccviz.sources.recognise.references import TransactionRef

HASH = "ABc4nmmvfJ3tCLakKmYPC6VQfoLWL13Hc4VSA2reLzKg"


@pytest.mark.parametrize("network", ["mainnet", "testnet"])
def test_a_page_opens_the_transaction_it_is_of(network: str) -> None:
    address = transaction_page(network, HASH)
    assert address is not None
    read = classify(address)
    assert isinstance(read, TransactionRef)
    assert (read.hash, read.network) == (HASH, network)


@pytest.mark.parametrize("network", ["localnet", "", None])
def test_no_other_network_has_one(network: str | None) -> None:
    assert transaction_page(network, HASH) is None
    assert account_page(network, "a.near") is None


@given(st.text(max_size=60))
def test_a_name_leads_nowhere_else(account: str) -> None:
    parts = urlsplit(account_page("testnet", account) or "")
    assert (parts.scheme, parts.netloc) == ("https", "testnet.nearblocks.io")
    assert parts.path.startswith("/address/")
    assert parts.path.count("/") == 2
    assert not parts.query
    assert not parts.fragment
