"""Two runs side by side: nothing differs from itself, sides can be swapped, and one change is one difference."""

# covers: xccviz/analysis/compare/align.py, xccviz/analysis/compare/calls.py
# covers: xccviz/analysis/compare/traits.py, xccviz/analysis/compare/types.py

from __future__ import annotations

import base64
import copy
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.reference.executor import Program, Promise, execute, random_program
from tests.reference.recorded import document_of, load_json, raw_of, tutorial, walks_all
from xccviz.analysis.compare.diff import diff
from xccviz.analysis.compare.types import COSTS, KINDS, Diff, Difference
from xccviz.analysis.types import Analysis
from xccviz.document import build_document
from xccviz.words.differences import with_titles

TUTORIALS = sorted(
    path.name.split(".")[0]
    for path in (Path(__file__).parent.parent.parent / "data" / "tutorial").glob("*.json.gz")
)
seeds = st.integers(min_value=0, max_value=10**9)


def analysis_of(answer: Any) -> Analysis:
    return build_document(raw_of(answer)).analysis


def program_of(seed: int) -> Program:
    return random_program(random.Random(seed))


def other_ids(answer: Any) -> Any:
    """The same answer as another transaction: other hash, other receipt ids."""
    text = json.dumps(answer)
    ids = [entry["id"] for entry in answer["receipts_outcome"]]
    for one in ids:
        text = text.replace(f'"{one}"', f'"other-{one}"')
    return json.loads(text.replace('"tx"', '"other-tx"'))


def shuffled(program: Program, rng: random.Random) -> Program:
    """The same program, its promises created in another order that still creates what is awaited first."""
    left = list(range(len(program.promises)))
    order: list[int] = []
    while left:
        ready = [i for i in left if all(awaited in order for awaited in program.promises[i].awaits)]
        order.append(rng.choice(ready))
        left.remove(order[-1])
    promises = [
        Promise(
            shuffled(program.promises[i].program, rng),
            program.promises[i].receiver,
            [order.index(awaited) for awaited in program.promises[i].awaits],
            program.promises[i].actions,
        )
        for i in order
    ]
    returns = order.index(program.returns) if program.returns is not None else None
    return Program(program.fails, program.value, promises, returns)


def call(receiver: str, value: bytes = b"1", awaits: tuple[int, ...] = (), **more: Any) -> Promise:
    return Promise(Program(False, value, **more), receiver, list(awaits))


def run_of(*promises: Promise, returns: int | None = None) -> Any:
    return execute(Program(False, b"", list(promises), returns)).answer


def kinds(found: Diff, costs: bool = False) -> list[str]:
    return [entry.kind for entry in found.differences if costs or entry.kind not in COSTS]


def mirrored(entry: Difference) -> tuple[Any, ...]:
    """A difference with its sides swapped; the path is A's and so not part of it."""
    swapped = {"a": "b", "b": "a", None: None}
    changes = [(c.at, c.b, c.a, swapped[c.missing]) for c in entry.changes]
    return (
        entry.kind, entry.what, entry.b_node, entry.a_node, entry.action, entry.slot, repr(entry.b), repr(entry.a),
        swapped[entry.missing], repr(sorted(changes, key=repr)), entry.more_changes,
    )  # fmt: skip


def plain(entry: Difference) -> tuple[Any, ...]:
    changes = [(c.at, c.a, c.b, c.missing) for c in entry.changes]
    return (
        entry.kind, entry.what, entry.a_node, entry.b_node, entry.action, entry.slot, repr(entry.a), repr(entry.b),
        entry.missing, repr(sorted(changes, key=repr)), entry.more_changes,
    )  # fmt: skip


def end_of(answer: Any) -> Any:
    """The status that a node would tell: that of the end of the SuccessReceiptId chain."""
    ran = {entry["id"]: entry["outcome"]["status"] for entry in answer["receipts_outcome"]}
    status = answer["transaction_outcome"]["outcome"]["status"]
    while "SuccessReceiptId" in status:
        status = ran[status["SuccessReceiptId"]]
    return status


def assert_mirror(a: Analysis, b: Analysis) -> None:
    there, back = diff(a, b), diff(b, a)
    assert Counter(map(plain, there.differences)) == Counter(map(mirrored, back.differences))
    assert there.accounts == tuple((right, left) for left, right in back.accounts)


@pytest.mark.parametrize("name", TUTORIALS)
def test_nothing_differs_from_itself(name: str) -> None:
    assert diff(tutorial(name).analysis, tutorial(name).analysis).same


@given(seeds)
def test_the_same_run_under_other_ids_is_the_same(seed: int) -> None:
    answer = execute(program_of(seed)).answer
    assert diff(analysis_of(answer), analysis_of(other_ids(answer))).differences == ()


@given(seeds, seeds)
def test_the_order_of_siblings_is_no_difference(seed: int, order: int) -> None:
    program = program_of(seed)
    answer = execute(program).answer
    moved = other_ids(execute(shuffled(program, random.Random(order))).answer)
    assert diff(analysis_of(answer), analysis_of(moved)).differences == ()


@given(seeds, seeds)
def test_swapping_the_sides_swaps_the_differences(left: int, right: int) -> None:
    a, b = execute(program_of(left)).answer, other_ids(execute(program_of(right)).answer)
    assert_mirror(analysis_of(a), analysis_of(b))


@pytest.mark.parametrize(
    "other", ["tutorial-parallel-3-one-panics", "join-of-joins", "tutorial-js-parallel-3-ok"]
)
def test_recorded_runs_mirror_each_other(other: str) -> None:
    assert_mirror(tutorial("tutorial-parallel-3-ok").analysis, tutorial(other).analysis)


@given(seeds, st.data())
def test_one_altered_result_is_one_difference_and_what_was_received(seed: int, data: st.DataObject) -> None:
    answer = execute(program_of(seed)).answer
    ends = [i for i, o in enumerate(answer["receipts_outcome"]) if "SuccessValue" in o["outcome"]["status"]]
    assume(ends)
    altered = copy.deepcopy(answer)
    here = altered["receipts_outcome"][data.draw(st.sampled_from(ends))]
    here["outcome"]["status"] = {"SuccessValue": base64.b64encode(b'"altered"').decode()}
    altered["status"] = end_of(altered)
    a = analysis_of(answer)
    for b in (analysis_of(altered), analysis_of(other_ids(altered))):
        found = diff(a, b)
        assert set(kinds(found, costs=True)) <= {"result", "promise_result", "finding", "verdict"}
        (result,) = [entry for entry in found.differences if entry.kind == "result"]
        assert result.b["text"] == '"altered"'
        received = [entry for entry in found.differences if entry.kind == "promise_result"]
        slots = [r for facts in b.facts.values() for r in facts.promise_results if r.value is not None]
        assert len(received) == sum(r.value.raw == b'"altered"' for r in slots if r.value is not None)


@given(seeds, st.data())
def test_one_altered_argument_is_one_difference(seed: int, data: st.DataObject) -> None:
    answer = execute(program_of(seed)).answer
    altered = copy.deepcopy(answer)
    receipt = altered["receipts"][data.draw(st.integers(0, len(altered["receipts"]) - 1))]
    call = receipt["receipt"]["Action"]["actions"][0]["FunctionCall"]
    call["args"] = base64.b64encode(b'{"n": 7}').decode()
    if receipt is altered["receipts"][0]:
        altered["transaction"]["actions"] = receipt["receipt"]["Action"]["actions"]
    for b in (altered, other_ids(altered)):
        found = diff(analysis_of(answer), analysis_of(b))
        (only,) = found.differences
        assert (only.kind, only.action) == ("args", 0)
        (change,) = only.changes
        assert (change.at, change.a, change.b, change.missing) == ("$.n", None, 7, "a")


@given(seeds)
def test_a_receipt_that_starts_to_fail_changes_its_status(seed: int) -> None:
    program = program_of(seed)
    assume(not program.fails)
    failing = Program(True, program.value, program.promises, program.returns)
    a, b = (
        build_document(raw_of(answer))
        for answer in (execute(program).answer, other_ids(execute(failing).answer))
    )
    found = with_titles(diff(a.analysis, b.analysis), a, b)
    (status,) = [entry for entry in found.differences if entry.kind == "status" and entry.path]
    assert status.path == ("app.near.run",)
    assert status.b["error"]["title"] == "panicked: no"
    gone = [entry for entry in found.differences if entry.kind == "node"]
    assert sum(entry.a["calls"] for entry in gone) == len(execute(program).answer["receipts"]) - 1


@given(seeds, seeds)
def test_each_call_is_paired_once_or_lacking_once(left: int, right: int) -> None:
    a = analysis_of(execute(program_of(left)).answer)
    b = analysis_of(other_ids(execute(program_of(right)).answer))
    gone = [entry for entry in diff(a, b).differences if entry.kind == "node"]
    only_a = sum(entry.a["calls"] for entry in gone if entry.missing == "b")
    only_b = sum(entry.b["calls"] for entry in gone if entry.missing == "a")
    assert len(a.graph.nodes) - only_a == len(b.graph.nodes) - only_b


def test_equal_calls_are_told_apart_by_what_they_feed() -> None:
    a = run_of(call("x.near", b"1"), call("x.near", b"2"), call("app.near", awaits=(0, 1)), returns=2)
    b = run_of(call("x.near", b"2"), call("x.near", b"3"), call("app.near", awaits=(1, 0)), returns=2)
    found = [
        entry
        for entry in diff(analysis_of(a), analysis_of(other_ids(b))).differences
        if entry.kind != "finding"
    ]
    assert [(e.kind, e.slot, e.a["text"], e.b["text"]) for e in found] == [
        ("result", None, "1", "3"),
        ("promise_result", 0, "1", "3"),
    ]


def test_a_callback_that_waits_for_another_call_is_told() -> None:
    a = run_of(call("x.near"), call("y.near"), call("app.near", awaits=(0,)), returns=2)
    b = run_of(call("x.near"), call("y.near"), call("app.near", awaits=(1,)), returns=2)
    found = diff(analysis_of(a), analysis_of(other_ids(b)))
    (slot,) = [entry for entry in found.differences if entry.kind == "slots"]
    assert (slot.what, slot.slot, slot.a, slot.b) == ("awaits", 0, "x.near.run", "y.near.run")
    assert "node" not in kinds(found)


def test_equal_callbacks_go_with_the_calls_they_await() -> None:
    a = run_of(call("x.near"), call("x.near"), call("cb.near", awaits=(0,)), call("cb.near", awaits=(1,)))
    b = run_of(call("x.near"), call("x.near"), call("cb.near", awaits=(1,)), call("cb.near", awaits=(0,)))
    assert diff(analysis_of(a), analysis_of(other_ids(b))).same


def test_the_returned_one_of_equal_calls_is_known() -> None:
    a, b = (
        run_of(call("x.near"), call("x.near"), returns=0),
        run_of(call("x.near"), call("x.near"), returns=1),
    )
    assert diff(analysis_of(a), analysis_of(other_ids(b))).same


def test_a_join_of_more_slots_is_told() -> None:
    a = run_of(call("x.near"), call("y.near"), call("app.near", awaits=(0,)), returns=2)
    b = run_of(call("x.near"), call("y.near"), call("app.near", awaits=(0, 1)), returns=2)
    found = diff(analysis_of(a), analysis_of(other_ids(b)))
    assert [(e.what, e.a, e.b) for e in found.differences if e.kind == "slots"] == [("count", 1, 2)]
    assert [e.path[-1] for e in found.differences if e.kind == "role"] == ["y.near.run"]  # no longer detached


def test_a_longer_batch_is_told_with_its_methods() -> None:
    a, b = (Program(False, b"", [Promise(Program(False, b""), "x.near", [], count)]) for count in (1, 3))
    found = diff(analysis_of(execute(a).answer), analysis_of(other_ids(execute(b).answer)))
    (methods,) = [entry for entry in found.differences if entry.kind == "methods"]
    assert (methods.a, methods.b) == (["run"], ["run", "run", "run"])
    assert "node" not in kinds(found)


def test_another_deposit_and_another_promise_returned() -> None:
    a = run_of(call("x.near"), call("y.near"), returns=0)
    b = other_ids(run_of(call("x.near"), call("y.near"), returns=1))
    b["receipts"][0]["receipt"]["Action"]["actions"][0]["FunctionCall"]["deposit"] = "7"
    found = diff(analysis_of(a), analysis_of(b))
    assert [(e.kind, e.a, e.b) for e in found.differences if e.kind in ("deposit", "returns")] == [
        ("returns", "x.near.run", "y.near.run"),
        ("deposit", "0", "7"),
    ]


def test_a_call_that_becomes_a_callback_is_told() -> None:
    a = run_of(call("x.near"), call("y.near"), returns=1)
    b = run_of(call("x.near"), call("y.near", awaits=(0,)), returns=1)
    found = diff(analysis_of(a), analysis_of(other_ids(b)))
    assert [(e.path[-1], e.a, e.b) for e in found.differences if e.kind == "role"] == [
        ("x.near.run", ["call", "detached"], ["call"]),
        ("y.near.run", ["call"], ["callback"]),
    ]


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        ({"alice.near": "app.near"}, ()),  # two accounts against one
        ({"alice.near": "dev.near", "app.near": "dev.near"}, ()),
        ({"alice.near": "x.near", "app.near": "alice.near", "x.near": "app.near"}, ()),  # names change places
        ({"app.near": "dev.near"}, (("app.near", "dev.near"),)),
    ],
)
def test_renaming_is_one_to_one(names: dict[str, str], pairs: tuple[Any, ...]) -> None:
    answer = run_of()
    text = json.dumps(other_ids(answer))
    for i, old in enumerate(names):
        text = text.replace(f'"{old}"', f'"@{i}"')
    for i, new in enumerate(names.values()):
        text = text.replace(f'"@{i}"', f'"{new}"')
    a, b = analysis_of(answer), analysis_of(json.loads(text))
    assert diff(a, b).accounts == pairs
    assert_mirror(a, b)


def test_a_call_behind_a_new_one_has_moved() -> None:
    inner = call("x.near", b"deep")
    a = run_of(inner, call("y.near"))
    b = run_of(call("w.near", promises=[inner], returns=0), call("y.near"))
    found = diff(analysis_of(a), analysis_of(other_ids(b)))
    (moved,) = [entry for entry in found.differences if entry.kind == "parent"]
    assert (moved.path[-1], moved.a, moved.b) == ("x.near.run", "app.near.run", "w.near.run")
    (new,) = [entry for entry in found.differences if entry.kind == "node"]
    assert (new.missing, new.b["label"], new.b["calls"]) == ("a", "w.near.run", 1)


def test_the_only_call_of_a_method_may_go_to_another_contract() -> None:
    found = diff(analysis_of(run_of(call("x.near"))), analysis_of(other_ids(run_of(call("y.near")))))
    (receiver,) = [entry for entry in found.differences if entry.kind == "receiver"]
    assert (receiver.a, receiver.b) == ("x.near", "y.near")
    assert "node" not in kinds(found)


def renamed(answer: Any, names: dict[str, str]) -> Any:
    text = json.dumps(answer)
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return json.loads(text)


@given(seeds)
def test_the_same_program_on_other_accounts_is_the_same(seed: int) -> None:
    answer = execute(program_of(seed)).answer
    answer["receipts"][0]["receipt"]["Action"]["actions"][0]["FunctionCall"]["args"] = base64.b64encode(
        b'{"to": "sub.app.near", "alice.near": [1]}'
    ).decode()
    other = renamed(other_ids(answer), {"app.near": "dev-2.testnet", "alice.near": "bob.testnet"})
    other["receipts"][0]["receipt"]["Action"]["actions"][0]["FunctionCall"]["args"] = base64.b64encode(
        b'{"to": "sub.dev-2.testnet", "bob.testnet": [1]}'
    ).decode()
    a, b = analysis_of(answer), analysis_of(other)
    found = diff(a, b)
    assert found.accounts == (("alice.near", "bob.testnet"), ("app.near", "dev-2.testnet"))
    assert found.differences == ()
    assert_mirror(a, b)


def test_names_are_literal_where_renaming_would_mix_accounts_up() -> None:
    a = run_of(call("dev-2.near"))
    b = renamed(other_ids(run_of(call("x.near"))), {"app.near": "dev-2.near"})
    found = diff(analysis_of(a), analysis_of(b))
    assert found.accounts == ()
    assert kinds(found)[0] == "account"
    assert_mirror(analysis_of(a), analysis_of(b))


def test_one_of_three_parallel_calls_panics() -> None:
    a, b = tutorial("tutorial-parallel-3-ok").analysis, tutorial("tutorial-parallel-3-one-panics").analysis
    found = diff(a, b)
    panicked = ("caller.near.multiple_contracts", "bravo.near.get_value")
    done = ("caller.near.multiple_contracts", "caller.near.on_multi_done")
    assert [
        (entry.kind, entry.path, entry.slot) for entry in found.differences if entry.kind not in COSTS
    ] == [
        ("verdict", (), None),
        ("status", panicked, None),
        ("result", done, None),
        ("promise_result", done, 1),
        ("finding", panicked, None),
    ]
    (result,) = [entry for entry in found.differences if entry.kind == "result"]
    assert [(c.at, c.a, c.b, c.missing) for c in result.changes] == [
        ("$[1].Err", None, "failed", "a"),
        ("$[1].Ok", '"value of bravo.near"', None, "b"),
    ]


def test_differences_are_ordered_by_kind_and_costs_come_last() -> None:
    found = diff(tutorial("tutorial-parallel-3-ok").analysis, tutorial("tutorial-parallel-10-ok").analysis)
    places = [KINDS.index(entry.kind) for entry in found.differences]
    assert places == sorted(places)
    assert KINDS[-2:] == COSTS


def test_a_missing_receipt_list_is_a_difference() -> None:
    packed = load_json(
        Path(__file__).parent.parent.parent / "data" / "tutorial" / "tutorial-parallel-3-ok.json.gz"
    )
    answer = packed["tx_status"]["result"]
    whole, bare = analysis_of(answer), analysis_of({k: v for k, v in answer.items() if k != "receipts"})
    found = diff(whole, bare)
    assert "completeness" in kinds(found)
    assert "node" not in kinds(found)  # the same transaction is paired by receipt id
    assert_mirror(whole, bare)


@pytest.mark.parametrize("name", ["tutorial-parallel-3-ok", "tutorial-batch-ok"])
def test_the_same_program_on_three_protocols_differs_in_costs_only(shared_data: Path, name: str) -> None:
    folders = [shared_data / "node" / version / name for version in ("pv83", "pv84", "pv86")]
    documents = [document_of(folder).analysis for folder in folders if folder.is_dir()]
    assert len(documents) > 1
    for other in documents[1:]:
        found = diff(documents[0], other)
        assert not found.same
        assert kinds(found) == []


@walks_all
def test_every_recording_equals_itself_and_mirrors_its_neighbour(shared_data: Path) -> None:
    before = None
    for path in sorted(shared_data.glob("node/pv86/*/tx_status.json")):
        here = document_of(path.parent).analysis
        assert diff(here, here).same, path
        if before is not None and len(here.graph.nodes) < 300:
            assert_mirror(before, here)
        before = here
