"""Moves and playing in the real window: by key, by button, from the menu, and what each says that can't be made."""

# covers: xccviz/gui/move_intents.py, xccviz/gui/panels/moves_bar.py, xccviz/gui/state/moving.py
# covers: xccviz/gui/state/playing.py, xccviz/gui/tasks/playing.py

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, node_called, sized
from xccviz.gui.panels.moves_bar import MoveButton, short_keys
from xccviz.gui.state.playing import PACES, begun, paused, plays, ticked
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.window import MainWindow
from xccviz.values import replace

Key = Qt.Key
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
BAR = ("stepInto", "stepOver", "stepOut", "stepToHere", "stepPlay", "playPace", "nextOnAccount", "nextLog")


def front(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


def step(window: MainWindow) -> int:
    return front(window).cursor.index


def places(window: MainWindow) -> list[QRect]:
    """Where the buttons of the bar stand in the window."""
    found = [window.findChild(QWidget, name) for name in BAR]
    return [QRect(each.mapTo(window, QPoint()), each.size()) for each in found]


def test_the_usual_keys_of_a_debugger(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    """alice → caller.multiple_contracts → alpha, bravo, delta → caller.on_multi_done"""
    window = reuse_window(f"sample:{FAILED}", "--step", "0")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    document = front(window).document
    ran = {node.label: front(window).ways.run(node.id) for node in document.graph.nodes}
    caller, done = ran["caller.near.multiple_contracts"], ran["caller.near.on_multi_done"]
    bravo = node_called(document, "bravo.near.get_value")

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> int:
        qtbot.keyClick(window.views["graph"], key, modifier)
        return step(window)

    assert press(Key.Key_F11) == caller
    assert press(Key.Key_F11) == ran["alpha.near.get_value"]
    assert press(Key.Key_F11, SHIFT) == done
    window.intents.go_to_step(caller or 0)
    assert press(Key.Key_F10) == done
    window.intents.go_to_step(1)
    window.intents.select(bravo)
    assert press(Key.Key_F10, CTRL) == ran["bravo.near.get_value"]
    assert front(window).selection == bravo
    assert press(Key.Key_BracketRight) == ran["delta.near.get_value"]
    assert press(Key.Key_BracketLeft) == ran["bravo.near.get_value"]
    window.intents.go_to_step(caller or 0)
    assert press(Key.Key_A) == done
    assert press(Key.Key_A, SHIFT) == caller


@pytest.mark.parametrize("sample", [FAILED, "mainnet-hidden-failure"])
def test_seven_clicks_are_seven_steps_and_no_button_moves(reuse_window: OpenWindow, sample: str) -> None:
    window = reuse_window(f"sample:{sample}", "--step", "0")
    sized(window, 1440, 900)
    before = places(window)
    for name, count in (("stepForward", 7), ("stepBack", 7)):
        button = window.findChild(QWidget, name)
        mouse = button.mapTo(window, button.rect().center())
        seen = [step(window)]
        for _ in range(count):
            hit = window.childAt(mouse)
            assert hit is not None and hit.objectName() == name
            QTest.mouseClick(hit, Qt.MouseButton.LeftButton, pos=hit.mapFrom(window, mouse))
            QApplication.sendPostedEvents()
            seen.append(step(window))
            assert places(window) == before
        assert len(set(seen)) == count + 1


def test_every_button_is_a_row_and_says_why_it_can_not(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    sized(window, 1440, 900)
    buttons = {button.objectName(): button for button in window.findChildren(MoveButton)}
    assert set(buttons) == set(BAR) - {"playPace"}
    for name, button in buttons.items():
        action = window.actions_by_id[name]
        assert button.isVisible() and button.isEnabled() == action.isEnabled()
        if not action.isEnabled():
            assert action.statusTip().endswith(".") and action.statusTip() in button.toolTip()
    window.intents.go_to_step(2)
    before = step(window)
    qtbot.mouseClick(buttons["stepOver"], Qt.MouseButton.LeftButton)
    assert step(window) > before
    window.intents.go_to_step(2)
    qtbot.mouseClick(buttons["nextOnAccount"], Qt.MouseButton.LeftButton)
    assert step(window) > before
    assert "Next on caller.near" in buttons["nextOnAccount"].word


def test_a_key_that_leads_nowhere_says_why(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    before = step(window)
    qtbot.keyClick(window.views["graph"], Key.Key_L)
    assert step(window) == before
    assert window.toast.text() == "No later step logs anything."


def test_the_bar_gives_way_where_there_is_no_room(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    bar, seen = window.frame.moves, []
    for width, height in ((1440, 900), (1100, 800), (900, 700), (700, 600), (700, 520)):
        sized(window, width, height)
        inside = [w for w in bar.findChildren(QWidget) if w.isVisible()]
        assert all(bar.rect().contains(QRect(w.mapTo(bar, QPoint()), w.size())) for w in inside)
        seen.append((bar.isVisible(), bar.buttons[0].shown))
    assert seen[0] == (True, 2) and seen[-1][0] is False
    assert [shown for _, shown in seen] == sorted((shown for _, shown in seen), reverse=True)


def test_keys_on_buttons_are_short() -> None:
    assert [short_keys(keys) for keys in ("Shift+F11", "Ctrl+F10", "F5", "A")] == ["⇧F11", "^F10", "F5", "A"]


# ------------------------------------------------------------------------------------------------------------- playing


def played(state: AppState) -> list[int]:
    """The steps at which playing stands, until it stops."""
    found = []
    while state.playing is not None:
        assert state.tab is not None
        found.append(state.tab.cursor.index)
        state = ticked(state)
    assert state.tab is not None
    return [*found, state.tab.cursor.index]


@pytest.mark.parametrize("pace", PACES, ids=lambda pace: pace.id)
def test_playing_goes_to_the_end(state_of: object, pace: object) -> None:
    state = replace(state_of(step=0), pace=pace.id)  # type: ignore[operator, attr-defined]
    seen = played(begun(state))
    last = len(state.tab.document.timeline)
    assert seen[0] == 0 and seen[-1] == last and seen == sorted(set(seen))
    again = begun(state_of())  # type: ignore[operator]
    assert again.tab is not None and again.tab.cursor.index == 0
    assert paused(again).tab.halted == "asked" and paused(again).playing is None  # type: ignore[union-attr]


def test_playing_ends_with_its_tab(state_of: object) -> None:
    state = begun(state_of(step=3))  # type: ignore[operator]
    assert ticked(replace(state, active=-1)).playing is None


def test_what_comes_to_the_front_while_another_plays_was_neither_played_nor_paused(state_of: object) -> None:
    """The other ends with its next step only, which may be two seconds later."""
    playing = begun(state_of(step=3))  # type: ignore[operator]
    beside = replace(playing.tab, key=playing.tab.key + 1)  # type: ignore[union-attr]
    state = replace(playing, tabs=(*playing.tabs, beside), active=1)
    assert plays(playing) and not plays(state)
    assert paused(state).playing is None and paused(state).tab == beside
    assert begun(state).playing == beside.key


def test_play_and_pause_by_keys_and_by_the_button(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "0")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.intents.play_at("20")
    view, button = window.views["graph"], window.frame.moves.play
    qtbot.keyClick(view, Key.Key_F5)
    assert window.playing.timer.isActive() and window.playing.timer.interval() == 50
    assert button.word == "Pause"
    qtbot.waitUntil(lambda: step(window) >= 2)
    qtbot.keyClick(view, Key.Key_Space)
    here = step(window)
    assert not window.playing.timer.isActive() and button.word == "Play"
    assert front(window).halted == "asked"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.store.state.playing is None)
    assert step(window) == len(front(window).document.timeline) > here
    assert front(window).halted == "end"
    qtbot.keyClick(view, Key.Key_F5)
    assert step(window) == 0
    window.intents.go_to_step(4)  # whoever steps by hand stands there
    assert window.store.state.playing is None and not window.playing.timer.isActive()
