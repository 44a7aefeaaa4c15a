"""Whatever raises, and wherever, ends nothing: a slot, a worker, and whoever paints a drawing, a row or a plot. What is
told of it holds no key, no address with a token and no folder of whoever uses it."""

# covers: xccviz/gui/tasks/bugs.py, xccviz/gui/tasks/problems.py, xccviz/gui/handlers.py

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow
from tests.gui.looks import settle
from tests.test_secrets import KEY
from xccviz.gui.panels import histogram
from xccviz.gui.shell.reporting import secret_of
from xccviz.gui.state.bug_report import errors_text
from xccviz.gui.tasks import problems
from xccviz.gui.tasks.bugs import told_in
from xccviz.gui.views.drawing import DrawingView
from xccviz.gui.views.tree_signs import RowSigns
from xccviz.gui.window import MainWindow

TOKEN = "t0ken0123456789abcdef"
SECRETS = (KEY, TOKEN, "/home/somebody", "user:password")


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Of somebody who gives a key."""
    monkeypatch.setenv("XCCVIZ_API_KEY", KEY)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/somebody"))
    problems._KEPT.clear()
    yield
    problems._KEPT.clear()


def breaks(*_given: object, **_named: object) -> Any:
    """As an exception of a library may read that was asked with all of these."""
    address = f"https://user:password@rpc.example.org/v1/{TOKEN}?apiKey={KEY}"
    raise RuntimeError(f"{address} of /home/somebody/.config/xccviz/config.toml with {KEY}")


def areas(painted: QWidget | None) -> list[QAbstractScrollArea]:
    """What is painted of it."""
    own = [painted] if isinstance(painted, QAbstractScrollArea) else []
    return own + painted.findChildren(QAbstractScrollArea) if painted is not None else []


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def in_a_slot(window: MainWindow, patch: pytest.MonkeyPatch) -> QWidget | None:
    QTimer.singleShot(0, breaks)
    return None


def in_a_command(window: MainWindow, patch: pytest.MonkeyPatch) -> QWidget | None:
    patch.setattr(type(window), "select", breaks)
    QTimer.singleShot(0, lambda: window.select("x"))
    return None


def in_a_worker(window: MainWindow, patch: pytest.MonkeyPatch) -> QWidget | None:
    patch.setattr("xccviz.gui.tasks.opening.open_document", breaks)
    window.opener.open("sample:tutorial-batch-ok")
    return None


def in_the_paint_of_a_drawing(window: MainWindow, patch: pytest.MonkeyPatch) -> QWidget:
    patch.setattr("xccviz.gui.canvas.drawn.detail_at", breaks)
    return window.views["graph"]


def in_the_paint_of_a_page(window: MainWindow, patch: pytest.MonkeyPatch) -> QWidget:
    window.intents.show_view("sequence")
    settle()
    patch.setattr("xccviz.gui.canvas.drawn.detail_at", breaks)
    return window.views["sequence"]


def upon_a_drawing(window: MainWindow, patch: pytest.MonkeyPatch) -> QWidget:
    patch.setattr(DrawingView, "paint_signs", breaks)
    return window.views["graph"]


def in_the_paint_of_a_row(window: MainWindow, patch: pytest.MonkeyPatch) -> QWidget:
    window.intents.show_view("tree")
    settle()
    patch.setattr(RowSigns, "paint", breaks)  # between save and restore
    return window.views["tree"]


def in_the_paint_of_a_plot(window: MainWindow, patch: pytest.MonkeyPatch) -> QWidget:
    window.intents.go_to_panel("distributionPanel")
    settle()
    patch.setattr(histogram.Bars, "_rects", breaks)
    return window.docks.panels["distributionPanel"]


WAYS: tuple[Callable[[MainWindow, pytest.MonkeyPatch], QWidget | None], ...] = (
    in_a_slot,
    in_a_command,
    in_a_worker,
    in_the_paint_of_a_drawing,
    in_the_paint_of_a_page,
    upon_a_drawing,
    in_the_paint_of_a_row,
    in_the_paint_of_a_plot,
)


@pytest.mark.qt_log_ignore("saved states", extend=True)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nothing_ends_and_nothing_secret_is_told(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch,
    way: Callable[[MainWindow, pytest.MonkeyPatch], QWidget | None],
) -> None:  # fmt: skip
    window = reuse_window(f"sample:{FAILED}")
    tabs = window.store.state.tabs
    with told_in(lambda: window.store):
        with monkeypatch.context() as patch:
            painted = way(window, patch)
            for port in areas(painted):
                port.viewport().update()
            qtbot.waitUntil(lambda: window.store.state.problem is not None)
        problem = window.store.state.problem
        assert problem is not None and problem.kind == "bug"
        assert window.isVisible() and [tab.key for tab in window.store.state.tabs] == [
            tab.key for tab in tabs
        ]
        window.intents.dismiss_problem()
        settle()
        if painted is not None:
            once = picture(painted)
            assert once == picture(painted) and not once.isNull()
        assert window.store.state.problem is None  # all is painted again
        window.intents.go_to_step(3)
        tab = window.store.state.tab
        assert tab is not None and tab.cursor.index == 3
    details = "\n".join(problem.details)
    assert "RuntimeError" in details and "breaks" in details
    secret = secret_of(window.opener.options, window.endpoints.networks, Path.home())
    report = errors_text(window.store.state, problems.kept_bugs(), (), secret)
    assert "RuntimeError" in report
    for told in (problem.message, problem.hint, details, report):
        assert not [word for word in SECRETS if word in told]
