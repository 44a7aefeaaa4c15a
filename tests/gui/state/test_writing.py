"""Of what is put to be remembered the latest stays, whoever writes when."""

# covers: xccviz/gui/state/writing.py, xccviz/gui/tasks/remembering.py

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from xccviz.gui.state import writing
from xccviz.gui.state.filters import Filters
from xccviz.gui.state.memory import Memory, read_memory, write_memory
from xccviz.gui.state.store import AppState
from xccviz.gui.state.writing import Writer
from xccviz.gui.tasks.jobs import Jobs
from xccviz.gui.tasks.remembering import Remembering
from xccviz.values import replace


class Slow:
    """`write_memory` whose first call waits until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.wrote: list[int] = []
        monkeypatch.setattr(writing, "write_memory", self)

    def __call__(self, path: Path, memory: Memory) -> None:
        if not self.begun.is_set():
            self.begun.set()
            assert self.go.wait(10)
        self.wrote.append(memory.text_percent)
        write_memory(path, memory)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    return Slow(monkeypatch)


def percent(writer: Writer, value: int) -> None:
    writer.put(lambda memory: replace(memory, text_percent=value))


def test_the_latest_change_stays_however_slow_an_older_one_is(tmp_path: Path, slow: Slow) -> None:
    path = tmp_path / "window.json"
    writer = Writer(path)
    threads = []
    for value in (110, 120, 130):
        percent(writer, value)
        threads.append(threading.Thread(target=writer.write))
        threads[-1].start()
        assert slow.begun.wait(10)
    slow.go.set()
    for thread in threads:
        thread.join(10)
    assert read_memory(path).text_percent == 130
    assert slow.wrote == [110, 130], "what was superseded before it was written is not written"


def test_who_closes_waits_so_long_and_what_was_put_is_written_yet(
    tmp_path: Path, slow: Slow, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "window.json"
    writer = Writer(path)
    percent(writer, 110)
    thread = threading.Thread(target=writer.write)
    thread.start()
    assert slow.begun.wait(10)
    percent(writer, 130)
    assert not writer.write(0.01)
    assert str(path) in caplog.text
    slow.go.set()
    thread.join(10)
    assert read_memory(path).text_percent == 130
    percent(writer, 140)
    assert writer.write(0.01) and read_memory(path).text_percent == 140


def test_of_two_quick_changes_of_a_window_the_later_stays(qtbot: QtBot, tmp_path: Path, slow: Slow) -> None:
    path, jobs = tmp_path / "window.json", Jobs()
    remembering = Remembering(jobs, Writer(path))
    states = [replace(AppState(), filters=Filters((text,))) for text in ("", "a", "b")]
    ended: list[int] = []
    jobs.finished.connect(lambda job, result, error: ended.append(job))
    for old, new in zip(states, states[1:], strict=False):
        remembering.show_state(old, new)
        assert slow.begun.wait(10)
    slow.go.set()
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert read_memory(path).filters.used == ("b",)
    jobs.close()
