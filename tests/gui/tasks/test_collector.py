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
from xccviz.gui.tasks.collector import MANY, Collector, release, resting
from xccviz.replay.moves import BY_ID as MOVE


@pytest.fixture
def kept_aside(alone: None) -> None:
    """The collector as it is, and nothing left by other tests."""
    gc.unfreeze()
    gc.collect()


class Circle:
    """Garbage that only the collector frees."""

    def __init__(self) -> None:
        self.me = self


def living() -> list[Document]:
    """The documents that live, found without collecting any."""
    gc.unfreeze()
    return [thing for thing in gc.get_objects() if type(thing) is Document]


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
    open_window: OpenWindow, given: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the list of what can be opened again holds one, and of that this window has none."""
    monkeypatch.setattr("xccviz.gui.state.closed.MOST", 0)
    others = living()  # of other tests: held here, so that none of them goes meanwhile
    known = set(map(id, others))

    def opened() -> int:
        return sum(id(document) not in known for document in living())

    window = open_window(*given)
    for name in window.docks.docks:
        window.docks.go_to(name)
        settle()
    for view in ("tree", "graph"):
        window.intents.show_view(view)
        settle()
    window.show_palette()
    window.palette_list.hide()
    window.intents.move(MOVE["step_back"])
    window.intents.toggle_refunds()
    window.docks.go_to("inspector")
    settle()
    assert opened() == len(given)
    window.intents.close_tab()
    settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert opened() == len(given) - 1
