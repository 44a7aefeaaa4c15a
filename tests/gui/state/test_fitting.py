"""Whatever there is to remember, what is written is read again."""

# covers: xccviz/gui/state/fitting.py

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xccviz.annotations import Mark, Note, Standing
from xccviz.gui.state.filters import Filters
from xccviz.gui.state.keeping import Remembered, with_kept
from xccviz.gui.state.memory import LARGEST, Memory, Recent, read_memory, write_memory
from xccviz.gui.state.session import Left, Session
from xccviz.values import replace

SIGNS = st.sampled_from(["x", "é", "\U0001f600", "\ud800", '"'])
SIZES = st.sampled_from([1, 200, 1_000, 4_096, 5_000, 60_000])
TEXTS = st.builds(lambda sign, size: sign * size, SIGNS, SIZES)
NAMED = st.builds(lambda n, sign, size: f"sample:{n}{sign * size}", st.integers(0, 99), SIGNS, SIZES)
FOLDING = st.builds(
    lambda count, size: frozenset(f"{n:0{size}d}" for n in range(count)),
    st.sampled_from([0, 3, 6_000]),
    st.sampled_from([4, 60]),
)
STANDING = st.builds(Standing, st.none() | st.integers(0, 999), TEXTS, FOLDING, TEXTS, st.booleans())
NOTES = st.builds(
    lambda count, text: tuple(Note(f"n{n}", text[:10_000]) for n in range(count)), st.integers(0, 500), TEXTS
)
MARKS = st.lists(st.builds(Mark, TEXTS), max_size=5).map(tuple)
REMEMBERED = st.builds(Remembered, MARKS, NOTES, st.lists(TEXTS, max_size=3).map(tuple))
KEPT = st.dictionaries(TEXTS, REMEMBERED, max_size=8).map(lambda d: tuple(d.items()))
RECENT = st.builds(Recent, NAMED, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
MANY = st.sampled_from([1, 60])
LINES = st.builds(lambda texts, many: tuple(texts) * many, st.lists(TEXTS, max_size=3), MANY)
MEMORIES = st.builds(
    Memory,
    st.sampled_from([b"", b"place", b"p" * 2_000_000]),
    st.sampled_from([b"", b"docks", b"d" * 2_000_000]),
    st.integers(-5, 500),
    st.builds(lambda r, many: tuple(r) * many, st.lists(RECENT, max_size=2), MANY),
    TEXTS,
    TEXTS,
    st.builds(Filters, LINES, LINES),
    st.lists(st.tuples(TEXTS, st.booleans()), max_size=4).map(tuple),
    KEPT,
    st.builds(
        lambda tabs, many, view: Session(tuple(tabs) * many, 0, view),
        st.lists(st.builds(Left, NAMED, TEXTS, STANDING), max_size=2),
        MANY,
        TEXTS,
    ),
    st.booleans(),
    TEXTS,
)


@given(MEMORIES)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_written_is_always_read_again(
    tmp_path_factory: pytest.TempPathFactory, memory: Memory
) -> None:
    path = tmp_path_factory.mktemp("memory") / "window.json"
    write_memory(path, memory)
    assert path.stat().st_size <= LARGEST
    read = read_memory(path)
    assert read.text_percent == memory.text_percent, "it was not forgotten whole"
    write_memory(path, read)
    assert read_memory(path) == read, "what has once had room has it again"


def long_notes(count: int, sign: str = "x") -> tuple[Note, ...]:
    return tuple(Note(f"n{n}", sign * 10_000) for n in range(count))


def test_long_notes_of_one_transaction_take_no_room_of_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path, short = tmp_path / "window.json", (Note("n", "a thought"),)
    kept = with_kept(with_kept((), "A", (), short), "B", (), long_notes(60))
    write_memory(path, Memory(kept=kept))
    assert [(hash, each.notes) for hash, each in read_memory(path).kept] == [("A", short)]
    assert "notes of 1 transactions" in caplog.text
    for n in range(9):
        kept = with_kept(kept, f"C{n}", (), long_notes(2, "é"))
    write_memory(path, Memory(kept=with_kept(kept, "A", (), short)))
    assert [hash for hash, _ in read_memory(path).kept] == ["A", "C8", "C7", "C6", "C5"], "the latest stay"


def test_what_is_unfolded_and_filtered_gives_way_to_all_else(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    folding = frozenset(f"k{n:040d}" for n in range(5_000))
    tabs = tuple(
        Left(f"sample:{n}", "", Standing(3, "node", folding, "\U0001f600" * 4_000)) for n in range(10)
    )
    kept = (("A" * 44, Remembered(notes=(Note("n", "precious"),))),)
    memory = Memory(
        recent=(Recent("sample:x", "t", "c", "v", "n", "at"),), kept=kept, filters=Filters(("fail",))
    )
    write_memory(path, replace(memory, session=Session(tabs, 2, "graph")))
    read = read_memory(path)
    assert (read.recent, read.kept, read.filters) == (memory.recent, kept, memory.filters)
    assert [left.given for left in read.session.tabs] == [left.given for left in tabs]
    assert read.session.tabs[0] == tabs[0] and read.session.active == 2
    assert read.session.tabs[-1].standing.step == 3 and not read.session.tabs[-1].standing.folding
