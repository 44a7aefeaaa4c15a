"""Whatever a handler of a widget raises, and whoever raised it, the window lives on and tells it."""

# covers: xccviz/gui/handlers.py

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gui.conftest import BATCH
from xccviz.gui import handlers

PROGRAM = """
import sys

from PySide6 import QtGui
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication

import xccviz.gui.app as app
from xccviz.gui import handlers
from xccviz.gui.panels import step_slider
from xccviz.gui.shell.entry import Upon

make_window, AT, NONE = app.create_window, QPointF(5, 5), Qt.KeyboardModifier.NoModifier


def press(window):
    left = Qt.MouseButton.LeftButton
    post(window.findChild(step_slider.StepSlider), QMouseEvent(QEvent.Type.MouseButtonPress, AT, AT, left, left, NONE))


def post(widget, event):
    QApplication.postEvent(widget, event)


# What breaks, how, and what Qt then calls.
ROWS = {
    "mousePressEvent": (step_slider.StepSlider, "_drag", lambda *_: [][0], press),
    "keyPressEvent": (QtGui, "QKeySequence", lambda *_: None + 1,
                      lambda window: post(window, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F20, NONE))),
    "paintEvent": (step_slider.StepSlider, "_paint_handle", lambda *_: int("x"),  # a painter is at work
                   lambda window: window.findChild(step_slider.StepSlider).update()),
    "event": (Upon, "_stand", lambda self: {}["gone"],
              lambda window: post(window.findChild(Upon), QEvent(QEvent.Type.LayoutRequest))),
    "eventFilter": (Upon, "_stand", lambda self: "" % 1,
                    lambda window: post(window.entry, QResizeEvent(QSize(), QSize()))),
}


def walk(window):
    for name, (owner, member, broken, cause) in ROWS.items():
        before = getattr(owner, member)
        setattr(owner, member, broken)
        cause(window)
        while window.store.state.problem is None:
            yield
        problem = window.store.state.problem
        print(name, problem.kind, problem.details[-1].split(":")[0])
        setattr(owner, member, before)
        window.intents.dismiss_problem()
        yield
    below, ours = [handlers.WRAPPED], 0
    while below:
        cls = below.pop()
        below += cls.__subclasses__()
        if cls.__module__.startswith("xccviz."):
            ours += 1
            assert not handlers.bare_handlers(cls), handlers.bare_handlers(cls)
    print("classes", ours > 80)
    window.close()


def go_on(window, steps):
    try:
        next(steps, None)
    except Exception as error:
        print(repr(error))
        window.close()


def create_window(argv):
    window = make_window(argv)
    steps, timer = walk(window), QTimer(window)
    timer.timeout.connect(lambda: go_on(window, steps))
    window.idle.connect(lambda: timer.start(10))
    return window


app.create_window = create_window
app.run(sys.argv[1:])
"""


def test_a_handler_that_raises_is_told_and_the_window_lives_on(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XCCVIZ_CONFIG_DIR": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, f"sample:{BATCH}", "-vv"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "active painter" not in ended.stderr, "a painter outlived its handler"
    assert ended.stdout.splitlines() == [
        "mousePressEvent bug IndexError",
        "keyPressEvent bug TypeError",
        "paintEvent bug ValueError",
        "event bug KeyError",
        "eventFilter bug TypeError",
        "classes True",
    ]


def test_what_a_handler_gives_and_raises_is_as_before() -> None:
    error = RuntimeError("of ours")

    class Thing:
        def event(self, number: int, *, more: int = 0) -> int:
            """What it does."""
            if number < 0:
                raise error
            return number + more

    whole = handlers.whole(Thing.event)
    assert whole(Thing(), 1) == 1 and whole(Thing(), 1, more=2) == 3 and whole.__doc__ == "What it does."
    with pytest.raises(RuntimeError) as raised:
        whole(Thing(), -1)
    assert raised.value is error
