"""A shelf finds what touches a rectangle, and tells where it looks different from before."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from xccviz.display.qt import bounds_of
from xccviz.display.types import Rect
from xccviz.gui.canvas.shelf import Shelf
from xccviz.values import replace

PLACES = st.tuples(st.integers(-300, 2000), st.integers(-300, 2000), st.integers(0, 900), st.integers(0, 40))


def rects(places: list[tuple[int, int, int, int]]) -> list[Rect]:
    return [Rect(f"r{n}", None, "left", *map(float, place)) for n, place in enumerate(places)]


@given(st.lists(PLACES, max_size=20), PLACES, st.lists(PLACES, max_size=20))
@settings(max_examples=60)
def test_it_finds_what_touches_a_rectangle(
    places: list[tuple[int, int, int, int]],
    area: tuple[int, int, int, int],
    moved: list[tuple[int, int, int, int]],
) -> None:
    shelf, before = Shelf(), rects(places)
    assert shelf.put(before) == ([] if not before else None)
    now = [replace(old, **dict(zip(("x", "y"), place, strict=False)), fill="panel") if n % 2 else old
           for n, (old, place) in enumerate(zip(before, [*moved, *places], strict=False))]  # fmt: skip
    changed = shelf.put(now)
    assert changed is not None
    for old, new in zip(before, now, strict=True):
        if old != new:
            assert bounds_of(old) in changed
            assert bounds_of(new) in changed
    seen = QRectF(*area)
    assert list(shelf.within(seen)) == [rect for rect in now if bounds_of(rect).intersects(seen)]


def test_more_or_fewer_may_look_different_anywhere() -> None:
    shelf, few = Shelf(), rects([(0, 0, 10, 10), (50, 50, 10, 10)])
    shelf.put(few)
    assert shelf.put(few[:1]) is None
    assert list(shelf.within(QRectF(0, 0, 900, 900))) == few[:1]
    assert shelf.put(few[:1]) == []
