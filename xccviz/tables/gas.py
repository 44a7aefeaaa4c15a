"""Where the gas went: a row a receipt, and totals by account, method and host cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from xccviz.analysis.gas.totals import gas_totals
from xccviz.analysis.types import GasLedger, GasTotals, NodeFacts, Whereabouts
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.amounts import format_gas, format_gas_exact
from xccviz.model.literals import Progress, happened
from xccviz.replay.standing import came_back, created_by, progress_of, unspent_at
from xccviz.replay.types import Moment
from xccviz.tables.ledger import whole_of
from xccviz.tables.receipts import row_of
from xccviz.tables.table import Column, Table
from xccviz.values import frozen
from xccviz.words.costs import so_far
from xccviz.words.gas import COST_KINDS, FEW, UNSPENT, beside_costs, cost_words, done_besides
from xccviz.words.lengths import Length
from xccviz.words.missing import refunds_lacking
from xccviz.words.names import spoken_name
from xccviz.words.numbers import gas_number, share
from xccviz.words.signs import PROGRESS

TotalKind = Literal["accounts", "methods", "costs"]
TOTAL_KINDS: tuple[TotalKind, ...] = ("accounts", "methods", "costs")
STARVED_CODE = "gas_starved_beside_plenty"


NUMBERS: Mapping[str, Callable[[GasLedger], int | None]] = {
    "attached": lambda gas: gas.attached,
    "burnt": lambda gas: gas.burnt,
    "forwarded": lambda gas: gas.forwarded,
    "unspent": lambda gas: gas.unspent,
    "execution_fees": lambda gas: gas.execution_fees,
    "contract": lambda gas: gas.contract,
    "send_fees": lambda gas: gas.send_fees,
}
"""The members of a ledger that have a column each, in this order."""


@frozen
class GasRow:
    """One receipt that has gas of its own: neither a gas refund, or one that only shows by its price, nor one
    without an outcome by its nature. `starved`: it ran out of gas beside a sibling that gave back at least as much as
    it had. `moment`: as it stood then, None for the end."""

    document: Document
    node: Node
    facts: NodeFacts
    starved: bool
    moment: Moment | None = None

    @property
    def ran(self) -> bool:
        """Whether what became of its gas is told."""
        return self.moment is None or happened(self.moment.progress.get(self.node.id))

    @property
    def progress(self) -> Progress:
        """How far it is of what has not run: still to come, or not even known to be."""
        progress = progress_of(self.document.analysis, self.node.id, self.moment)
        return "unknown" if progress == "unknown" else "not_yet"

    @property
    def gas(self) -> GasLedger:
        """Its ledger, before it has run with nothing but what is attached."""
        if self.ran:
            return self.facts.gas
        made = created_by(self.document.analysis, self.node.id, self.moment)
        return GasLedger(attached=self.facts.gas.attached if made else None)

    @property
    def whole(self) -> int:
        """The gas it is about: what was attached and prepaid, as the sum of where it went."""
        return whole_of(self.gas)

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The gas of each of NUMBERS."""
        return tuple(read(self.gas) for read in NUMBERS.values())

    @property
    def unspent(self) -> Whereabouts:
        """Where what it had left is."""
        return unspent_at(self.document.analysis, self.node.id, self.moment)

    @property
    def odd(self) -> bool:
        """Whether its ledger does not add up, once its refund is there to tell."""
        return self.ran and self.unspent != "returning" and self.facts.gas.reconciles is False


def gas_rows(document: Document, moment: Moment | None = None) -> Iterator[GasRow]:
    """All rows in display order, as they are at a moment (None: the end)."""
    return (row for row in gas_rows_slowly(document, moment) if row is not None)


def gas_rows_slowly(document: Document, moment: Moment | None = None) -> Iterator[GasRow | None]:
    """The same, None for each receipt without a row, so that a caller can pause between any two."""
    # Beside whom it starved is known when all have run.
    starved = starved_nodes(document) if moment is None or moment.at_end else frozenset()
    for node in document.graph.nodes:
        left_out = node.never_runs or node.is_gas_refund or node.untold_refund
        facts = document.analysis.facts[node.id]
        yield None if left_out else GasRow(document, node, facts, node.id in starved, moment)


def starved_nodes(document: Document) -> frozenset[str]:
    """Calls that ran out of gas beside a sibling that gave back at least as much as they had."""
    found = (f.nodes for f in document.analysis.findings if f.code == STARVED_CODE)
    return frozenset(node for nodes in found for node in nodes)


def _gas(id: str, title: str, name: str) -> Column[GasRow]:
    """A column of gas: in Tgas, exact as a whole; `?` where it is not known."""
    read = NUMBERS[id]

    def words(row: GasRow, length: Length) -> str:
        gas = read(row.gas)
        if not row.ran and gas is None:
            return PROGRESS[row.progress].word if id == "burnt" else ""
        if length == "whole":
            return format_gas_exact(gas)
        return gas_number(gas) if length == "card" else format_gas(gas)

    return Column(id, title, name, lambda row: read(row.gas), words, "gas")


def _came_back(row: GasRow) -> int | None:
    """What has come back of its gas: nothing where that was burnt on its way; None where it is under way."""
    return came_back(row.gas.unspent, row.unspent) if row.ran else row.gas.unspent


def _came_back_words(row: GasRow, length: Length) -> str:
    gas = row.gas.unspent
    if not row.ran and gas is None:
        return ""
    where = row.unspent if gas else "returned"
    if length == "whole":
        told = format_gas_exact(gas)
        return told if where == "returned" else f"{told} {UNSPENT[where]}"
    if where == "returning":
        return PROGRESS["not_yet"].word
    back = _came_back(row)
    return gas_number(back) if length == "card" else format_gas(back)


COLUMNS: tuple[Column[GasRow], ...] = (
    Column(
        "call",
        tr("CALL"),
        tr("Call"),
        lambda row: spoken_name(row.node, ended=False),
        lambda row, length: spoken_name(row.node, ended=False),
    ),
    _gas("attached", tr("ATTACHED"), tr("Attached")),
    _gas("burnt", tr("BURNT"), tr("Burnt here")),
    _gas("forwarded", tr("PASSED ON"), tr("Passed on")),
    Column("unspent", tr("GOT BACK"), tr("Got back"), _came_back, _came_back_words, "gas"),
    _gas("execution_fees", tr("EXECUTION"), tr("Execution")),
    _gas("contract", tr("CONTRACT"), tr("Contract")),
    _gas("send_fees", tr("SENDING"), tr("Sending")),
)
GAS = Table(
    "gas",
    tr("Gas"),
    COLUMNS,
    gas_rows,
    lambda row: PROGRESS[row_of(row.document, row.moment, row.node).progress],
    lambda row: row.node.id,
)


@frozen
class TotalRow:
    """What one account, method or cost burnt in all, of `whole` (refunds left out). `names`: the account; contract
    and method; or cost and its category. `others`: what batches did besides, whose gas can't be told apart."""

    kind: TotalKind
    names: tuple[str, ...]
    burnt: int
    whole: int
    others: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """Its names in columns of their own."""
        cost, *part = self.names
        if self.kind == "costs":
            return cost, COST_KINDS.get(part[0], part[0])
        return (*self.names[:-1], self.names[-1] + done_besides(self.others))

    @property
    def name(self) -> str:
        """One name for it."""
        if self.kind == "costs":
            cost, part = self.told
            return f"{part}: {cost_words(cost)}"
        return ".".join(self.told)

    @property
    def first_name(self) -> str:
        """The same with the first of its methods alone, as other programs know it."""
        return ".".join(self.names) if self.others else self.name

    @property
    def every_name(self) -> str:
        """The same with each method by its name, as long as they are few."""
        return ".".join(self.names) + done_besides(self.others, FEW) if self.others else self.name


def totals_at(document: Document, moment: Moment | None) -> GasTotals:
    """The totals of what had run by a moment."""
    if moment is None or moment.at_end:
        return document.analysis.gas
    return gas_totals(document.graph, lambda node: happened(moment.progress.get(node)))


def total_rows(document: Document, kind: TotalKind, moment: Moment | None = None) -> tuple[TotalRow, ...]:
    """Totals of one kind by a moment, largest first."""
    gas = totals_at(document, moment)
    whole = gas.total_burnt
    if kind == "accounts":
        return tuple(TotalRow(kind, (account,), burnt, whole) for account, burnt in gas.by_account)
    if kind == "methods":
        return tuple(
            TotalRow(kind, (contract, method), burnt, whole, gas.batched.get((contract, method), ()))
            for contract, method, burnt in gas.by_method
        )
    return tuple(TotalRow(kind, (cost, part), burnt, whole) for part, cost, burnt in gas.by_cost)


def costs_beside(document: Document, moment: Moment | None = None) -> str:
    """What was burnt by a moment beside all host costs, as a sentence; "" where that is nothing, and where no profile
    tells of any."""
    gas = totals_at(document, moment)
    rest = gas.total_burnt - sum(burnt for *_, burnt in gas.by_cost)
    if rest <= 0 or not gas.by_cost:
        return ""
    execution = 0
    for node in document.graph.nodes:
        outcome = node.outcome
        if outcome is None or outcome.gas_burnt is None or node.is_refund:
            continue
        if moment is not None and not moment.at_end and not happened(moment.progress.get(node.id)):
            continue
        fees = document.analysis.facts[node.id].gas.execution_fees
        execution += outcome.gas_burnt if node.kind == "transaction" else fees or 0
    return beside_costs(rest, gas.total_burnt, proven=execution == rest)


def all_totals(document: Document, moment: Moment | None = None) -> Iterator[TotalRow]:
    """Totals of all kinds."""
    for kind in TOTAL_KINDS:
        yield from total_rows(document, kind, moment)


def _total_words(row: TotalRow, length: Length) -> str:
    return gas_number(row.burnt) if length == "card" else format_gas(row.burnt)


TOTAL_COLUMNS: tuple[Column[TotalRow], ...] = (
    Column("kind", tr("KIND"), tr("Kind"), lambda row: row.kind, lambda row, length: row.kind),
    Column(
        "by",
        tr("BY"),
        tr("By"),
        lambda row: row.first_name,
        lambda row, length: row.name,
    ),
    Column("burnt", tr("BURNT"), tr("Burnt"), lambda row: row.burnt, _total_words, "gas"),
    Column(
        "share",
        tr("SHARE"),
        tr("Share of all burnt"),
        lambda row: round(100 * row.burnt / row.whole, 1) if row.whole else None,
        lambda row, length: share(row.burnt, row.whole, length),
        "%",
    ),
)
GAS_TOTALS = Table("gas_totals", tr("Gas totals"), TOTAL_COLUMNS, all_totals)


def summary_words(document: Document, moment: Moment | None = None) -> str:
    """All the gas in one line: burnt of what the transaction attached; by a moment what was burnt so far."""
    gas = totals_at(document, moment)
    attached = document.analysis.facts[document.graph.root.id].gas.attached
    past = moment is not None and not moment.at_end
    burnt = format_gas(gas.total_burnt)
    words = tr("{gas} burnt so far", gas=burnt) if past else tr("{gas} burnt", gas=burnt)
    if attached:
        words = tr("{burnt} of {attached} attached", burnt=words, attached=format_gas(attached))
    refunds = format_gas(gas.refunds_burnt)
    if gas.refunds_burnt and not past and refunds_lacking(document.graph):
        words = tr(
            "{burnt}; refunds and payouts took {refunds} more so far, free of charge",
            burnt=words,
            refunds=refunds,
        )
    elif gas.refunds_burnt:
        words = tr(
            "{burnt}; refunds and payouts took {refunds} more, free of charge", burnt=words, refunds=refunds
        )
    return words if past else words + so_far(document.analysis)
