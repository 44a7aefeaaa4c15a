"""Garbage that holds widgets is destroyed in the window's thread, whatever other threads are doing."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow
from tests.gui.looks import settle
from xccviz.document import Document
from xccviz.gui.look.theme import application
from xccviz.gui.work.collector import MANY, Collector, release, resting
from xccviz.replay.moves import BY_ID as MOVE


@pytest.fixture
def kept_aside() -> None:
    """The collector as it is, and nothing left by other tests."""
    gc.unfreeze()
    gc.collect()


class Circle:
    """Garbage that only the collector frees."""

    def __init__(self) -> None:
        self.me = self


def living() -> int:
    """How many documents live, found without collecting any."""
    gc.unfreeze()
    return sum(type(thing) is Document for thing in gc.get_objects())


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


@pytest.mark.parametrize("given", [(f"sample:{FAILED}",), (f"sample:{BATCH}", f"sample:{FAILED}")])
def test_a_closed_document_is_freed_at_once_whatever_showed_it(
    open_window: OpenWindow, given: tuple[str, ...]
) -> None:
    gc.collect()  # windows of other tests
    before = living()
    window = open_window(*given)
    for name in window.docks.docks:
        window.docks.toggle(name)
        settle()
    for view in ("tree", "graph"):
        window.intents.show_view(view)
        settle()
    window.show_palette()
    window.palette_list.hide()
    window.intents.move(MOVE["step_back"])
    window.intents.toggle_refunds()
    window.docks.toggle("inspector")
    settle()
    assert living() == before + len(given)
    window.intents.close_tab()
    settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert living() == before + len(given) - 1
