"""Bodies of the cache: compressed JSON that is what was stored, or is none."""

from __future__ import annotations

import zlib

from xccviz.model.errors import UserError
from xccviz.model.raw import RawTransaction, object_of, text_or_none
from xccviz.sources.files.unpack import MAX_BYTES

DAMAGED = (ValueError, TypeError, zlib.error, UserError, RecursionError)
"""What reading a body raises that is not what was stored."""
_MOST_UNPACKED = 200
"""Times its packed size: what unpacks to more than that (giant transactions: 15) and a megabyte is no answer."""


def unpacked(body: object) -> bytes:
    """A body as it was stored. Raises ValueError or zlib.error for one that is none, or a bomb."""
    if not isinstance(body, bytes):
        raise ValueError("a body that is no bytes")
    most = min(MAX_BYTES, (1 << 20) + _MOST_UNPACKED * len(body))
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(body, most)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("cut short, or a bomb")
    return data


def check_is_of(raw: RawTransaction, tx_hash: str) -> None:
    """Raises ValueError unless its answers are all of that transaction, as those of a node must be."""
    mains = [object_of(object_of(document.payload).get("transaction")) for document in raw.documents]
    hashes = {text_or_none(main.get("hash")) for main in mains if main}
    if raw.tx_hash not in (None, tx_hash) or hashes != {tx_hash}:
        raise ValueError("it holds another transaction")
