"""What a receipt can have made, told by what became of it (protocol.md §2.4 and §2.7)."""

from __future__ import annotations

from xccviz.model.trace import ActionReceipt, TransactionTrace

_PROMISE = "NEW_ACTION_RECEIPT"
"""What each promise is charged, whatever it is to do."""
_WHOLE_PROFILES = (3, 4)
"""Metadata versions whose profile lists every cost (protocol.md §4.4)."""


def makes_refunds_only(trace: TransactionTrace, creator: str | None) -> bool:
    """Whether all that came of a receipt is from `system`: it failed, which cancels its promises, or has no action that
    makes receipts, or paid for no promise."""
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
    whole = outcome.profile is not None and outcome.profile_version in _WHOLE_PROFILES
    return whole and all(entry.cost != _PROMISE for entry in outcome.profile or ())
