"""Rows of host calls for a list: made when they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from xccviz.catalogue import numeral, tr
from xccviz.gui.lists.row_model import Columns
from xccviz.gui.lists.rows import MadeRows, Row

if TYPE_CHECKING:
    from xccviz.tables.host_calls import HostRow

COLUMNS = Columns(
    ("", tr("Host call").upper(), tr("With, and what it got").upper(), tr("Gas so far").upper()),
    (46, 180, 0, 96),
    main=2,
    numbers_from=3,
    unfold=True,
    code_from=1,
)
_T = 10**12


class HostRows(MadeRows):
    """The rows of a run, a loop folded to one of them; behind them `hollow` ones, which another run has."""

    def __init__(self, rows: Sequence[HostRow], hollow: Sequence[HostRow] = ()) -> None:
        super().__init__()
        self.rows = (*rows, *hollow)
        self._made_to = len(rows)

    def __len__(self) -> int:
        return len(self.rows)

    def make(self, index: int) -> Row:
        """The row of host call `index`: red where the run ended in it."""
        row = self.rows[index]
        if index >= self._made_to:
            return Row(
                ("", row.name, _told(row), ""), tone="faint", tip=tr("It would not come to this call.")
            )
        failed = row.error is not None or row.failed_slot
        return Row(
            (str(row.number), row.name, _told(row), gas_so_far(row)),
            node=str(row.number),
            tone="bad" if failed else "text",
            tip=", ".join(dict.fromkeys(call.name for call in row.calls)),
        )

    def has_children(self, index: int) -> bool:
        """Whether a loop is folded there."""
        return bool(self.rows[index].rows)

    def children(self, index: int) -> Sequence[Row]:
        """The rows of a loop."""
        return [Row((_line(row),)) for row in self.rows[index].rows]

    def of_node(self, node: str) -> Sequence[int]:
        """The row of a number: it stands for itself."""
        place = self._place_of.get(node)
        return () if place is None else (place,)

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {str(row.number): place for place, row in enumerate(self.rows[: self._made_to])}


def _told(row: HostRow) -> str:
    return " → ".join(part for part in (row.asked, row.got) if part)


def _line(row: HostRow) -> str:
    """A row of a loop on a line."""
    return f"{row.number}  {_told(row)}  {gas_so_far(row)}"


def gas_so_far(row: HostRow) -> str:
    """Tgas used when it had ended, six digits: `0.207503 T`."""
    micro = (row.so_far + _T // 2_000_000) // (_T // 1_000_000)
    return numeral(f"{micro // 1_000_000:,}.{micro % 1_000_000:06} T")
