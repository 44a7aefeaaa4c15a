"""What `system` sent and no document describes: that it is a refund or payout shows by its price, by what its creator
did, or as all else has run; which of them it is by what its creator did (protocol.md §2.10)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xccviz.graph.types import Node, ToldBy
from xccviz.model.literals import RefundRole
from xccviz.model.trace import Action, ActionReceipt, ExecutionOutcome, TransactionTrace

_BUT_REFUNDS = "EXECUTED"
"""What a node calls a transaction of which nothing but refunds, or what looks like them, is to come."""

_PROMISE = "NEW_ACTION_RECEIPT"
"""What each promise is charged, whatever it is to do."""
_WHOLE_PROFILES = (3, 4)
"""Metadata versions whose profile lists every cost (protocol.md §4.4)."""


def has_a_price(trace: TransactionTrace) -> bool:
    """Whether gas had a price where the transaction ran: then only receipts from `system` burn gas for nothing."""
    outcomes = (trace.transaction_outcome, *trace.outcomes.values())
    return any(outcome is not None and bool(outcome.tokens_burnt) for outcome in outcomes)


def refund_told_by(
    trace: TransactionTrace, creator: str | None, receipt: str, *, priced: bool
) -> ToldBy | None:
    """By what a receipt that no document describes shows to be a refund or payout; `priced`: gas had a price."""
    outcome = trace.outcomes.get(receipt)
    if priced and outcome is not None and _ran_free(outcome):
        return "price"
    return "creator" if _sent_no_promise(trace, creator) else None


def _sent_no_promise(trace: TransactionTrace, creator: str | None) -> bool:
    """Whether all that came of a receipt is from `system`: it failed, which cancels its promises (§2.7), or has no
    action that makes any, or was charged for none."""
    outcome, receipt = trace.outcomes.get(creator or ""), trace.receipts.get(creator or "")
    if outcome is None or not outcome.has_run:
        return False
    if outcome.failed:
        return True
    if not isinstance(receipt, ActionReceipt):
        return False
    if any(action.row.signed_by_user or not action.row.known for action in receipt.actions):
        return False
    if not any(action.row.calls for action in receipt.actions):
        return True
    if outcome.profile is None or outcome.profile_version not in _WHOLE_PROFILES:
        return False
    return all(entry.cost != _PROMISE for entry in outcome.profile)


def _ran_free(outcome: ExecutionOutcome) -> bool:
    """Whether it ran at price 0, as refunds and payouts do: it burnt no tokens, wrote nothing and made nothing. Until
    2021 they burnt no gas either; nothing else does that."""
    made = outcome.receipt_ids or outcome.logs
    return outcome.gas_burnt is not None and outcome.tokens_burnt == 0 and not made and not outcome.is_none


def may_pay_out(trace: TransactionTrace, creator: str | None) -> bool:
    """Whether what a receipt made at no price may be a payout: it did not fail, and it deleted an account or made one
    from its state, or no document tells what it did (protocol.md §2.10)."""
    outcome, receipt = trace.outcomes.get(creator or ""), trace.receipts.get(creator or "")
    if outcome is not None and outcome.failed:
        return False
    if not isinstance(receipt, ActionReceipt):
        return True
    return any(action.row.deletes_account or action.row.inits_state for action in receipt.actions)


def gives_leftover(trace: TransactionTrace, creator: str | None) -> bool:
    """Whether a payout of this creator is what a state init did not need of its deposit: nothing else that it did pays
    out (protocol.md §2.10)."""
    receipt = trace.receipts.get(creator or "")
    rows = [action.row for action in receipt.actions] if isinstance(receipt, ActionReceipt) else []
    return any(row.inits_state for row in rows) and not any(row.deletes_account for row in rows)


def refunds_to_come(trace: TransactionTrace, nodes: Sequence[Node], pending: Collection[str]) -> list[Node]:
    """Those of which only the id is known, and that they are refunds or payouts: by their creator, and all where the
    node says that all but refunds has run (protocol.md §1.2)."""
    waiting = [n for n in nodes if n.kind in ("action_receipt", "unknown") and not n.has_run]
    told = [n for n in waiting if n.untold_refund and n.id in pending]
    left = [n for n in waiting if not n.is_refund]
    only = all(n.id in pending and n.receipt is None and n.outcome is None for n in left)
    return [*told, *left] if only and trace.final_execution_status == _BUT_REFUNDS else told


def refund_by_creator(trace: TransactionTrace, creator: str | None, refund: str) -> RefundRole | None:
    """Which refund of a creator it is that ran at no price, where that leaves no choice; None where it does.

    A receipt that failed made nothing but refunds: of its deposits, if there were any, and after that of gas. One that
    succeeded gives gas back with its last receipt, unless it may pay out.
    """
    outcome, receipt = trace.outcomes.get(creator or ""), trace.receipts.get(creator or "")
    if outcome is None or not outcome.has_run or not isinstance(receipt, ActionReceipt):
        return None
    if not all(action.row.known for action in receipt.actions):
        return None
    made = outcome.receipt_ids
    if not outcome.failed:
        return "refund_gas" if made[-1:] == (refund,) and not may_pay_out(trace, creator) else None
    deposits = [each.deposit for each in carrying(receipt.actions)]
    if None in deposits:
        return None
    kinds: tuple[RefundRole, ...] = ("refund_deposit", "refund_gas") if any(deposits) else ("refund_gas",)
    return kinds[made.index(refund)] if refund in made and len(made) <= len(kinds) else None


def carrying(actions: Sequence[Action]) -> list[Action]:
    """The actions that carry a deposit, those that a relayer pays for included."""
    inner = [each for action in actions if action.delegate is not None for each in action.delegate.actions]
    return [each for each in (*actions, *inner) if each.row.has_deposit]
