"""Transactions to choose from, where what was given holds several: one line each, whatever the documents hold."""

from __future__ import annotations

from collections.abc import Iterable

from xccviz.model.errors import Offer
from xccviz.model.raw import Json
from xccviz.sources.foreign_text import one_line
from xccviz.sources.recognise import base58

LONGEST = 200
"""Characters of a line."""


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
