# covers: xccviz/gui/furnish.py, xccviz/gui/shell/entry.py, xccviz/gui/shell/menu_bar.py
# covers: xccviz/gui/menus.py, xccviz/gui/tasks/furnishing.py, xccviz/gui/panels/verdict.py
"""The way in: it works before the rest of the window is made, whatever one does first; and what comes and goes below
the open bar moves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, discard, sized, wait_idle
from tests.gui.looks import settle
from xccviz.gui.app import create_window
from xccviz.gui.menus import MENUS
from xccviz.gui.panels.empty_rows import Card
from xccviz.gui.panels.notices import DETAILS_HEIGHT, DETAILS_LEAST
from xccviz.gui.shell.tabbing import tab_places
from xccviz.gui.state.store import ProblemState
from xccviz.gui.window import MainWindow
from xccviz.values import replace


@pytest.fixture
def bare() -> Iterator[MainWindow]:
    """A window as `create_window` leaves it."""
    window = create_window([])
    assert not window.whole
    yield window
    window.close()
    discard(window)


def by_paste(window: MainWindow) -> None:
    QTest.keyClicks(window.entry.open_bar.edit, f"sample:{FAILED}")
    QTest.keyClick(window.entry.open_bar.edit, Qt.Key.Key_Return)


def by_card(window: MainWindow) -> None:
    next(card for card in window.entry.empty.samples if f"sample {FAILED}:" in card.accessibleName()).click()


@pytest.mark.parametrize("act", [by_paste, by_card])
def test_what_is_opened_first_opens(
    qtbot: QtBot, bare: MainWindow, act: Callable[[MainWindow], None]
) -> None:
    act(bare)
    wait_idle(qtbot, bare)
    assert bare.store.state.tab is not None
    assert bare.findChild(QWidget, "verdictStrip").isVisible()


def test_letters_alone_make_nothing(bare: MainWindow) -> None:
    QTest.keyClicks(bare.entry.open_bar.edit, "alice.near")
    assert bare.entry.open_bar.edit.text() == "alice.near"
    assert not bare.entry.empty.findChildren(Card), "whoever types waits for no samples"
    assert not bare.whole


def test_whoever_walks_down_first_finds_the_first_sample(bare: MainWindow) -> None:
    QTest.keyClick(bare.entry.open_bar.edit, Qt.Key.Key_Down)
    settle()
    assert bare.focusWidget() is bare.entry.empty.samples[0]
    assert not bare.entry.empty.samples[0].visibleRegion().isEmpty()


def test_a_shortcut_that_comes_first_finds_its_command(bare: MainWindow) -> None:
    QTest.keyClick(bare.entry.open_bar.edit, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert bare.whole
    assert bare.palette_list.isVisible()


def test_a_menu_that_is_opened_first_has_its_commands(bare: MainWindow) -> None:
    assert list(bare.menus) == [menu for menu in MENUS if "/" not in menu]
    bare.menus["Help"].aboutToShow.emit()
    assert "help.keys" in [action.objectName() for action in bare.menus["Help"].actions()]


def test_the_rest_comes_by_itself_and_leaves_what_is_typed(qtbot: QtBot, bare: MainWindow) -> None:
    QTest.keyClicks(bare.entry.open_bar.edit, "half a na")
    qtbot.waitUntil(lambda: bare.whole)
    assert bare.entry.open_bar.edit.text() == "half a na"
    assert bare.entry.open_bar.edit.hasFocus()


def test_a_window_that_closes_first_remembers_its_docks(open_window: OpenWindow) -> None:
    window = open_window()
    window.docks.docks["logsPanel"].hide()
    window.close()
    for _ in range(2):
        closed = create_window([])
        assert not closed.whole
        closed.close()
        discard(closed)
    assert open_window().docks.docks["logsPanel"].isHidden()


def standing(window: MainWindow) -> dict[str, QRect]:
    """Where everything is, in px of the window."""
    parts = {
        "verdict": window.frame.verdict, "view": window.views["graph"], "steps": window.frame.steps,
        "inspector": window.inspector, "empty": window.frame.empty,
    }  # fmt: skip
    shown = {name: part for name, part in parts.items() if part.isVisible()}
    return {
        name: QRect(part.mapTo(window, part.rect().topLeft()), part.size()) for name, part in shown.items()
    }


@pytest.mark.parametrize("given", ["/no/such/file.json", "tests/data/public/indexer-two.json"])
@pytest.mark.parametrize("before", [(), (f"sample:{FAILED}",)])
def test_what_went_wrong_lies_upon_what_stands_there(
    qtbot: QtBot, reuse_window: OpenWindow, repo_root: Path, before: tuple[str, ...], given: str
) -> None:
    window = reuse_window(*before)
    sized(window, 1100, 700)
    settle()
    everything = standing(window)
    window.opener.open(str(repo_root / given))
    wait_idle(qtbot, window)
    settle()
    problem, frame = window.frame.problem, window.frame
    assert problem.isVisible()
    assert standing(window) == everything
    assert problem.height() >= problem.minimumSizeHint().height()
    for strip in (frame.identity, frame.verdict, frame.view_tabs):
        if strip.isVisible():  # wholly below it or wholly in sight
            place = QRect(strip.mapTo(window, strip.rect().topLeft()), strip.size())
            over = QRect(problem.mapTo(window, problem.rect().topLeft()), problem.size())
            assert over.contains(place) or not over.intersects(place)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    settle()
    assert not problem.isVisible()
    assert standing(window) == everything


@pytest.mark.parametrize("before", [(), (f"sample:{FAILED}",)])
def test_what_lies_upon_others_cuts_no_words_and_the_tab_key_leaves_out_what_it_covers(
    qtbot: QtBot, reuse_window: OpenWindow, before: tuple[str, ...]
) -> None:
    window = reuse_window(*before)
    sized(window, 900, 600)
    window.opener.open("/no/such/file.json")
    wait_idle(qtbot, window)
    settle()
    frame = window.frame
    covered = [frame.identity, frame.verdict] if before else frame.empty.lines[:2]
    for strip in (*covered, *frame.empty.lines):
        if strip.isVisible():
            whole = _place(strip, window)
            over = _place(frame.problem, window)
            assert over.contains(whole) or not over.intersects(whole)
    assert all(_place(frame.problem, window).contains(_place(strip, window)) for strip in covered)
    reached = tab_places(window)
    assert frame.problem.copy in reached
    assert not any(strip.isAncestorOf(widget) for strip in covered for widget in reached)
    window.intents.dismiss_problem()
    settle()
    assert frame.problem.parentWidget().height() == 0
    assert not before or any(frame.verdict.isAncestorOf(widget) for widget in tab_places(window))


def test_of_several_documents_another_is_a_click_away_whatever_went_wrong(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}", "sample:join-of-joins")
    window.opener.open("/no/such/file.json")
    wait_idle(qtbot, window)
    settle()
    tabs, problem = window.frame.tab_bar, window.frame.problem
    assert tabs.isVisible() and problem.isVisible()
    assert tabs.visibleRegion().boundingRect() == tabs.rect()
    assert _place(problem, window).top() == _place(tabs, window).bottom() + 1
    window.intents.close_tab()
    settle()
    assert not tabs.isVisible()
    assert _place(problem, window).top() < 80


def test_nothing_lies_upon_what_has_just_opened(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    settle()
    for part in (window.frame.identity, window.frame.identity.first.copy, window.frame.verdict):
        assert part.visibleRegion().boundingRect() == part.rect()


class Painted(QObject):
    """The sizes at which a widget has been painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.sizes: list[QSize] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.sizes.append(watched.size())
        return False


@pytest.mark.parametrize("opened", [f"sample:{FAILED}", "sample:mainnet-intents"])
def test_a_verdict_is_never_painted_lower_than_it_comes_to_be(
    qtbot: QtBot, reuse_window: OpenWindow, opened: str
) -> None:
    window = reuse_window()
    settle()
    painted = Painted(window.frame.verdict)
    window.opener.open(opened)
    wait_idle(qtbot, window)
    graph = window.views["graph"]
    scale = graph.transform().m11()
    settle()
    assert painted.sizes
    assert {size.toTuple() for size in painted.sizes} == {window.frame.verdict.size().toTuple()}
    assert graph.transform().m11() == scale, "and nothing below it has moved"


def test_details_end_where_what_they_lie_upon_ends(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    sized(window, 800, 600)
    told = ProblemState("x", "The node said no.", "Try another one.", tuple(f"detail {n}" for n in range(9)))
    window.store.update(lambda state: replace(state, problem=told))
    window.frame.problem.unfold.click()
    settle()
    problem, tools = window.frame.problem, window.frame.tool_row
    assert DETAILS_LEAST <= problem.details.height() < DETAILS_HEIGHT
    assert _place(problem, window).bottom() == _place(tools, window).bottom()


def _place(widget: QWidget, window: MainWindow) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())
