"""What documents lack."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xccviz.analysis.time.extent import Extent, extent_of_nodes
from xccviz.catalogue import tr, trn
from xccviz.graph.types import Missing, ReceiptGraph
from xccviz.model.amounts import format_near
from xccviz.model.literals import MissingReason, happened
from xccviz.replay.types import Moment
from xccviz.words.extent import counted_words
from xccviz.words.ids import short_id
from xccviz.words.money import stake_of
from xccviz.words.sentences import all_of
from xccviz.words.titles import name_of

KINDS: Mapping[str, Callable[[int], str]] = {
    "receipt": lambda count: trn("{count} receipt", "{count} receipts", count),
    "outcome": lambda count: trn("{count} outcome", "{count} outcomes", count),
    "data": lambda count: trn("{count} promise result", "{count} promise results", count),
    "block": lambda count: trn("{count} block", "{count} blocks", count),
}


REASONS: Mapping[MissingReason, str] = {
    "pending": tr("still to come"),
    "pruned": tr("no longer kept by the node"),
    "untracked": tr("not tracked by the node"),
    "hidden": tr("left out of every answer of this kind"),
    "unknown": tr("not known why"),
}
"""Why it lacks them (interface.md §4)."""
NO_RECEIPTS = tr(
    "This document lists no receipts, so it does not tell which methods were called with which arguments, "
    "which call waited for which, and what callbacks received."
)
NO_RECEIPTS_IN_SHORT = tr(
    "the answer lists no receipts: what was called beyond its own actions, and what callbacks received, is not known."
)
"""The same as part of a line."""
NO_RECEIPTS_NO_WAITS = tr("This answer lists no receipts, so it does not tell who waits for what.")
"""The same where only the waiting is shown."""


def only_refunds_untold(graph: ReceiptGraph) -> bool:
    """Whether all that no document describes came from `system`: then nothing else was called, and nobody waits."""
    return all(node.described or node.is_refund or node.never_runs for node in graph.nodes)


def no_receipts(graph: ReceiptGraph) -> str:
    """What an answer without receipts does not tell; "" where it lacks nothing by that."""
    if graph.trace.has_receipts:
        return ""
    if not only_refunds_untold(graph):
        return NO_RECEIPTS_IN_SHORT
    untold = _untold(graph)
    if not untold.count:
        return ""
    return tr(
        "the answer lists no receipts: only what {refunds} brought is not known.",
        refunds=all_of(counted_words(untold)),
    )


def no_waits(graph: ReceiptGraph, moment: Moment | None = None) -> str:
    """That nobody waits for anybody, of the past that nobody had until then, as far as the document tells: a receipt of
    which it has only the id may wait, and what one without an outcome made."""
    past = _past(moment)
    unseen = sum(
        node.receipt is None
        and node.kind != "transaction"
        and not node.from_system
        and (past or not node.has_run)
        and _may_have_run(node.parent or "", moment)
        for node in graph.nodes
    )
    if not unseen and untold_outcomes(graph, moment):
        return tr("No receipt that this document describes waits for a promise.")
    if not unseen:
        if past:
            return tr("Nobody has waited for a promise yet.")
        return tr("No receipt of this transaction waits for a promise.")
    return trn(
        "No receipt that this document describes waits for a promise; of {count} more it has only the id.",
        "No receipt that this document describes waits for a promise; of {count} more it has only the ids.",
        unseen,
    )


def untold_outcomes(graph: ReceiptGraph, moment: Moment | None = None) -> int:
    """Outcomes that no document has, of what may have run all the same, by a moment."""
    missing = [item.id for item in graph.missing if item.kind == "outcome" and item.id not in graph.to_come]
    return sum(_may_have_run(node, moment) for node in missing)


def refunds_lacking(graph: ReceiptGraph) -> bool:
    """Whether the outcome of a refund or payout is missing: what it took and brought may come to what is known."""
    return any(item.kind == "outcome" and graph.by_id[item.id].is_refund for item in graph.missing)


def no_failure(graph: ReceiptGraph, moment: Moment | None = None) -> str:
    """That nothing failed, as far as it is known, by a moment (None: the end)."""
    untold = untold_outcomes(graph, moment)
    if untold:
        return tr("No failure is known: {lacking}", lacking=_lacking_outcomes(graph, untold))
    return tr("No receipt has failed so far.") if _past(moment) or graph.to_come else tr("No receipt failed.")


def nothing_logged(graph: ReceiptGraph, moment: Moment | None = None) -> str:
    """The same of log lines."""
    untold = untold_outcomes(graph, moment)
    if untold:
        return tr("No log line is known: {lacking}", lacking=_lacking_outcomes(graph, untold))
    return (
        tr("Nothing has been logged yet.")
        if _past(moment) or _calls_to_come(graph)
        else tr("Nothing was logged.")
    )


def _calls_to_come(graph: ReceiptGraph) -> bool:
    """Whether more than refunds, which log nothing, is to come."""
    return not all(graph.by_id[id].is_refund for id in graph.to_come if id in graph.by_id)


def _lacking_outcomes(graph: ReceiptGraph, count: int) -> str:
    if any(node.outcome is not None and node.outcome.is_none for node in graph.nodes):
        return trn("{count} outcome is not known.", "{count} outcomes are not known.", count)
    return trn(
        "{count} outcome is not in this document.", "{count} outcomes are not in this document.", count
    )


def untold_moves(graph: ReceiptGraph, moment: Moment | None = None) -> str:
    """That it is not known what some receipts moved by a moment (None: the end), where no document describes them; ""
    where all are described; a deposit that comes back is that of the receipt that failed."""
    untold = _untold(graph, moment)
    if not untold.count:
        return ""
    what = all_of(counted_words(untold))
    if not graph.trace.has_receipts:
        return trn(
            "What {what} moved is not known: this answer lists no receipts.",
            "What {what} moved is not known: this answer lists no receipts.",
            untold.count,
            what=what,
        )
    return trn(
        "What {what} moved is not known: no document describes it.",
        "What {what} moved is not known: no document describes them.",
        untold.count,
        what=what,
    )


def _untold(graph: ReceiptGraph, moment: Moment | None = None) -> Extent:
    """What may have run by a moment of which it is not known what it moved."""
    return extent_of_nodes(
        [
            node
            for node in graph.nodes
            if not node.described
            and not node.never_runs
            and node.told_refund != "refund_deposit"
            and _may_have_run(node.id, moment)
        ]
    )


def nothing_moved(graph: ReceiptGraph, moment: Moment | None = None) -> str:
    """That no account sent NEAR to another by a moment (None: the end); what a gas key gave back to its own account is
    no such move."""
    untold = untold_outcomes(graph, moment)
    if untold:
        return nothing_known_moved(graph, untold)
    past = _past(moment) or bool(graph.to_come)
    ran = [node for node in graph.nodes if node.succeeded and _may_have_run(node.id, moment)]
    if any(action.row.withdrawn for node in ran for action in node.actions):
        if past:
            return tr(
                "No NEAR has been moved so far, apart from gas and from gas keys to their own accounts."
            )
        return tr("No NEAR was moved, apart from gas and from gas keys to their own accounts.")
    if past:
        return tr("No NEAR has been moved so far, apart from gas.")
    return tr("No NEAR was moved, apart from gas.")


def nothing_known_moved(graph: ReceiptGraph, untold: int) -> str:
    """The same where so many outcomes, which would tell of more, are missing."""
    return tr(
        "Nothing is known to have been moved, apart from gas: {lacking}",
        lacking=_lacking_outcomes(graph, untold),
    )


def stakes_sentence(graph: ReceiptGraph, moment: Moment | None = None) -> str:
    """What accounts had staked by a moment (None: the end), as their actions say; what was locked before no receipt
    tells. "" where none did."""
    told = []
    for node in graph.nodes:
        receipt, ran = node.action_receipt, moment is None or happened(moment.progress.get(node.id))
        stake = stake_of(node) if receipt is not None and node.succeeded and ran else None
        if receipt is not None and stake is not None:
            told.append(_staked(receipt.receiver_id, stake))
    return " ".join(told)


def _staked(account: str, stake: int) -> str:
    if not stake:
        return tr(
            "{account} set its stake to 0 N; what is locked stays in its own account until it is freed.",
            account=account,
        )
    return tr(
        "{account} set its stake to {amount}, locked in its own account.",
        account=account,
        amount=format_near(stake),
    )


def _past(moment: Moment | None) -> bool:
    return moment is not None and not moment.at_end


def _may_have_run(node: str, moment: Moment | None) -> bool:
    """Whether a node has run by a moment, or may have unseen."""
    if moment is None or moment.at_end:
        return True
    progress = moment.progress.get(node)
    return happened(progress) or progress == "unknown"


def missing_name(graph: ReceiptGraph, item: Missing) -> str:
    """Which one it is: `app.near.on_done, slot 1`, `app.near.run`, `8sg4aZ…13Vmv`."""
    if item.kind == "data":
        for callback, slots in graph.slots.items():
            for slot in slots:
                if item.id in (slot.data_id, slot.data):
                    name = name_of(graph, callback)
                    return tr("{name}, slot {slot}", name=name, slot=slot.slot)
    node = graph.by_id.get(item.id)
    return name_of(graph, item.id) if node is not None and node.described else short_id(item.id)


def missing_words(kind: str, count: int) -> str:
    """`2 promise results`."""
    return KINDS[kind](count)


def no_sums_sentence(graph: ReceiptGraph) -> str:
    """Why it is not known what a transaction comes to for each account."""
    if untold_moves(graph):
        return tr("What it comes to for each account is not known either.")
    kinds = {item.kind for item in graph.missing}
    if "receipt" in kinds:
        return tr("What it comes to for each account is not known: receipts are missing.")
    if "outcome" in kinds:
        return tr("What it comes to for each account is not known: outcomes are missing.")
    if any(node.outcome is not None and node.outcome.tokens_burnt is None for node in graph.nodes):
        return tr("What it comes to for each account is not known: an outcome does not say what was paid.")
    return tr("What it comes to for each account is not known.")
