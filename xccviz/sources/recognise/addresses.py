"""Addresses of explorers and wallets: hash, signer, network and node to select, from the text alone."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from xccviz.catalogue import tr
from xccviz.model import base58
from xccviz.model.errors import Hint
from xccviz.patterns import later
from xccviz.sources.recognise.explorers import Page, explorer_of, page_of
from xccviz.sources.recognise.near_miss import KEY, near_miss, quote
from xccviz.sources.recognise.references import (
    GIVE,
    Choice,
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
_SEVERAL = later(r"(?:transaction|tx|txn)_?(?:hash|id)?(?:es|s)?(?:\[\w*\])?", re.IGNORECASE)
"""Members of a query whose value lists transactions, as wallets give them back: `transactionHashes=A,B`, or one each:
`transactionHashes[]=A&transactionHashes[]=B`."""
_ERROR_KEYS = ("errorcode", "error_code", "errormessage", "error_message", "error", "error_description")
_ENCODED_AGAIN = 3
"""How often a value may have been percent-encoded: once by the wallet, again by whatever passed it on."""


def read_address(given: str) -> Reference:
    """What an address refers to: hash, signer, network and node to select, all from its text."""
    try:
        parts = urlsplit(given)
        host = (parts.hostname or "").lower()
    except ValueError:
        return NotOpenable(
            tr("{text} is no valid address", text=quote(given)),
            GIVE,
            tr("a broken address"),
        )
    if parts.scheme.lower() == "file":
        return _file_of(parts)
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    listed = _query_of(parts)
    query = dict(reversed(listed))
    ids = _ids_of(parts, segments, listed)
    if not ids:
        return _told_error(query) or _without_hash(given, segments)
    page = _page_of(host, segments, ids[0])
    if page == "block":
        return NotOpenable(
            tr("this is the address of a block"),
            tr("Open one of the block's transactions and give that page's address."),
            tr("a block's page"),
        )
    signer = next((query[key] for key in _SIGNER_KEYS if is_account_id(query.get(key, ""))), None)
    network = _network_of(host, segments, query) or network_of_account(signer)
    several = _several_in(listed)
    if len(several) > 1:
        return Choice(tuple(TransactionRef(hash, signer, network, page="transaction") for hash in several))
    return TransactionRef(
        ids[0],
        signer=signer,
        network=network,
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


def network_named(given: str) -> str | None:
    """The network that an address names, whatever else it holds; None where it names none."""
    try:
        parts = urlsplit(given)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    return _network_of(host, [segment for segment in parts.path.split("/") if segment], {})


def _query_of(parts: SplitResult) -> list[tuple[str, str]]:
    """The members of its query, and of one within the fragment (`#/done?transactionHashes=…`): names in lower case,
    values as they were meant."""
    queries = (
        parts.query,
        parts.fragment.partition("?")[2],
        parts.fragment if "?" not in parts.fragment else "",
    )
    found = [member for query in queries for member in _members(query.replace("&amp;", "&"))]
    within = [member for _, value in found for member in _members(_query_within(value))]
    return [*found, *within]


def _members(query: str) -> list[tuple[str, str]]:
    return [(key.lower(), _decoded(value)) for key, value in parse_qsl(query, max_num_fields=None)]


def _query_within(value: str) -> str:
    """The query of an address that a member of a query holds: `callbackUrl=https://app.example/?transactionHashes=…`."""
    return value.partition("?")[2].partition("#")[0] if "://" in value else ""


def _decoded(value: str) -> str:
    for _ in range(_ENCODED_AGAIN):
        value = unquote(value)
    return value


def _several_in(query: list[tuple[str, str]]) -> tuple[str, ...]:
    """The transactions that a query lists, of one member or of several of the same name."""
    lists = [base58.find_hashes(value) for key, value in query if _SEVERAL.fullmatch(key)]
    return tuple(dict.fromkeys(hash for found in lists for hash in found))


def _told_error(query: dict[str, str]) -> NotOpenable | None:
    """What a wallet says of a transaction it didn't send: `?errorCode=userRejected&errorMessage=…`."""
    told = [query[key].strip() for key in _ERROR_KEYS if query.get(key, "").strip()]
    if not told:
        return None
    said = ": ".join(quote(text)[1:-1] for text in dict.fromkeys(told))
    return NotOpenable(
        tr("a wallet's answer without a transaction: {said}", said=said),
        tr("It names no transaction, so there is nothing to open."),
        tr("an error of a wallet"),
        error=told[-1],
    )


def _ids_of(parts: SplitResult, segments: list[str], query: list[tuple[str, str]]) -> tuple[str, ...]:
    """Ids in the order they matter: path, then query (receipts last), then fragment. Keys are none."""
    first = [id for segment in segments for id in base58.find_hashes(KEY.sub("", segment))]
    last: list[str] = []
    for key, value in query:
        (last if key in _SELECT_KEYS else first).extend(base58.find_hashes(KEY.sub("", value)))
    fragment = base58.find_hashes(KEY.sub("", unquote(parts.fragment)))
    return tuple(dict.fromkeys([*first, *fragment, *last]))


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
        Hint(
            tr(
                "The address of a transaction's page holds 32 bytes of base58. An endpoint is given with --rpc."
            ),
            tr(
                "The address of a transaction's page holds 32 bytes of base58. "
                "Endpoints stand under Edit › Settings."
            ),
        ),
        tr("an address without a hash"),
    )
