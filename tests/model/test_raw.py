"""Raw JSON is asked what it is before it is read."""

from __future__ import annotations

import pytest

from xccviz.model.raw import Json, whole_number


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (7, 7),
        ("007", 7),
        ("9" * 60, 10**60 - 1),
        ("9" * 61, None),
        ("-1", None),
        ("²", None),
        (True, None),
        (1.5, None),
    ],
)
def test_a_whole_number_may_be_text(value: Json, number: int | None) -> None:
    assert whole_number(value) == number
