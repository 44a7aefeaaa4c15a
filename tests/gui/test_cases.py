"""Transactions that belong together in the real window: a yield opens what resumed it, by the network only when that is
wanted; both step together, stand on one timeline, and are saved as one capture."""

# covers: xccviz/gui/case_intents.py, xccviz/gui/panels/case.py, xccviz/gui/panels/case_rows.py, xccviz/words/case.py
# covers: xccviz/gui/state/casing.py, xccviz/gui/tasks/casing.py, xccviz/tables/cases.py, xccviz/export/together.py

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, wait_idle
from tests.gui.looks import settle
from tests.node.loopback import LoopbackNode
from xccviz.annotations import Note
from xccviz.display.drawings import find_drawing
from xccviz.display.hosting import Wish
from xccviz.display.look import Look
from xccviz.gui.panels.case import CasePanel
from xccviz.gui.state.casing import case_in_front, case_step
from xccviz.gui.state.store import OpenTab
from xccviz.gui.window import MainWindow
from xccviz.gui.wishes import grant
from xccviz.replay.moment import moment_at
from xccviz.words.case import NO_CASE

NAME = "yield-resumed-by-other-tx"
YIELD, SENDER = "twNuV1XX9deye8v4ZC6BF2tSXHSrTkgYvE1vGMb7Bpq", "app.near.run"
RESUME, RESUMER = (
    "FNBwro6fvnadrNrzeSGVZbK3326NnsoQHPdjnaeM72RE",
    "zRv5Aoi7dj5q7Mf3Qhv5SpRy4WHZNNjhxDfr2DdHxra",
)
Start = Callable[..., LoopbackNode]


def front(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


def plain(text: str) -> str:
    """Without the places where it may be broken."""
    return text.replace("\u200b", "")


def label(window: MainWindow) -> str:
    tab = front(window)
    return tab.document.graph.by_id[tab.selection or ""].label


@pytest.fixture
def node(loopback_node: Start) -> LoopbackNode:
    node = loopback_node(NAME, f"{NAME}--resumer")
    node.add_origin(RESUME, RESUMER, "bob.near")
    return node


@pytest.fixture
def case(qtbot: QtBot, open_window: OpenWindow, node: LoopbackNode) -> MainWindow:
    """A window on both."""
    window = open_window(f"sample:{NAME}", "--rpc", node.url, "--no-cache")
    assert not node.requests, "nothing is asked until somebody wants it"
    window.select(YIELD)
    window.actions_by_id["file.resumer"].trigger()
    qtbot.waitUntil(lambda: len(window.store.state.tabs) == 2)
    wait_idle(qtbot, window)
    return window


def panel_of(window: MainWindow) -> CasePanel:
    panel = window.docks.panels["casePanel"]
    assert isinstance(panel, CasePanel)
    return panel


def test_a_yield_opens_what_resumed_it(qtbot: QtBot, case: MainWindow, node: LoopbackNode) -> None:
    assert node.requests["EXPERIMENTAL_receipt_to_tx"] >= 1
    assert front(case).document.trace.transaction.signer_id == "bob.near"
    assert label(case) == SENDER, "the call that resumed it is selected"
    found = case_in_front(case.store.state)
    assert found is not None and found[1] == 1
    asked = sum(node.requests.values())
    case.intents.choose_tab(0)
    case.select(YIELD)
    case.intents.open_resumer()
    assert case.store.state.active == 1 and label(case) == SENDER
    assert sum(node.requests.values()) == asked, "it is open already"
    case.intents.close_tab(0)
    assert case.store.state.cases == ()


def test_cards_of_the_yield_and_of_the_box_beside_it_offer_it_once_it_was_resumed(
    look_at: OpenWindow,
) -> None:
    window = look_at(f"sample:{NAME}")
    tab, drawing = front(window), find_drawing("graph")
    assert drawing is not None and drawing.card is not None
    layout = tab.layouts["graph"]
    keys = (layout.box_of[YIELD], f"outside:{YIELD}")
    for key in keys:
        card = drawing.card(tab.document, layout, Look(tab.moment), key)
        assert card is not None and card.offer == ("Open what resumed this", Wish("resumer", YIELD))
        before = Look(moment_at(tab.document.analysis, tab.document.timeline, 3))
        early = drawing.card(tab.document, layout, before, key)
        assert early is not None and early.offer is None, "it is not known yet"
    other = drawing.card(
        tab.document, layout, Look(tab.moment), layout.box_of[tab.document.graph.nodes[1].id]
    )
    assert other is not None and other.offer is None


def test_who_has_not_been_resumed_yet_says_so(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{NAME}", "--offline")
    action = window.actions_by_id["file.resumer"]
    window.select(YIELD)
    assert action.isEnabled()
    window.intents.go_to_step(3)
    window.select(YIELD)
    assert not action.isEnabled() and action.statusTip() == "No document says what resumed this."
    window.select(front(window).document.graph.root.id)
    assert action.statusTip() == "Nobody has to resume this."


def test_both_step_together_and_one_may_go_alone(qtbot: QtBot, case: MainWindow) -> None:
    case.intents.choose_tab(0)
    first = case.store.state.tabs[0]
    case.intents.go_to_step(4)
    assert case.store.state.tabs[1].cursor.index == 0, "the other one has not begun"
    case.intents.go_to_step(len(first.document.timeline))
    found, n = case_in_front(case.store.state), case_step(case.store.state)
    assert found is not None and n is not None
    assert [tab.cursor.index for tab in case.store.state.tabs] == list(found[0].standing(n))
    case.intents.step_together(False)
    case.intents.go_to_step(2)
    assert case.store.state.tabs[1].cursor.index == found[0].standing(n)[1]
    case.intents.step_together(True)
    assert case.store.state.tabs[1].cursor.index == 0


def test_whoever_is_taken_along_answers_as_of_then_and_remembers_what_was_selected(case: MainWindow) -> None:
    case.intents.choose_tab(0)
    case.select(YIELD)
    case.intents.ask("ran", YIELD)
    found, told = case_in_front(case.store.state), front(case).answer
    assert found is not None and told is not None
    case.intents.go_to_case_step(next(step.n for step in found[0].steps if step.of == 1))
    case.intents.choose_tab(0)
    tab = front(case)
    assert not tab.moment.at_end and tab.selection == tab.trail[tab.trail_at] != YIELD
    answer = tab.answer
    case.intents.ask_no_more()
    case.intents.ask("ran", YIELD)
    assert answer == front(case).answer != told
    case.intents.select_back()
    assert front(case).selection == YIELD


def test_the_strip_has_rings_where_the_others_step_as_far_as_is_known(case: MainWindow) -> None:
    case.intents.choose_tab(0)
    settle()
    of_case = case_in_front(case.store.state)
    assert of_case is not None
    (found, of), strip, last = of_case, case.frame.steps, len(front(case).document.timeline)
    slider, count = strip.slider, len(found.steps)
    whole = slider.others
    for index in (*range(last), last):
        case.intents.go_to_step(index)
        settle()
        n = case_step(case.store.state)
        assert n is not None and strip.in_case.text() == f"{n} of {count} of the case"
        told = found.steps if index == last else found.steps[:n]
        shown = sum(between for done, between in slider.others.items() if done < slider.others_told)
        assert shown == sum(step.of != of for step in told)
        assert slider.others is whole, "counted once"
    rings = slider.rings()
    assert rings and all(0 < x < slider.width() for x in rings)
    for index, between in slider.others.items():
        right = slider.x_of(index + 1) if index < last else slider.width()
        assert len([x for x in rings if slider.x_of(index) < x < right]) == between
    case.intents.close_tab(1)
    settle()
    assert not slider.others and not strip.in_case.isVisible()


def test_steps_that_a_case_does_not_have_are_its_first_and_its_last(case: MainWindow) -> None:
    found = case_in_front(case.store.state)
    assert found is not None
    cased, ends = found[0], [len(document.timeline) for document in found[0].documents]
    for front_of in (0, 1):  # whichever of the two is in front
        for n, stands, of in (
            (-3, [0, 0], cased.steps[0].of),
            (0, [0, 0], cased.steps[0].of),
            (len(cased.steps) + 9, ends, cased.steps[-1].of),
        ):
            case.intents.show_of_case(front_of)
            case.intents.go_to_case_step(n)
            assert [tab.cursor.index for tab in case.store.state.tabs] == stands
            now = case_in_front(case.store.state)
            assert now is not None and now[1] == of


def test_without_a_case_the_panel_says_what_one_is(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--offline")
    window.intents.go_to_panel("casePanel")
    settle()
    panel = panel_of(window)
    assert panel.nothing.isVisible() and panel.nothing.text() == NO_CASE
    assert not panel.bar.isVisible() and not panel.list.isVisible()


def test_the_panel_tells_why_and_stands_where_a_step_is_chosen(qtbot: QtBot, case: MainWindow) -> None:
    case.intents.go_to_panel("casePanel")
    settle()
    panel, found = panel_of(case), case_in_front(case.store.state)
    assert found is not None
    steps = found[0].steps
    assert plain(panel.why.text()) == "app.near.run of B resumed app.near.on_done of A."
    assert panel.list.model().rowCount() == len(steps)
    buttons = panel.those.findChildren(QPushButton)
    links = [button.text() for button in buttons if button is not panel.save]
    assert [text[:2] for text in links] == ["A:", "B:"]
    sent = next(step for step in steps if step.of == 1 and step.step.kind == "execute")
    panel.list.row_chosen.emit(str(sent.n))
    assert case.store.state.active == 1 and front(case).cursor.index == sent.step.n
    settle()
    assert panel.list.model().rowCount() == sent.n, "what comes after is not told"
    assert panel.why.text() == ""
    resumed = next(step for step in steps if step.of == 0 and step.step.kind == "resume")
    case.intents.go_to_case_step(resumed.n)
    settle()
    assert case.store.state.active == 0 and plain(panel.why.text()).startswith("app.near.run of B")
    second = next(button for button in panel.those.findChildren(QPushButton) if button.text()[:2] == "B:")
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert case.store.state.active == 1
    case.intents.close_tab(0)
    settle()
    assert panel.list.model().rowCount() == 0 and not panel.bar.isVisible()


def test_it_is_saved_as_one_capture_and_opened_again_from_it(
    qtbot: QtBot, case: MainWindow, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.intents.choose_tab(0)
    case.intents.write_note(YIELD, "resumed by Bob")
    path = tmp_path / "case.xcc.json"
    with qtbot.waitSignal(case.exporting.written):
        case.intents.save_case_to(path)
    assert set(json.loads(path.read_text())["view"]["transactions"]) == {
        front(case).document.trace.transaction.hash
    }
    monkeypatch.setenv("XCCVIZ_CONFIG_DIR", str(tmp_path / "elsewhere"))
    other = open_window(str(path), "--offline")
    assert other.store.state.tabs == () and other.frame.problem.all.isVisible()
    qtbot.mouseClick(other.frame.problem.all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(other.store.state.tabs) == 2)
    wait_idle(qtbot, other)
    assert case_in_front(other.store.state) is not None and other.store.state.problem is None
    assert front(other).own_notes == (Note(YIELD, "resumed by Bob"),)


def test_hashes_that_are_offered_together_are_a_case(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start
) -> None:
    node = loopback_node(FAILED, NAME)
    alone = (open_window(f"sample:{name}", "--offline") for name in (FAILED, NAME))
    hashes = [front(window).document.trace.transaction.hash for window in alone]
    window = open_window(
        f"https://dapp.example/?transactionHashes={','.join(hashes)}", "--rpc", node.url, "--no-cache"
    )
    assert len(window.store.state.tabs) == 0
    qtbot.mouseClick(window.frame.problem.all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.store.state.tabs) == 2)
    wait_idle(qtbot, window)
    found = case_in_front(window.store.state)
    assert found is not None and {tie.kind for tie in found[0].ties} == {"given"}


def test_a_wish_for_what_resumed_nothing_says_why(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--offline")
    grant(window.intents, Wish("resumer", front(window).document.graph.nodes[1].id))
    assert len(window.store.state.tabs) == 1 and window.store.state.job is None
