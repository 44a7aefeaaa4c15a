# covers: xccviz/gui/canvas/kept.py, xccviz/gui/canvas/shelf.py, xccviz/gui/canvas/drawn.py
# covers: xccviz/gui/canvas/appearance.py, xccviz/gui/views/expecting.py
"""Whatever was stepped, selected and scrolled, a view shows what one shows that was opened just there."""

from __future__ import annotations

import random
import weakref

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QGraphicsView
from pytestqt.qtbot import QtBot

from tests.gui.looks import settle
from tests.reference.executor import execute, random_program
from tests.reference.extremes import giant
from tests.reference.recorded import raw_of
from xccviz.annotations.marks import Mark
from xccviz.display.drawings import find_drawing
from xccviz.display.look import Look
from xccviz.document import Document, build_document
from xccviz.gui.canvas.drawn import Drawn
from xccviz.gui.canvas.strips import Pinned
from xccviz.gui.look.theme import dress
from xccviz.gui.state.annotating import marked_tab
from xccviz.gui.state.expecting import expected
from xccviz.gui.state.store import AppState, known_then
from xccviz.gui.state.tabs import open_tab, selected, stepped
from xccviz.gui.views.flowing import FlowingView
from xccviz.gui.views.hovering import HoveringView
from xccviz.gui.views.paged import PagedView
from xccviz.gui.views.paned import PanedView
from xccviz.layout.types import LayoutOptions
from xccviz.replay.cursor import at
from xccviz.values import replace
from xccviz.words.places import beyond_sign

SIZE = (700, 560)
ROUNDED = 3
"""Of 255, by which a smoothed side may differ: Qt rounds it another way where it paints a piece only."""


@pytest.fixture(scope="module")
def document() -> Document:
    """What a program did that calls, joins and fails: more than there is room for."""
    run = execute(random_program(random.Random(9), budget=90))
    return build_document(raw_of(run.answer, run.heights))


def state_of(document: Document, view: str) -> AppState:
    drawing = find_drawing(view)
    assert drawing is not None
    layout = drawing.lay_out(document.analysis, LayoutOptions(width=float(SIZE[0])))
    tab = replace(open_tab(document, "x"), layouts={view: layout})
    return AppState(tabs=(tab,), active=0, view=view)


def shown(qtbot: QtBot, state: AppState) -> HoveringView:
    drawing = find_drawing(state.view)
    assert drawing is not None
    view = (PanedView if drawing.panes else FlowingView if drawing.flows else HoveringView)(drawing)
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()
    view.show_state(None, state)
    QApplication.processEvents()
    return view


def seen(view: HoveringView) -> np.ndarray:
    """What stands on the screen, with what was painted piece by piece."""
    QApplication.processEvents()
    device = (
        view.backingStore().paintDevice()
    )  # grabWindow of the offscreen platform may follow a stale pointer
    assert isinstance(device, QImage)
    image = device.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return pixels[:, : image.width() * 4].astype(np.int16)


def after(state: AppState, chance: random.Random) -> AppState:
    """One step on or back, a jump, or another selection."""
    tab, choice = state.tab, chance.random()
    assert tab is not None
    count, index = len(tab.document.timeline), tab.cursor.index
    if choice < 0.35:
        changed = selected(tab, chance.choice(tab.document.graph.nodes).id)
    else:
        to = index + chance.choice((-3, -1, -1, 1)) if choice < 0.88 else chance.randint(0, count)
        changed = stepped(tab, at(tab.document.timeline, min(max(to, 0), count)))
    return replace(state, tabs=(changed,))


@pytest.mark.parametrize("name", ["sequence", "timeline", "gas"])
def test_a_view_shows_what_it_would_have_shown_at_once(qtbot: QtBot, document: Document, name: str) -> None:
    state, chance = state_of(document, name), random.Random(name)
    view = shown(qtbot, state)
    for number in range(66):
        state, before = after(state, chance), state
        view.show_state(before, state)
        for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            if chance.random() < 0.2:
                bar.setValue(bar.value() + chance.choice((-90, -7, 13, 160)))
        QApplication.processEvents()
        if number % 6 == 5:
            fresh = shown(qtbot, state)
            for bar, own in (
                (fresh.verticalScrollBar(), view.verticalScrollBar()),
                (fresh.horizontalScrollBar(), view.horizontalScrollBar()),
            ):
                bar.setValue(own.value())
            differ = np.argwhere(np.abs(seen(view) - seen(fresh)) > ROUNDED)
            assert not len(differ), (number, differ.min(axis=0), differ.max(axis=0))
            fresh.close()


def looked_at_as(view: HoveringView, other: HoveringView) -> None:
    """See of one what is seen of another: its scale, and where it was scrolled to."""
    view.hold()
    view.resetTransform()
    view.scene().setSceneRect(other.scene().sceneRect())
    view.scale(other.transform().m11(), other.transform().m22())
    bars = (QGraphicsView.verticalScrollBar, QGraphicsView.horizontalScrollBar)
    for _ in range(2):  # the range of one is up to the other's
        for bar in bars:
            bar(view).setRange(bar(other).minimum(), bar(other).maximum())
            bar(view).setValue(bar(other).value())
        view._tell_sight()
        settle()


def without_buttons(view: HoveringView, other: HoveringView) -> tuple[np.ndarray, np.ndarray]:
    """What both show beside the buttons upon the drawings, which stay where they are while they cover nothing."""
    shown_by = seen(view), seen(other)
    for button in (*view.beyond.buttons.values(), *other.beyond.buttons.values()):
        place = button.geometry().adjusted(-2, -2, 2, 2) & view.rect()
        for pixels in shown_by if button.isVisible() else ():
            pixels[place.top() : place.bottom() + 1, place.left() * 4 : (place.right() + 1) * 4] = 0
    return shown_by


@pytest.mark.parametrize("name", ["graph", "sequence", "timeline", "gas"])
def test_at_another_size_in_other_colours_and_words_it_shows_what_it_would_have_shown_at_once(
    qtbot: QtBot, document: Document, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was prepared and kept for the looks before, and whatever comes first."""
    monkeypatch.setattr("xccviz.gui.state.expecting.LARGE", 0)
    monkeypatch.setattr("xccviz.gui.state.telling.LARGE", 0)
    monkeypatch.setattr("xccviz.gui.views.drawing.MAP_MS", 1_000_000)
    state, chance, size = state_of(document, name), random.Random(name), SIZE
    view = shown(qtbot, state)
    for number in range(40):
        before, doing = (
            state,
            chance.choice(("step", "step", "size", "colours", "words", "scroll", "zoom", "prepare")),
        )
        if doing == "size":
            size = chance.choice(range(320, 1000)), chance.choice(range(260, 760))
            view.resize(*size)
        elif doing == "scroll":
            bar = chance.choice((view.verticalScrollBar(), view.horizontalScrollBar()))
            bar.setValue(bar.value() + chance.choice((-90, -7, 13, 160)))
        elif doing == "zoom":
            view.zoom(chance.choice((0.8, 1.25)))
        elif doing == "prepare":
            view.prepare_next()
            settle()
        else:
            state = (
                walked(state, chance) if doing == "step"
                else replace(state, theme="dark" if state.theme == "light" else "light") if doing == "colours"
                else replace(state, text_percent=chance.choice((85, 100, 115, 150)))
            )  # fmt: skip
            dress(view, state.theme, state.text_percent)
            view.show_state(before, state)
        if number % 5 == 4:
            settle()
            fresh = shown(qtbot, state)
            dress(fresh, state.theme, state.text_percent)
            fresh.resize(*size)
            looked_at_as(fresh, view)
            kept, anew = without_buttons(view, fresh)
            differ = np.argwhere(np.abs(kept - anew) > ROUNDED + 1)
            assert not len(differ), (number, doing, differ.min(axis=0), differ.max(axis=0))
            fresh.close()


def walked(state: AppState, chance: random.Random) -> AppState:
    """On in one direction with moves that are expected, rarely another way."""
    if chance.random() < 0.25:
        return after(state, chance)
    tab = expected(None if chance.random() < 0.5 else state, state)
    return replace(state, tabs=(tab,)) if tab is not None else after(state, chance)


@pytest.mark.parametrize("name", ["graph", "sequence", "timeline", "gas"])
def test_what_was_made_for_the_next_step_is_what_it_would_have_been(
    qtbot: QtBot, document: Document, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xccviz.gui.state.expecting.LARGE", 0)
    monkeypatch.setattr("xccviz.gui.views.drawing.MAP_MS", 1_000_000)
    turned, turn_to = list[bool](), Drawn.turn_to
    monkeypatch.setattr(Drawn, "turn_to", lambda self, look: turned.append(turn_to(self, look)) or turned[-1])
    state, chance = state_of(document, name), random.Random(name)
    view = shown(qtbot, state)
    view.zoom(0.9)
    for number in range(60):
        view.prepare_next()
        if chance.random() < 0.8:
            settle()
        if chance.random() < 0.2:
            bar = chance.choice((view.verticalScrollBar(), view.horizontalScrollBar()))
            bar.setValue(bar.value() + chance.choice((-90, -7, 13, 160)))
            QApplication.processEvents()
        state, before = walked(state, chance), state
        view.show_state(before, state)
        if number % 4 == 3:
            kept = seen(view)
            tab, layout, parts = state.tabs[0], state.tabs[0].layouts[name], view._parts
            assert parts is not None and view._drawn is not None and view.drawing.parts is not None
            fresh = view.drawing.parts(document, layout)
            fresh.take(Look(tab.moment, tab.selection))
            differ = [key for key in fresh.keys if parts.whole(key) != fresh.whole(key)]
            assert not differ, (number, differ)
            if isinstance(view, PagedView):
                view.pinned = Pinned()
                view.pinned.show(parts.furniture)
            view._drawn.restyle(None, view._drawn.theme, view.words)
            view.viewport().update()
            anew = np.argwhere(np.abs(kept - seen(view)) > ROUNDED)
            assert not len(anew), (number, anew.min(axis=0), anew.max(axis=0))
    assert sum(turned) > 20


@pytest.mark.parametrize("name", ["graph", "timeline"])
def test_what_was_shown_before_is_let_go_at_rest_though_nothing_is_expected(
    qtbot: QtBot, document: Document, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xccviz.gui.state.expecting.LARGE", 0)
    state = state_of(document, name)
    state = replace(state, tabs=(stepped(state.tabs[0], at(document.timeline, 3)),))
    view = shown(qtbot, state)
    view.prepare_next()
    settle()
    assert view._drawn is not None
    before, tab = weakref.ref(view._drawn._shown), expected(None, state)
    assert tab is not None
    monkeypatch.setattr("xccviz.gui.views.expecting.expected", lambda old, new: None)
    view.show_state(state, replace(state, tabs=(tab,)))
    assert before() is not view._drawn._shown, "it turned to what was prepared"
    qtbot.waitUntil(lambda: before() is None)


def test_what_stands_around_a_drawing_follows_though_it_was_hidden_meanwhile(
    qtbot: QtBot, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window that is hidden between a step and what follows it, and comes back as it was."""
    monkeypatch.setattr("xccviz.gui.state.telling.LARGE", 0)
    state = state_of(document, "graph")
    view, told = shown(qtbot, state), list[object]()
    view.drawn.connect(lambda shown, theme: told.append(shown))
    for index in (3, 4):
        stands = replace(state, tabs=(stepped(state.tabs[0], at(document.timeline, index)),))
        view.show_state(state, stands)
        state = stands
        view.hide()
        QApplication.processEvents()
        assert not told, "nothing is told of what can't be seen"
        view.show()
        qtbot.waitUntil(lambda: told == [view._list])
        told.clear()


def test_what_lies_out_of_sight_is_told_though_something_else_changes_at_once(
    qtbot: QtBot, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step scrolls and lets the drawing be painted before that is told; another look comes before it was."""
    monkeypatch.setattr("xccviz.gui.state.telling.LARGE", 0)
    state, chance, moved = state_of(document, "graph"), random.Random(4), 0
    view = shown(qtbot, state)
    view.zoom(2.0)
    for number in range(12):
        before = view.mapToScene(view.viewport().rect()).boundingRect()
        stepped_on = after(state, chance)
        other = replace(stepped_on, amounts=("exact", "rounded")[number % 2])
        view.show_state(state, stepped_on)
        view.show_state(stepped_on, other)
        state = other
        settle()
        now = view.mapToScene(view.viewport().rect()).boundingRect()
        moved += before != now
        counts = {side: count for side, count in view.beyond.counts(now).items() if count}
        told = {side: made.text() for side, made in view.beyond.buttons.items() if made.isVisible()}
        assert told == {side: beyond_sign(side, count) for side, count in counts.items() if side in told}
        assert set(told) == set(counts)
    assert moved > 4


def test_signs_of_marks_are_painted_anew_where_they_change(qtbot: QtBot) -> None:
    """A filter finds other receipts at each step, among them those of one block, which are counted."""
    run = giant(1, 60)
    document = build_document(raw_of(run.answer, run.heights))
    state = state_of(document, "graph")
    marks = Mark(filter="ok", when="note"), Mark(filter="fail"), Mark(filter="gas>0", on=False)
    tab = marked_tab(state.tabs[0], marks)
    assert not tab.marking.pending
    state, chance = known_then(replace(state, tabs=(tab,))), random.Random(3)
    view, signs = shown(qtbot, state), set[tuple[str, ...]]()
    for _ in range(20):
        state, before = known_then(after(state, chance)), state
        view.show_state(before, state)
        piece_by_piece = seen(view)
        view.viewport().update()
        differ = np.argwhere(np.abs(piece_by_piece - seen(view)) > ROUNDED)
        assert not len(differ), (state.tabs[0].cursor.index, differ.min(axis=0), differ.max(axis=0))
        signs.add(tuple(state.tabs[0].marking.of_node))
    assert len(signs) > 5
