"""What can be written at a place of a filter: terms, their values, and this document's methods, accounts, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from xccviz.catalogue import trn
from xccviz.document import Document
from xccviz.query.columns import Columns, columns_of
from xccviz.query.lexer import Token, plain, tokens
from xccviz.query.numbers import UNITS
from xccviz.query.terms import NAMES, WORDS, NumberRow, ValueRow
from xccviz.values import frozen

MOST = 50
"""So many are offered at most."""
_NAMED_FROM = 2
"""From so many letters on a word that was begun is also looked for among the document's names."""
_OFFERED = ("method", "account")
"""The names whose values are offered for a word without one."""
_FREE = frozenset("._-/@#$%&+,;~^{}[]")


@frozen
class Completion:
    """One thing to write: `text` takes the place of the filter from `start` to `end`; `means` says what it is, of a
    value how many nodes of the document have it."""

    text: str
    start: int
    end: int
    means: str


def completions(text: str, cursor: int, document: Document | Columns | None = None) -> tuple[Completion, ...]:
    """What can be written at `cursor`, what begins as what stands there first; () where nothing is to be said."""
    found = [token for token in tokens(text) if token.start < cursor]
    here = found[-1] if found and found[-1].end >= cursor else None
    if here is None or here.kind not in ("word", "quoted"):
        here = Token("word", cursor, cursor)
    before = [token for token in found if token.end <= here.start]
    begun = plain(
        text[here.start : cursor].lstrip("\"'") if here.kind == "quoted" else text[here.start : cursor]
    )
    columns = columns_of(document) if document is not None else None
    offered = (
        Completion(written, here.start, here.end, means)
        for written, means in _offered(before, begun, here.kind == "quoted", columns)
        if written != text[here.start : here.end]
    )
    return tuple(islice(offered, MOST))


def _offered(
    before: Sequence[Token], begun: str, quoted: bool, columns: Columns | None
) -> Iterator[tuple[str, str]]:
    """What is written, and what it is, by what stands before it."""
    sign = before[-1] if before else None
    row = NAMES.get(before[-2].value.casefold()) if len(before) > 1 else None
    if sign is not None and sign.kind == ":":
        return _values(row, begun, columns) if isinstance(row, ValueRow) else iter(())
    if sign is not None and sign.kind == "op":
        return _amounts(row, begun) if isinstance(row, NumberRow) else iter(())
    return iter(()) if quoted else _terms(begun, columns)


def _terms(begun: str, columns: Columns | None) -> Iterator[tuple[str, str]]:
    rows = [(row.name, row.means) for row in WORDS.values()]
    rows += [(f"{name}{':' if isinstance(row, ValueRow) else '>'}", row.means) for name, row in NAMES.items()]
    means = dict(rows)
    yield from ((name, means[name]) for name in _fitting(begun, means))
    if len(begun) >= _NAMED_FROM and columns is not None:
        for name in _OFFERED:
            row = NAMES[name]
            if isinstance(row, ValueRow):
                yield from ((f"{name}:{value}", said) for value, said in _values(row, begun, columns))


def _values(row: ValueRow, begun: str, columns: Columns | None) -> Iterator[tuple[str, str]]:
    """Those of the document first, the most frequent before others; then what else there is to choose."""
    counts = columns.counts(row.values) if columns is not None and row.values is not None else Counter[str]()
    there = [value for value, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    choices = [value for value in there if value in row.choices] if row.choices else there
    for value in _fitting(begun, dict.fromkeys((*choices, *row.choices))):
        count = counts[value]
        means = trn("{count} match", "{count} matches", count) if columns is not None else ""
        yield written_value(value), means


def _amounts(row: NumberRow, begun: str) -> Iterator[tuple[str, str]]:
    """The same number with each unit."""
    if begun.replace(".", "", 1).isdecimal() and begun.isascii():
        for unit in UNITS[row.sort]:
            yield f"{begun}{unit.name}", unit.words


def _fitting(begun: str, names: Iterable[str]) -> Iterator[str]:
    """Those that begin so, then those that have it inside."""
    meant, every = begun.casefold(), list(names)
    yield from (name for name in every if name.casefold().startswith(meant))
    yield from (name for name in every if meant in name.casefold() and not name.casefold().startswith(meant))


def written_value(value: str) -> str:
    """A value as a filter writes it: in quotes where it has to be, without wildcards of its own."""
    escaped = "".join(f"\\{char}" if char in '\\*?"' else char for char in value)
    bare = value and all(char.isalnum() or char in _FREE for char in value)
    return escaped if bare else f'"{escaped}"'
