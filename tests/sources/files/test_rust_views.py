"""What nearcore's views print is read as the node would have answered, whatever a contract returned into it."""

from __future__ import annotations

import base64
import copy
import sys
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.reference.pasted import parsed
from tests.reference.prints import rust_view
from xccviz.sources.files.rust_debug import DebugTextError, Returned, read_debug
from xccviz.sources.files.rust_views import results_in

ANSWER = parsed("13-")
returned = st.text(alphabet="'(){}[],:\"` ab1", max_size=60)


def answer_with(value: str) -> dict[str, Any]:
    answer = copy.deepcopy(ANSWER)
    answer["receipts_outcome"][0]["outcome"]["status"] = {
        "SuccessValue": base64.b64encode(value.encode()).decode()
    }
    return answer


@given(returned, st.booleans())
@example("'), metadata: ExecutionMetadataView { version: 1, gas_profile: None } } }], x: (", False)
@example("'), a: (", True)
@example("') } }] }", False)
def test_a_returned_value_is_read_as_it_was_or_not_at_all(value: str, pretty: bool) -> None:
    """It is printed without escapes (near_fmt::AbbrBytes), so it may look like the rest of the print."""
    answer = answer_with(value)
    try:
        (result,) = results_in(rust_view(answer, pretty=pretty))
    except DebugTextError:
        assert "'" in value  # only a quote can end it early
        return
    assert result["receipts_outcome"] == answer["receipts_outcome"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("logs: [], receipt_ids", "logs: [], more: 1, receipt_ids"),
        ("hash: GMw5", "hash: 7Mw5"),
        ("final_execution_outcome: Some(", "final_execution_outcome: (None, "),
        ("receipts_outcome: [", "receipts_outcome: (9)["),
    ],
)
def test_what_is_no_whole_print_is_refused(old: str, new: str) -> None:
    printed = rust_view(ANSWER, pretty=False)
    assert old in printed
    with pytest.raises(DebugTextError):
        results_in(printed.replace(old, new, 1))


def test_a_number_that_is_no_byte_is_none_however_few_digits_python_may_read() -> None:
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(640)
    try:
        value, _ = read_debug(f"SuccessValue([{'9' * 641}])")
    finally:
        sys.set_int_max_str_digits(before)
    assert value.values == (Returned(None),)
