"""The map is there while a drawing does not fit, shows what is in sight, and leads where it is clicked or dragged."""

# covers: xccviz/gui/canvas/minimap.py, xccviz/display/graph/chart.py, xccviz/display/hosting.py

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow
from tests.reference.extremes import envelope, pages
from tests.reference.recorded import HERE
from xccviz.display.graph.chart import chart
from xccviz.display.hosting import Chart
from xccviz.display.look import Emphasis, Look
from xccviz.document import build_document
from xccviz.gui.canvas.minimap import HEIGHT_PX, WIDTH_PX, Minimap
from xccviz.gui.look.theme import current_theme
from xccviz.gui.window import MainWindow
from xccviz.layout.layered.build import build_layout
from xccviz.layout.types import Bounds
from xccviz.replay import moment_at
from xccviz.sources.files.read import open_text

FAILED_CALLS = frozenset({(0, 3), (0, 4), (5, 21)})


@pytest.fixture
def paged(tmp_path: Path) -> str:
    path = tmp_path / "pages.xcc.json"
    path.write_text(json.dumps(envelope(pages(8, 22, FAILED_CALLS))))
    return str(path)


def map_of(window: MainWindow) -> Minimap:
    found = window.findChild(Minimap, "minimap")
    assert isinstance(found, Minimap)
    return found


def test_a_drawing_that_fits_needs_no_map(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.views["graph"].fit_whole()
    window.views["graph"]._chart()
    assert not map_of(window).isVisible()


def test_the_map_leads_where_it_is_clicked_and_dragged(
    qtbot: QtBot, reuse_window: OpenWindow, paged: str
) -> None:
    window = reuse_window(paged)
    view, map = window.views["graph"], map_of(window)
    view._chart()
    assert map.isVisible()
    assert (map.width(), map.height()) == (WIDTH_PX, HEIGHT_PX)
    assert map.accessibleName() == "Map: 8 blocks, 3 failed"
    at = QPoint(WIDTH_PX // 2, 88)
    wanted = map.scene_at(QPointF(at))
    qtbot.mouseClick(map, Qt.MouseButton.LeftButton, pos=at)
    middle = view.mapToScene(view.viewport().rect().center())
    assert abs(middle.y() - wanted.y()) < 20
    before = middle
    qtbot.mousePress(map, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(map, at - QPoint(0, 10))
    qtbot.mouseRelease(map, Qt.MouseButton.LeftButton, pos=at - QPoint(0, 10))
    after = view.mapToScene(view.viewport().rect().center())
    assert after.y() < before.y() - 20


def test_where_there_is_little_room_the_map_comes_folded(reuse_window: OpenWindow, paged: str) -> None:
    window = reuse_window(paged)
    view, map = window.views["graph"], map_of(window)
    view._chart()
    assert not map.folded
    view.resize(500, 200)
    view._tell_sight()
    assert map.folded and map.height() < HEIGHT_PX / 3
    assert map.geometry().bottom() < 200 and map.button.accessibleName() == "Unfold the map"
    map.fold()
    assert not map.folded and map.height() == HEIGHT_PX, "who wants it has it"
    view.resize(1000, 600)
    map.fold()
    assert map.folded, "and who doesn't has not"


def test_the_map_stands_where_it_hides_least_and_folds_where_it_would_hide_a_card(qtbot: QtBot) -> None:
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(1000, 600)
    map, seen = Minimap(view), QRectF(0, 0, 1000, 600)
    map.show_chart(Chart(3000, 3000, (Bounds(0, 0, 3000, 3000),)), current_theme())

    def stands(*boxes: QRectF, spared: QRect | None = None) -> tuple[bool, bool, bool]:
        map.show_sight(seen, spared, boxes)
        middle = map.geometry().center()
        return middle.x() > 500, middle.y() > 300, map.folded

    low_right, low_left = QRectF(800, 500, 150, 60), QRectF(100, 500, 150, 60)
    high_right, high_left = QRectF(800, 40, 150, 60), QRectF(100, 40, 150, 60)
    assert stands() == (True, True, False)
    assert stands(low_right) == (False, True, False)
    assert stands() == (False, True, False), "it stays where it hides nothing"
    assert stands(low_left, spared=low_right.toRect()) == (True, False, False)
    map.mousePressEvent(pressed(map))
    assert stands(high_right) == (True, False, False), "while somebody is at it"
    map.leaveEvent(QEvent(QEvent.Type.Leave))
    edge = low_right.translated(-190, 0)
    assert stands(high_left, high_right, low_left, edge) == (True, True, False), "a rim of one can be hidden"
    assert stands(high_left, high_right, low_left, low_right)[2]
    map.fold()
    assert not stands(high_left, high_right, low_left, low_right)[2], "who wants it has it"


def pressed(map: Minimap) -> QMouseEvent:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at = QPointF(map.width() / 2, map.height() / 2)
    return QMouseEvent(QEvent.Type.MouseButtonPress, at, map.mapToGlobal(at), left, left, none)


def test_nothing_upon_a_drawing_lies_on_its_cards_lines_or_badges(open_window: OpenWindow) -> None:
    path = str(HERE / "pictured" / "mainnet-swap.json.gz")
    view = open_window(path, "--view", "graph", "--size", "1280x800").views["graph"]
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    boxes, shown = view.beyond.in_sight(seen), [b for b in view.beyond.buttons.values() if b.isVisible()]
    assert boxes and shown and view.map.isVisible()
    assert not any(box.intersects(QRectF(view.map.geometry())) for box in boxes)
    assert not any(view._crossed(QRectF(button.geometry())) for button in shown)
    line = next(
        path for key in view._drawn.within(seen) for path in view._drawn.shown_parts.whole(key) if key[1] == 0
    )
    tip = view.mapFromScene(QPointF(*line.segments[-1].points[-2:]))
    assert view._crossed(QRectF(tip.x() - 5, tip.y() - 5, 10, 10))


def test_the_map_folds_by_its_button_and_by_key(qtbot: QtBot, reuse_window: OpenWindow, paged: str) -> None:
    window = reuse_window(paged)
    window.views["graph"]._chart()
    map = map_of(window)
    qtbot.mouseClick(map.button, Qt.MouseButton.LeftButton)
    assert map.height() < HEIGHT_PX / 3
    assert map.button.accessibleName() == "Unfold the map"
    window.actions_by_id["view.map"].trigger()
    assert map.height() == HEIGHT_PX


def test_a_map_shows_the_failures_so_far_or_what_was_looked_for() -> None:
    document = build_document(open_text(json.dumps(envelope(pages(8, 22, FAILED_CALLS)))))
    layout = build_layout(document.analysis)
    end = chart(document, layout, Look())
    assert len(end.blocks) == 8
    assert len(end.signs) == 3
    assert len(end.boxes) + len(end.blocks) == len(layout.boxes)
    start = chart(document, layout, Look(moment_at(document.analysis, document.timeline, 0)))
    assert start.signs == ()
    assert start.words == "8 blocks"
    hit = next(box for box in layout.boxes if box.heads)
    found = chart(document, layout, Look(emphasis=Emphasis(hits=frozenset({hit.siblings[5]}))))
    assert found.signs == (hit.dots.place(5),)
    assert found.words == "8 blocks, 1 hit"
