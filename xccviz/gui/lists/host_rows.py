"""Rows of host calls for a list: made when they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from xccviz.catalogue import numeral, tr, trn
from xccviz.gui.lists.row_model import Columns
from xccviz.gui.lists.rows import MadeRows, Row
from xccviz.words.host_calls import END_WORDS, LOAD_WORDS, tgas_words
from xccviz.words.names import spoken_name
from xccviz.words.numbers import bytes_count
from xccviz.words.places import height_words

if TYPE_CHECKING:
    from xccviz.rerun.making import Making
    from xccviz.tables.host_calls import HostPlace, HostRow

COLUMNS = Columns(
    ("", tr("Host call").upper(), tr("With, and what it got").upper(), tr("Gas so far").upper()),
    (40, 172, 0, 92),
    main=2,
    numbers_from=3,
    unfold=True,
    code_from=1,
)
LOADING, MADE_BY, ENDED = "loading", "made by", "ended"
"""Marks of rows that are no host calls of the run."""


class HostRows(MadeRows):
    """The rows of a run, a loop folded to one of them: `before` them what stands above, behind them how it `ended`
    where that was in none of them, and `hollow` ones, which another run has."""

    def __init__(
        self,
        rows: Sequence[HostRow],
        hollow: Sequence[HostRow] = (),
        before: Sequence[Row] = (),
        ended: Row | None = None,
    ) -> None:
        super().__init__()
        self.rows, self.before = (*rows, *hollow), tuple(before)
        self._made_to, self._ended = len(rows), ended
        self.headings = [n for n, row in enumerate(self.before) if row.heading]

    def __len__(self) -> int:
        return len(self.before) + len(self.rows) + (self._ended is not None)

    def make(self, index: int) -> Row:
        """The row of host call `index`: red where the run ended in it."""
        if index < len(self.before):
            return self.before[index]
        at = self._place(index)
        if at is None:
            assert self._ended is not None
            return self._ended
        row = self.rows[at]
        if at >= self._made_to:
            return Row(("", row.name, row.told, ""), tone="faint", tip=tr("It would not come to this call."))
        failed = row.error is not None or row.failed_slot
        return Row(
            (str(row.number), row.name, row.told, gas_so_far(row)),
            node=mark_of(row.place),
            tone="bad" if failed else "text",
            tip=", ".join(dict.fromkeys(call.name for call in row.calls)),
        )

    def has_children(self, index: int) -> bool:
        """Whether a loop is folded there."""
        at = self._place(index)
        return at is not None and bool(self.rows[at].rows)

    def children(self, index: int) -> Sequence[Row]:
        """The rows of a loop."""
        at = self._place(index)
        made = at is not None and at < self._made_to
        rows = self.rows[at].rows if at is not None else ()
        return [Row((_line(row),), node=mark_of(row.place) if made else None) for row in rows]

    def _place(self, index: int) -> int | None:
        """Which of `rows` it is; None for what stands above them, and for how it ended."""
        at = index - len(self.before)
        if at < 0 or (self._ended is not None and at == self._made_to):
            return None
        return at - 1 if self._ended is not None and at > self._made_to else at

    def of_node(self, node: str) -> Sequence[int]:
        """The row of a mark: it stands for itself."""
        place = self._place_of.get(node)
        return () if place is None else (place,)

    @cached_property
    def _place_of(self) -> dict[str, int]:
        made = enumerate(self.rows[: self._made_to], len(self.before))
        return {mark_of(row.place): place for place, row in made}


def mark_of(place: HostPlace) -> str:
    """What marks a row in a list: its number, of a loop with how many rows that has."""
    number, count = place
    return str(number) if count == 1 else f"{number}×{count}"


def loading_row(size: int, gas: int) -> Row:
    """That the contract was loaded, before its first host call."""
    return Row(("", LOAD_WORDS, bytes_count(size), tgas_words(gas)), node=LOADING)


def ended_row(message: str, gas: int) -> Row:
    """That a run failed in its own code, between host calls or after the last."""
    return Row(("", END_WORDS, message, tgas_words(gas)), node=ENDED, tone="bad")


def making_rows(making: Making, shown: Sequence[HostRow]) -> list[Row]:
    """The receipt that made a call, and of its host calls those that are `shown`."""
    count = len(making.ran.calls) + making.ran.calls_left_out
    told = [spoken_name(making.node)]
    if height := height_words(making.node.height):
        told.append(tr("made it in {block}", block=height))
    calls = trn(
        "{shown} of {count} host call, only promises",
        "{shown} of {count} host calls, only promises",
        count,
        shown=numeral(len(shown)),
    )
    told.append(calls)
    if not making.equal:
        told.append(tr("not as on chain"))
    rows = [Row((" · ".join(told),), heading=True)]
    for row in shown:
        cells = (str(row.number), row.name, row.told, gas_so_far(row))
        rows.append(Row(cells, node=MADE_BY, tip=tr("Return goes to the receipt that made this call.")))
    return rows


def own_heading(name: str, count: int) -> Row:
    """The call that is looked at, below the one that made it."""
    calls = trn("{count} host call", "{count} host calls", count)
    return Row((f"{name} · {calls}",), heading=True)


def _line(row: HostRow) -> str:
    """A row of a loop on a line."""
    return f"{row.number}  {row.told}  {gas_so_far(row)}"


def gas_so_far(row: HostRow) -> str:
    """Tgas used when it had ended, six digits: `0.207503 T`."""
    return tgas_words(row.so_far)
