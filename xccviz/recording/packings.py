"""How bodies of questions and answers are packed (`Content-Encoding`), and what undoes it; br and zstd where the
package for it is installed."""

from __future__ import annotations

import importlib.util
import io
import zlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

Unpack = Callable[[bytes, int], bytes]
"""A packed body and how many bytes are wanted at most → what is in it, cut there. Raises ValueError for one that is
damaged."""
_PIECE = 4 << 10
_WINDOW = 64 << 20
"""Bytes that a zstd body may want for itself."""
_NOTHING = ("", "identity")


def packings_of(headers: Mapping[str, str]) -> tuple[str, ...]:
    """How a body is packed, outermost first."""
    named = headers.get("Content-Encoding", "").lower().split(",")
    return tuple(name for word in reversed(named) if (name := word.strip()) not in _NOTHING)


def unknown_packing(headers: Mapping[str, str]) -> str | None:
    """The first of them that can't be undone here; None where all can."""
    return next((name for name in packings_of(headers) if not _at_hand(name)), None)


def unpacked(body: bytes, headers: Mapping[str, str], most: int) -> bytes | None:
    """The body as it was before it was packed; None where that can't be told, and for more than `most` bytes."""
    try:
        for name in packings_of(headers):
            if not _at_hand(name):
                return None
            body = _UNPACK[name](body, most + 1)
    except (ValueError, ArithmeticError, MemoryError):
        return None
    return body if len(body) <= most else None


def _at_hand(name: str) -> bool:
    package = PACKAGES.get(name)
    return name in _UNPACK and (package is None or importlib.util.find_spec(package) is not None)


def _gzip(body: bytes, most: int) -> bytes:
    return _inflated(body, most, 47)


def _deflate(body: bytes, most: int) -> bytes:
    """With the header that zlib gives it, as it should be, or bare, as some send it."""
    try:
        return _inflated(body, most, 15)
    except ValueError:
        return _inflated(body, most, -15)


def _inflated(body: bytes, most: int, wbits: int) -> bytes:
    try:
        return zlib.decompressobj(wbits=wbits).decompress(body, most)
    except zlib.error as error:
        raise ValueError(error) from error


def _br(body: bytes, most: int) -> bytes:
    import brotli

    made, unpacker = bytearray(), brotli.Decompressor()
    try:
        for begin in range(0, len(body), _PIECE):
            made += unpacker.process(body[begin : begin + _PIECE])
            if len(made) > most:
                break
    except brotli.error as error:
        raise ValueError(error) from error
    return bytes(made[:most])


def _zstd(body: bytes, most: int) -> bytes:
    import zstandard

    try:
        reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(io.BytesIO(body))
        made: bytes = reader.read(most)
    except zstandard.ZstdError as error:
        raise ValueError(error) from error
    return made


_UNPACK: Mapping[str, Unpack] = MappingProxyType(
    {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _br, "zstd": _zstd}
)
PACKAGES: Mapping[str, str] = MappingProxyType({"br": "brotli", "zstd": "zstandard"})
"""What installs those that Python does not bring."""
