"""The transactions that JSON names which holds none: by their hashes, with the signers and receipts beside them."""

from __future__ import annotations

import re

from xccviz.model import base58
from xccviz.model.raw import Json, JsonObject, list_of, object_of, objects_of
from xccviz.patterns import later
from xccviz.sources.files.naming import snake_case
from xccviz.sources.files.within import DEEPEST_WRAPPING, MOST_WRAPPED
from xccviz.sources.recognise.asked import SIGNER_KEYS
from xccviz.sources.recognise.references import TransactionRef, is_account_id, network_of_account

_NAMING = later(
    r"(?:requested_|originated_from_)?(?:transaction|txn|tx)s?(?:_?(?:hash|id)(?:es|s)?)?", re.IGNORECASE
)
"""Members of requests, notes and explorers' answers that name transactions."""
LONGEST_LIST = 10_000
"""Characters of a text that may list hashes."""
_LISTED = later(r"[\s,;|]+")


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
        receipt = inner.get("receipt_id")
        select = receipt if isinstance(receipt, str) and base58.is_hash(receipt) else None
        for key, member in inner.items():
            if _NAMING.fullmatch(snake_case(key)) or (key == "hash" and len(inner) == 1):
                for hash in _hashes_in(member):
                    found.setdefault(hash, _signed_by(inner, hash, select))
    return list(found.values())


def _hashes_in(member: Json) -> list[str]:
    """The hashes that a member is or lists, as an array or in one text; [] where it is anything else."""
    if isinstance(member, str) and len(member) <= LONGEST_LIST:
        listed = [part for part in _LISTED.split(member) if part]
        return listed if all(map(base58.is_hash, listed)) else []
    return [entry for entry in list_of(member) if isinstance(entry, str) and base58.is_hash(entry)]


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
