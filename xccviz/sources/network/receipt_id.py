"""What an id is that no endpoint knows as a transaction: a receipt, which leads to its transaction, or a block.

Raises rather than returns what leads nowhere: the error says what the id is (interface.md §1).
"""

from __future__ import annotations

import asyncio

from xccviz.catalogue import tr
from xccviz.model.errors import Hint, UserError
from xccviz.model.ids import SYSTEM
from xccviz.model.raw import JsonObject, object_of, text_or_none
from xccviz.sources.files.listing import lines_of, offers_of
from xccviz.sources.foreign_text import one_line
from xccviz.sources.network.answers import Answer, Ok
from xccviz.sources.network.indexer import Element, Indexer
from xccviz.sources.network.lookup import Found, Lookup
from xccviz.sources.network.raw_answer import new_chunks_of
from xccviz.sources.network.rpc import Endpoint
from xccviz.sources.progress import Progress

Named = JsonObject | None


async def by_receipt(lookup: Lookup, id: str, select: str | None) -> tuple[Found | None, str | None]:
    """Try the id as a receipt, then as a block, where it was unknown as a transaction.

    Raises UserError (not_found) that says what it is, if it is one of them but leads to no transaction.
    """
    knowing = [index for index, miss in lookup.said.items() if miss.kind in ("unknown", "untracked")]
    if not knowing or lookup.left() < 0.05:
        return None, select
    lookup.progress(Progress("asking", tr("no transaction; trying it as a receipt")))
    answers = await asyncio.gather(*(_identify(lookup, index, id) for index in knowing))
    for index, (origin, _, _) in zip(knowing, answers, strict=True):
        named = origin or {}
        hash = text_or_none(named.get("transaction_hash"))
        if hash is None:
            continue
        sender = text_or_none(named.get("sender_account_id"))
        order = [index, *(other for other in range(len(lookup.endpoints)) if other != index)]
        found = await lookup.in_order(hash, sender, order, lookup.deadline)
        if found is not None:
            return found, id
        raise UserError(
            tr("{id} is a receipt of transaction {hash}, which no endpoint has", id=id, hash=hash),
            Hint(
                tr("Ask an archival endpoint with --rpc."),
                tr("Add an archival endpoint under Edit › Settings."),
            ),
            kind="not_found",
            details=lookup.lines(),
        )
    for index, (_, receipt, _) in zip(knowing, answers, strict=True):
        if receipt is not None:
            raise _receipt_without_transaction(lookup, id, receipt, index)
    for index, (_, _, block) in zip(knowing, answers, strict=True):
        if block is not None:
            raise await _block(lookup, id, block, index)
    return None, select


async def _identify(lookup: Lookup, index: int, id: str) -> tuple[Named, Named, Named]:
    """Where a receipt comes from, the receipt, and the block of that id, each None if there is none."""
    idle = min(5.0, lookup.left())
    endpoint = lookup.endpoints[index]
    if isinstance(endpoint, Indexer):
        element = await endpoint.of_receipt(id, idle=idle)
        if not isinstance(element, Element):
            return None, None, None
        view = object_of(element.value["transaction"])
        return {"transaction_hash": view.get("hash"), "sender_account_id": view.get("signer_id")}, None, None
    origin, receipt, block = await asyncio.gather(
        endpoint.ask("EXPERIMENTAL_receipt_to_tx", {"receipt_id": id}, idle=idle),
        endpoint.ask("EXPERIMENTAL_receipt", {"receipt_id": id}, idle=idle),
        endpoint.ask("block", {"block_id": id}, idle=idle),
    )
    return _object(origin), _object(receipt), _object(block)


def _receipt_without_transaction(lookup: Lookup, id: str, receipt: JsonObject, index: int) -> UserError:
    body = receipt.get("receipt")
    action = body.get("Action") if isinstance(body, dict) else None
    signer = text_or_none(action.get("signer_id")) if isinstance(action, dict) else None
    what = tr("a receipt") if isinstance(action, dict) else tr("a data receipt")
    signed = (
        tr(", in a transaction of {signer}", signer=one_line(signer, 64))
        if signer and signer != SYSTEM
        else ""
    )
    ends = [one_line(receipt.get(name, "?"), 64) for name in ("predecessor_id", "receiver_id")]
    return UserError(
        tr(
            "{id} is {what} from {sender} to {receiver}{signed}; its transaction is not known to {endpoint}",
            id=id,
            what=what,
            sender=ends[0],
            receiver=ends[1],
            signed=signed,
            endpoint=lookup.endpoints[index].name,
        ),
        tr("An explorer's page of the receipt names its transaction; open that hash."),
        kind="not_found",
        details=lookup.lines(),
    )


async def _block(lookup: Lookup, id: str, block: JsonObject, index: int) -> UserError:
    header = block.get("header")
    height = header.get("height") if isinstance(header, dict) else None
    idle = min(5.0, lookup.left())
    endpoint = lookup.endpoints[index]
    assert isinstance(endpoint, Endpoint)  # an indexer knows no blocks
    chunks = await asyncio.gather(
        *(endpoint.ask("chunk", {"chunk_id": chunk}, idle=idle) for chunk in new_chunks_of(block)[:64])
    )
    listed = [(_object(chunk) or {}).get("transactions") for chunk in chunks]
    offers = offers_of((e for entries in listed if isinstance(entries, list) for e in entries), fetch=True)
    hint = tr("Open one of its transactions, listed below.") if offers else tr("It holds no transaction.")
    return UserError(
        tr("{id} is block {height}, not a transaction", id=id, height=height)
        if isinstance(height, int)
        else tr("{id} is a block of unknown height, not a transaction", id=id),
        hint,
        kind="not_found",
        details=lines_of(offers[:200]),
        listed=True,
        offers=offers[:200],
    )


def _object(answer: Answer) -> JsonObject | None:
    return answer.result if isinstance(answer, Ok) and isinstance(answer.result, dict) else None
