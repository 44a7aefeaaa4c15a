"""The list of keys is whole and closes."""

# covers: xccviz/gui/dialogs/sheet.py

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow, sized
from tests.gui.looks import settle
from xccviz.gui.dialogs.about import KeysDialog


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800)])
def test_the_list_of_keys_is_whole_and_closes(
    qtbot: QtBot, open_window: OpenWindow, size: tuple[int, int]
) -> None:
    window = open_window()
    sized(window, *size)
    window.show_keys()
    settle()
    dialog = window.findChildren(KeysDialog)[-1]
    area = dialog.findChild(QScrollArea)
    assert not area.horizontalScrollBar().isVisible()
    assert not area.verticalScrollBar().isVisible()
    for part in area.findChildren(QLabel):
        assert part.width() >= part.sizeHint().width(), part.text()
        assert area.viewport().rect().contains(part.mapTo(area.viewport(), part.rect().bottomRight()))
    titles = [part.text() for part in dialog.findChildren(QLabel)]
    assert "Keyboard shortcuts" in titles
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
