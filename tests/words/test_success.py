"""A success that did not work is no plain success: what is said first, and under which sign."""

from __future__ import annotations

import json

import pytest

from tests.reference.executor import Program, Promise, execute
from tests.reference.recorded import raw_of, tutorial
from xccviz.analysis.types import Analysis
from xccviz.cli.main import main
from xccviz.document import Document, build_document
from xccviz.values import replace
from xccviz.words.signs import VERDICTS
from xccviz.words.verdict import verdict_text


def test_a_yield_that_timed_out_is_no_plain_success() -> None:
    document = tutorial("yield-timeouts-and-pending--then")
    assert document.verdict.title == (
        "Succeeded, but nobody resumed app.near.on_done: it received Failed after 200 blocks."
    )
    assert document.verdict.code == "success"
    assert VERDICTS[document.verdict.ending].tone == "wait"
    assert VERDICTS[document.verdict.ending].shape == "caution"


def test_a_plain_success_stays_one() -> None:
    document = tutorial("tutorial-batch-ok")
    assert (document.verdict.title, document.verdict.ending) == ("Succeeded.", "success")


def test_a_value_that_says_no_is_under_the_same_sign() -> None:
    answered = build_document(raw_of(execute(Program(False, b"false")).answer))
    assert (answered.verdict.code, answered.verdict.ending) == ("success", "success_but")


def with_unresumed(analysis: Analysis, *nodes: str) -> str:
    """The title where these yields timed out."""
    return verdict_text(replace(analysis, verdict=replace(analysis.verdict, unresumed=nodes))).title


def test_several_yields_are_counted_and_other_sorts_follow() -> None:
    analysis = tutorial("yield-timeouts-and-pending--then").analysis
    (one,) = analysis.verdict.unresumed
    title = with_unresumed(analysis, one, one, one)
    assert title.endswith("it received Failed after 200 blocks. There are 2 more like it.")
    soft = build_document(raw_of(execute(Program(False, b"false")).answer)).analysis
    both = with_unresumed(soft, soft.graph.nodes[1].id)
    assert both.startswith("Succeeded, but nobody resumed app.near.run: it received Failed after 200 blocks.")


def test_each_sort_is_told_once_however_they_follow_each_other() -> None:
    analysis = build_document(raw_of(execute(Program(False, b"false")).answer)).analysis
    (no,) = analysis.soft_failures
    other = replace(no, kind="after_failed_slot", evidence={**no.evidence, "slots": [0]})
    title = verdict_text(replace(analysis, soft_failures=(no, other, no, other, no))).title
    assert (title.count("There is 1 more like it."), title.count("There are 2 more like it.")) == (1, 1)


def test_what_failed_on_the_way_stands_in_the_first_sentence() -> None:
    verdict = tutorial("tutorial-parallel-3-one-panics").verdict
    assert verdict.title == (
        "Succeeded, but bravo.near.get_value panicked: no value today. "
        "The callback received the failure and succeeded."
    )
    assert verdict.explanation == "caller.near.on_multi_done got Failed in slot 1."


def test_failures_in_the_same_words_are_counted() -> None:
    failing = [Promise(Program(True, b""), f"{name}.near", []) for name in ("a", "a", "b")]
    verdict = build_document(raw_of(execute(Program(False, b"1", failing[:2])).answer)).verdict
    assert (
        verdict.title.startswith("Succeeded, but a.near.run ") and "There is 1 more like it." in verdict.title
    )
    other = build_document(raw_of(execute(Program(False, b"1", failing)).answer)).verdict
    assert "2 more calls failed." in other.title
    assert "In all" not in other.explanation  # that is all


def test_the_call_inside_a_meta_transaction_comes_first() -> None:
    document = tutorial("delegate-inner-fails")
    assert document.verdict.code == "success_with_hidden_failure"
    assert document.verdict.title == (
        "The call inside the meta-transaction failed: app.near.run panicked: inner failure."
    )
    assert document.verdict.explanation == "Nobody received the failure."


def inner(program: Program) -> Document:
    """A made-up transaction whose first call stands for the one inside a meta-transaction."""
    answer = execute(Program(False, b"", [Promise(program, "app.near", [])])).answer
    receipt = answer["receipts"][0]["receipt"]["Action"]
    outer = answer["transaction"]
    delegate = {"sender_id": outer["receiver_id"], "receiver_id": "app.near", "actions": [], "nonce": 1,
                "max_block_height": 9, "public_key": "ed25519:11111111111111111111111111111111"}  # fmt: skip
    for actions in (receipt["actions"], outer["actions"]):
        actions[:] = [{"Delegate": {"delegate_action": delegate, "signature": "ed25519:1"}}]
    return build_document(raw_of(answer))


def test_what_the_inner_call_passed_on_counts_as_its_result() -> None:
    failing = Program(True, b"")
    document = inner(Program(False, b"", [Promise(failing, "deep.near", [])], returns=0))
    (failure,) = document.analysis.verdict.inner_failures
    assert document.graph.by_id[failure[1]].label == "deep.near.run"
    assert document.verdict.title.startswith("The call inside the meta-transaction failed: deep.near.run ")


@pytest.mark.parametrize(
    "sample", ["delegate-inner-fails", "callback-panics", "tutorial-batch-fail-step-two"]
)
def test_the_terminal_says_a_message_at_most_twice(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    message = {"delegate-inner-fails": "inner failure", "callback-panics": "callback gave up"}.get(sample)
    document = tutorial(sample)
    if message is None:
        (cause,) = document.analysis.verdict.root_causes
        message = document.errors[cause].title.removeprefix("panicked: ")
    main(["show", f"sample:{sample}"])
    assert 1 <= " ".join(capsys.readouterr().out.split()).count(message) <= 2


def test_a_long_message_is_whole_once_beside_its_cause() -> None:
    answer = json.loads(json.dumps(execute(Program(True, b"")).answer))
    text = "word " * 30 + "end"
    for entry in (answer["status"], answer["receipts_outcome"][0]["outcome"]["status"]):
        entry["Failure"]["ActionError"]["kind"] = {
            "FunctionCallError": {"ExecutionError": f"Smart contract panicked: {text}"}
        }
    document = build_document(raw_of(answer))
    (said,) = document.errors.values()
    assert text in said.cause and text in said.explanation
    assert "word" not in said.beside_cause
    assert "…" in document.verdict.title and "word" not in document.verdict.explanation


@pytest.mark.parametrize("longer", [False, True])
def test_a_message_that_the_title_cuts_is_not_said_again_below_it(longer: bool) -> None:
    document = tutorial("tutorial-parallel-3-one-panics")
    (cause,) = document.analysis.verdict.root_causes
    text = "word " * 30 + "end" if longer else "no value today"
    facts = document.analysis.facts[cause]
    assert facts.status is not None and facts.status.error is not None
    error = replace(facts.status.error, parameters={**facts.status.error.parameters, "message": text})
    changed = {**document.analysis.facts, cause: replace(facts, status=replace(facts.status, error=error))}
    told = verdict_text(replace(document.analysis, facts=changed))
    assert ("…" in told.title) == longer
    assert text[:8] in told.title and text[:8] not in told.explanation
