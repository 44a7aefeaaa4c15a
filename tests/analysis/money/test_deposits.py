"""Each deposit has one line, from who paid it to where it is now; every refund knows its cause."""

# covers: xccviz/analysis/money/transfers.py

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reference.recorded import (
    HERE,
    document_of,
    load_json,
    raw_of,
    recording,
    walks_all,
)
from xccviz.analysis.types import Deposit
from xccviz.document import Document, build_document
from xccviz.model.trace import ActionReceipt
from xccviz.words.steps import step_sentence

Line = tuple[str | None, int, str, str, str | None]
NEAR = 10**24


def lines(document: Document) -> list[Line]:
    return [(d.payer, d.amount, d.receiver, d.where, d.holder) for d in document.analysis.deposits]


@pytest.fixture(scope="module")
def recorded(recorded_files: tuple[Path, ...]) -> list[Document]:
    return [recording(path) for path in recorded_files]


@walks_all
def test_each_deposit_of_an_executed_receipt_has_exactly_one_line(recorded: list[Document]) -> None:
    moved = 0
    for document in recorded:
        ran = [d for d in document.analysis.deposits if d.where not in ("in_flight",) and d.kind != "payout"]
        ran = [d for d in ran if document.graph.by_id[d.node].outcome is not None and d.inner is None]
        transfers = [t for t in document.analysis.transfers if t.kind in ("deposit", "transfer") and t.amount]
        assert sum(d.amount for d in ran) == sum(t.amount for t in transfers)
        assert sorted((d.node, d.amount, d.kind) for d in ran) == sorted(
            (t.node, t.amount, t.kind) for t in transfers
        )
        places = [(d.node, d.action, d.inner) for d in document.analysis.deposits]
        assert len(places) == len(set(places))
        moved += len(ran)
    assert moved > 1000


@walks_all
def test_payouts_are_a_line_or_belong_to_one(recorded: list[Document]) -> None:
    seen = 0
    for document in recorded:
        own = {d.node for d in document.analysis.deposits if d.kind == "payout"}
        parts = {d.refund for d in document.analysis.deposits if d.refund is not None}
        for transfer in document.analysis.transfers:
            if transfer.kind == "payout" and transfer.amount:
                assert (transfer.node in own) != (transfer.node in parts)
                seen += 1
    assert seen > 10


@walks_all
def test_every_deposit_refund_belongs_to_one_failed_receipt_and_is_the_sum_of_its_deposits(
    recorded: list[Document],
) -> None:
    """Invariant I12 (protocol.md §4.8)."""
    seen = 0
    for document in recorded:
        for refund in document.analysis.refunds:
            cause = document.graph.by_id[refund.cause or ""]
            assert refund.node in document.graph.children[cause.id]
            if refund.kind != "deposit":
                continue
            assert cause.outcome is not None
            assert cause.outcome.status.kind == "failure"
            shared = [d for d in document.analysis.deposits if d.refund == refund.node]
            assert {d.node for d in shared} == {cause.id}
            assert sum(d.amount for d in shared) == refund.amount
            assert isinstance(cause.receipt, ActionReceipt)
            assert refund.to == (cause.receipt.refund_to or cause.receipt.predecessor_id)
            seen += 1
    assert seen > 100


@walks_all
def test_every_line_says_where_and_with_whom(recorded: list[Document]) -> None:
    for document in recorded:
        for deposit in document.analysis.deposits:
            assert (deposit.holder is not None) == (deposit.where in ("arrived", "returned"))
            assert 0 <= deposit.returned <= deposit.amount
            assert deposit.amount > 0


NAMED: dict[str, list[Line]] = {
    "refund-deposit": [("alice.near", 2 * NEAR, "app.near", "returned", "alice.near")],
    "refund-to-other": [
        ("alice.near", NEAR, "app.near", "arrived", "app.near"),
        ("app.near", NEAR // 2, "ft.near", "returned", "bob.near"),
    ],
    "refund-to-missing-account": [
        ("alice.near", NEAR, "app.near", "arrived", "app.near"),
        ("app.near", NEAR // 2, "ft.near", "burnt", None),
    ],
    "delegate-inner-fails": [("relayer.near", NEAR, "app.near", "returned", "bob.near")],
    "state-init-account--again": [
        ("alice.near", NEAR, "0s1282621459e779d44507e7fc4a7c2d96c88f7527", "returned", "alice.near")
    ],
    "state-init-by-promise": [
        ("alice.near", 2 * NEAR, "app.near", "arrived", "app.near"),
        ("app.near", NEAR, "0sa644e85a3303fc196a2c61c9d63513b0bcf5130f", "returned", "app.near"),
    ],
    "delegate-all-kinds--state-init": [
        ("relayer.near", NEAR, "0scdecc44880dcd35d386f4f807b39403d1afb3162", "returned", "bob.near")
    ],
    "delete-account-missing-beneficiary": [
        ("gone35494528.near", 6999718896650000000000000, "nobody-here.near", "burnt", None)
    ],
    "batch-tx-100-transfers": [("alice.near", 1, "bob.near", "arrived", "bob.near")] * 100,
}


@pytest.mark.parametrize("name", NAMED)
def test_recorded_lines(name: str, shared_data: Path) -> None:
    assert lines(document_of(shared_data / "node" / "pv86" / name)) == NAMED[name]


@walks_all
def test_several_deposits_of_a_failed_batch_share_its_refund(shared_data: Path) -> None:
    shared = 0
    for path in sorted(shared_data.glob("node/pv86/*/tx_status.json")):
        by_refund: dict[str, list[Deposit]] = {}
        for deposit in document_of(path.parent).analysis.deposits:
            if deposit.refund is not None and deposit.where == "returned":
                by_refund.setdefault(deposit.refund, []).append(deposit)
        shared += sum(len(found) > 1 for found in by_refund.values())
    assert shared


def delegated(**changes: Any) -> Document:
    """The meta-transaction whose inner call of 1 N fails, changed."""
    answer = load_json(HERE / "node" / "delegate-inner-fails" / "tx_status.json")["result"]
    return build_document(raw_of({**answer, **changes}))


def test_what_has_not_run_yet_is_on_its_way_and_what_is_lost_is_not_known() -> None:
    """The relayer's 1 N: in the Delegate, then in the inner call, then in its refund."""
    answer = load_json(HERE / "node" / "delegate-inner-fails" / "tx_status.json")["result"]
    inner = next(o["id"] for o in answer["receipts_outcome"] if "Failure" in o["outcome"]["status"])
    delegate = next(o for o in answer["receipts_outcome"] if inner in o["outcome"]["receipt_ids"])["id"]
    (back,) = delegated().analysis.deposits
    assert back.refund is not None

    def seen(
        outcomes: set[str], receipts: set[str], status: str
    ) -> list[tuple[str, str, str | None, int | None]]:
        document = delegated(
            receipts_outcome=[o for o in answer["receipts_outcome"] if o["id"] in outcomes],
            receipts=[r for r in answer["receipts"] if r["receipt_id"] in receipts],
            final_execution_status=status,
        )
        return [(d.node, d.where, d.payer, d.inner) for d in document.analysis.deposits]

    for status, where in (("INCLUDED", "in_flight"), ("FINAL", "unknown")):
        assert seen(set(), {delegate}, status) == [(delegate, where, "relayer.near", 0)]
        assert seen({delegate}, {delegate}, status) == [(delegate, where, "relayer.near", 0)]
        assert seen({delegate}, {delegate, inner}, status) == [(inner, where, "relayer.near", None)]
        assert seen({delegate, inner}, {delegate, inner}, status) == [
            (inner, "unknown", "relayer.near", None)
        ]
        both, all_three = {delegate, inner}, {delegate, inner, back.refund}
        assert seen(both, all_three, status) == [(inner, "returning", "relayer.near", None)]
        assert seen(all_three, all_three, status) == [(inner, "returned", "relayer.near", None)]


def test_a_refund_that_is_not_the_sum_claims_nothing() -> None:
    answer = load_json(HERE / "node" / "delegate-inner-fails" / "tx_status.json")["result"]
    (back,) = delegated().analysis.deposits
    for receipt in answer["receipts"]:
        if receipt["receipt_id"] == back.refund:
            receipt["receipt"]["Action"]["actions"] = [{"Transfer": {"deposit": "5"}}]
    (line,) = delegated(receipts=answer["receipts"]).analysis.deposits
    assert (line.where, line.holder) == ("unknown", None)


@pytest.mark.parametrize(("amount", "found"), [(1, []), (2, ["deposit_ended_with_user"])])
def test_the_single_yocto_of_a_call_is_no_money(amount: int, found: list[str]) -> None:
    """A call carries it to show that a full access key signed it."""
    packed = load_json(HERE / "tutorial" / "delegate-inner-fails.json.gz")
    text = json.dumps(packed["tx_status"]).replace(str(NEAR), str(amount))
    document = build_document(raw_of(json.loads(text), packed["heights"]))
    assert [f.code for f in document.findings if f.code.startswith("deposit_")] == found
    steps = [step_sentence(step, document.analysis) for step in document.timeline.steps]
    assert ("1 yocto goes back to bob.near" in steps) == (not found)
    assert ("a deposit goes back to bob.near" in steps) == bool(found)
