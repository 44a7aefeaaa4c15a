"""Below what a change did stands a recorded run that had its input, with a link that opens it."""

# covers: xccviz/gui/tasks/recorded.py, xccviz/gui/views/rerun/recorded.py

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow
from tests.gui.looks import settle
from tests.gui.views.test_replay import CALLBACK, SAMPLE, ran

pytest.importorskip("wasmtime", reason="the extra replay is not installed")

from tests.gui.views.test_what_if import asked
from tests.rerun.calls import Here, bravo_answers, twin
from xccviz.gui.look.widgets import ElidedLabel, ElidedLink
from xccviz.gui.views.replay import ReplayView
from xccviz.gui.window import MainWindow
from xccviz.sources.files.capture import capture_to_json
from xccviz.values import replace

VALUE = b'"value of bravo.near"'


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contracts run in this process: starting one takes longer than the runs."""
    monkeypatch.setattr("xccviz.opening.sandboxes.sandbox_for", Here)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Another transaction that ran with what the what-if is given."""
    made = tmp_path / "twin.xcc.json"
    made.write_bytes(capture_to_json(twin(bravo_answers), "tests", "2026-01-01T00:00:00Z"))
    return str(made)


def looked(qtbot: QtBot, window: MainWindow) -> tuple[list[str], list[ElidedLink]]:
    """What is said once it was looked for, and the links."""

    def is_done() -> bool:
        run = window.store.state.rerun
        return run is not None and run.recorded is not None

    qtbot.waitUntil(is_done, timeout=20_000)
    settle()
    view = window.views["replay"]
    assert isinstance(view, ReplayView) and view.found is not None
    lines = view.found.recorded
    said = [each.full_text for each in lines.findChildren(ElidedLabel) if each.isVisibleTo(view)]
    said += [each.text() for each in lines.findChildren(QLabel) if each.isVisibleTo(view)]
    return said, [each for each in lines.findChildren(ElidedLink) if each.isVisibleTo(view)]


def test_one_in_another_tab_is_named_and_opened(qtbot: QtBot, open_window: OpenWindow, file: str) -> None:
    window = open_window(SAMPLE, file)
    qtbot.waitUntil(lambda: len(window.store.state.tabs) == 2)
    window.intents.choose_tab(0)
    ran(qtbot, window, CALLBACK)
    asked(qtbot, window, slots={1: VALUE})
    said, (link,) = looked(qtbot, window)
    assert "A recorded run with this input ended the same way:" in said
    hash = window.store.state.tabs[1].document.trace.transaction.hash
    assert link.full_text == f"caller.near.on_multi_done in {hash[:6]}…{hash[-5:]}"

    # with other bytes there is none, and nothing is said
    asked(qtbot, window, slots={1: b"5"})
    assert looked(qtbot, window) == ([], [])
    asked(qtbot, window, slots={1: VALUE})
    _, (link,) = looked(qtbot, window)
    link.setFocus()
    QTest.keyClick(link, Qt.Key.Key_Space)
    state = window.store.state
    assert state.active == 1 and state.view == "replay"
    call = next(n for n in state.tabs[1].document.graph.nodes if n.label == CALLBACK)
    assert window.selectedNode == call.id


def test_of_two_tabs_that_have_it_the_one_in_front_is_shown(
    qtbot: QtBot, open_window: OpenWindow, file: str
) -> None:
    window = open_window(SAMPLE, file)
    qtbot.waitUntil(lambda: len(window.store.state.tabs) == 2)
    window.intents.choose_tab(0)
    ran(qtbot, window, CALLBACK)
    asked(qtbot, window, slots={1: VALUE})
    looked(qtbot, window)
    run, tabs = window.store.state.rerun, window.store.state.tabs
    assert run is not None and run.recorded
    again = replace(tabs[1], key=max(tab.key for tab in tabs) + 1, selection=None)
    window.store.update(lambda s: replace(s, tabs=(*s.tabs, again), active=2))
    assert window.intents.show_recorded(run.recorded[0])
    state = window.store.state
    assert state.active == 2 and state.tab is not None
    assert state.tab.selection == run.recorded[0].alike.call.node.id


def test_a_sample_is_opened_beside(qtbot: QtBot, open_window: OpenWindow, file: str) -> None:
    window = open_window(file)
    ran(qtbot, window, CALLBACK)
    asked(qtbot, window, slots={1: None})
    said, (link,) = looked(qtbot, window)
    assert "A recorded run with this input ended the same way:" in said
    assert link.full_text == "caller.near.on_multi_done in sample:sdk-parallel-one-panics"
    link.click()
    qtbot.waitUntil(lambda: len(window.store.state.tabs) == 2)
    tab = window.store.state.tab
    assert tab is not None and tab.given == SAMPLE
    assert tab.document.graph.by_id[tab.selection or ""].label == CALLBACK


def test_one_in_another_window_is_shown_there(qtbot: QtBot, open_window: OpenWindow, file: str) -> None:
    window = open_window(SAMPLE)
    window.windows.another(window)
    other = window.windows.open[-1]
    assert other is not window
    other.complete()
    other.intents.open(file)
    qtbot.waitUntil(lambda: len(other.store.state.tabs) == 1)
    ran(qtbot, window, CALLBACK)
    asked(qtbot, window, slots={1: VALUE})
    _, (link,) = looked(qtbot, window)
    other.intents.select(other.store.state.tabs[0].document.graph.nodes[0].id)
    link.click()
    assert len(window.store.state.tabs) == 1
    tab = other.store.state.tab
    assert tab is not None and tab.document.graph.by_id[tab.selection or ""].label == CALLBACK
    other.close()
