"""One frozen AppState and one signal. State changes by pure functions; widgets only render it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from itertools import count
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from xccviz.analysis.types import Analysis
from xccviz.display.drawings import DRAWINGS
from xccviz.document import Document
from xccviz.gui.state.filtering import Filtering, found_again, typed
from xccviz.gui.state.filters import Filters
from xccviz.gui.state.memory import Recent
from xccviz.layout.types import WIDTH, Layout, heeded
from xccviz.model.errors import ErrorKind, Offer
from xccviz.replay import Cursor, moment_at
from xccviz.replay.cursor import at
from xccviz.replay.types import Moment, Timeline
from xccviz.settings.themes import LIGHT, SYSTEM
from xccviz.values import field, frozen, replace

if TYPE_CHECKING:
    from xccviz.query import Columns

Source = Literal["network", "file", "sample"]
_keys = count(1)


@frozen(eq=False)
class OpenTab:
    """One open transaction: its document, where the cursor stands, what is selected (a node id, or None), which groups
    stand open (`expanded`), and the layouts of the drawings that were shown with these open, by drawing id. `key` is
    its own for as long as it is open, also when its document grows; `source` is where it came from, `given` what opens
    it again ("": nothing does); `dismissed`: its notice was read. `notes`: remarks about where it came from; `origin`:
    what each endpoint that was asked said, and what was paid for it; `filtering`: its filter, which every view shows.

    Two tabs are equal only if they are the same object: comparing documents value by value would take longer than
    drawing them."""

    title: str
    document: Document
    cursor: Cursor
    moment: Moment
    selection: str | None
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    expanded: frozenset[str] = frozenset()
    source: Source = "sample"
    given: str = ""
    dismissed: bool = False
    notes: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    filtering: Filtering = Filtering()
    key: int = field(default_factory=lambda: next(_keys))


@frozen
class JobState:
    """A running job: its number, what is opened, its latest progress line, and `done` of `total` steps where they can
    be counted (`total` 0: not). `given` is the whole of what is opened."""

    job: int
    opening: str
    text: str
    done: int = 0
    total: int = 0
    given: str = ""


@frozen
class ProblemState:
    """A failed open: what was given, what happened, what to do, lines to unfold, and of what kind it is;
    `can_retry` if `given` can be opened again, `can_wait` if it may come to be known; `offers` are transactions in it
    to choose from."""

    given: str
    message: str
    hint: str
    details: tuple[str, ...]
    kind: ErrorKind = "usage"
    can_retry: bool = True
    can_wait: bool = False
    offers: tuple[Offer, ...] = ()


@frozen
class FollowState:
    """A running transaction that is followed in the tab `key`, by job `job`; `trouble` is what went wrong last, ""
    when nothing did; `ended` why it could not be followed on."""

    key: int
    job: int
    trouble: str = ""
    ended: ProblemState | None = None


@frozen
class AppState:
    """Everything the window shows. `active` is an index into `tabs`, -1 without any; `view` is an id of
    `views.VIEWS`, `network` "" means automatic, `recent` is what was opened before, the latest first,
    `cleared` what stood there before it was cleared; `offline`:
    nothing may be fetched; `own_endpoints`: only given endpoints are asked; `desktop` is the theme that goes with the
    desktop, which `theme` "system" takes; `width`: px that a drawing has which is as wide as its window;
    `filters`: what to choose from in the filter bar."""

    tabs: tuple[OpenTab, ...] = ()
    active: int = -1
    theme: str = LIGHT
    view: str = DRAWINGS[0].id
    network: str = ""
    job: JobState | None = None
    problem: ProblemState | None = None
    recent: tuple[Recent, ...] = ()
    cleared: tuple[Recent, ...] = ()
    text_percent: int = 100
    following: tuple[FollowState, ...] = ()
    offline: bool = False
    own_endpoints: bool = False
    desktop: str = LIGHT
    width: float = WIDTH
    filters: Filters = Filters()

    @property
    def colours(self) -> str:
        """The name of the theme whose colours are shown."""
        return self.desktop if self.theme == SYSTEM else self.theme

    @property
    def tab(self) -> OpenTab | None:
        """The tab in front."""
        return self.tabs[self.active] if 0 <= self.active < len(self.tabs) else None

    @property
    def layout(self) -> Layout | None:
        """The layout of the view in front for the tab in front; None where it is no drawing, or not laid out yet."""
        tab = self.tab
        return tab.layouts.get(self.view) if tab is not None else None

    @property
    def follow(self) -> FollowState | None:
        """The following of the tab in front."""
        tab = self.tab
        return next((f for f in self.following if tab is not None and f.key == tab.key), None)


class Store(QObject):
    """Holds the state; `update` replaces it and tells everyone once.

    Everyone hears of every change in the order in which they were made, also of those that a listener makes while it is
    told of another: they are told when all have heard of that one.
    """

    changed = Signal(object, object)

    def __init__(self, state: AppState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self._untold: deque[tuple[AppState, AppState]] = deque()
        self._telling = False

    def update(self, change: Callable[[AppState], AppState]) -> None:
        """Apply `change`; `changed(old, new)` follows unless nothing changed."""
        old, new = self.state, change(self.state)
        if new is old or new == old:
            return
        self.state = new
        self._untold.append((old, new))
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                self.changed.emit(*self._untold.popleft())
        finally:
            self._telling = False
            self._untold.clear()


def open_tab(document: Document, title: str, select: str | None = None, step: int | None = None) -> OpenTab:
    """A document as it opens: at its last step unless `step` is given, with what `selection_at` says selected."""
    cursor = at(document.timeline, Cursor(0, "step"), len(document.timeline) if step is None else step)
    moment = moment_at(document.analysis, document.timeline, cursor.index)
    chosen = select if select in document.graph.by_id else selection_at(document, moment)
    return OpenTab(title, document, cursor, moment, chosen)


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


def with_tab(state: AppState, change: Callable[[OpenTab], OpenTab]) -> AppState:
    """`state` with `change` applied to the tab in front; `state` itself when that changes nothing."""
    tab = state.tab
    changed = change(tab) if tab is not None else None
    if changed is None or changed is tab:
        return state
    return replace(state, tabs=(*state.tabs[: state.active], changed, *state.tabs[state.active + 1 :]))


def with_tab_of(state: AppState, key: int, change: Callable[[OpenTab], OpenTab]) -> AppState:
    """The same for the tab `key`, wherever it stands."""
    at = next((n for n, tab in enumerate(state.tabs) if tab.key == key), None)
    changed = change(state.tabs[at]) if at is not None else None
    if at is None or changed is None or changed is state.tabs[at]:
        return state
    return replace(state, tabs=(*state.tabs[:at], changed, *state.tabs[at + 1 :]))


def selected(tab: OpenTab, node: str) -> OpenTab:
    """`tab` with `node` selected."""
    return tab if tab.selection == node else replace(tab, selection=node)


def stepped(tab: OpenTab, cursor: Cursor) -> OpenTab:
    """`tab` at another step, with that step's node selected (at the end with what opening selects); the layout stays
    the same object."""
    if cursor == tab.cursor:
        return tab
    moment = moment_at(tab.document.analysis, tab.document.timeline, cursor.index)
    return replace(tab, cursor=cursor, moment=moment, selection=selection_at(tab.document, moment))


def filtered(tab: OpenTab, text: str, columns: Columns | None = None) -> OpenTab:
    """`tab` with a filter as it was typed; "" for none. `columns`: those of its document, if they are made already."""
    filtering = typed(tab.filtering, text, tab.document, columns)
    return tab if filtering is tab.filtering else replace(tab, filtering=filtering)


def grown(
    tab: OpenTab, document: Document, layouts: Mapping[str, Layout], expanded: frozenset[str], title: str
) -> OpenTab:
    """`tab` with the next state of its running transaction. The selection stays; a cursor at the end stays at the end,
    one in the past at the step it stood after, wherever that stands now."""
    old, new = tab.document.timeline, document.timeline
    index = len(new) if tab.cursor.index >= len(old) else _same_step(old, new, tab.cursor.index)
    cursor = at(new, tab.cursor, index)
    selection = tab.selection if tab.selection in document.graph.by_id else first_selection(document)
    return replace(
        tab,
        title=title,
        document=document,
        layouts=layouts,
        cursor=cursor,
        moment=moment_at(document.analysis, new, cursor.index),
        selection=selection,
        expanded=expanded,
        filtering=found_again(tab.filtering, document),
    )


def _same_step(old: Timeline, new: Timeline, index: int) -> int:
    """The index in `new` after the step that `index` stands after in `old`; where that is gone, after the one before
    it that is left."""
    places = {(step.kind, step.node, step.slot): n for n, step in enumerate(new.steps, start=1)}
    before = (places.get((step.kind, step.node, step.slot)) for step in reversed(old.steps[:index]))
    return next((place for place in before if place is not None), 0)


def laid_out(
    state: AppState, document: Document, expanded: frozenset[str], layouts: Mapping[str, Layout]
) -> AppState:
    """`state` with `layouts` in the tab of `document`, if that is still open: made with `expanded` open, as the tab is
    from now on. Layouts with other things open are given up, unless these are options of other drawings."""

    def change(tab: OpenTab) -> OpenTab:
        kept = {
            view: layout
            for view, layout in tab.layouts.items()
            if heeded(tab.expanded, view) == heeded(expanded, view)
        }
        return replace(tab, expanded=expanded, layouts={**kept, **layouts})

    return replace(state, tabs=tuple(change(t) if t.document is document else t for t in state.tabs))


def unfolded(state: AppState, document: Document, expanded: frozenset[str]) -> AppState:
    """`state` with what `expanded` names open in the tab of `document`, whose drawings are to be laid out anew."""
    return laid_out(state, document, expanded, {})
