"""Each finding on a recorded transaction that was made to show it, and none on a plain success."""

# covers: xccviz/analysis/analyse.py, xccviz/analysis/gas/out_of_gas.py
# covers: xccviz/analysis/money/deposit_findings.py

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.reference.recorded import document_of, load_json, raw_of, tutorial
from xccviz.document import Document, build_document
from xccviz.words.findings import FindingText

RECORDED = {
    "detached-fails": {"hidden_failure", "unobserved_failure", "detached_promise"},
    "callback-panics": {"callback_failed_after_effects", "committed_despite_failure"},
    "callback-out-of-gas": {"out_of_gas", "gas_starved_beside_plenty"},
    "too-little-gas-child": {"out_of_gas", "gas_starved_beside_plenty"},
    "host-errors--sum-gas": {"promised_more_gas_than_left"},
    "delegate-inner-fails": {"delegated_call_failed", "deposit_ended_with_user"},
    "delete-account-payout": {"refund_burnt"},
    "yield-timeouts-and-pending--then": {"yield_timed_out"},
    "yield-timeouts-and-pending--pending": {"incomplete_data"},
    "create-sub-by-contract-fails": {"deposit_left_with_contract"},
    "delegate-all-kinds--state-init": {"deposit_ended_with_user"},
    "log-then-fail": {"reverted_events"},
    "batch-promise-first-returns-promise": {"value_discarded"},
    "batch-promise-fail-index-2": {"deposit_left_with_contract"},
    "ft-contract-real--transfer-call": {"soft_failure"},
    "error-panic": {"large_unspent_gas"},
}


def findings(document: Document, code: str) -> list[FindingText]:
    return [finding for finding in document.findings if finding.code == code]


@pytest.mark.parametrize("name", RECORDED)
def test_recorded_for_it(name: str, shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / name)
    assert {finding.code for finding in document.findings} >= RECORDED[name]
    for finding in document.findings:
        assert finding.title
        assert finding.explanation
        assert all(node in document.graph.by_id for node in finding.nodes)


def test_a_plain_success_has_no_warning() -> None:
    for name in ("tutorial-batch-ok", "tutorial-parallel-10-ok", "forwarded-3-ok"):
        assert not [f for f in tutorial(name).findings if f.severity != "info"]


def test_running_out_is_not_promising_too_much(shared_data: Path) -> None:
    """Both fail with the same text; the burnt gas tells them apart, and the caller who allotted it is named."""
    starved = document_of(shared_data / "node" / "pv86" / "callback-out-of-gas")
    (finding,) = findings(starved, "out_of_gas")
    assert finding.evidence["caller"] == "app.near.run"
    assert finding.evidence["burnt"] == finding.evidence["attached"]
    assert not findings(starved, "promised_more_gas_than_left")
    greedy = document_of(shared_data / "node" / "pv86" / "host-errors--sum-gas")
    (finding,) = findings(greedy, "promised_more_gas_than_left")
    assert finding.evidence["burnt"] * 10 < finding.evidence["attached"]


def test_a_slow_slot_is_named_with_its_blocks(shared_data: Path) -> None:
    (finding,) = findings(document_of(shared_data / "node" / "pv84" / "congested-callback"), "slow_join")
    assert finding.evidence == {"count": 1, "slot": 0, "blocks": 340}


def test_one_finding_a_call_lists_all_its_nodes(shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / "fan-out-500")
    for finding in document.findings:
        assert finding.evidence["count"] == len(finding.nodes)
    keys = [(f.code, f.title) for f in document.findings]
    assert len(keys) == len(set(keys))


def test_a_variant_of_the_future_is_named_wherever_it_stands(shared_data: Path) -> None:
    """Made up from a recorded answer: an action, a status and an error that no list knows, one at a time."""
    answer = load_json(shared_data / "node" / "pv86" / "tutorial-batch-fail-step-two" / "tx_status.json")
    assert not findings(build_document(raw_of(answer)), "unknown_variant")
    failing = next(
        i for i, o in enumerate(answer["result"]["receipts_outcome"]) if "Failure" in str(o["outcome"])
    )

    def altered(change: Callable[[dict[str, Any]], None]) -> list[Any]:
        copy = json.loads(json.dumps(answer))
        change(copy["result"])
        (finding,) = findings(build_document(raw_of(copy)), "unknown_variant")
        return list(finding.evidence["unknown"])

    def action(result: dict[str, Any]) -> None:
        result["receipts"][-1]["receipt"]["Action"]["actions"] = [{"Teleport": {"to": "moon.near"}}]

    def status(result: dict[str, Any]) -> None:
        result["receipts_outcome"][failing]["outcome"]["status"] = {"Postponed": 3}

    def error(result: dict[str, Any]) -> None:
        kind = {"ActionError": {"index": 0, "kind": {"OutOfLuck": {"dice": 1}}}}
        result["receipts_outcome"][failing]["outcome"]["status"] = {"Failure": kind}

    assert altered(action) == ["Teleport"]
    assert altered(status) == ["status"]
    assert altered(error) == ["ActionError/OutOfLuck"]


def test_altered_gas_is_noticed(shared_data: Path) -> None:
    """A refund that gives back another amount than was left (altered on purpose)."""
    answer = load_json(shared_data / "node" / "pv84" / "error-panic" / "tx_status.json")
    (refund,) = [r for r in answer["result"]["receipts"] if r["predecessor_id"] == "system"]
    transfer = refund["receipt"]["Action"]["actions"][0]["Transfer"]
    price = int(answer["result"]["receipts"][0]["receipt"]["Action"]["gas_price"])
    transfer["deposit"] = str(int(transfer["deposit"]) + 7 * price)
    (finding,) = findings(build_document(raw_of(answer)), "gas_does_not_reconcile")
    assert finding.evidence["refund_gas"] - finding.evidence["unspent"] == 7


def test_a_deposit_that_a_contract_keeps_is_said_in_names_and_near(shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / "create-sub-by-contract-fails")
    (finding,) = findings(document, "deposit_left_with_contract")
    assert finding.title == "1 N for other.near came back to app.near and was not passed on"
    (refund,) = finding.evidence["refunds"]
    assert "refund_deposit" in document.graph.by_id[refund].roles
    assert document.graph.by_id[refund].parent in finding.nodes
    told = {"count": 1, "amount": str(10**24), "account": "app.near", "refunds": [refund]}
    assert finding.evidence == told


def test_the_relayers_loss_is_said_in_names_and_near(shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / "delegate-inner-fails")
    (finding,) = findings(document, "deposit_ended_with_user")
    assert finding.title == "bob.near got the 1 N that relayer.near had paid to app.near"
    assert finding.evidence["payer"] == "relayer.near"


def test_no_contract_keeps_what_goes_to_a_person_or_never_left(shared_data: Path) -> None:
    """bob.near is named by refund_to and has no code; random-0091's amm.near pays itself."""
    assert not findings(
        document_of(shared_data / "node" / "pv86" / "refund-to-other"), "deposit_left_with_contract"
    )
    for finding in findings(
        document_of(shared_data / "node" / "pv86" / "random-0091"), "deposit_left_with_contract"
    ):
        assert finding.evidence["account"] != "amm.near"


def compensating(path: Path, amount: int, heights: bool = True, to: str = "bank.near") -> Document:
    """A recorded callback that pays 1 yocto after a call of 1 yocto failed: both with other amounts.

    app.near.run ── 1 N ──> ft.near.run   ✗, comes back to app.near
                 └─ then ──> app.near.callback ── amount ──> bank.near
    """
    answer = load_json(path / "tx_status.json")["result"]
    receipts = {receipt["receipt_id"]: receipt for receipt in answer["receipts"]}
    (failed,) = (r for r in answer["receipts"] if r["receiver_id"] == "ft.near")
    (paid,) = (r for r in answer["receipts"] if r["receiver_id"] == "bank.near")
    failed["receipt"]["Action"]["actions"][0]["FunctionCall"]["deposit"] = str(10**24)
    paid["receipt"]["Action"]["actions"][0]["Transfer"]["deposit"] = str(amount)
    paid["receiver_id"] = to
    outcomes = {outcome["id"]: outcome for outcome in answer["receipts_outcome"]}
    for child in outcomes[paid["receipt_id"]]["outcome"]["receipt_ids"]:
        if receipts[child]["receipt"]["Action"]["signer_id"] == "system":
            receipts[child]["receipt"]["Action"]["actions"][0]["Transfer"]["deposit"] = str(amount)
    outcome = outcomes[failed["receipt_id"]]
    refund = json.loads(json.dumps(receipts[outcome["outcome"]["receipt_ids"][0]]))
    refund["receipt_id"], refund["receiver_id"] = "back", "app.near"
    refund["receipt"]["Action"].update(
        {"signer_id": "system", "actions": [{"Transfer": {"deposit": str(10**24)}}]}
    )
    outcome["outcome"]["receipt_ids"].insert(0, "back")
    arrived = json.loads(json.dumps(outcomes[outcome["outcome"]["receipt_ids"][1]]))
    arrived["id"] = "back"
    answer["receipts"].append(refund)
    answer["receipts_outcome"].append(arrived)
    known = {h: block["height"] for h, block in load_json(path / "heights.json").items()}
    return build_document(raw_of(answer, known if heights else None))


@pytest.mark.parametrize(("amount", "heights", "left"), [
    (10**24, True, False), (10**24 - 1, True, True), (10**24, False, False), (10**24 - 1, False, True),
])  # fmt: skip
def test_what_a_callback_pays_on_did_not_stay(
    shared_data: Path, amount: int, heights: bool, left: bool
) -> None:
    """The payment itself fails and comes back too; that later refund stays, whatever became of the first."""
    document = compensating(shared_data / "node" / "pv86" / "callback-if-failed", amount, heights)
    found = findings(document, "deposit_left_with_contract")
    kept = {refund for finding in found for refund in finding.evidence["refunds"]}
    assert ("back" in kept) == left
    assert len(kept) == (2 if left else 1)


def test_paying_oneself_passes_nothing_on(shared_data: Path) -> None:
    document = compensating(shared_data / "node" / "pv86" / "callback-if-failed", 10**24, to="app.near")
    (finding,) = findings(document, "deposit_left_with_contract")
    assert finding.evidence["refunds"] == ["back"]


def test_while_something_is_missing_nobody_is_said_to_keep_anything(shared_data: Path) -> None:
    path = shared_data / "node" / "pv86" / "create-sub-by-contract-fails"
    answer = load_json(path / "tx_status.json")["result"]
    last = answer["receipts_outcome"].pop()
    assert last["id"] not in findings(document_of(path), "deposit_left_with_contract")[0].nodes
    assert not findings(build_document(raw_of(answer)), "deposit_left_with_contract")
