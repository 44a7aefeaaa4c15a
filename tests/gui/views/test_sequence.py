# covers: xccviz/gui/views/flowing.py, xccviz/display/sequence/keys.py, xccviz/display/sequence/cards.py
"""The sequence in the real window, with real mouse and keys: what is chosen there is chosen everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, node_called, sized
from tests.gui.holding import double_click
from tests.gui.looks import settle
from tests.reference.recorded import HERE, load_json
from xccviz.gui.state.store import OpenTab
from xccviz.gui.views.flowing import FlowingView
from xccviz.gui.window import MainWindow
from xccviz.layout.sequence.types import SequenceLayout
from xccviz.layout.types import REFUNDS_KEY


def tab_of(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


def view_of(window: MainWindow) -> FlowingView:
    view = window.views["sequence"]
    assert isinstance(view, FlowingView)
    return view


def layout_of(window: MainWindow) -> SequenceLayout:
    layout = tab_of(window).layouts["sequence"]
    assert isinstance(layout, SequenceLayout)
    return layout


def click(window: MainWindow, x: float, y: float, *, shift: bool = False) -> None:
    """Click a point of the drawing, which is not scrolled."""
    viewport = view_of(window).viewport()
    point = QPointF(view_of(window).mapFromScene(QPointF(x, y)))
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    button = Qt.MouseButton.LeftButton
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        buttons = button if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, point, viewport.mapToGlobal(point), button, buttons, held)
        QApplication.sendEvent(viewport, event)
    settle()


def click_bar(window: MainWindow, label: str) -> str:
    node = node_called(tab_of(window).document, label)
    stand = layout_of(window).by_key[layout_of(window).box_of[node]].stand
    click(window, stand.center_x, stand.center_y)
    return node


@pytest.fixture
def window(reuse_window: OpenWindow) -> MainWindow:
    return reuse_window(f"sample:{FAILED}", "--view", "sequence")


@pytest.fixture
def ten(tmp_path: Path) -> str:
    """Ten parallel calls with the heights of their blocks, as a file."""
    packed = load_json(HERE / "tutorial" / "tutorial-parallel-10-ok.json.gz")
    headers = [{"header": {"hash": h, "height": n}, "chunks": []} for h, n in packed["heights"].items()]
    documents = [("EXPERIMENTAL_tx_status", None, packed["tx_status"])]
    documents += [("block", {"block_id": b["header"]["hash"]}, {"result": b}) for b in headers]  # type: ignore[misc] - three of JSON
    query = dict.fromkeys(("open", "tx_hash", "sender_account_id", "network", "chain_id"))
    capture = {
        "format": "xccviz-capture", "version": 1, "created_at": "2026-01-01T00:00:00Z", "created_by": "tests",
        "query": query,
        "documents": [
            {"method": m, "params": p, "envelope": e, "endpoint": None, "received_at": None, "http_status": 200}
            for m, p, e in documents
        ],
    }  # fmt: skip
    path = tmp_path / "ten.xcc.json"
    path.write_text(json.dumps(capture))
    return str(path)


def test_a_click_selects_everywhere(window: MainWindow) -> None:
    alpha = click_bar(window, "alpha.near.get_value")
    assert window.selectedNode == alpha
    assert window.inspector.isVisible()
    window.actions_by_id["view.graph"].trigger()
    assert tab_of(window).selection == alpha
    window.actions_by_id["view.sequence"].trigger()
    rings = [b.key for b in layout_of(window).bars if b.key == layout_of(window).box_of[alpha]]
    assert rings == [alpha]


def test_where_it_waits_is_clicked_as_well(window: MainWindow) -> None:
    callback = node_called(tab_of(window).document, "caller.near.on_multi_done")
    wait = layout_of(window).by_key[callback].wait
    assert wait is not None
    click(window, wait.center_x, wait.y + 20)
    assert window.selectedNode == callback


def test_a_block_in_the_gutter_is_made_now_and_moves_no_bar(window: MainWindow) -> None:
    layout = layout_of(window)
    band = [band for band in layout.bands if band.kind == "row"][2]
    click(window, 50, band.y + 10)
    tab = tab_of(window)
    assert not tab.moment.at_end
    assert tab.document.timeline.steps[tab.moment.index - 1].height == band.first
    assert layout_of(window) is layout
    window.actions_by_id["stepLast"].trigger()
    assert tab_of(window).moment.at_end


def test_a_badge_selects_who_sent_it_with_shift_who_receives_it(window: MainWindow) -> None:
    document = tab_of(window).document
    bravo = node_called(document, "bravo.near.get_value")
    callback = node_called(document, "caller.near.on_multi_done")
    message = next(m for m in layout_of(window).messages if (m.source, m.target) == (bravo, callback))
    assert message.badge is not None
    click(window, *message.badge, shift=True)
    assert window.selectedNode == callback
    click(window, *message.badge)
    assert window.selectedNode == bravo


def test_keys_walk_follow_and_step(window: MainWindow, qtbot: QtBot) -> None:
    document, view = tab_of(window).document, view_of(window)
    alpha = click_bar(window, "alpha.near.get_value")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    callback = node_called(document, "caller.near.on_multi_done")
    assert window.selectedNode == callback
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert window.selectedNode == node_called(document, "caller.near.multiple_contracts")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert window.selectedNode == alpha
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert window.selectedNode == node_called(document, "caller.near.multiple_contracts")


def test_space_folds_and_unfolds_and_so_does_the_switch(
    reuse_window: OpenWindow, ten: str, qtbot: QtBot
) -> None:
    window = reuse_window(ten, "--view", "sequence")
    sized(window, 1440, 900)
    settle()
    view = view_of(window)
    assert [len(line.accounts) for line in layout_of(window).lifelines] == [1, 1, 10]
    member = next(bar for bar in layout_of(window).bars if bar.kind == "run").nodes[3]
    window.select(member)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert len(layout_of(window).lifelines) == 12
    qtbot.keyClick(view, Qt.Key.Key_Space)
    # What is selected stands on its own when the rest is folded.
    assert [len(line.accounts) for line in layout_of(window).lifelines] == [1, 1, 9, 1]
    switch = window.frame.view_bar.findChild(QCheckBox, "switch.alike")
    assert switch is not None and switch.isChecked() and switch.text() == "fold alike accounts"
    switch.click()
    assert not switch.isChecked()
    assert len(layout_of(window).lifelines) == 12
    switch.click()
    assert len(layout_of(window).lifelines) == 4


def test_a_folded_header_unfolds_and_a_member_is_taken_out(reuse_window: OpenWindow, ten: str) -> None:
    window = reuse_window(ten, "--view", "sequence")
    sized(window, 1440, 900)
    settle()
    run = next(bar for bar in layout_of(window).bars if bar.kind == "run")
    cell = run.cells[2]
    click(window, cell.center_x, cell.center_y)
    assert window.selectedNode == run.nodes[2]
    click(window, cell.center_x, cell.center_y, shift=True)
    assert [len(line.accounts) for line in layout_of(window).lifelines] == [1, 1, 9, 1]
    folded = next(line for line in layout_of(window).lifelines if line.folded)
    click(window, folded.x + 20, 20)
    assert len(layout_of(window).lifelines) == 12


def test_the_gas_refunds_are_switched_for_all_views(window: MainWindow) -> None:
    switch = window.frame.view_bar.findChild(QCheckBox, "switch.refunds")
    assert switch is not None and not switch.isChecked()
    switch.click()
    assert REFUNDS_KEY in tab_of(window).expanded and switch.isChecked()
    assert REFUNDS_KEY not in layout_of(window).by_key
    switch.click()
    assert REFUNDS_KEY in layout_of(window).by_key


def test_it_is_as_wide_as_the_window(window: MainWindow) -> None:
    sized(window, 1440, 900)
    settle()
    before = layout_of(window)
    sized(window, 1100, 900)
    settle()
    after = layout_of(window)
    assert after.width < before.width
    assert after.room == view_of(window).viewport().width()


def test_a_card_stands_beside_what_is_pointed_at(window: MainWindow, qtbot: QtBot) -> None:
    view = view_of(window)
    alpha = node_called(tab_of(window).document, "alpha.near.get_value")
    stand = layout_of(window).by_key[alpha].stand
    point = QPointF(view.mapFromScene(QPointF(stand.center_x, stand.center_y)))
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        point,
        view.viewport().mapToGlobal(point),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)
    qtbot.waitUntil(view.card.isVisible)
    assert view.card.accessibleName() == "alpha.near.get_value"
    chosen = layout_of(window).by_key[tab_of(window).selection or ""].bounds
    at = view.mapFromScene(QPointF(chosen.x, chosen.y))
    assert not view.card.geometry().contains(at + QPoint(3, 3))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.card.isVisible()


def test_a_double_click_looks_closely(window: MainWindow, qtbot: QtBot) -> None:
    view = view_of(window)
    alpha = node_called(tab_of(window).document, "alpha.near.get_value")
    stand = layout_of(window).by_key[alpha].stand
    at = view.mapFromScene(QPointF(stand.center_x, stand.center_y))
    double_click(view.viewport(), at)
    assert view.transform().m11() > 1.2
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.transform().m11() <= 1.0
