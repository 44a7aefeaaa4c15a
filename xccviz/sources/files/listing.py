"""Transactions to choose from, where what was given holds several: one line each, whatever the documents hold; never
one of several in silence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xccviz.catalogue import tr
from xccviz.model import base58
from xccviz.model.errors import Offer, UserError
from xccviz.model.raw import Json, list_of, object_of
from xccviz.sources.files.place import Found
from xccviz.sources.foreign_text import one_line
from xccviz.sources.recognise.references import TransactionRef, are_receipts

LONGEST = 200
"""Characters of a line."""


def chosen(found: Sequence[Found], name: str, select_hash: str | None = None) -> Found:
    """The only transaction of `found`, or the one of that hash; what is there twice counts once, the fullest.

    Raises UserError (usage) with those to choose from.
    """
    each: dict[str | None, Found] = {}
    for entry in found:
        hash = hash_of(entry)
        if hash not in each or _fullness(entry) >= _fullness(each[hash]):
            each[hash] = entry
    if select_hash is not None:
        if select_hash not in each:
            raise _choice(
                tr("{name} holds no transaction {select_hash}", name=name, select_hash=select_hash),
                tr("It holds those listed below."),
                each.values(),
            )
        return each[select_hash]
    if len(each) == 1:
        return next(iter(each.values()))
    nameless = name in ("standard input", "pasted text")
    if not all(isinstance(entry, TransactionRef) for entry in each.values()):
        said = tr("{name} holds {count} transactions", name=name, count=len(each))
    elif are_receipts(each.values()):
        said = tr("{name} names {count} receipts", name=name, count=len(each))
    else:
        said = tr("{name} names {count} transactions", name=name, count=len(each))
    raise _choice(
        said,
        tr("Save it, and choose one with FILE#HASH.")
        if nameless
        else tr("Choose one with {shown}#HASH.", shown=name),
        each.values(),
    )


def choice_of(refs: Iterable[TransactionRef]) -> UserError:
    """The error (usage) for a text that names several transactions."""
    refs = tuple(refs)
    named = (
        tr("this names {count} receipts", count=len(refs))
        if are_receipts(refs)
        else tr("this names {count} transactions", count=len(refs))
    )
    return _choice(named, tr("Give one of them:"), refs)


def hash_of(entry: Found) -> str | None:
    """The hash of a transaction that was found, or named."""
    return entry.hash if isinstance(entry, TransactionRef) else entry.tx_hash


def _fullness(entry: Found) -> int:
    """How much is known of it: a hash alone is least."""
    if isinstance(entry, TransactionRef):
        return -1
    payloads = (object_of(document.payload) for document in entry.documents)
    return sum(
        len(list_of(payload.get("receipts_outcome"))) + len(list_of(payload.get("receipts")))
        for payload in payloads
    )


def _choice(message: str, hint: str, found: Iterable[Found]) -> UserError:
    """Several transactions, of which one is to be chosen."""
    offers = tuple(offer for entry in found for offer in _offer_of(entry))
    return UserError(message, hint, kind="usage", details=lines_of(offers), listed=True, offers=offers)


def _offer_of(entry: Found) -> tuple[Offer, ...]:
    if isinstance(entry, TransactionRef):
        signer = tr("signed by {account}, ", account=one_line(entry.signer, 64)) if entry.signer else ""
        words = tr("{signer}to be fetched", signer=signer)
        return (Offer(entry.hash, words, fetch=True, signer=entry.signer),)
    payload = entry.documents[0].payload if entry.documents else None
    return offers_of([payload.get("transaction") if isinstance(payload, dict) else None])


def offers_of(transactions: Iterable[Json], *, fetch: bool = False) -> tuple[Offer, ...]:
    """Who calls whom, and how, of each transaction that has a hash to choose it by; each once, in order."""
    found: dict[str, Offer] = {}
    for transaction in transactions:
        if isinstance(transaction, dict):
            hash = transaction.get("hash")
            if isinstance(hash, str) and base58.is_hash(hash):
                found.setdefault(hash, Offer(hash, _words(transaction), fetch))
    return tuple(found.values())


def lines_of(offers: Iterable[Offer]) -> tuple[str, ...]:
    """The same as lines of a terminal."""
    return tuple(f"{offer.hash}  {offer.words}".rstrip() for offer in offers)


def _words(transaction: dict[str, Json]) -> str:
    actions = transaction.get("actions")
    calls = [_action(action) for action in actions] if isinstance(actions, list) else []
    called = next((name for name, is_call in calls if is_call), calls[0][0] if calls else "")
    called = f" · {called}" if called else ""
    more = f" +{len(calls) - 1}" if len(calls) > 1 else ""
    who = " → ".join(_text(transaction.get(key)) for key in ("signer_id", "receiver_id"))
    return one_line(f"{who}{called}{more}", LONGEST)


def _action(action: Json) -> tuple[str, bool]:
    """Its method or kind, and whether it is a call."""
    if isinstance(action, dict) and action:
        kind, content = next(iter(action.items()))
        method = content.get("method_name") if isinstance(content, dict) else None
        return (method, True) if isinstance(method, str) else (str(kind)[:LONGEST], False)
    return _text(action), False


def _text(value: Json) -> str:
    return value[:LONGEST] if isinstance(value, str) else "?"
