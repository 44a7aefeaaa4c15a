# covers: xccviz/gui/state/store.py, xccviz/gui/state/tabs.py
"""The state: who hears of what, what is compared, and how a document opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.cli.test_watch import running
from xccviz.document import Document, build_document
from xccviz.gui.state.store import AppState, Store
from xccviz.gui.state.tabs import first_selection, grown, open_tab, selected, stepped, with_tab
from xccviz.layout.layered.build import build_layout
from xccviz.replay.cursor import at
from xccviz.sources.files.read import raw_from_json
from xccviz.values import replace

StateOf = Callable[..., AppState]


class Listener(QObject):
    """Counts what a store tells."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.heard: list[tuple[AppState, AppState]] = []
        store.changed.connect(lambda old, new: self.heard.append((old, new)))


def test_a_change_is_told_once_and_nothing_is_told_of_no_change(qtbot: QtBot, state_of: StateOf) -> None:
    store = Store(state_of())
    listener = Listener(store)
    before = store.state
    tab = before.tab
    assert tab is not None
    store.update(lambda s: replace(s))
    store.update(lambda s: replace(s, network=""))
    store.update(lambda s: with_tab(s, lambda t: selected(t, tab.selection or "")))
    assert listener.heard == []
    assert store.state is before
    root = tab.document.graph.root.id
    store.update(lambda s: with_tab(s, lambda t: selected(t, root)))
    assert [(old is before, new is store.state) for old, new in listener.heard] == [(True, True)]


def test_a_change_that_a_listener_makes_is_told_after_the_one_it_was_told_of(qtbot: QtBot) -> None:
    """Both listeners hear of both changes in their order, whoever of them made the second one."""
    store = Store(AppState())
    first = Listener(store)
    seen: list[str] = []

    def answer(_old: AppState, new: AppState) -> None:
        if new.network == "one":
            store.update(lambda s: replace(s, network="two"))
            seen.append(store.state.network)  # the change itself waits for nobody

    store.changed.connect(answer)
    last = Listener(store)
    store.update(lambda s: replace(s, network="one"))
    assert seen == ["two"]
    expected = [("", "one"), ("one", "two")]
    for listener in (first, last):
        assert [(old.network, new.network) for old, new in listener.heard] == expected
    store.update(lambda s: replace(s, network="three"))
    assert [new.network for _, new in last.heard] == ["one", "two", "three"]


def test_tabs_are_compared_as_objects_and_never_by_the_values_in_them(state_of: StateOf) -> None:
    tab = state_of().tab
    assert tab is not None

    class Deep:
        def __eq__(self, other: object) -> bool:
            raise AssertionError("a document was compared")

        __hash__ = None  # type: ignore[assignment]

    one = replace(tab, document=Deep())  # type: ignore[arg-type]
    other = replace(one)
    assert AppState(tabs=(one,), active=0) == AppState(tabs=(one,), active=0)
    assert AppState(tabs=(one,), active=0) != AppState(tabs=(other,), active=0)


def test_a_step_in_the_past_is_found_again_where_it_stands_now() -> None:
    """What becomes known late may have happened early."""
    final = running()[-1]
    late = {**final, "receipts_outcome": final["receipts_outcome"][:1] + final["receipts_outcome"][3:]}
    before, after = (build_document(raw_from_json(state, "saved")) for state in (late, final))
    tab = open_tab(before, "t")
    layouts = {"graph": build_layout(after.analysis)}
    moved = False
    for index in range(len(before.timeline)):
        old = stepped(tab, at(before.timeline, index))
        new = grown(old, after, layouts, frozenset(), "t")
        assert (new.key, new.selection, new.layouts) == (old.key, old.selection, layouts)
        step, now = old.moment.step, new.moment.step
        if step is None or now is None:
            assert step is now
            continue
        assert (now.kind, now.node, now.slot) == (step.kind, step.node, step.slot)
        moved = moved or new.cursor.index != index
    assert moved
    assert grown(tab, after, layouts, frozenset(), "t").moment.at_end


def test_a_selection_that_is_not_in_the_document_falls_back(documents: Callable[..., Document]) -> None:
    document = documents()
    tab = open_tab(document, "x", "no-such-node", None)
    assert tab.selection == first_selection(document) == document.analysis.verdict.root_causes[0]
    assert selected(tab, "of-another-document") is tab


def test_a_step_out_of_range_is_clamped(documents: Callable[..., Document]) -> None:
    document = documents()
    assert open_tab(document, "x", None, 999).cursor.index == len(document.timeline)
    assert open_tab(document, "x", None, -5).cursor.index == 0
