"""Text in arguments, results, logs and errors as rows of the palette: choosing one selects the receipt that has it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from xccviz.catalogue import tr
from xccviz.gui.state.choices import Choice
from xccviz.model.literals import happened
from xccviz.replay.standing import created_by, progress_of
from xccviz.words.names import spoken_name
from xccviz.words.signs import PROGRESS

if TYPE_CHECKING:
    from xccviz.query import Columns
    from xccviz.query.columns import Place
    from xccviz.replay.types import Moment

LEAST, MOST = 2, 60
"""Characters from which on texts are searched, and rows that are shown at most."""
BEFORE, AROUND = 24, 120
"""Characters of a text before what was found, and in all."""
_WORDS: dict[Place, Callable[[str], str]] = {
    "error": lambda name: tr("in the error of {name}", name=name),
    "logs": lambda name: tr("in logs of {name}", name=name),
    "result": lambda name: tr("in the result of {name}", name=name),
    "args": lambda name: tr("in arguments of {name}", name=name),
}
"""Where text is found, the most telling place first."""


def text_choices(
    columns: Columns, typed: str, select: Callable[[str], None], moment: Moment | None = None
) -> tuple[Choice, ...]:
    """The places where `typed` stands by a moment, in display order for each kind of place."""
    meant = typed.strip().casefold()
    if len(meant) < LEAST:
        return ()
    rows = chain.from_iterable(_rows(columns, place, meant, select, moment) for place in _WORDS)
    return tuple(islice(rows, MOST))


def _rows(
    columns: Columns, place: Place, meant: str, select: Callable[[str], None], moment: Moment | None
) -> Iterator[Choice]:
    analysis = columns.document.analysis
    for position in sorted(columns.containing(place, meant)):
        node = columns.nodes[position]
        progress = progress_of(analysis, node.id, moment)
        there = created_by(analysis, node.id, moment) if place == "args" else happened(progress)
        if moment is not None and not there:
            continue
        text = next((said for said in _said(columns, place, position) if meant in said.casefold()), "")
        sign = PROGRESS[progress]
        name = spoken_name(node, moment is None or happened(progress))
        yield Choice(around(text, meant), partial(select, node.id), _WORDS[place](name), "", sign)


def _said(columns: Columns, place: Place, position: int) -> Iterator[str]:
    """The texts of a node at a place, as they are."""
    from xccviz.query.columns import whole_text

    node, facts = columns.nodes[position], columns.facts[position]
    if place == "args":
        yield from (whole_text(each) for each in facts.args if each is not None)
    elif place == "logs":
        yield from (log.text for log in facts.logs)
    elif place == "result" and facts.status is not None and facts.status.value is not None:
        yield whole_text(facts.status.value)
    elif place == "error":
        told = columns.document.errors.get(node.id)
        if told is not None:
            yield from (told.title, told.explanation)
        if facts.status is not None and facts.status.error is not None:
            yield json.dumps(facts.status.error.raw, ensure_ascii=False, default=str)


def around(text: str, meant: str) -> str:
    """What stands around a text that was found, in one line."""
    at = max(0, text.casefold().find(meant))
    start = max(0, at - BEFORE)
    piece = " ".join(text[start : start + AROUND].split())
    return f"{'…' if start else ''}{piece}{'…' if start + AROUND < len(text) else ''}"
