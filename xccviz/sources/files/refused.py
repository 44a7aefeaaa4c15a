"""JSON documents that are known and hold no transaction: what each is, and what to do instead."""

from __future__ import annotations

from collections.abc import Callable

from xccviz.catalogue import tr
from xccviz.model import base58
from xccviz.model.errors import Hint, Offer, UserError
from xccviz.model.raw import Json, JsonObject, object_of
from xccviz.sources.files.named import named_by
from xccviz.sources.files.place import Found, Place, malformed
from xccviz.sources.foreign_text import one_line


def export(value: JsonObject, place: Place) -> list[Found]:
    """What we write for others. Raises UserError (malformed)."""
    raise malformed(
        tr(
            "{name} is an export ({said}); exports are not opened again",
            name=place.name,
            said=one_line(value["format"], 40),
        ),
        Hint(
            tr("Open the capture it was made from (xccviz fetch … -o FILE.xcc.json)."),
            tr("Open the capture it was made from."),
        ),
    )


def error(value: JsonObject, place: Place) -> list[Found]:
    """An answer that is an error: say which, in the node's words. Raises UserError (malformed)."""
    error = object_of(value["error"])
    cause, data = object_of(error.get("cause")).get("name") or error.get("name"), error.get("data")
    if "TxExecutionError" in error:
        data = error
    text = data if isinstance(data, str) else error.get("message")
    said = ": ".join(one_line(part, 200) for part in (cause, text) if part) or tr("no details")
    if "InvalidTxError" in object_of(object_of(data).get("TxExecutionError")):
        raise _refusal(tr("{name}: a node refused the transaction", name=place.name), data)
    if cause == "INVALID_TRANSACTION":
        raise _refusal(
            tr("{name}: a node refused the transaction ({said})", name=place.name, said=said), data
        )
    raise UserError(
        tr("{name} holds an error a node answered, no transaction ({said})", name=place.name, said=said),
        tr("Fetch the transaction again."),
        kind="malformed",
        about=value["error"],
        offers=_named_in(error),
    )


def _named_in(error: JsonObject) -> tuple[Offer, ...]:
    """The transactions that an error is about, as `UNKNOWN_TRANSACTION`, `REQUEST_ROUTED` and clients name them."""
    return tuple(Offer(ref.hash, tr("Fetch it from its network"), fetch=True) for ref in named_by(error))


def is_error_alone(value: JsonObject) -> bool:
    """The member `error` of an answer without the answer, or what is in it."""
    return "TxExecutionError" in value or (
        {"code", "message"} <= value.keys() and ("cause" in value or "data" in value)
    )


def _refusal(message: str, reason: Json = None) -> UserError:
    """A node does not take a transaction: there is none to fetch."""
    hint = tr("Sending it led to nothing, so there is nothing to fetch.")
    return UserError(message, hint, kind="malformed", about=reason)


def anything_else(value: JsonObject, place: Place) -> list[Found]:
    """What no row knows. Raises UserError (malformed)."""
    raise what_else(value, place)


def what_else(value: JsonObject, place: Place) -> UserError:
    """The error (malformed) that says what it is instead of a transaction."""
    error = place.wanted(tr("a transaction with its outcome"), _what_it_is(value))
    id = value.get("receipt_id") or object_of(value.get("receipt")).get("receipt_id")
    outcomes = (value, object_of(value.get("execution_outcome")), object_of(value.get("outcome")))
    id = id or next((each["id"] for each in outcomes if "id" in each and "outcome" in each), None)
    if isinstance(id, str) and base58.is_hash(id):
        error.offers, error.hint = offer_of_receipt(id)
    failure_alone = "kind" in value or len(value) == 1  # as clients print it
    if failure_alone or any("status" in each or "outcome" in each for each in outcomes):
        error.about = value
    return error


def offer_of_receipt(id: str) -> tuple[tuple[Offer, ...], Hint]:
    """What there is to fetch where all that is known is a receipt, and what to do."""
    ask = tr("Ask for the transaction of this receipt")
    return (Offer(id, ask, fetch=True),), Hint(tr("{ask} (xccviz {id}).", ask=ask, id=id), f"{ask}.")


def is_chunk(value: JsonObject) -> bool:
    """A chunk, as `chunk` answers it."""
    return "header" in value and "receipts" in value


OTHERS: tuple[tuple[str, Callable[[JsonObject], bool]], ...] = (
    (tr("a block"), lambda v: "header" in v and "chunks" in v),
    (tr("a chunk"), is_chunk),
    (tr("a receipt"), lambda v: "receipt_id" in v or "receipt" in v),
    (tr("an outcome by itself"), lambda v: {"id", "outcome"} <= v.keys()),
    (tr("a status by itself"), lambda v: "status" in v and "transaction" not in v and len(v) < 3),
    (
        tr("an answer of a node that knows nothing of it yet (final_execution_status only)"),
        lambda v: set(v) == {"final_execution_status"},
    ),
    (tr("an ABI"), lambda v: "abi" in v or "schema_version" in v),
    (tr("a transaction without transaction_outcome"), lambda v: "transaction" in v),
)
"""Documents of NEAR that are no transaction, for saying so."""


def _what_it_is(value: JsonObject) -> str:
    known = next((words for words, is_it in OTHERS if is_it(value)), None)
    if known is not None:
        return known
    keys = ", ".join(one_line(key, 30) for key in list(value)[:5])
    return tr("an object with {keys}", keys=keys) if keys else tr("an empty object")
