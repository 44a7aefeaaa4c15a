"""The palette: every action and every receipt by a few letters, with the keyboard alone."""

# covers: xccviz/gui/lists/choice_list.py, xccviz/gui/state/choices.py, xccviz/gui/dialogs/palette_texts.py

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.effort import growth
from tests.gui.conftest import BATCH, FAILED, OpenWindow, node_called, sized
from tests.gui.looks import settle
from xccviz.document import Document
from xccviz.gui.dialogs.palette_texts import around, text_choices
from xccviz.gui.state.choices import Choice, matching
from xccviz.gui.window import MainWindow
from xccviz.query import Columns


def nothing() -> None:
    pass


CHOICES = (
    Choice("Step › First", nothing),
    Choice("View › Fit", nothing),
    Choice("a.near.first_call", nothing, search="id9"),
    Choice("File › Refirst", nothing),
)


def texts(typed: str) -> list[str]:
    return [choice.text for choice in matching(CHOICES, typed)]


def test_words_are_found_anywhere_and_those_that_begin_so_come_first() -> None:
    assert texts("") == [choice.text for choice in CHOICES]
    assert texts("FIRST") == ["Step › First", "a.near.first_call", "File › Refirst"]
    assert texts("fit") == ["View › Fit"]
    assert texts("first step") == ["Step › First"]
    assert texts("id9") == ["a.near.first_call"]
    assert texts("nothing at all") == []


def test_a_long_list_is_cut_and_read_once() -> None:
    many = [Choice(f"a.near.call_{n}", nothing, search="x" * 50) for n in range(8_000)]
    assert len(matching(many, "call")) == 200
    assert [c.text for c in matching(many, "call_7999")] == ["a.near.call_7999"]
    assert growth(lambda count: matching(many[:count], "call_7"), 500, 8_000) < 3


@pytest.fixture
def window(qtbot: QtBot, reuse_window: OpenWindow) -> MainWindow:
    window = reuse_window(f"sample:{FAILED}")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_it_opens_filters_runs_and_gives_the_keyboard_back(qtbot: QtBot, window: MainWindow) -> None:
    palette = window.palette_list
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert palette.isVisible()
    assert palette.field.hasFocus()
    qtbot.keyClicks(palette.field, "step first")
    assert palette.list.current() is not None
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.views["graph"].hasFocus()
    tab = window.store.state.tab
    assert tab is not None
    assert tab.cursor.index == 0


def test_a_receipt_is_gone_to_by_its_name(qtbot: QtBot, window: MainWindow) -> None:
    tab = window.store.state.tab
    assert tab is not None
    window.show_palette()
    qtbot.keyClicks(window.palette_list.field, "on_multi")
    qtbot.keyClick(window.palette_list.field, Qt.Key.Key_Return)
    tab = window.store.state.tab
    assert tab is not None
    assert tab.selection == node_called(tab.document, "caller.near.on_multi_done")


def test_arrows_move_and_go_round_and_escape_closes(qtbot: QtBot, window: MainWindow) -> None:
    palette = window.palette_list
    window.show_palette()
    rows = palette.list.choices
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.current() is rows[-1]
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.current() is rows[0]
    qtbot.keyClick(palette.field, Qt.Key.Key_PageDown)
    assert palette.list.current() is rows[8]
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.views["graph"].hasFocus()


def test_what_can_not_be_done_now_is_not_offered(reuse_window: OpenWindow) -> None:
    window = reuse_window()
    window.show_palette()
    offered = {choice.text for choice in window.palette_list.list.choices}
    assert "Step › First" not in offered
    assert "File › Open…" in offered
    window.palette_list.field.setText("zzzz")
    assert window.palette_list.nothing.isVisible()
    assert not window.palette_list.list.isVisible()


def test_it_fits_into_a_small_window_and_goes_when_something_else_is_clicked(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show_palette()
    sized(window, 800, 600)
    assert window.rect().contains(window.palette_list.geometry())
    window.views["graph"].setFocus()
    assert not window.palette_list.isVisible()
    assert window.views["graph"].hasFocus()


def test_escape_closes_it_and_cancels_nothing(qtbot: QtBot, window: MainWindow) -> None:
    window.opener.open(f"sample:{BATCH}")
    window.show_palette()
    qtbot.keyClick(window.palette_list.field, Qt.Key.Key_Escape)
    with qtbot.waitSignal(window.idle):
        pass
    assert len(window.store.state.tabs) == 2


# ---------------------------------------------------------------------------------------------- texts inside receipts


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("no value TODAY", "in the error of bravo.near.get_value"),
        ("value of delta", "in the result of delta.near.get_value"),
    ],
)
def test_texts_in_receipts_are_found_and_select_them(
    qtbot: QtBot, window: MainWindow, typed: str, right: str
) -> None:
    palette = window.palette_list
    window.show_palette()
    qtbot.keyClicks(palette.field, typed)
    settle()
    found = [choice for choice in palette.list.choices if choice.right == right]
    assert len(found) == 1
    assert typed.casefold() in found[0].text.casefold()
    while palette.list.current() is not found[0]:
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    tab = window.store.state.tab
    assert tab is not None
    assert tab.selection == node_called(tab.document, right.rpartition(" ")[2])


def test_arguments_and_logs_are_searched_whole(documents: Callable[[str], Document]) -> None:
    document = documents("mainnet-hidden-failure")
    columns = Columns(document)
    told: dict[str, set[str]] = {}
    for node, facts in zip(columns.nodes, columns.facts, strict=True):
        for log in facts.logs[:1]:
            told.setdefault(log.text[-30:], set()).add(node.id)
        for each in facts.args[:1]:
            if each is not None and each.kind != "empty" and len(each.text) > 40:
                told.setdefault(each.text[-30:], set()).add(node.id)
    assert told
    for text, nodes in list(told.items())[:12]:
        selected: list[str] = []
        for choice in text_choices(columns, text, selected.append):
            choice.run()
            assert " ".join(text.split()).casefold() in choice.text.casefold()
        assert nodes <= set(selected)
    assert text_choices(columns, "a", selected.append) == ()


def test_what_stands_around_is_one_line_and_short() -> None:
    text = "a" * 500 + "\n needle \t" + "b" * 500
    shown = around(text, "needle")
    assert shown.startswith("…a")
    assert "a needle b" in shown
    assert len(shown) < 130
    assert around("needle", "needle") == "needle"
