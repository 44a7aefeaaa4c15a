"""Looking receipts up, finding, moving, checking, comparing and writing: one transaction in Python."""

# covers: xccviz/api/checks.py, xccviz/api/diffs.py, xccviz/api/exports.py, xccviz/graph/named.py
# covers: xccviz/api/marks.py, xccviz/api/moments.py

from __future__ import annotations

import gzip
import json
import lzma
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import xccviz
from tests.reference import moves
from tests.reference.recorded import load_json, tutorial
from xccviz.api.transaction import Transaction
from xccviz.export import EXPORTERS, ExportOptions, find_exporter
from xccviz.export.json_graph import to_json
from xccviz.model.text import visible_text
from xccviz.query import parse
from xccviz.replay.moves import MOVES

FAILED = "tutorial-parallel-3-one-panics"


@pytest.fixture(scope="module")
def panics() -> Transaction:
    """A join of three calls of which one panicked."""
    return Transaction(tutorial(FAILED))


@pytest.fixture(scope="module")
def fine() -> Transaction:
    """The same where none did."""
    return Transaction(tutorial("tutorial-parallel-3-ok"))


# ----------------------------------------------------------------------------------------------------------- looked up


def test_a_receipt_is_found_by_id_label_and_unique_beginning(panics: Transaction) -> None:
    for receipt in panics:
        assert (
            panics[receipt.id] is receipt
            and receipt in panics
            and receipt.id in panics
            and receipt.label in panics
        )
        length = next(
            n for n in range(1, 45) if sum(other.id.startswith(receipt.id[:n]) for other in panics) == 1
        )
        assert panics[receipt.id[:length]] is receipt
    assert panics["caller.near.on_multi_done"] is panics.callbacks[0]
    assert "nothing" not in panics and len(panics) == len(panics.receipts)


def test_several_are_named_and_none_is_not_found(panics: Transaction) -> None:
    with pytest.raises(xccviz.UsageError) as ambiguous:
        panics["alice.near: Transfer"]
    refunds = [receipt.id for receipt in panics if receipt.label == "alice.near: Transfer"]
    assert len(refunds) > 1 and all(id in ambiguous.value.hint for id in refunds)
    assert ambiguous.value.exit_code == 2
    told = re.findall(r"\((depth \d+, block \d+)\)", ambiguous.value.hint)
    assert len(told) == len(refunds) and str(ambiguous.value).count("alice.near: Transfer") == 1
    for unknown in ("nowhere.near.run", "", "0"):
        with pytest.raises(xccviz.NotFound) as missing:
            panics[unknown]
        assert missing.value.exit_code == 3 and "bravo.near.get_value" in missing.value.hint
    with pytest.raises(TypeError):
        panics[0]  # type: ignore[index]


WRONG: list[Any] = [3, 2.5, True, b"x", [3], [None], {"a": 1}, object(), 10**5000, lambda: 1, range(3)]
ARGUMENTS: dict[str, Callable[[Transaction, Any], object]] = {
    "tx[…]": lambda tx, wrong: tx[wrong],
    "find": lambda tx, wrong: tx.find(wrong),
    "move": lambda tx, wrong: tx.move(wrong),
    "node": lambda tx, wrong: tx.move("step_over", node=wrong),
    "marks": lambda tx, wrong: tx.move("step_play", marks=wrong),
    "export": lambda tx, wrong: tx.export(wrong),
    "filter": lambda tx, wrong: tx.export("json", filter=wrong),
    "view": lambda tx, wrong: tx.export("svg", view=wrong),
    "selected": lambda tx, wrong: tx.export("json", selected=wrong),
    "save": lambda tx, wrong: tx.save(wrong),
    "diff": lambda tx, wrong: tx.diff(wrong),
    "none": lambda tx, wrong: tx.check(none=wrong),
    "some": lambda tx, wrong: tx.check(some=wrong),
    "rpc": lambda tx, wrong: xccviz.open(f"sample:{FAILED}", rpc=wrong),
    "signer": lambda tx, wrong: xccviz.open(f"sample:{FAILED}", signer=wrong),
    "network": lambda tx, wrong: xccviz.open(f"sample:{FAILED}", network=wrong),
}
NUMBERS: dict[str, Callable[[Transaction, Any], object]] = {
    "at": lambda tx, wrong: tx.at(wrong),
    "step": lambda tx, wrong: tx.export("json", step=wrong),
    "scale": lambda tx, wrong: tx.export("png", scale=wrong),
    "max_gas": lambda tx, wrong: tx.check(max_gas=wrong),
    "timeout": lambda tx, wrong: xccviz.open(f"sample:{FAILED}", timeout=wrong),
}


@pytest.mark.parametrize("name", [*ARGUMENTS, *NUMBERS])
def test_what_has_a_wrong_type_is_told_as_such(name: str, panics: Transaction) -> None:
    wrong_numbers = [*WRONG[3:8], WRONG[9], "x" * 100_000, "\ud800"]
    for wrong in WRONG if name in ARGUMENTS else wrong_numbers:
        with pytest.raises(xccviz.UsageError) as told:
            (ARGUMENTS | NUMBERS)[name](panics, wrong)
        assert isinstance(told.value, TypeError)
        assert len(str(told.value).encode()) < 5_000


def test_nothing_else_is_one_of_its_receipts(panics: Transaction) -> None:
    assert not any(other in panics for other in WRONG)


def test_a_table_that_names_receipts_is_told_as_one_that_holds_no_transaction() -> None:
    with pytest.raises(xccviz.MalformedData) as told:
        xccviz.open(xccviz.open("sample:join-of-joins").export("csv"))
    assert told.value.hint.startswith("Expected a capture")


def test_what_is_quoted_can_be_read(panics: Transaction, tmp_path: Path) -> None:
    for text in ("\0", "\ud800", "\x1b[2J"):
        with pytest.raises(xccviz.Error) as told:
            panics.save(tmp_path / text / "x.svg")
        assert visible_text(str(told.value), keep="\n") == str(told.value)


def test_a_label_that_begins_an_id_is_a_label() -> None:
    receipt = Transaction(tutorial("local-receipt"))[Transaction(tutorial("local-receipt")).receipts[1].label]
    assert receipt.index == 1


def test_filters_find_what_the_language_finds(panics: Transaction) -> None:
    for text in ("fail", "join", "method:get_*", "gas>1T", "nothing-of-this"):
        assert [receipt.id for receipt in panics.find(text)] == list(parse(text).matches(tutorial(FAILED)))
    with pytest.raises(xccviz.UsageError) as error:
        panics.find("gass>1T")
    assert "gas" in error.value.message and "^" in "".join(error.value.details)


# --------------------------------------------------------------------------------------------------------------- steps


@pytest.mark.parametrize(
    "name", [FAILED, "join-of-joins", "yield-resumed-by-other-tx", "tutorial-batch-fail-step-two"]
)
def test_moves_lead_where_the_contract_says(name: str) -> None:
    transaction = Transaction(tutorial(name))
    reference = moves.Transaction(to_json(tutorial(name)))
    nodes: list[str | None] = [None, *(receipt.id for receipt in transaction)]
    marked = [receipt.id for receipt in transaction.find("fail | callback")]
    for move in MOVES:
        for at in range(0, transaction.steps + 1, 3):
            for node in nodes[::2]:
                found = transaction.move(move.id, at, node, marks=["fail | callback"])
                assert found == moves.move(reference, move.id, at, node, marked), (move.id, at, node)


def test_every_move_has_its_name_in_python(panics: Transaction) -> None:
    for move in MOVES:
        step = panics.move(move.id, at=3)
        assert step is None or 0 <= step <= panics.steps
    assert panics.move("step_last") == panics.steps and panics.move("step_first", at=0) is None
    assert panics.move("toggle_mark", at=3) is None, "named among them in §9, and leads nowhere"
    bravo = panics["bravo.near.get_value"]
    assert (
        panics.move("step_to_here", node=bravo) == panics.move("step_to_here", node=bravo.label) == bravo.step
    )
    assert panics.move("next_mark", marks=["fail"]) == panics.move("next_mark", marks=[bravo]) == bravo.step
    assert panics.move("next_mark", marks=[bravo.id]) == bravo.step and panics.move("next_mark") is None
    with pytest.raises(xccviz.UsageError, match="stepOver"):
        panics.move("stepOver", at=1)
    with pytest.raises(xccviz.NotFound):
        panics.move("step_over", node="nowhere")
    with pytest.raises(xccviz.UsageError):
        panics.move("step_over", at=panics.steps + 1)


def test_a_moment_knows_what_was_known_then(panics: Transaction) -> None:
    (callback,) = panics.callbacks
    for step in range(panics.steps + 1):
        moment = panics.at(step)
        assert moment.step == step and moment == panics.at(step) and len({moment, panics.at(step)}) == 1
        assert [receipt.id for receipt in moment.executed] == [
            one.receipt.id for one in panics.steps if one.n <= step and one.receipt.step == one.n
        ]
        assert all(receipt.step is None or receipt.step > step for receipt in moment.waiting)
    arrived = [one.n for one in panics.steps if one.kind == "deliver"]
    ran = [result.producer.step for result in callback.promise_results if result.producer]
    between = panics.at(max(step for step in ran if step is not None and step < arrived[0]))
    assert [result.slot for result in between.in_flight] and between.waiting == (callback,)
    assert panics.at(panics.steps).waiting == panics.at(panics.steps).in_flight == ()
    assert panics.at(panics.steps).gas_burnt == panics.total_gas
    for wrong in (-1, panics.steps + 1):
        with pytest.raises(xccviz.UsageError):
            panics.at(wrong)
    with pytest.raises(xccviz.UsageError):
        panics.at("3")  # type: ignore[arg-type]


def test_steps_are_a_number_that_lists_them(panics: Transaction) -> None:
    steps = panics.steps
    assert steps == len(steps) == len(list(steps)) == steps[-1].n
    assert [one.n for one in steps] == list(range(1, steps + 1))
    assert [one.n for one in steps[:3]] == [1, 2, 3] and steps[3].n == 4
    assert json.dumps(steps) == str(len(steps)) and range(steps)[-1] == steps - 1
    with pytest.raises(IndexError):
        steps[len(steps)]


# -------------------------------------------------------------------------------------------------------------- checks


def test_assertions_have_the_names_of_the_command(panics: Transaction, fine: Transaction) -> None:
    result = panics.check(
        no_failure=True, no_hidden_failure=True, no_unobserved_failure=True, complete=True, max_gas="120T",
        max_fee="0.01N", max_blocks=8, none=["fail", "yield"], some="join", expect={"verdict": {"code": "success"}},
    )  # fmt: skip
    assert [one.name for one in result.assertions] == [
        "no-failure", "no-hidden-failure", "no-unobserved-failure", "complete", "max-gas", "max-fee", "max-blocks",
        "none", "none", "some", "expect",
    ]  # fmt: skip
    assert [one.name for one in result.failed] == ["no-hidden-failure", "none", "expect"]
    assert not result and not result.ok and result.exit_code == 1
    assert "bravo.near.get_value" in repr(result)
    assert fine.check(no_failure=True, no_hidden_failure=True, max_gas=10**15).ok
    assert fine.check().exit_code == 0 and bool(fine.check())
    assert fine.check(max_gas="1T").failed[0].wanted == 10**12


def test_what_can_not_be_asserted_is_refused(fine: Transaction, tmp_path: Path) -> None:
    with pytest.raises(xccviz.UsageError, match="max_gas"):
        fine.check(max_gas="120 apples")
    with pytest.raises(xccviz.UsageError):
        fine.check(max_blocks="8")  # type: ignore[arg-type]
    with pytest.raises(xccviz.UsageError):
        fine.check(max_fee=-1)
    with pytest.raises(xccviz.UsageError):
        fine.check(none="(")
    with pytest.raises(xccviz.UsageError):
        fine.check(expect={"nodes": 1})
    with pytest.raises(xccviz.UsageError, match=r"missing\.json"):
        fine.check(expect=tmp_path / "missing.json")
    (tmp_path / "wanted.json").write_text('{"verdict": {"code": "success"}}', encoding="utf-8")
    assert fine.check(expect=tmp_path / "wanted.json") and fine.check(expect=str(tmp_path / "wanted.json"))


def test_missing_data_has_a_status_of_its_own(repo_root: Path) -> None:
    answer = load_json(repo_root / "tests/data/node/tutorial-parallel-3-one-panics/tx_status.json")
    del answer["result"]["receipts_outcome"][2]
    transaction = xccviz.open(answer)
    assert not transaction.complete and transaction.check(complete=True).exit_code == 6
    assert not transaction.check(max_gas="300T").failed, "a refund takes no part in the gas"
    assert [receipt.status for receipt in transaction].count("pending") == 1
    del answer["result"]["receipts_outcome"][4:6]
    assert xccviz.open(answer).check(max_gas="300T").failed[0].found is None


def test_a_proof_is_asked_for(fine: Transaction) -> None:
    assert fine.check(proven=True).failed[0].name == "proven"


# --------------------------------------------------------------------------------------------------------- comparisons


def test_two_runs_are_compared_as_the_command_does(panics: Transaction, fine: Transaction) -> None:
    found = fine.diff(panics)
    assert not found.same and len(found) == len(list(found)) == len(found.differences)
    assert found.to_dict()["differences"][0]["kind"] == found.differences[0].kind == "verdict"
    slot = next(one for one in found if one.kind == "promise_result")
    assert slot.slot == 1 and slot.a_receipt == fine["caller.near.on_multi_done"]
    assert slot.b_receipt == panics["caller.near.on_multi_done"] and "Failed" in slot.message
    assert slot.path[-1] == "caller.near.on_multi_done" and slot.a != slot.b
    assert (
        found == fine.diff(panics) and hash(found) == hash(fine.diff(panics)) and found != panics.diff(fine)
    )
    assert {*found} == {*fine.diff(panics)}
    messages = [one.message for one in found]
    assert len({*messages}) == len(messages), "each says which call it is about"
    assert "bravo.near.get_value: ended: " in "\n".join(messages)
    assert not [said for said in messages if ":  →" in said or said.endswith("→ ")], "nothing is left open"
    assert fine.diff(fine).same and not fine.diff(fine)
    with pytest.raises(xccviz.UsageError):
        fine.diff("sample:tutorial-parallel-3-ok")  # type: ignore[arg-type]


# --------------------------------------------------------------------------------------------------------------- files


@pytest.mark.parametrize("format", [exporter.name for exporter in EXPORTERS])
def test_formats_are_those_of_the_command(format: str, panics: Transaction) -> None:
    exporter = find_exporter(format)
    assert exporter is not None
    assert panics.export(format, step=3) == exporter.run(
        tutorial(FAILED), ExportOptions(step=3, collapse_refunds=False)
    )


def test_what_a_file_could_not_show_is_a_warning(
    panics: Transaction, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(document: object, options: ExportOptions) -> bytes:
        options.tell("half of it is left out")
        return b"x"

    monkeypatch.setattr("xccviz.export.dot.run", run)
    with pytest.warns(UserWarning, match="half of it") as told:
        assert panics.export("dot") == b"x"
    assert told[0].filename == __file__


def test_options_of_an_export_are_heeded_or_refused(panics: Transaction) -> None:
    plain = panics.export("svg")
    bravo = panics["bravo.near.get_value"]
    for changed in (
        panics.export("svg", theme="dark"),
        panics.export("svg", step=3),
        panics.export("svg", view="sequence"),
        panics.export("svg", filter="fail"),
        panics.export("svg", marks=["fail"]),
        panics.export("svg", expand="all"),
    ):
        assert changed != plain
    assert panics.export("svg", view="gas", selected=bravo) == panics.export(
        "svg", view="gas", selected=bravo.label
    )
    assert panics.export("svg", marks=[bravo]) == panics.export("svg", marks=[bravo.id])
    assert panics.export("csv", table="events") != panics.export("csv")
    assert panics.export("json", theme="dark") == panics.export("json")
    wrong: list[dict[str, object]] = [
        {"view": "pie"}, {"theme": "pink"}, {"step": 99}, {"filter": "("}, {"expand": "some"}, {"collapse": "all"},
        {"scale": 0}, {"marks": ["("]}, {"marks": "fail"}, {"table": "rows"},
    ]  # fmt: skip
    for options in wrong:
        with pytest.raises(xccviz.UsageError):
            panics.export("svg", **options)  # type: ignore[arg-type]
    with pytest.raises(xccviz.UsageError, match="bmp") as error:
        panics.export("bmp")
    assert "svg" in error.value.hint


def test_a_file_is_written_in_the_format_of_its_ending(panics: Transaction, tmp_path: Path) -> None:
    capture = panics.export("capture")
    assert panics.save(tmp_path / "run.xcc.json").read_bytes() == capture
    assert panics.save(str(tmp_path / "run")).read_bytes() == capture
    assert panics.save(tmp_path).name == f"{panics.hash}.xcc.json"
    assert gzip.decompress(panics.save(tmp_path / "run.xcc.json.gz").read_bytes()) == capture
    assert lzma.decompress(panics.save(tmp_path / "run.xcc.json.xz").read_bytes()) == capture
    assert panics.save(tmp_path / "run.svg").read_bytes() == panics.export("svg")
    assert json.loads(panics.save(tmp_path / "run.json").read_bytes()) == panics.to_dict()
    for name in ("run.xcc.json", "run", "run.xcc.json.gz"):
        assert xccviz.open(tmp_path / name, offline=True).to_dict() == panics.to_dict()
    with pytest.raises(xccviz.UsageError, match=r"\.bmp"):
        panics.save(tmp_path / "run.bmp")
    with pytest.raises(xccviz.Error) as error:
        panics.save(tmp_path / "nowhere" / "run.svg")
    assert type(error.value) is xccviz.Error and error.value.exit_code == 7 and "-o" not in error.value.hint


def test_the_whole_is_the_json_export(panics: Transaction) -> None:
    assert panics.to_dict() == json.loads(panics.export("json")) == to_json(tutorial(FAILED))
