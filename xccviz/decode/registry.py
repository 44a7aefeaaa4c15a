"""Which reading of bytes is tried when: one row a decoder, the first that does not say "not mine" wins.

To add one, write a function `decode(raw, where) -> Decoded | None` in a module of this room: None unless `where`
(account, method, part, hash of the code) or the bytes say that they are its own, else `reading(raw, text, value)` of
`values.py`. Then put its row above the general ones. A package of its own gives the same function through an entry
point:

    [project.entry-points."xccviz.decoders"]
    counter = "my_package.counter:decode"

The program reads these when it starts (`installed.py`) and hands them down to the analysis, the one place where bytes
are decoded.
"""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.catalogue import tr
from xccviz.decode.types import BYTES_KINDS, Decoded, Decoder, Where
from xccviz.decode.values import decode_hex, decode_json, decode_text, is_plain_json

DECODERS: tuple[Decoder, ...] = (
    Decoder("JSON", lambda raw, where: decode_json(raw)),
    Decoder("text", lambda raw, where: decode_text(raw)),
)


def decode_bytes(raw: bytes, where: Where, decoders: Sequence[Decoder] = DECODERS) -> Decoded:
    """Read `raw` by the first decoder that takes it; empty bytes are kind `empty`, and what none takes is hex.

    `text` is cut to 10,000 characters (`truncated`), `raw` never is. Never raises: a decoder that does, or gives what
    can't be shown, leaves hex with the reason in `problem`.
    """
    if not raw:
        return Decoded(raw, "empty", "", None, False)
    for decoder in decoders:
        try:
            decoded = decoder.decode(raw, where)
            if decoded is None:
                continue
            wrong = "" if decoder in DECODERS else _wrong(raw, decoded)
        except (Exception, SystemExit) as error:  # whatever others wrote does, hex is always right
            wrong = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        else:
            if not wrong:
                return decoded
        return decode_hex(raw, tr("decoder {name}: {wrong}", name=decoder.name, wrong=wrong))
    return decode_hex(raw)


def _wrong(raw: bytes, decoded: object) -> str:
    """What is wrong with the answer of a decoder of others, "" if nothing."""
    if not isinstance(decoded, Decoded):
        return tr("gave {type}, not Decoded", type=type(decoded).__name__)
    if decoded.kind not in BYTES_KINDS:
        return tr("gave a kind of bytes that there is not")
    if decoded.raw != raw:
        return tr("gave other bytes")
    if not isinstance(decoded.text, str) or not is_plain_json([decoded.text, decoded.value]):
        return tr("gave what is no JSON")
    return ""
