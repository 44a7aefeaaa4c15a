# covers: xccviz/gui/views/paned.py, xccviz/gui/canvas/sheets.py
"""The timeline in a window, with real mouse and keys: zoom, strip, table, gaps, the card that offers chunks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow
from tests.gui.holding import double_click
from tests.gui.looks import settle
from tests.reference.extremes import EXTREMES, envelope
from tests.reference.recorded import HERE, timed_document_of
from xccviz.display.drawings import find_drawing
from xccviz.display.hosting import Ruler, Wish
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.tabs import open_tab
from xccviz.gui.views.paned import BODY_FIRST, LEAST_BODY, LEAST_SHEET, SHEET_FIRST, PanedView
from xccviz.layout.timeline.types import Bar, TimelineLayout
from xccviz.layout.types import Bounds, LayoutOptions, with_option
from xccviz.values import replace


class Host:
    """A view and the little of a window that it needs: options are taken and laid out."""

    def __init__(self, view: PanedView) -> None:
        self.view = view
        self.wishes: list[Wish] = []
        document = timed_document_of(HERE / "node" / "congested-callback")
        self.tab: OpenTab = open_tab(document, "congested")
        self.state = AppState(tabs=(self.tab,), active=0, view="timeline")
        view.wished.connect(self._grant)
        view.select_wanted.connect(self._select)
        self._lay_out(frozenset())

    @property
    def layout(self) -> TimelineLayout:
        shown = self.view.layout_shown
        assert isinstance(shown, TimelineLayout)
        return shown

    def bar(self, label: str) -> Bar:
        nodes = self.tab.document.graph.nodes
        return self.layout.by_key[self.layout.box_of[next(n.id for n in nodes if n.label == label)]]

    def port(self, x: float, y: float) -> QPoint:
        return self.view.mapFromScene(x, y)

    def _grant(self, wish: Wish) -> None:
        self.wishes.append(wish)
        if wish.kind == "option":
            self._lay_out(with_option(self.tab.expanded, wish.value))
        elif wish.kind == "toggle":
            self._lay_out(self.tab.expanded ^ {wish.value})
        elif wish.kind == "select":
            self._select(wish.value)

    def _select(self, node: str) -> None:
        self._show(replace(self.tab, selection=node))

    def _lay_out(self, expanded: frozenset[str], width: float = 1000.0) -> None:
        drawing = find_drawing("timeline")
        assert drawing is not None
        layout = drawing.lay_out(self.tab.document.analysis, LayoutOptions(expanded, width=width))
        self._show(replace(self.tab, expanded=expanded, layouts={"timeline": layout}))

    def _show(self, tab: OpenTab) -> None:
        old, self.tab = self.state, tab
        self.state = replace(old, tabs=(tab,))
        self.view.show_state(old, self.state)


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    drawing = find_drawing("timeline")
    assert drawing is not None
    view = PanedView(drawing)
    qtbot.addWidget(view)
    view.resize(1000, 640)
    view.show()
    return Host(view)


def wheel(view: PanedView, at: QPoint, notches: int, held: Qt.KeyboardModifier) -> None:
    point = QPointF(at)
    event = QWheelEvent(
        point, view.viewport().mapToGlobal(point), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        held, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_table_and_strip_stand_under_what_scrolls(host: Host) -> None:
    view = host.view
    assert view.sheet.isVisible() and view.strip.isVisible()
    assert view.sheet.geometry().bottom() + 1 == view.strip.geometry().top()
    assert view.strip.geometry().bottom() + 1 == view.height()
    under = view.sheet.height() + view.strip.height()
    assert view.viewport().height() == view.height() - under - 2 * view.frameWidth()
    assert view.objectName() == "timelineView"


def test_in_a_low_view_the_strip_goes_and_then_the_table(host: Host) -> None:
    """What scrolls keeps its header and a lane: of what stands under it only as much is left as there is room for."""
    view = host.view
    view.resize(1000, 230)
    assert view.strip.isVisible() and view.sheet.height() == LEAST_SHEET
    view.resize(1000, 200)
    assert view.sheet.isVisible() and not view.strip.isVisible()
    assert view.viewport().height() >= LEAST_BODY
    view.resize(1000, 140)
    assert not view.sheet.isVisible() and not view.strip.isVisible()
    assert view.viewport().height() >= LEAST_BODY
    view.resize(1000, 640)
    assert view.sheet.isVisible() and view.strip.isVisible()


def test_of_a_table_that_has_no_room_either_only_the_heading_is_there_until_it_is_clicked(
    host: Host, qtbot: QtBot
) -> None:
    """Where rows of accounts are cut, they are shown rather than some rows of the table."""
    view = host.view
    strips = view.shown_strips
    whole = round(strips.body + strips.below + strips.foot)
    view.resize(1000, whole + 2)
    assert view.sheet.height() == strips.below
    view.resize(1000, round(min(strips.body, BODY_FIRST) + strips.foot) + SHEET_FIRST - 30)
    assert view.sheet.height() == LEAST_SHEET
    qtbot.mouseClick(view.sheet, Qt.MouseButton.LeftButton, pos=QPoint(40, 18))
    assert view.sheet.height() == SHEET_FIRST and not host.wishes
    qtbot.mouseClick(view.sheet, Qt.MouseButton.LeftButton, pos=QPoint(40, 18))
    assert [wish.kind for wish in host.wishes] == ["option"]


def test_whole_rows_of_the_table_stand_where_the_rows_of_accounts_leave_room_for_them(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing of the drawing is cut for them."""
    monkeypatch.setattr("xccviz.gui.views.paned.BODY_FIRST", 400)
    view, table = host.view, host.layout.table
    strips = view.shown_strips
    assert table is not None and strips.body < 400
    row = round(table.rows - table.y) + 22
    view.resize(1000, round(strips.body + strips.foot) + row + 5)
    assert view.sheet.height() == row < SHEET_FIRST and view.verticalScrollBar().maximum() == 0
    view.resize(1000, round(strips.body + strips.foot) + row - 1)
    assert view.sheet.height() == LEAST_SHEET


def test_where_only_the_heading_of_the_table_has_room_its_sign_is_that_of_what_is_folded(
    host: Host, qtbot: QtBot
) -> None:
    sheet = host.view.sheet

    def sign() -> QImage:
        return sheet.grab(QRect(8, 8, 22, 20)).toImage()

    opened = sign()
    host.view.resize(1000, 230)
    shut = sign()
    assert sheet.height() == LEAST_SHEET and shut != opened
    host.view.resize(1000, 640)
    assert sign() == opened
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(40, 18))
    assert host.layout.table is not None and host.layout.table.folded and sign() == shut


def test_another_width_shows_it_from_its_beginning_until_somebody_has_chosen_what_to_see(host: Host) -> None:
    """Words may come to stand above the bars then; what is selected is not held at its px for that."""
    view = host.view
    view.resize(1000, 340)
    host._lay_out(frozenset(), 3000.0)
    host._select(host.layout.bars[0].nodes[0])
    before = host.layout.bars[0].bounds.y
    host._lay_out(frozenset(), 900.0)
    assert host.layout.bars[0].bounds.y > before and view.verticalScrollBar().maximum() > 0
    assert view.verticalScrollBar().value() == 0


def test_a_window_that_finds_its_size_shows_the_timeline_from_its_beginning(qtbot: QtBot) -> None:
    """What was scrolled to while there was no room yet needs no scrolling afterwards."""
    drawing = find_drawing("timeline")
    assert drawing is not None
    view = PanedView(drawing)
    qtbot.addWidget(view)
    view.resize(1000, 170)
    view.show()
    host = Host(view)
    host._select(host.bar("nft.near.run").nodes[0])
    assert view.verticalScrollBar().value() > 0
    view.resize(1000, 390)
    assert view.verticalScrollBar().maximum() > 0 == view.verticalScrollBar().value()


def test_a_long_timeline_opens_where_the_selection_is(open_window: OpenWindow, tmp_path: Path) -> None:
    """What failed is in sight, however far to the right it ran."""
    file = tmp_path / "deep.xcc.json"
    file.write_text(json.dumps(envelope(EXTREMES["deep-60"])), encoding="utf-8")
    view = open_window(str(file), "--view", "timeline").views["timeline"]
    settle()
    assert view.horizontalScrollBar().maximum() > 0
    assert view._sees(view._chosen(), view.viewport().rect())


def test_plus_and_minus_show_fewer_columns_and_more_with_words_as_large(host: Host, qtbot: QtBot) -> None:
    view, before = host.view, host.layout.cell
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert host.layout.cell > before and view.transform().m11() == 1.0
    assert view.horizontalScrollBar().value() > 0
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert host.layout.cell == before and not host.tab.expanded
    wheel(view, QPoint(500, 100), 1, Qt.KeyboardModifier.ControlModifier)
    assert host.layout.cell > before
    view.fit_whole()
    assert host.layout.cell == before


def test_the_frame_of_the_strip_is_dragged(host: Host, qtbot: QtBot) -> None:
    view, strip, left = host.view, host.view.strip, Qt.MouseButton.LeftButton
    assert [round(x) for x in strip.frame()] == [190, 984]
    y = strip.height() // 2 - 5
    qtbot.mousePress(strip, left, pos=QPoint(190, y))
    qtbot.mouseMove(strip, QPoint(400, y))
    assert round(strip.frame()[0]) == 400
    qtbot.mouseRelease(strip, left, pos=QPoint(400, y))
    assert host.layout.range == "4354:4694"
    seen = host.layout.overview
    assert seen is not None and view._sight()[0] <= seen.view[0] + 1
    double_click(strip, QPoint(500, y))
    assert host.layout.range == ""
    qtbot.mousePress(strip, left, pos=QPoint(300, y))
    qtbot.mouseMove(strip, QPoint(330, y))
    qtbot.mouseRelease(strip, left, pos=QPoint(330, y))
    assert host.layout.range == "4354:4354"


def test_the_middle_of_the_frame_scrolls_and_a_wheel_over_it_zooms(host: Host, qtbot: QtBot) -> None:
    view, strip = host.view, host.view.strip
    gap = next(column for column in host.layout.columns if column.kind == "idle")
    view.wished.emit(Wish("toggle", gap.key))
    assert host.layout.width > 5000
    view.horizontalScrollBar().setValue(2000)
    x = round(sum(strip.frame()) / 2)
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(x, 24))
    qtbot.mouseMove(strip, QPoint(x + 40, 24))
    qtbot.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(x + 40, 24))
    assert view.horizontalScrollBar().value() > 2100
    assert host.layout.range == ""
    point = QPointF(500, 24)
    event = QWheelEvent(
        point, strip.mapToGlobal(point), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(strip, event)
    assert host.layout.range


def test_a_click_in_the_table_selects_and_its_heading_folds_it(host: Host, qtbot: QtBot) -> None:
    view, table = host.view, host.layout.table
    assert table is not None
    qtbot.mouseClick(
        view.sheet, Qt.MouseButton.LeftButton, pos=view.sheet.port_of(60, table.rows + 2 * 22 + 11)
    )
    assert host.tab.selection == table.hops[2].node
    high = view.sheet.height()
    qtbot.mouseClick(view.sheet, Qt.MouseButton.LeftButton, pos=view.sheet.port_of(60, table.y + 18))
    assert host.layout.table is not None and host.layout.table.folded
    assert view.sheet.height() < high


def test_the_edge_of_the_table_is_pulled_and_the_rest_scrolls(host: Host, qtbot: QtBot) -> None:
    sheet = host.view.sheet
    high = sheet.height()
    qtbot.mousePress(sheet, Qt.MouseButton.LeftButton, pos=QPoint(300, 2))
    qtbot.mouseMove(sheet, QPoint(300, 62))
    qtbot.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=QPoint(300, 2))
    assert sheet.height() == high - 60
    top = sheet.scene_at(QPointF(0, 0)).y()
    event = QWheelEvent(
        QPointF(300, 40), sheet.mapToGlobal(QPointF(300, 40)), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(sheet, event)
    assert sheet.scene_at(QPointF(0, 0)).y() == top + 60


def test_a_gap_is_clicked_to_scale_and_back(host: Host, qtbot: QtBot) -> None:
    view = host.view
    gap = next(column for column in host.layout.columns if column.kind == "idle")
    for y in (20.0, 200.0):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=host.port(gap.x + 10, y))
        assert gap.key in host.tab.expanded and host.layout.width > 5000
        view.horizontalScrollBar().setValue(0)
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=host.port(gap.x + 10, 20.0))
        assert not host.tab.expanded


def test_return_zooms_to_the_selection_and_c_hides_the_critical_path(host: Host, qtbot: QtBot) -> None:
    run = host.bar("nft.near.run")
    qtbot.mouseClick(
        host.view.viewport(), Qt.MouseButton.LeftButton, pos=host.port(run.stand.center_x, run.stand.center_y)
    )
    assert host.tab.selection == run.nodes[0]
    qtbot.keyClick(host.view, Qt.Key.Key_Return)
    assert host.layout.range == "4351:4353"
    qtbot.keyClick(host.view, Qt.Key.Key_C)
    assert not host.layout.path_on
    qtbot.keyClick(host.view, Qt.Key.Key_C)
    assert host.layout.path_on


def test_arrows_walk_the_lanes(host: Host, qtbot: QtBot) -> None:
    callback = host.bar("ft.near.callback")
    assert host.tab.selection == callback.nodes[0]
    qtbot.keyClick(host.view, Qt.Key.Key_Left)
    assert host.tab.selection == host.bar("ft.near.run").nodes[0]
    qtbot.keyClick(host.view, Qt.Key.Key_Down)
    assert host.tab.selection == host.bar("nft.near.run").nodes[0]


def test_the_card_of_a_wait_offers_the_chunks_and_stays_for_the_pointer(host: Host, qtbot: QtBot) -> None:
    view, wait = host.view, host.bar("amm.near.run").waits[0].bounds
    qtbot.mouseMove(view.viewport(), host.port(wait.center_x, wait.center_y))
    qtbot.waitUntil(view.card.isVisible)
    assert "waited 340 blocks" in view.card.accessibleName()
    qtbot.mouseMove(view.viewport(), host.port(wait.center_x, wait.bottom + 30))
    assert view.card.isVisible()
    link = view.card.findChild(QPushButton, "cardOffer")
    assert isinstance(link, QPushButton)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert host.wishes[-1] == Wish("fetch", "chunks") and not view.card.isVisible()


def test_a_ruler_pairs_both_scales() -> None:
    ruler = Ruler(
        Bounds(0, 0, 100, 20),
        ((0.0, 0.0, 7), (10.0, 50.0, 8), (90.0, 100.0, 80), (100.0, 150.0, 81)),
        (0, 150),
        "k=",
    )
    assert (ruler.in_frame(25.0), ruler.in_drawing(50.0)) == (5.0, 75.0)
    assert (ruler.in_frame(-9.0), ruler.in_drawing(999.0)) == (0.0, 150.0)
    assert ruler.columns(12.0, 40.0, 0) == (1, 1)
    assert ruler.columns(0.0, 100.0, 0) == (0, 2)
    assert ruler.wish(0, 2) is None
    assert ruler.wish(1, 2) == Wish("option", "k=8:80")
    taken = replace(ruler, taken="k=8:80")
    assert (taken.wish(1, 2), taken.wish(0, 2)) == (None, Wish("option", "k=8:80"))
    assert ruler.zoomed(0.0, 150.0, 1.1, 0.0) == Wish("option", "k=7:8")
    assert taken.zoomed(50.0, 150.0, 0.9, 100.0) == Wish("option", "k=8:80")


def test_only_the_view_in_front_says_how_wide_it_is(qtbot: QtBot) -> None:
    drawing = find_drawing("timeline")
    assert drawing is not None
    view = PanedView(drawing)
    qtbot.addWidget(view)
    told: list[float] = []
    view.width_wanted.connect(told.append)
    view.resize(700, 400)
    assert not told
    view.show()
    assert told[-1] == 700.0 - 2 * view.frameWidth()
