"""What `check --expect` and the Python interface expect: read strictly, as what is misread would pass in silence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from xccviz.analysis.expect import ExpectError, check_expectation
from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.whole import SECONDS, SETTINGS_BYTES, expanded, read_whole


def read_expectation(
    path: str | None, seconds: float = SECONDS, option: str = "--expect"
) -> Mapping[str, Any] | None:
    """What the export must contain, None without a path. Raises UserError (usage) with the place of trouble, in which
    `option` is what the caller calls it."""
    if path is None:
        return None
    called = f"{option} {path}"
    try:
        text = read_whole(expanded(path), SETTINGS_BYTES, seconds).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unusable(called, tr("byte {place} is not UTF-8", place=error.start)) from error
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise _unusable(called, tr("can't be read: {reason}", reason=reason)) from error
    return parsed_expectation(text, called)


def parsed_expectation(text: str, called: str) -> Mapping[str, Any]:
    """The same of the JSON text itself; `called` is what messages call it."""
    try:
        expected = json.loads(text, object_pairs_hook=_members, parse_constant=_no_constant)
        check_expectation(expected)
    except json.JSONDecodeError as error:
        raise _unusable(
            called,
            tr(
                "line {line}, column {column}: {problem}",
                line=error.lineno,
                column=error.colno,
                problem=error.msg,
            ),
        ) from error
    except ExpectError as error:
        raise _unusable(called, f"{error.at}: {error.message}") from error
    except RecursionError as error:
        raise _unusable(called, tr("it is nested too deeply")) from error
    except ValueError as error:
        raise _unusable(called, str(error)) from error
    members: Mapping[str, Any] = expected
    return members


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, refused when it names a member twice: one of the two would be forgotten."""
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for i, name in enumerate(names) if name in names[:i])
        raise ValueError(tr("an object has the member {name} twice", name=repr(twice)))
    return members


def _no_constant(word: str) -> Any:
    raise ValueError(tr("{word} is no JSON", word=word))


def _unusable(called: str, problem: str) -> UserError:
    return UserError(
        f"{called}: {problem}",
        tr("It takes a part of what `xccviz export --to json` writes."),
        kind="usage",
    )
