"""The object names that docs/interface.md §7 promises to scripts and assistive tools are in the window."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QLabel, QWidget

from xccviz.gui.commands import COMMANDS
from xccviz.gui.window import MainWindow

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "interface.md"


def promised() -> set[str]:
    section = PAGE.read_text(encoding="utf-8").split("\n## 7. ")[1].partition(". The window has")[0]
    return set(re.findall(r"`([a-z]\w*)`", section))


def test_every_promised_object_name_is_in_the_window(reuse_window: Callable[..., MainWindow]) -> None:
    window = reuse_window("sample:tutorial-parallel-3-one-panics")
    window.intents.choose_export()
    window.intents.show_settings()
    names = promised()
    assert {"stepSlider", "settingsDialog", "replayView"} <= names
    there = {child.objectName() for child in window.findChildren(QObject)}
    assert names - there == set()
    for name in names:
        called = [widget for widget in window.findChildren(QWidget) if widget.objectName() == name]
        assert len(called) == 1, f"{name} is not the name of one widget"
        # Of a label it is what it says.
        heard = QAccessible.queryAccessibleInterface(called[0]).text(QAccessible.Text.Name)
        assert heard or isinstance(called[0], QLabel), f"{name} says nothing of itself"


def test_the_actions_of_the_moves_are_there_under_their_names(look_at: Callable[..., MainWindow]) -> None:
    window = look_at()
    said = PAGE.read_text(encoding="utf-8").split("Their actions are called `")[1].split("`")[0]
    own = {
        "stepPause",
        "stepGrain",
        "stepAlong",
        "markHits",
        "removeMarks",
        "lookAhead",
    }  # not promised: the window's own
    assert {*said.split(), *own} == {command.id for command in COMMANDS if command.menu == "Step"}
    for name in said.split():
        assert window.findChild(QAction, name) is not None


def test_the_selected_node_is_a_property_and_select_is_a_method(
    reuse_window: Callable[..., MainWindow],
) -> None:
    empty = reuse_window()
    assert empty.property("selectedNode") == ""
    window = reuse_window("sample:tutorial-parallel-3-one-panics")
    tab = window.store.state.tab
    assert tab is not None
    assert window.property("selectedNode") == tab.document.analysis.verdict.root_causes[0]
    root = tab.document.graph.root.id
    window.select(root)
    assert window.property("selectedNode") == window.selectedNode == root
