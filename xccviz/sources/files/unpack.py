"""Bytes of any packing and encoding → text, bounded in size (interface.md §1)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import IO, Protocol

from xccviz.catalogue import tr
from xccviz.installing import install_command
from xccviz.model.errors import Hint, UserError

MAX_BYTES = 256 * 1024 * 1024
"""Largest document, unpacked. The largest transaction known to us is 13 MB."""
MOST_LAYERS = 3
"""How often data may be packed: what a server packs was packed already."""
_OTHERS = (
    (b"PK\x03\x04", tr("a ZIP archive")),
    (b"BZh", tr("packed with bzip2")),
    (b"7z\xbc\xaf", tr("a 7-Zip archive")),
    (b"\x89PNG", tr("a picture")),
    (b"\xff\xd8\xff", tr("a picture")),
    (b"GIF8", tr("a picture")),
    (b"%PDF", tr("a PDF")),
    (b"SQLite format 3\0", tr("a database")),
    (b"\0asm", tr("a contract's code (WebAssembly)")),
)
"""What else a file may be, by its first bytes."""
_WIDE = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Marks before a text of wide characters."""
_BY_ZEROS: Mapping[tuple[bool, ...], str] = {
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
}
"""Wide characters without their mark, by which of the first four bytes are 0."""


def unpack(data: bytes, name: str, limit: int | None = None) -> bytes:
    """Undo gzip, xz or zstd, told by the first bytes, one in the other too; other data is returned as it is. At most
    `limit` bytes (None: MAX_BYTES).

    Raises UserError (malformed) if packed data is damaged, too large, or zstd without the optional `zstandard`.
    """
    for _ in range(MOST_LAYERS):
        unpacked = _unpack_once(data, name, limit)
        if unpacked is data:
            break
        data = unpacked
    return data


def _unpack_once(data: bytes, name: str, limit: int | None) -> bytes:
    if data[:4] == b"\x28\xb5\x2f\xfd":
        return _unpack_zstd(data, name, limit)
    if data[:2] != b"\x1f\x8b" and data[:6] != b"\xfd7zXZ\x00":
        return data
    import gzip  # for what is packed only
    import lzma
    import zlib

    try:
        if data[:2] == b"\x1f\x8b":
            return read_limited(gzip.GzipFile(fileobj=io.BytesIO(data)), name, limit)
        return read_limited(lzma.LZMAFile(io.BytesIO(data)), name, limit)
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise _malformed(
            tr("{name} is packed, but damaged or cut short", name=name), tr("Copy or download it again.")
        ) from error


def decode_text(data: bytes, name: str) -> str:
    """UTF-8, or wide characters with their mark, as PowerShell writes them, or without it. Raises UserError (malformed)
    for anything else."""
    what = next((what for begins, what in _OTHERS if data.startswith(begins)), None)
    if what is not None:
        raise _malformed(tr("{name} is {what}, not text", name=name, what=what), tr("Expected JSON."))
    try:
        return data.decode(_encoding_of(data))
    except UnicodeDecodeError as error:
        raise _malformed(
            tr(
                "{name} is not text: byte {place} is not valid {encoding}",
                name=name,
                place=error.start + 1,
                encoding=error.encoding.upper(),
            ),
            tr("Expected JSON."),
        ) from error


def _encoding_of(data: bytes) -> str:
    """By its mark, else by the zeros beside its first two characters, which are ASCII in what can be opened."""
    marked = next((encoding for mark, encoding in _WIDE if data.startswith(mark)), None)
    if marked is not None:
        return marked
    return _BY_ZEROS.get(tuple(not byte for byte in data[:4]), "utf-8-sig")


def _unpack_zstd(data: bytes, name: str, limit: int | None) -> bytes:
    try:
        import zstandard
    except ImportError as error:
        raise _malformed(
            tr("{name} is packed with zstd, which needs the optional package zstandard", name=name),
            Hint(
                tr(
                    "{command} helps, or unpack it first with `zstd -d`.",
                    command=install_command("zstandard"),
                ),
                tr("Install the Python package zstandard, or unpack the file first."),
            ),
        ) from error
    try:
        reader: IO[bytes] = zstandard.ZstdDecompressor(max_window_size=MAX_BYTES).stream_reader(
            io.BytesIO(data)
        )
        return read_limited(reader, name, limit)
    except zstandard.ZstdError as error:
        raise _malformed(
            tr("{name} is packed, but damaged or cut short", name=name), tr("Copy or download it again.")
        ) from error


class _Readable(Protocol):
    """What can be read piecewise: files, GzipFile, LZMAFile, zstd readers."""

    def read(self, size: int, /) -> bytes: ...


def read_limited(file: _Readable, name: str, limit: int | None = None) -> bytes:
    """All bytes of a file, read piecewise. Raises UserError (malformed) beyond `limit`, before memory is full."""
    parts: list[bytes] = []
    size = 0
    while piece := file.read(1 << 20):
        size += len(piece)
        if size > (limit or MAX_BYTES):
            raise too_large(name, limit)
        parts.append(piece)
    return b"".join(parts)


def too_large(name: str, limit: int | None = None) -> UserError:
    """The error for what is beyond `limit` bytes (malformed)."""
    return _malformed(
        tr("{name} is larger than {size} MiB", name=name, size=(limit or MAX_BYTES) >> 20),
        tr("No transaction is that large."),
    )


def _malformed(message: str, hint: str) -> UserError:
    return UserError(message, hint, kind="malformed")
