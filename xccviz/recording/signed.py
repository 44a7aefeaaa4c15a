"""Which transaction is in the bytes that a client sends: Borsh of `Transaction` with a signature behind it."""

from __future__ import annotations

import base64
import binascii
import hashlib

from xccviz.model import base58
from xccviz.values import frozen

KEYS = {0: 32, 1: 64, 2: 1952}
SIGNATURES = {0: 64, 1: 65, 2: 3309}
"""Bytes by type: ed25519, secp256k1, ML-DSA-65 (since protocol 85)."""


@frozen
class Signed:
    """A transaction's hash and its `signer_id`."""

    hash: str
    signer_id: str


def read_signed(text: str) -> Signed | None:
    """The transaction in `signed_tx_base64`; None where it is none that we can read.

    The hash is that of all before the signature, which is as long as the type of the signer's key says. Version 1
    begins with its number, version 0 with the length of an account id, whose second byte is 0.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    start = 1 if len(data) > 1 and data[1] != 0 else 0
    length = int.from_bytes(data[start : start + 4], "little")
    if not 2 <= length <= 64:
        return None
    signer, after = data[start + 4 : start + 4 + length], start + 4 + length
    kind = data[after] if after < len(data) else -1
    if kind not in KEYS:
        return None
    end = len(data) - SIGNATURES[kind] - 1
    if end <= after + KEYS[kind] or data[end] != kind or not signer.isascii():
        return None
    return Signed(base58.encode(hashlib.sha256(data[:end]).digest()), signer.decode("ascii"))
