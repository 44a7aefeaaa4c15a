"""Token movements told by NEP-297 events: NEP-141, 171 and 245, and others that write owners and amounts the same way.

{"standard": "nep141", "event": "ft_transfer", "data": [{"old_owner_id", "new_owner_id", "amount"}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xccviz.analysis.types import NodeFacts, TokenEvent
from xccviz.decode.types import Event
from xccviz.graph.types import ReceiptGraph
from xccviz.model.raw import Json

TOKEN_STANDARDS = ("nep141", "nep171", "nep245")
_OWNERS = ("old_owner_id", "new_owner_id", "owner_id")
_THINGS = ("amount", "amounts", "token_id", "token_ids")

_Movement = tuple[str | None, str | None, str | None, str | None]


def token_events(graph: ReceiptGraph, facts: Mapping[str, NodeFacts]) -> tuple[TokenEvent, ...]:
    """Token events of all nodes in display order, one a token that moved; amounts as the event writes them.

    Every event of the three token standards counts, by its bare name where its data says nothing. An event of another
    standard counts where its data names an owner and an amount or token in the words of those standards; all others
    stay logs. A contract can print anything: `contract` is the executor, never the payload (protocol.md §8.1).
    """
    found: list[TokenEvent] = []
    for node in graph.nodes:
        executor = node.outcome.executor_id if node.outcome is not None else None
        for log in facts[node.id].logs:
            event = log.event
            if event is None:
                continue
            for from_id, to_id, amount, token_id in _movements(event):
                found.append(
                    TokenEvent(
                        executor or "", event.standard, event.event,
                        from_id, to_id, amount, token_id, node.id, log.reverted,
                    )
                )  # fmt: skip
    return tuple(found)


def _movements(event: Event) -> Iterator[_Movement]:
    data = event.data
    entries = [entry for entry in (data if isinstance(data, list) else [data]) if isinstance(entry, dict)]
    if event.standard not in TOKEN_STANDARDS:
        entries = [entry for entry in entries if _is_token_like(entry)]
    elif not entries:
        yield None, None, None, None
    for entry in entries:
        yield from _of_entry(event.event, entry)


def _is_token_like(entry: Mapping[str, Json]) -> bool:
    return any(_text(entry.get(name)) for name in _OWNERS) and any(
        entry.get(name) is not None for name in _THINGS
    )


def _of_entry(name: str, entry: Mapping[str, Json]) -> Iterator[_Movement]:
    """One movement a token id, else one for the entry."""
    from_id, to_id = _text(entry.get("old_owner_id")), _text(entry.get("new_owner_id"))
    owner = _text(entry.get("owner_id"))
    if owner is not None and from_id is None and to_id is None:
        # Mints and burns name one owner; the event's name says which side it is on.
        if name.endswith("_mint"):
            to_id = owner
        elif name.endswith("_burn"):
            from_id = owner
    ids, amounts = entry.get("token_ids"), entry.get("amounts")
    if not isinstance(ids, list) or not ids:
        yield from_id, to_id, _number(entry.get("amount")), _number(entry.get("token_id"))
        return
    for i, token_id in enumerate(ids):
        amount = amounts[i] if isinstance(amounts, list) and i < len(amounts) else None
        yield from_id, to_id, _number(amount), _number(token_id)


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: Json) -> str | None:
    """Text, or a whole number as its digits; a fraction's own spelling is lost in reading, so it is none."""
    return (
        str(value)
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))
        else None
    )
