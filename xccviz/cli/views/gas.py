"""Where the gas went: the total and the fee, a row a receipt, how callers split their gas, and who burnt most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xccviz.analysis.gas.split import GasShare, gas_split
from xccviz.catalogue import numeral, tr, trn
from xccviz.cli.terminal import Column, Terminal
from xccviz.cli.views.shown import say_nothing
from xccviz.document import Document
from xccviz.model.amounts import format_gas, format_near
from xccviz.replay.standing import unspent_at
from xccviz.tables.gas import GAS, TotalRow, costs_beside, gas_rows, summary_words, total_rows
from xccviz.tables.lines import Part
from xccviz.tables.parts import mark
from xccviz.tables.shown import WHOLE, Shown
from xccviz.values import frozen
from xccviz.words.costs import so_far
from xccviz.words.gas import STARVED
from xccviz.words.missing import refunds_lacking
from xccviz.words.money import fee_words, prepaid_back
from xccviz.words.names import spoken_name
from xccviz.words.numbers import gas_number, share

_LEGEND = tr(
    "In Tgas. A receipt burns some of the gas attached to it and passes some on to the calls it makes; the rest comes "
    "back. The fee for running a receipt is prepaid on top of the attached gas, so a call can burn more than that."
)
_BEYOND_GAS = tr("the storage of a global contract, or what was left on a deleted gas key")
_COLUMNS = (
    Column(""),
    Column(tr("receipt"), stretch=True),
    Column(tr("burnt"), ">"),
    Column(tr("of attached"), ">"),
    Column(tr("passed on"), ">"),
    Column(tr("got back"), ">"),
)
_PARTS = (Column(tr("fees"), ">"), Column(tr("contract"), ">"), Column(tr("sending"), ">"))
_WIDE = 110
_ROWS_SHOWN = 60
_ALIKE = 4
_SPLITS_SHOWN = 10
_SHARES_SHOWN = 12
_TOTALS_SHOWN = 8
_INDENT_SHOWN = 12
_BACK = 3
"""Which number of a row came back."""


@frozen
class _Row:
    """One receipt, or a run of siblings that look alike: their numbers summed, None where one is not known. `odd`:
    its ledger does not add up, or, among shares, it starved."""

    sign: tuple[str, str]
    depth: int
    label: str
    times: int
    gas: tuple[int | None, ...]
    odd: bool

    def name(self) -> str:
        times = f" × {numeral(self.times)}" if self.times > 1 else ""
        return " " * min(self.depth, _INDENT_SHOWN) + self.label + times


def show_gas(document: Document, terminal: Terminal, shown: Shown = WHOLE) -> None:
    """Write totals and fee, then the ledger; what does not add up is marked. Totals are those of the transaction,
    whatever a filter finds; of the past only what had been burnt is known."""
    if shown.moment is None:
        _show_result(document, terminal)
    else:
        so_far = tr("{gas} burnt so far", gas=format_gas(shown.moment.gas_burnt))
        terminal.paragraph(so_far, first=f"{tr('gas'):<5}")
    rows = _folded(_rows(document, shown))
    if not rows:
        say_nothing(terminal, shown, tr("Nothing has run yet."))
        return
    listed = rows[:_ROWS_SHOWN]
    wide = terminal.width >= _WIDE
    terminal.blank()
    terminal.table((*_COLUMNS, *_PARTS) if wide else _COLUMNS, [_cells(row, wide) for row in listed])
    if len(rows) > len(listed):
        rest = rows[_ROWS_SHOWN:]
        burnt = format_gas(sum(row.gas[1] or 0 for row in rest))
        more = trn("{count} more receipt", "{count} more receipts", sum(row.times for row in rest))
        terminal.paragraph(
            tr("and {more}, {burnt} burnt; `xccviz export … --to json` has them all", more=more, burnt=burnt),
            style="dim",
        )
    if any(row.odd for row in rows):
        terminal.line((tr("! the refund receipt gave back another amount than this"), "warning"))
    lost = sum(
        bool(row.facts.gas.unspent) and unspent_at(document.analysis, row.node.id, shown.moment) == "burnt"
        for row in gas_rows(document)
        if shown.has(row.node.id) and shown.ran(row.node.id, document)
    )
    if lost:
        words = trn(
            "! what {count} receipt had left was burnt on its way back",
            "! what {count} receipts had left was burnt on its way back",
            lost,
        )
        terminal.line((words, "warning"))
    if any(None in row.gas[:5] for row in rows):
        terminal.line((tr("? not known from these documents"), "dim"))
    terminal.paragraph(
        _LEGEND + (" " + tr("Burnt = fees + contract + sending.") if wide else ""), style="dim"
    )
    if shown == WHOLE:
        _show_splits(document, terminal)
        _show_totals(document, terminal)


def _show_result(document: Document, terminal: Terminal) -> None:
    fees = document.analysis.fees
    terminal.paragraph(summary_words(document), first=f"{tr('gas'):<5}")
    fee = f"{tr('fee'):<5}"
    if fees.total is None:
        terminal.paragraph(tr("not known: the answer does not say what was paid"), first=fee)
        return
    paid = fee_words(fees)
    if fees.beyond_gas:
        amount = format_near(fees.beyond_gas)
        paid += tr("; {amount} of it for more than gas: {what}", amount=amount, what=_BEYOND_GAS)
    if fees.refunded:
        paid += f"; {prepaid_back(fees.refunded, more=refunds_lacking(document.graph))}"
    terminal.paragraph(paid + so_far(document.analysis), first=fee)


def _rows(document: Document, shown: Shown) -> Iterable[_Row]:
    for row in gas_rows(document):
        node, moment = row.node, shown.moment
        if not shown.has(node.id) or not shown.ran(node.id, document):
            continue
        sign, name = mark(node, document, shown), GAS.column("call").words(row, "line")
        gas, back = row.numbers, unspent_at(document.analysis, node.id, moment) == "returned"
        numbers = gas if back else (*gas[:_BACK], 0, *gas[_BACK + 1 :])
        yield _Row(sign, node.depth, name, 1, numbers, row.odd and back)


def _folded(rows: Iterable[_Row]) -> list[_Row]:
    """Runs of at least four rows with the same label and result become one."""
    runs: list[list[_Row]] = []
    for row in rows:
        last = runs[-1][0] if runs else None
        if last is not None and _alike(last) == _alike(row):
            runs[-1].append(row)
        else:
            runs.append([row])
    folded = []
    for run in runs:
        folded.extend([_merged(run)] if len(run) >= _ALIKE else run)
    return folded


def _alike(row: _Row) -> tuple[object, ...]:
    return row.sign, row.depth, row.label, row.odd


def _merged(run: Sequence[_Row]) -> _Row:
    sums = tuple(_sum(numbers) for numbers in zip(*(row.gas for row in run), strict=True))
    return _Row(run[0].sign, run[0].depth, run[0].label, len(run), sums, any(row.odd for row in run))


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = list(numbers)
    return None if None in known else sum(number or 0 for number in known)


def _cells(row: _Row, wide: bool) -> list[Part]:
    attached, burnt, forwarded, unspent, *parts = row.gas
    cells: list[Part] = [row.sign, row.name(), gas_number(burnt), gas_number(attached, "")]
    cells.extend([gas_number(forwarded, ""), gas_number(unspent, "") + (" !" if row.odd else "")])
    return [*cells, *(gas_number(part, "") for part in parts)] if wide else cells


def _show_splits(document: Document, terminal: Terminal) -> None:
    """How each caller of two or more calls split its gas; a call that starved beside plenty is marked."""
    callers = []
    for node in document.graph.nodes:
        shares = [s for s in gas_split(document.graph, document.analysis.facts, node) if s.attached != 0]
        if node.kind == "action_receipt" and len(shares) >= 2:
            callers.append((any(share.starved for share in shares), node, shares))
    # Those that split badly come first; the rest keeps its order.
    callers.sort(key=lambda caller: not caller[0])
    for starved, node, shares in callers[:_SPLITS_SHOWN]:
        terminal.blank()
        terminal.wrapped((tr("How {call} split its gas", call=spoken_name(node, ended=False)), "bold"))
        _show_shares(document, terminal, document.analysis.facts[node.id].gas.attached, shares)
        if starved:
            terminal.paragraph(STARVED, style="failed")
    left = len(callers) - _SPLITS_SHOWN
    if left > 0:
        more = trn("and {count} more caller", "and {count} more callers", left)
        terminal.line((tr("{more} of two or more calls", more=more), "dim"))


def _show_shares(
    document: Document, terminal: Terminal, whole: int | None, shares: Sequence[GasShare]
) -> None:
    """One caller's calls, those alike as one; of many the first ones, and all that starved."""
    rows = _folded(
        _Row(
            mark(document.graph.by_id[share.node], document),
            0,
            spoken_name(document.graph.by_id[share.node], ended=False),
            1,
            (share.attached, share.burnt, share.returned),
            share.starved,
        )
        for share in shares
    )
    first = sorted(range(len(rows)), key=lambda i: (not rows[i].odd, i))[:_SHARES_SHOWN]
    cells: list[list[Part]] = []
    for row in (rows[i] for i in sorted(first)):
        given, burnt, returned = row.gas
        note: Part = (tr("starved"), "failed") if row.odd else ""
        cells.append(
            [
                row.sign,
                row.name(),
                gas_number(given),
                share(given, whole, "card"),
                gas_number(burnt),
                gas_number(returned),
                note,
            ]
        )
    columns = [
        Column(""),
        Column(tr("call"), stretch=True),
        Column(tr("given"), ">"),
        Column(tr("share"), ">"),
    ]
    terminal.table([*columns, Column(tr("burnt"), ">"), Column(tr("got back"), ">"), Column("")], cells)
    rest = [row for i, row in enumerate(rows) if i not in first]
    if rest:
        given_in_all = _sum(row.gas[0] for row in rest)
        amount = tr(", given {gas} in all", gas=format_gas(given_in_all)) if given_in_all else ""
        more = trn("and {count} more call", "and {count} more calls", sum(row.times for row in rest))
        terminal.line((more + amount, "dim"))


def _show_totals(document: Document, terminal: Terminal) -> None:
    name = Column(tr("account"), stretch=True)
    accounts, methods = total_rows(document, "accounts"), total_rows(document, "methods")
    if len(accounts) > 1:
        _show_most(terminal, (name,), accounts)
    if len(methods) > 1:
        _show_most(terminal, (name, Column(tr("method"), stretch=True)), methods)
    _show_most(
        terminal, (Column(tr("cost"), stretch=True), Column(tr("part of"))), total_rows(document, "costs")
    )
    if beside := costs_beside(document):
        terminal.paragraph(beside, style="dim")


def _show_most(terminal: Terminal, columns: Sequence[Column], entries: Sequence[TotalRow]) -> None:
    """The entries that burnt most, the rest summed."""
    if not entries:
        return
    rows: list[list[Part]] = [[*entry.told, *_burnt([entry])] for entry in entries[:_TOTALS_SHOWN]]
    rest = entries[_TOTALS_SHOWN:]
    if rest:
        rows.append(
            [(tr("{count} more", count=numeral(len(rest))), "dim"), *[""] * (len(columns) - 1), *_burnt(rest)]
        )
    terminal.blank()
    terminal.table((*columns, Column(tr("burnt"), ">"), Column(tr("share"), ">")), rows)


def _burnt(entries: Sequence[TotalRow]) -> list[Part]:
    burnt = sum(entry.burnt for entry in entries)
    return [gas_number(burnt), share(burnt, entries[0].whole, "card")]
