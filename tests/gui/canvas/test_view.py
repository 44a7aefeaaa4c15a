"""The graph explains what is pointed at and walked along, keeps its place when it unfolds, and stays small."""

# covers: xccviz/gui/canvas/camera.py, xccviz/gui/canvas/drawn.py, xccviz/gui/canvas/far.py
# covers: xccviz/gui/canvas/beyond.py, xccviz/gui/canvas/strokes.py, xccviz/gui/canvas/walk_caption.py
# covers: xccviz/gui/views/drawing.py, xccviz/layout/layered/legend.py

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, node_called, sized
from tests.gui.holding import double_click
from tests.gui.looks import settle
from tests.reference.extremes import EXTREMES, envelope, join
from xccviz.display.drawings import find_drawing
from xccviz.display.parts import LEVEL, Key
from xccviz.display.themes import load_theme
from xccviz.display.types import DotField, Primitive
from xccviz.document import build_document
from xccviz.gui.canvas.camera import SMALLEST_FIT
from xccviz.gui.canvas.drawn import Drawn
from xccviz.gui.look.theme import current_theme
from xccviz.gui.state.store import OpenTab
from xccviz.gui.views.drawing import DrawingView
from xccviz.gui.window import MainWindow
from xccviz.layout.layered.build import build_layout
from xccviz.layout.layered.types import LayeredLayout
from xccviz.layout.types import REFUNDS_KEY, Bounds
from xccviz.sources.files.read import open_text

SPARE = 30
"""Px of the scene beyond the outermost box: the margin, and lines that swing out."""


def tab_of(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A join of 400 calls as a file."""
    path = tmp_path_factory.mktemp("wide") / "wide.xcc.json"
    path.write_text(json.dumps(envelope(join(400, frozenset({250})))))
    return str(path)


@pytest.fixture
def wide_ten() -> LayeredLayout:
    """A join of ten calls."""
    document = build_document(open_text(json.dumps(envelope(join(10, frozenset())))))
    return build_layout(document.analysis)


def point_on_edge(view: DrawingView, kind: str) -> QPoint:
    """A point of the viewport on a line and on nothing else."""
    layout = view.layout_shown
    assert layout is not None
    for path in layout.edges:
        if (
            path.kind == kind
            and path.label is not None
            and view.box_at(view.mapFromScene(*path.label)) is None
        ):
            return view.mapFromScene(*path.label)
    raise AssertionError(kind)


def test_pointing_at_a_line_or_its_badge_tells_what_it_is(look_at: OpenWindow) -> None:
    window = look_at(f"sample:{FAILED}")
    view = window.views["graph"]
    assert "returned its promise" in view.tip_at(point_on_edge(view, "returns"))
    failed = next(
        p for p in tab_of(window).layouts["graph"].edges if p.kind == "delivers" and p.slots == (1,)
    )
    assert failed.badge is not None
    assert "slot 1 of caller.near.on_multi_done received Failed" in view.tip_at(
        view.mapFromScene(*failed.badge)
    )
    assert view.tip_at(QPoint(2, 2)) == ""


def test_walking_along_a_line_tells_it_to_eyes_and_ears(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.select(node_called(tab_of(window).document, "alpha.near.get_value"))
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Down)
    assert window.views["graph"].told.isVisible()
    assert "delivered" in window.views["graph"].told.text()
    assert "slot 0 of caller.near.on_multi_done" in window.views["graph"].accessibleDescription()
    window.select(node_called(tab_of(window).document, "bravo.near.get_value"))
    assert not window.views["graph"].told.isVisible()
    assert window.views["graph"].accessibleDescription() == ""


@pytest.mark.parametrize("id", ["graph", "sequence", "timeline", "gas"])
def test_a_view_has_its_ground_while_its_drawing_is_being_made(qtbot: QtBot, id: str) -> None:
    drawing = find_drawing(id)
    assert drawing is not None
    view = DrawingView(drawing)
    qtbot.addWidget(view)
    view.resize(200, 120)
    picture = QPixmap(view.size())
    picture.fill(QColor("red"))
    QWidget.render(view, picture, QPoint())
    image = picture.toImage()
    ground = QColor(current_theme().roles["bg"])
    assert all(image.pixelColor(x, y) == ground for x in range(20, 180, 20) for y in range(20, 100, 20))


def test_zoom_to_the_failure_shows_it_closely(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "1")
    window.views["graph"].zoom(0.2)
    window.actions_by_id["view.zoomFailure"].trigger()
    tab = tab_of(window)
    assert tab.document.graph.by_id[tab.selection or ""].label == "bravo.near.get_value"
    bounds = tab.layouts["graph"].by_key[tab.selection or ""].bounds
    middle = window.views["graph"].mapFromScene(bounds.center_x, bounds.center_y)
    assert window.views["graph"].viewport().rect().contains(middle)
    assert window.views["graph"].transform().m11() >= 0.6


def test_shift_and_wheel_scroll_sideways(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    view = window.views["graph"]
    view.zoom(3.0)
    middle = view.viewport().rect().center()
    before = view.mapToScene(middle)
    event = QWheelEvent(
        QPointF(middle),
        QPointF(view.viewport().mapToGlobal(middle)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)
    after = view.mapToScene(middle)
    assert after.x() > before.x() + 5
    assert abs(after.y() - before.y()) < 2


def test_unfolding_a_large_transaction_keeps_the_picture_until_it_is_laid_out(
    qtbot: QtBot, reuse_window: OpenWindow, wide: str
) -> None:
    window = reuse_window(wide)
    window.views["graph"].hold()
    old = tab_of(window).layouts["graph"]
    group = next(box for box in old.boxes if box.kind == "group")
    place = window.views["graph"].place_of(
        tab_of(window).layouts["graph"].box_of[tab_of(window).selection or ""]
    )
    window.views["graph"].opened.emit(group.key)
    assert tab_of(window).layouts["graph"] is old
    qtbot.waitUntil(lambda: tab_of(window).layouts["graph"] is not old)
    assert len(tab_of(window).layouts["graph"].boxes) == len(old.boxes) + 1  # who failed
    now = window.views["graph"].place_of(
        tab_of(window).layouts["graph"].box_of[tab_of(window).selection or ""]
    )
    assert place is not None
    assert now is not None
    assert (now - place).manhattanLength() <= 3
    window.actions_by_id["view.fold"].trigger()
    qtbot.waitUntil(lambda: len(tab_of(window).layouts["graph"].boxes) == len(old.boxes))


def test_however_large_one_item_is_made_and_stepping_makes_none(reuse_window: OpenWindow, wide: str) -> None:
    window = reuse_window(wide)
    (item,) = window.views["graph"].scene().items()
    layout = tab_of(window).layouts["graph"]
    for index in (0, 1, 400, 800, len(tab_of(window).document.timeline)):
        window.intents.go_to_step(index)
    assert window.views["graph"].scene().items() == [item]
    assert tab_of(window).layouts["graph"] is layout


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes_open_step_and_walk(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"{name}.xcc.json"
    path.write_text(json.dumps(envelope(EXTREMES[name])))
    window = open_window(str(path))
    assert window.store.state.problem is None
    for key in (Qt.Key.Key_Home, Qt.Key.Key_F10, Qt.Key.Key_F9, Qt.Key.Key_F7, Qt.Key.Key_End, Qt.Key.Key_Up):
        qtbot.keyClick(window.views["graph"], key)
    assert tab_of(window).selection in tab_of(window).document.graph.by_id


def test_chips_break_into_rows_and_leave_room_for_the_words(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--size", "640x600")
    strip = window.frame.verdict
    qtbot.waitUntil(lambda: strip.title.height() >= strip.title.heightForWidth(strip.title.width()))
    assert strip.chips.width() <= strip.width() * 0.5
    assert strip.title.width() >= strip.width() * 0.35


@pytest.mark.parametrize("sample", [FAILED, "mainnet-hidden-failure", "mainnet-intents", "join-of-joins"])
def test_it_opens_readable_with_the_failure_in_sight_and_no_void_beside_what_is_cut(
    reuse_window: OpenWindow, sample: str
) -> None:
    window = reuse_window(f"sample:{sample}")
    view, tab = window.views["graph"], tab_of(window)
    layout = view.layout_shown
    assert layout is not None and tab.selection is not None
    assert view.transform().m11() >= SMALLEST_FIT
    port = view.viewport().rect()
    box = layout.by_key[layout.box_of[tab.selection]].bounds
    assert port.contains(view.mapFromScene(box.x, box.y, box.width, box.height).boundingRect())
    seen = view.mapToScene(port).boundingRect()
    all_boxes = [each.bounds for each in layout.boxes]
    low, high = min(b.x for b in all_boxes), max(b.right for b in all_boxes)
    if low < seen.left() or high > seen.right():
        assert seen.left() >= low - SPARE and seen.right() <= max(high, layout.width) + SPARE
    top, bottom = min(b.y for b in all_boxes), max(b.bottom for b in all_boxes)
    if top < seen.top() or bottom > seen.bottom():
        assert seen.top() >= top - SPARE and seen.bottom() <= bottom + SPARE


def test_what_a_person_chose_to_see_stays_when_the_window_changes_its_size(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    view = window.views["graph"]
    for _ in range(6):
        view.zoom_in()
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().minimum())
    tab = tab_of(window)
    box = tab.layouts["graph"].box_of[tab.selection or ""]
    place = view.place_of(box)
    assert place is not None and not view.viewport().rect().contains(place), "the selection is out of sight"
    sized(window, window.width(), window.height() + 40)
    assert view.place_of(box) == place


def test_badges_of_a_wide_join_stand_below_the_calls_they_tell_of(wide_ten: LayeredLayout) -> None:
    badges = [path for path in wide_ten.edges if path.badge is not None and len(path.slots) == 1]
    assert len(badges) == 10
    for path in badges:
        source = wide_ten.by_key[path.source].bounds
        assert path.badge is not None
        assert source.x < path.badge[0] < source.right
        assert path.badge[1] > source.bottom + 8


def test_what_the_legend_has_no_room_for_is_counted_and_told(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    legend = window.frame.view_bar.legend
    sized(window, 1900, 900)
    assert legend.left_out() == () and legend.toolTip() == ""
    legend.resize(300, legend.height())
    assert len(legend.left_out()) == 2
    assert "Also: delivers a failure, returns its promise" in legend.toolTip()


def test_a_click_selects_a_group_and_its_handle_unfolds_a_page_of_it(
    qtbot: QtBot, reuse_window: OpenWindow, wide: str
) -> None:
    window = reuse_window(wide)
    view = window.views["graph"]
    old = tab_of(window).layouts["graph"]
    group = max((box for box in old.boxes if box.kind == "group"), key=lambda box: len(box.members))
    handle = group.row("unfold").bounds
    window.select(group.members[0])
    qtbot.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=view.mapFromScene(group.bounds.x + 20, group.bounds.center_y),
    )
    assert tab_of(window).layouts["graph"] is old and tab_of(window).selection in group.members
    place = view.mapFromScene(handle.center_x, handle.center_y)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    double_click(view.viewport(), place)
    qtbot.waitUntil(lambda: tab_of(window).layouts["graph"] is not old)
    now = tab_of(window).layouts["graph"]
    selected = tab_of(window).selection
    shown = {box.node for box in now.boxes} - {box.node for box in old.boxes}
    failed = group.siblings[250]
    assert shown == {selected, failed} - {None}
    view.fit_whole()
    assert view.transform().m11() > 0.15, "seen whole it is no hair line"


def test_a_click_on_a_dot_selects_its_receipt_and_the_dot_has_a_ring(
    qtbot: QtBot, reuse_window: OpenWindow, wide: str
) -> None:
    window = reuse_window(wide)
    view = window.views["graph"]
    block = next(box for box in tab_of(window).layouts["graph"].boxes if box.heads)
    view.zoom(1 / view.transform().m11())
    view.reveal(block.key)
    for dot in (7, 250):
        at = view.mapFromScene(*block.dots.place(dot))
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert tab_of(window).selection == block.siblings[dot]
        (field,) = (p for p in view._drawn.parts(block.key, "box") if isinstance(p, DotField))
        assert field.chosen == dot


def test_a_short_chain_of_calls_opens_whole(reuse_window: OpenWindow) -> None:
    window = reuse_window("sample:forwarded-3-ok", "--size", "1280x800")
    assert window.views["graph"].sees_all


def test_who_waits_may_hide_the_line_of_refunds_and_nothing_else(reuse_window: OpenWindow) -> None:
    """In little room the drawing is as large as it may be while all cards stay in sight at every step."""
    window = reuse_window(f"sample:{FAILED}", "--size", "1280x800")
    view = window.views["graph"]
    before, scale = view.mapToScene(QPoint(0, 0)), view.transform().m11()
    assert view.sees_all
    window.intents.go_to_step(8)
    settle()
    assert (view.mapToScene(QPoint(0, 0)), view.transform().m11()) == (before, scale)
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    hidden = {key for key, place in view.layout_shown.by_key.items() if place.bounds.bottom > seen.bottom()}
    assert hidden <= {REFUNDS_KEY}


def test_what_lies_out_of_sight_is_counted_at_the_sides_and_a_click_goes_there(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    view = window.views["graph"]
    assert not any(made.isVisible() for made in view.beyond.buttons.values())
    view.zoom(3.0)
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().minimum())
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    layout = view.layout_shown
    assert layout is not None
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    right = sum(box.bounds.right - box.bounds.width / 4 > seen.right() for box in layout.boxes)
    above = sum(box.bounds.y + box.bounds.height / 4 < seen.top() for box in layout.boxes)
    assert right and above
    assert view.beyond.buttons["right"].text() == f"{right} more →"
    assert view.beyond.buttons["up"].text() == f"{above} more ↑"
    qtbot.mouseClick(view.beyond.buttons["right"], Qt.MouseButton.LeftButton)
    assert view.mapToScene(view.viewport().rect()).boundingRect().left() > seen.left() + 50


def test_of_steps_in_a_row_through_a_large_transaction_the_docks_show_the_last(
    qtbot: QtBot, open_window: OpenWindow, wide: str
) -> None:
    window = open_window(wide)
    told: list[int] = []
    show = window.inspector.show_state

    def listen(old, new) -> None:
        told.append(new.tab.cursor.index)
        show(old, new)

    window.inspector.show_state = listen  # type: ignore[method-assign]  # a spy
    last = tab_of(window).cursor.index
    for back in (1, 2, 3):
        window.intents.go_to_step(last - back)
    assert told == []
    qtbot.waitUntil(lambda: told == [last - 3])


def test_a_box_of_which_only_an_edge_is_in_sight_counts_as_out_of_sight(
    reuse_window: OpenWindow, wide: str
) -> None:
    view = reuse_window(wide).views["graph"]
    group = max(view.layout_shown.boxes, key=lambda box: len(box.members)).bounds
    view.beyond.show_boxes([group])
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    for shown, counted in ((0.1, 1), (0.9, 0)):
        cut = seen.translated(group.x + group.width * shown - seen.right(), group.y - seen.top())
        assert view.beyond.counts(cut) == {"left": 0, "right": counted, "up": 0, "down": 0}


class NothingThere:
    """Parts of which one, a line's, is not to be seen at the moment."""

    keys = (("line", LEVEL["edge"]),)

    def bounds(self, key: Key) -> Bounds:
        return Bounds(0, 0, 100, 100)

    def whole(self, key: Key) -> tuple[Primitive, ...]:
        return ()

    brief = told = whole


def test_the_pointer_passes_over_what_is_not_to_be_seen() -> None:
    drawn = Drawn(NothingThere(), load_theme("light"))  # type: ignore[arg-type]  # all that the pointer asks
    assert drawn.line_at(QPointF(50, 50)) is None
    assert drawn.tip_at(QPointF(50, 50)) == ""
