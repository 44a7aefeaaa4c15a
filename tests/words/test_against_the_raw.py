"""Sentences against recorded answers: each of these once said what the answer does not."""

# covers: xccviz/words/extent.py, xccviz/words/money.py, xccviz/words/missing.py, xccviz/words/roles.py
# covers: xccviz/words/evidence.py, xccviz/graph/build.py

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.reference.recorded import (
    document_of,
    load_json,
    raw_of,
    recording,
    running_answers,
    walks_all,
)
from xccviz.cli.terminal import Terminal
from xccviz.cli.views import VIEWS
from xccviz.document import Document, build_document
from xccviz.tables.money import FEES, fee_rows
from xccviz.tables.tokens import TOKENS
from xccviz.words.costs import fee_chip
from xccviz.words.lengths import Length
from xccviz.words.lines import edge_sentence
from xccviz.words.money import all_known
from xccviz.words.steps import step_sentence
from xccviz.words.titles import outside_title


def told(document: Document, view: str) -> str:
    """A view of the terminal, its lines joined."""
    out = io.StringIO()
    VIEWS[view].show(document, Terminal(out, width=400))
    return out.getvalue()


def without_receipts(folder: Path) -> Document:
    """The answer of `tx`: the same without its `receipts`."""
    answer: dict[str, Any] = load_json(folder / "tx_status.json")
    result = {name: value for name, value in answer["result"].items() if name != "receipts"}
    return build_document(raw_of({**answer, "result": result}))


def steps(document: Document) -> list[str]:
    return [step_sentence(step, document.analysis) for step in document.timeline.steps]


@pytest.fixture
def node(shared_data: Path) -> Path:
    return shared_data / "node" / "pv86"


def test_what_no_document_describes_is_no_refund_for_sure(node: Path) -> None:
    """Of a deleted account `system` sends a payout and gas; without `receipts` nothing tells them apart."""
    document = without_receipts(node / "delete-account-implicit-beneficiary")
    assert document.verdict.title == "Succeeded, with 2 failed refunds or payouts."
    lost = {finding.title for finding in document.findings if finding.code == "refund_burnt"}
    assert lost == {
        "A refund or payout to gone35494829.near failed",
        "A refund or payout to 0c453b2f2af6f66de287e07abf8e9844cd6c800f93d470f773781222eab0f583 failed",
    }
    assert "1 receipt, 2 refunds or payouts, 2 failed" in told(document, "summary")
    assert "a refund or payout to gone35494829.near fails" in steps(document)
    paid = without_receipts(node / "delete-account-payout")
    assert "a refund or payout goes to bob.near; of how much is not known" in steps(paid)


def test_what_a_failed_receipt_gives_back_is_a_refund(node: Path) -> None:
    document = without_receipts(node / "refund-deposit")
    assert "1 receipt, 1 gas refund, 1 deposit refund, 1 failed" in told(document, "summary")
    assert steps(document)[-2:] == [
        "a deposit goes back to alice.near",
        "prepaid gas goes back to alice.near; how much NEAR is not known",
    ]


@pytest.mark.parametrize("name", ["5n1kwA3TQQ", "6sDUF1f5he"])
def test_refunds_that_burnt_no_gas_either_are_refunds(name: str, shared_data: Path) -> None:
    """As they were in 2021: the same transaction with and without its receipts."""
    folder = shared_data / "public" / "envelopes" / "testnet"
    whole, bare = (recording(folder / f"{name}{end}") for end in (".json", ".tx_status.json"))
    assert bare.verdict.explanation == whole.verdict.explanation
    calls = [sum(step.kind == "execute" for step in run.timeline.steps) for run in (whole, bare)]
    assert calls[0] == calls[1]


def test_the_summary_counts_as_the_verdict_does(node: Path) -> None:
    """Refunds, payouts and what carries code are no receipts that "both" ran."""
    document = document_of(node / "delegate-all-kinds--state-init")
    assert document.verdict.explanation.startswith("Both receipts ran")
    assert "2 receipts, 2 gas refunds, 1 leftover deposit, 4 blocks" in told(document, "summary")
    refused = told(document_of(node / "refund-deposit"), "summary")
    assert "1 receipt, 1 gas refund, 1 deposit refund, 1 failed" in refused


def test_callbacks_that_are_counted_need_not_have_failed_in_the_same_slot(node: Path) -> None:
    document = document_of(node / "random-0067")
    assert document.verdict.explanation.endswith(
        "ft.near.on_all got Failed in slot 1; 3 other callbacks got Failed too."
    )


def test_nobody_waits_is_not_said_of_receipts_that_nobody_saw(node: Path, shared_data: Path) -> None:
    pending = document_of(node / "yield-timeouts-and-pending--pending")
    assert told(pending, "await").strip() == (
        "No receipt that this document describes waits for a promise; of 1 more it has only the id."
    )
    jammed = shared_data / "node" / "pv84" / "congested-callback"
    (running,) = [answer for name, answer in running_answers(jammed) if name.split()[0].endswith("/03")]
    assert "of 4 more it has only the ids" in told(build_document(raw_of(running)), "await")
    alone = told(document_of(node / "transfer-self"), "await").strip()
    assert alone == "No receipt of this transaction waits for a promise."


def test_a_deposit_came_back_for_what_became_of_its_own_action(node: Path) -> None:
    moved = told(document_of(node / "random-0025"), "transfers")
    assert "came back to oracle-b.near: the call was rolled back" in moved
    assert "came back to oracle-b.near: the transfer was rolled back" in moved
    assert "came back to oracle-b.near: the transfer was not run" in moved
    assert "the call failed" in told(document_of(node / "refund-deposit"), "transfers")


def test_several_who_got_a_deposit_back_are_listed_as_people_list(node: Path) -> None:
    (left,) = [
        f for f in document_of(node / "random-0070").findings if f.code == "deposit_left_with_contract"
    ]
    assert left.title.endswith("came back to farm.near and oracle-b.near and was not passed on")


def test_a_callback_out_of_sight_is_not_said_to_wait_or_not_to_have_run(shared_data: Path) -> None:
    """Receipts gathered from a few blocks: what they lack ran years ago."""
    cut = shared_data / "public" / "lake" / "partial"
    failed = recording(cut / "mainnet_7SkTvfE7rV.json")
    assert "Whether the callback that receives the failure has run is not known." in told(failed, "errors")
    for document in (failed, recording(cut / "mainnet_ATAo8Jg6C7.json")):
        assert "waits for data" not in told(document, "tree")
        assert "not known to have run" in told(document, "tree")


def test_false_may_be_an_answer(shared_data: Path) -> None:
    document = recording(shared_data / "public" / "mainnet" / "EzaQmjNurz.json")
    (soft,) = [finding for finding in document.findings if finding.code == "soft_failure"]
    assert soft.explanation.endswith("false as a result often means that it did not work.")


def test_what_stays_without_receipts_is_not_half_of_it(node: Path) -> None:
    document = without_receipts(node / "callback-panics")
    assert document.verdict.explanation.endswith("What app.near.run and a receipt on ft.near changed stays.")
    (said,) = [f for f in document.findings if "ft.near" in f.title]
    assert said.title == "A receipt on ft.near is not undone although the transaction failed"


def test_the_call_of_a_meta_transaction_leads_without_receipts_too(node: Path) -> None:
    """A Delegate makes one receipt, and a refund after it; nothing else can be the call."""
    document = without_receipts(node / "delegate-inner-fails")
    assert document.verdict.title == (
        "The call inside the meta-transaction failed: a receipt on app.near panicked: inner failure."
    )
    assert "1 N    relayer.near  app.near.run  not known" in told(document, "transfers").replace(
        "  1 N", "1 N  "
    )
    assert without_receipts(node / "delegate-ok").verdict.title == "Succeeded."


def test_a_document_that_says_unknown_does_not_lack_the_outcome(shared_data: Path) -> None:
    document = recording(shared_data / "public" / "testnet" / "7RnMJsHMVM.json")
    assert "the outcome of 1 more is not known." in document.verdict.explanation


def test_an_executed_transaction_is_not_still_running(shared_data: Path) -> None:
    """`EXECUTED`: the node waits for refunds alone."""
    folder = shared_data / "node" / "pv83" / "tutorial-batch-ok"
    answers = [answer for _, answer in running_answers(folder)]
    answer = next(a for a in answers if a["result"]["final_execution_status"] == "EXECUTED")
    document = build_document(raw_of(answer))
    assert document.verdict.explanation.startswith(
        "All 3 receipts ran without a failure. 1 refund is still to come."
    )
    (lacks,) = [finding for finding in document.findings if finding.code == "incomplete_data"]
    assert lacks.explanation.startswith("All that was called has run;")
    assert "still running" not in told(document, "summary")


def test_what_a_gas_key_gives_back_is_a_move(node: Path) -> None:
    moved = told(document_of(node / "gas-key--withdraw"), "transfers")
    assert "apart from gas and from gas keys to their own accounts" in moved


def test_who_gets_a_refund_is_no_callee(node: Path) -> None:
    accounts = without_receipts(node / "refund-deposit").analysis.accounts
    (alice,) = [account for account in accounts if account.id == "alice.near"]
    assert "callee" not in alice.roles
    assert "beneficiary" in alice.roles


def test_so_much_as_is_said_to_be_lacking_is_enough(node: Path) -> None:
    """306,380,000,000,000,000,000,000 yocto: with 0.3063 N it would still lack some."""
    assert "lacks 0.3064 N" in document_of(node / "create-fail-no-money-for-state").verdict.title


def relations(document: Document) -> list[str]:
    return [edge_sentence(document.analysis, edge, None) for edge in document.graph.edges]


def test_who_resumed_a_yield_is_not_guessed(node: Path) -> None:
    """Receipts that resume are in no answer: its own may have done it as well as another transaction's."""
    document = document_of(node / "yield-with-then")
    assert "somebody resumed app.near.on_done with a value (not in this document)" in relations(document)
    assert not any("another transaction" in said for said in relations(document))
    (target,) = [n.id for n in document.graph.nodes if "yield" in n.roles]
    assert outside_title(document.analysis, target) == ("resumed", "by whom is not known")


def test_a_receipt_without_a_call_is_not_called(node: Path) -> None:
    said = relations(document_of(node / "random-0004"))
    assert any("made the receipt carol.near (no actions)" in each for each in said)
    assert not any("called carol.near (no actions)" in each for each in said)


def test_the_storage_of_a_global_contract_is_paid_by_who_deploys_it(node: Path) -> None:
    """Balances before and after (accounts.json): bob.near lost 0.0014 N, the relayer only paid for the gas."""
    document = document_of(node / "delegate-all-kinds--deploy-global")
    assert "fee 0.001528 N paid by relayer.near, 0.0014 N of it by bob.near" in told(document, "summary")
    flows = {account.id: account.flow for account in document.analysis.accounts}
    assert flows["bob.near"] == -1_400_000_000_000_000_000_000
    assert flows["relayer.near"] == -128_021_870_399_600_000_000
    own = told(document_of(node / "global-deploy-by-hash"), "summary")
    assert "N paid by dao.near, 0.00254 N of prepaid gas" in own


def test_what_a_deleted_gas_key_held_is_no_fee_of_its_account(node: Path) -> None:
    poor = told(document_of(node / "gas-key--delete-poor"), "summary")
    assert "paid by gk3552841.near, 0.9996 N of it from a deleted gas key" in poor


def test_failures_that_are_known_need_not_be_all(node: Path) -> None:
    answer: dict[str, Any] = load_json(node / "detached-fails" / "tx_status.json")
    result = answer["result"]
    ran = {each["id"]: each["outcome"] for each in result["receipts_outcome"]}
    lost = next(id for id, outcome in ran.items() if outcome["executor_id"] == "nobody-here.near")
    cut = [each for each in result["receipts_outcome"] if each["id"] != lost]
    document = build_document(raw_of({**answer, "result": {**result, "receipts_outcome": cut}}))
    assert document.verdict.code == "success_with_hidden_failure"
    assert document.verdict.explanation.endswith(" more is not in this document.")
    whole = document_of(node / "detached-fails").verdict.explanation
    assert "not in this document" not in whole


def test_what_failed_after_the_causes_is_counted_with_them(node: Path) -> None:
    """Three calls failed, one of them on a failure that it received."""
    verdict = document_of(node / "random-0025").verdict
    assert (
        verdict.title
        == "Succeeded, but dao.near.set (3 of 4) panicked: balance too low. 2 more calls failed."
    )
    assert "In all" not in verdict.explanation  # said once


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("delegate-all-kinds--deploy-global/tx.json", "0.001528 N in all; who paid which part is not known"),
        (
            "delegate-all-kinds--deploy-global/tx_status.json",
            "0.001528 N paid by relayer.near, 0.0014 N of it by bob.near",
        ),
        ("gas-key--delete-poor/tx.json", "0.9996 N in all; who paid which part is not known"),
        ("gas-key/tx.json", "0.0002747 N paid by gk3552841.near"),
    ],
)
def test_who_paid_a_fee_is_said_where_it_is_certain(name: str, said: str, node: Path) -> None:
    """The deploying account pays for the storage of a global contract, a deleted gas key loses what it held; without
    receipts nothing tells such a part from gas that cost more."""
    document = recording(node / name)
    assert f"fee {said}" in told(document, "summary").replace("\n", " ")
    assert "fee  " + said in told(document, "gas")
    assert ("not known" in fee_chip(document.analysis)[1]) is ("not known" in said)
    (row,) = fee_rows(document)
    paid = ", ".join(FEES.column(name).words(row, "line") for name in ("payer", "others"))
    assert paid.rstrip(", ") == said.partition(" N ")[2].removeprefix("in all; ")


@walks_all
def test_a_payer_is_named_where_all_that_was_burnt_is_gas_or_described(
    recorded_files: tuple[Path, ...],
) -> None:
    """Read off the answers: what no document describes may be a deployed global contract or a deleted key."""
    certain = open_ = 0
    for path in recorded_files:
        answer = load_json(path)
        result = answer.get("result", answer)
        fees = recording(path).analysis.fees
        if "receipts_outcome" not in result or result.get("receipts") or fees.total is None:
            continue
        own = set(result["transaction_outcome"]["outcome"]["receipt_ids"])
        rest = [entry["outcome"] for entry in result["receipts_outcome"] if entry["id"] not in own]
        whole = all(int(one["tokens_burnt"]) % (one["gas_burnt"] or 1) == 0 for one in rest)
        if all_known(fees.shares) and fees.price_regime == "ge85":
            certain += 1
            assert whole, path
        open_ += not all_known(fees.shares)
    assert certain > 20 and open_ > 3, (certain, open_)


@walks_all
def test_an_event_of_no_token_standard_names_its_own(recorded_files: tuple[Path, ...]) -> None:
    """Contracts write owners and amounts of other things in the words of tokens."""
    others = set()
    for path in recorded_files:
        for row in recording(path).analysis.tokens:
            nep = row.standard in ("nep141", "nep171", "nep245")
            said = row.event if nep else f"{row.standard}:{row.event}"
            lengths: tuple[Length, ...] = get_args(Length)
            assert all(TOKENS.column("event").words(row, length).startswith(said) for length in lengths), path
            others |= set() if nep else {row.standard}
    assert "x-demo" in others


def test_the_terminal_names_it_too(node: Path) -> None:
    document = document_of(node / "random-0070")
    said = told(document, "transfers")
    assert "x-demo:nft_mint" in said and "  ft_transfer" in said
