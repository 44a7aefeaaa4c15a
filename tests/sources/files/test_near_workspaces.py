"""What near-workspaces prints, read back; tests/data/workspaces/initialize.txt is from the documentation of NEAR."""

# covers: xccviz/sources/files/rust_debug.py, xccviz/sources/files/scanner.py

from __future__ import annotations

import base64
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import growth
from tests.reference.recorded import load_json
from xccviz.cli.main import main
from xccviz.document import build_document
from xccviz.model.errors import UserError
from xccviz.sources.classify import classify
from xccviz.sources.files.near_workspaces import results_in
from xccviz.sources.files.read import open_file, open_text
from xccviz.sources.files.rust_debug import Call, DebugTextError, Returned, Struct, Text, read_debug
from xccviz.sources.recognise.references import JsonText

DATA = Path(__file__).parent.parent.parent / "data"
PRINT = (DATA / "workspaces" / "initialize.txt").read_text()
HASH = "9NhQxh78Q7bdnYeYr7ccmhkb9z9iBnyf9JyoL4PF5uUb"
RECORDED = DATA / "node" / "tutorial-parallel-3-one-panics" / "tx_status.json"


def result_of(text: str) -> dict[str, Any]:
    """The only print in a text."""
    (result,) = results_in(text)
    return result


def rust_bytes(data: bytes) -> str:
    """As near_fmt::AbbrBytes of nearcore prints them."""
    if all(0x20 <= code <= 0x7E for code in data[:126]):
        text = data[:126].decode()
        return f"'{text}'" if len(data) <= 126 else f"({len(data)})'{text[:119]}'…"
    if len(data) <= 96:
        return base64.b64encode(data).decode()
    return f"({len(data)}){base64.b64encode(data[:90]).decode()}…"


def rust_text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def rust_error(value: Any) -> str:
    """The errors of the recordings: `ActionError` has a struct of its name, other objects are variants."""
    if isinstance(value, str):
        return rust_text(value)
    ((name, inner),) = value.items()
    if name == "ActionError":
        return (
            f"ActionError(ActionError {{ index: Some({inner['index']}), kind: {rust_error(inner['kind'])} }})"
        )
    return f"{name}({rust_error(inner)})"


def rust_status(status: dict[str, Any]) -> str:
    ((kind, value),) = status.items()
    if kind == "SuccessValue":
        return f"SuccessValue({rust_bytes(base64.b64decode(value))})"
    return f"{kind}({rust_error(value) if kind == 'Failure' else value})"


def rust_outcome(outcome: dict[str, Any]) -> str:
    inner = outcome["outcome"]
    return (
        f"ExecutionOutcome {{ transaction_hash: {outcome['id']}, block_hash: {outcome['block_hash']}, "
        f"logs: [{', '.join(map(rust_text, inner['logs']))}], receipt_ids: [{', '.join(inner['receipt_ids'])}], "
        f"gas_burnt: NearGas {{ inner: {inner['gas_burnt']} }}, "
        f"tokens_burnt: NearToken {{ inner: {inner['tokens_burnt']} }}, "
        f'executor_id: AccountId("{inner["executor_id"]}"), status: {rust_status(inner["status"])} }}'
    )


def printed(result: dict[str, Any]) -> str:
    outcomes = [result["transaction_outcome"], *result["receipts_outcome"]]
    total = sum(outcome["outcome"]["gas_burnt"] for outcome in outcomes)
    return (
        f"ExecutionFinalResult {{ total_gas_burnt: NearGas {{ inner: {total} }}, "
        f"transaction: {rust_outcome(outcomes[0])}, receipts: [{', '.join(map(rust_outcome, outcomes[1:]))}], "
        f"status: {rust_status(result['status'])} }}"
    )


def test_the_recorded_print_opens_with_what_it_tells() -> None:
    document = build_document(open_file(DATA / "workspaces" / "initialize.txt"))
    assert document.trace.transaction.hash == HASH
    assert not document.trace.has_receipts
    assert document.analysis.verdict.code == "success"
    root = document.graph.nodes[1]
    assert root.label == "dev-20250131130629-49143087716943"
    assert root.outcome is not None
    assert root.outcome.gas_burnt == 1917194561007
    assert json.loads(root.outcome.logs[0].removeprefix("EVENT_JSON:"))["event"] == "ft_mint"
    assert not document.analysis.complete


@pytest.mark.parametrize("before", ["", "running 1 test\nresult: ", "// result: "])
def test_it_is_found_among_other_lines_and_recognised_when_pasted(before: str) -> None:
    text = f"{before}{PRINT}\ntest passed\n"
    assert isinstance(classify(text), JsonText)
    assert open_text(text).tx_hash == HASH


def test_the_print_on_many_lines_is_the_same() -> None:
    lines = re.sub(r" ?([{}\[\]]|\((?=\")|(?<=\")\)) ?", r"\n    \1\n", PRINT.split('logs: ["')[0])
    rest = 'logs: ["' + PRINT.split('logs: ["')[1]
    assert result_of(lines + rest) == result_of(PRINT)


def test_a_recorded_failure_reads_as_the_node_told_it() -> None:
    recorded = load_json(RECORDED)["result"]
    read = result_of(printed(recorded))
    assert read["status"] == recorded["status"]
    assert read["transaction"]["receiver_id"] == recorded["transaction"]["receiver_id"]
    for mine, theirs in zip(
        [read["transaction_outcome"], *read["receipts_outcome"]],
        [recorded["transaction_outcome"], *recorded["receipts_outcome"]],
        strict=True,
    ):
        assert mine["id"] == theirs["id"]
        for key, value in mine["outcome"].items():
            assert value == theirs["outcome"][key], key


def test_every_recorded_result_of_the_node_reads_back(shared_data: Path) -> None:
    read = 0
    for path in sorted((shared_data / "node" / "pv86").glob("*/tx_status.json")):
        recorded = load_json(path).get("result") or {}
        statuses = json.dumps([o["outcome"]["status"] for o in recorded.get("receipts_outcome", [])])
        if not isinstance(recorded.get("status"), dict) or "Failure" in statuses + json.dumps(
            recorded["status"]
        ):
            continue
        found = result_of(printed(recorded))
        values = {outcome["id"]: outcome["outcome"]["status"] for outcome in recorded["receipts_outcome"]}
        for outcome in found["receipts_outcome"]:
            status, told = outcome["outcome"]["status"], values[outcome["id"]]
            assert status in (told, {"SuccessValue": None})
            if status != told:
                assert len(base64.b64decode(told["SuccessValue"])) > 96
        read += 1
    assert read > 50


@pytest.mark.parametrize("value", [b"x" * 127, b"\0" * 97], ids=["text", "bytes"])
def test_a_value_that_is_cut_short_is_unknown_and_its_receipt_succeeded(value: bytes) -> None:
    text = PRINT.replace("SuccessValue('')", f"SuccessValue({rust_bytes(value)})")
    document = build_document(open_text(text))
    assert document.analysis.verdict.code == "success"
    assert document.analysis.verdict.result is None
    status = document.analysis.facts[document.graph.nodes[1].id].status
    assert status is not None
    assert (status.kind, status.value) == ("success_value", None)


@given(st.binary(max_size=200))
def test_a_returned_value_is_read_exactly_or_not_at_all(data: bytes) -> None:
    if b"')" in data:
        return  # not escaped in the print: see the test below
    value, _ = read_debug(f"SuccessValue({rust_bytes(data)})")
    (returned,) = value.values
    assert returned == Returned(data if "…" not in rust_bytes(data) else None)


@pytest.mark.parametrize(
    "value",
    [
        "') }], status: SuccessValue('all is well",
        "') }",
        "') }, ExecutionOutcome { transaction_hash: 1",
        "') }] }",
        "') }], status: SuccessValue('') }",
        "') }], status: SuccessValue('') } fine",
        "'), more: SuccessValue('",
        "'), status: SuccessValue('",
    ],
)
def test_a_value_that_looks_like_the_rest_of_the_print_deceives_nobody(value: str) -> None:
    for count in (1, 2):
        text = PRINT.replace("SuccessValue('')", f"SuccessValue('{value}')", count)
        with pytest.raises(DebugTextError):
            result_of(text)


def test_an_outcome_left_out_is_noticed_by_its_gas() -> None:
    with pytest.raises(DebugTextError, match="add up"):
        result_of(PRINT.replace("inner: 1917194561007", "inner: 1917194561006"))


@pytest.mark.parametrize("end", range(20, len(PRINT) - 3, 37))
def test_a_cut_print_names_the_hash_to_fetch(end: int) -> None:
    with pytest.raises(UserError) as told:
        open_text(PRINT[:end])
    assert told.value.kind == "malformed"
    if end > 160:
        assert HASH in told.value.message
        assert HASH in told.value.hint
        assert [(offer.hash, offer.fetch) for offer in told.value.offers] == [(HASH, True)]


@given(st.text(alphabet="{}[](),:'\"`\\ax1… \n", max_size=60))
def test_whatever_follows_is_an_error_in_words_or_a_value(text: str) -> None:
    for start in ("ExecutionFinalResult { ", PRINT[:-200]):
        with suppress(UserError):
            open_text(start + text)


@pytest.mark.parametrize(
    "piece", ["[", "a(", "a { b: ", '["', "SuccessValue(", "SuccessValue('", "(1)'", "`", "\\"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def refuse(size: int) -> None:
        with pytest.raises(UserError):
            open_text("ExecutionFinalResult { a: " + piece * (size // len(piece)))

    assert growth(refuse, 50_000, 800_000) < 4


def test_debug_text_is_values() -> None:
    value, end = read_debug('A { b: Some(B("x\\n\\u{e9}")), c: [], d: None, }, more')
    assert value == Struct("A", {"b": Call("Some", (Call("B", (Text("x\né"),)),)), "c": [], "d": "None"})
    assert end == 46


def test_the_command_line_shows_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(DATA / "workspaces" / "initialize.txt"), "--view", "summary"]) == 0
    told = capsys.readouterr().out
    assert "Succeeded" in told
    assert f"`xccviz show {HASH}` asks the network for them" in " ".join(told.split())
