"""Gas as rows of a list panel: a bar that can be compared beside the numbers. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xccviz.catalogue import numeral, tr
from xccviz.gui.lists.rows import Bar, MadeRows, Row, shares_of
from xccviz.model.amounts import format_gas, format_gas_exact
from xccviz.tables.gas import GAS, GAS_TOTALS, GasRow, TotalRow
from xccviz.tables.ledger import whole_of
from xccviz.tables.table import Table, ordered
from xccviz.words.gas import STARVED, ledger_words
from xccviz.words.names import spoken_name
from xccviz.words.signs import PROGRESS

RECEIPT_HEADERS = tuple(column.title for column in GAS.columns)
TOTAL_HEADERS = tuple(column.title for column in GAS_TOTALS.columns[1:])


class GasRows(MadeRows):
    """A row a receipt, sorted by a column of RECEIPT_HEADERS, by default in their own order (column −1); unknown
    numbers come last. `exact`: numbers have all digits, in gas."""

    def __init__(
        self, found: Sequence[GasRow], column: int = -1, descending: bool = True, *, exact: bool = False
    ) -> None:
        super().__init__()
        self._exact = exact
        self.rows = ordered(found, GAS.columns[column], descending) if column >= 0 else list(found)
        self._most = max((whole_of(row.facts.gas) for row in found), default=0)
        self._place: Mapping[str, int] | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def make(self, index: int) -> Row:
        """The row of a receipt."""
        row = self.rows[index]
        whole = row.whole
        caution = row.starved or row.odd
        steps = row.document.timeline.of_node.get(row.node.id, ())
        told = ledger_words(row.gas, row.unspent) if row.ran else PROGRESS[row.progress].word
        tip = f"{spoken_name(row.node, ended=False)}\n{told}"
        if row.starved:
            tip += f"\n{STARVED}"
        return Row(
            cells=_exact_cells(GAS, row) if self._exact else GAS.cells(row, "card"),
            node=row.node.id,
            sign="caution" if caution else "failed" if row.ran and row.facts.failed else "none",
            sign_tone="wait" if caution else "bad",
            tag="starved" if row.starved else "",
            step=steps[-1] if steps and row.ran else None,
            bar=Bar(shares_of(row.gas), whole / self._most if self._most else 0.0),
            tip=tip,
        )

    def has_children(self, index: int) -> bool:
        """No row of these unfolds."""
        return False

    def children(self, index: int) -> Sequence[Row]:
        """None."""
        return ()

    def of_node(self, node: str) -> Sequence[int]:
        """The node's row."""
        if self._place is None:
            self._place = {each.node.id: i for i, each in enumerate(self.rows)}
        return (self._place[node],) if node in self._place else ()


def total_list(rows: Sequence[TotalRow], *, exact: bool = False) -> list[Row]:
    """Totals as rows, largest first, as parts of all the gas burnt; `exact` as above."""
    most = max((row.burnt for row in rows), default=0)
    return [
        Row(
            cells=_total_cells(row, exact),
            bar=Bar((("ind", 1.0),), row.burnt / most if most else 0.0),
            tip=f"{row.every_name}\n{_burnt_words(row)}",
        )
        for row in rows
    ]


def _exact_cells(table: Table[Any], row: Any) -> tuple[str, ...]:
    values = ((column, column.value(row) if column.unit == "gas" else None) for column in table.columns)
    return tuple(
        numeral(value) if isinstance(value, int) else column.words(row, "card") for column, value in values
    )


def _total_cells(row: TotalRow, exact: bool) -> tuple[str, ...]:
    _, name, burnt, _ = _exact_cells(GAS_TOTALS, row) if exact else GAS_TOTALS.cells(row, "card")
    return name, burnt, GAS_TOTALS.column("share").words(row, "line")


def _burnt_words(row: TotalRow) -> str:
    return tr(
        "{burnt} of {whole} burnt ({exact})",
        burnt=format_gas(row.burnt),
        whole=format_gas(row.whole),
        exact=format_gas_exact(row.burnt),
    )
