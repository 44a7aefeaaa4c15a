"""Transactions out of the messages of blocks (near-lake, neardata, the indexer framework): grouped, never invented.

    now          {block, shards[]: {chunk: {transactions[], receipts[]}, receipt_execution_outcomes[]}}
    one shard    {shard_id, chunk, receipt_execution_outcomes[]}, as near-lake's bucket keeps each in a file
    0.5 to 0.8   {block, chunks[]: {transactions[], receipts[], receipt_execution_outcomes[]}}
    0.2 to 0.4   {block, chunks[]: {transactions[], receipts[]}, receipt_execution_outcomes, local_receipts[]}
    0.1          {block, chunks[]: {transactions[]: the transaction alone}, outcomes[]}

(nearcore, chain/indexer/CHANGELOG.md.) Of a transaction's receipts that executed in other blocks, those that a chunk
here carries stand without an outcome, the others are absent; `parse` and `graph` mark what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xccviz.model.raw import Json, JsonObject, list_of, object_of, objects_of

_EXECUTIONS = ("receipt_execution_outcomes", "outcomes")
_RECEIPTS = ("receipts", "local_receipts")


def is_message(value: JsonObject) -> bool:
    """A block's message of any age: its block with shards, or with chunks that hold transactions."""
    if "block" not in value:
        return False
    return isinstance(value.get("shards"), list) or any(
        isinstance(inner.get("transactions"), list)
        for chunk in objects_of(value.get("chunks"))
        for inner in (chunk, chunk.get("chunk"))
        if isinstance(inner, dict)
    )


def is_shard(value: JsonObject) -> bool:
    """One shard of a message."""
    return "chunk" in value and isinstance(value.get("receipt_execution_outcomes"), list)


def messages_in(values: list[Json]) -> list[JsonObject]:
    """The messages of blocks that `values` are, or the one whose shards they are; none where some is anything else.
    They are read together: one holds what another began."""
    objects = objects_of(values)
    if len(objects) != len(values) or not objects:
        return []
    if all(map(is_message, objects)):
        return objects
    return [{"shards": values}] if all(map(is_shard, objects)) else []


def transactions_of(*messages: JsonObject) -> list[JsonObject]:
    """The messages' transactions as `EXPERIMENTAL_tx_status` results without `status`, in chunk order; what one block
    began and another of them ended is put together.

    Entries that are not shaped like a transaction are left out. Receipts are ordered depth-first (protocol.md R1.2).
    """
    parts = [part for message in messages for part in _parts(message)]
    executed: dict[str, JsonObject] = {}
    receipts: dict[str, JsonObject] = {}
    data: dict[str, JsonObject] = {}
    for part in parts:
        for key in _EXECUTIONS:
            executed.update(_executions(part.get(key)))
        for key in _RECEIPTS:
            for receipt in objects_of(part.get(key)):
                if isinstance(id := receipt.get("receipt_id"), str):
                    receipts[id] = receipt
                if isinstance(
                    id := object_of(object_of(receipt.get("receipt")).get("Data")).get("data_id"), str
                ):
                    data[id] = receipt
    entries = (entry for part in parts for entry in objects_of(part.get("transactions")))
    return [result for entry in entries if (result := _assemble(entry, executed, receipts, data)) is not None]


def named_by(*messages: JsonObject) -> list[str]:
    """The hashes of the transactions whose receipts executed here, where the message says so (neardata's `tx_hash`)."""
    found = (
        entry.get("tx_hash")
        for message in messages
        for part in _parts(message)
        for entry in objects_of(part.get("receipt_execution_outcomes"))
    )
    return list(dict.fromkeys(hash for hash in found if isinstance(hash, str)))


def _parts(message: JsonObject) -> Iterator[JsonObject]:
    """The message, its shards and its chunks: whatever may hold transactions, receipts or executions."""
    yield message
    for key in ("shards", "chunks"):
        for part in objects_of(message.get(key)):
            yield part
            if isinstance(chunk := part.get("chunk"), dict):
                yield chunk
    if isinstance(chunk := message.get("chunk"), dict):
        yield chunk


def _executions(value: Json) -> Iterator[tuple[str, JsonObject]]:
    """Executed receipts by their ids: `{execution_outcome, receipt}`, or the outcome alone, in an array or by id."""
    entries: Iterable[Json] = value.values() if isinstance(value, dict) else list_of(value)
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        outcome = entry.get("execution_outcome", entry)
        id = outcome.get("id") if isinstance(outcome, dict) else None
        if isinstance(id, str):
            yield id, {"execution_outcome": outcome, "receipt": entry.get("receipt")}


def _assemble(
    entry: JsonObject,
    executed: Mapping[str, JsonObject],
    known: Mapping[str, JsonObject],
    data: Mapping[str, JsonObject],
) -> JsonObject | None:
    transaction = entry.get("transaction", entry)
    if not isinstance(transaction, dict) or not isinstance(transaction.get("signer_id"), str):
        return None
    holder = entry.get("outcome") or executed.get(str(transaction.get("hash")))
    if not isinstance(holder, dict):
        return None
    outcome = holder.get("execution_outcome", holder)
    if not isinstance(outcome, dict):
        return None
    outcomes: list[Json] = []
    receipts: list[JsonObject] = []
    pending = list(reversed(_children(outcome)))
    seen: set[str] = set()
    while pending:
        identifier = pending.pop()
        if identifier in seen:
            continue
        seen.add(identifier)
        found = executed.get(identifier, {})
        receipt = found.get("receipt") or known.get(identifier)
        if isinstance(receipt, dict):  # without an outcome it was on its way when its block was told
            receipts.append(receipt)
        if "execution_outcome" in found:
            outcomes.append(found["execution_outcome"])
            pending.extend(reversed(_children(found["execution_outcome"])))
    return {
        "transaction": transaction,
        "transaction_outcome": outcome,
        "receipts_outcome": outcomes,
        "receipts": [*receipts, *_data_of(receipts, outcomes, data)],
    }


def _data_of(
    receipts: list[JsonObject], outcomes: list[Json], data: Mapping[str, JsonObject]
) -> list[JsonObject]:
    """Those of the `data` receipts (by data id) that `receipts` wait for and no outcome here delivers: the resume of a
    yield, and what came from another block."""
    ran = {id for outcome in objects_of(outcomes) if isinstance(id := outcome.get("id"), str)}
    awaited: dict[str, None] = {}
    delivered: set[Json] = set()
    for receipt in receipts:
        action = object_of(object_of(receipt.get("receipt")).get("Action"))
        awaited.update((id, None) for id in list_of(action.get("input_data_ids")) if isinstance(id, str))
        if receipt.get("receipt_id") in ran:
            receivers = objects_of(action.get("output_data_receivers"))
            delivered.update(id for entry in receivers if isinstance(id := entry.get("data_id"), str))
    return [data[id] for id in awaited if id in data and id not in delivered]


def _children(outcome: Json) -> list[str]:
    inner = outcome.get("outcome") if isinstance(outcome, dict) else None
    ids = inner.get("receipt_ids") if isinstance(inner, dict) else None
    return [child for child in ids if isinstance(child, str)] if isinstance(ids, list) else []
