"""Traces keep the rules of the Trace Event Format, as Perfetto and chrome://tracing read it."""

# covers: xccviz/export/chrome_trace.py, xccviz/export/spans.py

from __future__ import annotations

import json
from collections import defaultdict
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export.ten import resumed_by
from tests.export.worse import NAMES
from tests.export.worse import opened as document
from tests.layout.trees import Spec, analyses, analysis_of, dated, document_of
from tests.reference.examples import some
from tests.reference.recorded import HERE, timed_document_of
from xccviz.document import Document
from xccviz.export import ExportOptions, find_exporter
from xccviz.model.text import visible_text
from xccviz.query import parse


def written(document: Document, **options: Any) -> Any:
    exporter = find_exporter("chrome-trace")
    assert exporter is not None
    data = exporter.run(document, ExportOptions(**options))
    return json.loads(data, parse_float=Fraction)  # exact, as Perfetto's nanoseconds are


def holds(file: Any) -> None:
    """The rules of the format: what each phase needs, slices of a thread that nest, flows with both ends in a slice."""
    slices: dict[tuple[int, int], list[tuple[Any, Any]]] = defaultdict(list)
    flows: dict[Any, list[Any]] = defaultdict(list)
    processes, threads = set(), set()
    for event in file["traceEvents"]:
        assert isinstance(event["name"], str)
        assert type(event["pid"]) is int and type(event["tid"]) is int
        assert isinstance(event["ts"], int | Fraction) and event["ts"] >= 0
        where = event["pid"], event["tid"]
        match event["ph"]:
            case "M":
                (value,) = event["args"].values()
                assert isinstance(value, int if event["name"].endswith("sort_index") else str)
                if event["name"] == "process_name":
                    assert event["pid"] not in processes
                    processes.add(event["pid"])
                elif event["name"] == "thread_name":
                    assert where not in threads
                    threads.add(where)
            case "X":
                assert event["dur"] > 0
                slices[where].append((event["ts"], event["ts"] + event["dur"]))
            case "s" | "f":
                assert event["ph"] == "s" or event["bp"] == "e"
                flows[event["cat"], event["name"], event["id"]].append(event)
            case "i":
                assert event["s"] in ("g", "p", "t")
            case other:
                raise AssertionError(other)
    assert len({thread for _, thread in threads}) == len(threads)
    assert processes.isdisjoint(thread for process, thread in threads if process > 1)
    for where, found in slices.items():
        assert where in threads and where[0] in processes
        found.sort()
        assert all(end <= begin for (_, end), (begin, _) in pairwise(found))
    for begin, end in flows.values():
        assert (begin["ph"], end["ph"]) == ("s", "f")
        assert begin["ts"] <= end["ts"]
        for event in (begin, end):
            inside = slices[event["pid"], event["tid"]]
            assert any(first <= event["ts"] < last for first, last in inside)


def receipts(file: Any) -> dict[str, Any]:
    """The slices of receipts by their id."""
    return {e["args"]["receipt.id"]: e for e in file["traceEvents"] if e["ph"] == "X" and e["pid"] > 1}


@pytest.mark.parametrize("name", NAMES)
def test_the_rules_hold_and_every_receipt_is_there(name: str) -> None:
    of = document(name)
    file = written(of, collapse_refunds=False)
    holds(file)
    found = receipts(file)
    assert set(found) == {
        node.id for node in of.graph.nodes if node.parent is not None or not node.never_runs
    }
    failed = {e["args"]["receipt.id"] for e in file["traceEvents"] if e["ph"] == "i"}
    assert failed == {id for id, facts in of.analysis.facts.items() if facts.failed}
    for id, event in found.items():
        facts = of.analysis.facts[id]
        assert event["args"].get("gas.burnt") == facts.gas.burnt
        assert event["args"].get("block.height") == of.graph.by_id[id].height
    known = file["otherData"]["measure"]
    assert known == {
        "yield-timed-out": "blocks",
        "hostile": "blocks",
        "worse": "blocks",
        "mainnet-swap": "steps",
    }.get(name, "time")
    notes = [e["args"]["name"] for e in file["traceEvents"] if e["name"] == "thread_name" and e["pid"] == 1]
    assert notes == [file["otherData"]["note"]]


def test_a_slice_goes_from_the_block_that_made_a_receipt_to_the_one_that_ran_it() -> None:
    of = timed_document_of(HERE / "node" / "congested-callback")
    first = min(node.timestamp_ns for node in of.graph.nodes if node.timestamp_ns is not None)
    assert written(of)["otherData"]["began_ns"] == str(first)
    for id, event in receipts(written(of)).items():
        node = of.graph.by_id[id]
        made = of.graph.by_id[node.parent or id].timestamp_ns
        assert made is not None and node.timestamp_ns is not None
        assert event["ts"] * 1000 == made - first
        assert event["ts"] + event["dur"] > Fraction(node.timestamp_ns - first, 1000)


def test_arrows_say_who_called_whom_and_what_came_into_which_slot() -> None:
    of = document("parallel-one-panics")
    file = written(of)
    found = receipts(file)
    begins = {e["id"]: e for e in file["traceEvents"] if e["ph"] == "s"}
    where = {(e["pid"], e["tid"], e["ts"]): e["name"] for e in found.values()}
    ends = [e for e in file["traceEvents"] if e["ph"] == "f"]
    calls = [where[e["pid"], e["tid"], e["ts"]] for e in ends if e["cat"] == "call"]
    assert sorted(calls) == sorted(
        e["name"] for id, e in found.items() if of.graph.by_id[id].parent is not None
    )
    slots = {e["args"]["slot"]: (e["args"]["result"], e["name"]) for e in ends if e["cat"] == "result"}
    assert slots == {0: ("arrived", "slot 0"), 1: ("failed", "slot 1"), 2: ("arrived", "slot 2")}
    failing = next(e for e in ends if e.get("args", {}).get("result") == "failed")
    sender = begins[failing["id"]]
    bravo = next(e for e in found.values() if e["name"] == "✗ bravo.near.get_value")
    assert (sender["pid"], sender["tid"]) == (bravo["pid"], bravo["tid"])


def test_a_yield_gets_an_arrow_from_what_resumed_it() -> None:
    of = document("yield-resumed")
    file = written(resumed_by(of, of.graph.nodes[1].id, (None, None)))
    holds(file)
    (end,) = (e for e in file["traceEvents"] if e["ph"] == "f" and e["name"] == "resumed")
    (callback,) = (e for e in receipts(file).values() if e["name"] == "app.near.on_done")
    assert (end["pid"], end["tid"]) == (callback["pid"], callback["tid"])


@pytest.mark.parametrize("name", ["join-of-joins", "yield-resumed", "hostile"])
def test_a_moment_has_what_was_there_by_then(name: str) -> None:
    of = document(name)
    seen = 0
    for step in range(len(of.timeline) + 1):
        file = written(of, step=step)
        holds(file)
        found = receipts(file)
        assert len(found) >= seen
        seen = len(found)
        assert f"step {step} of {len(of.timeline)}" in file["otherData"]["about"]
        assert (file["otherData"]["title"] == visible_text(of.verdict.title)) == (step == len(of.timeline))


def test_what_a_filter_does_not_find_is_marked_or_hidden() -> None:
    of = document("parallel-one-panics")
    hits = {id for id, e in receipts(written(of, filter=parse("fail"))).items() if "matches" not in e["args"]}
    assert hits == set(parse("fail").matches(of))
    hidden = receipts(written(of, filter=parse("fail"), hides=True))
    assert set(hidden) < {node.id for node in of.graph.nodes} and hits < set(hidden)
    holds(written(of, filter=parse("fail"), hides=True))
    assert receipts(written(of, filter=parse("gas>9000T"), hides=True)) == receipts(written(of))


@given(analyses(hostile=True, max_size=15) | dated(15), st.integers(0, 30) | st.none(), st.booleans())
@settings(max_examples=some(25), deadline=None)
def test_whatever_the_chain_says_keeps_the_rules(analysis: Any, step: int | None, refunds: bool) -> None:
    file = written(document_of(analysis), step=step, collapse_refunds=refunds)
    holds(file)
    assert not any(ord(c) < 32 or c in "\u202e\ud800" for text in texts(file) for c in text)
    assert max(map(len, texts(file))) < 1_000


def test_a_name_without_end_is_cut_in_the_title_too() -> None:
    long = document_of(analysis_of([Spec(-1), Spec(0, failed=True, returns=True, method="x" * 5_000)]))
    assert len(long.verdict.title) > 5_000
    assert max(map(len, texts(written(long)))) < 1_000
    exporter = find_exporter("otlp-json")
    assert exporter is not None
    assert max(map(len, texts(json.loads(exporter.run(long, ExportOptions()))))) < 1_000


def texts(value: Any) -> list[str]:
    """All texts of a JSON value."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in texts(each)]


def test_calls_at_the_same_time_have_a_thread_each_and_later_ones_use_it_again() -> None:
    wide = written(document_of(analysis_of([Spec(-1), *(Spec(0) for _ in range(50))])))
    assert len({e["tid"] for e in receipts(wide).values()}) >= 50
    deep = written(document_of(analysis_of([Spec(i - 1) for i in range(50)])))
    assert len({e["tid"] for e in receipts(deep).values()}) <= 4
