"""Stepping restyles and never moves anything; the strip and the table say where one is."""

# covers: xccviz/gui/panels/block_scale.py, xccviz/gui/panels/step_slider.py

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, node_called, sized
from tests.gui.looks import settle
from tests.reference.extremes import giant
from tests.reference.recorded import raw_of
from xccviz.document import build_document
from xccviz.gui.panels.await_table import AwaitTable, table_px
from xccviz.gui.panels.block_scale import BlockScale
from xccviz.gui.panels.step_slider import StepSlider
from xccviz.gui.panels.step_strip import StepStrip
from xccviz.gui.state.store import OpenTab
from xccviz.gui.window import MainWindow
from xccviz.layout.types import REFUNDS_KEY
from xccviz.replay.moves import BY_ID
from xccviz.replay.scale import scale_of
from xccviz.words.names import name_in_sentence, with_short_accounts

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def tab_of(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


def geometry(window: MainWindow) -> tuple[object, ...]:
    """What may not change while stepping: where everything is, and how it is looked at."""
    view = window.views["graph"]
    items = [item.places for item in view.scene().items()]
    transform = view.transform()
    return (
        items,
        (transform.m11(), transform.m22(), transform.dx(), transform.dy()),
        # Where the view looks; the bars' own numbers change when Qt begins to need a bar, and nothing moves.
        (round(view.mapToScene(0, 0).x()), round(view.mapToScene(0, 0).y())),
        view.sceneRect(),
    )


@pytest.mark.parametrize(
    "sample", [FAILED, BATCH, "join-of-joins", "yield-resumed-by-other-tx", "mainnet-intents"]
)
def test_stepping_through_everything_moves_nothing(
    qtbot: QtBot, reuse_window: OpenWindow, sample: str
) -> None:
    window = reuse_window(f"sample:{sample}")
    window.intents.switch_grain()  # through everything
    tab = tab_of(window)
    window.views["graph"].fit_whole()  # what is out of sight would be brought there
    items = list(map(id, window.views["graph"].scene().items()))
    everything = geometry(window)
    layout = tab.layouts["graph"]
    for _ in range(len(tab.document.timeline)):
        qtbot.keyClick(window.views["graph"], Qt.Key.Key_BracketLeft)
        assert geometry(window) == everything
    assert tab_of(window).cursor.index == 0
    while tab_of(window).cursor.index < len(tab.document.timeline):
        qtbot.keyClick(window.views["graph"], Qt.Key.Key_BracketRight)
        assert geometry(window) == everything
    assert list(map(id, window.views["graph"].scene().items())) == items
    assert tab_of(window).layouts["graph"] is layout


def test_nothing_on_screen_moves_when_the_await_table_comes_and_goes(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{BATCH}")
    window.resize(1440, 900)
    QApplication.sendPostedEvents()
    boxes = tab_of(window).layouts["graph"].boxes

    def places() -> list[QPoint]:
        QApplication.sendPostedEvents()
        return [window.views["graph"].mapFromScene(box.bounds.x, box.bounds.y) for box in boxes]

    before = places()
    seen = set()
    for step in reversed(range(len(tab_of(window).document.timeline))):
        window.intents.go_to_step(step)
        assert places() == before, step
        seen.add(window.frame.awaits.isVisible())
    assert seen == {True, False}


WHOLE = (FAILED, "join-of-joins", "yield-resumed-by-other-tx", "mainnet-intents")
CONTROLS = [
    "stepFirst",
    "stepBack",
    "stepForward",
    "stepLast",
    "previousFailure",
    "nextFailure",
    "nextCallback",
    "stepSlider",
]


def controls(window: MainWindow) -> list[QRect]:
    """Where the buttons and the slider stand in the window."""
    found = [window.findChild(QWidget, name) for name in CONTROLS]
    return [QRect(each.mapTo(window, QPoint()), each.size()) for each in found]


def press_at(window: MainWindow, place: QPoint) -> None:
    """A click where the mouse is, whatever is there by now."""
    hit = window.childAt(place)
    QTest.mouseClick(hit, Qt.MouseButton.LeftButton, pos=hit.mapFrom(window, place))
    QApplication.sendPostedEvents()


@pytest.mark.parametrize(
    ("sample", "size"), [*((sample, (1440, 900)) for sample in WHOLE[:-1]), (WHOLE[-1], (700, 520))]
)
def test_as_many_clicks_as_steps_with_the_mouse_at_rest(
    reuse_window: OpenWindow, sample: str, size: tuple[int, int]
) -> None:
    window = reuse_window(f"sample:{sample}")
    window.intents.switch_grain()  # through everything
    sized(window, *size)
    count = len(tab_of(window).document.timeline)
    before = controls(window)
    for name, there in (("stepBack", range(count - 1, -1, -1)), ("stepForward", range(1, count + 1))):
        mouse = before[CONTROLS.index(name)].center()
        for step in there:
            press_at(window, mouse)
            assert tab_of(window).cursor.index == step
            assert controls(window) == before, step


@pytest.mark.parametrize("sample", WHOLE)
def test_the_handle_stays_under_the_mouse_that_drags_it(reuse_window: OpenWindow, sample: str) -> None:
    window = reuse_window(f"sample:{sample}")
    slider, before = window.frame.steps.slider, controls(window)
    count = len(tab_of(window).document.timeline)
    y = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(slider.x_of(count)), y))
    for step in (*range(count - 1, -1, -1), *range(count + 1)):
        # where the mouse is on the screen; the slider may not slide away from under it
        mouse = before[-1].topLeft() + QPoint(round(slider.x_of(step)), y)
        QTest.mouseMove(slider, slider.mapFrom(window, mouse))
        QApplication.sendPostedEvents()
        assert tab_of(window).cursor.index == step
        assert controls(window) == before
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton)


def test_selecting_what_is_in_sight_moves_nothing(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    view, everything = window.views["graph"], geometry(window)
    for box in tab_of(window).layouts["graph"].boxes:
        view.selected.emit(box.key) if not box.unfolds else view.walked.emit(box.key)
        assert geometry(window) == everything


@pytest.mark.parametrize("sample", [FAILED, "mainnet-hidden-failure"])
def test_a_fitted_drawing_stays_fitted_whatever_the_size_until_one_zooms_or_pans(
    reuse_window: OpenWindow, sample: str
) -> None:
    window = reuse_window(f"sample:{sample}")
    sized(window, 1440, 900)
    view = window.views["graph"]
    window.intents.go_to_step(3)
    view.fit_whole()
    before = geometry(window)
    for size in ((900, 600), (1100, 820), (1440, 900)):
        sized(window, *size)
        settle()  # who waits takes what the new height leaves it
        assert view.fitting
        seen = view.mapToScene(view.viewport().rect()).boundingRect()
        # the line of refunds may lie under who waits
        bounds = [box.bounds for box in view.layout_shown.boxes if box.key != REFUNDS_KEY]
        assert all(seen.contains(QRectF(b.x, b.y, b.width, b.height)) for b in bounds)
    assert geometry(window) == before
    view.zoom_in()
    held = view.transform().m11()
    sized(window, 900, 600)
    assert view.transform().m11() == held


def test_the_step_s_box_is_brought_in_sight(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window("sample:mainnet-intents", "--step", "0")
    window.intents.switch_grain()  # through everything
    window.views["graph"].zoom(3.0)
    while tab_of(window).cursor.index < len(tab_of(window).document.timeline):
        qtbot.keyClick(window.views["graph"], Qt.Key.Key_BracketRight)
        tab = tab_of(window)
        b = tab.layouts["graph"].by_key[tab.layouts["graph"].box_of[tab.selection or ""]].bounds
        shown = window.views["graph"].mapFromScene(QRectF(b.x, b.y, b.width, b.height)).boundingRect()
        assert shown.intersects(window.views["graph"].viewport().rect())


def test_refunds_under_who_waits_come_in_sight_when_one_selects_them_and_not_by_stepping(
    reuse_window: OpenWindow,
) -> None:
    window = reuse_window(f"sample:{FAILED}", "--size", "1280x800")
    settle()
    view, everything = window.views["graph"], geometry(window)
    box_of = tab_of(window).layouts["graph"].box_of
    under = None
    for step in range(len(tab_of(window).document.timeline) + 1):
        window.intents.go_to_step(step)
        settle()
        assert geometry(window) == everything
        tab = tab_of(window)
        if tab.moment.waiting and box_of.get(tab.selection or "") == REFUNDS_KEY:
            under = step, tab.selection
    assert under is not None
    step, refund = under
    window.intents.go_to_step(step)
    settle()
    b = view.layout_shown.by_key[REFUNDS_KEY].bounds
    port = view.viewport().rect()
    assert not port.contains(view.mapFromScene(QRectF(b.x, b.y, b.width, b.height)).boundingRect())
    window.intents.select(refund)
    assert port.contains(view.mapFromScene(QRectF(b.x, b.y, b.width, b.height)).boundingRect())


def test_stepping_keeps_zoom_and_place(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.views["graph"].zoom(1.3)
    before = window.views["graph"].transform()
    for key, modifier in ((Qt.Key.Key_Home, NONE), (Qt.Key.Key_BracketRight, NONE), (Qt.Key.Key_End, NONE)):
        qtbot.keyClick(window.views["graph"], key, modifier)
        assert window.views["graph"].transform() == before


def test_the_drawing_changes_though(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    at_end = window.views["graph"].grab().toImage()
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_BracketLeft)
    for _ in range(6):
        qtbot.keyClick(window.views["graph"], Qt.Key.Key_BracketLeft)
    assert window.views["graph"].grab().toImage() != at_end


@pytest.mark.parametrize(
    ("name", "goes_to"),
    [
        ("stepFirst", lambda count: 0),
        ("stepBack", lambda count: count - 1),
        ("stepLast", lambda count: count),
        ("stepForward", lambda count: count),
    ],
)
def test_the_buttons_step(
    qtbot: QtBot, reuse_window: OpenWindow, name: str, goes_to: Callable[[int], int]
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.intents.switch_grain()  # through everything
    count = len(tab_of(window).document.timeline)
    if name in ("stepForward", "stepLast"):
        window.intents.go_to_step(count - 1)
    qtbot.mouseClick(window.findChild(QToolButton, name), Qt.MouseButton.LeftButton)
    assert tab_of(window).cursor.index == goes_to(count)


def test_buttons_that_lead_nowhere_are_disabled(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    names = ("stepForward", "stepLast", "stepBack")
    enabled = {name: window.findChild(QToolButton, name).isEnabled() for name in names}
    assert enabled == {"stepForward": False, "stepLast": False, "stepBack": True}
    window.intents.go_to_step(0)
    assert not window.findChild(QToolButton, "stepBack").isEnabled()
    assert not window.findChild(QToolButton, "stepFirst").isEnabled()
    assert window.findChild(QToolButton, "nextFailure").isEnabled()


def test_stepping_selects_the_nodes_of_the_steps(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "0")
    window.intents.switch_grain()  # through everything
    for step in tab_of(window).document.timeline.steps:
        qtbot.keyClick(window.views["graph"], Qt.Key.Key_BracketRight)
        document = tab_of(window).document
        last = step.n == len(document.timeline)
        chosen = document.analysis.verdict.root_causes[0] if last else step.node
        assert tab_of(window).selection == chosen
        name = window.inspector.name.text().replace("\u200b", "")
        assert name.startswith(document.graph.by_id[chosen].label[:20])


def test_the_end_is_the_result_and_not_the_refund_that_came_last(reuse_window: OpenWindow) -> None:
    window = reuse_window("sample:tutorial-parallel-3-ok")
    opened = tab_of(window).selection
    assert opened == tab_of(window).document.analysis.verdict.deciding
    window.intents.go_to_step(5)
    assert tab_of(window).selection != opened
    for move in (lambda: window.intents.go_to_step(10_000), lambda: window.intents.move(BY_ID["step_last"])):
        window.intents.go_to_step(5)
        move()
        assert tab_of(window).selection == opened
        said = window.findChild(StepStrip).words.full_text
        assert said.startswith("result: [") and said.endswith("], from caller.near.on_multi_done")


def test_next_failure_and_next_callback(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "0")
    document = tab_of(window).document
    qtbot.mouseClick(window.findChild(QToolButton, "nextFailure"), Qt.MouseButton.LeftButton)
    assert tab_of(window).selection == node_called(document, "bravo.near.get_value")
    qtbot.mouseClick(window.findChild(QToolButton, "nextCallback"), Qt.MouseButton.LeftButton)
    assert tab_of(window).selection == node_called(document, "caller.near.on_multi_done")
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_F8, SHIFT)
    assert tab_of(window).selection == node_called(document, "bravo.near.get_value")


def test_the_slider_steps(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    slider = window.frame.steps.slider
    slider.setValue(5)
    assert tab_of(window).cursor.index == 5
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert tab_of(window).cursor.index == 4


def test_the_strip_says_the_past_and_the_verdict_stays(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    verdict = window.frame.verdict.title.text()
    count = len(tab_of(window).document.timeline)
    window.intents.go_to_step(9)
    assert f"tep 9 of {count}, in the past" in window.frame.steps.place.text()
    assert window.frame.steps.words.text()
    assert window.frame.verdict.title.text() == verdict
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_End)
    assert "in the past" not in window.frame.steps.place.text()


def test_the_await_table_is_there_only_while_somebody_waits(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    table = window.findChild(AwaitTable, "awaitTable")
    assert not table.isVisible()
    waiting = 0
    for step in range(len(tab_of(window).document.timeline) + 1):
        window.intents.go_to_step(step)
        waiters = tab_of(window).moment.waiting
        assert table.isVisible() == bool(waiters)
        waiting += bool(waiters)
        if waiters:
            assert "on_multi_done" in str(table.model().index(0, 0).data())
    assert waiting


def test_who_waits_leaves_a_low_window_to_the_drawing(reuse_window: OpenWindow) -> None:
    """One row, the others scroll; in a higher window a few, and nothing is left of the size in between."""
    window = reuse_window("sample:mainnet-hidden-failure", "--step", "16")
    table, view = window.frame.awaits, window.views["graph"]
    assert len(tab_of(window).moment.waiting) > 3
    heights = {}
    for height in (600, 760, 900, 600):
        sized(window, 900, height)
        settle()
        heights[height] = table.height()
        assert table.height() == table_px(table.model().rowCount(), height) == view.taken
        if height == 600:
            assert table.height() < view.height()
            assert table.verticalScrollBar().maximum() > 0
    assert heights[600] < heights[760] < heights[900]


def test_a_click_in_the_await_table_selects_who_waits(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "5")
    tab = tab_of(window)
    assert tab.moment.waiting
    table = window.frame.awaits
    place = table.visualRect(table.model().index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert tab_of(window).selection == tab.moment.waiting[0].node


def measure(text: str) -> int:
    return 7 * len(text)


def test_the_last_block_has_its_label_and_none_stands_over_another(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    scale = window.frame.steps.scale
    heights = [height for _, height in window.frame.steps.slider.history.heights]
    for width in (2_000, 700, 120, 40):
        scale.resize(width, 18)
        labels = scale.labels(measure)
        assert labels or width < 200
        if not labels:
            continue
        assert labels == sorted(labels)
        edges = [(left, left + measure(text)) for left, text in labels]
        assert all(end <= left for (_, end), (left, _) in itertools.pairwise(edges))
        assert edges[0][0] >= 0
        assert edges[-1][1] <= width
        if scale.width() >= window.frame.steps.slider.width():
            assert labels[-1][1] == f"#{heights[-1]}"


def test_idle_blocks_are_squeezed_and_counted(reuse_window: OpenWindow) -> None:
    window = reuse_window("sample:yield-resumed-by-other-tx", "--step", "0")
    sized(window, 1900, 900)
    scale, slider = window.frame.steps.scale, window.frame.steps.slider
    heights = [height for _, height in slider.history.heights]
    apart = [after - before for before, after in itertools.pairwise(heights)]
    assert [idle.blocks for idle in slider.scale.idles] == [each - 1 for each in apart if each > 1] == [9]
    gaps = scale.gaps(scale.labels(measure), measure)
    assert [words for _, _, words, _ in gaps] == ["9 blocks idle"]
    for left, right, words, at in gaps:
        assert left < at and at + measure(words) < right
    sized(window, 700, 600)
    assert {words for _, _, words, _ in scale.gaps([], measure)} <= {"9 blocks idle", "9 idle"}
    # Blocks are as wide as each other, whatever runs in them.
    widths = {round(slider.x_at(cell.right) - slider.x_at(cell.left), 3) for cell in slider.scale.cells}
    assert len(widths) == 1


def test_a_click_on_the_line_goes_there_and_the_marks_lie_below_it(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "0")
    slider = window.frame.steps.slider
    for step in (9, 2, len(tab_of(window).document.timeline)):
        place = QPoint(round(slider.x_of(step)), slider.height() // 2)
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=place)
        assert tab_of(window).cursor.index == step
    window.intents.mark_by_filter("method:get_value")
    assert slider.marks == tab_of(window).marking.runs
    assert len(slider.spots(slider.marks)) == 3
    window.intents.switch_mark(("", "method:get_value"))
    assert slider.marks == ()


def test_a_block_of_thousands_says_how_many_and_has_no_dots(qtbot: QtBot) -> None:
    run = giant(1, 800)
    document = build_document(raw_of(run.answer, run.heights))
    slider = StepSlider()
    qtbot.addWidget(slider)
    slider.resize(1_000, 24)
    slider.setRange(0, len(document.timeline))
    slider.history, slider.scale = document.timeline.history, scale_of(document.timeline)
    scale = BlockScale(slider)
    qtbot.addWidget(scale)
    scale.resize(1_000, 18)
    full = [cell for cell in slider.scale.cells if not slider.roomy(cell)]
    said = [text for _, text in scale.labels(measure)]
    assert full and any(f"{cell.count:,} steps" in text for cell in full for text in said)
    assert not any(
        kind == "step" and full[0].first < slider.step_at(x) <= full[0].last for x, kind in slider.ticks()
    )


def test_next_is_where_one_step_on_leads(reuse_window: OpenWindow) -> None:
    """At every step, for both sorts of steps as soon as they are switched; with its number where some are skipped."""
    window = reuse_window(f"sample:{FAILED}", "--step", "5")
    strip = window.frame.steps
    assert strip.following.text() == "next, step 11: caller.near.on_multi_done runs"
    window.intents.switch_grain()
    assert strip.following.text() == "next: prepaid gas goes back to alice.near"
    window.intents.switch_grain()
    steps, seen = tab_of(window).document.timeline.steps, []
    window.intents.go_to_step(0)
    while tab_of(window).cursor.index < len(steps):
        said, before = strip.following.text(), tab_of(window).cursor.index
        window.actions_by_id["stepForward"].trigger()
        node = steps[tab_of(window).cursor.index - 1].node
        seen.append(tab_of(window).cursor.index)
        skips = tab_of(window).cursor.index > before + 1
        assert skips == said.startswith(f"next, step {seen[-1]}: "), said
        name = name_in_sentence(tab_of(window).document.graph.by_id[node], ended=False)
        assert name in said or steps[seen[-1] - 1].kind == "refund", (said, seen[-1])
    assert seen == [1, 2, 3, 4, 5, 11, 15]


@pytest.mark.parametrize(
    "opened", ["sample:mainnet-hidden-failure", "tests/data/reports/13b-same-with-receipts.json"]
)
def test_a_long_name_does_not_hide_what_happens_next(
    reuse_window: OpenWindow, repo_root: Path, opened: str
) -> None:
    """Whatever account it is: its verb is seen below the slider."""
    window = reuse_window(opened if opened.startswith("sample:") else str(repo_root / opened))
    sized(window, 1440, 900)
    strip = window.frame.steps
    seen = set()
    for step in range(len(tab_of(window).document.timeline.steps)):
        window.intents.go_to_step(step)
        said, whole = strip.following.text(), re.sub("<[^>]*>", "", strip.following.toolTip())
        assert said.split()[-1] == with_short_accounts(whole.rstrip(".")).split()[-1]
        seen.add("…" in said)
    assert True in seen
