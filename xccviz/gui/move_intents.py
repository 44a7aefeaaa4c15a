"""What a person can want of the transaction's own time: a part of `Intents`."""

from __future__ import annotations

from collections.abc import Iterator

from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.state.moving import here_of
from xccviz.gui.state.pair import SIDES
from xccviz.gui.state.playing import begun, paused, ticked
from xccviz.gui.state.stage import Stage
from xccviz.gui.state.store import OpenTab, PaceId, Store
from xccviz.gui.state.tabs import goes_along, going_along, stepped, with_tab
from xccviz.gui.state.tied import tab_of
from xccviz.query.marking import noted
from xccviz.replay.cursor import at
from xccviz.replay.moves import Move
from xccviz.values import replace
from xccviz.words.marks import noted_words
from xccviz.words.names import name_in_sentence


class MoveIntents:
    """Going to another step of the tab in front."""

    _store: Store
    _stage: Stage

    def move(self, move: Move) -> None:
        """Go where a move leads."""
        here = here_of(self._store.state)
        step = move.to(here) if here is not None else None
        if step is not None:
            self.go_to_step(step)

    def go_to_step(self, index: int) -> None:
        """Stand after `index` steps. The step's box is brought in sight where it is not, and nothing else moves."""
        self._store.update(
            lambda s: with_tab(paused(s), lambda tab: stepped(tab, at(tab.document.timeline, index)))
        )
        self._stage.sight.reveal_step()

    def play(self) -> None:
        """Step by itself from here on, from the beginning where this is the end; or stop."""
        self._store.update(lambda s: begun(s) if s.playing is None else paused(s))

    def pause(self) -> None:
        """Stop playing."""
        self._store.update(paused)

    def tick(self) -> None:
        """The next step of playing; notes that are passed are told."""
        before = self._store.state
        self._store.update(ticked)
        self._stage.sight.reveal_step()
        now = self._store.state
        if before.pair is not None and now.pair is not None and before.pair.found is now.pair.found:
            for n, side in enumerate(SIDES):
                was, there = before.pair.moments[n].index, now.pair.moments[n].index
                for words in _passed(tab_of(now, now.pair, side), was, there):
                    bulletin().say(f"{side.upper()}: {words}", self)
        elif before.tab is not None and now.tab is not None and before.tab.key == now.tab.key:
            for words in _passed(now.tab, before.tab.cursor.index, now.tab.cursor.index):
                bulletin().say(words, self)

    def play_at(self, pace: PaceId) -> None:
        """Play at another pace, now or from the next time on."""
        self._store.update(lambda s: replace(s, pace=pace))

    def go_along(self, along: bool) -> None:
        """Go to the end and stay there when a running transaction grows, or stay at this step."""
        self._store.update(lambda s: with_tab(paused(s), lambda tab: going_along(tab, along)))
        self._stage.sight.reveal_selection()

    def switch_along(self) -> None:
        """The other of both."""
        tab = self._store.state.tab
        if tab is not None:
            self.go_along(not goes_along(tab))

    def switch_grain(self) -> None:
        """Step from receipt to receipt, or through everything."""
        self._store.update(lambda s: replace(s, grain="everything" if s.grain == "receipts" else "receipts"))


def _passed(tab: OpenTab | None, was: int, now: int) -> Iterator[str]:
    """The notes that were passed on the way from one step of a tab to a later one."""
    if tab is None:
        return
    for _, run in noted(tab.marking.marked, was, now):
        node = tab.document.graph.by_id[tab.document.timeline.steps[run - 1].node]
        yield noted_words(name_in_sentence(node), run)
