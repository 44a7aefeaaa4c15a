"""Of what is put to be remembered the latest stays, whoever writes when; and what another window remembers."""

# covers: xccviz/gui/state/writing.py, xccviz/gui/state/merging.py, xccviz/gui/tasks/remembering.py

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow
from xccviz.annotations import Mark, Note, Standing
from xccviz.gui.state import writing
from xccviz.gui.state.filters import Filters
from xccviz.gui.state.keeping import Remembered
from xccviz.gui.state.memory import Memory, Recent, read_memory, write_memory
from xccviz.gui.state.merging import merged
from xccviz.gui.state.session import Left, Session
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

    def __call__(self, path: Path, memory: Memory) -> bool:
        if not self.begun.is_set():
            self.begun.set()
            assert self.go.wait(10)
        self.wrote.append(memory.text_percent)
        return write_memory(path, memory)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    return Slow(monkeypatch)


def noted(*hashes: str, text: str = "x") -> Memory:
    return Memory(kept=tuple((hash, Remembered(notes=(Note("a", text),))) for hash in hashes))


def test_the_latest_change_stays_however_slow_an_older_one_is(tmp_path: Path, slow: Slow) -> None:
    path = tmp_path / "window.json"
    writer = Writer(path, Memory())
    threads = []
    for value in (110, 120, 130):
        writer.put(Memory(text_percent=value))
        threads.append(threading.Thread(target=writer.write))
        threads[-1].start()
        assert slow.begun.wait(10)
    slow.go.set()
    for thread in threads:
        thread.join(10)
    assert read_memory(path).text_percent == 130
    assert slow.wrote == [110, 130], "what was superseded before it was written is not written"


def test_who_closes_waits_a_while_and_what_was_put_is_written_yet(
    tmp_path: Path, slow: Slow, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "window.json"
    writer = Writer(path, Memory())
    writer.put(Memory(text_percent=110))
    thread = threading.Thread(target=writer.write)
    thread.start()
    assert slow.begun.wait(10)
    writer.put(Memory(text_percent=130))
    monkeypatch.setattr(writing, "PATIENCE", 0.01)
    assert not writer.write()
    assert str(path) in caplog.text
    slow.go.set()
    thread.join(10)
    assert read_memory(path).text_percent == 130
    writer.put(Memory(text_percent=140))
    assert writer.write() and read_memory(path).text_percent == 140


def test_of_two_quick_changes_of_a_window_the_later_stays(qtbot: QtBot, tmp_path: Path, slow: Slow) -> None:
    path, jobs = tmp_path / "window.json", Jobs()
    remembering = Remembering(jobs, Writer(path, Memory()), Memory())
    states = [replace(AppState(), filters=Filters((text,))) for text in ("", "a", "b")]
    ended: list[int] = []
    jobs.finished.connect(lambda job, result, error: ended.append(job))
    for old, new in itertools.pairwise(states):
        remembering.show_state(old, new)
        assert slow.begun.wait(10)
    slow.go.set()
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert read_memory(path).filters.used == ("b",)
    jobs.close()


def test_two_windows_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "window.json"

    def notes_of_a_window(name: str) -> None:
        writer, hashes = Writer(path, Memory()), list[str]()
        for n in range(15):
            hashes.append(f"{name}{n}")
            writer.put(noted(*hashes))
            writer.write()

    threads = [threading.Thread(target=notes_of_a_window, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(read_memory(path).kept) == 30
    assert [entry.name for entry in tmp_path.iterdir()] == ["window.json"], "no lock stays behind"


def test_a_window_that_hangs_keeps_no_other_from_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "window.json"
    monkeypatch.setattr(writing, "PATIENCE", 0.1)
    lock = QLockFile(f"{path}.lock")
    assert lock.lock()
    writer = Writer(path, Memory())
    writer.put(noted("a"))
    assert writer.write()
    assert read_memory(path).kept and lock.isLocked()
    lock.unlock()


def test_what_could_not_be_written_is_written_with_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.write_text("in the way")
    writer = Writer(folder / "window.json", Memory())
    writer.put(noted("a"))
    writer.write()
    folder.unlink()
    writer.put(noted("a"))
    writer.write()
    assert read_memory(folder / "window.json").kept == noted("a").kept


@pytest.mark.parametrize("content", ["", "{", None])
def test_a_file_that_is_gone_or_damaged_takes_nothing_with_it(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "window.json"
    write_memory(path, noted("a"))
    writer = Writer(path, read_memory(path))
    path.unlink() if content is None else path.write_text(content)
    writer.put(noted("b", "a"))
    writer.write()
    assert read_memory(path).kept == noted("b", "a").kept


def test_what_had_no_room_is_written_when_there_is_some(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    writer = Writer(path, Memory())
    long = Remembered(notes=tuple(Note(f"n{n}", "x" * 9_000) for n in range(25)))
    many = (("new", long), ("old", long), ("older", long))
    writer.put(Memory(kept=many))
    writer.write()
    assert [hash for hash, _ in read_memory(path).kept] == ["new", "old"]
    writer.put(Memory(kept=many[1:]))
    writer.write()
    assert [hash for hash, _ in read_memory(path).kept] == ["older", "old"]


# ------------------------------------------------------------------------------------------------------------ together


def test_each_side_keeps_what_it_added_changed_and_removed() -> None:
    known = noted("a", "b", "c", "d", "e")
    ours = Memory(kept=(*noted("new", text="x").kept, *noted("a", text="ours").kept, *noted("b", "e").kept))
    theirs = Memory(kept=(*noted("their").kept, *noted("b", text="theirs").kept, *noted("a", "c").kept))
    kept = dict(merged(known, ours, theirs).kept)
    assert list(kept) == ["new", "a", "their", "b"], "the latest first; c, d and e were removed by either"
    assert kept["a"].notes[0].text == "ours" and kept["b"].notes[0].text == "theirs"
    assert merged(known, known, theirs) == theirs and merged(known, ours, known) == ours


def test_of_one_transaction_each_note_and_mark_counts_for_itself() -> None:
    known = Memory(kept=(("h", Remembered((Mark("m"),), (Note("a", "1"), Note("b", "1"), Note("c", "1")))),))
    open_now = frozenset({"refunds"})
    ours = Remembered(
        (Mark("m", when="after"),), (Note("a", "2"), Note("b", "1"), Note("d", "ours")), (), open_now
    )
    theirs = Remembered((Mark("m"), Mark("n")), (Note("a", "3"), Note("b", "2"), Note("c", "1")))
    found = merged(known, Memory(kept=(("h", ours),)), Memory(kept=(("h", theirs),))).kept
    notes = (Note("a", "2"), Note("b", "2"), Note("d", "ours"))
    assert found == (("h", Remembered((Mark("m", when="after"), Mark("n")), notes, (), open_now)),)


def test_lists_and_looks_of_two_windows() -> None:
    entry = Recent("one", "", "", "", "", "")
    known = Memory(b"p", b"d", 100, (entry,), "dark", "system", Filters(("u",), ("s",)), (("gas", True),))
    ours = replace(
        known,
        text_percent=115,
        recent=(),
        filters=Filters(("mine", "u"), ("s", "t")),
        columns=(("id", True),),
    )
    other = replace(entry, given="two")
    theirs = replace(
        known, recent=(other, entry), theme="light", instead_of="dark", filters=Filters(("u",), ()), pace="2"
    )
    assert merged(known, ours, theirs) == replace(
        theirs,
        text_percent=115,
        recent=(other,),
        filters=Filters(("mine", "u"), ("t",)),
        columns=ours.columns,
    )


def test_what_is_left_open_in_either_is_left_open() -> None:
    left = {name: Left(f"sample:{name}", "", Standing()) for name in "abcd"}
    known = Session((left["a"], left["b"]), 0, "graph")
    ours = Session((left["b"], left["c"]), 1, "tree")
    theirs = Session((left["a"], left["d"]), 1, "graph")
    memories = (Memory(session=each) for each in (known, ours, theirs))
    assert merged(*memories).session == Session((left["b"], left["c"], left["d"]), 1, "tree")
    assert merged(Memory(session=known), Memory(session=known), Memory(session=theirs)).session == theirs


def test_notes_of_two_windows_are_both_there_afterwards(open_window: OpenWindow) -> None:
    one, two = open_window(f"sample:{FAILED}"), open_window(f"sample:{BATCH}")
    for window, text in ((one, "first"), (two, "second")):
        tab = window.store.state.tab
        assert tab is not None
        window.intents.write_note(tab.document.graph.root.id, text)
    one.close()
    two.close()
    kept = open_window("--theme", "dark").store.state.kept
    assert {note.text for _, each in kept for note in each.notes} == {"first", "second"}
