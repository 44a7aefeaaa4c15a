"""What people call a receipt. `node.label` is for programs: of a batch it names the first action, whatever failed."""

from __future__ import annotations

from xccviz.analysis.gas.out_of_gas import GasGiver
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.labels import action_label
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.trace import Action, ActionReceipt
from xccviz.patterns import later
from xccviz.words.ids import short_id

_IMPLICIT = later(r"(?<![0-9A-Za-z])(?:[0-9a-f]{64}|0[xs][0-9a-f]{40})(?![0-9A-Za-z])")


def with_short_accounts(text: str) -> str:
    """A sentence whose accounts without a name (64 or 40 hex digits) are shortened, so that its verb is seen."""
    return _IMPLICIT.sub(lambda found: short_id(found[0]), text)


def account_names(graph: ReceiptGraph) -> frozenset[str]:
    """The accounts that a sentence about a transaction may begin with."""
    transaction = graph.trace.transaction
    named: set[str | None] = {transaction.signer_id, transaction.receiver_id}
    for node in graph.nodes:
        named.add(node.outcome.executor_id if node.outcome is not None else None)
        if node.action_receipt is not None:
            named.add(node.action_receipt.receiver_id)
            named.add(node.action_receipt.predecessor_id)
    return frozenset(name for name in named if name)


def spoken_name(node: Node, ended: bool = True) -> str:
    """A name for headings and lists, unescaped: the label; of a batch `app.near · 2 actions`, and once it has `ended`
    in a failure the action that failed, `app.near.step_two (2 of 2)`."""
    receipt, place = node.action_receipt, _failing(node) if ended else None
    if receipt is None or len(receipt.actions) < 2:
        return node.label
    if place is None:
        return trn(
            "{receiver} · {count} action",
            "{receiver} · {count} actions",
            len(receipt.actions),
            receiver=receipt.receiver_id,
        )
    action, index = place
    return _placed(action_label(receipt.receiver_id, action), index, receipt)


def name_in_sentence(node: Node, ended: bool = True) -> str:
    """The same inside a sentence, where a colon or a dot would be in the way: `Transfer to bob.near`, `app.near (2
    actions)`, `a receipt on app.near` where what it holds is not known."""
    receipt = node.action_receipt
    if receipt is None:
        return _without_receipt(node)
    if not receipt.actions:
        return node.label
    place = _failing(node) if ended else None
    if len(receipt.actions) == 1:
        place = receipt.actions[0], 0
    if place is None:
        return trn(
            "{receiver} ({count} action)",
            "{receiver} ({count} actions)",
            len(receipt.actions),
            receiver=receipt.receiver_id,
        )
    if place[0].method_name is not None:
        return spoken_name(node, ended)
    return _placed(_action_of(place[0], receipt.receiver_id), place[1], receipt)


def _without_receipt(node: Node) -> str:
    """What is known of a receipt that is not in the document: the account it ran on, else its id."""
    if node.kind == "transaction" or node.receipt is not None:
        return node.label
    if node.label == node.id:
        return tr("receipt {id}", id=short_id(node.id))
    return tr("a receipt on {account}", account=node.label)


def _action_of(action: Action, receiver: str) -> str:
    """An action that calls no method, with its receiver."""
    match action.row.receiver_word:
        case "to":
            return tr("{action} to {receiver}", action=action.kind, receiver=receiver)
        case "of":
            return tr("{action} of {receiver}", action=action.kind, receiver=receiver)
        case "by":
            return tr("{action} by {receiver}", action=action.kind, receiver=receiver)
        case "on":
            return tr("{action} on {receiver}", action=action.kind, receiver=receiver)


def _placed(name: str, index: int, receipt: ActionReceipt) -> str:
    """A name with its place in the batch, where there is more than one action."""
    count = len(receipt.actions)
    if count == 1:
        return name
    return tr("{name} ({number} of {count})", name=name, number=numeral(index + 1), count=numeral(count))


def giver_name(giver: GasGiver) -> str:
    """Who gave a call its gas: `app.near.run`, `the transaction`."""
    if giver.node is not None:
        return name_in_sentence(giver.node)
    if giver.kind == "transaction":
        return tr("the transaction")
    if giver.kind == "meta_transaction":
        return tr("the meta-transaction")
    return giver.account or tr("its caller")


def _failing(node: Node) -> tuple[Action, int] | None:
    """The failing action of a batch and its index; None where no single one is known to have failed."""
    if node.outcome is None or node.action_receipt is None:
        return None
    actions = node.action_receipt.actions
    index = node.outcome.failed_at
    if index is None or index >= len(actions):
        return None
    return actions[index], index
