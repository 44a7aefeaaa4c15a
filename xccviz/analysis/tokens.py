"""Token movements told by NEP-297 events: NEP-141, 171 and 245, any other standard by its bare event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xccviz.analysis.types import NodeFacts, TokenEvent
from xccviz.graph.types import ReceiptGraph

_TOKEN_STANDARDS = ("nep141", "nep171", "nep245")


def token_events(graph: ReceiptGraph, facts: Mapping[str, NodeFacts]) -> tuple[TokenEvent, ...]:
    """Token events of all nodes in display order. A contract can print anything: the emitter is the executor, never
    the payload (protocol.md §8.1)."""
    found: list[TokenEvent] = []
    for node in graph.nodes:
        executor = node.outcome.executor_id if node.outcome is not None else None
        for log in facts[node.id].logs:
            event = log.event
            if event is None or event["standard"] not in _TOKEN_STANDARDS:
                continue
            for from_id, to_id, amount, token_id in _movements(event["event"], event["data"]):
                found.append(
                    TokenEvent(
                        executor or "", event["standard"], event["event"],
                        from_id, to_id, amount, token_id, node.id, log.reverted,
                    )
                )  # fmt: skip
    return tuple(found)


def _movements(name: str, data: Any) -> Iterator[tuple[str | None, str | None, str | None, str | None]]:
    for entry in data if isinstance(data, list) else [data]:
        if not isinstance(entry, dict):
            continue
        from_id = _text(entry.get("old_owner_id"))
        to_id = _text(entry.get("new_owner_id"))
        owner = _text(entry.get("owner_id"))
        if owner is not None and from_id is None and to_id is None:
            # Mints and burns name one owner; the event's name says which side it is on.
            if name.endswith("_mint"):
                to_id = owner
            elif name.endswith("_burn"):
                from_id = owner
        ids = entry.get("token_ids")
        amounts = entry.get("amounts")
        if isinstance(ids, list):
            for i, token_id in enumerate(ids):
                amount = amounts[i] if isinstance(amounts, list) and i < len(amounts) else None
                yield from_id, to_id, _text(amount), _text(token_id)
        else:
            yield from_id, to_id, _text(entry.get("amount")), None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
