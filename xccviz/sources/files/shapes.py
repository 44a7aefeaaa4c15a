"""The shapes of a JSON document that opens (interface.md §3), and those that are known and refused: one row each.

A document is read by the first row that knows it. A new shape is a function (or a module) that reads it and a row.
Nothing is interpreted here beyond the keys that tell one shape from another; `parse` reads the rest. What
holds no transaction may still name one: then that is what it gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from xccviz.catalogue import tr
from xccviz.model import base58
from xccviz.model.errors import UserError
from xccviz.model.raw import Json, JsonObject, RawDocument, list_of, object_of, objects_of
from xccviz.sources.files import refused, streamer
from xccviz.sources.files.capture import FORMAT, capture_from_json
from xccviz.sources.files.named import named_by
from xccviz.sources.files.place import Found, Place, malformed, word_for
from xccviz.sources.files.several import taken_apart
from xccviz.sources.files.within import documents_within, unquoted
from xccviz.sources.recognise.asked import METHODS, asked_in
from xccviz.sources.recognise.references import TransactionRef
from xccviz.values import frozen, replace

Members = JsonObject


@frozen
class Shape:
    """A JSON object that opens: `is_it` tells it by its members, `read` gives its transactions (or those that it
    names), or raises UserError (malformed) for one that is known and can't be opened."""

    name: str
    is_it: Callable[[Members], bool]
    read: Callable[[Members, Place], list[Found]]


DEEPEST_PATH = 40
"""Members from the root to a transaction; what is nested deeper is no answer of anybody."""


def transactions_in(value: Json, place: Place) -> list[Found]:
    """Every transaction of a parsed document whose members are named as on the wire (`naming`), in its order; at least
    one. Raises UserError (malformed)."""
    if isinstance(value, str):
        return _named_in(value, place)
    if isinstance(value, list):
        return _in_list(value, place)
    return _in_object(value, place)


def is_known(value: Json) -> bool:
    """Whether it is a document, or holds one: among many values of a text, which count."""
    if isinstance(value, list):
        return any(isinstance(entry, dict) and is_known(entry) for entry in value)
    return isinstance(value, dict) and (is_certain(value) or bool(_inner(value, Place(""))))


def is_certain(value: Members) -> bool:
    """Whether it is a document by itself, whatever is in it."""
    return any(shape.is_it(value) for shape in SHAPES[:CERTAIN])


def _inner(value: Members, place: Place) -> list[tuple[Json, Place]]:
    return documents_within(value, place, is_certain)


def _in_list(value: list[Json], place: Place) -> list[Found]:
    if place.path.count("[") > DEEPEST_PATH:
        raise malformed(tr("{name} is nested too deeply to be a transaction", name=place.name))
    if not value:
        raise malformed(tr("{name} is an empty array", name=place.name))
    asked = asked_in(value)
    if asked is not None:
        return [asked] if isinstance(asked, TransactionRef) else list(asked.among)
    messages = streamer.messages_in(value)
    if messages:
        return _of_messages(messages, place)
    return in_each(((entry, place.inside(f"[{n}]")) for n, entry in enumerate(value)), _in_entry)


def _in_entry(value: Json, place: Place) -> list[Found]:
    return _in_list(value, place) if isinstance(value, list) else _in_object(value, place)


def in_each(
    values: Iterable[tuple[Json, Place]], read: Callable[[Json, Place], list[Found]] = transactions_in
) -> list[Found]:
    """The transactions of several documents. Answers that are errors don't count beside others, as of polls before a
    transaction was known. Raises UserError (malformed) for any other that can't be read."""
    found: list[Found] = []
    refused_answer: UserError | None = None
    for value, place in values:
        try:
            found += read(value, place)
        except UserError as error:
            if not (isinstance(value, dict) and (_is_error(value) or _was_rejected(value))):
                raise
            refused_answer = refused_answer or error
    if not found and refused_answer is not None:
        raise refused_answer
    return found


def _in_object(value: Json, place: Place) -> list[Found]:
    if not isinstance(value, dict):
        raise place.wanted(tr("an object"), word_for(value))
    if place.path.count(".") > DEEPEST_PATH:
        raise malformed(tr("{name} is nested too deeply to be a transaction", name=place.name))
    return next(shape for shape in SHAPES if shape.is_it(value)).read(value, place)


# ------------------------------------------------------------------------------------------------------------ readers


def _streamer_message(value: Members, place: Place) -> list[Found]:
    return _of_messages([value], place)


def _of_messages(messages: list[Members], place: Place) -> list[Found]:
    """The transactions of one block's message or of several, with their blocks."""
    found = streamer.transactions_of(*messages)
    blocks = [
        RawDocument("block", None, block)
        for message in messages
        if isinstance(block := message.get("block"), dict)
    ]
    if found:
        return [
            place.transaction("EXPERIMENTAL_tx_status", result, object_of(result["transaction"]), *blocks)
            for result in found
        ]
    named = [TransactionRef(hash) for hash in streamer.named_by(*messages) if base58.is_hash(hash)]
    if named:
        return [*named]
    raise malformed(
        tr("{name}: the block at {path} holds no transaction", name=place.name, path=place.path),
        tr("Receipts alone cannot be opened; give the block that holds the transaction."),
    )


def _blocks(value: Members, place: Place) -> list[Found]:
    return _of_messages(objects_of(value["blocks"]), place.inside(".blocks"))


def _lone_entry(value: Members, place: Place) -> list[Found]:
    """A transaction as a block's message holds it: with its own outcome only."""
    return _of_messages([{"transactions": [value]}], place)


def _envelope(value: Members, place: Place) -> list[Found]:
    result, inside = value["result"], place.inside(".result")
    if isinstance(result, str) and base58.is_hash(result):
        return [TransactionRef(result)]
    if isinstance(result, dict) and _is_result(result):
        return _answer(result, value, inside)
    if isinstance(result, dict):
        return _in_object(result, inside)
    if isinstance(result, list) and result:
        return _in_list(result, inside)
    raise inside.wanted(tr("a transaction"), word_for(result))


def _list(value: Members, place: Place) -> list[Found]:
    entries, inside = list_of(value["transactions"]), place.inside(".transactions")
    if not entries:
        raise malformed(
            tr("{name}: at {path}, the list of transactions is empty", name=place.name, path=inside.path),
            tr("The indexer does not know the transaction."),
        )
    return [raw for n, entry in enumerate(entries) for raw in _in_object(entry, inside.inside(f"[{n}]"))]


def _indexer(value: Members, place: Place) -> list[Found]:
    if not isinstance(value.get("receipts"), list):
        raise malformed(tr("{name}: at {path}.receipts, expected an array", name=place.name, path=place.path))
    return [place.transaction("indexer", value, object_of(value["transaction"]))]


def _receipt_with_its_transaction(value: Members, place: Place) -> list[Found]:
    """The indexer's receipt: the transaction opens, the receipt is selected. Without the transaction, its hash does."""
    receipt = object_of(value["receipt"])
    id = receipt.get("receipt_id")
    select = id if isinstance(id, str) and base58.is_hash(id) else None
    if isinstance(value.get("transaction"), dict):
        found = _in_object(value["transaction"], place.inside(".transaction"))
        return [replace(entry, select=select) for entry in found]
    return [TransactionRef(str(receipt["transaction_hash"]), select=select)]


def _request(value: Members, place: Place) -> list[Found]:
    asked = asked_in(value)
    if asked is None:
        raise place.wanted(tr("a transaction with its outcome"), tr("a request that names none"))
    return [asked] if isinstance(asked, TransactionRef) else list(asked.among)


def _flat(value: Members, place: Place) -> list[Found]:
    """nearcore's FinalExecutionOutcomeWithReceiptView as it is written where nothing flattens it."""
    result: Members = {**object_of(value["final_outcome"]), "receipts": value.get("receipts")}
    return _in_object(result, place.inside(".final_outcome"))


def _answer(result: Members, envelope: Json, place: Place) -> list[Found]:
    """A `tx` or `EXPERIMENTAL_tx_status` result, with or without its envelope; also assembled lake documents."""
    method = "EXPERIMENTAL_tx_status" if isinstance(result.get("receipts"), list) else "tx"
    return [place.transaction(method, envelope, object_of(result["transaction"]))]


def _chunk(value: Members, place: Place) -> list[Found]:
    """A chunk lists transactions without what became of them: those it names. One of a block's message has them with
    their outcomes."""
    entries = objects_of(value.get("transactions"))
    if any(map(_is_lone_entry, entries)):
        return _of_messages([{"chunk": value}], place)
    named = [
        TransactionRef(hash, signer=signer if isinstance(signer, str) else None)
        for entry in entries
        if isinstance(hash := entry.get("hash"), str) and base58.is_hash(hash)
        for signer in [entry.get("signer_id")]
    ]
    if not named:
        raise refused.what_else(value, place)
    return [*named]


def _wrapped(value: Members, place: Place) -> list[Found]:
    """Documents inside of something that this version doesn't know, those nearest to its root."""
    return in_each(_inner(value, place), _in_object)


def _naming(value: Members, place: Place) -> list[Found]:
    return [*named_by(value)]


def _named_in(value: str, place: Place) -> list[Found]:
    """A JSON text alone: a hash, or a document that was written as text once more."""
    if base58.is_hash(value):
        return [TransactionRef(value)]
    inner = unquoted(value)
    if inner is not None:
        return transactions_in(inner, place)
    raise place.wanted(tr("an object"), word_for(value))


# --------------------------------------------------------------------------------------------------------- the rows


def _says_xccviz(value: Members) -> bool:
    return "format" in value and str(value["format"]).startswith("xccviz-")


def _is_error(value: Members) -> bool:
    return value.get("error") is not None and "transaction" not in value and "result" not in value


def _was_rejected(value: Members) -> bool:
    """Whether it is what `Promise.allSettled` gives for an answer that never came."""
    return value.get("status") == "rejected" and "reason" in value


def _is_list(value: Members) -> bool:
    entries = value.get("transactions")
    named = bool(entries) and isinstance(entries, list) and all(isinstance(entry, str) for entry in entries)
    return isinstance(entries, list) and not named and not refused.is_chunk(value)


def _is_blocks(value: Members) -> bool:
    blocks = value.get("blocks")
    messages = objects_of(blocks)
    return (
        bool(messages) and len(messages) == len(list_of(blocks)) and all(map(streamer.is_message, messages))
    )


def _is_result(value: Members) -> bool:
    return isinstance(value.get("transaction"), dict) and isinstance(value.get("transaction_outcome"), dict)


def _is_lone_entry(value: Members) -> bool:
    holder = value.get("outcome")
    return (
        isinstance(value.get("transaction"), dict)
        and isinstance(holder, dict)
        and isinstance(holder.get("execution_outcome"), dict)
    )


def _is_receipt_with_its_transaction(value: Members) -> bool:
    receipt = value.get("receipt")
    if not isinstance(receipt, dict) or "receipt_id" not in receipt:
        return False
    hash = receipt.get("transaction_hash")
    return isinstance(value.get("transaction"), dict) or (isinstance(hash, str) and base58.is_hash(hash))


SHAPES = (
    Shape(
        "capture", lambda v: v.get("format") == FORMAT, lambda v, place: [*taken_apart(capture_from_json(v))]
    ),
    Shape("export", _says_xccviz, refused.export),
    Shape("streamer message", streamer.is_message, _streamer_message),
    Shape("shard of a block", streamer.is_shard, lambda v, place: _of_messages([{"shards": [v]}], place)),
    Shape("blocks", _is_blocks, _blocks),
    Shape("result", _is_result, lambda v, place: _answer(v, v, place)),
    Shape("result not flattened", lambda v: _is_result(object_of(v.get("final_outcome"))), _flat),
    Shape("receipt with its transaction", _is_receipt_with_its_transaction, _receipt_with_its_transaction),
    Shape("entry of a chunk", _is_lone_entry, _lone_entry),
    Shape(
        "indexer's transaction",
        lambda v: "execution_outcome" in v and isinstance(v.get("transaction"), dict),
        _indexer,
    ),
    Shape("request", lambda v: v.get("method") in METHODS and "params" in v, _request),
    Shape("error", _is_error, refused.error),
    Shape("RPC envelope", lambda v: "result" in v and "transaction" not in v, _envelope),
    Shape("list", _is_list, _list),
    Shape("chunk", lambda v: refused.is_chunk(v) and isinstance(v.get("transactions"), list), _chunk),
    Shape("wrapped", lambda v: bool(_inner(v, Place(""))), _wrapped),
    Shape("naming", lambda v: bool(named_by(v)), _naming),
    Shape("error by itself", refused.is_error_alone, lambda v, place: refused.error({"error": v}, place)),
    Shape("anything else", lambda v: True, refused.anything_else),
)
"""In the order in which they are tried; the last one takes what is left, and says what it found instead."""

CERTAIN = next(n for n, shape in enumerate(SHAPES) if shape.name == "wrapped")
"""How many of them know their document by itself."""
