"""Naming what is almost a hash, so that a person sees what went wrong with it."""

from __future__ import annotations

import re

from xccviz.catalogue import tr, trn
from xccviz.model import base58
from xccviz.patterns import later
from xccviz.sources.recognise.references import GIVE, NotOpenable, is_account_id
from xccviz.sources.redact import redact_text

_HEX = later(r"[0-9a-fA-F]+")
_SHORTENED = later(r"[1-9A-HJ-NP-Za-km-z]{3,40}(?:…|⋯|\.{2,6}|\*{2,6})[1-9A-HJ-NP-Za-km-z]{2,40}")
KEY = later(r"(?:ed25519|secp256k1):[1-9A-HJ-NP-Za-km-z]+")


def near_miss(given: str) -> NotOpenable:
    """Name what it is instead of a hash. Text that may be a secret (64 bytes) is not repeated."""
    if given[:2] in ("0x", "0X") and _HEX.fullmatch(given[2:]):
        digits = len(given) - 2
        what = (
            tr("an EVM transaction hash")
            if digits == 64
            else tr("an EVM address")
            if digits == 40
            else tr("hexadecimal")
        )
        return NotOpenable(
            tr("not a NEAR hash: 0x and {digits} hex digits ({what})", digits=digits, what=what),
            tr(
                "NEAR hashes are 32 bytes of base58. Look the transaction up on an explorer and give its NEAR hash."
            ),
            tr("0x and {digits} hex digits", digits=digits),
        )
    if _SHORTENED.fullmatch(given):
        return NotOpenable(
            tr("{text} is shortened: the middle of the hash is left out", text=quote(given)),
            tr("Use the explorer's copy button, or open its page and give its address."),
            tr("a shortened hash"),
        )
    if len(given) == 64 and _HEX.fullmatch(given):
        return NotOpenable(
            tr("not a hash: 64 hex digits (an implicit account, or a hash written in hex)"),
            tr("NEAR hashes are 32 bytes of base58, 43 or 44 characters."),
            tr("64 hex digits"),
        )
    if KEY.fullmatch(given):
        size = base58.decoded_size(given.split(":", 1)[1])
        what = (
            tr("a public key")
            if size in (32, 33)
            else tr("a signature or a secret key; never paste a secret")
        )
        return NotOpenable(
            tr("not a hash: {what}", what=what),
            GIVE,
            tr("a key of {size} bytes", size=size),
        )
    if is_account_id(given) and "." in given:
        return NotOpenable(
            tr("{given} is an account, not a transaction", given=given),
            tr("Give the hash of one of its transactions (an explorer lists them)."),
            tr("an account id"),
        )
    if given.isdigit() and len(given) < 20:
        return NotOpenable(
            tr("not a hash: {given} is a number (a block height?)", given=given),
            tr("Give the hash of a transaction in that block."),
            tr("a number"),
        )
    return _no_hash(given)


def _no_hash(given: str) -> NotOpenable:
    """Say why a word is not 32 bytes of base58."""
    if not re.fullmatch(r"[0-9A-Za-z]{2,200}", given):
        where = base58.foreign_character(given)
        if where is not None and 40 <= len(given) <= 48 and not re.search(r"\s", given):
            return NotOpenable(
                tr(
                    "not a hash: {sign} at position {place} is not base58",
                    sign=quote(given[where]),
                    place=where + 1,
                ),
                tr("Base58 has no 0, O, I, l and no signs. Copy the hash again."),
                tr("characters that are not base58"),
            )
        return NotOpenable(tr("cannot open {text}", text=quote(given)), GIVE, tr("text"), given)
    where = base58.foreign_character(given)
    if where is not None:
        return NotOpenable(
            tr(
                "not a hash: {sign} at position {place} is not base58",
                sign=quote(given[where]),
                place=where + 1,
            ),
            tr("Base58 has no 0, O, I and l. Copy the hash again, or give a file as ./NAME."),
            tr("characters that are not base58"),
        )
    size = base58.decoded_size(given) or 0
    if size == base58.SIGNATURE_BYTES:
        return NotOpenable(
            tr("not a hash: 64 bytes after base58 decoding (a signature, or another chain's transaction id)"),
            tr("A NEAR transaction hash has 32 bytes: 43 or 44 characters of base58."),
            tr("64 bytes of base58"),
        )
    return NotOpenable(
        trn(
            "not a hash: {count} byte after base58 decoding; a hash has 32",
            "not a hash: {count} bytes after base58 decoding; a hash has 32",
            size,
        ),
        tr("Part of it may be missing or added; copy it again. A file is given as ./NAME."),
        tr("{size} bytes of base58", size=size),
    )


def quote(text: str) -> str:
    """`text` in quotes for a message: printable, at most 40 characters."""
    text = redact_text(text)
    shown = text if len(text) <= 40 else text[:39] + "…"
    return "'" + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown) + "'"
