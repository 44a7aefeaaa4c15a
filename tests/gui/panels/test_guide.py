# covers: xccviz/gui/panels/guide.py, xccviz/gui/views/guided.py, xccviz/gui/shell/explaining.py, xccviz/words/guides.py
"""Who asks "What am I looking at?" gets words at the parts of every view, until anything else is done."""

from __future__ import annotations

from itertools import combinations
from typing import get_args

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.gui.conftest import FAILED, OpenWindow, discard
from tests.gui.looks import settle
from xccviz.gui.look.theme import application
from xccviz.gui.panels import guide
from xccviz.gui.panels.guide import Guide, best_place
from xccviz.gui.views import VIEWS, guided
from xccviz.gui.views.tree import TreeView
from xccviz.gui.window import MainWindow
from xccviz.model.literals import LineKind
from xccviz.words.guides import GUIDES, LINES
from xccviz.words.guides import VIEWS as SAID


def asked(window: MainWindow) -> Guide:
    window.actions_by_id["help.view"].trigger()
    settle()
    guide = window.findChild(Guide)
    assert guide is not None
    return guide


def test_every_view_and_every_sort_of_line_is_told_of() -> None:
    assert set(SAID) == set(GUIDES) == {*(spec.id for spec in VIEWS), "compare"}
    assert set(LINES) == set(get_args(LineKind))


@pytest.mark.parametrize("view", [spec.id for spec in VIEWS if not spec.of_call])
def test_words_stand_at_the_parts_of_a_view_and_upon_no_others(reuse_window: OpenWindow, view: str) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.resize(1440, 900)
    window.actions_by_id[f"view.{view}"].trigger()
    settle()
    guide = asked(window)
    assert len(guide.cards) >= 4
    inside = guide.rect()
    assert all(inside.contains(card.geometry()) for card in guide.cards)
    assert all(inside.contains(place) for place in guide.places)
    assert not any(a.geometry().intersects(b.geometry()) for a, b in combinations(guide.cards, 2))
    for card in guide.cards:
        for words in card.findChildren(QLabel):
            assert words.heightForWidth(words.width()) <= words.height() + 1, words.text()
    said = [card.accessibleName() for card in guide.cards]
    assert len(set(said)) == len(said)
    guide.leave()
    assert window.findChild(Guide) is None


def test_the_keyboard_goes_from_part_to_part_and_back_to_where_it_was(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    before = application().focusWidget()
    guide = asked(window)
    assert application().focusWidget() is guide
    assert guide.accessibleDescription() == SAID["graph"]
    for number in (0, 1):
        QTest.keyClick(guide, Qt.Key.Key_Down)
        assert guide.chosen == number
        assert guide.cards[number].accessibleName() in guide.accessibleDescription()
    QTest.keyClick(guide, Qt.Key.Key_Up)
    assert guide.chosen == 0
    QTest.keyClick(guide, Qt.Key.Key_Escape)
    assert window.findChild(Guide) is None
    assert application().focusWidget() is before


def test_it_goes_with_a_step_a_click_and_when_it_is_asked_for_again(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    asked(window)
    window.actions_by_id["stepBack"].trigger()
    assert window.findChild(Guide) is None
    QTest.mouseClick(asked(window), Qt.MouseButton.LeftButton)
    assert window.findChild(Guide) is None
    asked(window)
    window.actions_by_id["help.view"].trigger()
    assert window.findChild(Guide) is None


def test_words_stand_beside_their_part_and_not_upon_others() -> None:
    free, room = QRect(0, 0, 600, 400), QSize(200, 60)
    part = QRect(100, 100, 40, 40)
    first = best_place(room, part, free, [], [part])
    assert free.contains(first) and not first.intersects(part)
    second = best_place(room, part, free, [first], [part])
    assert not second.intersects(first)
    assert best_place(room, part, QRect(QPoint(0, 0), room), [], []) == QRect(QPoint(0, 0), room)


def test_a_large_window_takes_no_longer_than_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places that are too far off to be better than what was found are not weighed."""
    weighed, area = [0], guide._area

    def counting(spot: QRect) -> int:
        weighed[0] += 1
        return area(spot)

    monkeypatch.setattr(guide, "_area", counting)
    parts = [QRect(60 + 50 * n, 80 + 40 * n, 120, 30) for n in range(8)]
    counts = []
    for free in (QRect(0, 0, 900, 600), QRect(0, 0, 2_700, 1_800)):
        weighed[0], taken = 0, list[QRect]()
        for part in parts:
            taken.append(best_place(QSize(214, 61), part, free, taken, parts))
        assert not any(a.intersects(b) for a, b in combinations(taken, 2))
        counts.append(weighed[0])
    assert counts[1] < 2 * counts[0] < 50_000


def test_of_a_long_tree_only_what_is_in_sight_is_looked_through(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.resize(1000, 500)
    window.intents.show_view("tree")
    settle()
    tree = window.views["tree"]
    assert isinstance(tree, TreeView)
    tree.table.expandAll()
    settle()
    port = tree.table.viewport()
    below = port.mapToGlobal(port.rect().bottomLeft()).y()
    rows = [place for name, _, place in guided._of_tree(tree) if name in ("row", "failed")]
    assert len(rows) > 2 and tree.table.verticalScrollBar().maximum() > 0
    assert all(place.top() <= below for place in rows)


def test_who_stood_on_what_was_made_anew_meanwhile_leaves_it_too(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    stood = QPushButton(window)
    stood.show()
    stood.setFocus()
    veil = asked(window)
    assert veil._before is stood
    discard(stood)
    QTest.keyClick(veil, Qt.Key.Key_Escape)
    assert window.findChild(Guide) is None


def test_in_a_small_window_what_has_no_room_waits_until_it_is_gone_to(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.resize(900, 600)
    settle()
    guide = asked(window)
    shown = [card for card in guide.cards if not card.isHidden()]
    assert guide.spare and len(shown) == len(guide.cards) - len(guide.spare)
    assert not any(a.geometry().intersects(b.geometry()) for a, b in combinations(shown, 2))
    for number in range(len(guide.cards)):
        guide.choose(number)
        assert not guide.cards[number].isHidden()
    assert guide.cards[0].isHidden() == (guide.cards[0] in guide.spare)
    guide.leave()


def test_cards_leave_most_of_a_view_to_be_seen(reuse_window: OpenWindow) -> None:
    window = reuse_window("sample:mainnet-hidden-failure")
    window.resize(1280, 800)
    window.actions_by_id["view.timeline"].trigger()
    settle()
    guide = asked(window)
    shown = [card for card in guide.cards if not card.isHidden()]
    covered = sum(card.width() * card.height() for card in shown)
    assert len(shown) >= 4
    assert covered <= 0.2 * guide.width() * guide.height()
    guide.leave()
