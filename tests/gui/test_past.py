"""The past is the past: whatever comes later, the window reads the same, but for the verdict and what is ahead."""

# covers: xccviz/words/ahead.py, xccviz/gui/panels/look_ahead.py

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, node_called
from tests.gui.looks import seen, settle
from tests.reference.later import TEN, later_blocks, other_later, recorded_ten
from xccviz.annotations.marks import Mark
from xccviz.document import Document
from xccviz.gui.asked import Asked
from xccviz.gui.commands import COMMANDS
from xccviz.gui.context import entries_for
from xccviz.gui.dialogs.palette import receipt_choices
from xccviz.gui.look.theme import current_theme
from xccviz.gui.panels import PANELS
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.annotating import marked_tab
from xccviz.gui.state.store import AppState, OpenTab, known_then
from xccviz.gui.state.tabs import filtered, open_tab
from xccviz.gui.window import MainWindow
from xccviz.values import replace

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.UserRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)
SAID = (
    "text", "toPlainText", "toolTip", "accessibleName", "accessibleDescription", "statusTip", "full_text", "title",
)  # fmt: skip
ABOUT_THE_END = {"verdictStrip", "notice", "tabBar"}
"""Parts of the window that speak of the end, as the contract has it."""
DRAWN = {"graphView", "sequenceView", "timelineView", "gasView", "minimap"}
"""What they paint is compared without a window (tests/display/test_past)."""
ASKED = {"nextFailure", "nextLog", "nextMark", "view.zoomFailure"}
"""What tells by being possible whether something fails, is logged or found later: whoever asks for it looks ahead."""
FILTER = "fail | log:otherwise | gas>2T | slot:failed"
MARKS = tuple(Mark(filter=words) for words in ("fail", "ok gas>1T", "log:otherwise", "arg:1 deposit>0"))


def texts(window: MainWindow) -> Iterator[tuple[str, str]]:
    """(where, what) of all words of the window: labels, tables, trees, tips, names, tabs, commands."""
    for widget in seen(window):
        where = _path(widget)
        if not ABOUT_THE_END.isdisjoint(where) or not DRAWN.isdisjoint(where) or not ASKED.isdisjoint(where):
            continue
        name = "/".join(where)
        for told in SAID:
            words = getattr(widget, told, "")
            words = words() if callable(words) else words
            if isinstance(words, str):
                yield f"{name} {told}", words
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from ((f"{name} cell", words) for words in _cells(widget.model(), QModelIndex()))
        if isinstance(widget, QTabBar):
            yield from (
                (f"{name} tab", widget.tabText(i) + widget.tabToolTip(i)) for i in range(widget.count())
            )
    for command, action in window.actions_by_id.items():
        if command not in ASKED:
            yield f"command {command}", f"{action.text()} {action.toolTip()} {action.statusTip()}"


def _path(widget: QWidget | None) -> list[str]:
    names = []
    while widget is not None:
        names.append(widget.objectName() or type(widget).__name__)
        widget = widget.parentWidget()
    return names


def _cells(model: QAbstractItemModel, above: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(above)):
        for column in range(model.columnCount(above)):
            index = model.index(row, column, above)
            told = (model.data(index, role) for role in ROLES)
            yield from (words for words in told if isinstance(words, str))
        yield from _cells(model, model.index(row, 0, above))


def told(window: MainWindow, document: Document, step: int, nodes: tuple[str, ...]) -> set[tuple[str, str]]:
    """All words of the window with a document at a step: every panel, the tree, and the inspector of some nodes."""
    tab = sought(document, step)
    window.store.update(lambda s: replace(s, tabs=(tab,), active=0, view="tree"))
    found: set[tuple[str, str]] = set()
    for panel in PANELS:
        window.docks.bring(panel.name)  # beside others a panel has a tab, alone a title
    for panel in PANELS[::-1]:
        window.docks.bring(panel.name)
        settle()
        found.update(texts(window))
    for node in nodes:
        window.store.update(lambda s, node=node: replace(s, tabs=(replace(s.tabs[0], selection=node),)))
        settle()
        found.update((where, what) for where, what in texts(window) if "inspector" in where)
    now = window.store.state.tabs[0]
    found.add(("hits", repr((now.filtering.hits, sorted(now.marking.of_node), now.marking.known(now.ways)))))
    verdict = document.verdict
    return {
        (where, what.replace(verdict.title, "").replace(verdict.explanation or "\0", ""))
        for where, what in found
        if what.strip()
    }


def sought(document: Document, step: int, node: str | None = None) -> OpenTab:
    """A tab with a filter, and marks by filters: all that may find another thing where what comes later is another."""
    return marked_tab(filtered(open_tab(document, "it", node, step), FILTER), MARKS)


def check(window: MainWindow, document: Document, other: Document, step: int, nodes: tuple[str, ...]) -> None:
    here, there = (told(window, each, step, nodes) for each in (document, other))
    assert sorted(_plain(here) ^ _plain(there)) == [], step


def _plain(found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Without what is cut to the width of its place, whose whole stands in its tip and its name."""
    return {(where, what) for where, what in found if not re.search(r"Elided\w+/.* text$", where)}


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("tutorial-parallel-3-one-panics", 0.5),
        ("yield-timeouts-and-pending--then", 0.2),
        ("refund-to-other", 0.8),
    ],
)
def test_no_text_of_the_window_knows_what_comes_later(
    reuse_window: OpenWindow, name: str, share: float
) -> None:
    """A step of each; all steps of ten transactions: below."""
    document = dict(recorded_ten())[name]
    window = reuse_window()
    told(window, document, 0, ())  # every panel has been in front once
    step = min(max(2, round(len(document.timeline) * share)), len(document.timeline) - 2)
    nodes = _chosen(document, step, 2)
    check(window, document, other_later(document, step), step, nodes)
    if share == 0.5:
        check(window, document, later_blocks(document, step), step, nodes)


@pytest.mark.long
@pytest.mark.timeout(600)  # up to forty seconds each on an idle machine
@pytest.mark.parametrize("change", [other_later, later_blocks])
@pytest.mark.parametrize("name", [*TEN, "congested-callback"])
def test_no_text_of_the_window_knows_what_comes_later_at_any_step(
    reuse_window: OpenWindow, name: str, change: Callable[[Document, int], Document]
) -> None:
    window, document = reuse_window(), dict(recorded_ten())[name]
    told(window, document, 0, ())  # every panel has been in front once
    for step in range(len(document.timeline)):
        check(window, document, change(document, step), step, _chosen(document, step, 4))


@pytest.mark.parametrize("name", [*TEN, "congested-callback"])
def test_no_menu_of_a_thing_and_no_command_knows_what_comes_later(name: str) -> None:
    document = dict(recorded_ten())[name]
    for step in range(0, len(document.timeline), 2):
        nodes = _chosen(document, step, 3)
        other = other_later(document, step)
        assert _offered(document, step, nodes) == _offered(other, step, nodes), step


def _offered(document: Document, step: int, nodes: tuple[str, ...]) -> list[object]:
    """What can be taken of nodes, in which words, and why the rest can't."""
    found: list[object] = []
    for node in nodes:
        state = known_then(AppState(tabs=(sought(document, step, node),), active=0))
        tab = state.tabs[0]
        asked = Asked(state, tab, Pointed(node))
        found += [(entry.id, entry.title(asked), why_not) for entry, why_not in entries_for(asked)]
        found += [
            (command.id, command.enabled(state), command.why_not(state))
            for command in COMMANDS
            if command.id not in ASKED
        ]
        found += [(choice.text, choice.sign) for choice in receipt_choices(state, str)]
    return found


def _chosen(document: Document, step: int, count: int) -> tuple[str, ...]:
    """Nodes to look at: those that run next, then all others."""
    later = [each.node for each in document.timeline.steps[step:]]
    return tuple(dict.fromkeys((*later, *document.graph.by_id)))[:count]


def reddish(window: MainWindow) -> bool:
    """Whether the slider of steps shows a failure."""
    image, bad = window.frame.steps.slider.grab().toImage(), QColor(current_theme().roles["bad"])
    row = image.height() // 2
    return any(image.pixelColor(x, row) == bad for x in range(image.width()))


def test_a_look_ahead_tells_it_and_says_that_it_is_ahead(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "3")
    assert not reddish(window)
    window.intents.look_ahead()
    settle()
    assert reddish(window), "the slider shows what fails later"
    window.intents.look_ahead()
    window.intents.go_to_step(4)
    settle()
    assert reddish(window)
    for panel, wanted in (("gasPanel", "1.101"), ("findings", "left 264 Tgas unspent")):
        window.docks.bring(panel)
        settle()
        assert not any(wanted in what for _, what in texts(window))
        qtbot.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
        settle()
        assert any(wanted in what for _, what in texts(window))
        assert any("head of now" in what for _, what in texts(window)) or panel == "gasPanel"
        window.intents.look_ahead()
        settle()
        assert not any(wanted in what for _, what in texts(window))
    assert window.store.state.tab is not None
    assert node_called(window.store.state.tab.document, "caller.near.on_multi_done")
