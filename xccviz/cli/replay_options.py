"""What the options of `replay` give: promise results, keys of a storage, arguments, amounts, files."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from xccviz.catalogue import tr
from xccviz.model.amounts import parse_gas, parse_near
from xccviz.model.errors import UserError
from xccviz.model.text import visible_text
from xccviz.rerun.given import Given
from xccviz.rerun.state_file import state_from_json
from xccviz.rerun.typed import GAS_BITS, KINDS, NEAR_BITS, UnreadableError, bytes_of, has_room, value_of
from xccviz.rerun.types import Changes
from xccviz.whole import read_whole

_BASE64_KEY = re.compile(r"(base64:[A-Za-z0-9+/]*={0,2})=(.*)", re.DOTALL)
_MOST_FILE = 64 << 20
_Key = TypeVar("_Key", int, bytes)


def given_of(args: argparse.Namespace) -> Given:
    """Everything that was given. Raises UserError: usage for an option that can't be meant, malformed for a file that
    is none."""
    changes = Changes(
        slots=_each_once("--slot", args.slot, _slot),
        args=_args(args.args),
        deposit=_amount("--deposit", args.deposit, parse_near, NEAR_BITS),
        gas=_amount("--gas", args.gas, parse_gas, GAS_BITS),
        code=_file("--code", args.code) if args.code else None,
        values=_each_once("--set", args.set, _set),
    )
    state = state_from_json(_file("--state", args.state), args.state) if args.state else None
    return Given(changes, state)


def _each_once(
    option: str, texts: Sequence[str], read: Callable[[str], tuple[_Key, bytes | None]]
) -> dict[_Key, bytes | None]:
    found: dict[_Key, bytes | None] = {}
    for text in texts:
        key, value = read(text)
        if found.setdefault(key, value) != value:
            raise _usage(option, text, tr("one value for each: it was given another before"))
    return found


def _slot(text: str) -> tuple[int, bytes | None]:
    number, equals, value = text.partition("=")
    if not equals or not (number.isascii() and number.isdigit()):
        raise _usage("--slot", text, tr("a slot and its result, like 0=failed or 1=json:5"))
    if value == "failed":
        return int(number), None
    kind, colon, rest = value.partition(":")
    if not colon or kind not in KINDS:
        raise _usage("--slot", text, tr("failed, text:TEXT, json:JSON or hex:HEX behind the ="))
    return int(number), _read("--slot", text, lambda: value_of(kind, rest))


def _set(text: str) -> tuple[bytes, bytes | None]:
    found = _BASE64_KEY.fullmatch(text)
    key, equals, value = found.expand(r"\1\n=\n\2").split("\n", 2) if found else text.partition("=")
    if not equals:
        raise _usage("--set", text, tr("KEY=VALUE, or KEY=- for a key that is absent"))
    name = _read("--set", text, lambda: bytes_of(key))
    return name, None if value == "-" else _read("--set", text, lambda: bytes_of(value))


def _read(option: str, whole: str, read: Callable[[], bytes]) -> bytes:
    """The bytes that were typed."""
    try:
        return read()
    except UnreadableError as error:
        raise _usage(option, whole, tr("{kind} that can be read", kind=error.kind)) from error


def _args(text: str | None) -> bytes | None:
    if text is None:
        return None
    if text.startswith("@"):
        return _file("--args", text[1:])
    try:
        return value_of("json", text)
    except UnreadableError as error:
        raise _usage("--args", text, tr("JSON, or @FILE with the bytes")) from error


def _amount(option: str, text: str | None, parse: Callable[[str], int], bits: int) -> int | None:
    """What was typed, if an action can carry it."""
    try:
        amount = parse(text) if text is not None else None
    except ValueError as error:
        raise UserError(f"{option}: {error}", kind="usage") from error
    if amount is not None and not has_room(amount, bits):
        raise _usage(option, str(text), tr("less: an action has {bits} bits for it", bits=bits))
    return amount


def _file(option: str, path: str) -> bytes:
    """A file's bytes. Raises UserError (usage) for one that can't be read."""
    try:
        return read_whole(path, _MOST_FILE)
    except (OSError, ValueError) as error:
        raise UserError(
            tr("{option}: {path} can't be read: {why}", option=option, path=visible_text(path, 200),
               why=getattr(error, "strerror", None) or error),
            tr("Check the name."),
        ) from error  # fmt: skip


def check_module(code: bytes, path: str, known: Sequence[str | None]) -> None:
    """Raises UserError (malformed) for a file that is no WebAssembly module, unless it is what ran on the chain."""
    from xccviz.rerun.facts import hash_of

    if code.startswith(b"\0asm") or hash_of(code) in known:
        return
    raise UserError(
        tr("{path} is no WebAssembly module", path=visible_text(path, 200)),
        tr("Give the .wasm that a build writes."),
        kind="malformed",
    )


def _usage(option: str, text: str, wanted: str) -> UserError:
    shown = visible_text(text, 80)
    return UserError(
        tr("{option} {text}: expected {wanted}", option=option, text=shown, wanted=wanted), kind="usage"
    )
