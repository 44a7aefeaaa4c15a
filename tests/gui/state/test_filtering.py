"""The filter of a tab: typed, mistaken, empty, and over a document that grows; drawings and exports show it."""

# covers: xccviz/gui/state/filtering.py

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.cli.test_watch import running
from tests.gui.looks import settle
from tests.gui.test_intents import Set
from xccviz.display.look import Emphasis
from xccviz.document import build_document
from xccviz.gui.app import create_window
from xccviz.gui.state.exporting import export_options
from xccviz.gui.state.filtering import Filtering, typed
from xccviz.gui.state.store import AppState, Store
from xccviz.gui.state.tabs import filtered, grown, open_tab, with_tab
from xccviz.sources.files.read import raw_from_json

StateOf = Callable[..., AppState]


def test_what_is_typed_is_in_force_and_lights_its_hits(qtbot: QtBot, state_of: StateOf) -> None:
    made = Set(state_of())
    try:
        made.intents.set_filter("fail")
        settle()
        now, graph = made.tab.filtering, made.tab.document.graph
        assert (now.text, now.mistake) == ("fail", None)
        assert now.hits == tuple(node.id for node in graph.nodes if node.failed) != ()
        assert now.emphasis == Emphasis(frozenset(graph.by_id) - set(now.hits), frozenset(now.hits))
        assert export_options(made.store.state, made.tab).filter == now.filter
        made.intents.set_filter("")
        assert (made.tab.filtering.filter, made.tab.filtering.emphasis) == (None, Emphasis())
    finally:
        made.jobs.close()


def test_while_it_is_mistaken_the_one_before_stays_in_force(state_of: StateOf) -> None:
    tab = filtered(open_tab(state_of().tabs[0].document, "x"), "fail")
    wrong = filtered(tab, "fail gas>")
    assert wrong.filtering.mistake is not None
    assert (wrong.filtering.text, wrong.filtering.filter) == ("fail gas>", tab.filtering.filter)
    assert (wrong.filtering.hits, wrong.filtering.emphasis) == (tab.filtering.hits, tab.filtering.emphasis)
    assert filtered(wrong, "  ").filtering.filter is None
    assert filtered(wrong, "fail gas>") is wrong


def test_without_a_hit_nothing_steps_back(state_of: StateOf) -> None:
    document = state_of().tabs[0].document
    found = typed(Filtering(), "fail gas>9000T", document)
    assert (found.hits, found.emphasis) == ((), Emphasis())


def test_it_finds_what_was_known_at_the_moment_and_all_with_a_look_ahead(
    qtbot: QtBot, state_of: StateOf
) -> None:
    made = Set(state_of())
    try:
        made.intents.set_filter("fail")
        settle()
        whole = made.tab.filtering
        ran_at = made.tab.document.timeline.history.ran_at
        run = min(ran_at[hit] for hit in whole.hits)
        for step in (run - 1, 0):
            made.intents.go_to_step(step)
            assert (made.tab.filtering.hits, made.tab.filtering.emphasis) == ((), Emphasis())
        kept = made.tab.filtering
        made.intents.look_ahead()
        assert (made.tab.filtering.hits, made.tab.filtering.step) == (whole.hits, None)
        made.intents.look_ahead()
        assert (made.tab.filtering.hits, made.tab.filtering.step) == (kept.hits, 0)
        made.intents.go_to_step(run)
        assert made.tab.filtering.hits and made.tab.filtering.through is kept.through
        made.intents.set_filter("ok")
        settle()
        assert set(made.tab.filtering.hits) == {
            id for id, n in ran_at.items() if n <= run and id not in whole.hits
        }
        step = len(made.tab.document.timeline)
        made.intents.go_to_step(step)
        assert made.tab.filtering.hits == made.tab.filtering.filter.matches(made.tab.document)
    finally:
        made.jobs.close()


def test_a_document_that_grows_is_searched_again() -> None:
    less, more = (build_document(raw_from_json(answer, "x")) for answer in (running()[2], running()[-1]))
    tab = filtered(open_tab(less, "x"), "!pending")
    after = grown(tab, more, {}, frozenset(), "x")
    assert set(tab.filtering.hits) < set(after.filtering.hits)
    assert after.filtering.text == "!pending"


def test_a_filter_is_a_tabs_own_and_a_change_of_it_is_told(qtbot: QtBot, state_of: StateOf) -> None:
    owner = QObject()
    store = Store(state_of(), owner)
    told: list[str] = []
    store.changed.connect(lambda old, new: told.append(new.tab.filtering.text))
    for text in ("f", "fail", "fail"):
        store.update(lambda s, text=text: with_tab(s, lambda tab: filtered(tab, text)))
    assert told == ["f", "fail"]


@pytest.mark.parametrize("text", ["fail | join", "method:on_*"])
def test_the_window_opens_with_a_filter(qtbot: QtBot, text: str) -> None:
    window = create_window(["sample:tutorial-parallel-3-one-panics", "--offline", "--filter", text])
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.store.state.tab is not None)
    tab = window.store.state.tab
    assert tab is not None
    assert tab.filtering.text == text
    assert tab.filtering.hits
    window.close()
