"""An exception that nobody handles is told where somebody looks, and changes nothing of what is open."""
# covers: xccviz/gui/tasks/bugs.py, xccviz/gui/tasks/problems.py

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, OpenWindow
from tests.gui.looks import settle
from xccviz.gui.tasks.bugs import told_in
from xccviz.gui.window import MainWindow


def broken(window: MainWindow, what: str) -> None:
    raise RuntimeError(what)


def also_broken(window: MainWindow) -> None:
    [][len(window.store.state.tabs)]


def test_what_a_slot_raises_is_told_once_in_the_window(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(f"sample:{BATCH}")
    before, hook = window.store.state, sys.excepthook
    with told_in(lambda: window.store):
        QTimer.singleShot(0, lambda: broken(window, "first"))
        qtbot.waitUntil(lambda: window.store.state.problem is not None)
        settle()
        problem = window.store.state.problem
        assert problem is not None
        assert problem.kind == "bug"
        assert "RuntimeError: first" in "\n".join(problem.details)
        assert not problem.can_retry
        told: list[object] = []
        window.store.changed.connect(lambda old, new: told.append(new.problem))
        for what in ("once", "more"):
            QTimer.singleShot(0, lambda what=what: broken(window, what))
        QTimer.singleShot(0, lambda: also_broken(window))
        qtbot.waitUntil(lambda: bool(told))
        settle()
    assert len(told) == 1
    assert "IndexError" in "\n".join(window.store.state.problem.details if window.store.state.problem else ())
    after = window.store.state
    assert (after.tabs, after.active) == (before.tabs, before.active)
    assert sys.excepthook is hook
