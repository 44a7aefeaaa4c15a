"""Roles by the table of interface.md §4: what a receipt is to its parent, its siblings and its callbacks.

r0 ── spawns ──> a   (call, parallel)
   ├───────────> b   (call, parallel)
   ├───────────> c   (callback, join: waits for a and b; returned, so a and b are awaited)
   ├───────────> d   (call, parallel, detached: neither returned nor awaited)
   └───────────> g   (from `system`: refund_gas, refund_deposit or payout)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.graph.order import Placed
from xccviz.graph.types import Slot
from xccviz.model.ids import SYSTEM
from xccviz.model.literals import Role, YieldEnd
from xccviz.model.trace import ActionReceipt, ExecutionOutcome, TransactionTrace

YIELD_TIMEOUT_BLOCKS = 200
"""Blocks after which the runtime gives a yield up (protocol.md §2.8); the outcome then stands one block later."""


def is_call(receipt: object) -> bool:
    """An action receipt without input data that is no yield and not from `system`."""
    return (
        isinstance(receipt, ActionReceipt)
        and not receipt.input_data_ids
        and not receipt.is_promise_yield
        and not receipt.from_system
    )


def carries_delegate(receipt: object) -> bool:
    """Whether the receipt has an action that a user signed and a relayer sent (protocol.md §2.12)."""
    if isinstance(receipt, ActionReceipt):
        for action in receipt.actions:
            if action.row.signed_by_user:
                return True
    return False


def roles_of(
    place: Placed,
    trace: TransactionTrace,
    siblings: Sequence[str],
    kept: frozenset[str] | None,
    yield_end: YieldEnd | None,
) -> tuple[Role, ...]:
    """All roles of one node in the table's order.

    `siblings`: all children of its parent, itself included; `kept`: the children that are returned or awaited by the
    returned one, None when that can't be known; `yield_end`: "resumed", "timed_out" or None.
    """
    if place.id == trace.transaction.hash:
        return ()
    roles: list[Role] = []
    receipt = trace.receipts.get(place.id)
    outcome = trace.outcomes.get(place.id)
    root = place.parent == trace.transaction.hash
    if root:
        roles.append("root")
    if not isinstance(receipt, ActionReceipt):
        if outcome is not None and outcome.status.kind == "success_receipt":
            roles.append("forwarder")
        return tuple(roles)
    parent = trace.receipts.get(place.parent or "")
    parent_outcome = trace.outcomes.get(place.parent or "")
    from_system, call = receipt.from_system, is_call(receipt)
    gives_back = from_system and receipt.signer_id == SYSTEM
    callback = bool(receipt.input_data_ids) and not receipt.is_promise_yield
    delegated = carries_delegate(parent) and not from_system
    flags: dict[Role, bool] = {
        "local": root and receipt.signer_id == receipt.receiver_id,
        "call": call,
        "batch": len(receipt.actions) > 1,
        "callback": callback,
        "join": callback and len(receipt.input_data_ids) >= 2,
        "self_callback": callback and receipt.predecessor_id == receipt.receiver_id,
        "parallel": call
        and any(other != place.id and is_call(trace.receipts.get(other)) for other in siblings),
        "detached": not root
        and not delegated
        and not from_system
        and place.parent is not None
        and kept is not None
        and place.id not in kept,
        "forwarder": outcome is not None and outcome.status.kind == "success_receipt",
        "yield": receipt.is_promise_yield,
        "resumed": receipt.is_promise_yield and yield_end == "resumed",
        "timed_out": receipt.is_promise_yield and yield_end == "timed_out",
        "delegate": carries_delegate(receipt),
        "delegated": delegated,
        "transfer": not from_system
        and bool(receipt.actions)
        and all(action.row.moves_only for action in receipt.actions),
        "refund_gas": from_system and receipt.signer_id != SYSTEM,
        "refund_deposit": gives_back and parent_outcome is not None and parent_outcome.failed,
        "payout": gives_back and parent_outcome is not None and parent_outcome.succeeded,
    }
    return (*roles, *[name for name, holds in flags.items() if holds])


def kept_children(
    parent: ExecutionOutcome, trace: TransactionTrace, slots: Mapping[str, tuple[Slot, ...]]
) -> frozenset[str] | None:
    """Children of `parent` that its result depends on: the returned one and, through siblings, what that awaits.

    None when the returned child's receipt, or the receipt a slot waits for, is not visible: then nothing can be said.
    """
    kept: set[str] = set()
    if not parent.has_run:
        return None
    if parent.status.kind != "success_receipt" or parent.status.receipt_id is None:
        return frozenset()
    inside = set(parent.receipt_ids)
    todo = [parent.status.receipt_id]
    while todo:
        here = todo.pop()
        if here in kept or here not in inside:
            continue
        receipt = trace.receipts.get(here)
        if not isinstance(receipt, ActionReceipt):
            return None
        kept.add(here)
        for slot in slots.get(here, ()):
            if receipt.is_promise_yield:
                continue
            if slot.awaited is None:
                return None
            todo.append(slot.awaited)
    return frozenset(kept)
