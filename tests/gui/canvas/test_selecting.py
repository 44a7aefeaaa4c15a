"""Mouse and keys in the graph; jumps from chips and slots."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, click_box, node_called
from xccviz.gui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def selection(window: MainWindow) -> str:
    tab = window.store.state.tab
    assert tab is not None
    return tab.document.graph.by_id[tab.selection or ""].label


def node(window: MainWindow, label: str) -> str:
    tab = window.store.state.tab
    assert tab is not None
    return node_called(tab.document, label)


def test_a_click_selects_and_the_inspector_follows(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    for label in ("alpha.near.get_value", "caller.near.on_multi_done", "caller.near.multiple_contracts"):
        click_box(qtbot, window, node(window, label))
        assert selection(window) == label
        assert window.inspector.name.text().replace("\u200b", "") == label


def test_a_click_beside_the_boxes_keeps_the_selection(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    before = selection(window)
    qtbot.mouseClick(window.views["graph"].viewport(), LEFT, pos=QPoint(5, 5))
    assert selection(window) == before


def test_arrows_walk_along_the_edges(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.select(node(window, "caller.near.multiple_contracts"))
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Down)
    assert selection(window) == "bravo.near.get_value"
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Left)
    assert selection(window) == "alpha.near.get_value"
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Right)
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Right)
    assert selection(window) == "delta.near.get_value"
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Down)
    assert selection(window) == "caller.near.on_multi_done"
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Up)
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Up)
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Up)
    assert window.store.state.tab is not None
    assert window.store.state.tab.selection == window.store.state.tab.document.graph.root.id


def test_the_failed_chip_leads_to_the_root_cause(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "1")
    chip = next(b for b in window.frame.verdict.findChildren(QPushButton) if "failed" in b.text())
    qtbot.mouseClick(chip, LEFT)
    assert selection(window) == "bravo.near.get_value"


def test_slots_show_what_arrived_and_lead_to_the_producer(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    table = window.findChild(QTableWidget, "promiseResults")
    assert not table.isVisible()
    window.select(node(window, "caller.near.on_multi_done"))
    assert table.isVisible()
    assert table.rowCount() == 3
    texts = [
        " ".join(table.item(row, column).text() for column in range(table.columnCount())).replace(
            "\u200b", ""
        )
        for row in range(3)
    ]
    assert "alpha.near.get_value" in texts[0]
    assert '"value of alpha.near"' in texts[0]
    assert "Failed" in texts[1]
    qtbot.mouseClick(table.viewport(), LEFT, pos=table.visualItemRect(table.item(1, 1)).center())
    assert selection(window) == "bravo.near.get_value"
    assert not table.isVisible()


def test_a_forwarded_result_names_awaited_and_producer(reuse_window: OpenWindow) -> None:
    window = reuse_window("sample:forwarded-3-ok")
    tab = window.store.state.tab
    assert tab is not None
    facts = tab.document.analysis.facts
    forwarded = next(
        n.id for n in tab.document.graph.nodes for r in facts[n.id].promise_results if len(r.chain) > 1
    )
    window.select(forwarded)
    result = facts[forwarded].promise_results[0]
    graph = tab.document.graph
    table = window.inspector.results
    texts = " ".join(table.item(0, c).text() for c in range(table.columnCount())).replace("\u200b", "")
    assert graph.by_id[result.awaited or ""].label in texts
    assert graph.by_id[result.producer or ""].label in texts


def test_keys_and_wheel_zoom_and_fit_comes_back(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    view = window.views["graph"]
    view.fit_whole()  # it opens with words that can be read rather than whole
    fitted = view.transform().m11()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.transform().m11() > fitted
    qtbot.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.transform().m11() < fitted
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert abs(view.transform().m11() - fitted) < 1e-9
    middle = view.viewport().rect().center()
    before = view.mapToScene(middle)
    QTest.mouseMove(view.viewport(), QPoint(5, 5))  # where the pointer was last is not where the wheel turns
    for delta in (120, -120):
        event = QWheelEvent(
            QPointF(middle),
            QPointF(view.viewport().mapToGlobal(middle)),
            QPoint(),
            QPoint(0, delta),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.ControlModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.viewport(), event)
        if delta > 0:
            assert view.transform().m11() > fitted
    assert abs(view.transform().m11() - fitted) < 1e-9
    after = view.mapToScene(middle)
    assert abs(after.x() - before.x()) < 8
    assert abs(after.y() - before.y()) < 8


def test_plain_plus_minus_and_zero_do_the_same_in_the_graph(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    view = window.views["graph"]
    view.fit_whole()  # it opens with words that can be read rather than whole
    fitted = view.transform().m11()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.transform().m11() > fitted
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.transform().m11() < fitted
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert abs(view.transform().m11() - fitted) < 1e-9


def test_zooming_stops_at_sane_ends(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    for _ in range(60):
        window.views["graph"].zoom(1.2)
    assert window.views["graph"].transform().m11() <= 4.0 + 1e-9
    for _ in range(90):
        window.views["graph"].zoom(1 / 1.2)
    assert window.views["graph"].transform().m11() >= 0.05 - 1e-9


def test_dragging_the_background_pans(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    view = window.views["graph"]
    view.zoom(3.0)
    corner = next(
        QPoint(x, y)
        for x in range(5, view.viewport().width(), 40)
        for y in range(5, view.viewport().height(), 40)
        if view.box_at(QPoint(x, y)) is None
        and view.box_at(QPoint(x - 30, y - 20)) is None
        and x > 40
        and y > 40
    )
    before = view.mapToScene(0, 0)
    qtbot.mousePress(view.viewport(), LEFT, pos=corner)
    qtbot.mouseMove(view.viewport(), corner - QPoint(30, 20))
    qtbot.mouseRelease(view.viewport(), LEFT, pos=corner - QPoint(30, 20))
    assert view.mapToScene(0, 0) != before


def test_the_refund_pill_unfolds_and_folds(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    tab = window.store.state.tab
    assert tab is not None
    boxes = len(tab.layouts["graph"].boxes)
    window.actions_by_id["view.refunds"].trigger()
    qtbot.waitUntil(lambda: len(window.store.state.tab.layouts["graph"].boxes) > boxes)  # type: ignore[union-attr]
    window.actions_by_id["view.refunds"].trigger()
    qtbot.waitUntil(lambda: len(window.store.state.tab.layouts["graph"].boxes) == boxes)  # type: ignore[union-attr]
