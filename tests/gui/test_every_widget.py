# covers: xccviz/gui/window.py, xccviz/gui/shell/frame.py, xccviz/gui/shell/view_stack.py
"""Every widget of the window, whatever panels and views it has: nothing is cut, covered, faint, nameless or disordered.

Places are looked at in one theme and at three sizes, contrast in both themes and at the largest size: a theme moves
nothing (a test of its own holds that), and a size changes no colour.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QDockWidget, QHBoxLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, wait_idle
from tests.gui.looks import (
    CHECKS,
    PLACED,
    clipped,
    disordered,
    faint,
    focusable,
    name_of,
    nameless,
    overlapping,
    seen,
    settle,
)
from tests.gui.test_look import contrast
from xccviz.display.graph.draw import draw
from xccviz.display.look import Look
from xccviz.display.themes import load_theme
from xccviz.display.types import DisplayList, Marker, Path, Rect, Text
from xccviz.document import Document
from xccviz.gui.look.theme import dress
from xccviz.gui.state.store import AppState, ProblemState
from xccviz.gui.views import VIEWS
from xccviz.gui.views.tree import TreeView
from xccviz.gui.window import MainWindow
from xccviz.layout.layered.build import build_layout
from xccviz.replay import moment_at
from xccviz.settings.themes import theme_names
from xccviz.values import replace

SIZES = ((800, 600), (1280, 800), (1440, 900))
THEMES = ("light", "dark")
LOOKED_AT = {
    "light": {SIZES[0]: PLACED, SIZES[1]: PLACED, SIZES[2]: CHECKS},
    "dark": {SIZES[2]: {"faint": faint}},
}
"""Which checks are made in which theme at which size."""
YIELD = "yield-resumed-by-other-tx"
OPENED = (FAILED, BATCH, YIELD, "mainnet-intents", "delegate-inner-fails", "mainnet-yield-then-call")
STEPS = (1_000, 6)
Size = tuple[int, int]
Documents = Callable[[str], Document]
fully = pytest.mark.parametrize(
    "fully", [False, pytest.param(True, marks=pytest.mark.long)], ids=["", "fully"]
)
"""Everything in every size with everything in front, or what of it differs from what is looked at elsewhere."""


def faces(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The window with each of its docks in front, one after the other, and what has not been in front before: the
    window, then a dock. Docks that stay hidden whatever is done are left out."""
    yield "as it opens", window
    for dock in window.findChildren(QDockWidget):
        dock.show()
        dock.raise_()
        settle()
        if dock.isVisible():
            yield dock.objectName(), dock


def faults(window: MainWindow, theme: str, sizes: Collection[Size] = SIZES, docks: bool = True) -> list[str]:
    """Everything that any check finds on any face at those of the sizes that the theme is looked at, once; without a
    size, what is faint alone. Words are looked at where they are new: what stands around a dock is as faint as it
    was."""
    found: dict[str, None] = {}
    for size, checks in LOOKED_AT[theme].items():
        if size not in sizes and (sizes or "faint" not in checks):
            continue
        window.resize(*size)
        settle()
        for face, new in faces(window) if docks else (("as it opens", window),):
            for name, check in checks.items():
                if size in sizes or name == "faint":
                    told = check(new if name == "faint" else window)  # type: ignore[arg-type]
                    found |= dict.fromkeys(f"{name}, {face}, {size[0]}×{size[1]}: {fault}" for fault in told)
    return list(found)


def looked_at(sample: str, fully: bool) -> Iterator[tuple[str, int, tuple[Size, ...]]]:
    """(theme, step, sizes) at which a document is looked at: the first at its end at all sizes, then at a step in its
    middle; each of the others at one of the steps and one of the sizes, every second in the dark too."""
    if fully:
        yield from ((theme, step, SIZES) for theme in THEMES for step in STEPS)
        return
    place = OPENED.index(sample)
    step, size = STEPS[place % 2], SIZES[place % 3]
    yield "light", step, (size,) if place else SIZES
    if not place:
        yield "light", STEPS[1], (SIZES[1],)
    if place % 2 == 0:
        yield "dark", STEPS[place // 2 % 2], ()


def wear(window: MainWindow, theme: str) -> None:
    """Change the theme of a window: that takes less than another window would."""
    window.store.update(lambda s: replace(s, theme=theme))
    settle()
    assert window.store.state.colours == theme


@fully
@pytest.mark.parametrize("sample", OPENED)
def test_a_document_is_whole_and_legible(
    qtbot: QtBot, open_window: OpenWindow, sample: str, fully: bool
) -> None:
    window = open_window(f"sample:{sample}", "--theme", THEMES[0])
    for theme, step, sizes in looked_at(sample, fully):
        wear(window, theme)
        window.intents.go_to_step(step)
        assert faults(window, theme, sizes) == []


@fully
@pytest.mark.parametrize("theme", THEMES)
def test_every_view_is_whole_and_legible(
    qtbot: QtBot, open_window: OpenWindow, theme: str, fully: bool
) -> None:
    """The docks stand beside it as beside the graph."""
    window = open_window(f"sample:{FAILED}", "--theme", theme)
    for view in [spec.id for spec in VIEWS if spec.id != "graph"]:
        window.intents.show_view(view)
        assert faults(window, theme, docks=fully) == [], view


def test_what_is_faint_in_a_dock_behind_others_is_found(open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}", "--theme", "light")
    label = QLabel("hardly to be read", window.docks.docks["notesPanel"])
    label.setStyleSheet("color: #dddddd; background: #ffffff")
    label.show()
    assert [fault for fault in faults(window, "light", ()) if "hardly to be read" in fault]


@fully
@pytest.mark.parametrize("theme", THEMES)
def test_the_empty_window_and_an_error_are_whole_and_legible(
    qtbot: QtBot, open_window: OpenWindow, theme: str, fully: bool
) -> None:
    """What is written, and what went wrong, changes no dock."""
    window = open_window("--theme", theme)
    assert faults(window, theme) == []
    window.frame.open_bar.edit.setText("0x" + "ab" * 32)
    assert faults(window, theme, docks=fully) == []
    window.opener.open("/no/such/file.json")
    wait_idle(qtbot, window)
    assert faults(window, theme, docks=fully) == []
    window.opener.open(f"sample:{FAILED}")
    wait_idle(qtbot, window)
    told = ProblemState("x", "The node said no.", "Try another one.", ("detail one", "detail two"))
    window.store.update(lambda s: _with(s, told))
    window.frame.problem.unfold.click()
    assert faults(window, theme, docks=False) == []


def _with(state: AppState, problem: ProblemState) -> AppState:
    return replace(state, problem=problem)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("step", [5, None])
def test_the_tree_is_whole_and_legible(
    qtbot: QtBot, open_window: OpenWindow, state_of: Callable[..., AppState], theme: str, step: int | None
) -> None:
    open_window("--theme", theme)
    rounds = list(LOOKED_AT[theme].values())[-2:]
    view = TreeView()
    qtbot.addWidget(view)
    view.show()
    for sample in OPENED:
        view.show_state(None, state_of(sample, step))
        for size, checks in zip(((460, 400), (920, 640))[-len(rounds) :], rounds, strict=True):
            view.resize(*size)
            settle()
            for check in checks.values():
                assert check(view) == []


def placed(window: MainWindow) -> dict[str, list[tuple[str, QRect]]]:
    """Where everything is, on each face. Plain widgets that only hold others are left out: how many hold the sections
    of the inspector depends on how fast those are made."""
    found = {}
    window.resize(*SIZES[1])
    for face, _ in faces(window):
        settle()
        found[face] = [
            (name_of(widget), QRect(widget.mapTo(window, QPoint()), widget.size()))
            for widget in seen(window)
            if type(widget) is not QWidget
        ]
    return found


@pytest.mark.parametrize(
    "arguments",
    [(), pytest.param((f"sample:{YIELD}",), marks=pytest.mark.long), (f"sample:{FAILED}", "--view", "tree")],
)
def test_a_theme_moves_nothing(open_window: OpenWindow, arguments: tuple[str, ...]) -> None:
    light, dark = (placed(open_window(*arguments, "--theme", theme)) for theme in THEMES)
    assert light == dark
    assert len(light) > 3 or not arguments


# --------------------------------------------------------------------------------------------------- the drawing


def pairs(shown: DisplayList) -> Iterator[tuple[str, str, float, str]]:
    """(role, role behind it, contrast wanted, key) of every text, line and sign of a drawing, in painting order."""
    grounds: list[Rect] = []
    for item in shown.primitives:
        if isinstance(item, Rect):
            if item.fill != "none":
                grounds.append(item)
            continue
        where = _place(item)
        behind = "bg"
        for rect in reversed(grounds):
            if rect.x <= where[0] <= rect.x + rect.width and rect.y <= where[1] <= rect.y + rect.height:
                behind = rect.fill
                break
        if isinstance(item, Text):
            if item.text and item.role != "none":
                yield item.role, behind, 4.5, item.key
        elif isinstance(item, Marker):
            if item.shape != "none":
                yield item.role, behind, 3.0, item.key
        elif item.layer == "edge" and item.stroke != "none":
            yield item.stroke, "bg", 3.0, item.key


def _place(item: Text | Marker | Path) -> tuple[float, float]:
    if isinstance(item, Text):
        shift = {"start": 1.0, "middle": 0.0, "end": -1.0}[item.anchor]
        return item.x + shift, item.y - item.size / 3
    if isinstance(item, Marker):
        return item.x, item.y
    return -1e9, -1e9


@pytest.mark.parametrize("sample", [*OPENED, "join-of-joins", "detached-fails"])
def test_every_word_and_line_of_the_drawing_stands_out(documents: Documents, sample: str) -> None:
    document = documents(sample)
    used: dict[tuple[str, str, float], str] = {}
    for expanded in (frozenset[str](), frozenset(("refunds",))):
        layout = build_layout(document.analysis, expanded=expanded)
        for step in range(len(document.timeline) + 1):
            moment = moment_at(document.analysis, document.timeline, step)
            shown = draw(document, layout, Look(moment))
            for role, behind, wanted, key in pairs(shown):
                used.setdefault((role, behind, wanted), key)
    assert len(used) > 8
    low = []
    for theme in theme_names():
        roles = load_theme(theme).roles
        for (role, behind, wanted), key in used.items():
            got = contrast(roles[role], roles[behind])
            if got < wanted:
                low.append(f"{theme}: {role} on {behind} {got:.2f} < {wanted} ({key})")
    assert low == []


# ----------------------------------------------------------------------------------------------- the checks check


@pytest.fixture
def pane(qtbot: QtBot, qapp: QApplication) -> QWidget:
    """A small window with a label and two buttons in a row, in order."""
    widget = QWidget()
    dress(widget, "light")
    layout = QHBoxLayout(widget)
    for part in (QLabel("some words"), QPushButton("One"), QPushButton("Two")):
        layout.addWidget(part)
    qtbot.addWidget(widget)
    widget.show()
    settle()
    return widget


def test_a_good_pane_has_no_faults(pane: QWidget) -> None:
    assert [check(pane) for check in CHECKS.values()] == [[]] * len(CHECKS)  # type: ignore[arg-type]


def test_each_fault_is_found(pane: QWidget) -> None:
    label, (one, two) = pane.findChild(QLabel), pane.findChildren(QPushButton)
    label.setStyleSheet("color: #aaaaaa; background: #ffffff")
    assert faint(pane)
    label.setFixedWidth(20)
    settle()
    assert clipped(pane)
    assert focusable(pane) == [one, two]
    assert not disordered(pane)
    pane.layout().setDirection(QHBoxLayout.Direction.RightToLeft)  # type: ignore[attr-defined]
    settle()
    assert disordered(pane)
    one.setText("")
    assert nameless(pane)
    two.move(one.pos() + QPoint(3, 3))
    assert overlapping(pane)


def test_what_lies_upon_others_may_hide_words_but_not_cut_them(pane: QWidget) -> None:
    one, two = pane.findChildren(QPushButton)
    upon = QWidget(pane)
    upon.setGeometry(one.geometry())
    upon.show()
    assert overlapping(pane)
    upon.setAutoFillBackground(True)
    assert not overlapping(pane)
    upon.move(one.pos() + QPoint(3, 0))
    assert overlapping(pane)
    upon.setGeometry(one.geometry().united(two.geometry()))
    assert not overlapping(pane)
