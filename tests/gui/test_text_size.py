"""Larger words enlarge everything one reads, and back at their size everything stands exactly as it did."""

# covers: xccviz/gui/shell/widths.py
# covers: xccviz/gui/look/theme.py, xccviz/gui/canvas/view_bar.py, xccviz/gui/lists/row_view.py

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, sized
from tests.gui.looks import settle
from xccviz.display.themes import load_theme
from xccviz.gui.look.icons import sign_scrollers
from xccviz.gui.look.theme import style_sheet
from xccviz.gui.look.widgets import toggle
from xccviz.gui.shell.giving_way import resize_docks
from xccviz.gui.window import MainWindow


def shown(window: MainWindow) -> dict[str, object]:
    """Where every named widget stands, and how the drawing is looked at."""
    found: dict[str, object] = {}
    for widget in window.findChildren(QWidget):
        name = widget.objectName()
        place = QRect(widget.mapTo(window, QPoint()), widget.size())
        # Qt keeps docks behind others out of the window
        if name and not name.startswith("qt_") and widget.isVisible() and place.right() > 0:
            found[name] = place
    view = window.views["graph"]
    found["seen"] = view.transform().m11(), view.mapToScene(0, 0), view.sceneRect()
    return found


@pytest.mark.parametrize("held", [False, True])
def test_the_graph_grows_with_the_words_and_all_is_as_before_when_they_shrink(
    qtbot: QtBot, reuse_window: OpenWindow, held: bool
) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "9")
    sized(window, 1440, 900)
    settle()
    view = window.views["graph"]
    if held:
        view.zoom_in()
    before = shown(window)
    window.intents.size_text(130)
    settle()
    larger = shown(window)
    if held:
        assert view.transform().m11() == pytest.approx(before["seen"][0] * 1.3)
    assert larger["stepBack"].height() > before["stepBack"].height() * 1.2
    assert larger["awaitTable"].height() > before["awaitTable"].height() * 1.2
    window.intents.size_text(100)
    settle()
    settle()
    after = shown(window)
    moved = {name: after.get(name) for name, place in before.items() if after.get(name) != place}
    if not held:
        assert moved == {}
        return
    # With less room what is selected was brought in sight, where it stays; all else is as it was.
    assert set(moved) <= {"seen", "beyondDown", "beyondUp"}
    assert (after["seen"][0], after["seen"][2]) == (before["seen"][0], before["seen"][2])
    tab = window.store.state.tab
    assert tab is not None
    layout = tab.layouts["graph"]
    top = view.mapFromScene(0, layout.by_key[layout.box_of[tab.selection or ""]].bounds.y).y()
    assert 0 <= top <= view.viewport().height()


def test_icons_and_rows_of_lists_are_as_large_as_the_words(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    logs = window.docks.panels["logsPanel"].list
    usual = logs.row_px
    button = window.findChild(QAbstractButton, "stepBack")
    window.intents.size_text(150)
    assert logs.row_px == round(usual * 1.5) == logs.verticalHeader().defaultSectionSize()
    assert button.iconSize().width() == 24 == button.icon().actualSize(button.iconSize()).width()
    assert window.frame.view_bar.legend.minimumHeight() == 30


def test_tabs_that_have_no_room_are_scrolled_by_buttons_with_arrows(qtbot: QtBot) -> None:
    bar = QTabBar()
    qtbot.addWidget(bar)
    bar.setElideMode(Qt.TextElideMode.ElideNone)
    for n in range(9):
        bar.addTab(f"a transaction {n}")
    sign_scrollers(bar)
    bar.resize(240, 32)
    bar.show()
    settle()
    buttons = bar.findChildren(QAbstractButton)
    arrows = [b for b in buttons if b.objectName().startswith("Scroll") and b.isVisible()]
    assert arrows
    assert all(not arrow.icon().isNull() for arrow in arrows)


def test_tabs_of_panels_are_all_there_at_any_size(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.intents.size_text(150)
    settle()
    bars = [
        bar
        for bar in window.desk.findChildren(QTabBar)
        if bar.accessibleName() == "Panels" and bar.isVisible()
    ]
    bar = next(bar for bar in bars if bar.count() > 1)
    assert all(bar.rect().contains(bar.tabRect(n)) for n in range(bar.count()))


def test_docks_are_as_wide_as_before_once_the_words_are(open_window: OpenWindow) -> None:
    """Step by step up to where a dock behind the one in front needs more room, and back; and all at once."""
    window = open_window(f"sample:{FAILED}")  # none whose docks know their widths already
    sized(window, 1440, 900)
    settle()
    dock = window.docks.docks["inspector"]
    widths = {}
    for percent in (100, 115, 130, 150, 130, 115, 100, 150, 100):
        window.intents.size_text(percent)
        settle()
        assert dock.width() == widths.setdefault(percent, dock.width())
    assert widths[150] > widths[100]


@pytest.mark.parametrize(("percent", "width"), [(130, 440), (115, 440), (100, 440), (85, 440 * 85 // 100)])
def test_a_size_that_comes_for_the_first_time_keeps_no_dock_wide(
    open_window: OpenWindow, percent: int, width: int
) -> None:
    """From larger words a dock is as wide as it was with smaller ones, and narrower with smaller ones still."""
    window = open_window(f"sample:{FAILED}")
    sized(window, 1440, 900)
    settle()
    dock = window.docks.docks["inspector"]
    for words, wide in ((100, 440), (150, 600)):
        window.intents.size_text(words)
        settle()
        resize_docks(window.desk, {dock: wide}, Qt.Orientation.Horizontal)
        settle()
    window.intents.size_text(percent)
    settle()
    assert dock.width() == width


def test_the_legend_of_gas_and_its_numbers_have_the_room_of_their_words(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    sized(window, 1440, 900)
    window.docks.go_to("gasPanel")
    settle()
    panel = window.docks.panels["gasPanel"]
    usual = panel.legend.size()
    window.intents.size_text(150)
    settle()
    assert panel.legend.height() == round(usual.height() * 1.5)
    assert panel.legend.sizeHint().width() == 390
    rows = panel.list
    last = max(i for i in range(rows.model().columnCount()) if not rows.isColumnHidden(i))
    assert rows.columnViewportPosition(last) + rows.columnWidth(last) <= rows.viewport().width()


@pytest.mark.parametrize("percent", [85, 100])
def test_what_is_round_stays_round_with_smaller_words(qtbot: QtBot, percent: int) -> None:
    """Qt draws a corner square that is rounder than half its height."""
    window = QWidget()
    qtbot.addWidget(window)
    window.setStyleSheet(style_sheet(load_theme("light"), percent))
    chosen = toggle("Text", lambda: None)
    chosen.setParent(window)
    chosen.setChecked(True)
    chosen.resize(chosen.sizeHint())
    image = chosen.grab().toImage()
    corner, middle = image.pixelColor(0, 0), image.pixelColor(4, image.height() // 2)
    assert middle.name() == load_theme("light").roles["indbg"].lower()
    assert corner.name() != middle.name()
