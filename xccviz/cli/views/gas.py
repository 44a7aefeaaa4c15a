"""Where the gas went: a row a receipt, then the totals by contract."""

from __future__ import annotations

from xccviz.cli.terminal import Column, Part, Terminal
from xccviz.cli.words import counted, is_gas_refund, mark
from xccviz.document import Document
from xccviz.model.amounts import format_gas, format_near

_COLUMNS = (
    Column(""),
    Column("receipt", stretch=True),
    Column("attached", ">"),
    Column("burnt", ">"),
    Column("execution", ">"),
    Column("contract", ">"),
    Column("sending", ">"),
    Column("passed on", ">"),
    Column("unspent", ">"),
)
_CONTRACTS_SHOWN = 20
_INDENT_SHOWN = 12


def show_gas(document: Document, terminal: Terminal) -> None:
    """Write the gas ledger in Tgas; refunds are summed up, and what does not add up is marked."""
    analysis = document.analysis
    rows: list[list[Part]] = []
    unreconciled = False
    for node in document.graph.nodes:
        gas = analysis.facts[node.id].gas
        if is_gas_refund(node) or node.kind == "data_receipt":
            continue
        odd = gas.reconciles is False
        unreconciled = unreconciled or odd
        numbers = (
            gas.attached,
            gas.burnt,
            gas.execution_fees,
            gas.contract,
            gas.send_fees,
            gas.forwarded,
            gas.unspent,
        )
        cells = ["?" if number is None else format_gas(number, unit=False) for number in numbers]
        if odd:
            cells[-1] += " !"
        name = " " * min(node.depth, _INDENT_SHOWN) + node.label
        rows.append([mark(analysis.facts[node.id]), name, *cells])
    terminal.line(("All numbers in Tgas; burnt = execution + contract + sending.", "dim"))
    terminal.table(_COLUMNS, rows)
    if unreconciled:
        terminal.line(("! the refund receipt gave back another amount than this", "warning"))
    _show_totals(document, terminal)


def _show_totals(document: Document, terminal: Terminal) -> None:
    gas, fees = document.analysis.gas, document.analysis.fees
    terminal.blank()
    rows: list[list[Part]] = [
        [contract, format_gas(burnt), _share(burnt, gas.total_burnt)]
        for contract, burnt in gas.by_contract[:_CONTRACTS_SHOWN]
    ]
    terminal.table((Column("contract", stretch=True), Column("burnt", ">"), Column("share", ">")), rows)
    more = len(gas.by_contract) - _CONTRACTS_SHOWN
    if more > 0:
        terminal.line((f"and {counted(more, 'more contract')}", "dim"))
    terminal.blank()
    refunds = f", and {format_gas(gas.refunds_burnt)} by refunds" if gas.refunds_burnt else ""
    terminal.line(f"total {format_gas(gas.total_burnt)} burnt{refunds}")
    if fees.total is not None:
        terminal.line(f"fee {format_near(fees.total)}" + (f" paid by {fees.payer}" if fees.payer else ""))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else ""
