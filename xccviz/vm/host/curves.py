"""Curves that pairings are made of: sums on alt_bn128, computed here; the rest is refused by what can be seen of it.

Sums and multiples need no more than the addition of points (nearcore's `alt_bn128.rs`): whole numbers do. Pairings, and
all of BLS12-381, are not computed: a call with an input of the right length ends there, named.
"""

from __future__ import annotations

from collections.abc import Callable

from xccviz.vm import errors
from xccviz.vm.machine import Machine
from xccviz.vm.types import NotSupported

_FIELD = 21888242871839275222246405745257275088696311157297823662689037894645226208583
_ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617
_NUMBER, _POINT, _SIGN = 32, 64, 1

Point = tuple[int, int]
"""A point of y² = x³ + 3; (0, 0) is the neutral one, as it is written too."""
_NEUTRAL: Point = (0, 0)


def alt_bn128_g1_sum(m: Machine, size: int, at: int, register: int) -> None:
    """The sum of points, each with a sign before it."""
    total = _NEUTRAL
    for chunk in _chunks(m, "alt_bn128_g1_sum", size, at, _SIGN + _POINT):
        minus, point = _sign(chunk[:_SIGN]), _point(chunk[_SIGN:])
        total = _add(total, _negative(point) if minus else point)
    _answer(m, register, total)


def alt_bn128_g1_multiexp(m: Machine, size: int, at: int, register: int) -> None:
    """The sum of points, each so many times as the number after it says."""
    total = _NEUTRAL
    for chunk in _chunks(m, "alt_bn128_g1_multiexp", size, at, _POINT + _NUMBER):
        total = _add(total, _times(_point(chunk[:_POINT]), _number(chunk[_POINT:], _ORDER, "fr")))
    _answer(m, register, total)


def bls12381(name: str, cost: str, item: int) -> Callable[..., int]:
    """A function on BLS12-381 that takes items of a size: it refuses another length as a node does."""

    def call(m: Machine, size: int, at: int, *_: int) -> int:
        m.pay(f"{cost}_base")
        given = len(m.guest.bytes_of(size, at))
        if given % item:
            text = f"Incorrect input length for {name}: {given} is not divisible by {item}"
            raise errors.host("BLS12381InvalidInput", text)
        raise NotSupported(name)

    return call


def _chunks(m: Machine, name: str, size: int, at: int, length: int) -> list[bytes]:
    """The input cut into elements, all paid before one is understood."""
    m.pay(f"{name}_base")
    data = m.guest.bytes_of(size, at)
    m.note.say(points=data)
    if len(data) % length:
        text = f"slice of size {len(data)} cannot be precisely split into chunks of size {length}"
        raise errors.host("AltBn128InvalidInput", text)
    m.pay(f"{name}_element", len(data) // length)
    return [data[start : start + length] for start in range(0, len(data), length)]


def _answer(m: Machine, register: int, point: Point) -> None:
    written = b"".join(number.to_bytes(_NUMBER, "little") for number in point)
    m.note.answer(written)
    m.guest.set_register(register, written)


def _invalid(what: str, raw: bytes) -> errors.Ended:
    shown = ", ".join(f"{byte:X}" for byte in raw)
    return errors.host("AltBn128InvalidInput", f"invalid {what}: [{shown}]")


def _sign(raw: bytes) -> bool:
    if raw[0] > 1:
        raise _invalid("bool", raw)
    return raw[0] == 1


def _number(raw: bytes, below: int, what: str) -> int:
    number = int.from_bytes(raw, "little")
    if number >= below:
        raise _invalid(what, raw)
    return number


def _point(raw: bytes) -> Point:
    x, y = (_number(part, _FIELD, "fq") for part in (raw[:_NUMBER], raw[_NUMBER:]))
    if (x, y) != _NEUTRAL and (y * y - x * x * x - 3) % _FIELD:
        raise _invalid("g1", raw)
    return x, y


def _negative(point: Point) -> Point:
    return point[0], -point[1] % _FIELD


def _add(a: Point, b: Point) -> Point:
    if a == _NEUTRAL or b == _NEUTRAL:
        return b if a == _NEUTRAL else a
    if a[0] == b[0]:
        if a != b:
            return _NEUTRAL
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, _FIELD)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, _FIELD)
    x = (slope * slope - a[0] - b[0]) % _FIELD
    return x, (slope * (a[0] - x) - a[1]) % _FIELD


def _times(point: Point, number: int) -> Point:
    total = _NEUTRAL
    for bit in f"{number:b}":
        total = _add(total, total)
        if bit == "1":
            total = _add(total, point)
    return total
