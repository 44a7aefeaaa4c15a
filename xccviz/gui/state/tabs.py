"""What becomes of an open transaction: how it opens, what is selected, where it stands, how it grows. All pure
functions, for `Store.update`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import TYPE_CHECKING

from xccviz.analysis.types import Analysis
from xccviz.document import Document
from xccviz.gui.state.annotating import remembered
from xccviz.gui.state.asking import asked_again, noted
from xccviz.gui.state.filtering import found_again, typed
from xccviz.gui.state.marking import Marking, marking_of
from xccviz.gui.state.pair_filter import looking
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.layout.types import Layout, heeded
from xccviz.replay import Cursor, moment_at
from xccviz.replay.cursor import at
from xccviz.replay.types import Moment, Timeline
from xccviz.replay.ways import Ways
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.query import Columns


def open_tab(document: Document, title: str, select: str | None = None, step: int | None = None) -> OpenTab:
    """A document as it opens: at its last step unless `step` is given, with what `selection_at` says selected."""
    cursor = at(document.timeline, len(document.timeline) if step is None else step)
    moment = moment_at(document.analysis, document.timeline, cursor.index)
    chosen = select if select in document.graph.by_id else selection_at(document, moment)
    return OpenTab(title, document, Ways(document.analysis, document.timeline), cursor, moment, chosen)


def selection_at(document: Document, moment: Moment) -> str:
    """What is selected where nobody chose: the step's node, and at the end as on opening the first root cause, else the
    node that gave the result (interface.md §7), never the refund that came last."""
    if moment.at_end:
        return first_selection(document)
    return moment.step.node if moment.step is not None else document.graph.root.id


def first_failure(analysis: Analysis) -> str | None:
    """The first root cause, else the first failed node, None when nothing failed."""
    failed = (node.id for node in analysis.graph.nodes if analysis.facts[node.id].failed)
    return next(iter(analysis.verdict.root_causes), None) or next(failed, None)


def first_selection(document: Document) -> str:
    """The first root cause, else the node that gave the result, else the transaction."""
    causes = document.analysis.verdict.root_causes
    if causes:
        return causes[0]
    graph = document.graph
    node, seen = graph.root, set()
    while node.id not in seen and node.outcome is not None:
        seen.add(node.id)
        following = graph.by_id.get(node.outcome.status.receipt_id or "")
        if following is None:
            break
        node = following
    return node.id


def place_of(state: AppState) -> int:
    """The number of what is in front: of a tab, or, behind the last, of the two that are compared."""
    return len(state.tabs) if state.pair is not None else state.active


def places(state: AppState) -> int:
    """How many there are that can be in front."""
    return len(state.tabs) + (state.compared is not None)


def in_front(state: AppState, place: int) -> AppState:
    """`state` with another of them in front."""
    if place == len(state.tabs):
        return replace(state, comparing=state.compared is not None)
    return replace(state, active=place, comparing=False)


def with_tab(state: AppState, change: Callable[[OpenTab], OpenTab]) -> AppState:
    """`state` with `change` applied to the tab in front; `state` itself when that changes nothing."""
    tab = state.tab
    changed = change(tab) if tab is not None else None
    if tab is None or changed is None or changed is tab:
        return state
    return _with_changed(state, state.active, changed)


def with_tab_of(state: AppState, key: int, change: Callable[[OpenTab], OpenTab]) -> AppState:
    """The same for the tab `key`, wherever it stands."""
    at = next((n for n, tab in enumerate(state.tabs) if tab.key == key), None)
    changed = change(state.tabs[at]) if at is not None else None
    if at is None or changed is None or changed is state.tabs[at]:
        return state
    return _with_changed(state, at, changed)


def looking_ahead(state: AppState, ahead: bool) -> AppState:
    """`state` with what comes after the moment told too, or not: answers of all tabs say what is known then."""
    if ahead == state.ahead:
        return state
    tabs = tuple(asked_again(tab, ahead=ahead) for tab in state.tabs)
    return replace(state, ahead=ahead, tabs=tabs, compared=looking(state, ahead))


def _with_changed(state: AppState, at: int, changed: OpenTab) -> AppState:
    """`state` with another tab in a place: the history of its selection goes on, and where it stands at another moment
    or has another document its question is asked again."""
    tab = state.tabs[at]
    changed = noted(tab, changed)
    if changed.moment is not tab.moment or changed.document is not tab.document:
        changed = asked_again(changed, ahead=state.ahead)
    return replace(state, tabs=(*state.tabs[:at], changed, *state.tabs[at + 1 :]))


def selected(tab: OpenTab, node: str) -> OpenTab:
    """`tab` with `node` selected, if it is one of its document: what is clicked may have been of the one before."""
    if node == tab.selection or node not in tab.document.graph.by_id:
        return tab
    return replace(tab, selection=node)


def stepped(tab: OpenTab, cursor: Cursor) -> OpenTab:
    """`tab` at another step, with that step's node selected (at the end with what opening selects); the layout stays
    the same object. Whoever goes to the end goes along from there."""
    if cursor == tab.cursor:
        return tab
    moment = moment_at(tab.document.analysis, tab.document.timeline, cursor.index)
    there = replace(tab, cursor=cursor, moment=moment, selection=selection_at(tab.document, moment))
    return replace(there, halted=None, stays=tab.stays and not moment.at_end)


def goes_along(tab: OpenTab) -> bool:
    """Whether the cursor goes along when the transaction grows: it stands at the end, and nobody wants it to stay."""
    return tab.moment.at_end and not tab.stays


def going_along(tab: OpenTab, along: bool) -> OpenTab:
    """`tab` with a cursor that goes along, from the end, or stays where it is."""
    if not along:
        return replace(tab, stays=True)
    timeline = tab.document.timeline
    return replace(stepped(tab, at(timeline, len(timeline))), stays=False)


def filtered(tab: OpenTab, text: str, columns: Columns | None = None) -> OpenTab:
    """`tab` with a filter as it was typed; "" for none. `columns`: those of its document, if they are made already."""
    filtering = typed(tab.filtering, text, tab.document, columns)
    return tab if filtering is tab.filtering else replace(tab, filtering=filtering)


def grown(
    tab: OpenTab, document: Document, layouts: Mapping[str, Layout], expanded: frozenset[str], title: str
) -> OpenTab:
    """`tab` with the next state of its running transaction. The selection stays; a cursor that goes along stands at
    the end again, any other at the step it stood after, wherever that stands now."""
    old, new = tab.document.timeline, document.timeline
    index = len(new) if goes_along(tab) else same_step(old, new, tab.cursor.index)
    cursor, ways = at(new, index), Ways(document.analysis, new)
    selection = tab.selection if tab.selection in document.graph.by_id else first_selection(document)
    return replace(
        tab,
        title=title,
        document=document,
        ways=ways,
        layouts=layouts,
        cursor=cursor,
        moment=moment_at(document.analysis, new, cursor.index),
        selection=selection,
        expanded=expanded,
        filtering=found_again(tab.filtering, document),
        marking=marking_of(tab.marking.marks, document, ways, Marking()),
        halted=None,
    )


def same_step(old: Timeline, new: Timeline, index: int) -> int:
    """The index in `new` after the step that `index` stands after in `old`; where that is gone, after the one before
    it that is left."""
    places = {(step.kind, step.node, step.slot): n for n, step in enumerate(new.steps, start=1)}
    before = (places.get((step.kind, step.node, step.slot)) for step in reversed(old.steps[:index]))
    return next((place for place in before if place is not None), 0)


def laid_out(
    state: AppState, document: Document, expanded: frozenset[str], layouts: Mapping[str, Layout]
) -> AppState:
    """`state` with `layouts` in the tab of `document`, if that is still open: made with `expanded` open, as the tab is
    from now on. Layouts with other things open are given up, unless these are options of other drawings. What stands
    open is remembered."""

    def change(tab: OpenTab) -> OpenTab:
        kept = {
            view: layout
            for view, layout in tab.layouts.items()
            if heeded(tab.expanded, view) == heeded(expanded, view)
        }
        return replace(tab, expanded=expanded, layouts={**kept, **layouts})

    tabs = tuple(change(t) if t.document is document else t for t in state.tabs)
    refolded = [now for now, before in zip(tabs, state.tabs, strict=True) if now.expanded != before.expanded]
    return reduce(remembered, refolded, replace(state, tabs=tabs))


def unfolded(state: AppState, document: Document, expanded: frozenset[str]) -> AppState:
    """`state` with what `expanded` names open in the tab of `document`, whose drawings are to be laid out anew."""
    return laid_out(state, document, expanded, {})
