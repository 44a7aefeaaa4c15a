"""Opening and closing, again and again, leaves nothing behind: no thread, task, widget or item of the scene."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QGraphicsItem
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, discard, wait_idle
from tests.node.loopback import Fault, LoopbackNode
from xccviz.gui.app import create_window
from xccviz.gui.window import MainWindow


@pytest.fixture
def kept_aside(alone: None) -> None:
    """The collector as it is, and nothing left by other tests."""
    gc.unfreeze()
    gc.collect()


CYCLES = [4, pytest.param(50, marks=[pytest.mark.long, pytest.mark.timeout(900)])]
"""How often: whatever stays of one is found after a few; what stays only now and then, after many."""
HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"


def living(*kinds: type) -> list[int]:
    """How many of each kind there are."""
    gc.unfreeze()
    gc.collect()
    found = [thing for thing in gc.get_objects() if isinstance(thing, kinds)]
    return [sum(isinstance(thing, kind) for thing in found) for kind in kinds]


def workers() -> set[threading.Thread]:
    return {t for t in threading.enumerate() if t.name.startswith(("xccviz", "asyncio"))}


@pytest.mark.parametrize("cycles", CYCLES)
def test_windows_leave_nothing(qtbot: QtBot, cycles: int) -> None:
    def cycle() -> None:
        window = create_window([f"sample:{FAILED}"])
        wait_idle(qtbot, window)
        assert window.store.state.tab is not None
        window.show_palette()
        window.show_keys()
        window.close()
        discard(window)

    cycle()  # what is made once for all
    before, tops = workers(), QApplication.topLevelWidgets()
    kinds = (QGraphicsItem, asyncio.Task, MainWindow, QObject)
    counts = living(*kinds)
    for _ in range(cycles):
        cycle()
    qtbot.waitUntil(lambda: workers() <= before)
    assert [w for w in QApplication.topLevelWidgets() if not any(w is old for old in tops)] == []
    for kind, count, now in zip(kinds, counts, living(*kinds), strict=True):
        assert now <= count, kind


@pytest.mark.parametrize("cycles", CYCLES)
def test_documents_leave_nothing(qtbot: QtBot, open_window: OpenWindow, cycles: int) -> None:
    window = open_window()

    def cycle() -> None:
        for name in (FAILED, BATCH):
            window.opener.open(f"sample:{name}")
        wait_idle(qtbot, window)
        assert len(window.store.state.tabs) == 2
        window.intents.close_tab()
        window.intents.close_tab(0)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert window.store.state.tab is None
        assert len(window.views["graph"].scene().items()) == 0

    for _ in range(2):
        cycle()
    objects, items, tops = (
        len(window.findChildren(QObject)),
        living(QGraphicsItem)[0],
        len(QApplication.topLevelWidgets()),
    )
    for _ in range(cycles):
        cycle()
    assert len(window.findChildren(QObject)) <= objects
    assert living(QGraphicsItem)[0] <= items
    assert len(QApplication.topLevelWidgets()) <= tops


def test_closing_while_something_hangs_ends_it(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Callable[..., LoopbackNode]
) -> None:
    node = loopback_node(FAILED, faults={"*": Fault("hang")})
    before = {t for t in workers() if t.name.startswith("xccviz")}
    for _ in range(3):
        asked = node.requests.total()
        window = open_window(HASH, "--rpc", node.url, "--timeout", "600", wait=False)
        qtbot.waitUntil(lambda n=asked: node.requests.total() > n)
        window.close()
    qtbot.waitUntil(lambda: {t for t in workers() if t.name.startswith("xccviz")} <= before)
    assert node.open_connections() == 0


BUSY = """
import sys, threading
from xccviz.values import replace
from pathlib import Path
from PySide6.QtCore import QTimer
from xccviz.export import EXPORTERS
from xccviz.gui import app
from xccviz.gui.tasks import opening

working = threading.Event()
make_window = app.create_window

def for_ever(*args, **kwargs):
    working.set()
    while True:
        pass

def create_window(argv):
    if sys.argv[1] == "opening":
        opening.layouts_for = for_ever
    window = make_window(argv)
    timer = QTimer(window)
    timer.timeout.connect(lambda: working.is_set() and window.close())
    timer.start(10)
    if sys.argv[1] == "exporting":
        window.idle.connect(lambda: window.intents.export_to(replace(EXPORTERS[0], run=for_ever), Path(sys.argv[2])))
    return window

app.create_window = create_window
print(app.run([sys.argv[3]]))
"""


@pytest.mark.parametrize("doing", ["opening", "exporting"])
def test_the_process_ends_with_its_window_whatever_a_worker_still_computes(
    tmp_path: Path, doing: str
) -> None:
    path = tmp_path / "export"
    path.write_text("as it was")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XCCVIZ_CONFIG_DIR": str(tmp_path / "config"),
    }
    ended = subprocess.run(
        [sys.executable, "-c", BUSY, doing, str(path), f"sample:{FAILED}"],
        env=environment, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr
    assert path.read_text() == "as it was"
    assert [entry.name for entry in tmp_path.iterdir() if entry.name != "config"] == ["export"]
