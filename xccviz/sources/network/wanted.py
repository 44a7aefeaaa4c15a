"""What the raw answer of a transaction lacks, as requests: receipts, blocks, chunks, and the extras. Pure.

One look is enough: an answer lists every receipt id and every block that further documents are named by, and what
fetched receipts and blocks name in turn (chunks, state changes) is asked for after them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from xccviz.model.action_kinds import KINDS
from xccviz.model.raw import (
    Json,
    JsonObject,
    RawDocument,
    count_of,
    object_of,
    objects_of,
    text_or_none,
    texts_of,
)
from xccviz.sources.network.raw_answer import (
    accounts_of,
    action_of,
    block_hashes,
    by_block,
    children_of,
    executions,
    is_yield,
    missing_outcomes,
    new_chunks_of,
    outcomes_of,
    receipt_views,
)

Extra = Literal["blocks", "receipts", "chunks", "changes", "accounts", "config", "metadata", "replay"]
EXTRAS: tuple[Extra, ...] = (
    "blocks",
    "receipts",
    "chunks",
    "changes",
    "accounts",
    "config",
    "metadata",
    "replay",
)
"""`replay` is what calls need to run again: whoever opens fetches it, call by call (`opening/rerunning`)."""
DEFAULT_EXTRAS: frozenset[Extra] = frozenset({"blocks"})
"""Without being asked: headers of the blocks, receipts that the answer lacks, and the chunks that resumed yields."""

_LONGEST_WAIT = 32  # blocks of one wait whose data changes are asked for

Request = tuple[str, Json]


def receipt_requests(result: JsonObject, extras: frozenset[Extra]) -> list[Request]:
    """Receipts that the answer lacks (all of them without `receipts`; else those not executed), or all on request.

    The local first receipt that nodes leave out is asked for only on request: it is rebuilt from the transaction.
    """
    listed = result.get("receipts")
    ids = list(dict.fromkeys(child for entry in outcomes_of(result) for child in children_of(entry)))
    if isinstance(listed, list) and "receipts" not in extras:
        known = {text_or_none(entry.get("receipt_id")) for entry in objects_of(listed)}
        pending = set(missing_outcomes(result))
        ids = [id for id in ids if id not in known and id in pending]
    return [("EXPERIMENTAL_receipt", {"receipt_id": id}) for id in ids]


def chunk_requests(blocks: Sequence[RawDocument], wanted: set[str] | None) -> list[Request]:
    """The new chunks of the blocks in `wanted` (None: of all)."""
    requests: dict[str, Request] = {}
    for document in blocks:
        block = object_of(document.payload)
        header = block.get("header")
        if isinstance(header, dict) and (wanted is None or text_or_none(header.get("hash")) in wanted):
            for chunk in new_chunks_of(block):
                requests.setdefault(chunk, ("chunk", {"chunk_id": chunk}))
    return list(requests.values())


def origin_requests(
    result: JsonObject, receipts: Sequence[RawDocument], chunks: Sequence[RawDocument]
) -> list[Request]:
    """Which transaction resumed a yield: asked for each resume found in the chunks (protocol.md §2.8)."""
    waited = {
        data_id
        for view in receipt_views(result, receipts)
        if is_yield(view)
        for data_id in texts_of(action_of(view).get("input_data_ids"))
    }
    found: list[Request] = []
    for chunk in chunks:
        for receipt in objects_of(object_of(chunk.payload).get("receipts")):
            data = object_of(object_of(receipt.get("receipt")).get("Data"))
            id = text_or_none(receipt.get("receipt_id"))
            if id and text_or_none(data.get("data_id")) in waited and data.get("is_promise_resume") is True:
                found.append(("EXPERIMENTAL_receipt_to_tx", {"receipt_id": id}))
    return found


def resumed_in(result: JsonObject, receipts: Sequence[RawDocument]) -> set[str]:
    """Blocks in which a yielded receipt executed: only their chunks hold the payload (protocol.md §2.8)."""
    views = receipt_views(result, receipts)
    yields = {id for view in views if is_yield(view) and (id := text_or_none(view.get("receipt_id")))}
    return {
        block
        for entry in outcomes_of(result)
        if text_or_none(entry.get("id")) in yields and (block := text_or_none(entry.get("block_hash")))
    }


def change_requests(
    result: JsonObject, receipts: Sequence[RawDocument], headers: dict[str, JsonObject]
) -> Iterator[Request]:
    """State changes; each names the receipt that caused it (protocol.md §1.5).

    Of our blocks: all accounts of the transaction, data of the contracts that ran there, keys and code of accounts
    whose receipts act on them. Of the blocks between: data of contracts that waited for a callback.
    """
    accounts = accounts_of(result)
    for block in block_hashes(result) if accounts else ():
        yield _changes_of("account_changes", accounts, block)
    called = by_block(result, receipts, lambda kinds: not kinds or any(KINDS[name].calls for name in kinds))
    for block, contracts in called.items():
        yield _changes_of("data_changes", contracts, block)
    acted_on = by_block(result, receipts, lambda kinds: not all(KINDS[name].leaves_access for name in kinds))
    for block, owners in acted_on.items():
        yield _changes_of("all_access_key_changes", owners, block)
        yield _changes_of("contract_code_changes", owners, block)
    yield from _data_requests(_waits(result, receipts, headers))


def _changes_of(kind: str, accounts: Sequence[Json], block: Json) -> Request:
    prefix: JsonObject = {"key_prefix_base64": ""} if kind == "data_changes" else {}
    return "EXPERIMENTAL_changes", {
        "changes_type": kind,
        "account_ids": [*accounts],
        **prefix,
        "block_id": block,
    }


def balance_requests(result: JsonObject, headers: dict[str, JsonObject]) -> Iterator[Request]:
    """Accounts before and after."""
    hashes = block_hashes(result)
    if not hashes:
        return
    places = [
        *_before(result, set(hashes), headers),
        *((account, hashes[-1]) for account in accounts_of(result)),
    ]
    for account, block in dict.fromkeys(places):
        yield "query", {"request_type": "view_account", "account_id": account, "block_id": block}


def config_requests(result: JsonObject) -> Iterator[Request]:
    """Fees and limits of the epoch in which the transaction ran."""
    for block in block_hashes(result)[:1]:
        yield "EXPERIMENTAL_protocol_config", {"block_id": block}


def _before(result: JsonObject, ours: set[str], headers: dict[str, JsonObject]) -> Iterator[tuple[str, str]]:
    """Where an account's balance has to be asked for: the last block before one of ours that is none of ours.

    From there on the changes of our blocks tell the balance.
    """
    for account, block in executions(result):
        here = _previous(headers, block)
        for _ in range(len(ours)):
            if here not in ours:
                break
            here = _previous(headers, here)
        if here is not None and here not in ours:
            yield account, here


def _previous(headers: dict[str, JsonObject], block: str | None) -> str | None:
    return text_or_none(headers.get(block or "", {}).get("prev_hash"))


def _waits(
    result: JsonObject, receipts: Sequence[RawDocument], headers: dict[str, JsonObject]
) -> Iterator[tuple[str, int, int]]:
    """Contract, height of its call and height of its callback, for each callback to itself."""
    height: dict[str, int] = {}
    parent: dict[str, str] = {}
    for entry in outcomes_of(result):
        id, block = text_or_none(entry.get("id")), text_or_none(entry.get("block_hash"))
        if id is None:
            continue
        at = count_of(headers.get(block or "", {}).get("height"))
        if at is not None:
            height[id] = at
        parent |= dict.fromkeys(children_of(entry), id)
    for view in receipt_views(result, receipts):
        if not action_of(view).get("input_data_ids") or is_yield(view):
            continue
        callback, account = text_or_none(view.get("receipt_id")) or "", view.get("receiver_id")
        call, ran = height.get(parent.get(callback, "")), height.get(callback)
        if (
            isinstance(account, str)
            and account == view.get("predecessor_id")
            and call is not None
            and ran is not None
        ):
            yield account, call, ran


def _data_requests(waits: Iterable[tuple[str, int, int]]) -> Iterator[Request]:
    """Changes of a contract's data while it waited for a callback, by height; skipped heights answer nothing."""
    wanted: dict[int, list[str]] = {}
    for account, call, ran in waits:
        for height in range(call + 1, min(ran, call + 1 + _LONGEST_WAIT)):
            if account not in wanted.setdefault(height, []):
                wanted[height].append(account)
    for height, accounts in sorted(wanted.items()):
        yield _changes_of("data_changes", accounts, height)
