"""Receipt ids by hash derivation: `sha256(parent ‖ height ‖ index)` (protocol.md §2.9, protocol version 77 on)."""

from __future__ import annotations

from xccviz.model.base58 import digest, encode

_HEIGHTS = 1 << 64
"""Heights are u64; a document may name any number all the same."""


def child_receipt_id(parent: str, height: int, index: int) -> str | None:
    """Id of the `index`-th receipt that `parent` (transaction hash or receipt id, base58) created when it ran in the
    block at `height`; None when `parent` is not base58 of 32 bytes or `height` is none. Valid for protocol version 77
    and later."""
    import hashlib  # few transactions hold an id that has to be derived

    base = digest(parent)
    if base is None or not 0 <= height < _HEIGHTS:
        return None
    tail = height.to_bytes(8, "little") + index.to_bytes(8, "little")
    return encode(hashlib.sha256(base + tail).digest())
