"""Transactions out of one block's streamer message (near-lake, neardata): grouped, never invented.

    shards[].chunk.transactions[] = {transaction, outcome: {execution_outcome, receipt}}
    shards[].receipt_execution_outcomes[] = {execution_outcome, receipt}

A transaction's receipts that executed in other blocks are absent; `parse` and `graph` mark them as missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from xccviz.model.raw import Json, JsonObject, RawTransaction, objects_of


def transactions_of(message: JsonObject) -> list[JsonObject]:
    """The block's transactions as `EXPERIMENTAL_tx_status` results without `status`, in chunk order.

    Entries that are not shaped like a transaction are left out. Receipts are ordered depth-first (protocol.md R1.2).
    """
    executed: dict[str, JsonObject] = {}
    for shard in objects_of(message.get("shards")):
        for entry in objects_of(shard.get("receipt_execution_outcomes")):
            outcome = entry.get("execution_outcome")
            id = outcome.get("id") if isinstance(outcome, dict) else None
            if isinstance(id, str):
                executed[id] = entry
    return [result for entry in _entries(message) if (result := _assemble(entry, executed)) is not None]


def is_assembled_complete(raw: RawTransaction) -> bool:
    """Whether every receipt id that the document names has an outcome in it."""
    result = raw.documents[0].payload
    if not isinstance(result, dict):
        return False
    outcomes = [result.get("transaction_outcome"), *objects_of(result.get("receipts_outcome"))]
    known = {str(outcome.get("id")) for outcome in outcomes if isinstance(outcome, dict)}
    return all(child in known for outcome in outcomes for child in _children(outcome))


def _entries(message: JsonObject) -> Iterator[JsonObject]:
    for shard in objects_of(message.get("shards")):
        chunk = shard.get("chunk")
        if isinstance(chunk, dict):
            yield from objects_of(chunk.get("transactions"))


def _assemble(entry: JsonObject, executed: dict[str, JsonObject]) -> JsonObject | None:
    transaction, holder = entry.get("transaction"), entry.get("outcome")
    if not isinstance(transaction, dict) or not isinstance(holder, dict):
        return None
    outcome = holder.get("execution_outcome")
    if not isinstance(outcome, dict):
        return None
    outcomes: list[Json] = []
    receipts: list[Json] = []
    pending = list(reversed(_children(outcome)))
    seen: set[str] = set()
    while pending:
        identifier = pending.pop()
        found = executed.get(identifier)
        if found is None or identifier in seen:
            continue
        seen.add(identifier)
        outcomes.append(found["execution_outcome"])
        if isinstance(found.get("receipt"), dict):
            receipts.append(found["receipt"])
        pending.extend(reversed(_children(found["execution_outcome"])))
    return {
        "transaction": transaction,
        "transaction_outcome": outcome,
        "receipts_outcome": outcomes,
        "receipts": receipts,
    }


def _children(outcome: Json) -> list[str]:
    inner = outcome.get("outcome") if isinstance(outcome, dict) else None
    ids = inner.get("receipt_ids") if isinstance(inner, dict) else None
    return [child for child in ids if isinstance(child, str)] if isinstance(ids, list) else []
