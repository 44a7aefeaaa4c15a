"""Values of this room as JSON and back, for the process that a contract runs in. By their annotations, so that nothing
that comes back is anything but what was expected: no pickles.

Bytes are base64; of a member that may be bytes or text, bytes are `{"bytes": base64}`.
"""

from __future__ import annotations

import types
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from functools import cache
from sys import modules
from typing import Any, Final, Literal, Union, get_args, get_origin

from xccviz.model.raw import Json
from xccviz.values import names

_PLAIN: Final = (int, str, bool, float, type(None))
_JSON: Final = "Json"


class Malformed(ValueError):  # noqa: N818 - it is the data that is
    """JSON that is not of the type that was expected."""


def packed(value: object, kind: Any) -> Json:
    """A value of a type as JSON."""
    data: Json = _codec(kind)[0](value)
    return data


def unpacked(data: Json, kind: Any) -> Any:
    """The value that JSON stands for. Raises Malformed."""
    try:
        return _codec(kind)[1](data)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise Malformed(str(error)) from error


_Codec = tuple[Callable[[Any], Any], Callable[[Any], Any]]


def _same(value: Any) -> Any:
    return value


def _text(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def _bytes(data: str) -> bytes:
    return b64decode(data, validate=True)


@cache
def _codec(kind: Any) -> _Codec:
    """How a type is packed and unpacked."""
    if isinstance(kind, str) or kind is object:  # `Json` is a text when the program runs
        return _same, _same
    origin, args = get_origin(kind), get_args(kind)
    if kind is bytes:
        return _text, _bytes
    if kind in _PLAIN or origin is Literal:
        return _same, _held(set(args)) if origin is Literal else _typed(kind)
    if origin in (Union, types.UnionType):
        return _union(args)
    if origin is tuple:
        return _tuple(args)
    if origin is frozenset:
        item = _codec(args[0])
        return lambda value: sorted(map(item[0], value)), lambda data: frozenset(map(item[1], _list(data)))
    if origin is Mapping:
        return _mapping(*args)
    if isinstance(kind, type) and names(kind):
        return _members(kind)
    raise TypeError(f"{kind!r} can't be packed")


def _typed(kind: type) -> Callable[[Any], Any]:
    def unpack(data: Any) -> Any:
        if type(data) is not kind:
            raise Malformed(f"{type(data).__name__} instead of {kind.__name__}")
        return data

    return unpack


def _held(choices: set[Any]) -> Callable[[Any], Any]:
    def unpack(data: Any) -> Any:
        if data not in choices:
            raise Malformed(f"{data!r} is none of {choices}")
        return data

    return unpack


def _list(data: Any) -> list[Any]:
    if not isinstance(data, list):
        raise Malformed(f"{type(data).__name__} instead of a list")
    return data


def _union(args: tuple[Any, ...]) -> _Codec:
    """None, plain values as they are, and one more type; bytes beside text are marked."""
    plain = tuple(arg for arg in args if arg in _PLAIN)
    (other,) = [arg for arg in args if arg not in _PLAIN] or [type(None)]
    pack, unpack = _codec(other)
    marked = other is bytes and str in plain

    def pack_any(value: Any) -> Any:
        if isinstance(value, plain):
            return value
        return {"bytes": pack(value)} if marked else pack(value)

    def unpack_any(data: Any) -> Any:
        if isinstance(data, plain):
            return data
        return unpack(data["bytes"] if marked else data)

    return pack_any, unpack_any


def _tuple(args: tuple[Any, ...]) -> _Codec:
    if args[1:] == (Ellipsis,):
        pack, unpack = _codec(args[0])
        return lambda value: [*map(pack, value)], lambda data: tuple(map(unpack, _list(data)))
    each = [_codec(arg) for arg in args]

    def unpack_each(data: Any) -> Any:
        return tuple(codec[1](item) for codec, item in zip(each, _list(data), strict=True))

    return lambda value: [codec[0](item) for codec, item in zip(each, value, strict=True)], unpack_each


def _mapping(key: Any, value: Any) -> _Codec:
    """Pairs, since keys may be bytes."""
    (pack_key, unpack_key), (pack, unpack) = _codec(key), _codec(value)
    return (
        lambda mapping: [[pack_key(k), pack(v)] for k, v in mapping.items()],
        lambda data: {unpack_key(k): unpack(v) for k, v in _list(data)},
    )


def _members(kind: type) -> _Codec:
    """A value as the list of its members, in order."""
    space = vars(modules[kind.__module__])
    wanted = names(kind)
    told: dict[str, str] = kind.__annotations__
    each = [_codec(_JSON if told[name] == _JSON else eval(told[name], space)) for name in wanted]

    def pack(value: Any) -> Any:
        return [codec[0](getattr(value, name)) for codec, name in zip(each, wanted, strict=True)]

    def unpack(data: Any) -> Any:
        return kind(*[codec[1](item) for codec, item in zip(each, _list(data), strict=True)])

    return pack, unpack
