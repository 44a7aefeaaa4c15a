"""For those who hear the window what is painted has a name, a state and a place, can be acted on; changes are said.

All is asked through Qt's own interfaces, as a screen reader asks.
"""

# covers: xccviz/gui/look/heard.py, xccviz/gui/canvas/heard_places.py, xccviz/gui/panels/heard_bars.py
# covers: xccviz/display/place_words.py, xccviz/gui/shell/announcing.py

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.compare.conftest import OK, PANICS
from tests.gui.conftest import FAILED, OpenWindow, discard, node_called
from tests.gui.looks import settle
from xccviz.display.drawings import DRAWINGS
from xccviz.gui.canvas.view import Canvas
from xccviz.gui.compare.canvas import RunCanvas
from xccviz.gui.look import heard
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.look.heard import HeardPart, ear_of
from xccviz.gui.panels.distribution import DistributionPanel
from xccviz.gui.state.store import OpenTab, ProblemState
from xccviz.gui.views.drawing import DrawingView
from xccviz.gui.window import MainWindow
from xccviz.values import replace

NAME, VALUE, TOLD = QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description
ATTACHED = f"sample:{FAILED}"


@pytest.fixture
def window(reuse_window: OpenWindow) -> MainWindow:
    return reuse_window(ATTACHED)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[QAccessibleEvent]]:
    """What is said to who listens, from now on."""
    found: list[QAccessibleEvent] = []
    monkeypatch.setattr(heard, "_say", found.append)
    QAccessible.setActive(True)
    yield found
    QAccessible.setActive(False)


def tab_of(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


def heard_by(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def parts_of(widget: QWidget) -> list[HeardPart]:
    whole = heard_by(widget)
    children = (whole.child(n) for n in range(whole.childCount()))
    return [child for child in children if isinstance(child, HeardPart)]


def names(widget: QWidget) -> list[str]:
    return [part.text(NAME) for part in parts_of(widget)]


def words(said: list[QAccessibleEvent]) -> list[str]:
    return [event.message() for event in said if isinstance(event, QAccessibleAnnouncementEvent)]


@pytest.mark.parametrize("drawing", [drawing.id for drawing in DRAWINGS])
def test_each_place_of_a_drawing_has_name_state_and_place(window: MainWindow, drawing: str) -> None:
    window.intents.show_view(drawing)
    settle()
    view = window.views[drawing]
    assert isinstance(view, DrawingView)
    tab, layout = tab_of(window), view.layout_shown
    assert layout is not None
    parts = parts_of(view)
    assert {part.key for part in parts} == {key for key, place in layout.by_key.items() if place.nodes}
    whole = heard_by(view)
    assert (whole.role(), whole.text(NAME)) == (QAccessible.Role.List, view.drawing.name)
    for n, part in enumerate(parts):
        nodes = layout.by_key[part.key].nodes
        assert part.isValid() and part.role() == QAccessible.Role.ListItem
        assert whole.indexOfChild(part) == n
        assert part.text(NAME).endswith(f", {part.text(VALUE)}")
        failed = any(tab.document.analysis.facts[node].failed for node in nodes)
        assert ("failed" in part.text(VALUE)) == failed
        place = part.rect()
        assert place.isValid()
        seen = QRect(view.viewport().mapToGlobal(view.viewport().rect().topLeft()), view.viewport().size())
        if (
            seen.contains(place.center())
            and view.viewport().childAt(view.viewport().mapFromGlobal(place.center())) is None
        ):
            at = whole.childAt(place.center().x(), place.center().y())
            assert isinstance(at, HeardPart)
            assert at is part or (at.rect().contains(place.center()) and at.rect() != place)
        assert bool(part.state().offscreen) == (not seen.intersects(place))
    tops = [(layout.by_key[part.key].bounds.y, layout.by_key[part.key].bounds.x) for part in parts]
    assert tops == sorted(tops)


def test_what_a_card_says_is_heard_and_follows_the_step(window: MainWindow) -> None:
    view = window.views["graph"]
    bravo = node_called(tab_of(window).document, "bravo.near.get_value")
    part = next(part for part in parts_of(view) if part.key == bravo)
    assert part.text(NAME) == "bravo.near.get_value, failed"
    assert "panicked: no value today" in part.text(TOLD)
    assert "Click" not in part.text(TOLD)
    window.intents.go_to_step(1)
    assert part.text(VALUE) == "not yet"
    assert "panicked" not in part.text(TOLD)


def test_numbers_in_columns_are_heard_with_their_heads(window: MainWindow) -> None:
    window.intents.show_view("gas")
    settle()
    told = parts_of(window.views["gas"])[1].text(TOLD)
    assert "burnt here: gas 2,625,388,647,749 · of this call 0.9 %" in told


def test_what_the_filter_hides_is_heard_as_hidden(window: MainWindow) -> None:
    window.intents.set_filter("fail")
    window.intents.switch_rest()
    settle()
    hidden = {part.text(NAME): bool(part.state().invisible) for part in parts_of(window.views["graph"])}
    assert hidden["bravo.near.get_value, failed"] is False
    assert hidden["alpha.near.get_value, hidden by the filter"] is True


def test_a_part_is_pressed_takes_the_keyboard_and_unfolds(window: MainWindow) -> None:
    view = window.views["graph"]
    alpha = node_called(tab_of(window).document, "alpha.near.get_value")
    window.frame.open_bar.edit.setFocus()
    part = ear_of(view).part(alpha)  # type: ignore[union-attr]
    actions = part.actionInterface()
    press, focus = actions.pressAction(), actions.setFocusAction()
    assert actions.actionNames() == [press, focus]
    actions.doAction(press)
    assert tab_of(window).selection == alpha
    assert part.state().selected and not part.state().focused
    actions.doAction(focus)
    assert view.hasFocus() and part.state().focused
    assert heard_by(view).focusChild() is part
    folded = next(part for part in parts_of(view) if part.state().expandable)
    assert folded.actionInterface().toggleAction() in folded.actionInterface().actionNames()
    folded.actionInterface().doAction(folded.actionInterface().toggleAction())
    settle()
    assert not folded.isValid() and folded.text(NAME) == "" and folded.state().invalid
    assert sum("Transfer" in name or "refund" in name.lower() for name in names(view)) > 1


def test_what_it_can_not_do_it_says_without_harm(window: MainWindow) -> None:
    """An answer that is no address ends the process in shiboken 6.11."""
    part = parts_of(window.views["graph"])[0]
    asked = (
        part.valueInterface(),
        part.textInterface(),
        part.selectionInterface(),
        part.editableTextInterface(),
    )
    assert asked == (None,) * 4
    assert part.childCount() == 0 and part.child(0) is None and part.focusChild() is None
    assert part.window() is window.windowHandle()
    assert part.parent().text(NAME) == "Receipt graph"


def test_parts_go_with_the_document_and_the_widget(qtbot: QtBot, open_window: OpenWindow) -> None:
    before = len(heard._ears)
    window = open_window(ATTACHED)
    view = window.views["graph"]
    kept = parts_of(view)
    window.intents.close_tab()
    settle()
    assert not any(part.isValid() for part in kept)
    assert parts_of(view) == []
    discard(view)
    assert len(heard._ears) == before + len(window.findChildren(Canvas))


def test_a_run_in_a_comparison_is_heard(reuse_window: OpenWindow) -> None:
    window = reuse_window("--view", "compare", OK, PANICS)
    b, a = sorted(window.findChildren(RunCanvas), key=lambda run: run.side, reverse=True)
    assert "bravo.near.get_value, succeeded" in names(a)
    assert "bravo.near.get_value, failed" in names(b)
    bravo = next(part for part in parts_of(b) if "bravo" in part.text(NAME))
    assert "Difference" in bravo.text(TOLD)


def test_the_bars_of_the_distribution_are_heard(window: MainWindow, said: list[QAccessibleEvent]) -> None:
    window.intents.go_to_panel("distributionPanel")
    settle()
    panel = window.docks.panels["distributionPanel"]
    assert isinstance(panel, DistributionPanel) and panel.plot is not None
    parts = parts_of(panel.plot)
    assert len(parts) == len(panel.plot.bars.counts) > 1
    assert "node" in parts[-1].text(NAME)
    lefts = [part.rect().left() for part in parts]
    assert lefts == sorted(lefts) and len(set(lefts)) == len(lefts)
    middle = parts[0].rect().center()
    assert heard_by(panel.plot).childAt(middle.x(), middle.y()) is parts[0]
    parts[-1].actionInterface().doAction(parts[-1].actionInterface().pressAction())
    assert tab_of(window).filtering.text


# ------------------------------------------------------------------------------------------------------------- said


def test_a_step_a_selection_and_an_ending_are_said(window: MainWindow, said: list[QAccessibleEvent]) -> None:
    view = window.views["graph"]
    view.setFocus()
    window.intents.go_to_step(9)
    assert words(said) == [f"Step 9 of 15, in the past: {window.frame.steps.words.full_text}"]
    said.clear()
    bravo = node_called(tab_of(window).document, "bravo.near.get_value")
    window.intents.select(bravo)
    (focus,) = [event for event in said if event.type() == QAccessible.Event.Focus]
    assert focus.accessibleInterface().text(NAME).startswith("bravo.near.get_value")
    said.clear()
    window.intents.select(bravo)
    assert said == []
    window.intents.close_tab()
    window.intents.reopen_tab()
    settle()
    assert [told for told in words(said) if told.startswith("Succeeded, but bravo.near.get_value panicked")]


def test_of_what_plays_the_end_is_said(window: MainWindow, said: list[QAccessibleEvent]) -> None:
    window.intents.go_to_step(3)
    window.intents.play()
    said.clear()
    for _ in range(3):
        window.intents.tick()
    assert words(said) == []
    window.intents.pause()
    assert words(said) == [f"{window.frame.steps.place.text()}: {window.frame.steps.words.full_text}"]
    assert QAccessible.queryAccessibleInterface(window.frame.steps.slider).text(TOLD) == words(said)[0]
    assert QAccessible.queryAccessibleInterface(window.frame.steps.scale).text(NAME) == "Blocks"


def test_what_was_done_and_what_went_wrong_is_said(window: MainWindow, said: list[QAccessibleEvent]) -> None:
    bulletin().said.emit("Copied")
    window.store.update(lambda s: replace(s, problem=ProblemState("x", "No.", "Try another.", ())))
    assert words(said) == ["Copied", "No. Try another."]


def test_nothing_is_made_for_nobody(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[QAccessibleEvent] = []
    monkeypatch.setattr(heard, "_say", found.append)
    window.intents.go_to_step(3)
    assert found == []
