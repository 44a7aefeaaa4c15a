"""Signatures of three curves. A wrong one is 0, lengths that can't be end the call."""

from __future__ import annotations

from xccviz.vm import edwards, errors
from xccviz.vm.machine import Machine
from xccviz.vm.types import NotSupported

_SIGNATURE, _HASH, _ED25519_KEY, _P256_KEY = 64, 32, 32, 33
_SECP256K1_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_SECP256K1_FIELD = 2**256 - 2**32 - 977
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_RECOVERY_IDS = 4


def ed25519_verify(
    m: Machine, size: int, at: int, message_size: int, message_at: int, key_size: int, key_at: int
) -> int:
    """Whether an ed25519 signature is right. One whose number is too large is refused before the message is read."""
    m.pay("ed25519_verify_base")
    signature = m.guest.bytes_of(size, at)
    if len(signature) != _SIGNATURE:
        raise errors.host("Ed25519VerifyInvalidInput", "invalid signature length")
    if signature[63] & 0xE0:
        return 0
    message = m.guest.bytes_of(message_size, message_at)
    m.pay("ed25519_verify_byte", len(message))
    key = m.guest.bytes_of(key_size, key_at)
    if len(key) != _ED25519_KEY:
        raise errors.host("Ed25519VerifyInvalidInput", "invalid public key length")
    m.note.say(signature=signature, message=message, key=key)
    return int(_ed25519(signature, message, key))


def ecrecover(
    m: Machine,
    hash_size: int,
    hash_at: int,
    size: int,
    at: int,
    recovery_id: int,
    strict: int,
    register: int,
) -> int:
    """The key that a signature of Ethereum is by, into a register; 0 where there is none. `strict` 1 refuses the
    other of the two numbers that every signature has."""
    m.pay("ecrecover_base")
    signature = m.guest.bytes_of(size, at)
    if len(signature) != _SIGNATURE:
        text = f"The length of the signature: {len(signature)}, exceeds the limit of 64 bytes"
        raise errors.host("ECRecoverError", text)
    if recovery_id >= _RECOVERY_IDS:
        text = f"V recovery byte 0 through 3 are valid but was provided {recovery_id}"
        raise errors.host("ECRecoverError", text)
    digest = m.guest.bytes_of(hash_size, hash_at)
    if len(digest) != _HASH:
        text = f"The length of the hash: {len(digest)}, exceeds the limit of 32 bytes"
        raise errors.host("ECRecoverError", text)
    if strict not in (0, 1):
        text = f"Malleability flag needs to be 0 or 1, but is instead {strict}"
        raise errors.host("ECRecoverError", text)
    m.note.say(hash=digest, signature=signature, recovery_id=recovery_id, strict=strict)
    key = _recovered(signature, digest, recovery_id, bool(strict))
    m.note.answer(key)
    if key is None:
        return 0
    m.guest.set_register(register, key)
    return 1


def p256_verify(
    m: Machine, size: int, at: int, message_size: int, message_at: int, key_size: int, key_at: int
) -> int:
    """Whether a signature on P-256 of the message's SHA-256 is right. One that is no pair of numbers of the group is
    refused before the message is read."""
    m.pay("p256_verify_base")
    signature = m.guest.bytes_of(size, at)
    if len(signature) != _SIGNATURE:
        raise errors.host("P256VerifyInvalidInput", "invalid signature length")
    r, s = _numbers(signature)
    if not (0 < r < _P256_ORDER and 0 < s < _P256_ORDER):
        return 0
    message = m.guest.bytes_of(message_size, message_at)
    m.pay("p256_verify_byte", len(message))
    key = m.guest.bytes_of(key_size, key_at)
    if len(key) != _P256_KEY:
        raise errors.host("P256VerifyInvalidInput", "invalid public key length")
    m.note.say(signature=signature, message=message, key=key)
    return int(_p256(signature, message, key))


def _numbers(signature: bytes) -> tuple[int, int]:
    return int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")


def _ed25519(signature: bytes, message: bytes, key: bytes) -> bool:
    """Raises NotSupported for the keys and signatures that libsodium refuses and a node may take: forged ones."""
    from nacl.exceptions import CryptoError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(key).verify(message, signature)
    except (CryptoError, ValueError):
        odd_key = edwards.is_on_curve(key) and not edwards.is_plain(key)
        if odd_key or signature[:32] == edwards.IDENTITY:
            raise NotSupported(
                "ed25519_verify", "cannot tell for a key or signature of small order"
            ) from None
        return False
    return True


def _recovered(signature: bytes, digest: bytes, recovery_id: int, strict: bool) -> bytes | None:
    from eth_keys.datatypes import Signature
    from eth_keys.exceptions import BadSignature
    from eth_utils.exceptions import ValidationError

    r, s = _numbers(signature)
    if not (0 < r < _SECP256K1_ORDER and 0 < s < _SECP256K1_ORDER):
        return None
    if strict and s > _SECP256K1_ORDER // 2:
        return None
    if recovery_id > 1:
        if r + _SECP256K1_ORDER >= _SECP256K1_FIELD:
            return None
        raise NotSupported("ecrecover", "is not computed for a signature whose point is beyond the group")
    try:
        return Signature(vrs=(recovery_id, r, s)).recover_public_key_from_msg_hash(digest).to_bytes()
    except (BadSignature, ValidationError, ValueError):
        return None


def _p256(signature: bytes, message: bytes, key: bytes) -> bool:
    from Crypto.Hash import SHA256
    from Crypto.PublicKey import ECC
    from Crypto.Signature import DSS

    try:
        public = ECC.import_key(key, curve_name="P-256")
        DSS.new(public, "fips-186-3").verify(SHA256.new(message), signature)
    except ValueError:
        return False
    return True
