"""How far a transaction reached, in words: receipts, what failed of them, blocks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xccviz.analysis.time.extent import Extent, Failing, Span, extent_of_nodes
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import Node
from xccviz.values import replace
from xccviz.words.sentences import all_of
from xccviz.words.waits import blocks


def extent_words(extent: Extent) -> str:
    """`7 receipts, 2 gas refunds, 1 failed, 5 blocks`: what has only an id may be a receipt or a refund."""
    parts = counted_words(replace(extent, receipts=extent.receipts - extent.only_ids))
    if extent.only_ids:
        parts.append(tr("{count} more known only by id", count=numeral(extent.only_ids)))
    if extent.failed_receipts:
        parts.append(tr("{count} failed", count=numeral(extent.failed_receipts)))
    if extent.span is not None:
        parts.append(blocks(extent.span.blocks))
    return ", ".join(parts)


def counted_words(extent: Extent) -> list[str]:
    """The receipts, then each sort that `system` sent: `7 receipts`, `2 gas refunds`."""
    parts = list[str]()
    if extent.receipts or not extent.count:
        parts.append(trn("{count} receipt", "{count} receipts", extent.receipts))
    if extent.gas_refunds:
        parts.append(trn("{count} gas refund", "{count} gas refunds", extent.gas_refunds))
    if extent.deposit_refunds:
        parts.append(trn("{count} deposit refund", "{count} deposit refunds", extent.deposit_refunds))
    if extent.payouts:
        parts.append(trn("{count} payout", "{count} payouts", extent.payouts))
    if extent.leftovers:
        parts.append(trn("{count} leftover deposit", "{count} leftover deposits", extent.leftovers))
    if extent.other_refunds:
        parts.append(trn("{count} refund", "{count} refunds", extent.other_refunds))
    if extent.refunds_or_payouts:
        parts.append(_refunds_or_payouts(extent.refunds_or_payouts))
    if extent.refunds_to_come or extent.either_to_come:
        parts += _to_come(extent, more=len(parts) > 1)
    return parts


def refunds_counted(nodes: Collection[Node]) -> list[str]:
    """What `system` sent or is to send, without what of it is known beyond that: `1 refund`, `2 payouts`."""
    either = sum(node.refund is None and node.may_pay_out for node in nodes)
    payouts = sum(node.sent == "payout" for node in nodes)
    refunds = len(nodes) - payouts - either
    parts = [trn("{count} refund", "{count} refunds", refunds)] if refunds else []
    parts += [trn("{count} payout", "{count} payouts", payouts)] if payouts else []
    return [*parts, _refunds_or_payouts(either)] if either else parts


def _refunds_or_payouts(count: int) -> str:
    return trn("{count} refund or payout", "{count} refunds or payouts", count)


def _to_come(extent: Extent, *, more: bool) -> Iterator[str]:
    """Refunds of which only that is known; `more`: behind others."""
    refunds, either = extent.refunds_to_come, extent.either_to_come
    if more:
        yield tr("{count} more to come", count=numeral(refunds + either))
        return
    if refunds:
        yield trn("{count} refund to come", "{count} refunds to come", refunds)
    if either:
        yield trn("{count} refund or payout to come", "{count} refunds or payouts to come", either)


def more_to_come(nodes: Collection[Node]) -> str:
    """Nodes that are still to be made, counted: `+ 2 receipts and 1 refund or payout to come`; "" for none."""
    extent = extent_of_nodes(nodes)
    refunds, parts = extent.count - extent.receipts, list[str]()
    if extent.receipts:
        parts.append(trn("{count} receipt", "{count} receipts", extent.receipts))
    if refunds:
        parts.append(_refunds_or_payouts(refunds))
    return tr("+ {what} to come", what=all_of(parts)) if parts else ""


def failed_counts(extent: Extent) -> list[str]:
    """What failed, counted by kind: `1 failed call`, `2 failed payouts`; kinds of which none failed are left out."""
    calls, refunds, payouts = extent.failed_calls, extent.failed_refunds, extent.failed_payouts
    counts = [failed_calls(calls, extent.called)] if calls else []
    counts += [trn("{count} failed refund", "{count} failed refunds", refunds)] if refunds else []
    counts += [trn("{count} failed payout", "{count} failed payouts", payouts)] if payouts else []
    if extent.failed_either:
        counts.append(
            trn("{count} failed refund or payout", "{count} failed refunds or payouts", extent.failed_either),
        )
    return counts


def failed_chip(extent: Extent) -> str:
    """`1 failed call`; where no call failed, what `system` sent in vain, by kind; "" where nothing failed."""
    calls = extent.failed_calls
    return failed_calls(calls, extent.called) if calls else all_of(failed_counts(extent))


def failed_calls(count: int, called: Failing = "call") -> str:
    """`2 failed calls`; `2 failed receipts` where not each failed in a call."""
    match called:
        case "call":
            return trn("{count} failed call", "{count} failed calls", count)
        case "receipt":
            return trn("{count} failed receipt", "{count} failed receipts", count)
        case "transaction":
            return trn("{count} failed transaction", "{count} failed transactions", count)


def more_failed(count: int, called: Failing) -> str:
    """That so many more failed: `2 more calls failed.`"""
    if called == "call":
        return trn("{count} more call failed.", "{count} more calls failed.", count)
    return trn("{count} more receipt failed.", "{count} more receipts failed.", count)


def span_words(span: Span) -> str:
    """`blocks 523 to 527`."""
    return tr("blocks {first} to {last}", first=numeral(span.first), last=numeral(span.last))


def failed_of(failed: int, count: int) -> tuple[str, ...]:
    """How many of so many failed, longest first: `1 of 72 failed`, `1 failed`."""
    alone = tr("{count} failed", count=numeral(failed))
    both = trn("{failed} of {count} failed", "{failed} of {count} failed", count, failed=numeral(failed))
    return (both, alone) if count > failed else (alone,)
