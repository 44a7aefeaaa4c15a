"""Garbage that holds widgets is destroyed in the window's thread, whatever other threads are doing."""

from __future__ import annotations

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow
from xccviz.gui.collector import MANY, Collector, release, resting
from xccviz.gui.theme import application


class Circle:
    """Garbage that only the collector frees."""

    def __init__(self) -> None:
        self.me = self


def busy() -> None:
    """What makes Python collect wherever it runs."""
    made = []
    for _ in range(MANY[0] * 3):
        made.append(Circle())


def test_what_a_worker_does_collects_nothing_there(qtbot: QtBot, open_window: OpenWindow) -> None:
    open_window(f"sample:{FAILED}")
    ended: list[threading.Thread] = []
    weakref.finalize(Circle(), lambda: ended.append(threading.current_thread()))
    worker = threading.Thread(target=busy)
    worker.start()
    worker.join()
    assert ended == []
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [threading.main_thread()]


def test_nothing_is_collected_while_a_document_is_built(qtbot: QtBot, open_window: OpenWindow) -> None:
    open_window(f"sample:{FAILED}")
    collector = application().findChild(Collector)
    assert isinstance(collector, Collector)
    ended: list[bool] = []
    with resting():
        weakref.finalize(Circle(), lambda: ended.append(True))
        busy()
        collector.collect()
        assert ended == []
    release()
    gc.collect()
    assert ended == [True]
