"""What a raw answer of a tx method lists: outcomes, receipts, blocks, accounts. Read off, not interpreted; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from xccviz.model.raw import Json, RawDocument
from xccviz.sources.recognise import base58


def outcomes_of(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The outcomes of a tx result: the transaction's, then the receipts', in document order."""
    found = [result.get("transaction_outcome")]
    listed = result.get("receipts_outcome")
    if isinstance(listed, list):
        found += listed
    return [entry for entry in found if isinstance(entry, dict)]


def outcome_count(result: dict[str, Any]) -> int:
    """How many outcomes a tx result has."""
    return len(outcomes_of(result))


def missing_outcomes(result: dict[str, Any]) -> tuple[str, ...]:
    """Ids that a `receipt_ids` names and that have no outcome: pending, pruned or untracked."""
    outcomes = outcomes_of(result)
    known = {entry["id"] for entry in outcomes if isinstance(entry.get("id"), str)}
    return tuple(
        dict.fromkeys(child for entry in outcomes for child in children_of(entry) if child not in known)
    )


def new_chunks_of(block: dict[str, Any]) -> list[str]:
    """Hashes of the chunks that are new in this block (protocol.md §1.5: height_included == height)."""
    header, chunks = block.get("header"), block.get("chunks")
    if not isinstance(header, dict) or not isinstance(chunks, list):
        return []
    return [
        str(chunk["chunk_hash"])
        for chunk in chunks
        if isinstance(chunk, dict)
        and chunk.get("height_included") == header.get("height")
        and "chunk_hash" in chunk
    ]


def children_of(outcome: dict[str, Any]) -> list[str]:
    """The receipt ids that an outcome names."""
    inner = outcome.get("outcome")
    ids = inner.get("receipt_ids") if isinstance(inner, dict) else None
    return [child for child in ids if isinstance(child, str)] if isinstance(ids, list) else []


def receipt_ids(result: dict[str, Any]) -> tuple[str, ...]:
    """Every id by which a receipt of this transaction may be asked for: those its outcomes name, as far as they are
    ids at all."""
    named = (child for entry in outcomes_of(result) for child in children_of(entry))
    return tuple(id for id in dict.fromkeys(named) if base58.is_hash(id))


def block_hashes(result: dict[str, Any], *, without_height: bool = False) -> list[str]:
    """Each block of an outcome once, in document order; `without_height`: only those whose height is not known."""
    entries = (entry for entry in outcomes_of(result) if not (without_height and "block_height" in entry))
    hashes = (entry.get("block_hash") for entry in entries)
    return list(dict.fromkeys(h for h in hashes if isinstance(h, str)))


def headers_of(blocks: Sequence[RawDocument]) -> dict[str, dict[str, Any]]:
    """Hash → header of the fetched blocks."""
    headers = [block.payload.get("header") for block in blocks if isinstance(block.payload, dict)]
    return {str(header.get("hash")): header for header in headers if isinstance(header, dict)}


def by_block(
    result: dict[str, Any], receipts: Sequence[RawDocument], wanted: Callable[[set[str]], bool]
) -> dict[str, list[str]]:
    """Block → accounts that ran a receipt there whose kinds of actions are `wanted` (none: they are not known)."""
    kinds = {str(view.get("receipt_id")): _kinds(view) for view in receipt_views(result, receipts)}
    found: dict[str, list[str]] = {}
    for entry in outcomes_of(result)[1:]:
        inner = entry.get("outcome")
        account = inner.get("executor_id") if isinstance(inner, dict) else None
        block, id = entry.get("block_hash"), entry.get("id")
        if isinstance(account, str) and isinstance(block, str) and wanted(kinds.get(str(id), set())):
            accounts = found.setdefault(block, [])
            if account not in accounts:
                accounts.append(account)
    return found


def _kinds(view: dict[str, Any]) -> set[str]:
    """The kinds of a receipt's actions, in the wire's spelling (protocol.md §5.1)."""
    body = view.get("receipt")
    action = body.get("Action") if isinstance(body, dict) else None
    actions = action.get("actions") if isinstance(action, dict) else None
    listed = actions if isinstance(actions, list) else []
    return {kind for entry in listed for kind in ([entry] if isinstance(entry, str) else entry or ())
            if isinstance(kind, str)}  # fmt: skip


def receipt_views(result: dict[str, Any], receipts: Sequence[RawDocument]) -> Iterator[dict[str, Any]]:
    """All receipts that are known: the answer's own, then those fetched one by one."""
    listed = result.get("receipts")
    for view in [*(listed if isinstance(listed, list) else []), *(document.payload for document in receipts)]:
        if isinstance(view, dict):
            yield view


def executions(result: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Account and block of each outcome."""
    for entry in outcomes_of(result):
        inner = entry.get("outcome")
        account = inner.get("executor_id") if isinstance(inner, dict) else None
        if isinstance(account, str) and isinstance(entry.get("block_hash"), str):
            yield account, entry["block_hash"]


def accounts_of(result: dict[str, Any]) -> list[str]:
    """The signer, then every account that ran something, each once."""
    transaction = result.get("transaction")
    signer = transaction.get("signer_id") if isinstance(transaction, dict) else None
    found = [signer, *(account for account, _ in executions(result))]
    return list(dict.fromkeys(account for account in found if isinstance(account, str)))


def is_yield(receipt: Json) -> bool:
    """Whether a receipt's body is that of a yielded promise (protocol.md §2.8)."""
    action = receipt.get("Action") if isinstance(receipt, dict) else None
    return isinstance(action, dict) and action.get("is_promise_yield") is True
