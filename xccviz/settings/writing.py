"""Changing config.toml: only what is set, in its place; all else of the file stays as it is, byte for byte.

tomlkit leaves comments, order and unknown keys as they are; what it would lose is found out before anything is written.
"""

from __future__ import annotations

import threading
from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xccviz.atomic import write_atomic
from xccviz.catalogue import tr
from xccviz.model.errors import Hint, UserError
from xccviz.patterns import later
from xccviz.settings.file import Reader, check_asked_first, parsed, read_text
from xccviz.settings.rows import NETWORK
from xccviz.whole import SETTINGS_BYTES, read_whole

REMOVED = object()
"""Set instead of a value: the member goes."""
Changes = Mapping[tuple[str, ...], Any]
_ASKED = (NETWORK.name, "networks")
"""What tells whom to ask: a network that is asked first must be there."""
_TRIES = 5
_COMMENT = later(r'''(?s)"""(?:\\.|[^\\])*?"""|\'{3}.*?\'{3}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|(#[^\n]*)''')
"""A text in quotes, or a comment."""
_MEMBER = later(
    r"""(\s*([\w-]+|"[\w-]+"|\'[\w-]+\')\s*=\s*)("(?:\\.|[^"\\])*"|\'[^\']*\'|[^\s#"\'\[{]+)(\s*(?:#.*)?\r?\n?)\Z"""
)
"""A line with one value: up to it, its name, the value, and what stands behind."""
_writing = threading.Lock()


def write_config(path: Path, values: Changes) -> None:
    """Set members by their place, as in {("networks", "private", "endpoints"): […]}, or have them REMOVED; the rest of
    the file, comments included, stays as it is. What somebody else writes meanwhile stays too. Raises UserError: usage
    if the file, as it is or as it would be, can't be understood (it is then left alone), output if it can't be
    written."""
    with _writing:
        for _ in range(_TRIES):
            text = read_text(path)
            changed = _changed(path, text, values)
            _make_folder(path.parent)
            if read_text(path) == text:
                if changed != text:
                    write_atomic(path, changed.encode("utf-8-sig" if _is_marked(path) else "utf-8"))
                return
    raise UserError(
        tr("{path} is being changed by somebody else", path=path),
        tr("Nothing was changed. Try again."),
        kind="output",
    )


def _is_marked(path: Path) -> bool:
    """Whether the file begins with a mark of its byte order, as some editors write it."""
    return path.exists() and read_whole(path, SETTINGS_BYTES, 1.0).startswith(BOM_UTF8)


def _changed(path: Path, text: str, values: Changes) -> str:
    """The text with the changes. Raises UserError (usage) where it can't be understood before or after, or where
    something else would be lost."""
    import tomllib

    from tomlkit.exceptions import TOMLKitError

    wanted = parsed(path, text)
    Reader(path, text).config(wanted)
    for place, value in values.items():
        _set(wanted, place, value)
    gone = [place for place, value in values.items() if value is REMOVED]
    for place in gone:
        _prune(wanted, place)
    for way in (_in_its_line, _in_its_table):
        try:
            changed = text
            for place, value in values.items():
                changed = way(changed, place, value)
            read = tomllib.loads(changed)
            for place in gone:
                _prune(read, place)
            same = read == wanted and _comments(changed) == _comments(text)
        except (TOMLKitError, ValueError, TypeError):
            continue
        if same:
            config = Reader(path, changed).config(wanted)
            if any(place[0] in _ASKED for place in values):
                check_asked_first(path, changed, config)
            return changed
    # Rather no change than one that loses something.
    raise UserError(
        tr("{path} is written in a way that can't be changed here", path=path),
        tr(
            "Nothing was changed. Set {names} in it by hand.",
            names=", ".join(".".join(place) for place in values),
        ),
        kind="usage",
    )


def _in_its_line(text: str, place: tuple[str, ...], value: Any) -> str:
    """The text with a single value of the first table set in its line, or in one of its own behind the last of them;
    all else as it is. Raises ValueError for what is no single value."""
    import tomlkit

    if len(place) != 1 or not isinstance(value, str | bool | int | float):
        raise ValueError("no line")
    said, lines = tomlkit.item(value).as_string(), text.splitlines(keepends=True)
    first = next((n for n, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    keys = [n for n, line in enumerate(lines[:first]) if _MEMBER.match(line)]
    for n in keys:
        found = _MEMBER.match(lines[n])
        if found is not None and found[2].strip("\"'") == place[0]:
            lines[n] = f"{found[1]}{said}{found[4]}"
            return "".join(lines)
    at = keys[-1] + 1 if keys else first
    while not keys and 0 < at < len(lines) and lines[at - 1].lstrip().startswith("#"):
        at -= 1  # what is said of the first table stays with it
    end = "\r\n" if "\r\n" in text else "\n"
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += end
    return "".join((*lines[:at], f"{place[0]} = {said}{end}", *lines[at:]))


def _in_its_table(text: str, place: tuple[str, ...], value: Any) -> str:
    """The text with a member of any table set, which is made where there is none."""
    import tomlkit

    document = tomlkit.parse(text)
    _set_in(document, place, value)
    return document.as_string()


def _set_in(document: Any, place: tuple[str, ...], value: Any) -> None:
    import tomlkit

    table = document
    for name in place[:-1]:
        if name not in table:
            if value is REMOVED:
                return
            # A table that holds tables only needs no header of its own.
            table[name] = tomlkit.table(is_super_table=name == "networks")
        table = table[name]
    if value is REMOVED:
        if place[-1] in table:
            del table[place[-1]]
    else:
        table[place[-1]] = _inline(value)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            tr("cannot make the folder {folder}: {reason}", folder=folder, reason=error.strerror or error),
            Hint(
                tr("Set XCCVIZ_CONFIG_DIR to another one."),
                tr("Make a folder of that name, or make it writable."),
            ),
            kind="output",
        ) from error


def _inline(value: Any) -> Any:
    """A list of tables in one place, as config.toml's example shows it: tomlkit would give each a header of its own."""
    import tomlkit

    if not isinstance(value, list):
        return value
    array = tomlkit.array()
    for entry in value:
        if isinstance(entry, Mapping):
            table = tomlkit.inline_table()
            table.update(entry)
            array.append(table)
        else:
            array.append(entry)
    return array


def _comments(text: str) -> list[str]:
    """All comments in their order, which tomlkit changes where [networks.…] stand in several places."""
    return [found[1].rstrip() for found in _COMMENT.finditer(text) if found[1]]


def _set(members: dict[str, Any], place: tuple[str, ...], value: Any) -> None:
    for name in place[:-1]:
        if value is REMOVED and name not in members:
            return
        members = members.setdefault(name, {})
    if value is REMOVED:
        members.pop(place[-1], None)
    else:
        members[place[-1]] = value


def _prune(members: dict[str, Any], place: tuple[str, ...]) -> None:
    """Take away the tables around a place that hold nothing any more: whether they have a header means nothing."""
    for depth in range(len(place) - 1, 0, -1):
        around: Any = members
        for name in place[: depth - 1]:
            around = around.get(name, {})
        if around.get(place[depth - 1]) == {}:
            del around[place[depth - 1]]
