"""What people call a receipt. `node.label` is for programs: of a batch it names the first action, whatever failed."""

from __future__ import annotations

from xccviz.analysis.results.outcomes import failed_action_index
from xccviz.graph.labels import action_label
from xccviz.graph.types import Node
from xccviz.model.trace import Action


def spoken_name(node: Node, ended: bool = True) -> str:
    """A name for headings and lists, unescaped: the label; of a batch `app.near · 2 actions`, and once it has `ended`
    in a failure the action that failed, `app.near.step_two (2 of 2)`."""
    receipt, place = node.action_receipt, _failing(node) if ended else None
    if receipt is None or len(receipt.actions) < 2:
        return node.label
    if place is None:
        return f"{receipt.receiver_id} · {len(receipt.actions):,} actions"
    action, where = place
    return action_label(receipt.receiver_id, action) + where


def name_in_sentence(node: Node, ended: bool = True) -> str:
    """The same inside a sentence, where a colon would be in the way: `Transfer to bob.near`."""
    receipt = node.action_receipt
    if receipt is None or not receipt.actions:
        return node.label
    place = _failing(node) if ended else None
    if len(receipt.actions) == 1:
        place = receipt.actions[0], ""
    if place is None or place[0].method_name is not None:
        return spoken_name(node, ended)
    action, where = place
    return f"{action.kind} {action.row.receiver_word} {receipt.receiver_id}{where}"


def _failing(node: Node) -> tuple[Action, str] | None:
    """The failing action of a batch and its place, ` (2 of 3)`; None where no single one is known to have failed."""
    if node.outcome is None or node.action_receipt is None:
        return None
    actions = node.action_receipt.actions
    index = failed_action_index(node.outcome.status.failure) if node.outcome.failed else None
    if index is None or index >= len(actions):
        return None
    return actions[index], f" ({index + 1:,} of {len(actions):,})"
