"""A dock below leaves the drawing some height in a small window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, sized
from xccviz.gui.shell.giving_way import LEAST_DRAWING, resize_docks


def test_a_dock_that_is_dragged_below_a_drawing_leaves_it_height(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "0")
    window.show()
    sized(window, 800, 600)
    dock, view = window.docks.docks["inspector"], window.frame.view_stack
    window.desk.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    qtbot.waitUntil(lambda: view.height() == LEAST_DRAWING)
    low = dock.height()
    sized(window, 800, 900)
    window.desk.resizeDocks([dock], [LEAST_DRAWING * 5], Qt.Orientation.Vertical)
    qtbot.waitUntil(lambda: view.height() == LEAST_DRAWING)
    assert dock.height() > low, "it has what the drawing does not need"
    sized(window, 800, 600)
    qtbot.waitUntil(lambda: view.height() >= LEAST_DRAWING)
    assert (window.width(), window.height()) == (800, 600), "the window is not made larger for it"


def test_docks_that_have_left_the_layout_keep_their_size(qtbot: QtBot) -> None:
    """Qt warns when it is asked to resize one, as a change of text size does a moment after it was dragged away."""
    desk = QMainWindow()
    qtbot.addWidget(desk)
    desk.setCentralWidget(QWidget())
    desk.setCentralWidget(QWidget())
    docks = [QDockWidget(name, desk) for name in ("there", "afloat", "never there")]
    for dock in docks[:2]:
        desk.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    docks[1].setFloating(True)
    desk.resize(600, 400)
    desk.show()
    resize_docks(desk, dict.fromkeys(docks, 250), Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: docks[0].width() == 250)
