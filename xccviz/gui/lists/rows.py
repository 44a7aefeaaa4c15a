"""A row of a list panel, and where rows come from: built one by one when they are looked at, never all at once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

from xccviz.analysis.types import GasLedger
from xccviz.catalogue import tr
from xccviz.tables.ledger import whole_of
from xccviz.values import frozen
from xccviz.words.signs import Shape, Tone


@frozen
class Bar:
    """Shares of one bar: (colour role, part of the whole from 0 to 1) from left to right. `whole`: how much of the
    longest bar's length this one's frame takes, so that bars of a list can be compared."""

    shares: tuple[tuple[str, float], ...]
    whole: float = 1.0


@frozen
class Row:
    """One row. `cells` per column, chain text as it is; `tone` a colour role for the cells; `sign` a status sign
    before the first cell, in the role `sign_tone`; `tag` a small label before the last cell; `detail` a second line
    below, in the role `detail_tone`, with `number` at its end: never cut.

    `context`: where it belongs, as the heading above it says, for those who hear or copy the row alone.
    `node` is selected when the row is chosen. `step`: the row tells of this step (None: it has no place in time).
    `struck`: it was rolled back. `heading`: the caption of the rows that follow. `tip`: more words on demand.
    `account`: the one it tells of, where it tells of no node. `log`: it is this line of its node's log.
    """

    cells: tuple[str, ...]
    node: str | None = None
    tone: str = "text"
    sign: Shape = "none"
    sign_tone: Tone = "mute"
    tag: str = ""
    detail: str = ""
    detail_tone: str = "mute"
    number: str = ""
    step: int | None = None
    struck: bool = False
    heading: bool = False
    bar: Bar | None = None
    context: str = ""
    tip: str = ""
    account: str = ""
    log: int | None = None

    @property
    def spoken(self) -> str:
        """The row as one line for assistive tools and for copying."""
        words = [self.context, self.tag, *self.cells, self.detail, self.number]
        return " · ".join(word for word in words if word) + (" " + tr("(rolled back)") if self.struck else "")


def shares_of(gas: GasLedger) -> tuple[tuple[str, float], ...]:
    """Burnt here (accent), passed on (its ground), got back (ref, hatched) as parts of the whole."""
    whole = whole_of(gas)
    if not whole:
        return ()
    parts = (("ind", gas.burnt), ("indbg", gas.forwarded), ("ref", gas.unspent))
    return tuple((role, max(0, part or 0) / whole) for role, part in parts)


class RowSource(Protocol):
    """Rows by number, and below each of them perhaps some more."""

    @property
    def headings(self) -> Sequence[int]:
        """Numbers of the rows that are captions, ascending."""
        ...

    def __len__(self) -> int: ...

    def row(self, index: int) -> Row:
        """The row at `index`."""
        ...

    def has_children(self, index: int) -> bool:
        """Whether the row can be unfolded."""
        ...

    def children(self, index: int) -> Sequence[Row]:
        """The rows below `index`."""
        ...

    def of_node(self, node: str) -> Sequence[int]:
        """Numbers of the rows that tell of `node`, ascending."""
        ...


class MadeRows(ABC):
    """Rows that are made when they are looked at, and kept for a while: `make` makes one. (Not with `lru_cache` around
    a method: the circle would hold the document until Python looks for circles.)"""

    KEPT = 500
    headings: Sequence[int] = ()

    def __init__(self) -> None:
        self._made: dict[int, Row] = {}

    @abstractmethod
    def make(self, index: int) -> Row:
        """Make the row at `index`."""

    def row(self, index: int) -> Row:
        """The row at `index`."""
        row = self._made.get(index)
        if row is None:
            if len(self._made) >= self.KEPT:
                self._made.clear()
            row = self._made[index] = self.make(index)
        return row


class Rows:
    """Rows that are few enough to be built at once."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self.rows = tuple(rows)
        self.headings: Sequence[int] = tuple(i for i, row in enumerate(self.rows) if row.heading)

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, index: int) -> Row:
        """The row at `index`."""
        return self.rows[index]

    def has_children(self, index: int) -> bool:
        """No row of these unfolds."""
        return False

    def children(self, index: int) -> Sequence[Row]:
        """None."""
        return ()

    def of_node(self, node: str) -> Sequence[int]:
        """Numbers of the rows that tell of `node`."""
        return [i for i, row in enumerate(self.rows) if row.node == node]
