"""The receipt and the action that are run again, and what its documents say of them."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping

from xccviz.analysis.types import Analysis
from xccviz.catalogue import tr
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model import base58
from xccviz.model.errors import UserError
from xccviz.model.raw import object_of, text_or_none
from xccviz.model.text import visible_text
from xccviz.model.trace import Action, ActionReceipt, ExecutionOutcome
from xccviz.rerun.facts import hash_of
from xccviz.values import field, frozen
from xccviz.vm.types import CodeKind

_KINDS: Mapping[str, CodeKind] = {
    "local": "local",
    "global_hash": "global_hash",
    "global_account_id": "global_account",
}
"""Names in an outcome's metadata (protocol.md R1.6)."""


@frozen
class Subject:
    """`action` is the place of the FunctionCall that is looked at. `results` has the promise results that are known,
    by slot: None for a failed one."""

    graph: ReceiptGraph
    node: Node
    receipt: ActionReceipt
    outcome: ExecutionOutcome
    action: int
    results: Mapping[int, bytes | None] = field(hash=False)

    @property
    def account(self) -> str:
        """Whose code runs."""
        return self.receipt.receiver_id

    @property
    def call(self) -> Action:
        """The action that is looked at."""
        return self.receipt.actions[self.action]

    @property
    def failed_at(self) -> int | None:
        """The action in which the node says that it failed."""
        return self.outcome.failed_at

    @property
    def calls(self) -> tuple[Action, ...]:
        """The calls that ran, in order: none after the action that failed."""
        return self.node.ran_calls

    @property
    def place(self) -> int:
        """Which of its calls is looked at, from 0: other actions don't count."""
        return sum(action.index < self.action for action in self.calls)

    @property
    def slots(self) -> int:
        """How many promise results it has."""
        return len(self.receipt.input_data_ids)

    @property
    def profile(self) -> dict[str, int] | None:
        """The recorded gas profile; None where the outcome has none."""
        entries = self.outcome.profile
        return None if entries is None else {entry.cost: entry.gas for entry in entries}

    def code_named(self, action: int) -> tuple[CodeKind, str] | None:
        """Which code the outcome says that an action ran: its hash, or the account that publishes it."""
        contracts = self.outcome.contracts
        told = object_of(contracts[action]) if action < len(contracts) else {}
        for name, value in told.items():
            text = text_or_none(value)
            if name in _KINDS and text is not None:
                return _KINDS[name], text
        return None


def subject_of(analysis: Analysis, node: Node, action: int | None = None) -> Subject:
    """What is run again: of several calls the one that failed, else the first. Raises UserError (usage) for a receipt
    or an action that is no call or has not run."""
    receipt, outcome = node.action_receipt, node.outcome
    label = visible_text(node.label, 80)
    if receipt is None or node.kind != "action_receipt":
        raise UserError(
            tr("{label} is no receipt with actions, so nothing of it can be run again", label=label),
            tr("Choose a receipt that calls a function."),
        )
    if outcome is None or not outcome.has_run:
        raise UserError(
            tr("{label} has not run, as far as the documents tell", label=label),
            tr("There is nothing to run again yet."),
        )
    calls = [one.index for one in receipt.actions if one.kind == "FunctionCall"]
    if not calls:
        raise UserError(
            tr("{label} calls no function", label=label), tr("Choose a receipt that calls a function.")
        )
    results = {
        one.slot: None if one.result == "failed" else one.value.raw if one.value is not None else b""
        for one in analysis.facts[node.id].promise_results
        if one.result == "failed" or (one.result == "success" and one.value is not None)
    }
    ran = [one.index for one in node.ran_calls]
    failed = outcome.failed_at
    chosen = action if action is not None else failed if failed in ran else (*ran, *calls)[0]
    if chosen not in calls:
        places = ", ".join(map(str, calls))
        raise UserError(
            tr("action {action} of {label} is no function call", action=chosen, label=label),
            tr("Its function calls are actions {places}.", places=places)
            if len(calls) > 1
            else tr("Its only function call is action {place}.", place=places),
        )
    if chosen not in ran:
        why = tr("it was refused ({error})", error=visible_text(outcome.failed_with or "", 80))
        if failed is not None and chosen > failed:
            why = tr("action {failed} failed before it", failed=failed)
        raise UserError(
            tr("action {action} of {label} did not run: {why}", action=chosen, label=label, why=why),
            tr("Choose an action that ran.") if ran else tr("No call of it ran."),
        )
    return Subject(analysis.graph, node, receipt, outcome, chosen, results)


def deployed_hash(action: Action) -> str | None:
    """The hash of the code that a DeployContract brings: nodes tell that in its place. None for other actions."""
    if action.kind != "DeployContract":
        return None
    code = text_or_none(action.fields.get("code"))
    try:
        data = b64decode(code or "", validate=True)
    except ValueError:
        return None
    if len(data) == 32:
        return base58.encode(data)
    return hash_of(data)
