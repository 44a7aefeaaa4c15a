"""Addresses of explorers and wallets: hash, signer, network and node to select, from the text alone."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from xccviz.catalogue import tr
from xccviz.sources.recognise import base58
from xccviz.sources.recognise.explorers import Page, explorer_of, page_of
from xccviz.sources.recognise.near_miss import near_miss, quote
from xccviz.sources.recognise.references import (
    EXPECTED,
    FileRef,
    NotOpenable,
    Reference,
    TransactionRef,
    is_account_id,
    network_of_account,
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


def read_address(given: str) -> Reference:
    """What an address refers to: hash, signer, network and node to select, all from its text."""
    try:
        parts = urlsplit(given)
        host = (parts.hostname or "").lower()
    except ValueError:
        return NotOpenable(
            tr("{text} is no valid address", text=quote(given)),
            tr("Give {expected}.", expected=EXPECTED),
            tr("a broken address"),
        )
    if parts.scheme.lower() == "file":
        return _file_of(parts)
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    query = {key.lower(): value for key, value in parse_qsl(parts.query, max_num_fields=None)}
    ids = _ids_of(parts, segments, query)
    if not ids:
        return _without_hash(given, segments)
    page = _page_of(host, segments, ids[0])
    if page == "block":
        return NotOpenable(
            tr("this is the address of a block"),
            tr("Open one of the block's transactions and give that page's address."),
            tr("a block's page"),
        )
    signer = next((query[key] for key in _SIGNER_KEYS if is_account_id(query.get(key, ""))), None)
    return TransactionRef(
        ids[0],
        signer=signer,
        network=_network_of(host, segments, query) or network_of_account(signer),
        select=ids[0] if page == "receipt" else ids[1] if len(ids) > 1 else None,
        page=page,
    )


def _file_of(parts: SplitResult) -> Reference:
    from urllib.request import url2pathname  # brings http, email and ssl along

    try:
        path = url2pathname(parts.path)
    except OSError:  # Windows refuses some
        path = ""
    if parts.fragment and base58.is_hash(parts.fragment):
        return FileRef(path, parts.fragment)
    return FileRef(path) if path else NotOpenable(tr("a file:// address without a path"), "", "file://")


def _page_of(host: str, segments: list[str], id: str) -> Page:
    """What the page shows, by the parts of its path before the id."""
    return page_of(
        host, segments[: next((n for n, part in enumerate(segments) if id in part), len(segments))]
    )


def _ids_of(parts: SplitResult, segments: list[str], query: dict[str, str]) -> tuple[str, ...]:
    """Ids in the order they matter: path, then query (receipts last), then fragment."""
    first = [id for segment in segments for id in base58.find_hashes(segment)]
    last: list[str] = []
    for key, value in query.items():
        (last if key in _SELECT_KEYS else first).extend(base58.find_hashes(value))
    return tuple(dict.fromkeys([*first, *base58.find_hashes(unquote(parts.fragment)), *last]))


def _network_of(host: str, segments: list[str], query: dict[str, str]) -> str | None:
    """The network that the query, the host or the path names, else the one that the host's explorer shows."""
    for key in _NETWORK_KEYS:
        if (word := query.get(key, "").lower()) in _NETWORK_WORDS:
            return _NETWORK_WORDS[word]
    for label in re.split(r"[.-]", host):
        if label in _NETWORK_WORDS:
            return _NETWORK_WORDS[label]
    for segment in segments:
        if segment.lower() in _NETWORK_WORDS.values():
            return segment.lower()
    explorer = explorer_of(host)
    return explorer.network if explorer is not None else None


def _without_hash(given: str, segments: list[str]) -> NotOpenable:
    """Name what an address without a hash shows, or how its last part misses."""
    accounts = [segment for segment in segments if is_account_id(segment) and "." in segment]
    if accounts:
        return NotOpenable(
            tr("this is the address of {account}'s page, not of a transaction", account=accounts[-1]),
            tr("Open one of its transactions there and give that page's address."),
            tr("an account's page"),
        )
    longest = max(segments, key=len, default="")
    if len(longest) >= 20:
        miss = near_miss(longest)
        return NotOpenable(
            tr("no hash in this address; {message}", message=miss.message), miss.hint, miss.seen
        )
    return NotOpenable(
        tr("no transaction hash in {text}", text=quote(given)),
        tr("The address of a transaction's page holds 32 bytes of base58. An endpoint is given with --rpc."),
        tr("an address without a hash"),
    )
