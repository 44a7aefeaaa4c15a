"""A failure that speaks of promise results says what the slot table shows, and nothing against it."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.reference.failures import execution_error, explained, matched, panic
from xccviz.analysis.failures.slots import heavy_slots, slot_case
from xccviz.analysis.types import PromiseResult, SlotResult
from xccviz.decode.types import Decoded
from xccviz.opening.explain import explain
from xccviz.opening.open import open_document_sync

DATA = Path(__file__).resolve().parent.parent.parent / "data" / "told"


def slot(number: int, result: SlotResult, size: int | None = None) -> PromiseResult:
    """A slot that received `size` bytes, or a value that is not in the document."""
    value = Decoded(b"x" * size, "utf8", "", None, False) if size is not None else None
    return PromiseResult(number, "id", result, False, value, None, None, (), "reported", None)


UNWRAP = "Callback computation 1 was not successful"
FAILED = "promise result failed"
RESULT = "called `Result::unwrap()` on an `Err` value"
LONG = "promise result too long: 1502 bytes"
CASES = [
    (
        UNWRAP,
        [slot(0, "success", 5), slot(1, "failed")],
        "Promise result 1 was Failed, and the callback insists",
    ),
    (UNWRAP, [slot(0, "failed"), slot(1, "success", 1502)], "Promise result 1 holds a value of 1,502 bytes"),
    (
        UNWRAP,
        [slot(0, "failed"), slot(1, "success")],
        "Promise result 1 holds a value, and the callback refuses",
    ),
    (UNWRAP, [slot(0, "failed")], "it was given no result of that number"),
    (UNWRAP, [slot(0, "failed"), slot(1, "unknown")], "Promise result 1 was Failed, or longer than"),
    (UNWRAP, [], "Promise result 1 was Failed, or longer than"),
    (FAILED, [slot(0, "success", 5), slot(1, "failed")], "Promise result 1 was Failed"),
    (FAILED, [slot(0, "failed"), slot(1, "failed")], "A promise result that the callback read was Failed"),
    (FAILED, [slot(0, "success", 5)], "none of those that the call received did"),
    (FAILED, [slot(0, "unknown")], "A promise result that the callback read was Failed"),
    (
        LONG,
        [slot(0, "success", 5), slot(1, "success", 1502)],
        "Promise result 1 holds a value of 1,502 bytes",
    ),
    (
        LONG,
        [slot(0, "success", 1502), slot(1, "success", 1502)],
        "A promise result succeeded with 1,502 bytes",
    ),
    (
        LONG,
        [slot(0, "failed"), slot(1, "success", 5)],
        "none of those that the call received has that length",
    ),
    (LONG, [slot(0, "success")], "A promise result succeeded with 1,502 bytes"),
    (LONG.replace("1502", "1"), [slot(0, "success")], "A promise result succeeded with 1 byte,"),
    (UNWRAP, [slot(0, "failed"), slot(1, "success", 0)], "that one succeeded, without a value"),
    (f"no price: {LONG}", [slot(0, "success", 1502)], "Promise result 0 holds a value of 1,502 bytes"),
    (f"no price: {FAILED}", [slot(0, "failed")], "Promise result 0 was Failed"),
    (f"{RESULT}: Failed", [slot(0, "success", 5), slot(1, "failed")], "Promise result 1 was Failed"),
    (f"{RESULT}: Failed", [slot(0, "success", 5)], "that is how a failed promise result reads"),
    (f"{RESULT}: TooLong(1502)", [slot(0, "success", 1502)], "Promise result 0 holds a value of 1,502 bytes"),
    (f"{RESULT}: TooLong(1502)", [], "that is how a promise result of 1,502 bytes reads"),
]


@pytest.mark.parametrize(("text", "slots", "said"), CASES)
def test_the_words_follow_the_slots(text: str, slots: list[PromiseResult], said: str) -> None:
    shown = slot_case(matched(panic(text)), slots)
    words = explained(panic(text), *((shown.case, shown.known) if shown else ()))
    assert said in words.explanation
    assert "unknown" not in words.explanation + words.hint


def test_other_errors_have_nothing_to_do_with_slots() -> None:
    assert slot_case(matched(panic("boom")), [slot(0, "failed")]) is None


@pytest.mark.parametrize(
    ("name", "label", "said"),
    [
        (
            "callback-result-too-long",
            "lender.near.on_prices",
            "Promise result 0 holds a value of 1,502 bytes",
        ),
        ("promise-result-failed", "lender.near.on_prices", "Promise result 0 was Failed"),
    ],
)
def test_reported_transactions_say_what_their_slots_hold(
    tmp_path: Path, name: str, label: str, said: str
) -> None:
    path = tmp_path / f"{name}.json"
    path.write_bytes(gzip.decompress((DATA / f"{name}.json.gz").read_bytes()))
    document = open_document_sync(str(path)).document
    node = next(node for node in document.graph.nodes if node.label == label)
    assert said in document.errors[node.id].explanation
    assert document.analysis.facts[node.id].status.error.slot == 0  # type: ignore[union-attr]


def test_a_failed_slot_keeps_its_words(tmp_path: Path) -> None:
    """The value of the slot that was too long, made a failure: the callback's text now means that."""
    raw: Any = json.loads(gzip.decompress((DATA / "callback-result-too-long.json.gz").read_bytes()))
    oracle = next(o for o in raw["receipts_outcome"] if o["outcome"]["executor_id"] == "oracle.near")
    oracle["outcome"]["status"] = {"Failure": panic("stale price")}
    path = tmp_path / "failed.json"
    path.write_text(json.dumps(raw))
    document = open_document_sync(str(path)).document
    node = next(node for node in document.graph.nodes if node.label == "lender.near.on_prices")
    assert document.errors[node.id].explanation == (
        "Promise result 0 was Failed, and the callback insists on a success (#[callback_unwrap])."
    )


def test_the_text_alone_names_both() -> None:
    explanation = explain("Callback computation 0 was not successful")[0].explanation
    assert "Failed" in explanation and "longer than the callback accepts" in explanation


def test_what_starved_a_callback_is_told(tmp_path: Path) -> None:
    """The same transaction, its callback out of gas over what its slot gave it to read."""
    raw: Any = json.loads(gzip.decompress((DATA / "callback-result-too-long.json.gz").read_bytes()))
    callback = next(r for r in raw["receipts"] if r["receipt"].get("Action", {}).get("input_data_ids"))
    attached = 5_000_000_000_000
    callback["receipt"]["Action"]["actions"][0]["FunctionCall"]["gas"] = attached
    outcome = next(o for o in raw["receipts_outcome"] if o["id"] == callback["receipt_id"])["outcome"]
    outcome["status"] = {"Failure": execution_error("Exceeded the prepaid gas.")}
    outcome["metadata"]["gas_profile"] = [
        {"cost_category": "WASM_HOST_COST", "cost": "WASM_INSTRUCTION", "gas_used": str(attached)}
    ]
    outcome["gas_burnt"] += attached - 400_000_000_000
    long = next(o for o in raw["receipts_outcome"] if o["outcome"]["executor_id"] == "oracle.near")
    for size, said in ((90_000, "Slot 0 gave it 90,000 bytes to read."), (40, "")):
        long["outcome"]["status"] = {"SuccessValue": base64.b64encode(b"1" * size).decode()}
        path = tmp_path / f"{size}.json"
        path.write_text(json.dumps(raw))
        document = open_document_sync(str(path)).document
        error = document.errors[callback["receipt_id"]]
        assert error.title == "ran out of gas: 5 Tgas was too little"
        assert error.explanation.partition(" was paid apart.")[2].strip() == said


def test_several_long_values_are_told_in_all() -> None:
    heavy = heavy_slots([slot(0, "success", 9_000), slot(1, "failed"), slot(2, "success", 8_000)], 10**12)
    words = explained(execution_error("Exceeded the prepaid gas."), "ran_out", {"received": heavy})
    assert words.explanation.endswith("Its slots gave it 17,000 bytes to read.")
