"""Our own file, `.xcc.json`: everything that was answered about one transaction, verbatim (interface.md §3.1).

Opening then saving loses nothing: members this version does not know stay where they were. The bytes are a pure
function of the values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from xccviz.atomic import write_atomic
from xccviz.catalogue import tr
from xccviz.model.errors import Hint, UserError
from xccviz.model.raw import Json, JsonObject, RawDocument, RawTransaction
from xccviz.pieces import gathered, nothing, utf8, watched
from xccviz.sources.files.place import word_for
from xccviz.sources.redact import redact
from xccviz.values import maker

_new_raw_document = maker(RawDocument)

FORMAT = "xccviz-capture"
VERSION = 1

_ENCODER = json.JSONEncoder(indent=2, ensure_ascii=True, allow_nan=False)
_TOP = ("format", "version", "created_at", "created_by", "query", "documents")
_QUERY = ("open", "tx_hash", "sender_account_id", "network", "chain_id")
_DOCUMENT = ("method", "params", "endpoint", "received_at", "http_status", "envelope")


def capture_to_json(
    raw: RawTransaction, created_by: str, created_at: str, go_on: Callable[[], None] = nothing
) -> bytes:
    """The capture as UTF-8 bytes (ASCII, two-space indented, one newline at the end).

    `created_at` (RFC 3339) and `created_by` are used for a new capture only; one that was opened keeps its own.
    Endpoints are redacted again, whatever the documents say. `go_on` is called now and then, and may raise;
    nothing else does for documents that came from JSON.
    """
    body: dict[str, Json] = {
        "format": FORMAT,
        "version": VERSION,
        "created_at": raw.created_at if raw.created_at is not None else created_at,
        "created_by": raw.created_by if raw.created_by is not None else created_by,
        "query": {
            "open": raw.open,
            "tx_hash": raw.tx_hash,
            "sender_account_id": raw.sender_account_id,
            "network": raw.network,
            "chain_id": raw.chain_id,
            **_without(raw.query_extra, _QUERY),
        },
        "documents": [_document(document) for document in raw.documents],
        **_without(raw.extra, _TOP),
    }
    return utf8((*watched(gathered(_ENCODER.iterencode(body)), go_on), "\n"))


def capture_from_json(value: Json) -> RawTransaction:
    """Read a parsed capture. Raises UserError (malformed) with the JSON path of what is wrong.

    Unknown members, of the file, of its query and of each document, are kept in `extra` and `query_extra`.
    """
    body = _object(value, "$")
    if body.get("format") != FORMAT:
        raise _malformed("$.format", f'"{FORMAT}"', body.get("format"))
    version = body.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise UserError(
            tr(
                "this capture has version {version}; this xccviz reads version {known}",
                version=version,
                known=VERSION,
            ),
            tr("Update xccviz to open it."),
            kind="malformed",
        )
    if version != VERSION or isinstance(version, bool):
        raise _malformed("$.version", str(VERSION), version)
    query = _object(body.get("query", {}), "$.query")
    documents = body.get("documents")
    if not isinstance(documents, list) or not documents:
        raise _malformed("$.documents", tr("an array with at least one document"), documents)
    return RawTransaction(
        documents=tuple(document_from_json(entry, f"$.documents[{n}]") for n, entry in enumerate(documents)),
        open=_text(query, "open", "$.query") or "",
        tx_hash=_text(query, "tx_hash", "$.query"),
        sender_account_id=_text(query, "sender_account_id", "$.query"),
        network=_text(query, "network", "$.query"),
        chain_id=_text(query, "chain_id", "$.query"),
        created_at=_text(body, "created_at", "$"),
        created_by=_text(body, "created_by", "$"),
        extra=_without(body, _TOP),
        query_extra=_without(query, _QUERY),
    )


def save_capture(
    path: str | Path, raw: RawTransaction, created_by: str, created_at: str, *, force: bool = False
) -> int:
    """Write the capture to `path` (packed when it ends in .gz or .xz) and return the number of bytes written.

    Atomic: a reader sees the old file or the whole new one. Raises UserError (output) if it can't be written; an
    existing file is then untouched, and so is a read-only one unless `force` is given.
    """
    data = packed(str(path), capture_to_json(raw, created_by, created_at))
    write_atomic(path, data, force=force)
    return len(data)


def packed(path: str, data: bytes) -> bytes:
    """The bytes of a file, packed where its name ends in .gz or .xz; the same bytes every time."""
    name = path.lower()
    if name.endswith(".gz"):
        import gzip

        return gzip.compress(data, 9, mtime=0)
    if name.endswith(".xz"):
        import lzma

        return lzma.compress(data, preset=6)
    return data


def _document(document: RawDocument) -> dict[str, Json]:
    return {
        "method": document.method,
        "params": document.params,
        "endpoint": None if document.endpoint is None else redact(document.endpoint),
        "received_at": document.received_at,
        "http_status": document.http_status,
        "envelope": document.envelope,
        **_without(document.extra, _DOCUMENT),
    }


def document_from_json(value: Json, where: str) -> RawDocument:
    """One document of a capture, at `where` in it. Raises UserError (malformed) with the place of what is wrong."""
    entry = _object(value, where)
    if "envelope" not in entry:
        raise _malformed(f"{where}.envelope", tr("the answer"), None, missing=True)
    status = entry.get("http_status")
    if status is not None and (not isinstance(status, int) or isinstance(status, bool)):
        raise _malformed(f"{where}.http_status", tr("a number or null"), status)
    endpoint = _text(entry, "endpoint", where)
    return _new_raw_document(
        method=_text(entry, "method", where) or "",
        params=entry.get("params"),
        envelope=entry["envelope"],
        endpoint=None if endpoint is None else redact(endpoint),
        received_at=_text(entry, "received_at", where),
        http_status=status,
        extra=_without(entry, _DOCUMENT),
    )


def _without(members: Mapping[str, Json], known: tuple[str, ...]) -> dict[str, Json]:
    return {name: value for name, value in members.items() if name not in known}


def _object(value: Json, where: str) -> JsonObject:
    if not isinstance(value, dict):
        raise _malformed(where, tr("an object"), value)
    return value


def _text(members: Mapping[str, Json], name: str, where: str) -> str | None:
    value = members.get(name)
    if value is not None and not isinstance(value, str):
        raise _malformed(f"{where}.{name}", tr("text or null"), value)
    return value


def _malformed(where: str, expected: str, seen: Json, *, missing: bool = False) -> UserError:
    what = tr("nothing") if missing else word_for(seen)
    return UserError(
        tr(
            "not a readable capture: at {where}, expected {expected}, found {what}",
            where=where,
            expected=expected,
            what=what,
        ),
        Hint(
            tr("The file was changed or cut; fetch it again with `xccviz fetch`."),
            tr("The file was changed or cut; open the transaction by its hash."),
        ),
        kind="malformed",
    )
