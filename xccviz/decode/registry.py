"""Which reading of bytes is tried when: one row a decoder, the first that does not say "not mine" wins.

To add one, write a function `bytes -> Decoded | None` in a module of this room and put it above the general ones.
"""

from __future__ import annotations

from collections.abc import Callable

from xccviz.decode.types import Decoded
from xccviz.decode.values import decode_hex, decode_json, decode_text

Decoder = Callable[[bytes], Decoded | None]

DECODERS: tuple[Decoder, ...] = (decode_json, decode_text)


def decode_bytes(raw: bytes) -> Decoded:
    """Read `raw` by the first decoder that takes it; empty bytes are kind `empty`, and what none takes is hex.

    `text` is cut to 10,000 characters (`truncated`), `raw` never is. Never raises.
    """
    if not raw:
        return Decoded(raw, "empty", "", None, False)
    for decoder in DECODERS:
        decoded = decoder(raw)
        if decoded is not None:
            return decoded
    return decode_hex(raw)
