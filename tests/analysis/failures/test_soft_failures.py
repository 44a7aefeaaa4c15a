"""Failures that no receipt shows: what came back, from whom, and why; and nothing of the kind on honest values."""

# covers: xccviz/words/soft_failures.py

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from tests.reference.executor import Program, Promise, execute
from tests.reference.recorded import document_of, load_json, raw_of, tutorial
from xccviz.document import Document, build_document
from xccviz.words.findings import FindingText


def soft(document: Document) -> list[FindingText]:
    return [finding for finding in document.findings if finding.code == "soft_failure"]


def transfer_call(returned: bytes | None, used: Any, args: dict[str, Any]) -> Document:
    """A made-up token transfer: `ft_on_transfer` returns bytes (None: fails), `ft_resolve_transfer` returns `used`."""
    receiver = Program(returned is None, returned or b"")
    resolve = Program(False, json.dumps(used).encode())
    program = Program(
        False, b"", [Promise(receiver, "dex.near", []), Promise(resolve, "app.near", [0])], returns=1
    )
    answer = execute(program).answer
    (callback,) = [r for r in answer["receipts"] if r["receipt"]["Action"]["input_data_ids"]]
    call = callback["receipt"]["Action"]["actions"][0]["FunctionCall"]
    call["method_name"] = "ft_resolve_transfer"
    call["args"] = base64.b64encode(json.dumps(args).encode()).decode()
    return build_document(raw_of(answer))


SENT = {"sender_id": "alice.near", "receiver_id": "dex.near", "amount": "100"}


def test_the_recorded_token_that_gave_everything_back(shared_data: Path) -> None:
    document = document_of(shared_data / "node" / "pv86" / "ft-contract-real--transfer-call")
    assert document.analysis.verdict.code == "success"
    assert document.verdict.title == (
        "Succeeded, but 100 of 100 token units came back: "
        "amm.near.ft_on_transfer returned nothing instead of an amount."
    )
    (finding,) = soft(document)
    assert (finding.evidence["sent"], finding.evidence["used"], finding.evidence["returned"]) == (
        "100",
        "0",
        "100",
    )


@pytest.mark.parametrize(
    ("returned", "used", "why"),
    [
        (b'"60"', "40", 'dex.near.run asked for it back ("60")'),
        (None, "0", "dex.near.run failed"),
        (b"\x00\xff", "0", "dex.near.run returned 2 bytes, hex 00ff, which is no amount"),
        (b'{"refund":"1"}', "0", 'dex.near.run returned {"refund":"1"}, which is no amount'),
        (b'"0"', "99", 'dex.near.run returned "0"'),
    ],
)
def test_sent_used_returned_and_why(returned: bytes | None, used: str, why: str) -> None:
    (finding,) = soft(transfer_call(returned, used, SENT))
    assert finding.evidence["why"] == why
    assert int(finding.evidence["sent"]) - int(finding.evidence["used"]) == int(finding.evidence["returned"])
    assert why in finding.title


@pytest.mark.parametrize("used", ["100", "101", None, "x", {"a": 1}, -5, True])
def test_a_transfer_that_used_all_or_says_nothing_is_none(used: Any) -> None:
    assert not soft(transfer_call(b'"0"', used, SENT))


def test_several_tokens_are_added_up() -> None:
    args = {"previous_owner_ids": ["a", "a"], "token_ids": ["1", "2"], "amounts": ["10", "5"]}
    (finding,) = soft(transfer_call(b'["4","0"]', ["6", "5"], args))
    assert finding.evidence["returned"] == "4"


def test_a_callback_that_hides_a_failure_behind_null_is_named_in_the_verdict() -> None:
    document = tutorial("tutorial-batch-fail-step-two")
    assert document.verdict.title.endswith("received the failure and returned null.")
    (finding,) = soft(document)
    assert finding.evidence["slots"] == [0]


@pytest.mark.parametrize("value", [b"", b'"done"', b"[]", b"0", b'"1"', b'{"success":true}'])
def test_other_answers_to_a_failure_are_none(value: bytes) -> None:
    program = Program(
        False,
        b"",
        [Promise(Program(True, b""), "x.near", []), Promise(Program(False, value), "app.near", [0])],
        1,
    )
    assert not soft(build_document(raw_of(execute(program).answer)))


def test_false_is_a_failure_only_as_the_result() -> None:
    ends = build_document(raw_of(execute(Program(False, b"false")).answer))
    assert ends.verdict.title == "Succeeded, but the result is false, from app.near.run."
    asked = Program(False, b'"ok"', [Promise(Program(False, b"false"), "x.near", [])])
    assert not soft(build_document(raw_of(execute(asked).answer)))
    told = Program(False, b'"ok"', [Promise(Program(False, b'{"success": false}'), "x.near", [])])
    (finding,) = soft(build_document(raw_of(execute(told).answer)))
    assert finding.title == 'x.near.run answered {"success": false}'


def test_no_recorded_success_of_the_tutorial_is_one(shared_data: Path) -> None:
    for path in sorted(shared_data.glob("node/*/tutorial-*-ok/tx_status.json")):
        assert not soft(build_document(raw_of(load_json(path)))), path
