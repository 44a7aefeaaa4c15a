"""What filters look at, made in slices, so that no letter that is typed waits for all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from operator import is_not
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xccviz.document import Document
from xccviz.gui.state.comparing import with_pair
from xccviz.gui.state.pair import SIDES
from xccviz.gui.state.pair_filter import filtered_pair, looked_into
from xccviz.gui.state.store import AppState, OpenTab, Store
from xccviz.gui.state.tabs import filtered, with_tab_of
from xccviz.gui.state.telling import LARGE
from xccviz.gui.tasks.slices import Slices

if TYPE_CHECKING:
    from xccviz.query import Columns


class Finding(QObject):
    """Holds the columns of the documents that were filtered, for as long as they are open."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._made: dict[int, Columns] = {}
        self._slices, self._rest, self._both = Slices(self), Slices(self), Slices(self)
        self._beside: list[Document] | None = None
        self._typed = ""
        self._making: OpenTab | None = None
        self._then: dict[str, Callable[[Columns], None]] = {}
        store.changed.connect(self._forget)

    def columns(self, tab: OpenTab) -> Columns | None:
        """The columns of a tab's document, if they are made."""
        made = self._made.get(tab.key)
        return made if made is not None and made.document is tab.document else None

    def prepare(self) -> None:
        """Somebody is about to filter the tab in front."""
        tab = self._store.state.tab
        if tab is not None:
            self._prepare(tab)

    def filter_by(self, text: str) -> None:
        """Filter the tab in front: now, or as soon as its columns are made. Of what is typed until then only the last
        counts."""
        tab = self._store.state.tab
        if tab is None:
            return
        key = tab.key
        self.when_made(
            "filter",
            lambda columns: self._store.update(
                lambda s: with_tab_of(s, key, lambda tab: filtered(tab, text, columns))
            ),
        )

    def filter_both(self, text: str) -> None:
        """Filter the two that stand side by side: now, or, of large ones, as soon as their columns are made. Of what is
        typed until then only the last counts."""
        pair = self._store.state.pair
        if pair is None:
            return
        documents = [pair.run(side).document for side in SIDES]
        self._typed = text
        large = (side for side in SIDES if len(pair.run(side).document.graph.nodes) > LARGE)
        if any(not looked_into(pair, side) for side in large):
            if self._beside is None or any(map(is_not, self._beside, documents)):
                self._beside = documents
                made = chain.from_iterable(map(_columns, documents))
                self._both.run(made, self._tell_both)
            return
        self._store.update(lambda s: with_pair(s, lambda pair: filtered_pair(pair, text)))

    def _tell_both(self, columns: list[Columns]) -> None:
        documents, self._beside = self._beside, None
        pair, text = self._store.state.pair, self._typed
        if pair is None or documents is None or len(columns) != len(SIDES):
            return
        if not any(map(is_not, documents, [pair.run(side).document for side in SIDES])):
            self._store.update(lambda s: with_pair(s, lambda pair: filtered_pair(pair, text, columns)))

    def when_made(self, what: str, then: Callable[[Columns], None]) -> None:
        """Call `then` with the columns of the tab in front, now if they are made; another call for the same thing
        takes its place."""
        tab = self._store.state.tab
        if tab is None:
            return
        made = self.columns(tab)
        if made is not None:
            then(made)
            return
        self._prepare(tab, what, then)

    def forget(self, what: str) -> None:
        """Nobody waits for columns for the sake of this any more."""
        self._then.pop(what, None)

    def _prepare(self, tab: OpenTab, what: str = "", then: Callable[[Columns], None] | None = None) -> None:
        if self.columns(tab) is not None:
            return
        making = self._making
        if making is not None and making.document is not tab.document:
            self._slices.stop()
            if self._then:
                self._tell([made for made in _columns(making.document) if made is not None])
            self._making = None
        if then is not None:
            self._then[what] = then
        if self._making is None:
            self._making = tab
            self._slices.run(_columns(tab.document), self._tell)

    def _tell(self, found: list[Columns]) -> None:
        tab, then = self._making, self._then
        self._making, self._then = None, {}
        columns = found[-1]
        if tab is None or all(tab.key != other.key for other in self._store.state.tabs):
            return
        self._made[tab.key] = columns
        self._rest.run(_rest(columns), at_once=False)
        for call in then.values():
            call(columns)

    def _forget(self, old: AppState, new: AppState) -> None:
        """Hold on to nothing that was closed or has grown."""
        documents = {tab.key: tab.document for tab in new.tabs}
        self._made = {key: made for key, made in self._made.items() if made.document is documents.get(key)}


def _rest(columns: Columns) -> Iterator[None]:
    """What else terms look at: nobody waits for it, and when it is asked for it is there."""
    from xccviz.query.terms import ASKED

    yield from columns.make_lives()
    yield from columns.prepare(ASKED)


def _columns(document: Document) -> Iterator[Columns | None]:
    from xccviz.query import Columns  # late: nobody has to filter
    from xccviz.query.columns import MOST_ASKED

    yield None
    made = Columns(document)
    yield None
    yield from made.prepare(MOST_ASKED)
    if len(document.graph.nodes) > LARGE:  # a step into the past must not wait for it
        for _ in made.make_lives():
            yield None
    yield made
