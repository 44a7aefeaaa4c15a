"""A dock below leaves the drawing some height in a small window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, sized
from xccviz.gui.shell.giving_way import LEAST_DRAWING


def test_a_dock_that_is_dragged_below_a_drawing_leaves_it_height(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window(f"sample:{FAILED}", "--step", "0")
    window.show()
    sized(window, 800, 600)
    dock, view = window.docks.docks["inspector"], window.frame.view_stack
    window.desk.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    qtbot.waitUntil(lambda: view.height() >= LEAST_DRAWING)
    low = dock.height()
    sized(window, 800, 900)
    window.desk.resizeDocks([dock], [400], Qt.Orientation.Vertical)
    qtbot.waitUntil(lambda: dock.height() > low and view.height() >= LEAST_DRAWING)
    sized(window, 800, 600)
    qtbot.waitUntil(lambda: view.height() >= LEAST_DRAWING)
    assert (window.width(), window.height()) == (800, 600), "the window is not made larger for it"
