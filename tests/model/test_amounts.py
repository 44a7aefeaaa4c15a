"""Amounts as people type them, exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.model.amounts import format_gas_column, format_gas_exact, parse_gas, parse_near

NONSENSE = [
    *(
        "",
        " ",
        "T",
        "1.5",
        "-1T",
        "+1T",
        "1e3T",
        "1,000T",
        "1_0T",
        "nanT",
        "infT",
        "0x10",
        "1TT",
        "1 t gas",
        ".5T",
        "5.T",
    ),
    *("١٢T", "1\nT", "1" * 41, "0.1234567890123T"),
]


@pytest.mark.parametrize(
    ("text", "gas"),
    [
        ("120T", 120 * 10**12),
        ("120Tgas", 120 * 10**12),
        ("120 Tgas", 120 * 10**12),
        ("0.5tgas", 5 * 10**11),
        ("300G", 3 * 10**11),
        ("1.000000000001T", 10**12 + 1),
        ("12", 12),
        ("12gas", 12),
        ("0", 0),
    ],
)
def test_gas(text: str, gas: int) -> None:
    assert parse_gas(text) == gas


@pytest.mark.parametrize(
    ("text", "yocto"),
    [("0.01N", 10**22), ("1 NEAR", 10**24), ("0.000000000000000000000001N", 1), ("7", 7), ("7yocto", 7)],
)
def test_near(text: str, yocto: int) -> None:
    assert parse_near(text) == yocto


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|finer|unit"):
        parse_gas(text)


@pytest.mark.parametrize("text", ["1T", "0.5", "0.0000000000000000000000001N", "N", "1 N N"])
def test_nonsense_is_no_near(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|finer|unit"):
        parse_near(text)


@given(st.integers(0, 10**39))
def test_every_whole_number_is_exact(number: int) -> None:
    assert parse_gas(str(number)) == number
    assert parse_near(f"{number}yocto") == number
    assert parse_gas(format_gas_exact(number).replace(",", "")) == number


@given(st.lists(st.integers(-(10**18), 10**18), min_size=3, max_size=3))
def test_numbers_of_a_column_add_up_to_their_last_digit(parts: list[int]) -> None:
    shown = [format_gas_column(part) for part in (*parts, sum(parts))]
    numbers = [0 if "<" in text else int(text.replace(",", "").replace(".", "")) for text in shown]
    assert abs(sum(numbers[:-1]) - numbers[-1]) <= 2
    assert all("<" in text or len(text.split(".")[1]) == 3 for text in shown)


@pytest.mark.parametrize(
    ("gas", "text"),
    [(0, "0.000"), (1, "<0.001"), (20 * 10**12, "20.000"), (10**30, "1,000,000,000,000,000,000.000")],
)
def test_gas_of_a_column(gas: int, text: str) -> None:
    assert format_gas_column(gas) == text
