"""What a transaction cost: gas burnt and fee paid, and whether that is all of it yet."""

from __future__ import annotations

from xccviz.analysis.checks import why_incomplete
from xccviz.analysis.types import Analysis
from xccviz.catalogue import numeral, tr
from xccviz.model.amounts import format_gas, format_gas_exact, format_near
from xccviz.words.checks import lacking_words
from xccviz.words.missing import refunds_lacking
from xccviz.words.money import all_known, fee_words, paid_apart, payer_of_parts, prepaid_back


def costs_words(analysis: Analysis) -> str:
    """All of it in a line: `7 Tgas burnt, fee 0.0007 N paid by alice.near (so far: 1 outcome is missing)`."""
    parts = [tr("{gas} burnt", gas=format_gas(analysis.gas.total_burnt))]
    if analysis.fees.total is not None:
        parts.append(tr("fee {paid}", paid=fee_words(analysis.fees)))
    if analysis.fees.refunded:
        parts.append(prepaid_back(analysis.fees.refunded, more=refunds_lacking(analysis.graph)))
    return ", ".join(parts) + so_far(analysis)


def so_far(analysis: Analysis) -> str:
    """Behind a sum that more may come to: ` (so far: 1 outcome is missing)`; "" behind the whole of it."""
    lacking = lacking_words(why_incomplete(analysis))
    return " " + tr("(so far: {lacking})", lacking=lacking) if lacking else ""


def burnt_chip(analysis: Analysis) -> tuple[str, str]:
    """The gas of all receipts for a chip, and exactly."""
    gas = analysis.gas.total_burnt
    exact = tr("{gas}, refunds left out", gas=format_gas_exact(gas))
    return tr("burnt {gas}", gas=format_gas(gas)), exact + _so_far(analysis)


def fee_chip(analysis: Analysis) -> tuple[str, str] | None:
    """The fee for a chip, and exactly with who paid it; None where it is not known."""
    fees, total = analysis.fees, analysis.fees.total
    if total is None:
        return None
    if all_known(fees.shares):
        exact = tr("{amount} yoctoNEAR, paid by {payer}", amount=numeral(total), payer=fees.payer)
        exact = ", ".join([exact, *paid_apart(fees.shares)])
    else:
        exact = tr("{amount} yoctoNEAR; {open}", amount=numeral(total), open=payer_of_parts())
    return tr("fee {paid}", paid=format_near(total)), exact + _so_far(analysis)


def _so_far(analysis: Analysis) -> str:
    lacking = lacking_words(why_incomplete(analysis))
    return tr(", so far: {lacking}", lacking=lacking) if lacking else ""
