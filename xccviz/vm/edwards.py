"""What a node asks of points of the curve of ed25519 that libsodium does not say as a node does.

libsodium refuses points of small order and ways of writing a point that are not the shortest; curve25519-dalek, which
nodes use, takes both. Where the two could differ, nothing is said (`NotSupported`) or the difference is made up here.
"""

from __future__ import annotations

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_SIGN = 1 << 255
IDENTITY = (1).to_bytes(32, "little")


def is_on_curve(point: bytes) -> bool:
    """Whether 32 bytes are a point at all, of whatever order and however written."""
    y = _y(point)
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    return square == 0 or pow(square, (_P - 1) // 2, _P) == 1


def is_plain(point: bytes) -> bool:
    """Whether they are a point of the large group, written in the shortest way: where all libraries agree."""
    from nacl.bindings import crypto_core_ed25519_is_valid_point

    return bool(crypto_core_ed25519_is_valid_point(point))


def is_torsion_free(point: bytes) -> bool:
    """Whether a node takes the key for staking: a point of the large group, the neutral one included."""
    y = _y(point)
    if y == 1:
        return True
    return is_plain((y | int.from_bytes(point, "little") & _SIGN).to_bytes(32, "little"))


def _y(point: bytes) -> int:
    return (int.from_bytes(point, "little") & (_SIGN - 1)) % _P
