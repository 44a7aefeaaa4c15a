"""Runs a recorded receipt again and holds everything it did against what the node said (vm.md, head)."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.vm.recordings import Receipt, World, profile_of
from xccviz.model import base58
from xccviz.values import replace
from xccviz.vm.call import call
from xccviz.vm.drafts import id_of
from xccviz.vm.prices import Prices
from xccviz.vm.types import Context, MadeReceipt, Outcome, State

Run = Callable[[bytes, str, Context, State, Prices], Outcome]
TRIE = ("TOUCHING_TRIE_NODE", "READ_CACHED_TRIE_NODE")


@dataclass
class Compared:
    """How one receipt came out: what differs (nothing: equal), and the outcomes of its calls."""

    receipt: Receipt
    outcomes: list[Outcome] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)

    @property
    def reached(self) -> set[str]:
        """Host functions that were called."""
        return {each.name for outcome in self.outcomes for each in outcome.calls}


def compare(receipt: Receipt, codes: Mapping[str, bytes], prices: Prices, run: Run = call) -> Compared:
    """Run its calls in order on one state. Raises what `call` raises."""
    compared = Compared(receipt)
    state, taken = receipt.state, 0
    for each in receipt.calls:
        assert each.context is not None and each.code is not None
        context = replace(each.context, receipts_before=taken)
        outcome = run(codes[each.code], each.method, context, state, prices)
        compared.outcomes.append(outcome)
        if outcome.failure is not None:
            break
        state = state.after(outcome.writes)
        taken += len(outcome.receipts) + len(outcome.resumes)
    _compare(compared)
    return compared


def tell(world: World, compared: Compared) -> None:
    """What a receipt that succeeded left behind, for those after it."""
    receipt = compared.receipt
    if "Failure" in receipt.node["outcome"]["status"]:
        return
    for outcome in compared.outcomes:
        for write in outcome.writes:
            world.state[receipt.account][write.key] = write.new
            world.fresh[receipt.account, receipt.height][write.key] = write.new
        world.waiting[receipt.account] |= {
            made.input_data_ids[0] for made in outcome.receipts if made.is_yield
        }
        world.waiting[receipt.account] -= {resume.data_id for resume in outcome.resumes}


def _compare(compared: Compared) -> None:
    node, outcomes = compared.receipt.node["outcome"], compared.outcomes
    says = compared.differs.append
    _compare_ends(compared, node["status"], says)
    logs = [line for outcome in outcomes for line in outcome.logs]
    if logs != node["logs"]:
        says(f"logs {logs!r:.300}, node {node['logs']!r:.300}")
    _compare_gas(outcomes, node, says)
    if "Failure" not in node["status"]:
        _compare_value(compared, node["status"], says)
        _compare_receipts(compared, node["receipt_ids"], says)
        _compare_changes(compared, says)


def _compare_ends(compared: Compared, status: Any, says: Callable[[str], None]) -> None:
    """The kind of error and its text, at the action where the node has it."""
    last, at = compared.outcomes[-1], compared.receipt.calls[len(compared.outcomes) - 1].action
    error = (status.get("Failure") or {}).get("ActionError")
    here = last.failure.status if last.failure else None
    about_call = error and isinstance(error["kind"], dict) and next(iter(error["kind"])) in _OF_CALLS
    if here is not None and (error is None or error["index"] != at or error["kind"] != here):
        says(f"ends with {here}, node {error}")
    if here is None and about_call:
        says(f"does not fail, node {error}")


_OF_CALLS = ("FunctionCallError", "NewReceiptValidationError")


def _compare_gas(outcomes: list[Outcome], node: Any, says: Callable[[str], None]) -> None:
    """Each cost, but how nodes of the trie divide among two of them."""
    here: Counter[str] = Counter()
    for outcome in outcomes:
        here.update(outcome.profile)
        if sum(outcome.profile.values()) != outcome.gas_burnt:
            says("the profile is not what was burnt")
    there = profile_of(node)
    costs = [cost for cost in sorted({*here, *there}) if cost not in TRIE]
    wrong = [
        f"{cost} {here[cost]}, node {there.get(cost, 0)}"
        for cost in costs
        if here[cost] != there.get(cost, 0)
    ]
    if wrong:
        says("gas: " + "; ".join(wrong))
    if "Failure" not in node["status"] and sum(here.values()) != sum(there.values()):
        says(f"burnt {sum(here.values())}, node {sum(there.values())}")


def _compare_value(compared: Compared, status: Any, says: Callable[[str], None]) -> None:
    if not compared.receipt.node["last_is_call"]:
        return
    last = compared.outcomes[-1]
    if "SuccessValue" in status:
        value = base64.b64decode(status["SuccessValue"])
        if last.status != "value" or last.value != value:
            says(f"value {last.value!r:.80}, receipt {last.returned}, node {value!r:.80}")
        return
    returned = None if last.returned is None else base58.encode(last.receipts[last.returned].receipt_id)
    if returned != status["SuccessReceiptId"]:
        says(f"returns receipt {returned}, node {status['SuccessReceiptId']}")


def _compare_receipts(compared: Compared, children: list[str], says: Callable[[str], None]) -> None:
    """All that were made, and that the first refund has the index after them: so the hidden ones are counted."""
    receipt = compared.receipt
    made = [each for outcome in compared.outcomes for each in outcome.receipts]
    ids = [base58.encode(each.receipt_id) for each in made]
    if ids != children[: len(ids)]:
        says(f"receipts {ids[:3]}, node {children[:3]}")
        return
    after = len(made) + sum(len(outcome.resumes) for outcome in compared.outcomes)
    context = receipt.calls[0].context
    assert context is not None
    refunds = children[len(ids) :]
    if refunds and refunds[0] != base58.encode(id_of(context.receipt_id, context.block_height, after)):
        says(f"the first refund has another index than {after}")
    for child in refunds:
        view = receipt.node["receipts"].get(child)
        if view and view["predecessor_id"] != "system":
            says(f"the node made {child} too")
    for each, child in zip(made, ids, strict=True):
        view = receipt.node["receipts"].get(child)
        if view is None:
            says(f"receipt {child} is not recorded")
        else:
            _compare_receipt(each, view, says)


def _compare_changes(compared: Compared, says: Callable[[str], None]) -> None:
    """The state and the account as the chain says they were changed, where it was asked."""
    told, last = compared.receipt.node["told"], compared.outcomes[-1]
    if told is None:
        return
    written = {write.key: write.new for outcome in compared.outcomes for write in outcome.writes}
    if written != told["written"]:
        says(f"wrote {written!s:.300}, node {told['written']!s:.300}")
    if told["after"] and (last.balance, last.storage_usage) != told["after"]:
        says(f"leaves {last.balance} and {last.storage_usage} bytes, node {told['after']}")


def _compare_receipt(made: MadeReceipt, view: Any, says: Callable[[str], None]) -> None:
    node = view["receipt"]["Action"]
    delivers = [(each["data_id"], each["receiver_id"]) for each in node["output_data_receivers"]]
    pairs = (
        ("receiver", made.receiver_id, view["receiver_id"]),
        ("actions", [action.json for action in made.actions], node["actions"]),
        ("waits for", [base58.encode(each) for each in made.input_data_ids], node["input_data_ids"]),
        ("delivers", [(base58.encode(each), who) for each, who in made.delivers], delivers),
        ("is a yield", made.is_yield, node["is_promise_yield"]),
        ("refunds to", made.refund_to, node.get("refund_to")),
    )
    for name, here, there in pairs:
        if here != there:
            says(f"receipt {made.index} {name} {here!s:.300}, node {there!s:.300}")
