"""The filter language as a terminal prints it below the options of `find`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from xccviz.query.help import ABOUT, HelpRow, parts

_WIDTH = 100
_LEFT = 18


def filter_help() -> str:
    """How a filter is written, and every term."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield from textwrap.wrap(" ".join(ABOUT), _WIDTH)
    for part in parts():
        yield ""
        yield f"{part.title}:"
        for row in part.rows:
            yield from _row(row)
        if part.note:
            yield from textwrap.wrap(part.note, _WIDTH, initial_indent="  ", subsequent_indent="  ")


def _row(row: HelpRow) -> Iterator[str]:
    """The term at the left; what is longer than the column is wrapped above what it means."""
    left, room = row.written, _WIDTH - _LEFT - 4
    if len(left) > _LEFT:
        yield from textwrap.wrap(left, _WIDTH - 2, initial_indent="  ", subsequent_indent="  ")
        left = ""
    for i, line in enumerate(textwrap.wrap(row.means, room)):
        yield f"  {left if i == 0 else '':<{_LEFT}}  {line}"
