"""The buttons at the sides of a drawing cover none of its boxes as long as there is another place."""

# covers: xccviz/gui/canvas/beyond.py

from __future__ import annotations

from itertools import combinations, product

import pytest
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from xccviz.gui.canvas.beyond import AIR_PX, ASKED, MANY, MARGIN_PX, SIDES, Beyond, with_room
from xccviz.layout.types import Bounds

SEEN = QRectF(0, 0, 600, 400)
ABOVE, BELOW = Bounds(0, -100, 50, 50), Bounds(0, 900, 50, 50)


@pytest.fixture
def beyond(qtbot: QtBot) -> Beyond:
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(600, 400)
    return Beyond(view)


def place(beyond: Beyond, side: str) -> QRect:
    return beyond.buttons[side].geometry()


def test_a_button_stands_in_the_middle_of_its_side(beyond: Beyond) -> None:
    beyond.show_boxes([ABOVE, BELOW])
    beyond.show_sight(SEEN)
    for side in ("up", "down"):
        assert abs(place(beyond, side).center().x() - 300) <= 1
    assert place(beyond, "up").top() < 30 < 370 < place(beyond, "down").bottom()


def test_a_button_makes_way_for_a_box_and_stays_where_it_covers_none(beyond: Beyond) -> None:
    card = Bounds(200, -10, 200, 60)
    beyond.show_boxes([ABOVE, card])
    beyond.show_sight(SEEN)
    aside = place(beyond, "up")
    assert aside.right() + AIR_PX <= 200 or aside.left() >= 400 + AIR_PX
    beyond.show_boxes([ABOVE, Bounds(900, 0, 20, 20)])
    beyond.show_sight(SEEN)
    assert place(beyond, "up") == aside, "nothing drives it away"
    beyond.show_boxes([ABOVE, Bounds(aside.x(), 0, aside.width(), 60)])
    beyond.show_sight(SEEN)
    assert abs(place(beyond, "up").center().x() - 300) <= 1


def test_where_a_row_of_boxes_stands_along_a_side_it_stands_further_in(beyond: Beyond) -> None:
    row = [Bounds(x, 0, 80, 50) for x in range(0, 600, 100)]
    beyond.show_boxes([ABOVE, *row])
    beyond.show_sight(SEEN)
    button = place(beyond, "up")
    assert 50 + AIR_PX <= button.top() < 80 and abs(button.center().x() - 300) <= 1


def test_boxes_are_looked_for_where_they_are_seen(beyond: Beyond) -> None:
    """The scene may be scrolled, and larger or smaller than the view."""
    card = Bounds(1_000 + 100, 2_000, 100, 50)
    beyond.show_boxes([ABOVE, card])
    beyond.show_sight(QRectF(1_000, 2_000, 300, 200))
    assert not place(beyond, "up").intersects(QRect(200, 0, 200, 100))


def test_no_button_lies_under_the_map(beyond: Beyond) -> None:
    beyond.show_boxes([BELOW])
    beyond.show_sight(SEEN, QRect(250, 250, 350, 150))
    assert place(beyond, "down").right() < 250


def test_where_everything_is_taken_it_stands_in_the_middle(beyond: Beyond) -> None:
    beyond.show_boxes([ABOVE, Bounds(-10, -10, 700, 500)])
    beyond.show_sight(SEEN)
    assert abs(place(beyond, "up").center().x() - 300) <= 1
    card = Bounds(200, -10, 200, 60)
    beyond.show_boxes([ABOVE, *[card] * MANY])
    beyond.show_sight(SEEN)
    assert abs(place(beyond, "up").center().x() - 300) <= 1, "of so many none is looked at"


def test_no_button_lies_upon_another(beyond: Beyond) -> None:
    """However low or narrow the view is, and wherever boxes drive them."""
    around = [ABOVE, Bounds(0, 2_000, 50, 50), Bounds(-100, 0, 50, 50), Bounds(2_000, 0, 50, 50)]
    crowd = [Bounds(x, y, 60, 40) for x in range(0, 600, 90) for y in range(0, 400, 70)]
    told = set()
    for boxes in (around, [*around, *crowd]):
        for width, height in product((150, 250, 435, 600), range(0, 300, 7)):
            view = beyond.parentWidget()
            view.resize(width, height)
            beyond.show_boxes(boxes)
            beyond.show_sight(QRectF(0, 0, width, height))
            shown = [button.geometry() for button in beyond.buttons.values() if not button.isHidden()]
            told.add(len(shown))
            assert not any(one.intersects(other) for one, other in combinations(shown, 2)), (width, height)
            assert all(view.rect().contains(one) for one in shown), (width, height)
    assert told >= {0, 2, 4}


def test_in_a_low_view_those_above_and_below_stay_longest(beyond: Beyond) -> None:
    small = QSize(70, 20)
    sizes = dict.fromkeys(SIDES, small)
    rows = [2 * MARGIN_PX + n * 20 + (n - 1) * AIR_PX for n in (1, 2, 3)]
    assert with_room(sizes, rows[2]) == set(SIDES)
    assert with_room(sizes, rows[2] - 1) == with_room(sizes, rows[1]) == {"up", "down"}
    assert with_room(sizes, rows[1] - 1) == set()
    assert with_room({"left": small, "right": small}, rows[0]) == {"left", "right"}
    assert with_room({"up": small}, rows[0]) == {"up"}


def test_a_button_makes_way_for_a_line_where_there_is_another_place(beyond: Beyond) -> None:
    line = QRectF(290, 0, 20, 400)
    beyond.show_boxes([ABOVE])
    beyond.show_sight(SEEN, None, line.intersects)
    aside = place(beyond, "up")
    assert not line.intersects(QRectF(aside))
    beyond.show_sight(SEEN.adjusted(0, 1, 0, 1), None, lambda area: False)
    assert place(beyond, "up") == aside, "nothing drives it away"
    asked = []
    beyond.show_sight(SEEN.adjusted(0, 2, 0, 2), None, lambda area: not asked.append(area))
    assert place(beyond, "up") == aside and len(asked) <= ASKED + 1, "lines are everywhere"
