"""Layouts by view: made when a drawing is first shown, with what is unfolded, and never for what nobody sees."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow
from tests.reference.extremes import envelope, join
from xccviz.analysis.types import Analysis
from xccviz.display import drawings
from xccviz.display.drawings import DRAWINGS
from xccviz.document import Document, build_document
from xccviz.gui.state.store import AppState, OpenTab, Store
from xccviz.gui.state.tabs import open_tab
from xccviz.gui.state.telling import LARGE
from xccviz.gui.tasks.jobs import Jobs
from xccviz.gui.tasks.laying_out import LayingOut
from xccviz.layout.types import (
    REFUNDS_KEY,
    WIDTH,
    Layout,
    LayoutOptions,
    Place,
    option_key,
    option_of,
    with_option,
)
from xccviz.sources.files.read import open_text
from xccviz.values import field, frozen, replace

GRAPH = DRAWINGS[0]
OPEN = frozenset({REFUNDS_KEY})


class Bench:
    """A store with laying out, and two drawings of which each layout is written down."""

    def __init__(self, document: Document, view: str) -> None:
        self.made: list[tuple[str, frozenset[str]]] = []
        self.told: list[tuple[str, Exception]] = []
        self.broken = False
        self.document = document
        self.store = Store(AppState(view=view))
        self.jobs = Jobs()
        self.laying_out = LayingOut(self.store, self.jobs)
        self.laying_out.failed.connect(lambda view, error: self.told.append((view, error)))

    def drawing(self, name: str) -> drawings.Drawing:
        def lay_out(analysis: Analysis, options: LayoutOptions) -> Layout:
            self.made.append((name, options.expanded))
            if self.broken:
                raise ValueError("no place for it")
            layout: Layout = GRAPH.lay_out(analysis, options)
            return layout

        return replace(GRAPH, id=name, lay_out=lay_out)

    def open(self) -> None:
        self.store.update(lambda s: replace(s, tabs=(open_tab(self.document, "t"),), active=0))

    def show(self, view: str) -> None:
        self.store.update(lambda s: replace(s, view=view))

    @property
    def tab(self) -> OpenTab:
        tab = self.store.state.tab
        assert tab is not None
        return tab


@pytest.fixture
def bench(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, documents: Callable[..., Document]
) -> Iterator[Callable[..., Bench]]:
    benches: list[Bench] = []

    def make(view: str = "one", document: Document | None = None) -> Bench:
        made = Bench(document or documents(), view)
        monkeypatch.setattr(drawings, "DRAWINGS", (made.drawing("one"), made.drawing("other")))
        benches.append(made)
        return made

    yield make
    for made in benches:
        made.jobs.close()


@pytest.fixture(scope="module")
def large() -> Document:
    document = build_document(open_text(json.dumps(envelope(join(400, frozenset())))))
    assert len(document.graph.nodes) > LARGE
    return document


def test_a_drawing_is_laid_out_when_it_is_first_shown_and_once(bench: Callable[..., Bench]) -> None:
    b = bench()
    b.open()
    assert b.made == [("one", frozenset())]
    b.show("other")
    assert b.made[1:] == [("other", frozenset())]
    kept = b.tab.layouts
    b.show("one")
    b.show("other")
    assert len(b.made) == 2
    assert b.tab.layouts is kept
    assert b.store.state.layout is kept["other"]


def test_a_drawing_as_wide_as_its_window_is_laid_out_anew_when_that_has_another_width(
    bench: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    b = bench()
    widths: list[float] = []

    @frozen
    class Wide:
        room: float
        width: float = 100.0
        height: float = 100.0
        box_of: Mapping[str, str] = field(default_factory=dict)
        by_key: Mapping[str, Place] = field(default_factory=dict)

    def lay_out(analysis: Analysis, options: LayoutOptions) -> Layout:
        widths.append(options.width)
        return Wide(options.width)

    rows = (b.drawing("one"), replace(GRAPH, id="wide", lay_out=lay_out, flows=True))
    monkeypatch.setattr(drawings, "DRAWINGS", rows)
    b.open()
    b.show("wide")
    b.store.update(lambda s: replace(s, width=500.0))
    b.store.update(lambda s: replace(s, text_percent=120))
    assert widths == [WIDTH, 500.0]
    b.show("one")
    b.store.update(lambda s: replace(s, width=600.0))
    assert (len(b.made), widths) == (1, [WIDTH, 500.0])
    b.show("wide")
    assert widths == [WIDTH, 500.0, 600.0]


def test_an_option_of_one_drawing_leaves_the_others_as_they_are(bench: Callable[..., Bench]) -> None:
    b = bench()
    b.open()
    b.show("other")
    key = option_key("other", "by", "shard")
    b.laying_out.unfold(b.document, with_option(b.tab.expanded, key))
    assert b.made[2:] == [("other", frozenset((key,)))]
    b.show("one")
    assert len(b.made) == 3
    assert option_of(b.tab.expanded, "other", "by") == "shard"
    again = with_option(b.tab.expanded, option_key("other", "by", "account"))
    assert again == {option_key("other", "by", "account")}
    assert with_option(again, option_key("other", "by", "account")) == frozenset()


def test_what_is_no_drawing_needs_no_layout(bench: Callable[..., Bench]) -> None:
    b = bench("list")
    b.open()
    assert (b.made, b.tab.layouts, b.store.state.layout) == ([], {}, None)
    b.laying_out.unfold(b.document, OPEN)
    assert (b.made, b.tab.expanded) == ([], OPEN)
    b.show("one")
    assert b.made == [("one", OPEN)]


def test_unfolding_lays_out_what_is_in_front_and_the_others_when_they_are_shown(
    bench: Callable[..., Bench],
) -> None:
    b = bench()
    b.open()
    b.show("other")
    b.laying_out.unfold(b.document, OPEN)
    assert b.made[2:] == [("other", OPEN)]
    assert set(b.tab.layouts) == {"other"}
    b.show("one")
    assert b.made[3:] == [("one", OPEN)]
    assert set(b.tab.layouts) == {"one", "other"}


def test_each_document_keeps_its_own(bench: Callable[..., Bench], documents: Callable[..., Document]) -> None:
    b = bench()
    b.open()
    b.laying_out.unfold(b.document, OPEN)
    second = open_tab(documents("join-of-joins"), "second")
    b.store.update(lambda s: replace(s, tabs=(*s.tabs, second), active=1))
    assert b.tab.expanded == frozenset()
    assert b.made[2:] == [("one", frozenset())]
    b.store.update(lambda s: replace(s, active=0))
    assert b.tab.expanded == OPEN
    assert len(b.made) == 3


def test_a_large_one_keeps_its_picture_until_the_last_wish_is_laid_out(
    qtbot: QtBot, bench: Callable[..., Bench], large: Document
) -> None:
    b = bench(document=large)
    b.open()
    qtbot.waitUntil(lambda: "one" in b.tab.layouts)
    old = b.tab.layouts["one"]
    b.laying_out.unfold(large, frozenset({"nothing"}))
    b.laying_out.unfold(large, OPEN)
    assert b.laying_out.busy
    assert b.tab.layouts["one"] is old
    assert b.laying_out.pending(large, frozenset()) == OPEN
    qtbot.waitUntil(lambda: not b.laying_out.busy)
    assert b.tab.expanded == OPEN
    assert b.tab.layouts["one"] is not old
    assert b.laying_out.pending(large, frozenset({"now"})) == frozenset({"now"})


def test_another_view_that_is_shown_meanwhile_gets_what_is_wanted_too(
    qtbot: QtBot, bench: Callable[..., Bench], large: Document
) -> None:
    b = bench(document=large)
    b.open()
    b.laying_out.unfold(large, OPEN)
    b.show("other")
    qtbot.waitUntil(lambda: not b.laying_out.busy)
    assert b.tab.expanded == OPEN
    assert set(b.tab.layouts) == {"one", "other"}
    assert ("other", OPEN) in b.made
    assert ("other", frozenset()) not in b.made


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_drawing_that_breaks_is_told_once_and_leaves_the_rest_alone(
    qtbot: QtBot, bench: Callable[..., Bench], large: Document, size: str
) -> None:
    b = bench(document=large if size == "large" else None)
    b.broken = True
    b.open()
    qtbot.waitUntil(lambda: bool(b.told))
    b.store.update(lambda s: replace(s, network="mainnet"))
    b.store.update(lambda s: replace(s, network=""))
    assert [(view, str(error)) for view, error in b.told] == [("one", "no place for it")]
    assert len(b.made) == 1
    b.broken = False
    b.show("other")
    qtbot.waitUntil(lambda: set(b.tab.layouts) == {"other"})


def test_the_window_lays_out_what_it_shows(open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}", "--view", "tree")
    tab = window.store.state.tab
    assert tab is not None
    assert tab.layouts == {}
    for view in ("graph", "tree", "graph"):
        window.actions_by_id[f"view.{view}"].trigger()
    tab = window.store.state.tab
    assert tab is not None
    assert set(tab.layouts) == {"graph"}
