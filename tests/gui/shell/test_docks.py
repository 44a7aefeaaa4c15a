"""Docks: tabs of one place at first; they close, float, move, come back, and work only while they are seen."""

# covers: xccviz/gui/canvas/view_bar.py, xccviz/gui/shell/frame.py, xccviz/gui/shell/view_stack.py

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QStyleOptionTab, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, node_called, sized
from tests.gui.looks import settle
from xccviz.gui.look.widgets import ElidedLink
from xccviz.gui.panels import PANELS, PanelSpec
from xccviz.gui.shell.docks import GRIP_PX, TITLE_PX, Docks, DockTitle
from xccviz.gui.state.store import AppState
from xccviz.gui.views import VIEWS
from xccviz.gui.window import MainWindow


class Panel(QWidget):
    """Counts how often it is rendered."""

    def __init__(self) -> None:
        super().__init__()
        self.rendered: list[AppState] = []

    def show_state(self, old: AppState | None, new: AppState) -> None:
        self.rendered.append(new)


def title_of(window: MainWindow, name: str) -> DockTitle:
    title = window.docks.docks[name].titleBarWidget()
    assert isinstance(title, DockTitle)
    return title


LATER = {spec.name for spec in PANELS if not spec.shown}
"""Panels that come when somebody asks for them."""


def test_they_are_tabs_behind_the_inspector(look_at: OpenWindow) -> None:
    window = look_at(f"sample:{FAILED}")
    bars = window.desk.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    # Those of docks that are hidden Qt puts aside, beyond the edge.
    here = [bar for bar in bars if bar.isVisible() and window.desk.rect().contains(bar.geometry().topLeft())]
    tabs = [[bar.tabText(i) for i in range(bar.count())] for bar in here]
    assert tabs == [["Inspector", "Findings", "Logs", "Money", "Gas table"]]
    assert [name for name in window.docks.docks if window.docks.in_front(name)] == ["inspector"]
    assert all(title_of(window, spec.name).height() == 0 for spec in PANELS if spec.shown)


def test_a_shortcut_goes_to_a_panel_and_never_closes_it(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for _ in range(3):
        for n, spec in enumerate(PANELS):
            key = Qt.Key(Qt.Key.Key_1 + n)
            qtbot.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.AltModifier)
            settle()
            assert window.docks.in_front(spec.name)
            dock, here = window.docks.docks[spec.name], QApplication.focusWidget()
            assert here is dock or dock.isAncestorOf(here)
    assert not any(dock.isHidden() for dock in window.docks.docks.values())


def test_all_panels_go_away_and_come_back_as_they_were(open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
    window.docks.docks["gasPanel"].close()
    window.actions_by_id["panel.logsPanel"].trigger()
    settle()
    window.actions_by_id["panel.hide"].trigger()
    settle()
    assert all(dock.isHidden() for dock in window.docks.docks.values())
    window.actions_by_id["panel.hide"].trigger()
    settle()
    gone = {"gasPanel", *LATER}
    assert {name for name, dock in window.docks.docks.items() if dock.isHidden()} == gone
    assert window.docks.in_front("logsPanel")
    window.docks.hide_or_show()
    window.docks.arrange()  # all that there are, also after none was left
    settle()
    assert {name for name, dock in window.docks.docks.items() if dock.isHidden()} == LATER
    assert window.docks.in_front("inspector")


def test_the_last_one_left_has_a_grip_or_a_title(open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
    for name in ("findings", "logsPanel", "transfersPanel", "gasPanel"):
        window.docks.docks[name].close()
    settle()
    assert title_of(window, "inspector").height() == GRIP_PX
    window.docks.docks["inspector"].close()
    window.docks.go_to("gasPanel")
    settle()
    assert title_of(window, "gasPanel").height() == TITLE_PX


def test_a_floating_dock_has_a_title_that_closes_it_and_all_can_be_put_back(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    dock = window.docks.docks["logsPanel"]
    dock.setFloating(True)
    settle()
    assert title_of(window, "logsPanel").height() == TITLE_PX
    title_of(window, "logsPanel").close_button.click()
    assert dock.isHidden()
    window.actions_by_id["panel.arrange"].trigger()
    settle()
    assert not dock.isFloating()
    assert not dock.isHidden()
    assert window.docks.in_front("inspector")


def test_only_what_is_seen_is_rendered_and_it_catches_up(qtbot: QtBot) -> None:
    desk = QMainWindow()
    qtbot.addWidget(desk)
    desk.setCentralWidget(QWidget())
    docks = Docks(desk, (PanelSpec("one", "One", Panel), PanelSpec("two", "Two", Panel)))
    desk.resize(600, 400)
    desk.show()
    settle()
    one, two = docks.panels["one"], docks.panels["two"]
    assert isinstance(one, Panel)
    assert isinstance(two, Panel)
    two.rendered.clear()
    state = AppState(network="testnet")
    docks.show_state(None, state)
    assert one.rendered[-1] is state
    assert two.rendered == []
    docks.go_to("two")
    settle()
    assert two.rendered[-1] is state


def test_what_floats_is_told_although_it_is_said_to_be_behind_another(qtbot: QtBot) -> None:
    desk = QMainWindow()
    qtbot.addWidget(desk)
    desk.setCentralWidget(QWidget())
    docks = Docks(desk, (PanelSpec("one", "One", Panel), PanelSpec("two", "Two", Panel)))
    desk.show()
    settle()
    two = docks.panels["two"]
    assert isinstance(two, Panel)
    docks.docks["two"].setFloating(True)
    settle()
    docks.docks["two"].visibilityChanged.emit(False)  # as Qt does of a tab that is taken out
    state = AppState(network="testnet")
    docks.show_state(None, state)
    assert two.rendered[-1] is state
    desk.close()


def test_the_selection_is_the_same_in_every_panel(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    tab = window.store.state.tab
    assert tab is not None
    node = node_called(tab.document, "delta.near.get_value")
    for name in window.docks.panels:
        window.select(tab.document.graph.root.id)
        window.docks.panels[name].select_wanted.emit(node)  # type: ignore[attr-defined]  # every panel has it
        assert window.store.state.tab is not None
        assert window.store.state.tab.selection == node


def test_views_are_tabs_and_keys(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--view", "tree")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    tree = [spec.id for spec in VIEWS].index("tree")
    assert window.frame.view_tabs.currentIndex() == tree
    assert not window.frame.view_bar.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.store.state.view == "graph"
    assert window.frame.view_stack.currentWidget() is window.views["graph"]
    qtbot.mouseClick(
        window.frame.view_tabs, Qt.MouseButton.LeftButton, pos=window.frame.view_tabs.tabRect(tree).center()
    )
    assert window.store.state.view == "tree"


def test_a_wide_dock_is_as_wide_in_the_next_window(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XCCVIZ_CONFIG_DIR", str(tmp_path))
    window = open_window(f"sample:{FAILED}", "--size", "1400x800")
    dock = window.docks.docks["inspector"]
    window.desk.resizeDocks([dock], [430], Qt.Orientation.Horizontal)
    settle()
    assert dock.width() == 430
    window.close()
    for given in ([], [f"sample:{FAILED}"]):  # nothing is open in between
        window = open_window(*given, "--size", "1400x800")
        settle()
        window.close()
    assert window.docks.docks["inspector"].width() == 430


def test_a_tab_that_is_closed_behind_is_held_by_nobody(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", f"sample:{FAILED}")
    window.intents.choose_tab(0)
    window.intents.show_view("tree")
    window.intents.show_view("graph")
    window.intents.choose_tab(1)
    window.intents.close_tab(0)
    for catching_up in (window.docks._catching_up, window.frame.view_stack._catching_up):
        assert all(set(told.tabs) <= set(window.store.state.tabs) for told in catching_up._told.values())


def test_a_number_of_the_verdict_brings_the_panel_that_has_more(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window("sample:mainnet-hidden-failure")
    settle()
    for text, name in (("burnt", "gasPanel"), ("fee", "transfersPanel"), ("incomplete", "findings")):
        before = window.selectedNode
        chips = window.frame.verdict.chips.findChildren(QPushButton)
        qtbot.mouseClick(next(c for c in chips if c.text().startswith(text)), Qt.MouseButton.LeftButton)
        settle()
        assert window.docks.in_front(name)
        assert window.selectedNode == before
    missing = [item for item in window.store.state.tab.document.graph.missing if item.kind != "block"]
    told = [w.full_text for w in window.docks.panels["findings"].findChildren(ElidedLink)]
    assert sum(", slot " in words for words in told) == len(missing) > 1


def test_every_tab_can_be_reached_however_many_there_are(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    sized(window, 1280, 800)
    for spec in PANELS:
        window.docks.bring(spec.name)
        settle()
    bar = next(
        bar
        for bar in window.desk.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if bar.count() == len(PANELS)
    )
    for n in range(bar.count()):
        bar.setCurrentIndex(n)
        settle()
        assert all(bar.rect().contains(bar.tabRect(i)) for i in range(bar.count())), bar.tabText(n)
        assert bar.tabRect(n).width() > bar.fontMetrics().horizontalAdvance(bar.tabText(n)), "it is whole"
        option = QStyleOptionTab()
        bar.initStyleOption(option, n)
        assert option.text == bar.tabText(n), "nor does Qt cut it"
        assert bar.tabToolTip(n) == PANELS[n].title
