"""Names shortened beside others: they fit, and each is told from the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.layout.measure import measure
from xccviz.layout.shorten import distinct_middle, distinct_names

FONT, SIZE = "semibold", 12.5
WORKERS = [f"worker-{i}.near" for i in range(7)]
FACTORY = [f"a-very-long-sub-account-of-a{i:04}xx-of-a-factory.application.near" for i in range(4)]


@given(
    st.lists(st.text("ab.near-0", min_size=1, max_size=64), min_size=1, max_size=8, unique=True),
    st.floats(72, 300),
)
def test_names_fit_and_what_fits_is_whole(names: list[str], room: float) -> None:
    shown = distinct_names(dict.fromkeys(names, room), FONT, SIZE)
    assert list(shown) == names
    for name, short in shown.items():
        assert measure(short, FONT, SIZE) <= room + 0.5
        assert short == name or measure(name, FONT, SIZE) > room - 0.5
        assert distinct_middle(name, room, names, FONT, SIZE) == short


@pytest.mark.parametrize("room", [60.0, 70.0, 82.0, 86.0, 120.0])
@pytest.mark.parametrize("names", [WORKERS, FACTORY])
def test_names_that_differ_in_one_place_stay_distinct(names: list[str], room: float) -> None:
    assert len(set(distinct_names(dict.fromkeys(names, room), FONT, SIZE).values())) == len(names)


def test_one_ellipsis_is_enough_where_what_differs_is_near_an_end() -> None:
    assert distinct_middle("worker-3.near", 70, WORKERS, FONT, SIZE) == "w…-3.near"
    assert distinct_middle("worker-3.near", 60, WORKERS, FONT, SIZE) == "w…3.near"
    tails = ["app.near.with-a-long-tail", "abb.near.with-a-long-tail"]
    assert distinct_middle(tails[0], 100, tails, FONT, SIZE).startswith("app")


def test_names_that_differ_far_inside_show_head_difference_and_tail() -> None:
    assert distinct_middle(FACTORY[2], 166, FACTORY, FONT, SIZE) == "a-very…02xx-o…near"


def test_no_tail_stands_that_tells_nothing() -> None:
    assert distinct_middle(FACTORY[2], 90, FACTORY, FONT, SIZE) == "…02xx-of-a-…"


def test_cut_once_a_name_has_one_ellipsis_and_is_told_apart_where_there_is_room() -> None:
    recipes = ["recipes.mike.near", "recipes-counter.mike.near", "recipes-caller.mike.near"]
    for names in (WORKERS, FACTORY, recipes):
        for room in range(30, 320, 5):
            shown = [distinct_middle(name, room, names, FONT, SIZE, once=True) for name in names]
            assert all(short.count("…") <= 1 and measure(short, FONT, SIZE) <= room + 0.5 for short in shown)
    told = {distinct_middle(name, 240, FACTORY, FONT, SIZE, once=True) for name in FACTORY}
    assert len(told) == len(FACTORY)
