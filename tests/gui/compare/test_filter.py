"""One filter over two side by side: typed or given, counted in both, walked through, dimmed or hidden."""

# covers: xccviz/gui/compare/filter.py, xccviz/gui/state/pair_filter.py

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.compare.conftest import OK, PANICS
from tests.gui.conftest import OpenWindow
from tests.gui.looks import settle
from xccviz.display.types import Rect
from xccviz.gui.state.link import link_of
from xccviz.gui.state.pair import SIDES
from xccviz.gui.state.pair_filter import emphasis_on, hit_calls, looked_into
from xccviz.gui.tasks import finding
from xccviz.gui.window import MainWindow


def page(window: MainWindow):  # type: ignore[no-untyped-def]
    made = window.frame.pages.compared
    assert made is not None
    return made


def pair_of(window: MainWindow):  # type: ignore[no-untyped-def]
    pair = window.store.state.pair
    assert pair is not None
    return pair


def labels(window: MainWindow) -> list[str]:
    pair = pair_of(window)
    found = []
    for key in hit_calls(pair):
        call = pair.found.union.by_key[key]
        side = "b" if call.b is not None else "a"
        node = call.node(side)
        found.append(pair.found.document(side).graph.by_id[node].label)
    return found


def test_a_filter_is_typed_counted_walked_and_put_away(qtbot: QtBot, compared: MainWindow) -> None:
    compared.actions_by_id["edit.filter"].trigger()
    bar, row = page(compared).filter_bar, page(compared).filter_row
    assert not row.isVisible()
    qtbot.keyClicks(bar.field, "method:get_value")
    settle()
    assert bar.count.text() == "A 3 · B 3" and row.isVisible()
    assert labels(compared) == ["alpha.near.get_value", "bravo.near.get_value", "delta.near.get_value"]
    seen = []
    for _ in range(4):
        compared.actions_by_id["edit.nextHit"].trigger()
        seen.append(pair_of(compared).selection)
    assert seen[0] == seen[3] and set(seen) == set(hit_calls(pair_of(compared)))
    assert row.hits.place.text().endswith(" of 3")
    compared.actions_by_id["edit.previousHit"].trigger()
    assert pair_of(compared).selection == seen[2]
    qtbot.keyClicks(bar.field, " gaz>3")
    settle()
    assert row.hits.link.text() and bar.count.text() == ""  # a mistake is said in place
    compared.actions_by_id["edit.clearFilter"].trigger()
    settle()
    assert not row.isVisible() and bar.field.text() == ""


def test_what_is_found_in_one_alone_stands_out_there(compared: MainWindow) -> None:
    compared.intents.set_filter("fail")
    settle()
    pair = pair_of(compared)
    assert page(compared).filter_bar.count.text() == "A 0 · B 1"
    assert page(compared).filter_row.hits.words.full_text == "found in B only · failed"
    assert emphasis_on(pair, "b") is emphasis_on(pair, "b")
    [hit] = hit_calls(pair)
    for side in SIDES:
        emphasis = emphasis_on(pair, side)
        assert emphasis.hits == (frozenset((hit,)) if side == "b" else frozenset())
        assert hit not in emphasis.dim and len(emphasis.dim) > 2, "the same call stays in sight in A"
        assert not emphasis.gone
    assert emphasis_on(pair, "a").dim == emphasis_on(pair, "b").dim
    drawn = page(compared).b.shown
    assert drawn is not None
    cards = {p.owner: p.stroke for p in drawn.primitives if isinstance(p, Rect) and p.key.endswith("/card")}
    assert cards[pair.layout.layout.box_of[hit]] == "ind"
    compared.actions_by_id["edit.hideRest"].trigger()
    settle()
    assert page(compared).filter_row.rest.hides.isChecked()
    both = [emphasis_on(pair_of(compared), side) for side in SIDES]
    assert both[0].gone == both[1].gone and hit not in both[0].gone and both[0].gone
    hidden = page(compared).b.shown
    assert hidden is not None
    assert any(
        p.fill == p.stroke == "none"
        for p in hidden.primitives
        if isinstance(p, Rect) and p.key.endswith("/card")
    )


def test_in_every_view_both_halves_show_the_same_filter(compared: MainWindow) -> None:
    compared.intents.set_filter("method:get_value")
    for view in ("sequence", "tree"):
        compared.intents.show_view(view)
        settle()
        for side in SIDES:
            tab = page(compared).halves_of[side]._store.state.tab
            assert tab is not None and tab.filtering is pair_of(compared).filtering(side)
            assert len(tab.filtering.emphasis.hits) == 3
    compared.intents.show_view("graph")


def test_rows_of_what_the_other_run_has_found_stay_in_sight(compared: MainWindow) -> None:
    compared.intents.set_filter("fail")
    compared.intents.hide_rest(True)
    compared.intents.show_view("tree")
    settle()
    rows = {}
    for side in SIDES:
        model = page(compared).halves_of[side].view.model
        rows[side] = [node.label.rpartition(".")[2] for node in model.nodes_shown(50)]
    assert rows["a"] == rows["b"] and "get_value" in rows["a"] and len(rows["a"]) < 5
    compared.intents.hide_rest(False)
    compared.intents.show_view("graph")


def test_a_filter_finds_what_was_known_where_both_stand(compared: MainWindow) -> None:
    compared.intents.set_filter("fail")
    compared.intents.stand_both(0)
    settle()
    words = page(compared).filter_row.hits.words
    assert page(compared).filter_bar.count.text() == "A 0 · B 0"
    assert words.full_text == "failed · known by step 0"
    compared.intents.look_ahead()
    settle()
    assert page(compared).filter_bar.count.text() == "A 0 · B 1"
    assert words.full_text == "found in B only · failed · ahead of now"
    compared.intents.look_ahead()
    compared.intents.swap_runs()
    settle()
    assert pair_of(compared).filters[1].text == "fail", "another order, the same filter"


def test_the_command_line_filters_both(open_window: OpenWindow) -> None:
    window = open_window("--view", "compare", OK, PANICS, "--filter", "callback")
    settle()
    assert page(window).filter_bar.field.text() == "callback"
    assert page(window).filter_bar.count.text() == "A 1 · B 1"
    assert " --filter callback " in link_of(window.store.state).line


def test_large_ones_are_looked_into_in_slices_and_the_last_letter_counts(
    compared: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "LARGE", 3)
    looking = compared.intents.finding
    monkeypatch.setattr(looking._both, "_seconds", 0.0)
    compared.intents.set_filter("f")
    compared.intents.set_filter("fail")
    assert looking._both.busy and pair_of(compared).filters[1].text == ""
    settle()
    assert page(compared).filter_bar.count.text() == "A 0 · B 1"
    assert all(looked_into(pair_of(compared), side) for side in SIDES)
    compared.intents.set_filter("callback")
    assert page(compared).filter_bar.count.text() == "A 1 · B 1", "now it is there at once"
