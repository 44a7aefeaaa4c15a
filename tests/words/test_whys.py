"""Why, where to and where from: nothing is said that the recorded answers do not prove, and no name is changed."""

# covers: xccviz/words/why.py, xccviz/analysis/why/reasons.py, xccviz/words/names.py, xccviz/words/sentences.py
# covers: xccviz/graph/refunds.py, xccviz/words/success.py

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reference.recorded import load_json, raw_of, recording, usual_files, walks_all
from xccviz.analysis.time.extent import extent_of
from xccviz.analysis.why.reasons import QUESTIONS, Question, Reason, asks, why
from xccviz.document import Document, build_document
from xccviz.replay import moment_at
from xccviz.replay.then import then_at
from xccviz.words.costs import costs_words
from xccviz.words.extent import extent_words
from xccviz.words.why import why_sentences


def answers(document: Document) -> Iterator[tuple[Question, Reason, str]]:
    """Every reason of every answer at the end, with its sentence."""
    analysis, then = document.analysis, then_at(document.timeline, None)
    for node in document.graph.nodes:
        for question in QUESTIONS:
            if asks(analysis, question, node.id, then):
                answer = why(analysis, question, node.id, then)
                for reason, said in zip(answer.reasons, why_sentences(analysis, answer), strict=True):
                    yield question, reason, said.text


def said_of(document: Document) -> set[str]:
    return {text for _, _, text in answers(document)}


def parts(answer: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Outcomes and receipts of a node's answer, by id."""
    result = answer.get("result", answer)
    outcomes = [result["transaction_outcome"], *result["receipts_outcome"]]
    return (
        {each["id"]: each["outcome"] for each in outcomes},
        {each["receipt_id"]: each for each in result.get("receipts", ())},
    )


@walks_all
def test_no_answer_says_more_than_the_document(shared_data: Path) -> None:
    counts = dict.fromkeys(("waits", "nobody", "called", "unused"), 0)
    for path in usual_files(shared_data):
        document = recording(path)
        graph, facts = document.graph, document.analysis.facts
        if len(graph.nodes) > 60:
            continue
        for _, reason, text in answers(document):
            node = graph.by_id[reason.node]
            if reason.why in ("waits", "waits_for_many", "not_run", "not_yet", "slot_open"):
                counts["waits"] += 1
                assert node.id in graph.to_come, (path, text)
            if reason.why == "nobody":
                counts["nobody"] += 1
                told = node.action_receipt
                assert node.from_system if told is None else not told.output_data_receivers, (path, text)
            if reason.why == "called":
                counts["called"] += 1
                kinds = {action.kind for action in node.actions}
                assert kinds & {"FunctionCall", "Delegate", "DelegateV2"}, (path, text)
                assert node.action_receipt is not None
                assert node.action_receipt.predecessor_id != "system", (path, text)
            if "left gas unused" in text:
                counts["unused"] += 1
                assert (facts[reason.other or ""].gas.unspent or 0) > 0, (path, text)
            assert "not known returned" not in text and "from not known" not in text, (path, text)
    assert all(counts.values()), counts


def test_a_yield_that_has_run_waits_no_more(shared_data: Path) -> None:
    said = said_of(recording(shared_data / "public" / "envelopes" / "mainnet" / "7btFS8LzGQ.json"))
    name = "sequential-intents.mike.near.on_step_resumed"
    assert f"{name} has run: it was resumed, or timed out; which is not in this document." in said
    slots = "Slot 0 of app.near.on_done was filled; with what is not in this document."
    folder = shared_data / "node" / "pv86" / "yield-timeouts-and-pending"
    document = recording(folder / "tx_status.json")
    (yielded, *_) = (node for node in document.graph.nodes if "yield" in node.roles)
    then = then_at(document.timeline, None)
    answer = why(document.analysis, "came", yielded.id, then, 0)
    assert [each.text for each in why_sentences(document.analysis, answer)] == [slots]


def test_who_received_what_is_not_told_by_an_answer_without_receipts(shared_data: Path) -> None:
    document = recording(shared_data / "node" / "pv86" / "tutorial-parallel-3-one-panics" / "tx.json")
    said = said_of(document)
    assert "This document does not tell who received the failure of a receipt on bravo.near." in said
    assert "This document does not tell who received the result of a receipt on alpha.near." in said
    assert not any(text.startswith("Nobody received the failure") for text in said)


@pytest.mark.parametrize("name", ["tx-no-actions", "random-0040", "random-0077"])
def test_a_dearer_price_leaves_no_gas(name: str, shared_data: Path) -> None:
    """What was prepaid by receipts that burnt all of their gas comes back for its price alone."""
    said = said_of(recording(shared_data / "node" / "pv86" / name / "tx_status.json"))
    assert any("was prepaid at a higher gas price than it cost" in text for text in said)


def test_what_system_sent_was_not_called(shared_data: Path) -> None:
    folder = shared_data / "public" / "envelopes" / "mainnet"
    said = said_of(recording(folder / "J4z6WZV3X3.json"))
    assert not any("called" in text for text in said)
    assert "v2.perp.spin-fi.near.set_index_prices left gas unused, which is to go back." in said
    lake = shared_data / "public" / "lake" / "partial" / "mainnet_9ucRZ9Bwkh.json"
    told = said_of(recording(lake))
    assert "Receipt CchKA6…5WJix came of token.sweat (2 actions); as what is not known." in told
    assert "It is not known whether receipt CchKA6…5WJix has run." in told
    assert not any("has not run yet" in text for text in told)


def without_dots(answer: Any) -> Document:
    """The same with accounts that look like words, as `aurora` does."""
    return build_document(raw_of(json.loads(json.dumps(answer).replace('.near"', 'near"'))))


@pytest.mark.parametrize(
    "name",
    [
        "tutorial-parallel-3-one-panics",
        "random-0025",
        "delegate-inner-fails",
        "callback-panics",
        "random-0004",
    ],
)
def test_the_name_of_an_account_is_never_changed(name: str, shared_data: Path) -> None:
    answer = load_json(shared_data / "node" / "pv86" / name / "tx_status.json")
    document = without_dots(answer)
    names = {account.id for account in document.analysis.accounts}
    assert all("." not in account for account in names) and len(names) > 2
    verdict, texts = document.verdict, said_of(document)
    texts |= {verdict.title, verdict.explanation}
    texts |= {text for finding in document.findings for text in (finding.title, finding.explanation)}
    for account in names:
        assert not [text for text in texts if account.capitalize() in text]
    assert any(text.startswith(tuple(names)) for text in texts)


def test_the_signer_of_a_recorded_transaction_keeps_its_name(shared_data: Path) -> None:
    said = said_of(recording(shared_data / "public" / "envelopes" / "testnet" / "CqiBnYCRgk.json"))
    assert "david_sanford80wirethingsnet signed the transaction." in said


@walks_all
def test_what_no_promise_was_paid_for_is_from_system(shared_data: Path) -> None:
    """Whatever is told of a receipt by its creator alone is what its document says where that is there."""
    seen = 0
    for path in usual_files(shared_data):
        answer = load_json(path)
        body = answer.get("result", answer)
        if not isinstance(body, dict) or not body.get("receipts") or "receipts_outcome" not in body:
            continue
        whole = recording(path).graph
        leaves = {id for id, outcome in parts(answer)[0].items() if not outcome["receipt_ids"]}
        leaves -= {whole.root.id}
        kept = [each for each in body["receipts"] if each.get("receipt_id") not in leaves]
        ran = [each for each in body["receipts_outcome"] if each["id"] not in leaves]
        cut = {**body, "receipts": kept, "receipts_outcome": ran, "final_execution_status": "FINAL"}
        for node in build_document(raw_of({"result": cut})).graph.nodes:
            told = whole.by_id.get(node.id)
            if told is not None and told.action_receipt is not None and node.untold_refund:
                seen += 1
                assert told.from_system, path
                assert node.refund in (None, told.refund), path
    assert seen > 1000


def test_what_a_failed_call_left_behind_is_a_refund(shared_data: Path) -> None:
    document = recording(shared_data / "public" / "lake" / "partial" / "mainnet_DEtAE5d6M8.json")
    said = said_of(document)
    assert "aurora.submit left gas unused, which is to go back." in said
    assert "It is not known whether receipt 3d43nG…CK3Bt has run." in said
    assert not any("called receipt" in text for text in said)
    assert extent_words(extent_of(document.graph)) == "1 receipt, 1 gas refund, 1 failed"


def test_a_call_that_paid_for_no_promise_made_none(shared_data: Path) -> None:
    document = recording(shared_data / "public" / "lake" / "partial" / "mainnet_DZhE4oxxaz.json")
    assert extent_words(extent_of(document.graph)) == "1 receipt, 1 gas refund"
    assert document.verdict.explanation == (
        "The receipt ran without a failure. The outcome of 1 refund is not in this document. It returned nothing."
    )
    assert "so far" not in costs_words(document.analysis)
    cut = recording(shared_data / "public" / "lake" / "partial" / "mainnet_9ucRZ9Bwkh.json")
    assert extent_words(extent_of(cut.graph)) == "1 receipt, 3 more known only by id"


def test_who_is_to_give_a_result_is_who_it_was_handed_on_to_by_then(shared_data: Path) -> None:
    document = recording(shared_data / "node" / "pv86" / "forwarded-3-middle-fails" / "tx_status.json")
    callback = next(node.id for node in document.graph.nodes if "callback" in node.roles)
    waits: list[str] = []
    for step in range(len(document.timeline)):
        then = then_at(document.timeline, moment_at(document.analysis, document.timeline, step))
        answer = why(document.analysis, "ran", callback, then)
        told = zip(answer.reasons, why_sentences(document.analysis, answer, then.ran), strict=True)
        waits += [said.text.rpartition(", from ")[2] for reason, said in told if reason.why == "waits"]
    assert list(dict.fromkeys(waits)) == ["hub.near.run.", "nft.near.run."]
