"""Failures that no receipt shows: what came back, from whom, and why; and nothing of the kind on honest values."""

# covers: xccviz/words/soft_failures.py

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.executor import Program, Promise, execute
from tests.reference.recorded import document_of, load_json, raw_of, tutorial
from xccviz.analysis.failures.soft_failures import revert_reason
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


def reverted(reason: bytes, *, version: bytes = b"\x07", logs: bytes = bytes(4)) -> bytes:
    """What Aurora's engine returns of a transaction that `require(…, reason)` ended."""
    padded = reason + bytes(-len(reason) % 32)
    output = bytes.fromhex("08c379a0") + (32).to_bytes(32, "big") + len(reason).to_bytes(32, "big") + padded
    return (
        version + b"\x01" + len(output).to_bytes(4, "little") + output + (21_000).to_bytes(8, "little") + logs
    )


@pytest.mark.parametrize("version", [b"\x07", b""])
def test_a_revert_of_aurora_is_told_with_its_reason(version: bytes) -> None:
    value = reverted(b"invalid zero value", version=version)
    document = build_document(raw_of(execute(Program(False, value)).answer))
    assert document.verdict.title == (
        "Succeeded, but app.near.run ran a transaction that was reverted: invalid zero value."
    )
    (finding,) = soft(document)
    assert finding.evidence["kind"] == "reverted" and finding.evidence["text"] == "invalid zero value"
    bare = build_document(raw_of(execute(Program(False, reverted(b"", version=version))).answer))
    assert bare.verdict.title == "Succeeded, but app.near.run ran a transaction that was reverted."


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (  # 8f552k1ed8…, mainnet
            "BwFkAAAACMN5oAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABJpbnZhbGlk"
            "IHplcm8gdmFsdWUAAAAAAAAAAAAAAAAAAGxcAAAAAAAAAAAAAA==",
            "invalid zero value",
        ),
        (  # 25DTJxqMoz…, mainnet, of 2021
            "AYQAAAAIw3mgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAK1Vu"
            "aXN3YXBWMlJvdXRlcjogSU5TVUZGSUNJRU5UX09VVFBVVF9BTU9VTlQAAAAAAAAAAAAAAAAAAAAAAAAAAAD3mwAAAAAAAAAAAAA=",
            "UniswapV2Router: INSUFFICIENT_OUTPUT_AMOUNT",
        ),
    ],
)
def test_recorded_reverts_of_aurora_are_read(said: str, reason: str) -> None:
    assert revert_reason(base64.b64decode(said)) == reason


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"\x07\x00" + reverted(b"x")[2:],
        reverted(b"x")[:-1],
        reverted(b"x") + b"\0",
        reverted(b"x", logs=b"\1\0\0\0"),
        reverted(b"\xff"),
        reverted(b"x").replace(bytes.fromhex("08c379a0"), bytes.fromhex("4e487b71")),
        reverted(b"x" * 33).replace((33).to_bytes(32, "big"), (3).to_bytes(32, "big")),
    ],
)
def test_what_is_no_revert_of_aurora_is_none(value: bytes) -> None:
    assert revert_reason(value) is None
    assert not soft(build_document(raw_of(execute(Program(False, value)).answer)))


@given(st.binary(max_size=200))
def test_any_bytes_are_looked_at_without_harm(raw: bytes) -> None:
    assert revert_reason(raw) is None or raw[:1] in (b"\x07", b"\x01")
    assert revert_reason(b"\x07\x01" + raw) is None or raw[4:8] == bytes.fromhex("08c379a0")


def test_no_recorded_success_of_the_tutorial_is_one(shared_data: Path) -> None:
    for path in sorted(shared_data.glob("node/*/tutorial-*-ok/tx_status.json")):
        assert not soft(build_document(raw_of(load_json(path)))), path
