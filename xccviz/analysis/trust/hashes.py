"""Ids and hashes as their 32 bytes, fast: every check of this folder hashes what documents write in base58."""

from __future__ import annotations

ALPHABET = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_LONGEST = 44
"""Characters that 32 bytes take at most; longer text is refused unread."""
_NONE = 255
_VALUES = bytes(ALPHABET.index(byte) if byte in ALPHABET else _NONE for byte in range(256))


class Digests(dict[str, bytes | None]):
    """Text → its 32 bytes, None where it is no base58 of 32 bytes; each is decoded once."""

    def __missing__(self, text: str) -> bytes | None:
        found = self[text] = digest(text)
        return found


def digest(text: str) -> bytes | None:
    """The 32 bytes that `text` writes in base58, None if it is anything else."""
    if not 32 <= len(text) <= _LONGEST or not text.isascii():
        return None
    number = 0
    for value in text.encode().translate(_VALUES):
        if value == _NONE:
            return None
        number = number * 58 + value
    zeros = len(text) - len(text.lstrip("1"))
    if number >> 256 or zeros + (number.bit_length() + 7) // 8 != 32:
        return None
    return number.to_bytes(32, "big")
