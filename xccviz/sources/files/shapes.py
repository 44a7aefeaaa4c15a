"""The shapes of a document that opens (interface.md §3), and those that are known and refused: one row each.

A document is read by the first row that knows it. A new shape is a function (or a module) that reads it and a row.
Nothing is interpreted here beyond the keys that tell one shape from another; `parse` reads the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from xccviz.catalogue import tr
from xccviz.model.errors import Offer, UserError
from xccviz.model.raw import Json, JsonObject, RawDocument, RawTransaction, list_of, object_of
from xccviz.sources.files import near_workspaces, streamer
from xccviz.sources.files.capture import FORMAT, capture_from_json
from xccviz.sources.files.place import Place, malformed, word_for
from xccviz.sources.files.rust_debug import DebugTextError
from xccviz.sources.foreign_text import one_line
from xccviz.sources.recognise import base58
from xccviz.values import frozen

Members = JsonObject


@frozen
class Shape:
    """A JSON object that opens: `is_it` tells it by its top-level keys, `read` gives its transactions, or raises
    UserError (malformed) for one that is known and can't be opened."""

    name: str
    is_it: Callable[[Members], bool]
    read: Callable[[Members, Place], list[RawTransaction]]


@frozen
class TextShape:
    """The same of a text that is no JSON."""

    name: str
    is_it: Callable[[str], bool]
    read: Callable[[str, Place], list[RawTransaction]]


def transactions_in(value: Json, place: Place) -> list[RawTransaction]:
    """Every transaction of a parsed document, in its order; at least one. Raises UserError (malformed)."""
    if isinstance(value, list):
        if not value:
            raise malformed(tr("{name} is an empty array", name=place.name))
        return [raw for n, entry in enumerate(value) for raw in _in_object(entry, place.inside(f"[{n}]"))]
    return _in_object(value, place)


def transactions_in_text(text: str, place: Place) -> list[RawTransaction] | None:
    """Every transaction of a text that is no JSON; None if no row knows it. Raises UserError (malformed)."""
    shape = next((shape for shape in TEXT_SHAPES if shape.is_it(text)), None)
    return shape.read(text, place) if shape is not None else None


def _in_object(value: Json, place: Place) -> list[RawTransaction]:
    if not isinstance(value, dict):
        raise place.wanted(tr("an object"), word_for(value))
    return next(shape for shape in SHAPES if shape.is_it(value)).read(value, place)


# ------------------------------------------------------------------------------------------------------------ readers


def _export(value: Members, place: Place) -> list[RawTransaction]:
    raise malformed(
        tr(
            "{name} is an export ({said}); exports are not opened again",
            name=place.name,
            said=one_line(value["format"], 40),
        ),
        tr("Open the capture it was made from (xccviz fetch … -o FILE.xcc.json)."),
    )


def _streamer_message(value: Members, place: Place) -> list[RawTransaction]:
    found = streamer.transactions_of(value)
    if not found:
        raise malformed(
            tr("{name}: the block at {path} holds no transaction", name=place.name, path=place.path),
            tr("Receipts alone cannot be opened; give the block that holds the transaction."),
        )
    block = RawDocument("block", None, value["block"])
    return [
        place.transaction("EXPERIMENTAL_tx_status", result, object_of(result["transaction"]), block)
        for result in found
    ]


def _error(value: Members, place: Place) -> list[RawTransaction]:
    """An answer that is an error: say which, in the node's words."""
    error = value["error"]
    cause, text = "", ""
    if isinstance(error, dict):
        inner = error.get("cause")
        cause = str(inner.get("name", "")) if isinstance(inner, dict) else ""
        cause = cause or str(error.get("name", ""))
        data = error.get("data")
        text = data if isinstance(data, str) else str(error.get("message", ""))
    said = ": ".join(one_line(part, 200) for part in (cause, text) if part) or tr("no details")
    raise malformed(
        tr("{name} holds an error a node answered, no transaction ({said})", name=place.name, said=said),
        tr("Fetch the transaction again."),
    )


def _envelope(value: Members, place: Place) -> list[RawTransaction]:
    return _answer(value["result"], value, place.inside(".result"))


def _list(value: Members, place: Place) -> list[RawTransaction]:
    entries, inside = list_of(value["transactions"]), place.inside(".transactions")
    if not entries:
        raise malformed(
            tr("{name}: at {path}, the list of transactions is empty", name=place.name, path=inside.path),
            tr("The indexer does not know the transaction."),
        )
    return [raw for n, entry in enumerate(entries) for raw in _in_object(entry, inside.inside(f"[{n}]"))]


def _indexer(value: Members, place: Place) -> list[RawTransaction]:
    if not isinstance(value.get("receipts"), list):
        raise malformed(tr("{name}: at {path}.receipts, expected an array", name=place.name, path=place.path))
    return [place.transaction("indexer", value, object_of(value["transaction"]))]


def _answer(result: Json, envelope: Json, place: Place) -> list[RawTransaction]:
    """A `tx` or `EXPERIMENTAL_tx_status` result, with or without its envelope; also assembled lake documents."""
    if not isinstance(result, dict):
        raise place.wanted(tr("a transaction"), word_for(result))
    transaction = result.get("transaction")
    if not isinstance(transaction, dict) or not isinstance(result.get("transaction_outcome"), dict):
        raise place.wanted(tr("a transaction with its outcome"), _what_it_is(result))
    method = "EXPERIMENTAL_tx_status" if isinstance(result.get("receipts"), list) else "tx"
    return [place.transaction(method, envelope, transaction)]


_DEBUG_HASH = re.compile(r"transaction_hash:\s*(?:CryptoHash\()?\"?([1-9A-HJ-NP-Za-km-z]{32,44})")


def _debug_text(text: str, place: Place) -> list[RawTransaction]:
    """What near-workspaces prints. Raises UserError (malformed) with the hash to fetch where it can't be read."""
    try:
        result = near_workspaces.result_of(text)
    except DebugTextError as error:
        found = _DEBUG_HASH.search(text)
        hashes = [found[1]] if found and base58.is_hash(found[1]) else base58.find_hashes(text)[:1]
        what = tr(", of transaction {hash}", hash=hashes[0]) if hashes else tr(", without a hash")
        raise UserError(
            tr(
                "{name} is the debug text of near-workspaces{what}, and can't be read: {error}",
                name=place.name,
                what=what,
                error=error,
            ),
            tr("Fetch it from the node that ran it: xccviz {hash} --rpc URL", hash=hashes[0])
            if hashes
            else tr("Print the transaction's hash and open that with --rpc URL."),
            kind="malformed",
            offers=tuple(Offer(hash, tr("Fetch it from its network"), fetch=True) for hash in hashes),
        ) from error
    return [place.transaction(near_workspaces.METHOD, result, object_of(result["transaction"]))]


def _markup(text: str, place: Place) -> list[RawTransaction]:
    raise malformed(tr("{name} is HTML or XML, not JSON", name=place.name))


# --------------------------------------------------------------------------------------------------------- the rows


def _says_xccviz(value: Members) -> bool:
    return "format" in value and str(value["format"]).startswith("xccviz-")


def _is_chunk(value: Members) -> bool:
    return "header" in value and "receipts" in value


SHAPES = (
    Shape("capture", lambda v: v.get("format") == FORMAT, lambda v, place: [capture_from_json(v)]),
    Shape("export", _says_xccviz, _export),
    Shape("streamer message", lambda v: "block" in v and "shards" in v, _streamer_message),
    Shape(
        "error",
        lambda v: v.get("error") is not None and "transaction" not in v and "result" not in v,
        _error,
    ),
    Shape("RPC envelope", lambda v: "result" in v and "transaction" not in v, _envelope),
    Shape("list", lambda v: isinstance(v.get("transactions"), list) and not _is_chunk(v), _list),
    Shape(
        "indexer's transaction",
        lambda v: "execution_outcome" in v and isinstance(v.get("transaction"), dict),
        _indexer,
    ),
    Shape("result", lambda v: True, lambda v, place: _answer(v, v, place)),
)
"""In the order in which they are tried; the last one takes what is left, and says what it found instead."""

TEXT_SHAPES = (
    TextShape("near-workspaces' debug text", near_workspaces.is_debug_text, _debug_text),
    TextShape("HTML or XML", lambda text: text.lstrip("\ufeff \t\r\n")[:1] == "<", _markup),
)

OTHERS: tuple[tuple[str, Callable[[Members], bool]], ...] = (
    (tr("a block"), lambda v: "header" in v and "chunks" in v),
    (tr("a chunk"), _is_chunk),
    (tr("a receipt"), lambda v: "receipt_id" in v or "receipt" in v),
    (
        tr("an answer of a node that knows nothing of it yet (final_execution_status only)"),
        lambda v: set(v) == {"final_execution_status"},
    ),
    (tr("an ABI"), lambda v: "abi" in v or "schema_version" in v),
    (tr("a transaction without transaction_outcome"), lambda v: "transaction" in v),
)
"""Documents of NEAR that are no transaction, for saying so."""


def _what_it_is(value: Members) -> str:
    known = next((words for words, is_it in OTHERS if is_it(value)), None)
    if known is not None:
        return known
    keys = ", ".join(one_line(key, 30) for key in list(value)[:5])
    return tr("an object with {keys}", keys=keys) if keys else tr("an empty object")
