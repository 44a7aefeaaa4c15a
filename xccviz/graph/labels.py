"""One short label a node: `receiver.method`, `receiver: Transfer`, ` +2` for the rest of a batch."""

from __future__ import annotations

from xccviz.model.trace import Action, ActionReceipt, DataReceipt, TransactionTrace, UnknownReceipt


def label_of(trace: TransactionTrace, node_id: str) -> str:
    """The label of interface.md §4; unescaped chain text. Without a receipt: the executor, else the id itself."""
    if node_id == trace.transaction.hash:
        return f"{trace.transaction.signer_id} → {trace.transaction.receiver_id}"
    receipt = trace.receipts.get(node_id)
    if isinstance(receipt, ActionReceipt):
        if not receipt.actions:
            return f"{receipt.receiver_id} (no actions)"
        rest = f" +{len(receipt.actions) - 1}" if len(receipt.actions) > 1 else ""
        return action_label(receipt.receiver_id, receipt.actions[0]) + rest
    if isinstance(receipt, DataReceipt):
        return f"{receipt.receiver_id}: {'PromiseResume' if receipt.is_promise_resume else 'Data'}"
    if isinstance(receipt, UnknownReceipt):
        return f"{receipt.receiver_id or 'unknown'}: {receipt.kind}"
    outcome = trace.outcomes.get(node_id)
    return outcome.executor_id if outcome is not None and outcome.executor_id else node_id


def action_label(receiver_id: str, action: Action) -> str:
    """`receiver.method` for a call, `receiver: Kind` for any other action."""
    if action.method_name is not None:
        return f"{receiver_id}.{action.method_name}"
    return f"{receiver_id}: {action.kind}"
