"""Endpoints are added, removed and moved in the window, written to config.toml, and asked from then on."""

# covers: xccviz/gui/dialogs/endpoints.py, xccviz/gui/dialogs/sheet.py, xccviz/gui/tasks/endpoints.py

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, sized, wait_idle
from tests.gui.looks import settle
from tests.node.loopback import LoopbackNode
from xccviz.gui.dialogs.about import KeysDialog
from xccviz.gui.dialogs.endpoints import EndpointsDialog
from xccviz.gui.window import MainWindow
from xccviz.settings.file import read_config


def config() -> Path:
    return Path(os.environ["XCCVIZ_CONFIG_DIR"]) / "config.toml"


def dialog_of(window: MainWindow, network: str) -> EndpointsDialog:
    window.actions_by_id["file.endpoints"].trigger()
    dialog = window.findChildren(EndpointsDialog)[-1]
    dialog.networks.setCurrentText(network)
    return dialog


def test_an_endpoint_is_added_written_and_asked(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Callable[..., LoopbackNode]
) -> None:
    config().write_text("# mine\ntimeout = 7\n")
    window, node = open_window(), loopback_node(FAILED)
    dialog = dialog_of(window, "localnet")
    with qtbot.waitSignal(window.endpoints.changed):
        dialog.address.setText(node.url)
        dialog.archival.click()
        dialog.add.click()
    assert [endpoint.url for endpoint in dialog.endpoints] == ["http://127.0.0.1:3030", node.url]
    assert dialog.endpoints[1].archival
    with qtbot.waitSignal(window.endpoints.changed):
        dialog.list.setCurrentRow(1)
        dialog.up.click()
    with qtbot.waitSignal(window.endpoints.changed):
        dialog.list.setCurrentRow(1)
        dialog.remove.click()
    assert not dialog.remove.isEnabled()
    assert config().read_text().startswith("# mine\ntimeout = 7\n")
    assert read_config(config()).networks["localnet"].endpoints == dialog.endpoints
    assert [endpoint.url for endpoint in dialog.endpoints] == [node.url]
    dialog.close()
    window.intents.choose_network("localnet")
    window.intents.open(next(iter(node.transactions)))
    wait_idle(qtbot, window)
    assert window.store.state.problem is None
    assert window.store.state.tab is not None


@pytest.mark.parametrize(
    "address", ["", "rpc.example", "ftp://x.example", "https://", "http://[", "http://x:0"]
)
def test_what_is_no_address_is_refused_in_words(open_window: OpenWindow, address: str) -> None:
    window = open_window()
    dialog = dialog_of(window, "testnet")
    before = dialog.endpoints
    dialog.address.setText(address)
    dialog.add.click()
    assert dialog.endpoints == before
    assert "http://" in dialog.said.text()
    assert not config().exists()


def test_a_file_that_can_not_be_written_is_said_and_changes_nothing(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window()
    config().write_text("broken = [\n")
    dialog = dialog_of(window, "testnet")
    before = dialog.endpoints
    dialog.address.setText("https://one.example")
    with qtbot.waitSignal(window.endpoints.failed):
        dialog.add.click()
    assert dialog.endpoints == before
    assert "line" in dialog.said.text()
    assert dialog.said.property("look") == "bad"


def test_a_key_in_an_address_is_not_shown(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    dialog = dialog_of(window, "testnet")
    dialog.address.setText("https://x.example/v1/0123456789abcdef0?apiKey=S3CRET")
    with qtbot.waitSignal(window.endpoints.changed):
        dialog.add.click()
    said = " ".join(dialog.list.item(row).text() for row in range(dialog.list.count()))
    assert "x.example" in said
    assert "S3CRET" not in said
    assert "0123456789abcdef0" not in said


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
