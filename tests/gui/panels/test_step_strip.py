"""What the step strip shows as it gets narrower, or its words larger."""

# covers: xccviz/gui/panels/step_strip.py

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QToolButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow
from xccviz.gui.commands import move_command
from xccviz.gui.panels.step_strip import SIDES_PX, StepStrip
from xccviz.gui.state.store import AppState
from xccviz.replay.moves import MOVES


@pytest.mark.parametrize("percent", [100, 150])
def test_it_shows_what_it_has_room_for_and_that_whole(
    qtbot: QtBot, state_of: Callable[..., AppState], percent: int
) -> None:
    """Parts step back one after the other, and none is cut."""
    owner = QMainWindow()
    qtbot.addWidget(owner)
    owner.setStyleSheet(f"* {{ font-size: {13 * percent // 100}px; }}")
    strip = StepStrip({move_command(move).id: QAction(owner) for move in MOVES})
    owner.setCentralWidget(strip)
    owner.show()
    shown = []
    for width in (1_440, 1_100, 900, 780, 560, 480):
        owner.resize(width, 140)
        strip.show_state(None, state_of(step=9))
        QApplication.processEvents()
        parts = (strip.place, strip.back, *strip.findChildren(QToolButton))
        shown.append([part for part in parts if part.isVisible()])
        assert [p.text() for p in shown[-1] if p.width() < p.sizeHint().width()] == [], width
        assert strip.place.text().startswith("Step 9 of 15")
    assert all(set(less) <= set(more) for more, less in pairwise(shown))
    assert (len(shown[0]), len(shown[-1])) == (9, 5)


def test_how_one_gets_back_takes_no_room_from_what_happened(
    qtbot: QtBot, state_of: Callable[..., AppState]
) -> None:
    owner = QMainWindow()
    qtbot.addWidget(owner)
    strip = StepStrip({move_command(move).id: QAction(owner) for move in MOVES})
    owner.setCentralWidget(strip)
    owner.resize(1_100, 140)
    owner.show()
    strip.show_state(None, state_of(step=9))
    QApplication.processEvents()
    assert strip.back.isVisible() and strip.following.isVisible()
    assert strip.back.geometry().top() == strip.following.geometry().top()
    there = strip.back.mapTo(strip, strip.back.rect().topLeft()).y()
    assert there > strip.slider.geometry().bottom()
    assert strip.words.geometry().right() >= strip.width() - SIDES_PX - 2


def test_the_last_step_of_what_ends_nowhere_is_not_said_to_be_the_end(
    open_window: OpenWindow, shared_data: Path
) -> None:
    window = open_window(str(shared_data / "public" / "lake" / "partial" / "mainnet_EKfvBswdJX.json"))
    strip = window.findChild(StepStrip)
    assert strip is not None
    assert strip.slider.accessibleDescription().startswith("Step 2 of 2, the last known step: ")
