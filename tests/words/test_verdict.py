"""What the verdict says when part of the transaction is not in the document (interface.md §4, Honesty)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.reference.executor import Program, Promise, execute
from tests.reference.recorded import HERE, load_json, raw_of
from xccviz.document import build_document
from xccviz.graph.types import Missing
from xccviz.sources.files.read import open_text
from xccviz.values import replace
from xccviz.words.missing import no_sums_sentence
from xccviz.words.verdict import VerdictText

FOLDER = "tests/data/node/tutorial-batch-ok/tx_status.json"


def test_a_success_is_not_claimed_of_receipts_that_are_not_there(repo_root: Path) -> None:
    answer = json.loads((repo_root / FOLDER).read_bytes())
    whole = build_document(open_text(json.dumps(answer)))
    assert whole.verdict.explanation.startswith("All 3 receipts ran without a failure. It returned")
    lost = next(node.id for node in whole.graph.nodes if "batch" in node.roles)
    result = answer["result"]
    result["receipts_outcome"] = [entry for entry in result["receipts_outcome"] if entry["id"] != lost]
    verdict = build_document(open_text(json.dumps(answer))).verdict
    assert verdict.code == "success"
    said = "2 receipts ran without a failure; the outcome of 1 more is not in this document."
    assert verdict.explanation.startswith(said)


def told(change: Callable[[dict[str, Any]], None]) -> str:
    """Why the end is not known, of an answer without `status` whose chain of receipts was changed."""
    verdict = verdict_of(change)
    assert (verdict.code, verdict.title) == ("unknown", "The end is not known.")
    return verdict.explanation


def verdict_of(change: Callable[[dict[str, Any]], None]) -> VerdictText:
    answer = execute(Program(False, b"", [Promise(Program(False, b"1"), "a.near", [])], 0)).answer
    del answer["status"]
    change(answer)
    return build_document(raw_of(answer)).verdict


def set_last(status: Any) -> Callable[[dict[str, Any]], None]:
    """A change of the last outcome's status."""

    def change(answer: dict[str, Any]) -> None:
        answer["receipts_outcome"][-1]["outcome"]["status"] = status

    return change


def drop_outcome(answer: dict[str, Any]) -> None:
    """The last receipt stays, its outcome goes."""
    answer["receipts_outcome"].pop()


def go_round(answer: dict[str, Any]) -> None:
    """The last receipt hands its result back to the first."""
    first, last = answer["receipts_outcome"][0], answer["receipts_outcome"][-1]
    last["outcome"]["status"] = {"SuccessReceiptId": first["id"]}
    last["outcome"]["receipt_ids"].append(first["id"])


def test_receipts_that_hand_the_result_on_in_a_circle_contradict_themselves() -> None:
    verdict = verdict_of(go_round)
    assert (verdict.code, verdict.title) == ("unknown", "This contradicts itself, so its end is not known.")
    assert "is listed twice among what receipts made" in verdict.explanation


def test_only_what_is_missing_is_said_to_be() -> None:
    gives = "which gives the result or hands it on,"
    assert told(drop_outcome) == f"The outcome of a.near.run, {gives} is not in this document."
    assert told(set_last("Unknown")) == f"a.near.run, {gives} has no outcome yet."
    new = {"SuccessOfTheFuture": 1}
    assert told(set_last(new)) == f"The status of a.near.run, {gives} is none that this version knows."


def test_it_is_not_claimed_that_a_yield_was_resumed() -> None:
    packed = load_json(HERE / "tutorial" / "yield-timeouts-and-pending--then.json.gz")
    verdict = build_document(raw_of(packed["tx_status"])).verdict  # without heights nobody can tell
    assert "Whether app.near.on_done was resumed or timed out is not in this document." in verdict.explanation


@pytest.mark.parametrize(
    ("kind", "words"),
    [("receipt", "receipts are missing."), ("outcome", "outcomes are missing."), ("block", "is not known.")],
)
def test_sums_say_what_they_lack(kind: Any, words: str) -> None:
    graph = build_document(raw_of(execute(Program(False, b"")).answer)).graph
    lacking = replace(graph, missing=(Missing("x", kind, None, "unknown"),))
    assert no_sums_sentence(lacking).endswith(words)
