"""Whom to ask, in which order, and who may have a key."""

# covers: xccviz/opening/options.py

from __future__ import annotations

from typing import Any

import pytest

from xccviz.model.errors import UserError
from xccviz.opening.options import OpenOptions
from xccviz.opening.targets import targets_for
from xccviz.sources.recognise.references import TransactionRef

HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"


def hosts(ref: TransactionRef, **options: Any) -> list[str]:
    return [target.url for target in targets_for(ref, OpenOptions(**options))]


def test_a_bare_hash_asks_mainnet_then_testnet_never_localnet() -> None:
    targets = targets_for(TransactionRef(HASH), OpenOptions())
    assert [target.network for target in targets] == ["mainnet"] * 4 + ["testnet"] * 3
    assert targets[0].url == "https://rpc.mainnet.fastnear.com"
    assert not any("127.0.0.1" in target.url for target in targets)


def test_the_network_is_the_chosen_one_else_the_addresses_else_the_signers() -> None:
    assert hosts(TransactionRef(HASH), network="localnet") == ["http://127.0.0.1:3030"]
    assert all("test" in url for url in hosts(TransactionRef(HASH, network="testnet")))
    assert all("test" in url for url in hosts(TransactionRef(HASH), signer="alice.testnet"))
    assert hosts(TransactionRef(HASH, network="testnet"), network="localnet") == ["http://127.0.0.1:3030"]
    with pytest.raises(UserError) as caught:
        hosts(TransactionRef(HASH), network="nonet")
    assert caught.value.kind == "usage"


def test_given_endpoints_are_the_only_ones_asked() -> None:
    rpc = ("https://one.example", "http://two.example")
    assert hosts(TransactionRef(HASH), rpc=rpc, network="mainnet") == list(rpc)


def test_the_key_goes_to_given_endpoints_and_to_fastnear_and_nowhere_unencrypted() -> None:
    given = targets_for(
        TransactionRef(HASH),
        OpenOptions(rpc=("https://a.example", "http://b.example", "http://127.0.0.1:1"), api_key="K"),
    )
    assert [target.api_key for target in given] == ["K", None, "K"]
    default = targets_for(TransactionRef(HASH), OpenOptions(api_key="K", network="mainnet"))
    assert [target.api_key for target in default] == ["K", "K", None, "K"]
    assert "K'" not in repr(OpenOptions(api_key="K"))
