"""What was burnt beside all host costs is told only where it is known to be that; a batch is named by all it called."""

# covers: xccviz/tables/gas.py

from __future__ import annotations

import pytest

from tests.reference.recorded import tutorial
from xccviz.layout.icicle.build import lay_out
from xccviz.layout.types import LayoutOptions
from xccviz.replay import moment_at
from xccviz.tables.gas import GAS_TOTALS, costs_beside, total_rows


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "tutorial-parallel-3-one-panics",
            "The rest, 4.8 Tgas (64 %), is execution and sending, no host cost.",
        ),
        (
            "delegate-inner-fails",
            "The rest, 1.9 Tgas (91 %), is execution, sending, and what no profile tells.",
        ),
    ],
)
def test_the_rest_of_host_costs_is_told(name: str, said: str) -> None:
    assert costs_beside(tutorial(name)) == said


def test_by_a_moment_it_is_that_of_what_had_run() -> None:
    document = tutorial("tutorial-parallel-3-one-panics")
    told = [
        costs_beside(document, moment_at(document.analysis, document.timeline, step))
        for step in range(len(document.timeline) + 1)
    ]
    assert told[0] == "" and told[-1] == costs_beside(document)
    assert all(said.endswith("is execution and sending, no host cost.") for said in told[2:])


def test_a_row_with_the_gas_of_a_batch_is_named_by_all_it_called() -> None:
    """The chain does not tell how a batch split its gas; what the JSON is of stays the first of its calls."""
    document = tutorial("tutorial-batch-fail-step-two")
    row = next(row for row in total_rows(document, "methods") if row.others)
    assert row.told == ("alpha.near", "step_one + step_two")
    assert row.every_name == "alpha.near.step_one + step_two"
    assert GAS_TOTALS.cells(row, "card")[1] == "alpha.near.step_one + step_two"
    assert GAS_TOTALS.column("by").value(row) == "alpha.near.step_one"
    layout = lay_out(document.analysis, LayoutOptions())
    bar = next(bar for section in layout.sections for bar in section.bars if bar.others)
    assert bar.name == "step_one + step_two"
    start = total_rows(document, "methods", moment_at(document.analysis, document.timeline, 1))
    assert not any(row.others for row in start), "of the past what had run"
