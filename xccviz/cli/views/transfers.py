"""Who gave NEAR to whom. Gas refunds are summed up; what a failed receipt carried is marked."""

from __future__ import annotations

from xccviz.cli.terminal import Column, Part, Terminal
from xccviz.cli.words import counted, label_of
from xccviz.document import Document
from xccviz.model.amounts import format_near

_COLUMNS = (
    Column("amount", ">"),
    Column("from", stretch=True),
    Column("to", stretch=True),
    Column("as"),
    Column("in", stretch=True),
)
_KINDS = {
    "deposit": "deposit of a call",
    "transfer": "transfer",
    "deposit_refund": "deposit refund",
    "gas_refund": "gas refund",
    "payout": "payout",
}


def show_transfers(document: Document, terminal: Terminal) -> None:
    """Write every movement but gas refunds as a row; say so when there is none."""
    transfers = document.analysis.transfers
    rows: list[list[Part]] = []
    for transfer in transfers:
        if transfer.kind == "gas_refund":
            continue
        kind = _KINDS[transfer.kind]
        how: Part = (f"{kind}, failed", "failed") if transfer.reverted else kind
        where = label_of(transfer.node, document)
        rows.append([format_near(transfer.amount), transfer.from_id, transfer.to_id, how, (where, "dim")])
    if rows:
        terminal.table(_COLUMNS, rows)
    else:
        terminal.line("No NEAR was moved, apart from gas.")
    refunds: dict[str, list[int]] = {}
    for transfer in transfers:
        if transfer.kind == "gas_refund":
            refunds.setdefault(transfer.to_id, []).append(transfer.amount)
    for account, amounts in refunds.items():
        words = f"{counted(len(amounts), 'gas refund')} to {account}: {format_near(sum(amounts))}"
        terminal.line((words, "dim"), cut=True)
