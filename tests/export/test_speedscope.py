"""speedscope's own schema takes the flame graphs, and their weights are the ledger's gas to the last unit."""

# covers: xccviz/export/speedscope.py, xccviz/export/about.py

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export.worse import NAMES
from tests.export.worse import opened as document
from tests.layout.trees import Spec, analyses, analysis_of, document_of
from tests.reference.examples import some
from tests.reference.recorded import HERE, load_json
from xccviz.analysis.types import GasLedger
from xccviz.document import Document
from xccviz.export import ExportOptions, find_exporter, speedscope
from xccviz.export.speedscope import parts_of
from xccviz.model.trace import ProfileEntry
from xccviz.replay import moment_at

SCHEMA = jsonschema.Draft7Validator(load_json(HERE / "schemas" / "speedscope.json"))
Stack = tuple[str, ...]


def written(document: Document, step: int | None = None) -> Any:
    exporter = find_exporter("speedscope")
    assert exporter is not None
    return json.loads(exporter.run(document, ExportOptions(step=step)))


def weights(file: Any, profile: Any) -> Counter[Stack]:
    """How much each call path has of its own, as speedscope reads it: events in order, closed as they were opened."""
    names = [frame["name"] for frame in file["shared"]["frames"]]
    found: Counter[Stack] = Counter()
    open_: list[int] = []
    at = profile["startValue"]
    for event in profile["events"]:
        assert event["at"] >= at
        found[tuple(names[frame] for frame in open_)] += event["at"] - at
        at = event["at"]
        if event["type"] == "O":
            open_.append(event["frame"])
        else:
            assert open_.pop() == event["frame"]
    assert not open_
    assert at == profile["endValue"]
    return +found


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_takes_it_and_the_gas_is_the_ledgers(name: str) -> None:
    of = document(name)
    file = written(of)
    SCHEMA.validate(file)
    gas = weights(file, file["profiles"][0])
    assert gas.total() == of.analysis.gas.total_burnt
    costs = Counter({row: burnt for _, row, burnt in of.analysis.gas.by_cost})
    told: Counter[str] = Counter()
    for stack, weight in gas.items():
        told[stack[-1].replace(" ", "_").upper()] += weight
    assert {cost: told[cost] for cost in costs} == costs


def test_each_receipt_burns_what_its_ledger_says() -> None:
    of = document("parallel-one-panics")
    file = written(of)
    gas = weights(file, file["profiles"][0])
    whole: Counter[str] = Counter()
    for stack, weight in gas.items():
        whole[[name for name in stack if "near" in name][-1]] += weight
    burnt = {
        ("✗ " if facts.failed else "") + node.label: facts.gas.burnt
        for node in of.graph.nodes
        if not node.is_refund and (facts := of.analysis.facts[node.id])
    }
    assert whole == burnt
    assert ("alice.near → caller.near", "caller.near.multiple_contracts", "✗ bravo.near.get_value") in {
        stack[:3] for stack in gas
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_time_is_that_from_the_first_receipt_of_the_path_to_its_last(name: str) -> None:
    of = document(name)
    file = written(of)
    for profile in file["profiles"][1:]:
        deciding = of.graph.by_id[of.analysis.verdict.deciding or ""]
        first, last = of.graph.root.timestamp_ns, deciding.timestamp_ns
        if profile["unit"] == "nanoseconds":
            assert first is not None and last is not None
            whole = last - first
        else:
            assert profile["unit"] == "none"
            whole = (deciding.height or 0) - (of.graph.root.height or 0)
        assert weights(file, profile).total() == whole
    if name == "mainnet-swap":  # no document says when its receipts ran
        assert len(file["profiles"]) == 1


@pytest.mark.parametrize("name", ["join-of-joins", "yield-timed-out"])
def test_a_moment_has_what_was_burnt_by_then(name: str) -> None:
    of = document(name)
    for step in range(len(of.timeline) + 1):
        file = written(of, step)
        SCHEMA.validate(file)
        gas = weights(file, file["profiles"][0])
        assert gas.total() == moment_at(of.analysis, of.timeline, step).gas_burnt
        assert f"step {step} of {len(of.timeline)}" in file["name"]


@given(analyses(hostile=True, max_size=15), st.integers(0, 30) | st.none())
@settings(max_examples=some(25), deadline=None)
def test_whatever_the_chain_says_is_inert(analysis: Any, step: int | None) -> None:
    of = document_of(analysis)
    file = written(of, step)
    SCHEMA.validate(file)
    told = [file["name"], *(frame["name"] for frame in file["shared"]["frames"])]
    assert not any(ord(char) < 32 or char in "\u202e\ud800" for text in told for char in text)
    assert max(map(len, told)) < 1_000
    weights(file, file["profiles"][0])


def test_deep_calls_take_no_deep_stack_and_grow_with_their_number_only() -> None:
    of = document_of(analysis_of([Spec(i - 1) for i in range(3_000)]))
    assert len(written(of)["profiles"][0]["events"]) < 12 * 3_000


def test_a_path_from_one_deep_branch_to_another_and_back_has_not_all_callers_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(speedscope, "_CALLERS", 300)
    of = document_of(analysis_of([Spec(-1), *(Spec(max(0, i - 2)) for i in range(1, 200))]))
    writer = speedscope._Writer(of, ExportOptions())
    hops = sorted(of.graph.nodes, key=lambda node: node.depth)[-2:] * 50
    events = writer._along(hops, range(100))
    assert hops[0].depth > 90 and hops[0].parent != hops[1].parent
    assert 2 * 300 < len(events) <= 2 * (300 + len(hops))
    file, profile = {"shared": {"frames": writer.frames}}, {"startValue": 0, "endValue": 99, "events": events}
    assert weights(file, profile).total() == 99  # one inside another, to the end


def test_parts_that_are_more_than_the_whole_are_not_told() -> None:
    entry = ProfileEntry("WASM_HOST_COST", "BASE", 7)
    assert [part.gas for part in parts_of(GasLedger(burnt=9, contract=7, send_fees=0, profile=(entry,)))] == [
        7
    ]
    assert parts_of(GasLedger(burnt=6, contract=7, send_fees=0, profile=(entry,))) == ()
    assert parts_of(GasLedger(burnt=9, contract=5, send_fees=0, profile=(entry,))) == ()
