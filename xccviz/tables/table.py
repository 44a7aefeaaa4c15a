"""What a table is: rows of facts, and columns that read them, for machines (`value`) and for people (`words`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from xccviz.document import Document
from xccviz.replay.types import Moment
from xccviz.values import frozen
from xccviz.words.lengths import Length
from xccviz.words.signs import Sign, Tone

Row = TypeVar("Row")
Value = str | int | float | bool | None
"""What a cell holds, as JSON and CSV write it; None: there is none, or it is not known."""
SortKey = float | str | None
"""None: nothing to sort by, last in either direction."""


def _mute(row: object) -> Tone:
    return "mute"


@frozen
class Column(Generic[Row]):
    """One column. `title`: its header, as short as can be; `name`: in menus, sentences and for assistive tools.

    `value`: exact, in `unit` ("gas", "yocto", "blocks", …; "" for words); `words`: the same as a person reads it, ""
    for nothing to say. `key`: what it is sorted by where that is not the value. `rank`: which columns stay longest
    where there is no room, 0 for those that always do. `tone`: the colour role of the words.
    """

    id: str
    title: str
    name: str
    value: Callable[[Row], Value]
    words: Callable[[Row, Length], str]
    unit: str = ""
    key: Callable[[Row], SortKey] | None = None
    rank: int = 0
    tone: Callable[[Row], Tone] = _mute

    @property
    def number(self) -> bool:
        """Whether its cells are numbers, which stand at the right."""
        return bool(self.unit)

    def sort_key(self, row: Row) -> SortKey:
        """What a row is sorted by in this column."""
        return self.value(row) if self.key is None else self.key(row)


@frozen
class Table(Generic[Row]):
    """One table: `rows` of a document at a moment (None: the end), in their own order; `sign`: how a row ended or
    stands; `node`: the id of the receipt it speaks of."""

    id: str
    title: str
    columns: tuple[Column[Row], ...]
    rows: Callable[[Document, Moment | None], Iterable[Row]]
    sign: Callable[[Row], Sign] | None = None
    node: Callable[[Row], str | None] | None = None

    def column(self, column: str) -> Column[Row]:
        """The column of an id; KeyError for none."""
        found = {each.id: each for each in self.columns}
        return found[column]

    def record(self, row: Row) -> dict[str, Value]:
        """A row for machines: column id → value, and under "node" the receipt it speaks of."""
        node = {"node": self.node(row)} if self.node is not None else {}
        return node | {column.id: column.value(row) for column in self.columns}

    def cells(self, row: Row, length: Length) -> tuple[str, ...]:
        """A row for people, unescaped."""
        return tuple(column.words(row, length) for column in self.columns)


def ordered(rows: Sequence[Row], column: Column[Row], descending: bool) -> list[Row]:
    """Rows sorted by a column; equal ones stay in their order, those without a value come last."""
    keyed = [(column.sort_key(row), row) for row in rows]
    known = sorted(
        (pair for pair in keyed if pair[0] is not None), key=lambda pair: pair[0] or 0, reverse=descending
    )
    return [row for _, row in known] + [row for key, row in keyed if key is None]
