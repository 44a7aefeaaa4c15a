"""The transactions that JSON names which holds none: by their hashes, with the signers and receipts beside them."""

from __future__ import annotations

from xccviz.model import base58
from xccviz.model.raw import Json, JsonObject, object_of, objects_of
from xccviz.sources.files.within import DEEPEST_WRAPPING, MOST_WRAPPED
from xccviz.sources.recognise.asked import SIGNER_KEYS
from xccviz.sources.recognise.references import TransactionRef, is_account_id, network_of_account

_NAMING = ("transaction_hash", "tx_hash", "transaction_id", "originated_from_transaction_hash")
"""JsonObject of explorers' answers that name a transaction."""


def named_by(value: JsonObject) -> list[TransactionRef]:
    """Those that an object or what is in it names as transactions: of the first level that names some, and the next,
    all."""
    level = [value]
    for _ in range(DEEPEST_WRAPPING):
        below = [inner for each in level for member in each.values() for inner in _objects_at(member)]
        found = _names_of([*level, *below])
        if found or not below or len(below) > MOST_WRAPPED:
            return found
        level = below
    return []


def _names_of(objects: list[JsonObject]) -> list[TransactionRef]:
    found: dict[str, TransactionRef] = {}
    for inner in objects:
        if is_signed(inner):
            own = str(inner["hash"])
            found.setdefault(own, _signed_by(inner, own))
        outcome = object_of(inner.get("transaction_outcome")).get("id")
        if isinstance(outcome, str) and base58.is_hash(outcome):
            found.setdefault(outcome, TransactionRef(outcome))
        for key in _NAMING:
            hash = inner.get(key)
            if isinstance(hash, str) and base58.is_hash(hash):
                receipt = inner.get("receipt_id")
                select = receipt if isinstance(receipt, str) and base58.is_hash(receipt) else None
                found.setdefault(hash, _signed_by(inner, hash, select))
    return list(found.values())


def is_signed(value: JsonObject) -> bool:
    """Whether it is a signed transaction by itself, as a block's chunk lists them, or a note of one."""
    hash = value.get("hash")
    return any(key in value for key in SIGNER_KEYS) and isinstance(hash, str) and base58.is_hash(hash)


def _signed_by(value: JsonObject, hash: str, select: str | None = None) -> TransactionRef:
    """A transaction with its signer, where one is named beside it."""
    signer = next((name for key in SIGNER_KEYS if isinstance(name := value.get(key), str)), None)
    if signer is None or not is_account_id(signer):
        return TransactionRef(hash, select=select)
    return TransactionRef(hash, signer=signer, network=network_of_account(signer), select=select)


def _objects_at(member: Json) -> list[JsonObject]:
    return [member] if isinstance(member, dict) else objects_of(member)
