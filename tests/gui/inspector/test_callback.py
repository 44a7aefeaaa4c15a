"""The page of a callback: what its code saw, and what it could not see; what it did then, once it has."""

# covers: xccviz/gui/inspector/pages.py, xccviz/gui/inspector/saw.py

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, node_called
from tests.gui.looks import settle
from tests.reference.extremes import EXTREMES
from xccviz.gui.inspector.gas_bar import GasBar
from xccviz.gui.inspector.panel import Inspector
from xccviz.gui.inspector.slot_value import SHOWN, STATUS, UNSEEN
from xccviz.gui.window import MainWindow

CALLBACK = "caller.near.on_multi_done"


def page(window: MainWindow) -> QWidget:
    found = window.findChild(QWidget, "callbackPage")
    assert found is not None
    return found


def words(widget: QWidget) -> str:
    texts = [w.text() for w in widget.findChildren(QLabel) if w.isVisible()]
    texts += [w.text() for w in widget.findChildren(QPushButton) if w.isVisible()]
    return "\n".join(texts).replace("\u200b", "")


def slots(inspector: Inspector) -> list[tuple[str, str, str]]:
    items = (inspector.results.item(row, 1) for row in range(inspector.results.rowCount()))
    return [(item.text(), item.data(STATUS), item.data(UNSEEN)) for item in items]


def test_a_move_to_a_callback_shows_what_its_code_saw(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "10")
    settle()
    assert page(window).isVisible()
    assert page(window).isAncestorOf(window.inspector.results)
    assert "promise_results_count()\n3" in words(page(window))
    assert slots(window.inspector) == [
        ("alpha.near.get_value", "Successful, 21 bytes of JSON", ""),
        ("bravo.near.get_value", "Failed, no bytes", "panicked: no value today"),
        ("delta.near.get_value", "Successful, 21 bytes of JSON", ""),
    ]
    told = words(page(window))
    assert "264.710 Tgas" in told and "not yet: step 11" in told
    assert "0.213 Tgas" not in told and "Ok" not in told
    assert "Not known: changes were not fetched" in told


def test_what_it_did_then_is_ahead_until_it_ran(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "10")
    window.intents.look_ahead()
    settle()
    told = words(page(window))
    assert "WHAT IT DID THEN   step 11, ahead of now" in told
    assert "0.213 Tgas" in told and "called nobody, logged nothing, burnt 1.101 Tgas" in told
    bar = page(window).findChild(GasBar)
    assert bar is not None and "burnt here" in bar.accessibleName(), "as the rows below"
    assert told.index("WHAT IT DID THEN") < told.index("GAS LEFT ALONG THE WAY")
    assert told.count("block 523") == 1
    window.intents.look_ahead()
    bar = page(window).findChild(GasBar)
    assert bar is not None and "burnt here" not in bar.accessibleName()
    window.intents.go_to_step(11)
    settle()
    told = words(page(window))
    assert "WHAT IT DID THEN\n" in told and "ahead" not in told
    assert "called nobody, logged nothing, burnt 1.101 Tgas" in told


def test_chosen_otherwise_it_is_the_receipt_and_the_slots_stay(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    tab = window.store.state.tab
    assert tab is not None
    window.select(node_called(tab.document, CALLBACK))
    settle()
    inspector = window.inspector
    assert not page(window).isVisible()
    assert inspector.results.isVisible()
    for kind in ("saw", "raw", "receipt"):
        qtbot.mouseClick(inspector.pages.buttons[kind], Qt.MouseButton.LeftButton)
        settle()
        assert page(window).isVisible() == (kind == "saw")
        assert inspector.results.isVisible()
    window.select(node_called(tab.document, "bravo.near.get_value"))
    settle()
    assert not inspector.pages.isVisible() and not inspector.results.isVisible()


def test_bytes_are_shown_as_hex_by_the_lower_link_and_by_h(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "11")
    settle()
    table = window.inspector.results
    rect = table.visualItemRect(table.item(0, 3))
    below = QPoint(rect.right() - 20, rect.top() + 28)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=below)
    settle()
    assert str(table.item(0, 1).data(SHOWN)).startswith("00000  22 76 61 6c")
    assert table.item(0, 2).text() == '"value of alpha.near"'
    table.setCurrentCell(0, 1)
    qtbot.keyClick(table, Qt.Key.Key_H)
    settle()
    assert table.item(0, 1).data(SHOWN) is None


def test_of_many_results_those_that_failed_are_rows_and_the_rest_comes_on_demand(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    run = EXTREMES["join-128"]
    path = tmp_path / "join.json"
    path.write_text(json.dumps(run.answer))
    window = open_window(str(path))
    tab = window.store.state.tab
    assert tab is not None
    callback = max(tab.document.graph.slots, key=lambda each: len(tab.document.graph.slots[each]))
    window.select(callback)
    inspector = window.inspector
    qtbot.mouseClick(inspector.pages.buttons["saw"], Qt.MouseButton.LeftButton)
    settle()
    table = inspector.results
    shown = [row for row in range(table.rowCount()) if not table.isRowHidden(row)]
    assert table.rowCount() == 128
    assert shown == [7, 64]
    assert inspector.rest.isVisible() and inspector.rest.text() == "126 other results"
    inspector.begin_search()
    inspector.find_bar.text.setText("value 12")
    settle()
    assert not table.isRowHidden(12), "what is searched for is found among all"
    inspector.find_bar.text.setText("")
    settle()
    assert table.isRowHidden(12)
    inspector.rest.click()
    settle()
    assert not any(table.isRowHidden(row) for row in range(table.rowCount()))
