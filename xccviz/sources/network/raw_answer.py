"""What a raw answer of a tx method lists: outcomes, receipts, blocks, accounts. Read off, not interpreted; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from xccviz.model import base58
from xccviz.model.raw import JsonObject, RawDocument, list_of, object_of, objects_of, text_or_none, texts_of


def outcomes_of(result: JsonObject) -> list[JsonObject]:
    """The outcomes of a tx result: the transaction's, then the receipts', in document order."""
    return objects_of([result.get("transaction_outcome"), *list_of(result.get("receipts_outcome"))])


def outcome_count(result: JsonObject) -> int:
    """How many outcomes a tx result has."""
    return len(outcomes_of(result))


def missing_outcomes(result: JsonObject) -> tuple[str, ...]:
    """Ids that a `receipt_ids` names and that have no outcome: pending, pruned or untracked."""
    outcomes = outcomes_of(result)
    known = {id for entry in outcomes if isinstance(id := entry.get("id"), str) and _has_run(entry)}
    return tuple(
        dict.fromkeys(child for entry in outcomes for child in children_of(entry) if child not in known)
    )


def _has_run(entry: JsonObject) -> bool:
    return object_of(entry.get("outcome")).get("status") != "Unknown"


def new_chunks_of(block: JsonObject) -> list[str]:
    """Hashes of the chunks that are new in this block (protocol.md §1.5: height_included == height)."""
    header = block.get("header")
    if not isinstance(header, dict):
        return []
    return [
        hash
        for chunk in objects_of(block.get("chunks"))
        if chunk.get("height_included") == header.get("height")
        and isinstance(hash := chunk.get("chunk_hash"), str)
    ]


def children_of(outcome: JsonObject) -> list[str]:
    """The receipt ids that an outcome names."""
    return texts_of(object_of(outcome.get("outcome")).get("receipt_ids"))


def receipt_ids(result: JsonObject) -> tuple[str, ...]:
    """Every id by which a receipt of this transaction may be asked for: those its outcomes name, as far as they are
    ids at all."""
    named = (child for entry in outcomes_of(result) for child in children_of(entry))
    return tuple(id for id in dict.fromkeys(named) if base58.is_hash(id))


def block_hashes(result: JsonObject, *, without_height: bool = False) -> list[str]:
    """Each block of an outcome once, in document order; `without_height`: only those whose height is not known. An
    outcome `Unknown` is none: what it stands for has not run in any block."""
    entries = (entry for entry in outcomes_of(result) if not (without_height and "block_height" in entry))
    hashes = (entry.get("block_hash") for entry in entries if _has_run(entry))
    return list(dict.fromkeys(h for h in hashes if isinstance(h, str)))


def headers_of(blocks: Sequence[RawDocument]) -> dict[str, JsonObject]:
    """Hash → header of the fetched blocks."""
    headers = objects_of([object_of(block.payload).get("header") for block in blocks])
    return {hash: header for header in headers if isinstance(hash := header.get("hash"), str)}


def by_block(
    result: JsonObject, receipts: Sequence[RawDocument], wanted: Callable[[set[str]], bool]
) -> dict[str, list[str]]:
    """Block → accounts that ran a receipt there whose kinds of actions are `wanted` (none: they are not known)."""
    views = receipt_views(result, receipts)
    kinds = {id: _kinds(view) for view in views if isinstance(id := view.get("receipt_id"), str)}
    found: dict[str, dict[str, None]] = {}
    for entry in outcomes_of(result)[1:]:
        account = object_of(entry.get("outcome")).get("executor_id")
        block, id = entry.get("block_hash"), text_or_none(entry.get("id")) or ""
        if isinstance(account, str) and isinstance(block, str) and wanted(kinds.get(id, set())):
            found.setdefault(block, {})[account] = None
    return {block: list(accounts) for block, accounts in found.items()}


def _kinds(view: JsonObject) -> set[str]:
    """The kinds of a receipt's actions, in the wire's spelling (protocol.md §5.1)."""
    listed = list_of(action_of(view).get("actions"))
    return {kind for entry in listed for kind in ([entry] if isinstance(entry, str) else object_of(entry))}


def receipt_views(result: JsonObject, receipts: Sequence[RawDocument]) -> Iterator[JsonObject]:
    """All receipts that are known: the answer's own, then those fetched one by one."""
    yield from objects_of([*list_of(result.get("receipts")), *(document.payload for document in receipts)])


def executions(result: JsonObject) -> Iterator[tuple[str, str]]:
    """Account and block of each outcome."""
    for entry in filter(_has_run, outcomes_of(result)):
        account = object_of(entry.get("outcome")).get("executor_id")
        block = entry.get("block_hash")
        if isinstance(account, str) and isinstance(block, str):
            yield account, block


def accounts_of(result: JsonObject) -> list[str]:
    """The signer, then every account that ran something, each once."""
    signer = object_of(result.get("transaction")).get("signer_id")
    found = [signer, *(account for account, _ in executions(result))]
    return list(dict.fromkeys(account for account in found if isinstance(account, str)))


def action_of(view: JsonObject) -> JsonObject:
    """What an action receipt holds; nothing for other receipts."""
    return object_of(object_of(view.get("receipt")).get("Action"))


def is_yield(view: JsonObject) -> bool:
    """Whether a receipt is that of a yielded promise (protocol.md §2.8)."""
    return action_of(view).get("is_promise_yield") is True
