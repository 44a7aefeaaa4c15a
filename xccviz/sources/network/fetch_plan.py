"""What else to fetch of a found transaction, kind by kind, given what is there already. Pure.

Later kinds follow from earlier ones: chunks from blocks, origins of resumes from chunks. So whoever fetches takes the
first kind that wants something, and looks again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from xccviz.catalogue import tr
from xccviz.model.raw import JsonObject, RawDocument, RawTransaction, count_of, text_or_none
from xccviz.sources.network.metadata import metadata_requests
from xccviz.sources.network.raw_answer import block_hashes, headers_of
from xccviz.sources.network.wanted import (
    Extra,
    Request,
    balance_requests,
    change_requests,
    chunk_requests,
    config_requests,
    origin_requests,
    receipt_requests,
    resumed_in,
)
from xccviz.sources.progress import Stage
from xccviz.values import frozen

_SKIPPED = 2
"""Skipped heights in a row beyond which the next block is not looked for."""
_ORIGINS = tr("origins of resumed yields")


@frozen
class Wanted:
    """The requests for one kind of documents; `name` for people. `of_givers`: only who gave such documents already is
    asked, as nobody else knows more."""

    stage: Stage
    name: str
    requests: tuple[Request, ...]
    of_givers: bool = False


def wanted(
    result: JsonObject,
    extras: frozenset[Extra],
    there: Sequence[RawDocument],
    asked: Collection[str] = (),
) -> list[Wanted]:
    """Everything that a transaction (`result` of a tx method) wants, `there` included, in the order to fetch it;
    `asked`: keys of what was asked for already, with or without an answer.

    Blocks whose heights stand beside the outcomes (an indexer's) are not wanted."""
    receipts = [document for document in there if document.method == "EXPERIMENTAL_receipt"]
    blocks = [document for document in there if document.method == "block"]
    chunks = [document for document in there if document.method == "chunk"]
    headers = headers_of(blocks)
    found = [Wanted("receipts", tr("receipts"), tuple(receipt_requests(result, extras)))]
    if extras & {"blocks", "chunks"}:
        hashes = block_hashes(result, without_height="chunks" not in extras)
        found.append(Wanted("blocks", tr("blocks"), tuple(("block", {"block_id": hash}) for hash in hashes)))
        after = _next_headers(result, headers, asked)
        found.append(Wanted("blocks", tr("headers of the next blocks"), tuple(after), of_givers=True))
        of_blocks = set(hashes) if "chunks" in extras else resumed_in(result, receipts)
        found.append(Wanted("chunks", tr("chunks"), tuple(chunk_requests(blocks, of_blocks))))
    if "changes" in extras:
        found.append(Wanted("more", tr("state changes"), tuple(change_requests(result, receipts, headers))))
    if "accounts" in extras:
        found.append(Wanted("more", tr("balances"), tuple(balance_requests(result, headers))))
    if "config" in extras:
        found.append(Wanted("more", tr("protocol configuration"), tuple(config_requests(result))))
    if "metadata" in extras:
        found.append(Wanted("more", tr("contract metadata"), tuple(metadata_requests(result, receipts))))
    found.append(Wanted("more", _ORIGINS, tuple(origin_requests(result, receipts, chunks))))
    return found


def _next_headers(
    result: JsonObject, headers: dict[str, JsonObject], asked: Collection[str]
) -> Iterator[Request]:
    """The header after each block that ran something of a final transaction: with it the outcomes are proven
    (protocol.md §12). Heights may be skipped, so one that was asked for in vain is followed by the next."""
    if result.get("final_execution_status") != "FINAL":
        return
    followed = {text_or_none(header.get("prev_hash")) for header in headers.values()}
    for hash in block_hashes(result):
        height = count_of(headers.get(hash, {}).get("height"))
        if height is None or hash in followed:
            continue
        requests: list[Request] = [("block", {"block_id": height + n}) for n in range(1, _SKIPPED + 2)]
        yield from [request for request in requests if key(*request) not in asked][:1]


def lacks(raw: RawTransaction, extras: frozenset[Extra]) -> bool:
    """Whether documents that were fetched earlier want something that may be had by asking again.

    Not counted are origins of resumes, which many nodes do not tell, and what is asked by height (changes, next
    headers), where a skipped block answers nothing."""
    mains = answers_in(raw)
    return not mains or bool(lacking(raw, extras))


def answers_in(raw: RawTransaction) -> list[JsonObject]:
    """The answers of tx methods among the documents."""
    payloads = (document.payload for document in raw.documents)
    return [one for one in payloads if isinstance(one, dict) and isinstance(one.get("transaction"), dict)]


def lacking(raw: RawTransaction, extras: frozenset[Extra]) -> dict[str, int]:
    """Name of a kind of documents → how many of them are wanted and not there."""
    there = {key(document.method, document.params) for document in raw.documents}
    mains = answers_in(raw)
    found: dict[str, int] = {}
    for kind in wanted(mains[-1], extras, raw.documents) if mains else ():
        count = sum(
            key(*request) not in there
            for request in kind.requests
            if kind.name != _ORIGINS
            and not (isinstance(request[1], dict) and isinstance(request[1].get("block_id"), int))
        )
        if count:
            found[kind.name] = found.get(kind.name, 0) + count
    return found


def key(method: str, params: object) -> str:
    """A request as text."""
    return json.dumps([method, params], sort_keys=True)
