"""The graph tells of what the pointer rests on, and has scroll bars while something lies beyond."""

# covers: xccviz/gui/views/hovering.py

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, box_point, node_called
from tests.gui.looks import settle
from tests.gui.views.test_flowing import move
from xccviz.gui.views.hovering import HoveringView
from xccviz.gui.window import MainWindow


def graph_of(window: MainWindow) -> HoveringView:
    view = window.views["graph"]
    assert isinstance(view, HoveringView)
    return view


def test_a_card_tells_of_a_box_beside_it_and_of_a_line(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    view = graph_of(window)
    document = window.store.state.tab.document  # type: ignore[union-attr]
    node, callback = (
        node_called(document, name) for name in ("bravo.near.get_value", "caller.near.on_multi_done")
    )
    window.select(callback)
    at = box_point(window, node)
    move(view, at.x(), at.y())
    qtbot.waitUntil(view.card.isVisible)
    assert view.card.accessibleName() == "bravo.near.get_value"
    card = view.card.geometry()
    assert not card.intersects(view._port_of(node))
    assert not card.intersects(view._port_of(callback))
    assert view.rect().contains(card)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.card.isVisible()

    line = next(path for path in view.layout_shown.edges if path.source == node)  # type: ignore[union-attr]
    x, y = line.tip
    on_line = view.mapFromScene(x, y - 14)
    move(view, on_line.x(), on_line.y())
    qtbot.waitUntil(view.card.isVisible)
    assert view.card.accessibleName().startswith("bravo.near.get_value failed")


def test_with_scroll_bars_or_space_held_one_goes_to_what_lies_beyond(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    view = graph_of(window)
    upright, across = view.bars
    settle()
    assert not upright.isVisible() and not across.isVisible()
    view.zoom(3.0)
    settle()
    assert upright.isVisible() and across.isVisible()
    upright.setValue(upright.maximum() - 60)
    assert view.verticalScrollBar().value() == upright.maximum() - 60
    before, selected = view.verticalScrollBar().value(), window.store.state.tab.selection  # type: ignore[union-attr]
    view.setFocus()
    qtbot.keyPress(view, Qt.Key.Key_Space)
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    move(view, 300, 150)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 150))
    qtbot.keyRelease(view, Qt.Key.Key_Space)
    assert view.verticalScrollBar().value() == before + 50
    assert window.store.state.tab.selection == selected  # type: ignore[union-attr]
    view.fit_whole()
    settle()
    assert not upright.isVisible()
