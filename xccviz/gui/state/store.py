"""One frozen AppState and one signal. State changes by pure functions (of open transactions: `tabs`); widgets only
render it. An empty window needs no more than this, so what a document is made of is not loaded here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from itertools import count
from operator import is_
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from xccviz.annotations import Note
from xccviz.display.drawings import DRAWINGS
from xccviz.gui.state.filters import Filters
from xccviz.gui.state.keeping import Kept
from xccviz.gui.state.marking import Marking
from xccviz.gui.state.marking import judged as marks_judged
from xccviz.gui.state.memory import Recent
from xccviz.gui.state.past import Held, Past, recorded
from xccviz.gui.state.session import Beside, Waiting
from xccviz.layout.types import WIDTH
from xccviz.model.errors import ErrorKind, Offer
from xccviz.settings.themes import LIGHT, SYSTEM
from xccviz.values import field, frozen, replace

if TYPE_CHECKING:
    from xccviz.analysis.why.reasons import Answer
    from xccviz.annotations.marks import When
    from xccviz.case import Case
    from xccviz.document import Document
    from xccviz.gui.state.filtering import Filtering
    from xccviz.gui.state.pair import Pair
    from xccviz.gui.state.rerun import Rerun
    from xccviz.layout.types import Layout
    from xccviz.replay import Cursor
    from xccviz.replay.moves import Grain
    from xccviz.replay.types import Moment
    from xccviz.replay.ways import Ways

Source = Literal["network", "file", "sample"]
Halt = Literal["mark", "end", "asked"]
"""What ends playing: a mark, the last step, or somebody who says so."""
PaceId = Literal["0.5", "1", "2", "5", "10", "20", "block"]
"""How fast playing is: steps a second, or a block a second."""
_keys = count(1)


def _unfiltered() -> Filtering:
    from xccviz.gui.state.filtering import Filtering

    return Filtering()


@frozen(eq=False)
class OpenTab:
    """One open transaction: its document, the `ways` through its timeline, where the cursor stands, what is selected (a
    node id, or None), which groups stand open (`expanded`), and the layouts of the drawings that were shown with these
    open, by drawing id. `key` is its own for as long as it is open, also when its document grows; `source` is where it
    came from, `given` what opens it again ("": nothing does); `dismissed`: its notice was read. `notes`: remarks about
    where it came from; `origin`: what each endpoint that was asked said, and what was paid for it; `filtering`: its
    filter, which every view shows; `halted`: what ended playing where it stands, None where nothing did, and
    `halting` the node (its id) at which a mark did so and when, whatever becomes of the mark; `stays`: when the
    transaction grows, a cursor at its end stays where it is; `marking`: its marks;
    `own_notes`: what was written about its nodes, and `noting` the one whose note is being written, None for none;
    `past`: what can be undone.

    Two tabs are equal only if they are the same object: comparing documents value by value would take longer than
    drawing them."""

    title: str
    document: Document
    ways: Ways
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
    filtering: Filtering = field(default_factory=_unfiltered)
    halted: Halt | None = None
    halting: tuple[str, When] | None = None
    marking: Marking = Marking()
    own_notes: tuple[Note, ...] = ()
    noting: str | None = None
    stays: bool = False
    answer: Answer | None = None
    trail: tuple[str, ...] = ()
    trail_at: int = 0
    past: Past = Past()
    key: int = field(default_factory=lambda: next(_keys))


@frozen
class Closed:
    """A tab that was closed, without what is made anew (its layouts): it stood at a `place` in a `view`, was `followed`
    as it ran, and had calls that were changed to be run again (`reruns`); or the two that stood side by side."""

    place: int
    view: str
    tab: OpenTab | None = None
    pair: Pair | None = None
    followed: bool = False
    reruns: tuple[Rerun, ...] = ()


@frozen
class JobState:
    """A running job: its number, what is opened or written, its latest progress line, and `done` of `total` steps where
    they can be counted (`total` 0: not). `given` is the whole of what is opened."""

    job: int
    opening: str
    text: str
    done: int = 0
    total: int = 0
    given: str = ""


@frozen
class ProblemState:
    """A failed open: what was given, what happened, what to do, lines to unfold, and of what kind it is;
    `can_retry` if `given` can be opened again, `can_wait` if it may come to be known, `can_ask_others` if another
    endpoint may know more, `kept` if it is in the cache and opens offline; `offers` are transactions in it to choose
    from."""

    given: str
    message: str
    hint: str
    details: tuple[str, ...]
    kind: ErrorKind = "usage"
    can_retry: bool = True
    can_wait: bool = False
    can_ask_others: bool = False
    kept: bool = False
    offers: tuple[Offer, ...] = ()


@frozen
class Awaited:
    """A transaction that nobody knows yet and that is asked for again by job `job`, since `begun` (monotonic seconds),
    `asked` times so far; `trouble` is what went wrong last, "" when nothing did."""

    job: int
    given: str
    begun: float
    asked: int = 0
    trouble: str = ""


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
    """Everything the window shows. `active` is an index into `tabs`, -1 without any; `view` is an id of `views.VIEWS`,
    `network` "" means automatic, `recent` is what was opened before, the latest first, `cleared` what stood there
    before it was cleared; `writing`: an export that takes long; `offline`: nothing may be fetched; `own_endpoints`:
    only given endpoints are asked; `desktop` is the theme that goes with the desktop, which `theme` "system" takes;
    `width`: px that a drawing has which is as wide as its window; `filters`: what to choose from in the filter bar;
    `columns`: which columns of the tree somebody has chosen to see (True) or not to, by id; `grain`: what one step
    on is; `playing`: the key of the tab that steps by itself (`playing.PAIR`: both that are compared), None for
    none, at a `pace` of `playing.PACES`; `kept`: marks and notes of transactions that are remembered, `drafts` what
    is typed of notes that are not kept yet, by the key of their tab; `ahead`: what comes after the moment is told
    too, marked as such; `compared`: two transactions side by side, which stand in front of the tabs while
    `comparing`; `beside`: two that were left so, and wait until both are open again; `cases`: open transactions that
    belong together, among them those whose hashes were `given_together`, and whether these step `together`;
    `closed`: tabs that can be opened again, the one that was closed last first.
    `reruns`: calls that were run again, the latest first; `hint`: the one that is told, "" for none, of those that were
    told ever (`hints`)."""

    tabs: tuple[OpenTab, ...] = ()
    active: int = -1
    theme: str = LIGHT
    view: str = DRAWINGS[0].id
    network: str = ""
    job: JobState | None = None
    writing: JobState | None = None
    problem: ProblemState | None = None
    awaited: Awaited | None = None
    recent: tuple[Recent, ...] = ()
    cleared: tuple[Recent, ...] = ()
    text_percent: int = 100
    density: str = "comfortable"
    amounts: str = "rounded"
    following: tuple[FollowState, ...] = ()
    offline: bool = False
    own_endpoints: bool = False
    desktop: str = LIGHT
    width: float = WIDTH
    filters: Filters = Filters()
    columns: tuple[tuple[str, bool], ...] = ()
    grain: Grain = "receipts"
    playing: int | None = None
    pace: PaceId = "1"
    drafts: tuple[tuple[int, Note], ...] = ()
    kept: Kept = ()
    left: Waiting = ()
    beside: Beside | None = None
    cases: tuple[Case, ...] = ()
    given_together: tuple[tuple[str, ...], ...] = ()
    together: bool = True
    compared: Pair | None = None
    comparing: bool = False
    ahead: bool = False
    closed: tuple[Closed, ...] = ()
    reruns: tuple[Rerun, ...] = ()
    hint: str = ""
    hints: tuple[str, ...] = ()

    @property
    def colours(self) -> str:
        """The name of the theme whose colours are shown."""
        return self.desktop if self.theme == SYSTEM else self.theme

    @property
    def tab(self) -> OpenTab | None:
        """The tab in front; None without one, and while two transactions stand there."""
        if self.pair is not None:
            return None
        return self.tabs[self.active] if 0 <= self.active < len(self.tabs) else None

    @property
    def rerun(self) -> Rerun | None:
        """The call that was run again last."""
        return self.reruns[0] if self.reruns else None

    @property
    def pair(self) -> Pair | None:
        """The two transactions in front."""
        return self.compared if self.comparing else None

    @property
    def told(self) -> Moment | None:
        """The moment up to which things are told; None for all of it: at the end, or with a look ahead."""
        tab = self.tab
        return None if tab is None or tab.moment.at_end or self.ahead else tab.moment

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
        """Apply `change`, and what follows of it for filters, marks and what can be undone; `changed(old, new)` follows
        unless nothing changed."""
        old = self.state
        new = with_past(old, known_then(change(old)))
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


def known_then(state: AppState) -> AppState:
    """`state` with what filters and marks find by what was known at the moment of each tab; with a look ahead by the
    end."""
    tabs = tuple([_judged(tab, state.ahead) for tab in state.tabs])
    alike = all(now is before for now, before in zip(tabs, state.tabs, strict=True))
    return state if alike else replace(state, tabs=tabs)


def with_past(old: AppState, new: AppState) -> AppState:
    """`new` with what of it can be undone, tab by tab. What opens, or grows, or brings its own past, is no change."""
    if new.tabs is old.tabs:
        return new
    before = {tab.key: tab for tab in old.tabs}
    tabs = tuple(_recorded(before.get(tab.key), tab) for tab in new.tabs)
    return new if all(map(is_, tabs, new.tabs)) else replace(new, tabs=tabs)


def _recorded(before: OpenTab | None, tab: OpenTab) -> OpenTab:
    if before is None or before is tab or before.document is not tab.document or before.past is not tab.past:
        return tab
    past = recorded(tab.past, held_in(before), held_in(tab))
    return tab if past is tab.past else replace(tab, past=past)


def held_in(tab: OpenTab) -> Held:
    """What a tab holds of all that can be undone."""
    filtering = tab.filtering
    return {
        "fold": tab.expanded,
        "filter": filtering.text,
        "rest": filtering.hides,
        "mark": tab.marking.marks,
        "note": tab.own_notes,
    }


def _judged(tab: OpenTab, ahead: bool) -> OpenTab:
    from xccviz.gui.state.filtering import judged as filter_judged  # late: an empty window has no filter

    step = None if ahead or tab.moment.at_end else tab.cursor.index
    filtering = filter_judged(tab.filtering, step)
    marking = marks_judged(tab.marking, step)
    if filtering is tab.filtering and marking is tab.marking:
        return tab
    return replace(tab, filtering=filtering, marking=marking)
