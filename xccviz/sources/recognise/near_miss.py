"""Naming what is almost a hash, so that a person sees what went wrong with it."""

from __future__ import annotations

import re

from xccviz.sources.recognise import base58
from xccviz.sources.recognise.references import EXPECTED, NotOpenable, is_account_id
from xccviz.sources.redact import redact_text

_HEX = re.compile(r"[0-9a-fA-F]+")
KEY = re.compile(r"(?:ed25519|secp256k1):[1-9A-HJ-NP-Za-km-z]+")


def near_miss(given: str) -> NotOpenable:
    """Name what it is instead of a hash. Text that may be a secret (64 bytes) is not repeated."""
    if given[:2] in ("0x", "0X") and _HEX.fullmatch(given[2:]):
        digits = len(given) - 2
        what = (
            "an EVM transaction hash" if digits == 64 else "an EVM address" if digits == 40 else "hexadecimal"
        )
        return NotOpenable(
            f"not a NEAR hash: 0x and {digits} hex digits ({what})",
            "NEAR hashes are 32 bytes of base58. Look the transaction up on an explorer and give its NEAR hash.",
            f"0x and {digits} hex digits",
        )
    if len(given) == 64 and _HEX.fullmatch(given):
        return NotOpenable(
            "not a hash: 64 hex digits (an implicit account, or a hash written in hex)",
            "NEAR hashes are 32 bytes of base58, 43 or 44 characters.",
            "64 hex digits",
        )
    if KEY.fullmatch(given):
        size = base58.decoded_size(given.split(":", 1)[1])
        what = "a public key" if size in (32, 33) else "a signature or a secret key; never paste a secret"
        return NotOpenable(f"not a hash: {what}", f"Give {EXPECTED}.", f"a key of {size} bytes")
    if is_account_id(given) and "." in given:
        return NotOpenable(
            f"{given} is an account, not a transaction",
            "Give the hash of one of its transactions (an explorer lists them).",
            "an account id",
        )
    if given.isdigit() and len(given) < 20:
        return NotOpenable(
            f"not a hash: {given} is a number (a block height?)",
            "Give the hash of a transaction in that block.",
            "a number",
        )
    return _no_hash(given)


def _no_hash(given: str) -> NotOpenable:
    """Say why a word is not 32 bytes of base58."""
    if not re.fullmatch(r"[0-9A-Za-z]{2,200}", given):
        where = base58.foreign_character(given)
        if where is not None and 40 <= len(given) <= 48 and not re.search(r"\s", given):
            return NotOpenable(
                f"not a hash: {quote(given[where])} at position {where + 1} is not base58",
                "Base58 has no 0, O, I, l and no signs. Copy the hash again.",
                "characters that are not base58",
            )
        return NotOpenable(f"cannot open {quote(given)}", f"Give {EXPECTED}.", "text")
    where = base58.foreign_character(given)
    if where is not None:
        return NotOpenable(
            f"not a hash: {quote(given[where])} at position {where + 1} is not base58",
            "Base58 has no 0, O, I and l. Copy the hash again, or give a file as ./NAME.",
            "characters that are not base58",
        )
    size = base58.decoded_size(given) or 0
    if size == base58.SIGNATURE_BYTES:
        return NotOpenable(
            "not a hash: 64 bytes after base58 decoding (a signature, or another chain's transaction id)",
            "A NEAR transaction hash has 32 bytes: 43 or 44 characters of base58.",
            "64 bytes of base58",
        )
    return NotOpenable(
        f"not a hash: {size} byte{'' if size == 1 else 's'} after base58 decoding; a hash has 32",
        "Part of it may be missing or added; copy it again. A file is given as ./NAME.",
        f"{size} bytes of base58",
    )


def quote(text: str) -> str:
    """`text` in quotes for a message: printable, at most 40 characters."""
    text = redact_text(text)
    shown = text if len(text) <= 40 else text[:39] + "…"
    return "'" + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown) + "'"
