"""What the filter language is, told from its rows: the help of `find`, and docs/filters.md."""

from __future__ import annotations

from collections.abc import Iterator

from xccviz.catalogue import tr
from xccviz.query.numbers import EXAMPLES
from xccviz.query.terms import NAMES, ROLES, WORDS, NumberRow, Row, Takes, ValueRow, WordRow
from xccviz.values import frozen

GRAMMAR = """\
expr   = or
or     = and { ( "|" | "or" ) and }
and    = not { [ "and" ] not }
not    = [ "!" | "not" ] atom
atom   = "(" expr ")" | WORD | NAME ":" VALUE | NAME OP NUMBER | QUOTED
OP     = > >= < <= = !=
NUMBER = digits with or without a fraction, and a unit
VALUE  = a word, or text in "…" or '…'"""

ABOUT = (
    tr("A filter says of each node yes or no. Terms side by side must all be true."),
    tr("`|` or `or`: one of them; `!` or `not`: the contrary; brackets group. Upper or lower case never matters."),
    tr("A word that is no term is text to find, as text in quotes always is: in the label, ids, arguments, result,"
       " logs and error."),
    tr("Values with a space, a bracket or a colon stand in quotes. A backslash takes the next character as it is."),
    tr("`*` (any characters) and `?` (one) are wildcards where a pattern is taken, in quotes as well; not behind a"
       " backslash."),
    tr("A value that isn't known matches nothing, `!=` neither."),
)  # fmt: skip

_TAKEN: dict[Takes, str] = {"glob": tr("PATTERN"), "text": tr("TEXT"), "prefix": tr("PREFIX"), "choice": ""}


@frozen
class HelpRow:
    """One line of the help: how it is written, and what it is true for."""

    written: str
    means: str


@frozen
class HelpPart:
    """Lines that belong together, below a title; `note`: what is to be known of all of them."""

    title: str
    rows: tuple[HelpRow, ...]
    note: str = ""


def parts() -> tuple[HelpPart, ...]:
    """All terms, by what they take."""
    values = [row for row in NAMES.values() if isinstance(row, ValueRow)]
    choices = tuple(_help(row) for row in values if row.takes == "choice")
    free = tuple(_help(row) for row in values if row.takes != "choice")
    numbers = tuple(_help(row) for row in NAMES.values() if isinstance(row, NumberRow))
    note = tr("{gas}; {near}; the others take plain numbers", gas=EXAMPLES["gas"], near=EXAMPLES["near"])
    return (
        HelpPart(tr("Words"), tuple(_words())),
        HelpPart(tr("Names with one of some values"), choices),
        HelpPart(tr("Names with a value"), free),
        HelpPart(tr("Numbers, compared with > >= < <= = !="), numbers, note),
    )


def _words() -> Iterator[HelpRow]:
    """All roles are one line: they mean the same of each."""
    yield from (_help(row) for name, row in WORDS.items() if name not in ROLES)
    yield HelpRow(", ".join(ROLES), tr("has that role"))


def _help(row: Row) -> HelpRow:
    if isinstance(row, WordRow):
        return HelpRow(row.name, row.means)
    if isinstance(row, NumberRow):
        return HelpRow(f"{row.name}>N", row.means)
    if not row.choices:
        return HelpRow(f"{row.name}:{_TAKEN[row.takes]}", row.means)
    return HelpRow(f"{row.name}:…", tr("{means}: {choices}", means=row.means, choices=", ".join(row.choices)))
