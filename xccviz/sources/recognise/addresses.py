"""Addresses of explorers and wallets: hash, signer, network and node to select, from the text alone."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from urllib.request import url2pathname

from xccviz.sources.recognise import base58
from xccviz.sources.recognise.near_miss import near_miss, quote
from xccviz.sources.recognise.references import (
    EXPECTED,
    FileRef,
    NotOpenable,
    Opened,
    TransactionRef,
    is_account_id,
    network_of_account,
)

_HOSTS_WITHOUT_SCHEME = (
    "nearblocks.io",
    "near.org",
    "fastnear.com",
    "pikespeak.ai",
    "nearprotocol.com",
    "near.ai",
)

_NETWORK_WORDS = {
    "mainnet": "mainnet",
    "main": "mainnet",
    "testnet": "testnet",
    "test": "testnet",
    "localnet": "localnet",
}
_NETWORK_KEYS = ("network", "networkid", "network_id", "net", "chain", "env")
_SIGNER_KEYS = (
    "account_id",
    "accountid",
    "signer",
    "signer_id",
    "signerid",
    "sender",
    "sender_id",
    "sender_account_id",
)

_SELECT_KEYS = ("receipt", "receipt_id", "receiptid", "select", "node")
_MAINNET_HOSTS = (
    "nearblocks.io",
    "pikespeak.ai",
    "explorer.near.org",
    "explorer.fastnear.com",
    "nearvalidate.org",
)


def is_known_host(host: str) -> bool:
    """Whether a word without a scheme is an explorer's host, so that `nearblocks.io/txns/…` is no file."""
    name = host.lower().split(":", 1)[0]
    return any(name == known or name.endswith("." + known) for known in _HOSTS_WITHOUT_SCHEME)


def open_address(given: str) -> Opened:
    """An address: hash, signer, network and node to select, all from its text."""
    try:
        parts = urlsplit(given)
        host = (parts.hostname or "").lower()
    except ValueError:
        return NotOpenable(f"{quote(given)} is no valid address", f"Give {EXPECTED}.", "a broken address")
    if parts.scheme.lower() == "file":
        try:
            path = url2pathname(parts.path)
        except OSError:  # Windows refuses some
            path = ""
        if parts.fragment and base58.is_hash(parts.fragment):
            return FileRef(path, parts.fragment)
        return FileRef(path) if path else NotOpenable("a file:// address without a path", "", "file://")
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    query = {key.lower(): value for key, value in parse_qsl(parts.query, max_num_fields=None)}
    network = _network_ofopen_address(host, segments, query)
    found = _ids_ofopen_address(parts, segments, query)
    signer = next((query[key] for key in _SIGNER_KEYS if is_account_id(query.get(key, ""))), None)
    if network is None:
        network = network_of_account(signer)
    if not found:
        return _url_without_hash(given, segments)
    identifier, rest = found[0], found[1:]
    before = segments[: _position(segments, identifier)]
    words = {word.lower() for word in before}
    if words & {"block", "blocks"}:
        return NotOpenable(
            "this is the address of a block",
            "Open one of the block's transactions and give that page's address.",
            "a block's page",
        )
    page = ""
    if words & {"txns", "tx", "txs", "transactions", "transaction", "transaction-viewer", "txn"}:
        page = "transaction"
    elif words & {"receipt", "receipts"}:
        page = "receipt"
    select = rest[0] if rest else None
    if page == "receipt":
        select = identifier
    return TransactionRef(identifier, signer=signer, network=network, select=select, page=page)


def _position(segments: list[str], identifier: str) -> int:
    return next((index for index, text in enumerate(segments) if identifier in text), len(segments))


def _ids_ofopen_address(parts: SplitResult, segments: list[str], query: dict[str, str]) -> tuple[str, ...]:
    """Ids in the order they matter: path, then query (receipts last), then fragment."""
    wanted: list[str] = []
    for segment in segments:
        wanted += base58.find_hashes(segment)
    last: list[str] = []
    for key, value in query.items():
        (last if key in _SELECT_KEYS else wanted).extend(base58.find_hashes(value))
    return tuple(dict.fromkeys([*wanted, *base58.find_hashes(unquote(parts.fragment)), *last]))


def _network_ofopen_address(host: str, segments: list[str], query: dict[str, str]) -> str | None:
    for key in _NETWORK_KEYS:
        if query.get(key, "").lower() in _NETWORK_WORDS:
            return _NETWORK_WORDS[query[key].lower()]
    for label in re.split(r"[.-]", host):
        if label in _NETWORK_WORDS:
            return _NETWORK_WORDS[label]
    for segment in segments:
        if segment.lower() in ("mainnet", "testnet", "localnet"):
            return segment.lower()
    if any(host == known or host.endswith("." + known) for known in _MAINNET_HOSTS):
        return "mainnet"
    return None


def _url_without_hash(given: str, segments: list[str]) -> NotOpenable:
    """Name what an address without a hash shows, or how its last part misses."""
    accounts = [segment for segment in segments if is_account_id(segment) and "." in segment]
    if accounts:
        return NotOpenable(
            f"this is the address of {accounts[-1]}'s page, not of a transaction",
            "Open one of its transactions there and give that page's address.",
            "an account's page",
        )
    longest = max(segments, key=len, default="")
    if len(longest) >= 20:
        miss = near_miss(longest)
        return NotOpenable(f"no hash in this address; {miss.message}", miss.hint, miss.seen)
    return NotOpenable(
        f"no transaction hash in {quote(given)}",
        "The address of a transaction's page holds 32 bytes of base58. An endpoint is given with --rpc.",
        "an address without a hash",
    )
