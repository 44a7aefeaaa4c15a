# covers: xccviz/gui/canvas/grips.py
"""The gas view in the real window, with real mouse and keys: select, zoom, measure, filter, drag, copy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow
from tests.gui.holding import double_click
from tests.reference.extremes import EXTREMES, envelope
from xccviz.gui.state.store import OpenTab
from xccviz.gui.views.flowing import FlowingView
from xccviz.gui.window import MainWindow
from xccviz.layout.icicle.types import Bar, Cell, IcicleLayout

LEFT = Qt.MouseButton.LeftButton


class Gas:
    """The window with the gas view in front."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        view = window.findChild(QWidget, "gasView")
        assert isinstance(view, FlowingView) and view.isVisible()
        self.view = view

    @property
    def tab(self) -> OpenTab:
        tab = self.window.store.state.tab
        assert tab is not None
        return tab

    @property
    def layout(self) -> IcicleLayout:
        layout = self.tab.layouts["gas"]
        assert isinstance(layout, IcicleLayout)
        return layout

    def cell(self, name: str) -> Cell:
        graph = self.tab.document.graph
        return next(c for c in self.layout.cells if graph.by_id[c.nodes[0]].label.endswith(name))

    def bar(self, name: str) -> Bar:
        return next(b for section in self.layout.sections for b in section.bars if name in b.names)

    def at(self, x: float, y: float) -> QPoint:
        return self.view.mapFromScene(x, y)

    def middle(self, thing: Cell | Bar) -> QPoint:
        return self.at(thing.bounds.center_x, thing.bounds.center_y)

    def move(self, to: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
        point = QPointF(to)
        port = self.view.viewport()
        event = QMouseEvent(QEvent.Type.MouseMove, point, port.mapToGlobal(point), Qt.MouseButton.NoButton, held,
                            Qt.KeyboardModifier.NoModifier)  # fmt: skip
        QApplication.sendEvent(port, event)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.view, key, held)


@pytest.fixture
def gas(open_window: OpenWindow) -> Gas:
    return Gas(open_window("sample:mainnet-hidden-failure", "--view", "gas", "--size", "1280x900"))


def test_a_click_selects_and_keys_walk_zoom_and_come_back(gas: Gas) -> None:
    step = gas.cell(".on_step_resumed")
    QTest.mouseClick(gas.view.viewport(), LEFT, pos=gas.middle(step))
    assert gas.tab.selection == step.key
    gas.key(Qt.Key.Key_Up)
    assert gas.tab.selection == step.parent
    gas.key(Qt.Key.Key_Down)
    gas.key(Qt.Key.Key_Right)
    beside = gas.layout.by_key[gas.layout.by_key[step.parent or ""].calls[1]]
    assert gas.tab.selection == beside.key
    gas.key(Qt.Key.Key_Return)
    assert gas.layout.zoom == beside.key
    assert gas.layout.cells[0].bounds.width > beside.bounds.width * 2
    assert gas.tab.selection == beside.key
    gas.key(Qt.Key.Key_Backspace)
    assert gas.layout.zoom == ""
    gas.view.verticalScrollBar().setValue(0)  # no line of a row that is scrolled away stands over it
    QTest.mouseClick(gas.view.viewport(), LEFT, pos=gas.middle(step))
    double_click(gas.view.viewport(), gas.middle(step))
    assert gas.layout.zoom == step.key
    QTest.mouseClick(gas.view.viewport(), LEFT, pos=gas.at(gas.layout.path[0].bounds.center_x, 18))
    assert gas.layout.zoom == ""


def test_1_2_3_and_the_buttons_say_what_is_measured(gas: Gas) -> None:
    for key, measure in ((Qt.Key.Key_2, "burnt"), (Qt.Key.Key_3, "back"), (Qt.Key.Key_1, "attached")):
        gas.key(key)
        assert gas.layout.measure == measure
    button = gas.window.findChild(QPushButton, "switch.burnt")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, LEFT)
    assert gas.layout.measure == "burnt" and button.isChecked()
    refunds = gas.window.findChild(QCheckBox, "switch.refunds")
    assert isinstance(refunds, QCheckBox)
    before = len(gas.layout.cells)
    QTest.mouseClick(refunds, LEFT, pos=QPoint(8, refunds.height() // 2))
    assert gas.layout.refunds and len(gas.layout.cells) > before


def test_a_bar_outlines_its_cells_and_filters_all_views(gas: Gas, qtbot: QtBot) -> None:
    bar = gas.bar("wrap.near")
    gas.view.verticalScrollBar().setValue(0)
    gas.move(gas.middle(bar))
    drawn = gas.view._drawn
    assert drawn is not None

    def outlined() -> set[str]:
        return {
            cell.key
            for cell in gas.layout.cells
            if any(
                p.key.endswith("/card") and getattr(p, "stroke", "") == "text"
                for p in drawn.parts(cell.key, "box")
            )
        }

    assert outlined() == {gas.layout.box_of[node] for node in bar.nodes}
    gas.move(gas.at(gas.layout.left, gas.layout.height - 4))
    assert not outlined()
    QTest.mouseClick(gas.view.viewport(), LEFT, pos=gas.middle(bar))
    qtbot.waitUntil(lambda: set(gas.tab.filtering.hits) == set(bar.nodes))
    assert gas.view._drawn is not None
    host = gas.layout.sections[2].bars[0]
    gas.view.verticalScrollBar().setValue(gas.view.verticalScrollBar().maximum())
    shift = gas.view.pinned.shift("right", gas.view.seen())[1]
    QTest.mouseClick(
        gas.view.viewport(), LEFT, pos=gas.at(host.bounds.center_x, host.bounds.center_y + shift)
    )
    qtbot.waitUntil(lambda: set(gas.tab.filtering.hits) >= set(host.nodes))
    assert gas.tab.filtering.mistake is None


def test_the_line_before_the_bars_is_dragged_and_the_bars_fold_away(gas: Gas) -> None:
    split = gas.layout.split
    assert split is not None
    at = gas.at(split, 200)
    gas.move(at)
    assert gas.view.viewport().cursor().shape() == Qt.CursorShape.SplitHCursor
    QTest.mousePress(gas.view.viewport(), LEFT, pos=at)
    gas.move(at - QPoint(80, 0), LEFT)
    QTest.mouseRelease(gas.view.viewport(), LEFT, pos=at - QPoint(80, 0))
    assert gas.layout.split == split - 80
    off = gas.window.findChild(QCheckBox, "switch.totals")
    assert isinstance(off, QCheckBox)
    QTest.mouseClick(off, LEFT, pos=QPoint(8, off.height() // 2))
    assert gas.layout.split is None and not gas.layout.sections
    QTest.mouseClick(off, LEFT, pos=QPoint(8, off.height() // 2))
    assert gas.layout.split == split


def test_ctrl_c_copies_the_row_as_text(gas: Gas) -> None:
    step = gas.cell(".on_step_resumed")
    QTest.mouseClick(gas.view.viewport(), LEFT, pos=gas.middle(step))
    gas.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text()
    assert copied.startswith("sequential-intents.mike.near.on_step_resumed\tattached: ")


def test_more_bars_come_by_a_click(gas: Gas) -> None:
    more = gas.layout.sections[1].more
    assert more is not None
    QTest.mouseClick(gas.view.viewport(), LEFT, pos=gas.at(more.x + 20, more.center_y))
    assert gas.layout.sections[1].whole
    assert len(gas.layout.sections[1].bars) == len(gas.tab.document.analysis.gas.by_method)


def test_deep_icicles_scroll_while_callers_stay_as_lines_and_bars_beside_them(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "deep.xcc.json"
    file.write_text(json.dumps(envelope(EXTREMES["deep-60"])), encoding="utf-8")
    gas = Gas(open_window(str(file), "--view", "gas"))
    bar = gas.layout.sections[0].bars[0]
    assert gas.view.verticalScrollBar().value() > 2000, "opens at the failed call"
    seen = gas.view.seen()
    lines = gas.view.pinned.lines(seen)
    assert len(lines) == 8 and lines[-1].bottom < seen.bottom()
    across, down = gas.view.pinned.shift("right", seen)
    assert (across, round(down)) == (
        0,
        round(seen.y() - max(0.0, gas.view.pinned.strips.reach - seen.height())),
    )
    row = [cell for cell in gas.layout.cells if cell.bounds.y == lines[0].y]
    at = gas.view.mapFromScene(row[0].bounds.center_x, seen.y() + gas.view.pinned.strips.top + 8)
    QTest.mouseClick(gas.view.viewport(), LEFT, pos=at)
    assert gas.tab.selection == row[0].key
    seen = gas.view.seen()
    shift = gas.view.pinned.shift("right", seen)[1]
    QTest.mouseClick(gas.view.viewport(), LEFT, pos=gas.at(bar.bounds.center_x, bar.bounds.center_y + shift))
    qtbot.waitUntil(lambda: set(gas.tab.filtering.hits) == set(bar.nodes))
