"""What a person can want of two transactions side by side: a part of `Intents`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xccviz.analysis.compare.values import Missing
from xccviz.annotations import Mark
from xccviz.catalogue import tr
from xccviz.gui.look.bulletin import bulletin, copy
from xccviz.gui.move_intents import MoveIntents
from xccviz.gui.state.comparing import (
    alone,
    call_of_box,
    chosen_call,
    chosen_number,
    goal_of,
    markings,
    next_number,
    stood,
    stood_as,
    stood_like,
    with_pair,
)
from xccviz.gui.state.pair import SIDES, Pair, Run
from xccviz.gui.state.pair_filter import filtered_pair
from xccviz.gui.state.playing import paused
from xccviz.gui.state.stage import Stage
from xccviz.gui.state.store import OpenTab, Store
from xccviz.gui.state.tied import run_of
from xccviz.gui.tasks.comparing import Comparing
from xccviz.gui.tasks.opening import Opener
from xccviz.replay.moves import Move
from xccviz.tables.differences import as_markdown, row_as_markdown
from xccviz.values import replace


class CompareIntents(MoveIntents):
    """Putting two transactions side by side, and all that can be done with them there: moves move both."""

    _store: Store
    _stage: Stage
    comparing: Comparing
    opener: Opener

    def compare_with(self, given: str) -> None:
        """Compare the transaction in front, of two the first, with anything of interface.md §1."""
        front = self._front()
        if front is not None:
            stands = self._stands()
            self.opener.open(
                given,
                behind=True,
                then=lambda tab: self.comparing.compare(front, run_of(tab), stands=stands),
            )

    def open_beside(
        self,
        a: str,
        b: str,
        step: int | None,
        select: str | None,
        filter: str = "",
        marks: tuple[Mark, ...] = (),
        network: str | None = None,
    ) -> None:
        """Open both, on `network` if there is one of that name, with these marks in each, and put them side by side."""
        first: list[OpenTab] = []

        def both(second: OpenTab) -> None:
            for tab in first:
                self.comparing.compare(
                    run_of(tab),
                    run_of(second),
                    step=step,
                    select=select,
                    stands=lambda now: filtered_pair(now, filter),
                )

        for given, then in ((a, first.append), (b, both)):
            self.opener.open(
                given, network=network, behind=then == both, filter=filter, marks=marks, then=then
            )

    def compare_instead(self, first: bool, given: str) -> None:
        """Compare something else in place of the first run, or of the second."""
        pair = self._store.state.pair
        if pair is None:
            return

        def then(tab: OpenTab) -> None:
            other, side = run_of(tab), SIDES[first]
            runs = (other, pair.b) if first else (pair.a, other)
            self.comparing.compare(*runs, stands=lambda now: stood_like(now, pair, {side: side}))

        self.opener.open(given, behind=True, then=then)

    def compare_with_tab(self, key: int) -> None:
        """Compare the transaction in front with one that is open in another tab."""
        front = self._front()
        other = next((tab for tab in self._store.state.tabs if tab.key == key), None)
        if front is not None and other is not None:
            self.comparing.compare(front, run_of(other), stands=self._stands())

    def choose_what_to_compare_with(self) -> None:
        """Ask what to compare the transaction in front with."""
        if self._front() is not None:
            self._stage.ask_what_to_compare_with()

    def swap_runs(self) -> None:
        """The first run becomes the second."""
        pair = self._store.state.pair
        if pair is not None:
            options = replace(pair.wanted, expanded=frozenset(), selected=None)
            swapped: Mapping[Missing, Missing] = {"a": "b", "b": "a"}
            self.comparing.compare(pair.b, pair.a, options, stands=lambda now: stood_like(now, pair, swapped))

    def select_call(self, key: str) -> None:
        """Select a call of both runs and bring it in sight."""
        self._in_pair(lambda pair: chosen_call(pair, key))
        self._stage.sight.reveal_selection()

    def select_box(self, key: str) -> None:
        """Select what a box shows: a call, or of several the first that differs."""
        pair = self._store.state.pair
        box = pair.layout.layout.by_key.get(key) if pair is not None else None
        if pair is not None and box is not None:
            self.select_call(call_of_box(pair, box.nodes))

    def select_node(self, node: str) -> None:
        """The same by its node in either run."""
        pair = self._store.state.pair
        call = pair.found.call_of(node) if pair is not None else None
        if call is not None:
            self.select_call(call.key)

    def choose_difference(self, number: int) -> None:
        """Choose a difference, and select its call."""
        self._in_pair(lambda pair: chosen_number(pair, number))
        self._stage.sight.reveal_selection()

    def next_difference(self) -> None:
        """Choose the next difference; behind the last comes the first."""
        self._walk(1)

    def previous_difference(self) -> None:
        """Choose the difference before."""
        self._walk(-1)

    def _walk(self, by: int) -> None:
        pair = self._store.state.pair
        number = next_number(pair, by) if pair is not None else None
        if number is not None:
            self.choose_difference(number)

    def switch_equal(self) -> None:
        """Fold what does not differ, or show it again."""
        self._in_pair(lambda pair: replace(pair, only=not pair.only))

    def switch_costs(self) -> None:
        """Leave out differences of gas and fees, or show them again."""
        self._in_pair(lambda pair: replace(pair, costs=not pair.costs))

    def toggle_calls(self, key: str) -> None:
        """Fold or unfold calls of both runs."""
        pair = self._store.state.pair
        if pair is not None and (key in pair.expanded or _unfolds(pair, key)):
            self._in_pair(lambda pair: replace(pair, expanded=pair.expanded ^ {key}))

    def fold_calls(self) -> None:
        """Fold all that was unfolded."""
        self._in_pair(lambda pair: replace(pair, expanded=frozenset()))

    def stand_both(self, index: int) -> None:
        """Stand after `index` steps of the line of both."""
        self._store.update(lambda s: with_pair(paused(s), lambda pair: stood(pair, index)))
        self._stage.sight.reveal_selection()

    def move(self, move: Move) -> None:
        """Go where a move leads, of two runs to the nearer place."""
        state = self._store.state
        if state.pair is None:
            super().move(move)
            return
        goal = goal_of(state.pair, move, state.grain, markings(state, state.pair))
        if goal is not None:
            self.stand_both(goal)

    def go_to_step(self, index: int) -> None:
        """Stand after `index` steps, of two runs after so many of their line."""
        if self._store.state.pair is None:
            super().go_to_step(index)
        else:
            self.stand_both(index)

    def show_alone(self, side: Missing) -> None:
        """Bring the tab of one of the two to the front, where that run stands, with the same call selected."""
        self._store.update(lambda s: alone(s, side))
        self._stage.sight.reveal_selection()

    def copy_differences(self) -> None:
        """Put all that differs into the clipboard as Markdown."""
        pair = self._store.state.pair
        if pair is not None:
            copy(as_markdown(pair.found, pair.entries), tr("Differences copied as Markdown"))

    def copy_difference(self) -> None:
        """Put the chosen difference into the clipboard as Markdown."""
        pair = self._store.state.pair
        if pair is not None and pair.number is not None:
            copy(
                row_as_markdown(pair.found, pair.found.entry(pair.number)),
                tr("Difference copied as Markdown"),
            )
        elif pair is not None:
            bulletin().say(tr("No difference is chosen"), self)

    def _in_pair(self, change: Callable[[Pair], Pair]) -> None:
        self._store.update(lambda s: with_pair(s, change))

    def _front(self) -> Run | None:
        """The transaction in front, of two the first."""
        state = self._store.state
        if state.pair is not None:
            return state.pair.a
        return run_of(state.tab) if state.tab is not None else None

    def _stands(self) -> Callable[[Pair], Pair]:
        """Where two come to stand of which the transaction in front, of two the first, is A: where that stands."""
        state = self._store.state
        pair, tab = state.pair, state.tab
        if pair is not None:
            return lambda now: stood_like(now, pair, {"a": "a"})
        return lambda now: now if tab is None else stood_as(now, tab)


def _unfolds(pair: Pair, key: str) -> bool:
    box = pair.layout.layout.by_key.get(key)
    return box is not None and box.unfolds
