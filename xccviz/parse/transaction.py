"""One RawTransaction → one TransactionTrace, merging every document that says something about it.

EXPERIMENTAL_tx_status | tx | indexer element | lake assembly   → transaction, outcomes, receipts
EXPERIMENTAL_receipt, chunk                                     → further receipts, data payloads
block                                                          → heights and times
changes, view_account                                           → state changes and balances
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.model.raw import (
    Json,
    JsonObject,
    RawDocument,
    RawTransaction,
    count_of,
    list_of,
    object_of,
    objects_of,
)
from xccviz.model.trace import (
    AccountBalance,
    ActionReceipt,
    Block,
    BlockChanges,
    Carried,
    ExecutionOutcome,
    Receipt,
    Transaction,
    TransactionTrace,
)
from xccviz.parse.actions import parse_actions
from xccviz.parse.changes import parse_balance, parse_changes
from xccviz.parse.fee_config import parse_fee_config
from xccviz.parse.outcomes import parse_outcome, parse_status
from xccviz.parse.reading import Reader, clean
from xccviz.parse.receipts import parse_receipt, synthesize_first_receipt
from xccviz.values import replace

_T = TypeVar("_T")
_KNOWN = {
    "transaction",
    "transaction_outcome",
    "execution_outcome",
    "receipts",
    "receipts_outcome",
    "data_receipts",
    "final_execution_status",
    "status",
}


class _Merge:
    """What has been gathered so far from all documents; mutable only inside `parse_transaction`."""

    def __init__(self) -> None:
        self.read = Reader()
        self.outcomes: dict[str, ExecutionOutcome] = {}
        self.receipts: dict[str, Receipt] = {}
        self.extra_receipts: dict[str, Receipt] = {}
        self.blocks: dict[str, Block] = {}
        self.changes: list[BlockChanges] = []
        self.balances: list[AccountBalance] = []
        self.protocol_version: int | None = None
        self.carried: dict[str, Carried] = {}
        self.chunks: set[tuple[int, int | None]] = set()
        self.origins: dict[str, str] = {}
        self.fee_config: Mapping[str, Mapping[str, int]] = {}
        self.twice: dict[str, tuple[str, str]] = {}


def parse_transaction(raw: RawTransaction) -> TransactionTrace:
    """Read all documents of `raw`.

    Raises UserError (malformed) when no document is a transaction; everything smaller becomes a Problem.
    Later transaction documents win over earlier ones (an answer after FINAL replaces a pending one).
    """
    merge = _Merge()
    main = _main_documents(raw)
    if not main:
        raise UserError(
            tr("this is no transaction: none of the documents has a `transaction` with a `hash`"),
            tr(
                "expected the answer of EXPERIMENTAL_tx_status, tx_status or tx, an indexer's transaction, or a capture"
            ),
            kind="malformed",
        )
    transaction: Transaction | None = None
    transaction_outcome: ExecutionOutcome | None = None
    has_receipts = False
    for payload in main:
        transaction = _transaction(payload["transaction"], merge.read) or transaction
        indexed = "execution_outcome" in payload
        outcome_json = payload.get("execution_outcome") if indexed else payload.get("transaction_outcome")
        if outcome_json is not None:
            where = "execution_outcome" if indexed else "transaction_outcome"
            transaction_outcome = parse_outcome(outcome_json, merge.read, where) or transaction_outcome
        if indexed:
            _read_indexed(payload, merge)
            has_receipts = True
        else:
            _read_rpc(payload, merge)
            has_receipts = has_receipts or isinstance(payload.get("receipts"), list)
    if transaction is None:
        raise UserError(
            tr("the transaction has no hash, signer or receiver"),
            tr("the document seems cut; fetch it again"),
            kind="malformed",
        )
    last = main[-1]
    for document in raw.documents:
        _read_side_document(document, merge)
    _leave_transaction_out(transaction, merge)
    _adopt_side_receipts(transaction_outcome, merge)
    _add_local_receipt(transaction, transaction_outcome, merge)
    status = last.get("status")
    return TransactionTrace(
        transaction=transaction,
        transaction_outcome=transaction_outcome,
        receipts=merge.receipts,
        outcomes=merge.outcomes,
        blocks=merge.blocks,
        has_receipts=has_receipts or _all_described(merge),
        final_execution_status=merge.read.text(last.get("final_execution_status"), "final_execution_status"),
        final_status=parse_status(status, merge.read, "status") if isinstance(status, dict) else None,
        status_word=clean(status) if isinstance(status, str) else None,
        network=clean(raw.network) if raw.network is not None else None,
        chain_id=clean(raw.chain_id) if raw.chain_id is not None else None,
        protocol_version=merge.protocol_version,
        changes=tuple(merge.changes),
        balances=tuple(merge.balances),
        problems=tuple(merge.read.problems),
        fee_config=merge.fee_config,
        unknown_members={key: value for key, value in last.items() if key not in _KNOWN},
        unlisted={
            receipt_id: receipt
            for receipt_id, receipt in merge.extra_receipts.items()
            if receipt_id not in merge.receipts
        },
        carried=merge.carried,
        chunks=frozenset(merge.chunks),
        origins=merge.origins,
        asked=_asked(raw),
        superseded=_superseded(main),
        twice=merge.twice,
    )


def _asked(raw: RawTransaction) -> dict[str, str]:
    """Where the documents say which transaction was asked for, and its hash there: the query, and what was sent."""
    found = {"query.tx_hash": raw.tx_hash} if raw.tx_hash is not None else {}
    for n, document in enumerate(raw.documents):
        if "transaction" not in object_of(document.payload):
            continue
        params = document.params
        named = params.get("tx_hash") if isinstance(params, dict) else None
        if isinstance(named, str):
            found[f"documents[{n}].params.tx_hash"] = named
        elif isinstance(params, list) and len(params) == 2 and isinstance(params[0], str):
            found[f"documents[{n}].params[0]"] = params[0]
    return {place: clean(hash) for place, hash in found.items()}


def _superseded(main: Sequence[JsonObject]) -> frozenset[str]:
    """Ids of outcomes and receipts that only answers before the last one have."""
    if len(main) < 2:
        return frozenset()
    ids = [
        {
            id
            for entry in (*objects_of(payload.get("receipts_outcome")), *objects_of(payload.get("receipts")))
            if isinstance(id := entry.get("id", entry.get("receipt_id")), str)
        }
        for payload in main
    ]
    return frozenset(set().union(*ids[:-1]) - ids[-1])


def _main_documents(raw: RawTransaction) -> list[JsonObject]:
    payloads: list[JsonObject] = []
    exact: list[JsonObject] = []
    for document in raw.documents:
        payload = object_of(document.payload)
        hash = object_of(payload.get("transaction")).get("hash")
        if isinstance(hash, str) and (raw.tx_hash in (None, hash) or not payloads):
            payloads.append(payload)
            if hash == raw.tx_hash:
                exact.append(payload)
    return exact or payloads


def _transaction(value: Json, read: Reader) -> Transaction | None:
    view = read.dict(value, "transaction")
    tx_hash = read.text(view.get("hash"), "transaction.hash")
    signer = read.text(view.get("signer_id"), "transaction.signer_id")
    receiver = read.text(view.get("receiver_id"), "transaction.receiver_id")
    if not tx_hash or signer is None or receiver is None:
        return None
    return Transaction(
        hash=tx_hash,
        signer_id=signer,
        receiver_id=receiver,
        public_key=read.text(view.get("public_key"), "transaction.public_key"),
        nonce=read.int(view.get("nonce"), "transaction.nonce"),
        actions=parse_actions(view.get("actions"), read, "transaction.actions"),
        raw=value,
    )


def _read_rpc(payload: Mapping[str, Json], merge: _Merge) -> None:
    outcomes = enumerate(merge.read.list(payload.get("receipts_outcome"), "receipts_outcome"))
    _take(merge, merge.outcomes, ((o, f"receipts_outcome[{i}]") for i, o in outcomes), _outcome_of)
    receipts = enumerate(merge.read.list(payload.get("receipts"), "receipts"))
    _take(merge, merge.receipts, ((r, f"receipts[{i}]") for i, r in receipts), _receipt_of)


def _read_indexed(payload: Mapping[str, Json], merge: _Merge) -> None:
    """An indexer's element: outcomes stand beside their receipts, data receipts apart (interface.md §3.3)."""
    pairs = [
        (merge.read.dict(item, f"receipts[{i}]"), f"receipts[{i}]")
        for i, item in enumerate(merge.read.list(payload.get("receipts"), "receipts"))
    ]
    receipts = [(pair["receipt"], f"{at}.receipt") for pair, at in pairs if pair.get("receipt") is not None]
    data = enumerate(merge.read.list(payload.get("data_receipts"), "data_receipts"))
    _take(merge, merge.receipts, (*receipts, *((d, f"data_receipts[{i}]") for i, d in data)), _receipt_of)
    outcomes = (
        (pair["execution_outcome"], f"{at}.execution_outcome")
        for pair, at in pairs
        if pair.get("execution_outcome") is not None
    )
    _take(merge, merge.outcomes, outcomes, _outcome_of)


def _take(
    merge: _Merge,
    into: dict[str, _T],
    entries: Iterable[tuple[Json, str]],
    read: Callable[[Json, Reader, str], tuple[str, _T] | None],
) -> None:
    """Read `entries` of one document into `into`. A later document may replace an entry; one that stands twice in the
    same document is a problem, and the first is kept."""
    here: set[str] = set()
    for value, where in entries:
        found = read(value, merge.read, where)
        if found is None:
            continue
        if found[0] in here:
            merge.read.note(
                "listed_twice", tr("an entry stands twice in one answer; the first is shown"), where
            )
            if (first := _differs_from(found[1], into[found[0]])) is not None:
                merge.twice.setdefault(found[0], (first, where))
            continue
        here.add(found[0])
        into[found[0]] = found[1]


def _differs_from(one: object, first: object) -> str | None:
    """Where `first` stands, if `one` says something else; of what has no place of its own nothing is said."""
    if isinstance(first, ActionReceipt):
        alike = isinstance(one, ActionReceipt) and replace(one, where=first.where) == first
        return None if alike else first.where
    if isinstance(first, ExecutionOutcome):
        alike = isinstance(one, ExecutionOutcome) and replace(one, where=first.where) == first
        return None if alike else first.where
    return None


def _outcome_of(value: Json, read: Reader, where: str) -> tuple[str, ExecutionOutcome] | None:
    outcome = parse_outcome(value, read, where)
    return (outcome.id, outcome) if outcome is not None else None


def _receipt_of(value: Json, read: Reader, where: str) -> tuple[str, Receipt] | None:
    receipt = parse_receipt(value, read, where)
    return (receipt.receipt_id, receipt) if receipt is not None else None


def _read_side_document(document: RawDocument, merge: _Merge) -> None:
    payload = document.payload
    if not isinstance(payload, dict) or "transaction" in payload:
        return
    header = payload.get("header")
    if isinstance(header, dict) and "chunks" in payload:
        _read_block(header, payload["chunks"], merge)
    elif isinstance(header, dict) and isinstance(receipts := payload.get("receipts"), list):
        _read_chunk(header, receipts, merge)
    elif "receipt_id" in payload and "receipt" in payload:
        receipt = parse_receipt(payload, merge.read, document.method or "receipt")
        if receipt is not None:
            merge.extra_receipts.setdefault(receipt.receipt_id, receipt)
    elif "transaction_hash" in payload and isinstance(document.params, dict):
        origin = merge.read.text(payload["transaction_hash"], "transaction_hash")
        receipt_id = document.params.get("receipt_id")
        if origin and isinstance(receipt_id, str):
            merge.origins[receipt_id] = origin
    elif "runtime_config" in payload:
        merge.protocol_version = merge.read.int(payload.get("protocol_version"), "protocol_version")
        merge.fee_config = parse_fee_config(payload["runtime_config"])
    elif (changes := parse_changes(document, merge.read)) is not None:
        merge.changes.append(changes)
    elif (balance := parse_balance(document, merge.read)) is not None:
        merge.balances.append(balance)


def _read_chunk(header: Mapping[str, Json], receipts: Sequence[Json], merge: _Merge) -> None:
    """A chunk's receipts. `height_included` is 0 in the answer of `chunk`; a chunk that is in a block at all was
    created for that block's height."""
    height = merge.read.int(header.get("height_included"), "chunk.header.height_included")
    height = height or merge.read.int(header.get("height_created"), "chunk.header.height_created")
    shard = merge.read.int(header.get("shard_id"), "chunk.header.shard_id")
    if height:
        merge.chunks.add((height, shard))
    for i, item in enumerate(receipts):
        receipt = parse_receipt(item, merge.read, f"chunk.receipts[{i}]")
        if receipt is None:
            continue
        merge.extra_receipts.setdefault(receipt.receipt_id, receipt)
        if height:
            merge.carried.setdefault(receipt.receipt_id, Carried(height, shard))


def _read_block(header: Mapping[str, Json], chunks: Json, merge: _Merge) -> None:
    block_hash = merge.read.id(header.get("hash"), "block.header.hash")
    height = merge.read.int(header.get("height"), "block.header.height")
    if block_hash is None or height is None:
        return
    roots = [root for chunk in objects_of(chunks) if isinstance(root := chunk.get("outcome_root"), str)]
    # The string twin is exact where a JavaScript tool rounded the number (protocol.md §0.3).
    time = header.get("timestamp_nanosec", header.get("timestamp"))
    merge.blocks[block_hash] = Block(
        hash=block_hash,
        height=height,
        timestamp_ns=merge.read.int(time, "block.header.timestamp"),
        prev_hash=merge.read.id(header.get("prev_hash"), "block.header.prev_hash"),
        gas_price=merge.read.amount(header.get("gas_price"), "block.header.gas_price"),
        chunks={
            shard: included
            for chunk in objects_of(chunks)
            if (shard := count_of(chunk.get("shard_id"))) is not None
            and (included := count_of(chunk.get("height_included"))) is not None
        },
        outcome_roots=tuple(roots),
        has_all_roots=bool(roots)
        and len(roots) == len(list_of(chunks))
        and all(chunk.get("height_included") == height for chunk in objects_of(chunks)),
    )


def _leave_transaction_out(transaction: Transaction, merge: _Merge) -> None:
    """Forget receipts and outcomes of receipts that have the transaction's own hash for an id: one id is one node, so
    what has it too contradicts it."""
    known: tuple[dict[str, Any], ...] = (merge.receipts, merge.outcomes, merge.extra_receipts)
    for entries in known:
        if (entry := entries.pop(transaction.hash, None)) is not None:
            merge.twice[transaction.hash] = "transaction.hash", getattr(entry, "where", "") or "receipts"


def _adopt_side_receipts(transaction_outcome: ExecutionOutcome | None, merge: _Merge) -> None:
    """Take from chunks and single receipts what belongs to this transaction: ids that an outcome lists. What is not
    listed (data, resumes, distributions) stays apart: chunks hold receipts of other transactions too."""
    listed = {child for outcome in merge.outcomes.values() for child in outcome.receipt_ids}
    if transaction_outcome is not None:
        listed.update(transaction_outcome.receipt_ids)
    for receipt_id, receipt in merge.extra_receipts.items():
        if receipt_id in listed:
            merge.receipts.setdefault(receipt_id, receipt)


def _add_local_receipt(
    transaction: Transaction, transaction_outcome: ExecutionOutcome | None, merge: _Merge
) -> None:
    """Rebuild the first receipt of a local transaction, which nodes leave out of `receipts` (protocol.md R1.3).

    Done for any answer that lacks it: its content follows from the transaction alone (protocol.md §2.2).
    """
    if transaction_outcome is None or not transaction_outcome.receipt_ids:
        return
    if isinstance(transaction.raw, dict) and "actions" not in transaction.raw:
        return  # nobody told what it does
    first = transaction_outcome.receipt_ids[0]
    if first in merge.receipts:
        return
    prices = [
        receipt.gas_price
        for receipt in merge.receipts.values()
        if isinstance(receipt, ActionReceipt) and not receipt.from_system
    ]
    receipt = synthesize_first_receipt(transaction, first, prices[0] if prices else None)
    merge.receipts = {first: receipt, **merge.receipts}


def _all_described(merge: _Merge) -> bool:
    """Whether single receipts made up for an answer without `receipts`."""
    return bool(merge.outcomes) and all(receipt_id in merge.receipts for receipt_id in merge.outcomes)
