"""Recorded transactions as RawTransaction, from tests/data or ../shared/data; documents of them, each built once.

Tests that walk through all of them carry the mark `walks_all`: they run first, one after the other and on one worker,
so that a run builds what was recorded once (tests/conftest.py forgets it afterwards).
"""

from __future__ import annotations

import functools
import gzip
import json
import lzma
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from xccviz.document import Document, build_document
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.values import replace

HERE = Path(__file__).parent.parent / "data"
walks_all = pytest.mark.xdist_group("walks_all")


def load_json(path: Path) -> Any:
    """JSON of a plain, .gz or .xz file."""
    opener = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix, open)
    with opener(path, "rb") as file:
        return json.loads(file.read())


def raw_of(answer: Any, heights: Mapping[str, int] | None = None) -> RawTransaction:
    """A RawTransaction of one answer, with block headers that say only their height."""
    blocks = [
        RawDocument("block", {"block_id": h}, {"result": {"header": {"hash": h, "height": n}, "chunks": []}})
        for h, n in (heights or {}).items()
    ]
    return RawTransaction((RawDocument("EXPERIMENTAL_tx_status", None, answer), *blocks))


@functools.cache
def recording(path: Path) -> Document:
    """The document of one recorded answer and nothing else."""
    return build_document(raw_of(load_json(path)))


@functools.cache
def document_of(folder: Path) -> Document:
    """The document of a recorded folder: tx_status with the heights of its blocks."""
    answer = next(path for path in sorted(folder.iterdir()) if path.name.startswith("tx_status.json"))
    heights = folder / "heights.json"
    known = {h: block["height"] for h, block in load_json(heights).items()} if heights.exists() else {}
    return build_document(raw_of(load_json(answer), known))


def timed_document_of(folder: Path) -> Document:
    """The same with the times of its blocks."""
    documents = list(raw_of(load_json(folder / "tx_status.json")).documents)
    for block_hash, block in load_json(folder / "heights.json").items():
        documents.append(RawDocument("block", None, {"header": {**block, "hash": block_hash}, "chunks": []}))
    return build_document(RawTransaction(tuple(documents)))


def forget() -> None:
    """Let go of all documents that were built."""
    recording.cache_clear()
    document_of.cache_clear()


SIDE = {"blocks": "block", "chunks": "chunk", "receipts": "EXPERIMENTAL_receipt"}
"""Folders of a recorded transaction with further answers, and the method that gave them."""


def documents_of(folder: Path, kinds: Iterable[str] = SIDE) -> tuple[RawDocument, ...]:
    """Every answer of a recorded folder: tx_status, then those of `kinds`."""
    answer = next(path for path in sorted(folder.iterdir()) if path.name.startswith("tx_status.json"))
    return (
        RawDocument("EXPERIMENTAL_tx_status", None, load_json(answer)),
        *(
            RawDocument(SIDE[kind], None, load_json(path))
            for kind in kinds
            for path in sorted((folder / kind).glob("*.json"))
        ),
    )


def with_changes(folder: Path, source: str | None = None) -> RawTransaction:
    """As `document_of`, with what `--with changes,accounts` fetches: headers, the recorded state changes of all touched
    accounts, and their balances before the transaction's block (that they did not exist included)."""
    recorded = load_json(folder / "accounts.json")
    raw = raw_of(load_json(folder / "tx_status.json"))
    accounts = sorted({*recorded["before"]["accounts"], *recorded["after"]["accounts"]})
    documents = list(raw.documents)
    for block_hash, block in load_json(folder / "heights.json").items():
        documents.append(RawDocument("block", None, {"header": {**block, "hash": block_hash}, "chunks": []}))
    for entry in load_json(folder / "changes.json"):
        params = {"changes_type": "account_changes", "account_ids": accounts}
        documents.append(RawDocument("EXPERIMENTAL_changes", params, entry["account_changes"], source))
    place = {"block_hash": recorded["before"]["block_hash"]}
    for account in accounts:
        params = {"request_type": "view_account", "account_id": account}
        view = recorded["before"]["accounts"].get(account) or {}
        cause = {"name": "UNKNOWN_ACCOUNT", "info": {**place, "requested_account_id": account}}
        answer = {"result": {**view, **place}} if "amount" in view else {"error": {"cause": cause}}
        documents.append(RawDocument("query", params, answer, source))
    return replace(raw, documents=tuple(documents))


def tutorial(name: str) -> Document:
    """A tutorial transaction that the repository carries itself (recorded at a protocol-86 node)."""
    packed = load_json(HERE / "tutorial" / f"{name}.json.gz")
    return build_document(raw_of(packed["tx_status"], packed["heights"]))


PUBLIC_FOLDERS = (
    "mainnet", "testnet", "betanet", "localnet", "altered",
    "lake/complete", "lake/partial", "derived/mainnet",
    "variants/mainnet", "variants/testnet",
    "envelopes/mainnet", "envelopes/testnet", "envelopes/localnet",
)  # fmt: skip


def transaction_files(shared: Path) -> Iterator[Path]:
    """Every recorded document whose shape is one transaction."""
    for pattern in ("tx_status.json", "tx_status.json.xz", "tx.json"):
        yield from sorted(shared.glob(f"node/*/*/{pattern}"))
    for folder in PUBLIC_FOLDERS:
        yield from sorted((shared / "public" / folder).glob("*.json"))


def usual_files(shared: Path) -> tuple[Path, ...]:
    """The same without the giant, which weighs as much as half of the others; it is large enough to be kept packed."""
    return tuple(path for path in transaction_files(shared) if path.suffix == ".json")


def side_documents(folder: Path) -> list[RawDocument]:
    """What was recorded around a transaction's own answer: blocks, chunks, single receipts, account changes."""
    found = []
    for name, method in (("blocks", "block"), ("chunks", "chunk"), ("receipts", "EXPERIMENTAL_receipt")):
        found += [
            RawDocument(method, None, load_json(path)) for path in sorted((folder / name).glob("*.json"))
        ]
    changes = folder / "changes.json"
    for entry in load_json(changes) if changes.exists() else ():
        found.append(RawDocument("changes", {"block_id": entry["height"]}, entry["account_changes"]))
    return found


def with_side_documents(raw: RawTransaction, folder: Path) -> RawTransaction:
    """The same transaction with everything that was recorded around it."""
    return RawTransaction((*raw.documents, *side_documents(folder)), raw.open, raw.tx_hash)


def running_answers(folder: Path) -> Iterator[tuple[str, Any]]:
    """The answers of `states/` that are transactions, with the `wait_until` that was asked for."""
    for path in sorted((folder / "states").glob("*.json")):
        state = load_json(path)
        if "transaction" in (state["envelope"].get("result") or {}):
            yield f"{path.parent.parent.name}/{path.stem} {state['wait_until']}", state["envelope"]


def exchange(path: Path) -> Any:
    """The JSON of the answer in a recorded {request, response} exchange; None for another body."""
    try:
        return json.loads(load_json(path)["response"]["body"])
    except (ValueError, KeyError, TypeError):
        return None
