"""JSON that holds no transaction but asks for one: the request of a node, or a hash and its signer in an array."""

from __future__ import annotations

import json
from collections.abc import Iterator

from xccviz.model import base58
from xccviz.model.raw import Json
from xccviz.sources.recognise.references import Choice, TransactionRef, is_account_id, network_of_account

LONGEST = 20_000
"""Characters; nobody asks at greater length."""
METHODS = ("tx", "EXPERIMENTAL_tx_status", "tx_status", "EXPERIMENTAL_receipt", "EXPERIMENTAL_receipt_to_tx")
_HASH_KEYS = ("tx_hash", "transaction_hash", "hash")
_RECEIPT_KEYS = ("receipt_id",)
SIGNER_KEYS = (
    "sender_account_id",
    "signer_account_id",
    "sender_id",
    "signer_id",
    "account_id",
    "signer",
    "sender",
)


def asked_in_json(text: str) -> TransactionRef | Choice | None:
    """What a short JSON text asks for; None where it is something else, or no JSON. Never raises."""
    if len(text) > LONGEST or "_outcome" in text:
        return None
    try:
        return asked_in(json.loads(text))
    except (ValueError, RecursionError):
        return None


def asked_in(value: Json) -> TransactionRef | Choice | None:
    """The transactions that a request, several of them, or an array of hashes asks for."""
    refs = list(dict.fromkeys(_refs_in(value)))
    return refs[0] if len(refs) == 1 else Choice(tuple(refs)) if refs else None


def _refs_in(value: Json) -> Iterator[TransactionRef]:
    if isinstance(value, list):
        if _is_pair(value):
            yield _ref(str(value[0]), value[1])
        elif len(value) == 2 and _is_pair(value[::-1]):
            yield _ref(str(value[1]), value[0])
        elif all(isinstance(entry, str) and base58.is_hash(entry) for entry in value):
            yield from (TransactionRef(str(entry)) for entry in value)
        else:
            for entry in value:
                yield from _refs_in(entry) if isinstance(entry, dict | list) else ()
    elif isinstance(value, dict) and value.get("method") in METHODS:
        yield from _asked_with(value.get("params"))


def _asked_with(params: Json) -> Iterator[TransactionRef]:
    """The parameters of a request: `[HASH, SIGNER]`, members of their names, or a signed transaction's hash."""
    if isinstance(params, list):
        yield from _refs_in(params)
    if isinstance(params, dict):
        hash = _first(params, (*_HASH_KEYS, *_RECEIPT_KEYS))
        if hash is not None and base58.is_hash(hash):
            yield _ref(hash, _first(params, SIGNER_KEYS))


def _is_pair(value: list[Json]) -> bool:
    """A hash and an account, as the parameters of `tx` are; further words (`wait_until`) may follow."""
    if not 2 <= len(value) <= 3:
        return False
    hash, account = value[0], value[1]
    return (
        isinstance(hash, str)
        and base58.is_hash(hash)
        and isinstance(account, str)
        and is_account_id(account)
        and not base58.is_hash(account)
    )


def _ref(hash: str, account: Json) -> TransactionRef:
    signer = account if isinstance(account, str) and is_account_id(account) else None
    return TransactionRef(hash, signer=signer, network=network_of_account(signer))


def _first(value: dict[str, Json], keys: tuple[str, ...]) -> str | None:
    return next((found for key in keys if isinstance(found := value.get(key), str)), None)
