"""How trouble is told: one or two lines on standard error, an exit status, never a traceback without -vv."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import xccviz
from xccviz.catalogue import tr
from xccviz.cli.terminal import Terminal
from xccviz.model import errors
from xccviz.model.errors import ErrorKind, UserError
from xccviz.sources.redact import redact, without_secrets

Ending = Literal["ok", "check_failed", "interrupted"] | ErrorKind
"""How a command ends: well, with a check that failed or differences that were found, stopped, or with an error."""
_OTHERS: dict[Ending, int] = {"ok": 0, "check_failed": 1, "interrupted": 130}
EXIT_STATUS: Mapping[Ending, int] = MappingProxyType(_OTHERS | dict(errors.EXIT_STATUS.items()))
"""What a command ends with, by how it ended (interface.md §2)."""
_FIRST: tuple[Ending, ...] = (
    "interrupted", "usage", "malformed", "network", "not_found", "incomplete", "check_failed",
)  # fmt: skip

_SHOWN = 1000


def first_of(endings: Collection[Ending]) -> Ending:
    """The first present of 130, 2, 5, 4, 3, 6, 1 by its exit status; else the highest; `ok` of none."""
    for ending in _FIRST:
        if ending in endings:
            return ending
    return max(endings, key=EXIT_STATUS.__getitem__, default="ok")


def report_user_error(terminal: Terminal, error: UserError, verbosity: int) -> int:
    """Write what happened and what to do, and what there is to choose from; with -v the details, with -vv where it
    came from. Returns the status."""
    terminal.line("xccviz: ", _cut(_clean(error.message)))
    if error.hint:
        terminal.line(_cut(_clean(error.hint)), indent=2)
    if verbosity >= 1 or error.listed:
        for detail in error.details:
            terminal.line(_cut(_clean(detail)), indent=4)
    if verbosity >= 2:
        _write_traceback(terminal, error)
    return EXIT_STATUS[error.kind]


def report_bug(terminal: Terminal, error: BaseException, argv: Sequence[str], verbosity: int) -> int:
    """Say that this is our fault and where the report lies. Returns 70."""
    path = save_report(error, argv)
    terminal.line(tr("xccviz: this is a bug in xccviz ({name})", name=type(error).__name__))
    if path is not None:
        terminal.line(
            tr("A report was saved in {path}; please send it to the developers.", path=path), indent=2
        )
    else:
        terminal.line(tr("Run it again with -vv and send what it prints to the developers."), indent=2)
    if verbosity >= 2:
        _write_traceback(terminal, error)
    return EXIT_STATUS["bug"]


def save_report(error: BaseException, argv: Sequence[str]) -> Path | None:
    """Write the traceback and the circumstances into a new file; None when that is not possible either.

    Endpoints are shortened so that no key gets in.
    """
    import platform

    from xccviz.sources.store.reports import keep_report

    lines = [
        f"xccviz {xccviz.__version__}, Python {platform.python_version()}, {platform.platform()}",
        "arguments: " + " ".join(repr(_without_secrets(word)) for word in argv),
        "",
        *_traceback(error),
    ]
    return keep_report("\n".join(lines))


def _without_secrets(word: str) -> str:
    for start in ("http://", "https://"):
        place = word.find(start)
        if place >= 0:
            return word[:place] + redact(word[place:])
    return word[:200]


def _traceback(error: BaseException) -> list[str]:
    import traceback

    return [_clean(row) for row in traceback.format_exception(error)]


def _clean(text: str) -> str:
    """Without keys: what was given in the wrong place is quoted, and libraries put addresses into what they say."""
    return without_secrets(text, os.environ)


def _write_traceback(terminal: Terminal, error: BaseException) -> None:
    for chunk in _traceback(error):
        for row in chunk.rstrip("\n").split("\n"):
            terminal.line(row, indent=4)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
