"""Amounts as people type them, exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.model.amounts import (
    YOCTO,
    format_gas_column,
    format_gas_exact,
    format_gas_whole,
    format_near,
    parse_gas,
    parse_near,
)

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


@pytest.mark.parametrize(
    ("yocto", "nearest", "enough"),
    [
        (120980268808500000000, "0.000121 N", "0.000121 N"),
        (306_380 * 10**18, "0.3064 N", "0.3064 N"),
        (306_320 * 10**18, "0.3063 N", "0.3064 N"),
        (9_999_960 * 10**18, "10 N", "10 N"),
        (YOCTO - 1, "1 N", "1 N"),
        (-1_000_240 * 10**18, "-1.0002 N", "-1.0003 N"),
        (123_456_7896 * 10**23, "123,456,790 N", "123,456,790 N"),
        (10**15 - 1, "999,999,999,999,999 yocto", "999,999,999,999,999 yocto"),
    ],
)
def test_near_is_rounded_to_nearest_and_what_is_needed_up(yocto: int, nearest: str, enough: str) -> None:
    assert (format_near(yocto), format_near(yocto, "up")) == (nearest, enough)


@given(st.integers(10**15, 10**34))
def test_a_rounded_amount_is_as_near_as_its_digits_allow(yocto: int) -> None:
    digits = format_near(yocto).removesuffix(" N").replace(",", "")
    whole, _, part = digits.partition(".")
    shown = int(whole) * YOCTO + int((part or "0").ljust(24, "0"))
    assert abs(shown - yocto) * 2 <= max(yocto // 10**3, YOCTO if yocto >= 10**28 else 0)
    up = format_near(yocto, "up").removesuffix(" N").replace(",", "").partition(".")
    assert int(up[0]) * YOCTO + int((up[2] or "0").ljust(24, "0")) >= yocto
    down = format_near(yocto, "down").removesuffix(" N").replace(",", "").partition(".")
    assert int(down[0]) * YOCTO + int((down[2] or "0").ljust(24, "0")) <= yocto


@pytest.mark.parametrize(
    ("gas", "text"),
    [
        (30 * 10**12, "30 Tgas"),
        (150 * 10**9, "0.15 Tgas"),
        (0, "0 Tgas"),
        (None, "not known"),
        (10**30 + 1, "1,000,000,000,000,000,000 Tgas"),
        (203_782_276_214, "0.2 Tgas (203,782,276,214 gas)"),
        (300 * 10**12 + 1, "300 Tgas (300,000,000,000,001 gas)"),
        (1, "<0.001 Tgas (1 gas)"),
    ],
)
def test_gas_that_somebody_chose_is_told_to_the_unit(gas: int | None, text: str) -> None:
    assert format_gas_whole(gas) == text
