"""Documents from a file, standard input or a paste: unpack, parse, recognise the shape (interface.md §3).

Nothing is interpreted here beyond the top-level keys that tell one shape from another; `parse` reads the rest.

    bytes ─ unpack (magic numbers) ─ text ─ JSON ─ shape ─> RawTransaction
"""

from __future__ import annotations

import json
import math
import re
import sys
from pathlib import Path
from typing import IO, Any, NoReturn

from xccviz.model.errors import Offer, UserError
from xccviz.model.raw import Json, RawDocument, RawTransaction
from xccviz.sources.files import near_workspaces, streamer
from xccviz.sources.files import unpack as unpacking
from xccviz.sources.files.capture import FORMAT, capture_from_json
from xccviz.sources.files.listing import lines_of, offers_of
from xccviz.sources.files.rust_debug import DebugTextError
from xccviz.sources.foreign_text import one_line
from xccviz.sources.recognise import base58

_MAX_DIGITS = 4000
"""Of one whole number, as in interface.md §4 (BYTES); Python itself refuses a little more."""

EXPECTED = "a capture (.xcc.json), an answer of EXPERIMENTAL_tx_status or tx, or an indexer's transaction"
_METHOD_OF_RESULT = {True: "EXPERIMENTAL_tx_status", False: "tx"}
_DEBUG_HASH = re.compile(r"transaction_hash:\s*(?:CryptoHash\()?\"?([1-9A-HJ-NP-Za-km-z]{32,44})")


def open_file(path: str | Path, select_hash: str | None = None) -> RawTransaction:
    """Read a file, packed or not (gzip, xz, zstd told by their first bytes).

    Raises UserError: usage if it can't be opened or holds several transactions and `select_hash` names none,
    malformed if its content is not what interface.md §3 lists.
    """
    place = Path(path)
    try:
        place = place.expanduser()
        if place.is_dir():
            raise UserError(f"{path} is a directory", "Give one file of it.", kind="usage")
        with place.open("rb") as file:
            data = unpacking.read_limited(file, str(path))
    except FileNotFoundError as error:
        raise UserError(f"there is no file {path}", "Check the name.", kind="usage") from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UserError(f"cannot read {path}: {reason}", kind="usage") from error
    return open_bytes(data, place.name, select_hash)


def open_stdin(select_hash: str | None = None, stream: IO[bytes] | None = None) -> RawTransaction:
    """Read standard input to its end, as `open_file` reads a file. Raises UserError (malformed) if it is closed."""
    # A process may be started without standard input; then Python has no `sys.stdin`.
    source = stream if stream is not None else getattr(sys.stdin, "buffer", None)
    if source is None:
        raise _malformed("standard input is closed", f"Expected {EXPECTED}.")
    return open_bytes(unpacking.read_limited(source, "standard input"), "standard input", select_hash)


def open_text(text: str, select_hash: str | None = None) -> RawTransaction:
    """Read pasted text, as `open_file` reads a file."""
    if len(text) > unpacking.MAX_BYTES:
        raise unpacking.too_large("the pasted text")
    return _open_document(text, "pasted text", select_hash)


def open_bytes(data: bytes, name: str, select_hash: str | None = None) -> RawTransaction:
    """Read bytes that came from `name` (used in messages and as `open`). Raises as `open_file`."""
    return _open_document(unpacking.decode_text(unpacking.unpack(data, name), name), name, select_hash)


def parse_json(text: str, name: str) -> Json:
    """Strict JSON. Raises UserError (malformed) with line, column and what was expected there."""

    def refuse(word: str) -> NoReturn:
        raise ValueError(f"{word} is not JSON")

    def finite(digits: str) -> float:
        value = float(digits)
        if not math.isfinite(value):
            raise ValueError(f"the number {digits[:20]} is too large")
        return value

    def whole(digits: str) -> int:
        if len(digits) > _MAX_DIGITS:
            raise ValueError(f"a number of {len(digits):,} digits is too large")
        return int(digits)

    try:
        return json.loads(text, parse_constant=refuse, parse_float=finite, parse_int=whole)
    except json.JSONDecodeError as error:
        expected = error.msg[0].lower() + error.msg[1:]
        cut = " (it ends too early)" if error.pos >= len(text.rstrip()) else ""
        raise _malformed(
            f"{name} is not valid JSON: line {error.lineno}, column {error.colno}: {expected}{cut}",
            f"Expected {EXPECTED}.",
        ) from error
    except RecursionError as error:
        raise _malformed(
            f"{name} is nested too deeply to be a transaction", f"Expected {EXPECTED}."
        ) from error
    except ValueError as error:
        raise _malformed(f"{name} is not valid JSON: {error}", f"Expected {EXPECTED}.") from error


def raw_from_json(value: Json, name: str, select_hash: str | None = None) -> RawTransaction:
    """Tell the shape of a parsed document by its top-level keys and wrap it.

    `select_hash` picks one of several transactions. Raises UserError: malformed for anything else than interface.md
    §3 lists, usage if it holds several transactions and none, or an absent one, was picked.
    """
    return _chosen(_candidates(value, name), name, select_hash)


def _chosen(found: list[RawTransaction], name: str, select_hash: str | None) -> RawTransaction:
    if select_hash is not None:
        chosen = [raw for raw in found if raw.tx_hash == select_hash]
        if not chosen:
            raise _choice(f"{name} holds no transaction {select_hash}", "It holds those listed below.", found)
        return chosen[0]
    if len(found) == 1:
        return found[0]
    complete = [raw for raw in found if streamer.is_assembled_complete(raw)]
    if len(complete) == 1:
        return complete[0]
    shown = name if name not in ("standard input", "pasted text") else "FILE"
    raise _choice(f"{name} holds {len(found)} transactions", f"Choose one with {shown}#HASH.", found)


def _open_document(text: str, name: str, select_hash: str | None) -> RawTransaction:
    stripped = text.lstrip("\ufeff \t\r\n")
    if not stripped:
        raise _malformed(f"{name} is empty", f"Expected {EXPECTED}.")
    if stripped[0] not in "{[":
        if near_workspaces.is_debug_text(text):
            return _of_debug_text(text, name, select_hash)
        if stripped[0] == "<":
            raise _malformed(f"{name} is HTML or XML, not JSON", f"Expected {EXPECTED}.")
    value = parse_json(stripped if text[:1] == "\ufeff" else text, name)
    return raw_from_json(value, name, select_hash)


def _of_debug_text(text: str, name: str, select_hash: str | None) -> RawTransaction:
    """What near-workspaces prints. Raises UserError (malformed) with the hash to fetch where it can't be read."""
    try:
        result = near_workspaces.result_of(text)
    except DebugTextError as error:
        found = _DEBUG_HASH.search(text)
        hashes = [found[1]] if found and base58.is_hash(found[1]) else base58.find_hashes(text)[:1]
        what = f", of transaction {hashes[0]}" if hashes else ", without a hash"
        raise UserError(
            f"{name} is the debug text of near-workspaces{what}, and can't be read: {error}",
            f"Fetch it from the node that ran it: xccviz {hashes[0]} --rpc URL"
            if hashes
            else "Print the transaction's hash and open that with --rpc URL.",
            kind="malformed",
            offers=tuple(Offer(hash, "Fetch it from its network", fetch=True) for hash in hashes),
        ) from error
    raw = _wrapped(near_workspaces.METHOD, result, result["transaction"], name)
    return _chosen([raw], name, select_hash)


def _candidates(value: Json, name: str) -> list[RawTransaction]:
    """Every transaction of the document, in its order; at least one."""
    if isinstance(value, list):
        if not value:
            raise _malformed(f"{name} is an empty array", f"Expected {EXPECTED}.")
        return [raw for n, entry in enumerate(value) for raw in _one(entry, name, f"$[{n}]")]
    return _one(value, name, "$")


def _one(value: Json, name: str, where: str) -> list[RawTransaction]:
    if not isinstance(value, dict):
        raise _malformed(
            f"{name}: at {where}, expected an object, found {_word(value)}", f"Expected {EXPECTED}."
        )
    if "format" in value and str(value["format"]).startswith("xccviz-"):
        if value["format"] == FORMAT:
            return [capture_from_json(value)]
        raise _malformed(
            f"{name} is an export ({one_line(value['format'], 40)}); exports are not opened again",
            "Open the capture it was made from (xccviz fetch … -o FILE.xcc.json).",
        )
    if "block" in value and "shards" in value:
        return _of_streamer(value, name, where)
    if value.get("error") is not None and "transaction" not in value and "result" not in value:
        raise _of_error(value["error"], name)
    if "result" in value and "transaction" not in value:
        return [_of_result(value["result"], value, name, f"{where}.result")]
    is_chunk = "header" in value and "receipts" in value
    if isinstance(value.get("transactions"), list) and not is_chunk:
        return _of_list(value["transactions"], name, f"{where}.transactions")
    if "execution_outcome" in value and isinstance(value.get("transaction"), dict):
        return [_of_indexer(value, name, where)]
    return [_of_result(value, value, name, where)]


def _of_list(entries: list[Json], name: str, where: str) -> list[RawTransaction]:
    if not entries:
        raise _malformed(
            f"{name}: at {where}, the list of transactions is empty",
            "The indexer does not know the transaction.",
        )
    return [raw for n, entry in enumerate(entries) for raw in _one(entry, name, f"{where}[{n}]")]


def _of_result(result: Json, envelope: Json, name: str, where: str) -> RawTransaction:
    """A `tx` or `EXPERIMENTAL_tx_status` result, with or without its envelope; also assembled lake documents."""
    if not isinstance(result, dict):
        raise _malformed(
            f"{name}: at {where}, expected a transaction, found {_word(result)}", f"Expected {EXPECTED}."
        )
    transaction = result.get("transaction")
    if not isinstance(transaction, dict) or not isinstance(result.get("transaction_outcome"), dict):
        raise _malformed(
            f"{name}: at {where}, expected a transaction with its outcome, found {_guess(result)}",
            f"Expected {EXPECTED}.",
        )
    has_receipts = isinstance(result.get("receipts"), list)
    return _wrapped(_METHOD_OF_RESULT[has_receipts], envelope, transaction, name)


def _of_indexer(value: dict[str, Any], name: str, where: str) -> RawTransaction:
    if not isinstance(value.get("receipts"), list):
        raise _malformed(f"{name}: at {where}.receipts, expected an array", f"Expected {EXPECTED}.")
    return _wrapped("indexer", value, value["transaction"], name)


def _of_streamer(value: dict[str, Any], name: str, where: str) -> list[RawTransaction]:
    found = streamer.transactions_of(value)
    if not found:
        raise _malformed(
            f"{name}: the block at {where} holds no transaction",
            "Receipts alone cannot be opened; give the block that holds the transaction.",
        )
    block = RawDocument("block", None, value["block"])
    return [
        RawTransaction(
            documents=(
                *_wrapped("EXPERIMENTAL_tx_status", result, result["transaction"], name).documents,
                block,
            ),
            open=name,
            tx_hash=_str(result["transaction"].get("hash")),
            sender_account_id=_str(result["transaction"].get("signer_id")),
        )
        for result in found
    ]


def _of_error(error: Json, name: str) -> UserError:
    """An answer that is an error: say which, in the node's words."""
    cause, text = "", ""
    if isinstance(error, dict):
        inner = error.get("cause")
        cause = str(inner.get("name", "")) if isinstance(inner, dict) else ""
        cause = cause or str(error.get("name", ""))
        data = error.get("data")
        text = data if isinstance(data, str) else str(error.get("message", ""))
    said = ": ".join(one_line(part, 200) for part in (cause, text) if part) or "no details"
    return _malformed(
        f"{name} holds an error a node answered, no transaction ({said})", "Fetch the transaction again."
    )


def _wrapped(method: str, envelope: Json, transaction: dict[str, Any], name: str) -> RawTransaction:
    return RawTransaction(
        documents=(RawDocument(method, None, envelope),),
        open=name,
        tx_hash=_str(transaction.get("hash")),
        sender_account_id=_str(transaction.get("signer_id")),
    )


def _str(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _choice(message: str, hint: str, found: list[RawTransaction]) -> UserError:
    """Several transactions, of which one is to be chosen."""
    payloads = [raw.documents[0].payload if raw.documents else None for raw in found]
    offers = offers_of(
        payload.get("transaction") if isinstance(payload, dict) else None for payload in payloads
    )
    return UserError(message, hint, kind="usage", details=lines_of(offers), listed=True, offers=offers)


def _guess(value: dict[str, Any]) -> str:
    """A word for documents that are of NEAR but no transaction."""
    if "header" in value and "chunks" in value:
        return "a block"
    if "header" in value and "receipts" in value:
        return "a chunk"
    if "receipt_id" in value or "receipt" in value:
        return "a receipt"
    if set(value) == {"final_execution_status"}:
        return "an answer of a node that knows nothing of it yet (final_execution_status only)"
    if "abi" in value or "schema_version" in value:
        return "an ABI"
    if "transaction" in value:
        return "a transaction without transaction_outcome"
    keys = ", ".join(one_line(key, 30) for key in list(value)[:5])
    return f"an object with {keys}" if keys else "an empty object"


def _word(value: Json) -> str:
    if value is None:
        return "null"
    return {bool: "true or false", str: "text", list: "an array", dict: "an object"}.get(
        type(value), "a number"
    )


def _malformed(message: str, hint: str) -> UserError:
    return UserError(message, hint, kind="malformed")
