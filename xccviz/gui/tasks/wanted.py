"""What somebody wants to open, and the tab that comes of it. Pure functions."""

from __future__ import annotations

from collections.abc import Callable

from xccviz.annotations import Mark, Standing, annotations_of
from xccviz.document import Document, checked_node
from xccviz.gui.state.closed import without_hash
from xccviz.gui.state.filtering import hiding
from xccviz.gui.state.session import without
from xccviz.gui.state.store import AppState, OpenTab, ProblemState, Source
from xccviz.gui.state.tabs import filtered, open_tab
from xccviz.model.errors import UserError
from xccviz.opening.options import OpenResult
from xccviz.sources.given import reference_to
from xccviz.sources.network.wanted import Extra
from xccviz.sources.recognise.references import FileRef, JsonText, Reference, SampleRef, TransactionRef
from xccviz.values import frozen, replace


@frozen
class Wanted:
    """Something to open. `behind` the tab in front; `offline`: from what is kept, whoever may be asked; `instead` is
    tried where this can't be opened, `problem` told where none of them can, and is `about` what was wanted then; `then`
    is called once it is open."""

    text: str
    step: int | None
    select: str | None
    network: str | None = None
    pick: str | None = None
    behind: bool = False
    offline: bool = False
    filter: str = ""
    marks: tuple[Mark, ...] = ()
    expanded: frozenset[str] = frozenset()
    extras: frozenset[Extra] = frozenset()
    standing: Standing | None = None
    instead: tuple[Wanted, ...] = ()
    problem: ProblemState | None = None
    about: Wanted | None = None
    then: Callable[[OpenTab], None] | None = None

    @property
    def opened(self) -> Reference:
        """What it is, with the transaction that was picked of several."""
        opened = reference_to(self.text)
        if self.pick is not None and isinstance(opened, FileRef | JsonText):
            return replace(opened, transaction=self.pick)
        return opened

    @property
    def again(self) -> str:
        """What opens the same again."""
        opened = self.opened
        if self.pick is not None and isinstance(opened, FileRef):
            return f"{opened.path}#{self.pick}"
        return self.text


def standing_of(wanted: Wanted, document: Document) -> Standing:
    """How to stand before what has opened: as it was left, else as its capture says."""
    return wanted.standing or annotations_of(document.raw.extra.get("view")).standing


def _asked_for(document: Document, name: str | None) -> str | None:
    """The id of the receipt that was asked for, None where it is not there; `Opener` says that."""
    try:
        return checked_node(document, name)
    except UserError:
        return None


def opened_tab(wanted: Wanted, opened: OpenResult, standing: Standing) -> OpenTab:
    """A tab at the step and with the selection and filter that were asked for, else as it was left."""
    asked = wanted.step is not None or wanted.select is not None
    left = Standing() if asked else standing
    chosen = left.selection if wanted.standing is not None else opened.select or left.selection
    step = wanted.step if asked else left.step
    select = _asked_for(opened.document, wanted.select) or (opened.select if asked else chosen)
    plain = open_tab(opened.document, title_of(opened.document), select or None, step)
    tab = filtered(plain, wanted.filter or standing.filter)
    return replace(tab, filtering=hiding(tab.filtering, standing.hides and not wanted.filter))


def with_new_tab(state: AppState, tab: OpenTab, behind: bool) -> AppState:
    """The document in a tab of its own, `behind` one that is there; the same transaction opened again replaces its old
    tab."""
    tx_hash = tab.document.trace.transaction.hash
    closed = without_hash(state.closed, tx_hash)
    state = replace(state, left=without(state.left, tab.given), closed=closed)
    for i, old in enumerate(state.tabs):
        if old.document.trace.transaction.hash == tx_hash:
            active = state.active if behind else i
            tabs = (*state.tabs[:i], tab, *state.tabs[i + 1 :])
            return replace(state, tabs=tabs, active=active, comparing=state.comparing and behind)
    active = state.active if behind and state.tabs else len(state.tabs)
    return replace(state, tabs=(*state.tabs, tab), active=active, comparing=state.comparing and behind)


def source_of(opened: Reference) -> Source:
    """Where what was opened came from."""
    if isinstance(opened, TransactionRef):
        return "network"
    return "sample" if isinstance(opened, SampleRef) else "file"


def title_of(document: Document) -> str:
    """The name of a tab: its first call."""
    transaction = document.trace.transaction
    return document.graph.nodes[1].label if len(document.graph.nodes) > 1 else transaction.hash[:8]
