"""Each wrapping is taken away, and what is in it is known then."""

# covers: xccviz/analysis/told/wrappings.py

from __future__ import annotations

import pytest

from xccviz.analysis.told.wrappings import WRAPPINGS, Wrapping, before_stack, peeled
from xccviz.opening.explain import explain


@pytest.mark.parametrize("row", WRAPPINGS, ids=lambda row: row.pattern)
def test_a_wrapping_is_taken_away(row: Wrapping) -> None:
    assert explain(row.example)[1] is not None
    others = tuple(other for other in WRAPPINGS if other is not row)
    assert len(others) == len(WRAPPINGS) - 1
    assert len(list(peeled(row.example))) > 1


def test_a_stack_is_left_out() -> None:
    stack = "Error: no\n    at parseResultError (/app/rpc_errors.js:31:29) {\n  type: 'x'\n}"
    assert before_stack(stack) == "Error: no"
    assert before_stack("nothing to cut") == "nothing to cut"
