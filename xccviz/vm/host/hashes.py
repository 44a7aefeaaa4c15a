"""Hash functions: each pays a base, reads, pays by the byte (or block) and fills a register."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from xccviz.vm.machine import Machine

_RIPEMD_BLOCK, _RIPEMD_END = 64, 8


def sha256(m: Machine, size: int, at: int, register: int) -> None:
    """SHA-256."""
    _hash(m, "sha256", size, at, register, lambda data: hashlib.sha256(data).digest())


def keccak256(m: Machine, size: int, at: int, register: int) -> None:
    """Keccak-256, as Ethereum has it."""
    _hash(m, "keccak256", size, at, register, lambda data: keccak(data, 256))


def keccak512(m: Machine, size: int, at: int, register: int) -> None:
    """Keccak-512."""
    _hash(m, "keccak512", size, at, register, lambda data: keccak(data, 512))


def sha3_256(m: Machine, size: int, at: int, register: int) -> None:
    """SHA3-256."""
    _hash(m, "sha3_256", size, at, register, lambda data: hashlib.sha3_256(data).digest())


def sha3_384(m: Machine, size: int, at: int, register: int) -> None:
    """SHA3-384."""
    _hash(m, "sha3_384", size, at, register, lambda data: hashlib.sha3_384(data).digest())


def sha3_512(m: Machine, size: int, at: int, register: int) -> None:
    """SHA3-512."""
    _hash(m, "sha3_512", size, at, register, lambda data: hashlib.sha3_512(data).digest())


def ripemd160(m: Machine, size: int, at: int, register: int) -> None:
    """RIPEMD-160, paid by the block that it works on."""
    from Crypto.Hash import RIPEMD160

    m.pay("ripemd160_base")
    data = m.guest.bytes_of(size, at)
    m.pay("ripemd160_block", (len(data) + _RIPEMD_END) // _RIPEMD_BLOCK + 1)
    _tell(m, register, data, RIPEMD160.new(data).digest())


def keccak(data: bytes, bits: int) -> bytes:
    """The hash that SHA-3 was before it became a standard."""
    from Crypto.Hash import keccak as library

    return library.new(digest_bits=bits, data=data).digest()


def _hash(
    m: Machine, cost: str, size: int, at: int, register: int, function: Callable[[bytes], bytes]
) -> None:
    m.pay(f"{cost}_base")
    data = m.guest.bytes_of(size, at)
    m.pay(f"{cost}_byte", len(data))
    _tell(m, register, data, function(data))


def _tell(m: Machine, register: int, data: bytes, digest: bytes) -> None:
    m.note.say(data=data)
    m.note.answer(digest)
    m.guest.set_register(register, digest)
