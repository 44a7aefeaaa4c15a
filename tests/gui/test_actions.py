"""The table of actions: texts, keys, and that each row really does what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, wait_idle
from xccviz.gui.actions import plain
from xccviz.gui.memory import Recent
from xccviz.gui.store import JobState
from xccviz.gui.window import MainWindow


def test_no_two_rows_share_an_id_a_key_or_a_text(open_window: OpenWindow) -> None:
    table = open_window().table
    assert len({spec.id for spec in table}) == len(table)
    keys = [QKeySequence(key).toString() for spec in table for key in spec.shortcuts]
    assert all(keys)
    assert len(keys) == len(set(keys))
    assert len({(spec.menu, spec.text) for spec in table}) == len(table)


def test_every_row_has_words_and_stands_in_a_menu(open_window: OpenWindow) -> None:
    window = open_window()
    shown = {a.objectName() for menu in window.findChildren(QMenu) for a in menu.actions()}
    for spec in window.table:
        action = window.actions_by_id[spec.id]
        assert plain(spec.text).strip()
        assert action.text() == spec.text
        assert spec.id in shown


def test_no_two_entries_of_a_menu_share_a_letter(open_window: OpenWindow) -> None:
    window = open_window()
    letters: dict[str, list[str]] = {}
    for spec in window.table:
        text = spec.text.replace("&&", "")
        if "&" in text:
            letters.setdefault(spec.menu, []).append(text[text.index("&") + 1].lower())
    for menu, found in letters.items():
        assert len(found) == len(set(found)), (menu, found)


def test_every_row_that_can_be_taken_runs_by_its_keys_or_the_palette(open_window: OpenWindow) -> None:
    """What is in no menu bar letter is found by the palette: all of them are."""
    window = open_window(f"sample:{FAILED}")
    window.show_palette()
    offered = " ".join(choice.text for choice in window.palette_list.list.choices)
    for spec in window.table:
        if window.actions_by_id[spec.id].isEnabled():
            assert plain(spec.text) in offered


def seen(window: MainWindow) -> tuple[object, ...]:
    """Everything an action may change, to tell that one did."""
    state = window.store.state
    tab = state.tab
    graph = window.graph
    return (
        len(state.tabs), state.active, state.theme, state.view, state.job is not None, state.recent, state.text_percent,
        tab.cursor.index if tab else None, tab.selection if tab else None, tab.expanded if tab else None,
        graph.transform().m11(), graph.horizontalScrollBar().value(), graph.verticalScrollBar().value(),
        window.open_bar.edit.hasFocus(), window.palette_list.isVisible(), window.isVisible(),
        tuple(sorted(name for name in window.docks.docks if window.docks.in_front(name))),
        tuple(box.isVisible() for box in window.findChildren(QDialog)), QGuiApplication.clipboard().text(),
    )  # fmt: skip


# What has to stand before an action has something to do.
BEFORE: dict[str, Callable[[MainWindow], object]] = {
    "file.paste": lambda w: QGuiApplication.clipboard().setText("sample:join-of-joins"),
    "file.cancel": lambda w: w.store.update(lambda s: replace(s, job=JobState(99, "x", "asking"))),
    "step.first": lambda w: w.go_to_step(5),
    "step.forward": lambda w: w.go_to_step(5),
    "step.last": lambda w: w.go_to_step(5),
    "step.nextFailure": lambda w: w.go_to_step(0),
    "step.nextCallback": lambda w: w.go_to_step(0),
    "step.nextBlock": lambda w: w.go_to_step(0),
    "view.fit": lambda w: w.graph.zoom(2.0),
    "view.unfold": lambda w: w.select(w.store.state.tab.document.graph.root.id),
    "view.fold": lambda w: w.toggle_refunds(),
    "view.graph": lambda w: w.show_view("tree"),
    "view.smaller": lambda w: w.size_text(130),
    "panel.inspector": lambda w: w.docks.toggle("gasPanel"),
    "panel.arrange": lambda w: w.docks.toggle("gasPanel"),
    "file.clearRecent": lambda w: w.store.update(
        lambda s: replace(s, recent=(Recent("sample:x", "t", "success", "v", "", ""),))
    ),
}
ELSEWHERE = {"file.openFile", "file.cancel", "view.unfold", "view.refunds", "view.fold"}
"""A dialog of the desktop, and what other tests do: cancel a fetch, fold and unfold."""


def test_every_row_does_something(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported: list[str] = []
    monkeypatch.setattr(MainWindow, "export", lambda self, exporter: exported.append(exporter.name))
    for spec in open_window().table:
        if spec.id in ELSEWHERE:
            continue
        window = open_window(f"sample:{FAILED}", "--theme", "light")
        QGuiApplication.clipboard().setText("")
        if spec.id in BEFORE:
            BEFORE[spec.id](window)
        window.graph.setFocus()
        before, count = seen(window), len(exported)
        action = window.actions_by_id[spec.id]
        assert action.isEnabled(), spec.id
        action.trigger()
        assert seen(window) != before or len(exported) > count, spec.id
        wait_idle(qtbot, window)
        for box in window.findChildren(QMessageBox):
            box.close()
        window.close()
    assert exported


@pytest.mark.parametrize("keys", ["F1", "?"])
def test_help_opens_by_both_keys(qtbot: QtBot, open_window: OpenWindow, keys: str) -> None:
    window = open_window(f"sample:{FAILED}")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    if keys == "F1":
        qtbot.keyClick(window.graph, Qt.Key.Key_F1)
    else:
        qtbot.keyClick(window.graph, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    box = window.findChild(QDialog, "keys")
    assert box is not None
    assert box.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
