"""Base58 as NEAR writes hashes: no check digits, the Bitcoin alphabet, leading zero bytes as `1`."""

from __future__ import annotations

from xccviz.patterns import later

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
HASH_BYTES = 32
SIGNATURE_BYTES = 64

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_NONE = 255
_BYTE_VALUE = bytes(_VALUE.get(chr(byte), _NONE) for byte in range(256))
_TOKEN = later(r"(?<![0-9A-Za-z])[1-9A-HJ-NP-Za-km-z]{32,44}(?![0-9A-Za-z])")
_LONGEST = 200
"""Decoding is quadratic and nothing of the chain is longer, so longer text is refused unread."""


def digest(text: str) -> bytes | None:
    """The 32 bytes that `text` writes, None if it is anything else. Fast: whole documents are hashed."""
    if not 32 <= len(text) <= 44 or not text.isascii():
        return None
    values = text.encode().translate(_BYTE_VALUE)
    if _NONE in values:
        return None
    number = 0
    for value in values:
        number = number * 58 + value
    zeros = len(text) - len(text.lstrip("1"))
    if number >> 256 or zeros + (number.bit_length() + 7) // 8 != HASH_BYTES:
        return None
    return number.to_bytes(HASH_BYTES, "big")


def foreign_character(text: str) -> int | None:
    """Index of the first character that is not base58, None if all are."""
    return next((index for index, character in enumerate(text) if character not in _VALUE), None)


def decoded_size(text: str) -> int | None:
    """How many bytes `text` decodes to; None for characters outside the alphabet or text above 200 characters."""
    if len(text) > _LONGEST or foreign_character(text) is not None:
        return None
    number = 0
    for character in text:
        number = number * 58 + _VALUE[character]
    zeros = len(text) - len(text.lstrip("1"))
    return zeros + (number.bit_length() + 7) // 8


def encode(data: bytes) -> str:
    """Bytes as base58 text."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = ALPHABET[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def is_hash(text: str) -> bool:
    """Whether `text` is 32 bytes of base58: a transaction hash, receipt id, data id or block hash alike."""
    return digest(text) is not None


def find_hashes(text: str) -> tuple[str, ...]:
    """Every word of `text` that is 32 bytes of base58, in order, without repetition."""
    return tuple(dict.fromkeys(word for word in _TOKEN.findall(text) if is_hash(word)))
