"""From a hash to an export in the real window, first with the mouse, then with the keyboard alone.

Nothing of the program is called to act: widgets are found by their names and get the events a person makes. What they
show is held against the recorded answer itself, and against the document's facts.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QTableView,
    QTableWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, click_box, node_called, wait_idle
from tests.gui.looks import settle
from tests.node.loopback import LoopbackNode
from xccviz.document import Document
from xccviz.export import find_exporter
from xccviz.gui.commands import plain
from xccviz.gui.panels.await_table import AwaitTable
from xccviz.gui.state.exporting import export_options
from xccviz.gui.window import MainWindow

CALLER, FAILING, CALLBACK = (
    "caller.near.multiple_contracts",
    "bravo.near.get_value",
    "caller.near.on_multi_done",
)
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
Key = Qt.Key


@dataclass(frozen=True)
class Recorded:
    """What the node's own answer says, read without any of the program."""

    hash: str
    values: dict[str, str]  # account → what its call returned
    panic: str  # what the failing call said
    caller_value: str  # what the callback returned


def read_recorded(root: Path) -> Recorded:
    """The recording that the loopback node answers from."""
    answer: Any = json.loads((root / "tests/data/node" / FAILED / "tx_status.json").read_text())["result"]
    values, panic, last = {}, "", ""
    called = {receipt["receipt_id"]: receipt for receipt in answer["receipts"]}
    for outcome in answer["receipts_outcome"]:
        status, executor = outcome["outcome"]["status"], outcome["outcome"]["executor_id"]
        receipt = called.get(outcome["id"])
        if receipt is None or receipt["predecessor_id"] == "system":
            continue
        if "Failure" in status:
            panic = status["Failure"]["ActionError"]["kind"]["FunctionCallError"]["ExecutionError"]
        elif "SuccessValue" in status:
            value = base64.b64decode(status["SuccessValue"]).decode()
            if executor == "caller.near":
                last = value
            else:
                values[executor] = value
    return Recorded(answer["transaction"]["hash"], values, panic, last)


@pytest.fixture
def recorded(repo_root: Path) -> Recorded:
    found = read_recorded(repo_root)
    assert set(found.values) == {"alpha.near", "delta.near"}
    assert found.panic
    return found


@pytest.fixture
def window(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Callable[..., LoopbackNode], recorded: Recorded
) -> MainWindow:
    """The empty window, and a node that knows the transaction."""
    window = open_window("--rpc", loopback_node(FAILED).url, "--size", "1280x800")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QGuiApplication.clipboard().setText(recorded.hash)
    return window


# ---------------------------------------------------------------------------------------------------------- reading


def part(window: MainWindow, kind: type[QWidget], name: str) -> Any:
    """The widget of that name; it has to be there once, and in sight."""
    found = [w for w in window.findChildren(kind, name) if w.isVisible()]
    assert len(found) == 1, name
    return found[0]


def words(widget: QWidget) -> str:
    """All that the labels in a widget say."""
    shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return "\n".join(shown).replace("\u200b", "")


def inspected(window: MainWindow) -> str:
    """What the inspector says."""
    return words(part(window, QScrollArea, "inspector"))


def name_of_selected(window: MainWindow) -> str:
    """The first line of the inspector."""
    return inspected(window).split("\n")[0]


def slots(window: MainWindow) -> list[list[str]]:
    """The cells of the slot table."""
    table = part(window, QTableWidget, "promiseResults")
    return [[table.item(i, j).text() for j in range(4)] for i in range(table.rowCount())]


def step_words(window: MainWindow) -> str:
    """What the strip says about the moment."""
    return words(part(window, QWidget, "stepStrip"))


def shown(window: MainWindow) -> Document:
    """The document in front."""
    tab = window.store.state.tab
    assert tab is not None
    return tab.document


def check_opened(window: MainWindow, recorded: Recorded) -> None:
    """The verdict says how it ended and names who failed and who received it."""
    verdict = shown(window).verdict
    said = words(part(window, QFrame, "verdictStrip"))
    assert shown(window).trace.transaction.hash == recorded.hash
    assert verdict.code == "success_with_hidden_failure"
    assert verdict.title in said
    assert verdict.title.startswith(f"Succeeded, but {FAILING} panicked: ")
    assert FAILING in said
    assert CALLBACK.split(".")[-1] in said
    assert "the end" in step_words(window)


def check_failure(window: MainWindow, recorded: Recorded) -> None:
    """The inspector tells what the failing contract said."""
    assert name_of_selected(window) == FAILING
    message = recorded.panic.split("panicked: ", 1)[-1].split("\\n")[0].strip("'\"")
    assert message in inspected(window).replace("\n", " ")


def check_slots(window: MainWindow, recorded: Recorded) -> None:
    """Each slot holds what the producer's recorded outcome says, and what the document's facts say."""
    assert name_of_selected(window) == CALLBACK
    rows = slots(window)
    assert [row[0] for row in rows] == ["0", "1", "2"]
    assert rows[0][1] == "alpha.near.get_value"
    assert rows[0][2] == recorded.values["alpha.near"]
    assert rows[1][1] == "bravo.near.get_value"
    assert rows[1][2] == "Failed"
    assert rows[2][1] == "delta.near.get_value"
    assert rows[2][2] == recorded.values["delta.near"]
    facts = shown(window).analysis.facts[node_called(shown(window), CALLBACK)]
    assert [r.result for r in facts.promise_results] == ["success", "failed", "success"]
    assert json.dumps(json.loads(recorded.caller_value), indent=2) in inspected(window)


def check_at_failure(window: MainWindow) -> int:
    """The cursor stands where the call fails; its number."""
    history = shown(window).timeline.history
    number = history.failures[0]
    assert f"Step {number} of {len(shown(window).timeline)}, in the past" in step_words(window)
    assert name_of_selected(window) == FAILING
    return number


def check_export(window: MainWindow, path: Path, recorded: Recorded) -> None:
    """The file holds exactly what the exporter makes of the document, and says what the window said."""
    exporter = find_exporter("json")
    tab = window.store.state.tab
    assert exporter is not None
    assert tab is not None
    assert path.read_bytes() == exporter.run(tab.document, export_options(window.store.state, tab))
    graph = json.loads(path.read_bytes())
    assert graph["transaction"]["hash"] == recorded.hash
    assert graph["verdict"]["title"] in words(part(window, QFrame, "verdictStrip"))
    callback = next(node for node in graph["nodes"] if node["label"] == CALLBACK)
    received = [r["value"]["text"] if r["value"] else r["result"] for r in callback["promise_results"]]
    assert received == [recorded.values["alpha.near"], "failed", recorded.values["delta.near"]]


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the file dialog says to save."""
    path = tmp_path / "out.json"

    def ask(parent: QWidget, title: str, suggested: str, kind: str) -> tuple[str, str]:
        assert suggested.endswith(".json")
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    return path


# ------------------------------------------------------------------------------------------------------------ mouse


def click(qtbot: QtBot, widget: QWidget) -> None:
    """Turn the wheel until a widget is in sight, and click it."""
    above: QWidget | None = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    for _ in range(50):
        if widget.visibleRegion().contains(widget.rect().center()) or not isinstance(above, QScrollArea):
            break
        port = above.viewport()
        event = QWheelEvent(
            QPointF(port.rect().center()), QPointF(port.mapToGlobal(port.rect().center())), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(port, event)
        settle()
    assert widget.visibleRegion().contains(widget.rect().center())
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
    settle()


def click_cell(qtbot: QtBot, table: QTableView, row: int, column: int) -> None:
    place = table.visualRect(table.model().index(row, column)).center()
    assert table.viewport().rect().contains(place)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()


def button(window: QWidget, text: str) -> QPushButton:
    return next(b for b in window.findChildren(QPushButton) if text in b.text() and b.isVisible())


def test_with_the_mouse(qtbot: QtBot, window: MainWindow, recorded: Recorded, saved: Path) -> None:
    field = part(window, QLineEdit, "openBar")
    click(qtbot, field)
    qtbot.keyClick(field, Key.Key_V, CTRL)
    assert field.text() == recorded.hash
    assert "transaction" in words(window.frame.open_bar)
    qtbot.keyClick(field, Key.Key_Return)
    wait_idle(qtbot, window)
    settle()
    check_opened(window, recorded)

    click_box(qtbot, window, node_called(shown(window), CALLER))
    assert name_of_selected(window) == CALLER
    click(qtbot, button(part(window, QFrame, "verdictStrip"), "1 failed call"))
    check_failure(window, recorded)

    click(qtbot, button(window.inspector, "Show who received it"))
    check_slots(window, recorded)
    click_cell(qtbot, part(window, QTableWidget, "promiseResults"), 1, 3)  # show call
    assert name_of_selected(window) == FAILING
    click_box(qtbot, window, node_called(shown(window), CALLBACK))
    check_slots(window, recorded)

    click(qtbot, part(window, QToolButton, "stepFirst"))
    click(qtbot, part(window, QToolButton, "nextFailure"))
    check_at_failure(window)
    waits = part(window, AwaitTable, "awaitTable")
    assert waits.model().rowCount() == 1
    click_cell(qtbot, waits, 0, 0)
    assert name_of_selected(window) == CALLBACK
    assert all(row[2] != "Failed" for row in slots(window)), "it has not arrived yet"
    click(qtbot, part(window, QToolButton, "stepLast"))
    assert "the end" in step_words(window)
    assert not waits.isVisible()
    click_box(qtbot, window, node_called(shown(window), CALLBACK))
    check_slots(window, recorded)

    bar = window.menuBar()
    entry = next(a for a in bar.actions() if plain(a.text()) == "Export")
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.actionGeometry(entry).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    chosen = next(a for a in menu.actions() if a.objectName() == "export.json")
    with qtbot.waitSignal(window.exporting.written):
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(chosen).center())
    check_export(window, saved, recorded)


# --------------------------------------------------------------------------------------------------------- keyboard


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QWidget:
    """Press a key wherever the keyboard is; where it is then."""
    QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), key, modifiers)
    settle()
    now = QApplication.focusWidget()
    assert now is not None
    return now


def tab_to(wanted: Callable[[QWidget], bool]) -> QWidget:
    """Press Tab until the keyboard is where it should be."""
    for _ in range(60):
        now = press(Key.Key_Tab)
        if wanted(now):
            return now
    raise AssertionError("Tab does not reach it")


def test_with_the_keyboard(qtbot: QtBot, window: MainWindow, recorded: Recorded, saved: Path) -> None:
    field = part(window, QLineEdit, "openBar")
    assert field.hasFocus(), "one can paste at once"
    press(Key.Key_V, CTRL)
    assert field.text() == recorded.hash
    press(Key.Key_Return)
    wait_idle(qtbot, window)
    settle()
    check_opened(window, recorded)
    assert QApplication.focusWidget() is window.views["graph"]

    press(Key.Key_Up)
    assert name_of_selected(window) == CALLER
    tab_to(lambda w: isinstance(w, QPushButton) and "1 failed call" in w.text())
    press(Key.Key_Space)
    check_failure(window, recorded)

    tab_to(lambda w: w.objectName() == "graphView")
    press(Key.Key_Down)
    check_slots(window, recorded)
    table = tab_to(lambda w: w.objectName() == "promiseResults")
    assert isinstance(table, QTableWidget)
    press(Key.Key_Home, CTRL)
    assert table.currentRow() == 0
    press(Key.Key_Down)
    assert table.item(table.currentRow(), 2).text() == "Failed"
    press(Key.Key_Return)
    assert name_of_selected(window) == FAILING

    tab_to(lambda w: w.objectName() == "graphView")
    press(Key.Key_Home)
    assert f"Step 0 of {len(shown(window).timeline)}" in step_words(window)
    press(Key.Key_F8)
    number = check_at_failure(window)
    press(Key.Key_BracketLeft)
    assert f"Step {number - 1} of" in step_words(window)
    press(Key.Key_BracketRight)
    check_at_failure(window)
    waits = tab_to(lambda w: w.objectName() == "awaitTable")
    assert isinstance(waits, AwaitTable)
    press(Key.Key_Home, CTRL)
    press(Key.Key_Return)
    assert name_of_selected(window) == CALLBACK
    assert all(row[2] != "Failed" for row in slots(window)), "it has not arrived yet"
    tab_to(lambda w: w.objectName() == "graphView")
    press(Key.Key_End)
    assert "the end" in step_words(window)

    press(Key.Key_K, CTRL)
    for letter in "on_multi":
        QTest.keyClick(QApplication.focusWidget(), letter)
    press(Key.Key_Return)
    check_slots(window, recorded)
    entry = next(a for a in window.menuBar().actions() if plain(a.text()) == "Export")
    QTest.keyClick(
        QApplication.focusWidget(), Qt.Key(ord(entry.text()[entry.text().index("&") + 1].upper())), ALT
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _ in menu.actions():
        if menu.activeAction().objectName() == "export.json":
            break
        QTest.keyClick(menu, Key.Key_Down)
    with qtbot.waitSignal(window.exporting.written):
        QTest.keyClick(menu, Key.Key_Return)
    check_export(window, saved, recorded)
