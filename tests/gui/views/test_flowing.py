# covers: xccviz/gui/views/flowing.py, xccviz/gui/views/paged.py, xccviz/gui/canvas/strips.py
# covers: xccviz/gui/canvas/hover_card.py
# covers: xccviz/gui/canvas/overlay_bars.py, xccviz/gui/look/switch_box.py
# covers: xccviz/gui/wishes.py, xccviz/gui/canvas/view_bar.py, xccviz/display/hosting.py, xccviz/gui/canvas/legend.py
"""A made-up drawing that is as wide as its window, with real mouse and keys: strips stay, spots are clicked, cards
stand beside things, switches wish."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from xccviz.analysis.types import Analysis
from xccviz.display.drawings import Drawing
from xccviz.display.hosting import Card, CardRow, Spot, Strips, Switch, Wish
from xccviz.display.look import Look
from xccviz.display.types import DisplayList, Path, Primitive, Rect, Text
from xccviz.document import Document
from xccviz.gui.canvas.hover_card import place_beside
from xccviz.gui.canvas.view_bar import ViewBar
from xccviz.gui.state.store import AppState
from xccviz.gui.views.flowing import FlowingView
from xccviz.gui.views.paged import RING_PX
from xccviz.layout.types import Bounds, LayoutOptions, Segment, Walk, Way
from xccviz.values import frozen, replace

LINE, TOP, LEFT = 60.0, 48.0, 100.0


@frozen
class Line:
    key: str
    bounds: Bounds
    unfolds: bool = False

    @property
    def nodes(self) -> tuple[str, ...]:
        return (self.key,)


@frozen
class Lines:
    width: float
    height: float
    room: float
    by_key: Mapping[str, Line]

    @property
    def box_of(self) -> Mapping[str, str]:
        return {key: key for key in self.by_key}


def lay_out(analysis: Analysis, options: LayoutOptions) -> Lines:
    """A line a receipt, far below each other, wider than a small window."""
    nodes = analysis.graph.nodes
    lines = {n.id: Line(n.id, Bounds(LEFT, TOP + i * LINE, 300, 40)) for i, n in enumerate(nodes)}
    return Lines(max(options.width, 900), TOP + LINE * len(nodes), options.width, lines)


def draw(document: Document, layout: Lines, look: Look) -> DisplayList:
    made: list[Primitive] = []
    for key, line in layout.by_key.items():
        b = line.bounds
        made.append(Rect(f"{key}/card", key, "box", b.x, b.y, b.width, b.height, fill="okbg", stroke="ok"))
        made.append(Text(f"{key}/title", key, "text", b.x, b.y + 20, "words", size=12))
        line_of = (Segment("M", (b.right, b.y)), Segment("L", (b.right + 50, b.y)))
        made.append(Path(f"edge:{key}", f"edge:{key}", "edge", line_of, stroke="data"))
        made.append(Rect(f"{key}/gutter", None, "left", 0, b.y, LEFT, 40, fill="indbg"))
    made.append(Rect("top", None, "top", LEFT, 0, layout.width - LEFT, TOP, fill="waitbg"))
    made.append(Rect("corner", None, "corner", 0, 0, LEFT, TOP, fill="badbg"))
    first = next(iter(layout.by_key))
    spots = (
        Spot("step", Bounds(0, TOP + LINE, LEFT, 40), Wish("step", "1"), strip="left"),
        Spot("name", Bounds(LEFT, 0, 100, TOP), Wish("toggle", "all"), Wish("toggle", "one"), "top"),
        Spot("badge", Bounds(LEFT + 150, TOP, 20, 20), Wish("select", first), Wish("zoom", first)),
    )
    return DisplayList(tuple(made), layout.width, layout.height, strips=Strips(TOP, LEFT), spots=spots)


def walk(layout: Lines, key: str | None, way: Way) -> Walk | None:
    return None


def near(layout: Lines, key: str) -> tuple[Line, ...]:
    return (layout.by_key[key],)


def card(document: Document, layout: Lines, look: Look, key: str) -> Card | None:
    return Card(f"about {key}", "failed", "bad", (CardRow("<b>one</b>", "label"),), "Click selects")


def lines(layout: Lines, key: str) -> frozenset[str]:
    return frozenset((f"edge:{key}",))


def act(document: Document, layout: Lines, look: Look, name: str) -> Wish | None:
    return Wish("select", name) if name in ("Return", "Space") else None


DRAWING = Drawing("lines", "Lines", "Lines", lay_out, draw, walk, near, True, card, lines, act)


@pytest.fixture
def view(qtbot: QtBot, state_of: Callable[..., AppState]) -> FlowingView:
    made = FlowingView(DRAWING)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    state = state_of()
    tab = state.tab
    assert tab is not None
    layout = lay_out(tab.document.analysis, LayoutOptions(width=500))
    made.show_state(None, replace(state, tabs=(replace(tab, layouts={"lines": layout}, selection=None),)))
    return made


def wishes(view: FlowingView) -> list[Wish]:
    heard: list[Wish] = []
    view.wished.connect(heard.append)
    return heard


def click(view: FlowingView, x: float, y: float, shift: bool = False) -> None:
    point = QPointF(x, y)
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    for kind, buttons in (
        (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        event = QMouseEvent(
            kind, point, view.viewport().mapToGlobal(point), Qt.MouseButton.LeftButton, buttons, held
        )
        QApplication.sendEvent(view.viewport(), event)


def move(view: FlowingView, x: float, y: float) -> None:
    point, none = QPointF(x, y), Qt.MouseButton.NoButton
    at = view.viewport().mapToGlobal(point)
    event = QMouseEvent(QEvent.Type.MouseMove, point, at, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def colour(view: FlowingView, x: int, y: int) -> str:
    return view.viewport().grab().toImage().pixelColor(x, y).name()


def test_strips_stay_where_they_are_while_the_rest_scrolls(view: FlowingView) -> None:
    from xccviz.display.themes import load_theme

    roles = {role: value.lower() for role, value in load_theme("light").roles.items()}
    for across, down in ((0, 0), (200, 0), (0, 130), (200, 130)):
        view.horizontalScrollBar().setValue(across)
        view.verticalScrollBar().setValue(down)
        assert colour(view, 20, 20) == roles["badbg"]
        assert colour(view, 300, 20) == roles["waitbg"]
        assert view.strip_at(QPoint(20, 20)) == ("corner", QPointF(20, 20))
        assert view.strip_at(QPoint(300, 20)) == ("top", QPointF(300 + across, 20))
        assert view.strip_at(QPoint(20, 300)) == ("left", QPointF(20, 300 + down))
        assert view.strip_at(QPoint(300, 300)) == ("body", QPointF(300 + across, 300 + down))


def test_spots_are_clicked_where_they_are_seen(view: FlowingView) -> None:
    heard = wishes(view)
    click(view, 50, TOP + LINE + 10)
    view.verticalScrollBar().setValue(40)
    click(view, 50, TOP + LINE + 10 - 40)
    click(view, 150, 20)
    click(view, 150, 20, shift=True)
    view.verticalScrollBar().setValue(0)
    click(view, 260, TOP + 10)
    first = next(iter(view.layout_shown.by_key))  # type: ignore[union-attr]
    assert heard == [
        Wish("step", "1"), Wish("step", "1"), Wish("toggle", "all"), Wish("toggle", "one"), Wish("select", first),
    ]  # fmt: skip


def test_what_lies_under_a_strip_is_not_clicked(view: FlowingView) -> None:
    picked: list[str] = []
    view.select_wanted.connect(picked.append)
    view.verticalScrollBar().setValue(100)
    click(view, 300, 20)
    assert not picked
    click(view, 300, TOP + LINE - 100 + LINE + 10)
    assert len(picked) == 1


def test_what_is_seen_from_the_beginning_is_not_scrolled_to(view: FlowingView) -> None:
    """The first row is not cut for more room around what is selected; but for its ring it is."""
    layout = view.layout_shown
    assert layout is not None
    key, place = list(layout.by_key.items())[2]
    frame = view.height() - view.viewport().height()
    view.resize(500, round(place.bounds.bottom) + RING_PX + frame)
    view.reveal(key)
    assert view.verticalScrollBar().maximum() > 0 == view.verticalScrollBar().value()
    view.resize(500, round(place.bounds.bottom) + RING_PX - 1 + frame)
    view.reveal(key)
    assert view.verticalScrollBar().value() > 0


def test_what_is_brought_in_sight_stands_beside_the_strips(view: FlowingView) -> None:
    layout = view.layout_shown
    assert layout is not None
    for key in (*layout.by_key, *reversed(layout.by_key)):
        view.reveal(key)
        at = view.place_of(key)
        assert at is not None and TOP <= at.y() <= view.viewport().height() - 40
        assert at.x() >= LEFT


def test_a_card_comes_after_a_moment_and_hides_with_escape(view: FlowingView, qtbot: QtBot) -> None:
    move(view, 200, TOP + 10)
    assert not view.card.isVisible()
    qtbot.waitUntil(view.card.isVisible)
    key = next(iter(view.layout_shown.by_key))  # type: ignore[union-attr]
    assert view.card.accessibleName() == f"about {key}"
    assert not view.card.geometry().intersects(view._port_of(key))

    def takes_escape() -> bool:
        """Whether Esc comes here before the window's shortcuts."""
        offered = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
        offered.ignore()
        QApplication.sendEvent(view, offered)
        return offered.isAccepted()

    assert takes_escape()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.card.isVisible()
    assert not takes_escape()


def test_under_the_pointer_other_lines_step_back(view: FlowingView) -> None:
    keys = list(view.layout_shown.by_key)  # type: ignore[union-attr]

    def strokes() -> list[str]:
        drawn = view._drawn
        assert drawn is not None
        parts = (drawn.parts(f"edge:{key}", "edge")[0] for key in keys)
        return [part.stroke for part in parts if isinstance(part, Path)]

    move(view, 200, TOP + 10)
    assert strokes() == ["data", *["ref"] * (len(keys) - 1)]
    move(view, 450, 395)
    assert strokes() == ["data"] * len(keys)


def test_keys_ask_the_drawing(view: FlowingView, qtbot: QtBot) -> None:
    heard = wishes(view)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert heard == [Wish("select", "Return"), Wish("select", "Space")]
    qtbot.keyPress(view, Qt.Key.Key_Space)
    before = view.verticalScrollBar().value()
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    at = QPointF(300, 250)
    drag = QMouseEvent(
        QEvent.Type.MouseMove, at, view.viewport().mapToGlobal(at), Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), drag)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 250))
    qtbot.keyRelease(view, Qt.Key.Key_Space)
    assert view.verticalScrollBar().value() == before + 50
    assert len(heard) == 2


def test_a_double_click_is_about_what_its_first_click_was_on(view: FlowingView, qtbot: QtBot) -> None:
    keys = list(view.layout_shown.by_key)  # type: ignore[union-attr]
    seen: list[str | None] = []
    view.zoom_to = seen.append  # type: ignore[method-assign]
    view.act = lambda name: False  # type: ignore[method-assign]
    view.verticalScrollBar().setValue(20)
    at = QPoint(200, round(TOP + LINE - 20 + 10))
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    view.verticalScrollBar().setValue(20 + round(LINE))  # as when the selection comes wholly into sight
    point, left = QPointF(at), Qt.MouseButton.LeftButton
    double = QMouseEvent(
        QEvent.Type.MouseButtonDblClick, point, view.viewport().mapToGlobal(point), left, left,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), double)
    assert seen == [keys[1]]


def test_words_are_left_out_from_far_away(view: FlowingView) -> None:
    view.zoom(0.5)
    image = view.viewport().grab().toImage()
    dark = [
        image.pixelColor(x, y).lightness()
        for x in range(int(LEFT / 2) + 4, int(LEFT / 2) + 40)
        for y in range(int(TOP / 2) + 4, int(TOP / 2) + 16)
    ]
    assert min(dark) > 180


def test_it_says_how_wide_it_is(view: FlowingView) -> None:
    told: list[float] = []
    view.width_wanted.connect(told.append)
    view.resize(640, 400)
    assert told[-1] == view.viewport().width() > 600


def test_its_scroll_bars_lie_over_it_and_hide_where_there_is_nothing_to_scroll(view: FlowingView) -> None:
    upright, across = view.bars
    QApplication.processEvents()
    assert upright.isVisible() and across.isVisible()
    upright.setValue(70)
    across.setValue(30)
    assert (view.verticalScrollBar().value(), view.horizontalScrollBar().value()) == (70, 30)
    view.verticalScrollBar().setValue(20)
    assert upright.value() == 20
    view.resize(1000, 2000)
    QApplication.processEvents()
    assert not upright.isVisible() and not across.isVisible()


def test_a_card_stands_beside_and_spares_what_is_selected() -> None:
    room, size = QRect(0, 0, 800, 600), QSize(320, 200)
    for thing in (
        QRect(10, 10, 20, 40),
        QRect(700, 500, 50, 50),
        QRect(300, 290, 200, 20),
        QRect(0, 0, 800, 20),
    ):
        for spare in (QRect(), QRect(thing.right() + 5, thing.top(), 100, 60), QRect(0, 560, 800, 40)):
            card = QRect(place_beside(thing, size, room, spare), size)
            assert room.contains(card)
            assert not card.intersects(spare)
            assert not card.intersects(thing)


def test_switches_and_a_note_stand_in_the_bar(qtbot: QtBot, view: FlowingView) -> None:
    from xccviz.display.themes import load_theme

    bar = ViewBar(("lines",))
    qtbot.addWidget(bar)
    switches = (
        Switch("fold", "fold alike", True, Wish("option", "a")),
        Switch("one", "One", True, Wish("option", "b"), "g"),
        Switch("two", "Two", False, Wish("option", "c"), "g"),
        Switch("three", "Three", False, Wish("option", "d"), tooltip="not <b>known</b>", enabled=False),
    )
    heard: list[Wish] = []
    bar.wished.connect(heard.append)
    bar.show_list(DisplayList((), 1, 1, switches=switches, note="heights are not known"), load_theme("light"))
    assert bar.note.full_text == "heights are not known"
    box = bar.findChild(QCheckBox, "switch.fold")
    two, one = (bar.findChild(QPushButton, f"switch.{name}") for name in ("two", "one"))
    three = bar.findChild(QCheckBox, "switch.three")
    assert box is not None and one is not None and two is not None and three is not None
    assert box.isChecked() and one.isChecked() and not two.isChecked() and not three.isEnabled()
    for button in (box, one, two):
        button.click()
    assert heard == [Wish("option", "a"), Wish("option", "c")]
    assert box.isChecked() and one.isChecked() and not two.isChecked()  # until the drawing says otherwise
