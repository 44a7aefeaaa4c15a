"""How much of a transaction a view shows: as it stood after a step, and of that what a filter finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xccviz.cli.terminal import Terminal
from xccviz.document import Document
from xccviz.tables.shown import NOTHING_MATCHES, Shown, shown_at
from xccviz.words.filters import matching_words
from xccviz.words.standing import after_step

if TYPE_CHECKING:
    from xccviz.query import Filter


def say_nothing(terminal: Terminal, shown: Shown, words: str) -> None:
    """Say that there is nothing, in `words`; with a filter that nothing of it is there."""
    terminal.line(words if shown.hits is None else (NOTHING_MATCHES, "dim"))


def shown_of(document: Document, step: int | None, filter: Filter | None) -> Shown:
    """What is shown after a step (None: the end) of what a filter finds (None: everything)."""
    return shown_at(document, step, filter.matches(document, step) if filter is not None else None)


def show_what_is_shown(document: Document, terminal: Terminal, shown: Shown, filter: Filter | None) -> None:
    """Say which moment it is where that is not the end, and how much a filter finds; without a hit, why."""
    moment, count = shown.moment, len(document.timeline)
    if moment is not None:
        at = after_step(document.analysis, moment, count)
        terminal.line((at, "warning"), cut=True)
    if filter is None or shown.hits is None:
        return
    found = matching_words(len(shown.hits), len(document.graph.nodes), filter.words(), shown.step)
    if not shown.hits:
        from xccviz.query import nothing_of  # late: few are asked for a filter

        nothing = nothing_of(filter, document, shown.step)
        found = "; ".join((found, *(nothing.words() if nothing is not None else ())))
    terminal.line((found, "bold"))
