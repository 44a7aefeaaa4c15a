"""What was burnt beside all host costs: told in so many words, and only where it is known to be that."""

# covers: xccviz/tables/gas.py

from __future__ import annotations

import pytest

from tests.reference.recorded import tutorial
from xccviz.replay import moment_at
from xccviz.tables.gas import costs_beside


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tutorial-parallel-3-one-panics", "The rest, 4.8 Tgas (64 %), is execution, no host cost."),
        ("delegate-inner-fails", "The rest, 1.9 Tgas (91 %), is execution, and what no profile tells."),
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
    assert all(said.endswith("is execution, no host cost.") for said in told[2:])
