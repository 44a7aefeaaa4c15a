"""Documents from a file, standard input or a paste: unpack, parse, tell the shape (interface.md §3).

bytes ─ unpack (magic numbers) ─ text ─ JSON ─ shape ─> RawTransaction
"""

from __future__ import annotations

import errno
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.model.raw import Json, RawTransaction
from xccviz.sources.files import unpack as unpacking
from xccviz.sources.files.around import bare, straightened
from xccviz.sources.files.lake_folder import message_in
from xccviz.sources.files.listing import chosen
from xccviz.sources.files.naming import in_snake_case, is_of_a_capture, may_be_camel
from xccviz.sources.files.place import Found, Place, malformed
from xccviz.sources.files.shapes import transactions_in
from xccviz.sources.files.strict_json import parse_json
from xccviz.sources.recognise.references import TransactionRef
from xccviz.values import replace
from xccviz.whole import SECONDS, expanded, read_handle, read_whole


def open_file(path: str | Path, select_hash: str | None = None, seconds: float = SECONDS) -> Found:
    """Read a file within `seconds`, packed or not (gzip, xz, zstd told by their first bytes), or a folder that holds a
    Lake block.

    Gives a transaction that the file only names as a reference to fetch. Raises UserError: usage if it can't be
    opened or holds several transactions and `select_hash` names none, malformed if its content is not what
    interface.md §3 lists.
    """
    try:
        place = expanded(path)
        if place.is_dir():
            return _open_folder(place, path, select_hash)
        data = read_whole(place, unpacking.MAX_BYTES, seconds)
    except FileNotFoundError as error:
        raise UserError(
            tr("there is no file {path}", path=path), tr("Check the name."), kind="usage"
        ) from error
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            raise unpacking.too_large(str(path)) from error
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UserError(tr("cannot read {path}: {reason}", path=path, reason=reason), kind="usage") from error
    return open_bytes(data, place.name, select_hash)


def open_stdin(
    select_hash: str | None = None, stream: IO[bytes] | None = None, seconds: float = SECONDS
) -> Found:
    """Read standard input to its end, as `open_file` reads a file. Raises UserError (malformed) if it is closed."""
    return open_bytes(read_stdin(stream, seconds), "standard input", select_hash)


def read_stdin(stream: IO[bytes] | None = None, seconds: float = SECONDS) -> bytes:
    """All of standard input (or `stream`), bounded in size and, where nobody types it, in time. Raises UserError
    (malformed) if it can't be read: closed, open for writing only, a directory, silent for too long."""
    # A process may be started without standard input; then Python has no `sys.stdin`.
    name = tr("standard input")
    if stream is None and sys.stdin is None:
        raise malformed(tr("standard input is closed"))
    source: IO[bytes] | None = stream or getattr(sys.stdin, "buffer", None)
    if source is None:  # a program around us has put a stream of text in its place
        return sys.stdin.read().encode("utf-8", "surrogatepass")
    try:
        handle = source.fileno()
    except (OSError, AttributeError, ValueError):
        handle = None  # one of a test's, or of a program around us
    try:
        if handle is None:
            return unpacking.read_limited(source, name)
        return read_handle(handle, unpacking.MAX_BYTES, seconds)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            raise unpacking.too_large(name) from error
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise malformed(tr("standard input can't be read: {reason}", reason=reason)) from error


def open_text(text: str, select_hash: str | None = None) -> Found:
    """Read pasted text, as `open_file` reads a file."""
    if len(text) > unpacking.MAX_BYTES:
        raise unpacking.too_large(tr("the pasted text"))
    return _open_document(text, "pasted text", select_hash)


def open_bytes(data: bytes, name: str, select_hash: str | None = None) -> Found:
    """Read bytes that came from `name` (used in messages and as `open`). Raises as `open_file`."""
    return _open_document(unpacking.decode_text(unpacking.unpack(data, name), name), name, select_hash)


def raw_from_json(value: Json, name: str, select_hash: str | None = None) -> Found:
    """Tell the shape of a parsed document by its members and wrap it.

    `select_hash` picks one of several transactions. Raises UserError: malformed for anything else than interface.md
    §3 lists, usage if it holds several transactions and none, or an absent one, was picked.
    """
    return chosen(_in_value(in_snake_case(value), name), name, select_hash)


def _open_document(text: str, name: str, select_hash: str | None) -> Found:
    text = text.lstrip("\ufeff \t\r\n") if text[:1] == "\ufeff" else text
    if not text.strip():
        raise malformed(tr("{name} is empty", name=name))
    straight = straightened(text)
    if straight != text:
        mended = _open_document(straight, name, select_hash)
        note = tr("typographic quotes were read as straight ones")
        return replace(mended, notes=(*mended.notes, note)) if isinstance(mended, RawTransaction) else mended
    try:
        value = parse_json(text, name)
    except UserError as error:
        # Late: most documents are JSON, and there are many sorts of texts.
        from xccviz.sources.files.text_shapes import transactions_in_text, with_what_it_names

        found = transactions_in_text(bare(text), Place(name))
        if not found:
            raise with_what_it_names(error, text) from error.__cause__
        return chosen(found, name, select_hash)
    if not is_of_a_capture(value) and may_be_camel(text):
        value = in_snake_case(value)
    return chosen(_in_value(value, name), name, select_hash)


def _in_value(value: Json, name: str) -> list[Found]:
    """The transactions of a parsed document. Raises UserError (malformed)."""
    with suppress(UserError):
        found = transactions_in(value, Place(name))
        if not all(isinstance(entry, TransactionRef) for entry in found):
            return found
    from xccviz.sources.files.text_shapes import transactions_in_value  # late, as above

    return transactions_in_value(value, Place(name))


def _open_folder(folder: Path, given: str | Path, select_hash: str | None) -> Found:
    """A folder of near-lake's bucket. Raises UserError (usage) for any other."""
    message = message_in(folder)
    if message is None:
        raise UserError(tr("{path} is a directory", path=given), tr("Give one file of it."), kind="usage")
    return raw_from_json(message, folder.name, select_hash)
