"""What many marks hit is looked up in slices, once, while the window goes on."""

# covers: xccviz/gui/tasks/marking.py, xccviz/gui/state/marking.py, xccviz/gui/state/remarking.py

from __future__ import annotations

import json

import pytest
from pytestqt.qtbot import QtBot

from tests.reference.extremes import envelope, join
from xccviz.annotations.marks import Mark
from xccviz.document import Document, build_document
from xccviz.gui.state.remarking import remarked
from xccviz.gui.state.store import AppState, OpenTab, Store
from xccviz.gui.state.tabs import grown, open_tab, stepped, with_tab
from xccviz.gui.tasks.finding import Finding
from xccviz.gui.tasks.marking import Marking
from xccviz.gui.tasks.slices import Slices
from xccviz.query import marking, parse
from xccviz.replay.cursor import at
from xccviz.sources.files.read import open_text
from xccviz.values import replace

MANY = tuple(Mark(filter=" or ".join(f"method:*{i}a{k}*b" for k in range(8)) + " or ok") for i in range(60))


class Bench:
    """A store with one tab, whose marks are looked up; `parsed`: the filters that were, `turns` of the event loop."""

    def __init__(self, document: Document) -> None:
        tab = open_tab(document, "", None, None)
        self.store = Store(AppState(tabs=(tab,), active=0))
        self.finding = Finding(self.store)
        self.marking = Marking(self.store, self.finding)
        self.parsed: list[str] = []

    @property
    def tab(self) -> OpenTab:
        tab = self.store.state.tab
        assert tab is not None
        return tab

    def mark(self, *marks: Mark) -> None:
        self.store.update(lambda s: remarked(s, marks))

    def step(self, index: int) -> None:
        def go(tab: OpenTab) -> OpenTab:
            return stepped(tab, at(tab.document.timeline, index))

        self.store.update(lambda s: with_tab(s, go))

    def done(self) -> bool:
        return not self.tab.marking.pending


@pytest.fixture(scope="module")
def document() -> Document:
    return build_document(open_text(json.dumps(envelope(join(300, frozenset())))))


@pytest.fixture
def bench(qtbot: QtBot, document: Document, monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench(document)

    def counted(text: str) -> object:
        made.parsed.append(text)
        return parse(text)

    monkeypatch.setattr(marking, "parse", counted)
    return made


def test_nothing_waits_for_many_and_none_is_looked_up_twice(qtbot: QtBot, bench: Bench) -> None:
    slices = bench.marking._slices
    rests: list[int] = []
    slices.rested.connect(lambda: rests.append(len(bench.parsed)))
    slices._seconds = 0  # a piece a slice
    bench.mark(*MANY)
    assert len(bench.tab.marking.pending) == len(MANY), "at once nothing is looked up"
    qtbot.waitUntil(lambda: len(bench.parsed) > 3)
    for n in range(5):
        bench.step(n)
    qtbot.waitUntil(bench.done, timeout=20_000)
    assert len(rests) > len(MANY) * 8, "a term at a time"
    assert bench.parsed == [mark.filter for mark in MANY], "each once, whatever is stepped"
    wanted = parse(MANY[0].filter).matches(bench.tab.document)
    assert wanted and bench.tab.marking.marked[0].hits == wanted
    assert bench.tab.marking.runs == bench.tab.ways.runs(wanted)


def test_of_a_change_only_what_is_new_is_looked_up(qtbot: QtBot, bench: Bench) -> None:
    node = bench.tab.document.graph.nodes[3].id
    bench.mark(*MANY)
    bench.mark(*MANY[1:], Mark(node))
    assert bench.tab.marking.marked[-1].hits == (node,), "a mark on a node is there at once"
    qtbot.waitUntil(bench.done, timeout=20_000)
    bench.parsed.clear()
    bench.mark(*(replace(mark, when="after", on=False) for mark in MANY[1:]), Mark(filter="fail"))
    assert bench.done() and bench.parsed == ["fail"]
    assert bench.tab.marking.halts == () and bench.tab.marking.marked[0].hits


def test_what_grew_is_looked_up_anew_and_what_was_closed_is_not(
    qtbot: QtBot, bench: Bench, document: Document
) -> None:
    bench.mark(*MANY)
    more = build_document(document.raw)
    bench.store.update(lambda s: with_tab(s, lambda tab: grown(tab, more, {}, frozenset(), "")))
    qtbot.waitUntil(bench.done, timeout=20_000)
    columns = bench.tab.marking.columns
    assert columns is not None and columns.document is more
    bench.mark(*MANY[:1], *(replace(mark, filter=mark.filter + " or fail") for mark in MANY[1:]))
    assert not bench.done()
    bench.store.update(lambda s: replace(s, tabs=()))
    assert not bench.marking._slices.busy


def test_one_that_is_left_and_come_back_to_is_looked_up(
    qtbot: QtBot, bench: Bench, document: Document
) -> None:
    hash = document.trace.transaction.hash
    text = json.dumps(envelope(join(300, frozenset()))).replace(
        hash, f"{hash[:-1]}{'2' if hash[-1] != '2' else '3'}"
    )
    other = open_tab(build_document(open_text(text)), "", None, None)
    assert other.document.trace.transaction.hash != hash, "tabs of one transaction have the same marks"
    bench.store.update(lambda s: replace(s, tabs=(*s.tabs, other)))
    bench.finding._slices = Slices(bench.finding, 0)
    bench.mark(*MANY)
    bench.store.update(lambda s: replace(s, active=1))
    bench.mark(*MANY[:50])
    bench.store.update(lambda s: replace(s, active=0))
    for active, count in ((0, 60), (1, 50)):
        bench.store.update(lambda s, active=active: replace(s, active=active))
        qtbot.waitUntil(bench.done, timeout=20_000)
        assert len(bench.tab.marking.marks) == count
