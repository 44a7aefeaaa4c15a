"""What had become of things by a moment: the gas along the way to a receipt, and what an account had done.

GAS ALONG THE WAY          given      left          CALLER.NEAR SO FAR
caller.near.multiple_…     300.000    0.000         2 receipts ran, 1 of them failed
caller.near.on_multi_done  264.710    264.710       burnt 3.726 Tgas, logged 2 lines
"""

from __future__ import annotations

from xccviz.catalogue import tr, trn
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.amounts import format_gas_column
from xccviz.model.literals import happened
from xccviz.replay.standing import all_progress, created_by, unspent_at
from xccviz.replay.types import Moment
from xccviz.tables.money import account_rows
from xccviz.values import frozen
from xccviz.words.extent import refunds_counted
from xccviz.words.gas import UNSPENT
from xccviz.words.missing import untold_outcomes
from xccviz.words.names import spoken_name
from xccviz.words.numbers import signed_near
from xccviz.words.sentences import all_of

FEW = 1_000
"""Receipts up to which what an account gained or lost is added up at each step."""


@frozen
class Left:
    """One receipt on the way: its id and name, the gas it was given, what of that was left by then (None: not known),
    and where that is: still to use, or coming back."""

    node: str
    name: str
    given: int | None
    left: int | None
    where: str


def gas_along(document: Document, moment: Moment, node: str) -> tuple[Left, ...]:
    """The receipts from the transaction's first down to a node that were there by a moment."""
    graph, found = document.graph, list[Left]()
    here: str | None = node
    while here is not None and here in graph.by_id and len(found) < len(graph.nodes):
        each = graph.by_id[here]
        if each.kind != "transaction" and created_by(document.analysis, here, moment):
            gas, ran = document.analysis.facts[here].gas, happened(moment.progress.get(here))
            where = UNSPENT[unspent_at(document.analysis, here, moment)] if ran else tr("to use")
            left = gas.unspent if ran else gas.attached
            if left is None:
                where = tr("left over")
            if gas.attached:
                found.append(Left(here, spoken_name(each, ended=False), gas.attached, left, where))
        here = each.parent
    return tuple(reversed(found))


@frozen
class Doings:
    """What an account had done by a moment: receipts that ran on it, how many of them failed, what `system` had `sent`
    that ran beside them, gas burnt, log lines, and yoctoNEAR in − out − fees (None: not known). `more`: outcomes are
    missing, so that more may have run there."""

    account: str
    ran: int
    failed: int
    sent: tuple[Node, ...]
    burnt: int
    logs: int
    flow: int | None
    more: bool = False


def doings_of(document: Document, moment: Moment, account: str) -> Doings:
    """Counted over all that had run."""
    ran = failed = burnt = logs = 0
    sent = []
    own = [
        (node, node.outcome)
        for node in document.graph.nodes
        if node.outcome is not None and node.outcome.executor_id == account and node.kind != "transaction"
    ]
    come = all_progress(document.analysis, [node.id for node, _ in own], moment)
    for (node, outcome), progress in zip(own, come, strict=True):
        if not happened(progress):
            continue
        if node.is_refund:
            sent.append(node)
            continue
        ran += 1
        failed += outcome.failed
        burnt += outcome.gas_burnt or 0
        logs += len(outcome.logs)
    flow = None
    if len(document.graph.nodes) <= FEW:
        flow = {each.id: each.flow for each in account_rows(document, moment)}.get(account, 0)
    more = untold_outcomes(document.graph, moment) > 0
    return Doings(account, ran, failed, tuple(sent), burnt, logs, flow, more)


def doings_words(did: Doings) -> tuple[str, ...]:
    """The same in two or three lines."""
    back = _from_system(did)
    if not did.ran:
        first = back or (
            tr("nothing is known to have run on it") if did.more else tr("nothing has run on it yet")
        )
    else:
        first = trn("{count} receipt has run", "{count} receipts have run", did.ran)
        if did.failed and did.ran == 1:
            first = tr("{what} has run and failed", what=trn("{count} receipt", "{count} receipts", 1))
        elif did.failed:
            first += ", " + trn("{count} of them failed", "{count} of them failed", did.failed)
    logs = trn("logged {count} line", "logged {count} lines", did.logs) if did.logs else tr("logged nothing")
    burnt = tr("burnt {gas}", gas=f"{format_gas_column(did.burnt)} Tgas")
    lines = [first, *([f"{burnt}, {logs}"] if did.ran else []), *([back] if did.ran and back else [])]
    if did.flow:
        lines.append(tr("in − out − fees: {amount}", amount=signed_near(did.flow)))
    return tuple(lines)


def _from_system(did: Doings) -> str:
    """What `system` sent that ran; "" for none."""
    if not did.sent:
        return ""
    return trn("{what} has run", "{what} have run", len(did.sent), what=all_of(refunds_counted(did.sent)))
