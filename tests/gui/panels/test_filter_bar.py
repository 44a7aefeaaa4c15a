"""The filter bar with real keys and the real mouse: live, walked, mistaken, empty-handed, completed, remembered."""

# covers: xccviz/gui/panels/filter_field.py, xccviz/gui/panels/hits_row.py, xccviz/gui/shell/tool_row.py
# covers: xccviz/gui/filter_intents.py, xccviz/gui/tasks/finding.py, xccviz/gui/state/filters.py

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, node_called, sized
from tests.gui.looks import settle
from tests.query.test_parser import MISTAKES
from xccviz.display.types import Text
from xccviz.export.pictures import picture as picture_of
from xccviz.gui.panels.filter_bar import seen
from xccviz.gui.state.exporting import export_options
from xccviz.gui.state.filters import LONGEST, USED, Filters, filters_of, with_saved, with_used, without
from xccviz.gui.state.memory import Memory, memory_path, read_memory, write_memory
from xccviz.gui.state.store import OpenTab
from xccviz.gui.window import MainWindow
from xccviz.query import parse
from xccviz.values import replace

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, reuse_window: OpenWindow) -> MainWindow:
    return active(qtbot, reuse_window(f"sample:{FAILED}"))


def active(qtbot: QtBot, window: MainWindow) -> MainWindow:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def tab_of(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


def part(window: MainWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def words(window: MainWindow, name: str) -> str:
    """What a part of the window says; "" while it is not there."""
    found = part(window, name)
    assert isinstance(found, QLabel | QAbstractButton)
    return found.text() if found.isVisible() else ""


def click(window: MainWindow, name: str) -> None:
    QTest.mouseClick(part(window, name), Qt.MouseButton.LeftButton)
    settle()


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """A key, to whoever has the keyboard."""
    to = window.focusWidget()
    QTest.keyClick(to, key, modifier or Qt.KeyboardModifier.NoModifier)
    settle()


def write(window: MainWindow, text: str) -> QLineEdit:
    """Type a filter, in place of what stands there."""
    field = window.frame.filter_bar.field
    press(window, Qt.Key.Key_F, CTRL)
    assert field.hasFocus()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    settle()
    return field


def offered(window: MainWindow) -> list[str]:
    choices = window.frame.filter_bar.choices
    return [choice.text for choice in choices.choices] if choices.isVisible() else []


# ------------------------------------------------------------------------------------------------------------- typing


def test_each_letter_filters_and_the_count_follows(window: MainWindow) -> None:
    press(window, Qt.Key.Key_Slash)
    field = window.frame.filter_bar.field
    assert field.hasFocus()
    counts = []
    for letter in "fail":
        QTest.keyClicks(field, letter)
        counts.append(words(window, "filterCount"))
        assert tab_of(window).filtering.text == field.text()
    every = len(tab_of(window).document.graph.nodes)
    expected = [len(parse("fail"[: n + 1]).matches(tab_of(window).document)) for n in range(4)]
    assert counts == [f"{hits} of {every}" for hits in expected]
    assert words(window, "filterWords") == "failed"
    assert part(window, "filterBar").isAncestorOf(field)
    assert part(window, "hitsRow").isVisible()
    assert not window.frame.view_bar.legend.isVisible()


def test_a_script_or_an_assistive_tool_may_write_the_filter(window: MainWindow) -> None:
    """They set the text, which is no key; what the window itself puts there is told nobody."""
    field = window.frame.filter_bar.field
    told: list[str] = []
    window.frame.filter_bar.typed.connect(told.append)
    field.setText("fail")
    settle()
    assert (tab_of(window).filtering.text, words(window, "filterCount")) == ("fail", "1 of 11")
    assert not window.frame.filter_bar.choices.isVisible(), "nobody types"
    window.intents.set_filter("join")
    settle()
    assert (field.text(), told) == ("join", ["fail"])
    field.setText("")
    settle()
    assert tab_of(window).filtering.filter is None
    window.frame.filter_bar.typed.disconnect(told.append)


def test_escape_clears_the_filter_then_gives_the_keyboard_back(window: MainWindow) -> None:
    field = write(window, "fail")
    press(window, Qt.Key.Key_Escape)
    assert (field.text(), tab_of(window).filtering.text, field.hasFocus()) == ("", "", True)
    press(window, Qt.Key.Key_Escape)
    assert window.views["graph"].hasFocus()
    assert window.frame.view_bar.legend.isVisible()
    assert not part(window, "hitsRow").isVisible()


def test_escape_in_a_view_and_the_cross_clear_it_as_well(window: MainWindow) -> None:
    field = write(window, "fail")
    window.focus_view()
    press(window, Qt.Key.Key_Escape)
    assert (field.text(), tab_of(window).filtering.filter) == ("", None)
    write(window, "fail")
    click(window, "filterClear")
    assert (field.text(), tab_of(window).filtering.filter) == ("", None)
    assert not part(window, "filterClear").isVisible()


def test_hits_are_walked_with_keys_and_buttons_and_round(window: MainWindow) -> None:
    graph = tab_of(window).document.graph
    hits = [
        node_called(tab_of(window).document, f"{who}.near.get_value") for who in ("alpha", "bravo", "delta")
    ]
    field = write(window, "method:get_value")
    assert list(tab_of(window).filtering.hits) == hits
    assert words(window, "hitPlace") == "2 of 3"  # the failure that opening selects
    window.focus_view()
    walked = []
    for _ in range(3):
        press(window, Qt.Key.Key_F3)
        walked.append(tab_of(window).selection)
    assert walked == [hits[2], hits[0], hits[1]]
    press(window, Qt.Key.Key_F3, SHIFT)
    assert (tab_of(window).selection, words(window, "hitPlace")) == (hits[0], "1 of 3")
    click(window, "nextHit")
    assert tab_of(window).selection == hits[1]
    click(window, "previousHit")
    assert tab_of(window).selection == hits[0]
    field.setFocus()
    press(window, Qt.Key.Key_Return)
    assert (tab_of(window).selection, field.hasFocus()) == (hits[1], True)
    press(window, Qt.Key.Key_Return, SHIFT)
    assert tab_of(window).selection == hits[0]
    window.select(graph.root.id)
    assert words(window, "hitPlace") == "– of 3"
    press(window, Qt.Key.Key_F3)
    assert tab_of(window).selection == hits[0]


def test_each_tab_has_its_own_filter(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = active(qtbot, reuse_window(f"sample:{FAILED}", f"sample:{BATCH}"))
    qtbot.waitUntil(lambda: len(window.store.state.tabs) == 2)
    field = write(window, "fail")
    window.intents.next_tab()
    assert (field.text(), tab_of(window).filtering.text) == ("", "")
    write(window, "ok")
    window.intents.previous_tab()
    assert (field.text(), words(window, "filterWords")) == ("fail", "failed")


def test_opened_with_a_filter_it_stands_there(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--filter", "fail | join")
    assert window.frame.filter_bar.field.text() == "fail | join"
    assert words(window, "filterCount") == "2 of 11"


def test_the_rest_is_dimmed_or_hidden_in_every_view_and_in_exports(window: MainWindow) -> None:
    write(window, "method:get_value fail")
    (hit,) = tab_of(window).filtering.hits
    assert part(window, "restDim").isVisible()
    assert tab_of(window).filtering.emphasis.gone == frozenset()
    click(window, "restHide")
    gone = tab_of(window).filtering.emphasis.gone
    callback = node_called(tab_of(window).document, "caller.near.on_multi_done")
    assert callback in gone
    assert {hit, tab_of(window).document.graph.root.id}.isdisjoint(gone)
    options = export_options(window.store.state, tab_of(window))
    drawn = picture_of(tab_of(window).document, options)
    assert not any(isinstance(p, Text) and p.text for p in drawn.primitives if p.owner == callback)
    write(window, "fail")
    assert tab_of(window).filtering.hides
    click(window, "restDim")
    assert not tab_of(window).filtering.emphasis.gone


def test_steps_that_run_a_hit_are_marked_in_the_strip(window: MainWindow) -> None:
    slider = window.frame.steps.slider
    assert slider.hits == slider.spots(slider.hits) == ()
    write(window, "method:get_value")
    history = tab_of(window).document.timeline.history
    assert slider.hits == tuple(history.ran_at[hit] for hit in tab_of(window).filtering.hits)
    marks = slider.spots(slider.hits)
    assert len(marks) == 3
    for step, mark in zip(slider.hits, marks, strict=True):
        assert abs(slider.x_of(step) - mark) <= 4


# ----------------------------------------------------------------------------------------------- mistakes and no hits


def test_each_kind_of_mistake_is_shown_in_place_and_mended_with_a_click(window: MainWindow) -> None:
    bar, field = window.frame.filter_bar, window.frame.filter_bar.field
    for text, wrong, near, said in MISTAKES:
        bar.write("fail")
        bar.write(text)
        if not text.strip():
            continue  # an empty line asks for nothing
        mistake = tab_of(window).filtering.mistake
        assert mistake is not None, text
        assert field.wrong is not None
        start, end = field.wrong
        assert text[start:end] == wrong
        assert bar.property("wrong") is True
        assert not words(window, "filterCount")
        told = window.frame.view_bar.hits.words.full_text
        assert said.casefold() in told.casefold()
        assert "--" not in told  # an option means nothing in a window
        if near is not None:
            click(window, "filterLink")
            mended = tab_of(window).filtering
            assert field.text() == f"{text[:start]}{near}{text[end:]}"
            assert mended.mistake is None or mended.mistake.start >= start
        bar.write("fail")
        assert (field.wrong, bar.property("wrong")) == (None, False)


def test_while_it_is_mistaken_the_hits_of_the_one_before_stay_lit(window: MainWindow) -> None:
    field = write(window, "fail")
    hits = tab_of(window).filtering.hits
    QTest.keyClicks(field, " (")
    settle()
    assert tab_of(window).filtering.hits == hits != ()
    assert "A term is missing" in window.frame.view_bar.hits.words.full_text


def test_a_filter_without_a_hit_says_which_part_excludes_and_goes_on_without_it(window: MainWindow) -> None:
    field = write(window, "join depth>900")
    assert words(window, "filterCount") == words(window, "hitPlace") == "0 of 11"
    assert words(window, "filterLink") == "without depth>900: 1"
    assert not tab_of(window).filtering.emphasis
    click(window, "filterLink")
    assert (field.text(), words(window, "filterCount")) == ("join", "1 of 11")
    write(window, "depth>900 gas>9000T")
    assert not words(window, "filterLink")
    assert "depth>900 alone: 0, gas>9000T alone: 0" in window.frame.view_bar.hits.words.full_text
    write(window, "gas>9000T")
    assert window.frame.view_bar.hits.words.full_text == "burnt over 9,000 Tgas"


def test_a_misspelt_name_of_the_document_is_put_right(window: MainWindow) -> None:
    field = write(window, "fail method:get_valeu")
    assert words(window, "filterLink") == "Did you mean method:get_value?"
    assert "without method:get_valeu: 1" in window.frame.view_bar.hits.words.full_text
    click(window, "filterLink")
    assert (field.text(), words(window, "filterCount")) == ("fail method:get_value", "1 of 11")


# -------------------------------------------------------------------------------------------- completion and history


def test_words_and_what_this_document_holds_are_completed(window: MainWindow) -> None:
    field = write(window, "met")
    assert offered(window)[0] == "method:"
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    assert field.text() == "method:"
    assert "get_value" in offered(window)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Tab)
    assert (field.text(), field.hasFocus()) == ("method:get_value", True)
    assert tab_of(window).filtering.hits
    assert offered(window) == []
    write(window, "account:bra")
    assert offered(window) == ["bravo.near"]
    QTest.mouseClick(window.frame.filter_bar.choices.viewport(), Qt.MouseButton.LeftButton)
    settle()
    assert field.text() == "account:bravo.near"
    write(window, "finding:")
    there = {finding.code for finding in tab_of(window).document.analysis.findings}
    assert there <= set(offered(window)) != set()
    write(window, "gas>2")
    assert "2T" in offered(window)


def test_a_completion_stands_in_the_place_of_what_was_begun(window: MainWindow) -> None:
    field = write(window, "fail join")
    field.setCursorPosition(4)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    settle()
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Return)
    assert (field.text(), field.cursorPosition()) == ("fail join", 4)


def test_tab_leaves_the_field_when_nothing_was_chosen_from_the_list(window: MainWindow) -> None:
    field = write(window, "met")
    press(window, Qt.Key.Key_Tab)
    assert not field.hasFocus()
    assert offered(window) == []


def test_what_was_used_and_saved_comes_back_also_in_the_next_window(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = active(qtbot, open_window(f"sample:{FAILED}"))
    field = write(window, "fail")
    press(window, Qt.Key.Key_Return)
    write(window, "join")
    click(window, "filterSave")
    assert window.store.state.filters == Filters(("fail",), ("join",))
    window.close()
    again = active(qtbot, open_window(f"sample:{FAILED}"))
    press(again, Qt.Key.Key_F, CTRL)
    assert offered(again)[:2] == ["join", "fail"]
    press(again, Qt.Key.Key_Down)
    press(again, Qt.Key.Key_Return)
    field = again.frame.filter_bar.field
    assert (field.text(), tab_of(again).filtering.text) == ("join", "join")
    click(again, "filterSave")
    assert again.store.state.filters.saved == ()
    write(again, "")
    assert offered(again)[0] == "fail"
    press(again, Qt.Key.Key_Down)
    press(again, Qt.Key.Key_Delete)
    assert again.store.state.filters == Filters()


def test_hostile_text_is_shown_safely_in_list_and_line(window: MainWindow) -> None:
    evil = "\u202egnp.exe\u0000<b>"
    window.store.update(lambda s: replace(s, filters=Filters((evil,))))
    press(window, Qt.Key.Key_F, CTRL)
    choices = window.frame.filter_bar.choices
    said = choices.model().index(0, 0).data()
    assert "\u202e" not in said
    assert "⟨U+202E⟩" in said
    assert seen('method:"\u202eevil"') == 'method:"?evil"'
    hits = window.frame.view_bar.hits
    window.frame.filter_bar.write(evil)
    assert "\u202e" not in hits.words.text() + hits.words.toolTip()
    window.frame.filter_bar.write(f'"{evil}" join')
    assert "\u202e" not in hits.link.text()


# -------------------------------------------------------------------------------------------------- what is remembered


def test_used_filters_are_kept_once_the_latest_first_and_saved_ones_by_the_alphabet() -> None:
    filters = Filters()
    for n in range(USED + 3):
        filters = with_used(filters, f" depth>{n} ")
    filters = with_used(filters, f"depth>{USED}")
    assert filters.used[:2] == (f"depth>{USED}", f"depth>{USED + 2}")
    assert len(filters.used) == len(set(filters.used)) == USED
    assert with_used(filters, "  ") is with_used(filters, "x" * (LONGEST + 1)) is filters
    saved = with_saved(with_saved(filters, "ok"), "Fail")
    assert saved.saved == ("Fail", "ok")
    assert with_saved(saved, "ok").saved == ("Fail",)
    assert without(with_used(saved, "ok"), "ok") == Filters(filters.used[: USED - 1], ("Fail",))


def test_what_is_damaged_in_the_memory_is_no_filter(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert filters_of(["fail", 7, "", "x" * (LONGEST + 1), "fail", " ok"], [None, "join"]) == Filters(
        ("fail",), ("join",)
    )
    path = memory_path(tmp_path_factory.mktemp("kept"))
    kept = Filters(("fail", 'method:"\u202e"'), ("join",))
    write_memory(path, Memory(filters=kept))
    assert read_memory(path).filters == kept


# ---------------------------------------------------------------------------------------------------------------- room


def test_where_it_is_narrow_it_has_a_row_of_its_own_while_it_is_used(window: MainWindow) -> None:
    sized(window, 640, 600)
    settle()
    bar = window.frame.filter_bar
    assert not bar.isVisible()
    click(window, "showFilter")
    assert bar.field.hasFocus()
    assert bar.geometry().top() >= window.frame.view_tabs.geometry().bottom()
    QTest.keyClicks(bar.field, "fail")
    settle()
    window.focus_view()
    assert bar.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    sized(window, 1280, 800)
    settle()
    assert bar.isVisible()
    assert bar.geometry().left() >= window.frame.view_tabs.geometry().right()
