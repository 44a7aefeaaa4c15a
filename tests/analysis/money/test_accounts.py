"""What flowed to and from each account is what the chain's balances say, contract rewards apart."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from tests.reference.recorded import document_of, load_json, raw_of, recording
from xccviz.document import Document, build_document
from xccviz.model.trace import ActionReceipt

# Recorded while other transactions touched the same accounts, or with a gas key's own balance in play.
SHARED_WINDOW = ("transfer-eth-implicit--", "--resumer", "yield", "congested", "gas-key",
                 "-all-kinds", "delete-key-race", "ft-contract-real")  # fmt: skip


def contract_rewards(document: Document, folder: Path) -> Counter[str]:
    """Protocol before 87 pays ⌊Σ profile · 3/10⌋ of the burnt gas to the called contract (node.md §2)."""
    heights = load_json(folder / "heights.json")
    version = int(folder.parent.name[2:])
    rewards: Counter[str] = Counter()
    for node in document.graph.nodes:
        receipt, outcome = node.receipt, node.outcome
        if not isinstance(receipt, ActionReceipt) or outcome is None or not outcome.profile:
            continue
        market = int(heights[outcome.block_hash]["parent_gas_price"])
        bought = receipt.gas_price or market
        price = bought if version < 85 else min(bought, market)
        if any(action.kind == "FunctionCall" for action in receipt.actions):
            gas = sum(entry.gas for entry in outcome.profile)
            rewards[receipt.receiver_id] += gas * 3 // 10 * price
    return rewards


def test_flows_equal_the_recorded_balance_changes(shared_data: Path) -> None:
    compared = 0
    for path in sorted(shared_data.glob("node/*/*/accounts.json")):
        name = path.parent.name
        if any(part in name for part in SHARED_WINDOW):
            continue
        document = document_of(path.parent)
        rewards = contract_rewards(document, path.parent)
        recorded = load_json(path)
        for account in document.analysis.accounts:
            before = recorded["before"]["accounts"].get(account.id) or {}
            after = recorded["after"]["accounts"].get(account.id) or {}
            if account.flow is None or not ("amount" in before or "amount" in after):
                continue
            change = sum(int(after.get(k, 0)) - int(before.get(k, 0)) for k in ("amount", "locked"))
            assert change == account.flow + rewards[account.id], (name, account.id)
            compared += 1
    assert compared > 600


def roles(document: Document) -> dict[str, tuple[str, ...]]:
    return {account.id: account.roles for account in document.analysis.accounts}


def flows(document: Document) -> dict[str, int | None]:
    return {account.id: account.flow for account in document.analysis.accounts}


def test_roles_of_those_who_never_call(shared_data: Path) -> None:
    recorded = shared_data / "node" / "pv86"
    assert roles(document_of(recorded / "refund-to-other"))["bob.near"] == ("beneficiary",)
    assert roles(document_of(recorded / "refund-to-missing-account"))["nobody-here.near"] == ("beneficiary",)
    assert roles(document_of(recorded / "delete-account-payout"))["bob.near"] == ("beneficiary",)
    assert roles(document_of(recorded / "delegate-inner-fails")) == {
        "relayer.near": ("signer", "relayer", "caller", "beneficiary"),
        "bob.near": ("caller", "callee", "beneficiary"),
        "app.near": ("callee",),
    }


def test_who_is_named_is_there_before_anything_ran(shared_data: Path) -> None:
    """A beneficiary that a delegated DeleteAccount names, while the Delegate has not executed."""
    answer = load_json(shared_data / "node" / "pv86" / "delegate-inner-fails" / "tx_status.json")["result"]
    receipt = next(r for r in answer["receipts"] if "Delegate" in json.dumps(r))
    delegate = receipt["receipt"]["Action"]["actions"][0]["Delegate"]["delegate_action"]
    delegate["actions"] = [{"DeleteAccount": {"beneficiary_id": "heir.near"}}]
    running = {**answer, "receipts": [receipt], "receipts_outcome": [], "final_execution_status": "INCLUDED"}
    document = build_document(raw_of(running))
    assert roles(document)["heir.near"] == ("beneficiary",)
    assert set(flows(document).values()) == {None}


def test_who_a_contract_named_for_refunds_is_there_before_any(shared_data: Path) -> None:
    answer = load_json(shared_data / "node" / "pv86" / "refund-to-other" / "tx_status.json")["result"]
    kept = {r["receipt_id"] for r in answer["receipts"] if r["predecessor_id"] != "system"}
    running = {
        **answer,
        "receipts": [r for r in answer["receipts"] if r["receipt_id"] in kept],
        "receipts_outcome": answer["receipts_outcome"][:1],
        "final_execution_status": "INCLUDED",
    }
    assert roles(build_document(raw_of(running)))["bob.near"] == ("beneficiary",)


def test_what_a_deleted_gas_key_still_held_is_nobodys_fee(shared_data: Path) -> None:
    """node.md §1.11: almost 1 N of the key is in tokens_burnt; the account lost its fee of 0.00004 N."""
    document = document_of(shared_data / "node" / "pv86" / "gas-key--delete-poor")
    (lost,) = flows(document).values()
    assert document.analysis.fees.total is not None
    assert lost is not None
    assert document.analysis.fees.total > 9 * 10**23
    assert -(10**21) < lost < 0


def test_a_refund_to_a_deleted_account_is_its_loss(shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / "delete-account-payout")
    gone = document.trace.transaction.signer_id
    assert flows(document)[gone] == -7 * 10**24


def test_a_yocto_that_the_chain_may_have_minted_leaves_its_sender_unknown(shared_data: Path) -> None:
    """Protocol 85 mints the yocto of a contract's call where it lacks it (protocol.md §2.13)."""
    for version, expected in (("pv86", None), ("pv84", -1)):
        folder = shared_data / "node" / version / "join-2"
        answer = load_json(folder / "tx_status.json")["result"]
        before = flows(build_document(raw_of(answer)))
        calls = [
            r
            for r in answer["receipts"]
            if r["predecessor_id"] == "app.near" and r["receiver_id"] != "app.near"
        ]
        action = calls[0]["receipt"]["Action"]["actions"][0]["FunctionCall"]
        assert action["deposit"] == "0"
        action["deposit"] = "1"
        after = flows(build_document(raw_of(answer)))
        assert before["app.near"] == 0
        assert after["app.near"] == expected
        assert after[calls[0]["receiver_id"]] == 1


def test_without_receipts_the_sums_are_the_same_or_none(shared_data: Path) -> None:
    """A deposit refund needs no document: it brings what the failed receipt carried."""
    told = set()
    for folder in sorted((shared_data / "node" / "pv86").iterdir()):
        answer = next(folder.glob("tx_status.json*"), None)
        if answer is None:
            continue
        whole = load_json(answer)
        result = {name: value for name, value in whole["result"].items() if name != "receipts"}
        document = build_document(raw_of({**whole, "result": result}))
        known = {account: flow for account, flow in flows(document).items() if flow is not None}
        if not known:
            continue
        whole_flows = flows(build_document(raw_of(whole)))
        assert known == {account: whole_flows[account] for account in known}, folder.name
        if any(node.told_refund == "refund_deposit" for node in document.graph.nodes):
            told.add(folder.name)
    assert "refund-deposit" in told


def test_a_deposit_that_came_back_needs_no_document(shared_data: Path) -> None:
    document = recording(shared_data / "public" / "localnet" / "2LPfknEZfo.json")
    assert flows(document) == {
        "test.near": -(417494768750000000000 + 395805950000000000000),
        "v1.signer-prod.testnet": 0,
    }


def test_who_received_nothing_is_no_beneficiary(shared_data: Path) -> None:
    for version in ("pv85", "pv86"):
        document = document_of(shared_data / "node" / version / "delete-account-payout")
        (gone,) = [account for account in document.analysis.accounts if account.id.startswith("gone")]
        assert gone.roles == ("signer", "caller", "callee")
