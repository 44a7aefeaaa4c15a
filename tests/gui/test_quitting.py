"""Quitting takes half a second at most, whatever goes on (how long it really takes: benchmarks/quitting.py)."""

# covers: xccviz/gui/tasks/loop.py

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow
from xccviz import __main__ as program
from xccviz.export import find_exporter
from xccviz.gui import app
from xccviz.gui.state import writing
from xccviz.gui.state.exporting import export_options
from xccviz.gui.tasks import jobs
from xccviz.gui.window import MainWindow

MOST = 0.5


def test_what_closing_waits_for_is_less_than_half_a_second_together() -> None:
    assert jobs.PATIENCE + writing.LAST_PATIENCE + app.PATIENCE < MOST


def loading(window: MainWindow) -> None:
    window.intents.open("sample:join-of-joins")


def exporting(window: MainWindow) -> None:
    exporter, state = find_exporter("json"), window.store.state
    assert exporter is not None
    assert state.tab is not None
    window.exporting.hand(exporter, state.tab.document, export_options(state, state.tab), lambda data: "")


def playing(window: MainWindow) -> None:
    window.intents.go_to_step(0)
    window.intents.play()


@pytest.mark.parametrize("busy", [loading, exporting, playing])
def test_no_thread_keeps_a_window_that_closes(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, busy: Callable[[MainWindow], None]
) -> None:
    """What goes on is given up: none of it is waited for longer than is granted."""
    window = open_window(f"sample:{FAILED}")
    waited: list[float | None] = []
    join = threading.Thread.join
    monkeypatch.setattr(
        threading.Thread, "join", lambda thread, timeout=None: (waited.append(timeout), join(thread, timeout))
    )
    busy(window)
    assert window.close()
    assert [*filter(None, waited)] in ([], [jobs.PATIENCE])
    assert None not in waited, "without an end nobody waits"


def test_a_program_that_had_a_window_ends_without_taking_it_apart() -> None:
    """Nothing that comes at the end of an interpreter is waited for, and what was written is there."""
    code = (
        "import atexit, sys; atexit.register(print, 'taken apart')\n"
        "import xccviz.cli.main as cli\n"
        "def main():\n import PySide6.QtWidgets\n print('closed'); return 7\n"
        "cli.main = main\n"
        "from xccviz.__main__ import run\n"
        "sys.exit(run())"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (7, "closed\n", "")


def test_a_program_in_which_there_was_qt_before_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr("xccviz.cli.main.main", lambda: 3)
    assert program.WIDGETS in sys.modules
    assert program.run() == 3
    assert ended == []
