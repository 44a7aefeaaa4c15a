"""Gas of what, how a caller shared its gas, and the deposits it carried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from xccviz.analysis.gas.split import GasShare, gas_split
from xccviz.analysis.types import Deposit
from xccviz.catalogue import numeral, tr
from xccviz.gui.inspector.gas_bar import GasBar, GasLegend
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.look.widgets import ElidedLink, label, link, row
from xccviz.model.literals import happened
from xccviz.replay.standing import deposit_at, unspent_at
from xccviz.tables.ledger import ledger_rows
from xccviz.tables.money import DEPOSIT_TABLE, DepositRow
from xccviz.words.gas import NOT_RECONCILED, STARVED, spent_words
from xccviz.words.names import spoken_name
from xccviz.words.signs import PROGRESS

FEW, MOST, CROWD = 6, 100, 1_000


def gas(subject: Subject) -> Section | None:
    """The ledger: attached, burnt here and on what, passed on, got back."""
    facts = subject.facts
    if facts.gas.attached is None and facts.gas.burnt is None:
        return None
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(2)
    document, moment = subject.tab.document, subject.tab.moment
    unspent = unspent_at(document.analysis, subject.node.id, moment)
    rows = ledger_rows(facts.gas, subject.happened, unspent, created=subject.created)
    for i, each in enumerate(rows):
        caption = label(each.name, "faint" if each.part else "mute")
        caption.setContentsMargins(12 if each.part else 0, 0, 0, 0)
        grid.addWidget(caption, i, 0)
        number = label(each.words, "number", selectable=True)
        number.setToolTip(each.exact)
        grid.addWidget(number, i, 1, Qt.AlignmentFlag.AlignRight)
    box = QWidget()
    box.setLayout(grid)
    widgets: list[QWidget] = [box]
    if facts.gas.attached:
        bar = GasBar()
        bar.show_gas(facts.gas, subject.happened, subject.created)
        widgets.insert(0, bar)
        if subject.happened:
            widgets.insert(1, GasLegend(left=0, unspent=unspent))
    if subject.happened and unspent != "returning" and facts.gas.reconciles is False:
        widgets.append(label(NOT_RECONCILED, "waitbox", wrap=True))
    return Section(tr("GAS"), tuple(widgets))


def shares(subject: Subject) -> Section | None:
    """What each call it made was given, burnt and gave back."""
    document = subject.tab.document
    if not subject.happened or subject.node.kind == "transaction":
        return None
    children = document.graph.children.get(subject.node.id, ())
    if len(children) > CROWD:
        words = tr(
            "It made {count} receipts; what each had and burnt stands in the panel Gas.",
            count=numeral(len(children)),
        )
        return Section(tr("GAS IT PASSED ON"), (label(words, "mute", wrap=True),))
    split = gas_split(document.graph, document.analysis.facts, subject.node)
    return Section(tr("GAS IT PASSED ON"), _shares(subject, split)) if split else None


def _shares(subject: Subject, split: tuple[GasShare, ...]) -> Iterator[QWidget]:
    document = subject.tab.document
    shown = MOST if "shares" in subject.unfolded else FEW
    for share in split[:shown]:
        child = document.graph.by_id[share.node]
        there = happened(subject.tab.moment.progress.get(share.node))
        words = spent_words(share.attached, share.burnt if there else None, "line")
        line = QWidget()
        call = ElidedLink(spoken_name(child, ended=False), partial(subject.select, share.node))
        inner = row(call, label(words, "number"), spacing=8)
        inner.setStretch(0, 1)
        line.setLayout(inner)
        yield line
        if share.starved and there:
            yield label(STARVED, "waitbox", wrap=True)
    if len(split) > shown:
        rest = QWidget()
        words = tr(
            "Show {count} of {all} more",
            count=numeral(min(MOST, len(split)) - shown),
            all=numeral(len(split) - shown),
        )
        more = (
            link(words, lambda: subject.unfold("shares"))
            if shown < MOST
            else label(tr("The rest is in Gas."), "mute")
        )
        rest.setLayout(row(more, None))
        yield rest


def deposits(subject: Subject) -> Section | None:
    """Each deposit it carried, from payer to where it is by now."""
    document = subject.tab.document
    lines = [line for line in document.analysis.deposits if line.node == subject.node.id][:MOST]
    caption = tr("DEPOSIT") if len(lines) == 1 else tr("DEPOSITS")
    return Section(caption, _deposits(subject, lines)) if lines and subject.created else None


def _deposits(subject: Subject, lines: list[Deposit]) -> Iterator[QWidget]:
    """Equal ones share an entry, which says how many."""
    document, moment = subject.tab.document, subject.tab.moment
    told: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        now = deposit_at(document.analysis, line, moment)
        amount, payer, to, where = DEPOSIT_TABLE.cells(DepositRow(document, now or line), "line")
        told[amount, payer, to, where if now is not None else PROGRESS["not_yet"].word] += 1
    shown = list(told.items())[: MOST if "deposits" in subject.unfolded else FEW]
    for (amount, payer, to, where), count in shown:
        times = f"{numeral(count)} × " if count > 1 else ""
        words = f"{times}{amount} · {payer} → {to}\n{where}"
        yield label(words, "", wrap=True, selectable=True)
    if len(told) > len(shown):
        rest = QWidget()
        words = tr("Show {count} more", count=numeral(len(told) - len(shown)))
        rest.setLayout(row(link(words, lambda: subject.unfold("deposits")), None))
        yield rest
