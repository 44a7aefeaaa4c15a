"""At an earlier step: the gas that is left along the way to the receipt, and what its account had done by then."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from xccviz.catalogue import tr
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.look.widgets import ElidedLink, boxed, label, row
from xccviz.model.amounts import format_gas_column
from xccviz.tables.so_far import doings_of, doings_words, gas_along
from xccviz.words.signs import NOT_KNOWN

MOST = 12
"""Receipts on the way that are shown: the last ones."""


def gas_left(subject: Subject) -> Section | None:
    """Of each receipt on the way what it was given and what was left of it."""
    moment = subject.tab.moment
    if moment.at_end:
        return None
    rows = gas_along(subject.tab.document, moment, subject.node.id)[-MOST:]
    if len(rows) < 2:
        return None
    widgets: list[QWidget] = []
    for each in rows:
        left = NOT_KNOWN if each.left is None else f"{format_gas_column(each.left)} Tgas"
        widgets.append(ElidedLink(each.name, partial(subject.select, each.node)))
        line = row(label(each.where, "mute"), None, label(left, "number"), spacing=8)
        widgets.append(boxed(line, 12, 0, 0, 2))
    return Section(tr("GAS LEFT ALONG THE WAY"), tuple(widgets))


def account_so_far(subject: Subject) -> Section | None:
    """What the account of the receipt had done by then."""
    moment, receipt = subject.tab.moment, subject.node.action_receipt
    if moment.at_end or receipt is None:
        return None
    did = doings_of(subject.tab.document, moment, receipt.receiver_id)
    lines = (label(line, "mute", wrap=True, selectable=True) for line in doings_words(did))
    return Section(tr("{account} SO FAR", account=receipt.receiver_id), tuple(lines))
