"""Documents that are all of one thing: the work for them grows as they do, in every step, and so does the memory."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.effort import growth
from tests.reference.heavy import SHAPES
from tests.reference.recorded import raw_of
from xccviz.analysis.compare.diff import diff
from xccviz.cli.terminal import Terminal
from xccviz.cli.views import VIEWS
from xccviz.cli.views.shown import shown_of
from xccviz.document import Document, build_document
from xccviz.export import EXPORTERS, ExportOptions
from xccviz.export.json_graph import run
from xccviz.query import completions, parse, why_none

FILTER = "text:a | account:*a* | event:* | !(gas>1T slots=0 step<5) | finding:soft_failure join"
FEW, MANY = 100, 1600
STEPS: Mapping[str, Callable[[Document], object]] = {
    **{name: lambda one, view=view: view.show(one, Terminal(io.StringIO())) for name, view in VIEWS.items()},
    **{row.name: lambda one, row=row: row.run(one, ExportOptions()) for row in EXPORTERS},
    "filter": lambda one: parse(FILTER).matches(one),
    "why none": lambda one: why_none(parse(f"({FILTER}) gas>9000T"), one),
    "completion": lambda one: completions("a method:", 9, one),
    "show --filter": lambda one: VIEWS["tree"].show(
        one, Terminal(io.StringIO()), shown_of(one, len(one.timeline) // 2, parse("!refund"))
    ),
    "diff": lambda one: diff(one.analysis, one.analysis),
}


def grows(work: Callable[[Any], object], few: Any, many: Any) -> float:
    return growth(lambda n: work(few if n == FEW else many), FEW, MANY)


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
def test_the_work_grows_as_the_document_does(shape: str) -> None:
    """Sixteen times as much is at most forty times the work: n log n, and a machine that others use."""
    few, many = (raw_of(SHAPES[shape](n)) for n in (FEW, MANY))
    told = {"open": grows(build_document, few, many)}
    documents = build_document(few), build_document(many)
    told |= {name: grows(step, *documents) for name, step in STEPS.items()}
    assert {name: times for name, times in told.items() if times > 2.5} == {}


def test_what_once_grew_with_the_square_does_not() -> None:
    """The steps of a callback's slots, and the pairs and the picture of a circle of returns."""
    slots = [build_document(raw_of(SHAPES["slots"](n))) for n in (FEW, MANY)]
    assert grows(STEPS["timeline"], *slots) < 2.5
    circles = [build_document(raw_of(SHAPES["circle"](n))) for n in (FEW, MANY)]
    assert grows(STEPS["diff"], *circles) < 2.5
    assert grows(STEPS["svg"], *circles) < 2.5


def test_a_profile_of_a_million_rows_is_none() -> None:
    answer = SHAPES["batch"](1)
    row = {"cost": "BASE", "cost_category": "WASM_HOST_COST", "gas_used": "1"}
    answer["receipts_outcome"][0]["outcome"]["metadata"] = {"version": 3, "gas_profile": [row] * 1_000_000}
    tracemalloc.start()
    try:
        document = build_document(raw_of(answer))
        exported = json.loads(run(document))
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert exported["nodes"][1]["gas"]["profile"] == []
    assert any(problem["code"] == "bad_profile" for problem in exported["completeness"]["problems"])
