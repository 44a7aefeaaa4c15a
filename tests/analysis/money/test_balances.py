"""The chain's own state changes: what this transaction changed, to the yocto, and null where that can't be known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.analysis.money.test_accounts import contract_rewards
from tests.reference.recorded import HERE, load_json, with_changes
from xccviz.document import Document, build_document
from xccviz.export.json_graph import run
from xccviz.model.raw import RawDocument
from xccviz.values import replace

RECORDED = HERE / "node" / "delegate-inner-fails"


def changes(document: Document) -> dict[str, int | None]:
    return {account.id: account.balance_change for account in document.analysis.accounts}


def test_they_equal_what_the_receipts_show_and_the_contracts_share(shared_data: Path) -> None:
    compared = 0
    for path in sorted(shared_data.glob("node/*/*/changes.json")):
        folder = path.parent
        if not (folder / "accounts.json").exists() or not (folder / "tx_status.json").exists():
            continue
        document = build_document(with_changes(folder))
        rewards = contract_rewards(document, folder)
        for account in document.analysis.accounts:
            if account.balance_change is None:
                assert "yield" in folder.name, folder  # blocks lie between, whose changes were not recorded
                continue
            assert account.flow is not None
            assert account.balance_change == account.flow + rewards[account.id], (folder, account.id)
            compared += 1
    assert compared > 300


def test_they_equal_the_difference_of_balances_where_nobody_else_was_there(shared_data: Path) -> None:
    compared = 0
    for path in sorted(shared_data.glob("node/*/*/changes.json")):
        folder = path.parent
        if not (folder / "accounts.json").exists() or not (folder / "tx_status.json").exists():
            continue
        document = build_document(with_changes(folder))
        ours = {node.id for node in document.graph.nodes}
        shared = {c.account_id for b in document.trace.changes for c in b.changes if c.cause_id not in ours}
        recorded = load_json(folder / "accounts.json")
        for account in document.analysis.accounts:
            if account.balance_change is None or account.id in shared:
                continue
            sides = [recorded[side]["accounts"].get(account.id) or {} for side in ("before", "after")]
            before, after = (sum(int(view.get(k, 0)) for k in ("amount", "locked")) for view in sides)
            assert account.balance_change == after - before, (folder, account.id)
            compared += 1
    assert compared > 300


def test_rewards_and_the_relayers_loss_are_in_it_and_in_the_export() -> None:
    document = build_document(with_changes(RECORDED))
    assert changes(document) == {
        "relayer.near": -1000209107469528800000000,
        "bob.near": 10**24,
        "app.near": 5498546124600000000,
    }
    exported = json.loads(run(document))["accounts"]
    assert {a["id"]: int(a["balance_change"]) for a in exported} == changes(document)


@pytest.mark.parametrize("lacking", ["EXPERIMENTAL_changes", "query", "block"])
def test_without_one_kind_of_document_nothing_is_said(lacking: str) -> None:
    raw = with_changes(RECORDED)
    kept = tuple(document for document in raw.documents if document.method != lacking)
    assert set(changes(build_document(replace(raw, documents=kept))).values()) == {None}


@pytest.mark.parametrize("lacking", range(4))
def test_one_block_less_leaves_its_accounts_unknown(lacking: int) -> None:
    raw = with_changes(RECORDED)
    asked = [document for document in raw.documents if document.method == "EXPERIMENTAL_changes"]
    document = build_document(
        replace(raw, documents=tuple(d for d in raw.documents if d is not asked[lacking]))
    )
    block = asked[lacking].payload["block_hash"]
    lost = {
        node.outcome.executor_id for node in document.graph.nodes if node.outcome and node.block_hash == block
    }
    whole = changes(build_document(raw))
    for account, change in changes(document).items():
        assert change is None if account in lost else change in (None, whole[account])


def test_what_others_did_in_the_same_block_is_not_ours() -> None:
    raw = with_changes(RECORDED)
    documents = []
    for document in raw.documents:
        payload = document.payload
        if document.method == "EXPERIMENTAL_changes" and len(payload["changes"]) > 1:
            first = payload["changes"][0]
            amount = str(int(first["change"]["amount"]) + 7 * 10**24)
            foreign = {
                "cause": {"type": "receipt_processing", "receipt_hash": "somebody else"},
                "type": "account_update",
                "change": {**first["change"], "amount": amount},
            }
            payload = {**payload, "changes": [*payload["changes"], foreign]}
        documents.append(replace(document, envelope=payload) if payload is not document.payload else document)
    assert changes(build_document(replace(raw, documents=tuple(documents)))) == changes(build_document(raw))


def test_a_node_that_does_not_track_the_shard_proves_nothing() -> None:
    """FINDINGS.md: there `changes` is silently empty."""
    raw = with_changes(RECORDED, "http://partial")
    documents = []
    for document in raw.documents:
        if document.method == "EXPERIMENTAL_changes":
            kept = [c for c in document.payload["changes"] if c["change"]["account_id"] != "app.near"]
            document = replace(document, envelope={**document.payload, "changes": kept})
        if document.method == "query":
            document = replace(document, endpoint="http://archive")
        documents.append(document)
    assert changes(build_document(replace(raw, documents=tuple(documents))))["app.near"] is None


@pytest.mark.parametrize("account", ["relayer.near", "bob.near"])
def test_an_answer_that_lacks_a_receipt_that_must_show_is_not_believed(account: str) -> None:
    """Each successful receipt writes its account; without the entry the differences would be too small."""
    raw = with_changes(RECORDED)
    answers = [d for d in raw.documents if d.method == "EXPERIMENTAL_changes"]
    last = answers[-1]
    kept = [c for c in last.payload["changes"] if c["change"]["account_id"] != account]
    cut = replace(last, envelope={**last.payload, "changes": kept})
    documents = tuple(cut if document is last else document for document in raw.documents)
    found = changes(build_document(replace(raw, documents=documents)))
    assert [name for name, change in found.items() if change is None] == [account]


def test_a_transaction_that_still_runs_has_no_balance_changes_of_unknown_receipts() -> None:
    raw = with_changes(RECORDED)
    answer = raw.documents[0].payload
    running = {
        **answer,
        "final_execution_status": "INCLUDED",
        "receipts_outcome": answer["receipts_outcome"][:1],
        "receipts": answer["receipts"][:1],
    }
    document = build_document(replace(raw, documents=(RawDocument("tx", None, running), *raw.documents[1:])))
    assert set(changes(document).values()) == {None}


def test_an_account_that_did_not_exist_before_had_nothing(shared_data: Path) -> None:
    folder = shared_data / "node" / "pv86" / "transfer-implicit-new"
    assert 3 * 10**24 in changes(build_document(with_changes(folder))).values()


def test_a_deleted_account_loses_all_it_had(shared_data: Path) -> None:
    folder = shared_data / "node" / "pv86" / "delete-account-in-batch"
    before = load_json(folder / "accounts.json")["before"]["accounts"]
    document = build_document(with_changes(folder))
    gone = document.trace.transaction.receiver_id
    assert changes(document)[gone] == -int(before[gone]["amount"])
