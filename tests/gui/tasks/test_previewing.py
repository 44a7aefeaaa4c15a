"""Previews are made beside the window, one at a time; only the last that is wanted is shown."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from xccviz.document import Document
from xccviz.export import EXPORTERS, Exporter, ExportOptions
from xccviz.gui.tasks import previewing
from xccviz.gui.tasks.jobs import Jobs
from xccviz.gui.tasks.previewing import Preview, Previewing
from xccviz.opening.open import open_document_sync
from xccviz.values import replace


class Slow:
    """Formats whose files are made once they are let go; `most`: so many were at work at once."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.lock, self.began, self.now, self.most, self.made = threading.Lock(), 0, 0, 0, 0

    def format(self, said: str) -> Exporter:
        def run(document: Document, options: ExportOptions) -> bytes:
            with self.lock:
                self.began, self.now = self.began + 1, self.now + 1
                self.most = max(self.most, self.now)
            self.go.wait(20)
            with self.lock:
                self.now -= 1
            options.go_on()
            self.made += 1
            return said.encode()

        return replace(next(row for row in EXPORTERS if row.name == "json"), run=run)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close(5)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    monkeypatch.setattr(previewing, "PAUSE_MS", 0)
    made = Slow()
    yield made
    made.go.set()


def test_one_is_made_at_a_time_and_the_last_is_shown(qtbot: QtBot, jobs: Jobs, slow: Slow) -> None:
    document = open_document_sync("sample:tutorial-batch-ok").document
    shown: list[Preview] = []
    previews = Previewing(jobs)
    previews.made.connect(shown.append)
    for number in range(5):
        with qtbot.waitSignal(previews.began):
            previews.want(slow.format(f"file {number}"), document, ExportOptions())
    slow.go.set()
    qtbot.waitUntil(lambda: bool(shown))
    assert [preview.data for preview in shown] == [b"file 4"]
    assert (slow.began, slow.most, slow.made) == (2, 1, 1)


def test_what_is_stopped_is_not_shown(qtbot: QtBot, jobs: Jobs, slow: Slow) -> None:
    document = open_document_sync("sample:tutorial-batch-ok").document
    shown: list[Preview] = []
    previews = Previewing(jobs)
    previews.made.connect(shown.append)
    with qtbot.waitSignal(previews.began):
        previews.want(slow.format("file"), document, ExportOptions())
    previews.stop()
    with qtbot.waitSignal(jobs.finished):
        slow.go.set()
    assert shown == []
