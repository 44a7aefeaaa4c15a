"""Questions and the history of the selection, as pure functions and in the real window."""

# covers: xccviz/gui/state/asking.py, xccviz/gui/why_intents.py, xccviz/gui/inspector/why.py

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, node_called
from tests.gui.looks import settle
from xccviz.annotations import Mark
from xccviz.display.drawings import DRAWINGS
from xccviz.display.look import Look
from xccviz.display.types import Rect
from xccviz.export.pictures import picture
from xccviz.export.types import Asked
from xccviz.gui.state.annotating import marked_tab
from xccviz.gui.state.asking import KEPT, asked, can_go, emphasis_of, gone
from xccviz.gui.state.export_choice import first_choice, options_of
from xccviz.gui.state.store import AppState
from xccviz.gui.state.tabs import selected, with_tab
from xccviz.gui.window import MainWindow
from xccviz.values import replace

ALT = Qt.KeyboardModifier.AltModifier
StateOf = Callable[..., AppState]


def said(window: MainWindow) -> str:
    return "\n".join(
        each.text() for each in window.inspector.findChildren(QLabel) if each.isVisible()
    ).replace("\u200b", "")


def test_back_and_on_go_through_what_was_selected(state_of: StateOf) -> None:
    state = state_of()
    nodes = [node.id for node in state.tab.document.graph.nodes]
    first = state.tab.selection
    for node in nodes[:4]:
        state = with_tab(state, lambda tab, node=node: selected(tab, node))
    way = list(dict.fromkeys((first, *nodes[:4])))
    for expected in (*way[-2::-1], way[0]):
        state = with_tab(state, lambda tab: gone(tab, -1))
        assert state.tab.selection == expected
    assert not can_go(state.tab, -1) and can_go(state.tab, 1)
    for expected in way[1:3]:
        state = with_tab(state, lambda tab: gone(tab, 1))
        assert state.tab.selection == expected
    state = with_tab(state, lambda tab: selected(tab, nodes[-1]))
    assert not can_go(state.tab, 1), "what was undone is forgotten"
    for number in range(2 * KEPT):
        state = with_tab(state, lambda tab, number=number: selected(tab, nodes[number % 2]))
    assert len(state.tab.trail) == KEPT


def test_a_question_lights_its_way_and_esc_puts_it_away(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    tab = window.store.state.tab
    assert tab is not None
    callback = node_called(tab.document, "caller.near.on_multi_done")
    window.select(callback)
    plain = emphasis_of(window.store.state.tab)
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_W)
    settle()
    assert "Why did caller.near.on_multi_done run?" in said(window)
    assert "Slot 1 came from bravo.near.get_value." in said(window)
    path = emphasis_of(window.store.state.tab).path
    assert {callback, node_called(tab.document, "bravo.near.get_value")} <= path
    assert emphasis_of(window.store.state.tab) is emphasis_of(window.store.state.tab)
    show = next(
        b
        for b in window.inspector.findChildren(QPushButton)
        if getattr(b, "full_text", "") == "Show bravo.near.get_value"
    )
    show.click()
    settle()
    assert window.property("selectedNode") == node_called(tab.document, "bravo.near.get_value")
    assert "Why did caller.near.on_multi_done run?" in said(window), "the answer stays while one follows it"
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Left, ALT)
    assert window.property("selectedNode") == callback
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Right, ALT)
    assert window.property("selectedNode") == node_called(tab.document, "bravo.near.get_value")
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Escape)
    settle()
    assert "Why did caller.near.on_multi_done run?" not in said(window)
    assert emphasis_of(window.store.state.tab) == plain


def test_an_answer_heeds_the_moment_and_the_inspector_offers_what_can_be_asked(
    reuse_window: OpenWindow,
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    tab = window.store.state.tab
    assert tab is not None
    failing = node_called(tab.document, "bravo.near.get_value")
    window.select(failing)
    window.intents.ask("went")
    settle()
    assert "received Failed in slot 1" in said(window)
    window.intents.go_to_step(tab.document.timeline.history.ran_at[failing])
    settle()
    assert "is on its way into slot 1" in said(window)
    for wanted, other in (("received Failed", "is on its way"), ("is on its way", "received Failed")):
        window.intents.look_ahead()
        settle()
        assert wanted in said(window) and other not in said(window)
    offers = [b.text() for b in window.inspector.findChildren(QPushButton) if b.isVisible()]
    assert {"Why did this run?", "Why did this fail?", "Where did this result go?"} <= set(offers)
    window.intents.go_to_step(1)
    settle()
    answer = window.store.state.tab.answer
    assert answer is None or answer.reasons[0].why == "not_yet"
    assert not window.actions_by_id["why.failed"].isEnabled()


def test_a_file_has_the_way_of_the_answer_and_the_signs_of_marks(state_of: StateOf) -> None:
    state = state_of(step=5)
    tab = state.tab
    failed = node_called(tab.document, "bravo.near.get_value")
    callback = node_called(tab.document, "caller.near.on_multi_done")
    tab = asked(tab, "ran", callback, None, ahead=False)
    tab = replace(marked_tab(tab, (Mark(node=failed),)), halted="mark", halting=(failed, "before"))
    options = options_of(first_choice(state, tab), state, tab)
    assert options.asked == Asked("ran", callback)
    assert options.stopped == (failed, "stopped here: before it runs")
    look = Look(tab.moment, emphasis=emphasis_of(tab), legend=options.legend)
    screen = DRAWINGS[0].draw(tab.document, tab.layouts["graph"], look)
    file = {p.key: p for p in picture(tab.document, options).primitives}
    lit = [p for p in screen.primitives if p.owner in tab.answer.path and isinstance(p, Rect)]
    assert lit and all(file[p.key] == p for p in lit)
    assert {f"marks/{failed}/sign", f"marks/{failed}/arrow"} <= file.keys()
    at_end = options_of(replace(first_choice(state, tab), when="end"), state, tab)
    assert at_end.asked == options.asked and at_end.stopped is None
