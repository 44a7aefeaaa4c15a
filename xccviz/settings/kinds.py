"""Kinds of values that a setting may have: how each is read, from TOML and from plain text, and shown.

A parser raises ValueError whose text goes on after the setting's name: "must be a number above 0".
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Generic, Literal, TypeVar

from xccviz.catalogue import tr
from xccviz.values import frozen

T = TypeVar("T")
MEBIBYTE = 1024 * 1024
_LARGEST = 1e9
_SWITCH = {"on": True, "true": True, "off": False, "false": False}


Sort = Literal["text", "switch", "number", "choice", "table"]
"""How a person sets it: in a field, by switching it, as a number, by choosing, or entry by entry."""
KeyTable = tuple[tuple[str, tuple[str, ...]], ...]
"""Names of commands and the keys of each, () for none."""


@frozen
class Kind(Generic[T]):
    """`read` takes what TOML may hold; `plain` turns text of the environment into that first; `show` is the value as
    config.toml spells it, without quotes; `toml` what is written there; `choices` are all values there are, () for any;
    `offered` are those that are worth choosing where any may be."""

    read: Callable[[object], T]
    plain: Callable[[str], object] = str
    show: Callable[[T], str] = str
    choices: tuple[str, ...] = ()
    sort: Sort = "text"
    toml: Callable[[T], object] = lambda value: value
    offered: tuple[T, ...] = ()

    def of_text(self, text: str) -> T:
        """The value that a text means. Raises ValueError."""
        return self.read(self.plain(text))


def choice(*names: str) -> Kind[str]:
    """One of `names`."""

    def read(value: object) -> str:
        if value not in names:
            raise ValueError(tr("must be one of {names}", names=", ".join(names)))
        return str(value)

    return Kind(read, choices=names, sort="choice")


def percent(*offered: int) -> Kind[int]:
    """A whole number of percent, from the first to the last of `offered`."""

    def read(value: object) -> int:
        value = int(value) if isinstance(value, float) and value.is_integer() else value
        if isinstance(value, bool) or not isinstance(value, int) or not offered[0] <= value <= offered[-1]:
            least, most = offered[0], offered[-1]
            raise ValueError(tr("must be a whole number from {least} to {most}", least=least, most=most))
        return value

    return Kind(read, plain=_number_of_text, offered=offered, sort="choice")


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(tr("must be a text in quotes"))
    return value.strip()


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(tr("must be true or false"))
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(tr("must be a number above 0"))
    if not 0 < value <= _LARGEST:  # also what is no number, endless, or an integer that no float holds
        raise ValueError(tr("must be a number above 0"))
    return float(value)


def _number_of_text(text: str) -> object:
    with contextlib.suppress(ValueError):
        return float(text)
    return text


def _folder(value: object) -> Path:
    try:
        return Path(_text(value)).expanduser()
    except RuntimeError:  # pathlib's way to say that nobody is called so
        raise ValueError(tr("must be a folder: nobody here has the home that ~ stands for")) from None


def _whole(value: float) -> float | int:
    """As somebody would write it: 30, not 30.0."""
    return int(value) if value == int(value) else value


def _key_table(value: object) -> KeyTable:
    """A table of commands: keys as one text, or as a list of them."""
    if not isinstance(value, Mapping):
        raise ValueError(
            tr("must be a table of commands, as in {example}", example='[keys] nextFailure = "F8"')
        )
    found = []
    for name, given in value.items():
        keys = (given,) if isinstance(given, str) else given
        if not isinstance(keys, list | tuple) or not all(isinstance(each, str) for each in keys):
            raise ValueError(tr("must have a text, or a list of texts, for each command"))
        found.append((str(name), tuple(each.strip() for each in keys if each.strip())))
    return tuple(sorted(found))


def _addresses(value: object) -> tuple[str, ...]:
    return split_addresses(_text(value))


def split_addresses(text: str) -> tuple[str, ...]:
    """The addresses of a list separated by spaces or commas, without repeats, in order."""
    return tuple(dict.fromkeys(text.replace(",", " ").split()))


TEXT = Kind(_text)
SWITCH = Kind(
    _switch,
    plain=lambda text: _SWITCH.get(text.lower(), text),
    show=lambda on: str(on).lower(),
    sort="switch",
)
NUMBER = Kind(_number, plain=_number_of_text, show="{:g}".format, sort="number", toml=_whole)
MEBIBYTES = Kind(
    lambda value: round(_number(value) * MEBIBYTE),
    plain=_number_of_text,
    show=lambda size: f"{size / MEBIBYTE:g}",
    sort="number",
    toml=lambda size: _whole(size / MEBIBYTE),
)
KEYS = Kind(
    _key_table,
    show=lambda table: "; ".join(f"{name} = {', '.join(keys)}" for name, keys in table),
    sort="table",
    toml=lambda table: {name: list(keys) for name, keys in table},
)
"""A number of MiB; the value is in bytes."""
ADDRESSES = Kind(_addresses, show=" ".join)
FOLDER: Kind[Path | None] = Kind(_folder, show=lambda path: str(path or ""))
"""None: the platform's."""
