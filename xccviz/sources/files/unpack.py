"""Bytes of any packing and encoding → text, bounded in size (interface.md §1)."""

from __future__ import annotations

import io
from typing import IO, Protocol

from xccviz.catalogue import tr
from xccviz.model.errors import Hint, UserError

MAX_BYTES = 256 * 1024 * 1024
"""Largest document, unpacked. The largest transaction known to us is 13 MB."""


def unpack(data: bytes, name: str, limit: int | None = None) -> bytes:
    """Undo gzip, xz or zstd, told by the first bytes; other data is returned as it is. At most `limit` bytes (None:
    MAX_BYTES).

    Raises UserError (malformed) if packed data is damaged, too large, or zstd without the optional `zstandard`.
    """
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
    """UTF-8, or UTF-16 with its mark as PowerShell writes it. Raises UserError (malformed) for anything else."""
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
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


def _unpack_zstd(data: bytes, name: str, limit: int | None) -> bytes:
    try:
        import zstandard
    except ImportError as error:
        raise _malformed(
            tr("{name} is packed with zstd, which needs the optional package zstandard", name=name),
            Hint(
                tr("pip install zstandard, or unpack it first with `zstd -d`."),
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
