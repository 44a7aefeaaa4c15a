# covers: xccviz/words/ids.py, xccviz/words/names.py
"""What people read a receipt as: of a batch never the first method as if it were all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.reference.executor import Program, Promise, execute
from tests.reference.recorded import raw_of
from xccviz.analysis.types import ErrorFacts
from xccviz.document import Document, build_document
from xccviz.graph.types import Node
from xccviz.model.trace import Action
from xccviz.sources.files.read import open_text
from xccviz.sources.files.sample import read_sample
from xccviz.words.actions import batch_words
from xccviz.words.evidence import evidence_words
from xccviz.words.ids import short_id
from xccviz.words.lines import edge_sentence
from xccviz.words.names import name_in_sentence, spoken_name, with_short_accounts
from xccviz.words.steps import step_sentence


def batch_of(sample: str) -> Node:
    document = build_document(read_sample(sample))
    return next(node for node in document.graph.nodes if "batch" in node.roles)


def test_a_batch_is_called_by_the_action_that_failed_once_it_has() -> None:
    node = batch_of("tutorial-batch-fail-step-two")
    assert spoken_name(node) == name_in_sentence(node) == "alpha.near.step_two (2 of 2)"
    assert spoken_name(node, ended=False) == "alpha.near · 2 actions"
    assert name_in_sentence(node, ended=False) == "alpha.near (2 actions)"


def test_a_batch_that_ran_is_called_by_how_many_it_has() -> None:
    assert spoken_name(batch_of("tutorial-batch-ok")) == "alpha.near · 2 actions"


def test_one_action_has_its_own_name_and_no_colon_in_a_sentence() -> None:
    graph = build_document(read_sample("detached-fails")).graph
    transfer = next(node for node in graph.nodes if node.label == "nobody-here.near: Transfer")
    assert spoken_name(transfer) == "nobody-here.near: Transfer"
    assert name_in_sentence(transfer) == "Transfer to nobody-here.near"
    assert {spoken_name(node) for node in graph.nodes if node.kind == "transaction"} == {graph.root.label}


@pytest.fixture(scope="module")
def two_causes() -> Document:
    return build_document(read_sample("detached-fails"))


def test_each_cause_is_told(two_causes: Document) -> None:
    verdict = two_causes.verdict
    assert verdict.title.startswith(
        "Succeeded, but ft.near.run panicked: nobody looks. 1 more receipt failed."
    )
    said = verdict.explanation
    assert "In all" not in said and "nobody looks" not in said  # the title has counted them
    assert "Transfer to nobody-here.near failed: no such account." in said


def test_a_failed_transaction_says_what_stays() -> None:
    said = build_document(read_sample("callback-panics")).verdict.explanation
    assert said.endswith("What app.near.run and ft.near.run changed stays.")
    assert "stays" not in build_document(read_sample("tutorial-batch-fail-step-two")).verdict.explanation


def recording(shared_data: Path, name: str) -> Document:
    return build_document(open_text((shared_data / "node" / "pv86" / name / "tx_status.json").read_text()))


def test_calls_of_one_name_in_a_batch_are_told_apart() -> None:
    actions = [
        Action(index, "FunctionCall", {}, method_name=name)
        for index, name in enumerate(("set", "run", "run", "run"))
    ]
    error = ErrorFacts(None, (), 2, None, None, {}, None)
    assert batch_words(actions, error) == (
        "the third of 4 actions, run, failed; set, run (2 of 4) were rolled back; run (4 of 4) was not run"
    )


def test_a_payout_that_failed_is_no_refund(shared_data: Path) -> None:
    document = recording(shared_data, "delete-account-self-beneficiary")
    assert document.verdict.title.startswith("Succeeded, with 1 failed refund and 1 failed payout.")
    assert "6.9997 N could not be paid out to" in document.verdict.explanation
    (burnt,) = [finding for finding in document.findings if finding.code == "refund_burnt"]
    assert burnt.title.endswith("6.9997 N burnt (and 1 more that failed)"), (
        "a refund is no further payout, and they are not '2 times' one sum"
    )
    assert ("to", "gone35495031.near") in evidence_words(burnt, "whole"), "what is burnt is with nobody"
    assert document.analysis.fees.refunded == 0


def test_steps_of_refunds_that_failed_do_not_say_that_they_went_back(shared_data: Path) -> None:
    document = recording(shared_data, "refund-to-missing-account")
    said = [step_sentence(step, document.analysis) for step in document.timeline.steps]
    assert "a deposit can't go back to nobody-here.near" in said
    assert "a deposit goes back to nobody-here.near" not in said


def test_gas_set_aside_for_calls_is_not_called_a_wish_for_more(shared_data: Path) -> None:
    """It made a call with 6.8 Tgas and then looped: the document can't tell that from asking for more than was left."""
    document = recording(shared_data, "random-0061")
    (cause,) = [error for error in document.errors.values() if "gas" in error.title]
    assert cause.title == "used and promised more gas than it had"
    assert "set aside for calls it had made, or" in cause.explanation


def test_a_refused_promise_is_not_the_call_itself(shared_data: Path) -> None:
    said = recording(shared_data, "zero-gas-promise").verdict.title
    assert said == "Failed: app.near.run made a promise that is refused: a call with no gas."


def test_who_attached_the_gas_is_not_guessed_when_the_caller_is_not_there(shared_data: Path) -> None:
    path = shared_data / "node" / "pv86" / "callback-out-of-gas" / "tx_status.json"
    answer = json.loads(path.read_text())
    first = answer["result"]["transaction_outcome"]["outcome"]["receipt_ids"][0]
    outcomes = answer["result"]["receipts_outcome"]
    answer["result"]["receipts_outcome"] = [entry for entry in outcomes if entry["id"] != first]
    document = build_document(open_text(json.dumps(answer)))
    told = [f.title for f in document.findings if f.code == "out_of_gas"]
    assert told and not any("the transaction" in title for title in told)


def test_what_is_known_by_its_account_or_id_alone_is_called_a_receipt() -> None:
    answer = execute(Program(False, b"", [Promise(Program(False, b"1"), "a.near", [])], 0)).answer
    del answer["receipts"]
    lost = answer["receipts_outcome"].pop()["id"]
    document = build_document(raw_of(answer))
    assert name_in_sentence(document.graph.by_id[lost]) == f"receipt {short_id(lost)}"
    known = build_document(
        raw_of(
            {
                **execute(Program(False, b"", [Promise(Program(False, b"1"), "a.near", [])], 0)).answer,
                "receipts": [],
            }
        )
    )
    (inner,) = [node for node in known.graph.nodes if node.label == "a.near"]
    assert name_in_sentence(inner) == "a receipt on a.near"
    (made,) = [edge for edge in known.graph.edges if edge.kind == "spawns" and edge.target == inner.id]
    assert " made a receipt on a.near" in edge_sentence(known.analysis, made, None)


def test_accounts_without_a_name_are_shortened_in_a_sentence_and_nothing_else() -> None:
    account, ether, shared = "72ef4e" + "0" * 53 + "3d47d", "0x" + "ab" * 20, "0s" + "12" * 20
    said = f"{account} calls {ether}.run for {shared} and v1.{ether}.near"
    assert with_short_accounts(said) == (
        f"72ef4e…3d47d calls {short_id(ether)}.run for {short_id(shared)} and v1.{short_id(ether)}.near"
    )
    for whole in ("a" * 65, "f" * 63, "8puB6rJYpr5" * 4, "alice.near runs"):
        assert with_short_accounts(whole) == whole
