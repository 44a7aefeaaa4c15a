"""What becomes of two transactions that stand side by side: where they stand, what is selected, what is folded. All
pure functions, for `Store.update`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from xccviz.comparison import Comparison, Entry
from xccviz.gui.state.marking import Marking
from xccviz.gui.state.pair import SIDES, Halting, Pair, Run
from xccviz.gui.state.pair_filter import filtered_like, filtered_pair, hiding_pair, judged_pair
from xccviz.gui.state.stopping import stopping_at
from xccviz.gui.state.tabs import in_front, open_tab, same_step, selected, stepped, with_tab
from xccviz.gui.state.tied import tab_of
from xccviz.layout.compare.types import CompareLayout, CompareOptions
from xccviz.replay import moment_at
from xccviz.replay.cursor import at
from xccviz.replay.moves import Grain, Here, Move
from xccviz.replay.types import Moment, Timeline
from xccviz.replay.ways import Ways
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.analysis.compare.values import Missing
    from xccviz.gui.state.store import AppState, OpenTab

UNMARKED = (Marking(), Marking())
"""Two without marks."""


def paired(a: Run, b: Run, found: Comparison, layout: CompareLayout, options: CompareOptions) -> Pair:
    """Two runs as they open side by side: at the end, at the first difference of a call."""
    ways = Ways(a.document.analysis, a.document.timeline), Ways(b.document.analysis, b.document.timeline)
    index = len(found.line)
    first = _first(found)
    pair = Pair(
        a, b, found, layout, options, index, _moments(found, index), ways,
        first.call if first is not None else found.union.root.key,
        only=options.only, expanded=options.expanded,
    )  # fmt: skip
    return pair if first is None else replace(pair, number=first.number)


def with_pair(state: AppState, change: Callable[[Pair], Pair]) -> AppState:
    """`state` with `change` applied to the two runs in front; `state` itself when that changes nothing."""
    pair = state.pair
    changed = change(pair) if pair is not None else None
    return state if changed is None or changed is pair else replace(state, compared=changed)


def chosen_call(pair: Pair, key: str) -> Pair:
    """Another call selected, with the first of its differences."""
    if key not in pair.found.union.by_key:
        return pair
    numbers = pair.found.numbers_at.get(key, ())
    listed = {entry.number for entry in pair.entries}
    keeps = pair.number in numbers
    number = pair.number if keeps else next((n for n in numbers if n in listed), None)
    return (
        pair
        if (key, number) == (pair.selection, pair.number)
        else replace(pair, selection=key, number=number)
    )


def call_of_box(pair: Pair, calls: Sequence[str]) -> str:
    """What a click on the box of some calls selects: the one that is selected, else the first that differs, else the
    first."""
    differ = (call for call in calls if call in pair.found.numbers_at)
    return pair.selection if pair.selection in calls else next(differ, None) or calls[0]


def chosen_number(pair: Pair, number: int) -> Pair:
    """Another difference chosen, with its call; of a block of calls the one that is selected stays."""
    if not 0 < number <= len(pair.found.entries):
        return pair
    entry = pair.found.entry(number)
    keys = {pair.found.union.call_at(difference).key for difference in entry.differences}
    selection = pair.selection if pair.selection in keys else entry.call
    costs = pair.costs or entry.costs
    return replace(pair, number=number, selection=selection, costs=costs)


def next_number(pair: Pair, by: int) -> int | None:
    """The difference after the chosen one (1) or before it (-1), around the ends; None without any."""
    numbers = [entry.number for entry in pair.entries]
    if not numbers:
        return None
    if pair.number not in numbers:
        return numbers[0 if by > 0 else -1]
    return numbers[(numbers.index(pair.number) + by) % len(numbers)]


def stood(pair: Pair, index: int) -> Pair:
    """The two runs after `index` steps of their line, with that step's call selected; at the end with what they open
    with."""
    index = max(0, min(index, len(pair.found.line)))
    if index == pair.index:
        return pair
    moved = replace(pair, index=index, moments=_moments(pair.found, index), halted=None, halting=())
    moved = judged_pair(moved)
    if moved.at_end:
        first = _first(pair.found)
        return moved if first is None else chosen_number(moved, first.number)
    return chosen_call(moved, _call_of_step(pair.found, index))


def stood_like(now: Pair, before: Pair, was: Mapping[Missing, Missing]) -> Pair:
    """`now` where `before` stood: after as many steps of its runs, with the same call selected. `was`: of the runs that
    stay, each by its side, which side it was; it may have grown."""
    there = filtered_like(replace(now, costs=before.costs), before)
    if not before.at_end:
        stops, line = before.found.line.stops, now.found.line
        places = [
            line.after(
                side, same_step(_timeline(before, old), _timeline(now, side), stops[old][before.index])
            )
            for side, old in was.items()
        ]
        there = stood(there, min(places))
    nodes = (node for old in was.values() if (node := before.node(old)) is not None)
    call = next((call for node in nodes if (call := now.found.call_of(node)) is not None), None)
    return there if call is None else chosen_call(there, call.key)


def filtered_as(pair: Pair, tab: OpenTab) -> Pair:
    """The two filtered as the first was alone."""
    filtering = tab.filtering
    return hiding_pair(filtered_pair(pair, filtering.text), filtering.hides) if filtering.text else pair


def stood_as(pair: Pair, tab: OpenTab) -> Pair:
    """The two where the first stood alone, with what was selected there; at the end as they open."""
    pair = filtered_as(pair, tab)
    if tab.moment.at_end:
        return pair
    there = stood(pair, pair.found.line.index("a", tab.cursor.index))
    call = pair.found.call_of(tab.selection) if tab.selection is not None else None
    return there if call is None else chosen_call(there, call.key)


def _timeline(pair: Pair, side: Missing) -> Timeline:
    return pair.run(side).document.timeline


def markings(state: AppState, pair: Pair) -> tuple[Marking, Marking]:
    """The marks of both, which are those of their tabs."""
    a, b = (tab.marking if (tab := tab_of(state, pair, side)) is not None else Marking() for side in SIDES)
    return a, b


def goal_of(pair: Pair, move: Move, grain: Grain, marked: tuple[Marking, Marking] = UNMARKED) -> int | None:
    """Where in the line a move leads: to the nearest place to which it leads in one of the runs; None: nowhere."""
    found = []
    for side, here in zip(SIDES, heres(pair, grain, marked), strict=True):
        step = move.to(here)
        if step is not None:
            found.append(pair.found.line.index(side, step))
    if move.id == "step_last":
        found.append(len(pair.found.line))
    found = [index for index in found if index != pair.index]
    if not found:
        return None
    if move.id == "step_last":
        return max(found)
    ahead = [index for index in found if index > pair.index]
    return min(ahead) if len(ahead) == len(found) else max(found) if not ahead else found[0]


def heres(pair: Pair, grain: Grain, marked: tuple[Marking, Marking] = UNMARKED) -> tuple[Here, Here]:
    """Where moves begin in each run, with the marks of each."""
    stops = pair.found.line.stops
    made = [
        Here(ways, stops[side][pair.index], pair.node(side), grain, own.runs, own.halts, own.heeded)
        for side, ways, own in zip(SIDES, pair.ways, marked, strict=True)
    ]
    return made[0], made[1]


def run_as_tab(pair: Pair, side: Missing, before: OpenTab | None = None) -> OpenTab:
    """One of the two as a transaction in front: where it stands, with the call selected that is; `before`: as which it
    was shown last."""
    run = pair.run(side)
    tab = (
        before
        if before is not None and before.document is run.document
        else open_tab(run.document, run.title)
    )
    tab = stepped(tab, at(run.document.timeline, pair.found.line.stops[side][pair.index]))
    node, filtering = pair.node(side), pair.filtering(side)
    same = tab.selection == node and tab.filtering is filtering
    return tab if same else replace(tab, selection=node, filtering=filtering)


def either_alone(state: AppState) -> AppState | None:
    """As if the first of two side by side were the only transaction; None where no two are in front."""
    pair = state.pair
    if pair is None:
        return None
    tab = run_as_tab(pair, "a", tab_of(state, pair, "a"))
    return replace(state, tabs=(tab,), active=0, comparing=False)


def alone(state: AppState, side: Missing) -> AppState:
    """`state` with the tab of one of the two in front, standing as that run does; `state` itself where that tab was
    closed."""
    pair = state.pair
    key = tab_key(state, side)
    if pair is None or key is None:
        return state
    there = run_as_tab(pair, side)
    state = in_front(state, next(n for n, tab in enumerate(state.tabs) if tab.key == key))
    state = with_tab(state, lambda tab: stepped(tab, at(tab.document.timeline, there.cursor.index)))
    node = there.selection
    return state if node is None else with_tab(state, lambda tab: selected(tab, node))


def tab_key(state: AppState, side: Missing) -> int | None:
    """The key of the tab of one of the two; None where it was closed."""
    tab = tab_of(state, state.pair, side) if state.pair is not None else None
    return tab.key if tab is not None else None


def halted_at(pair: Pair, index: int, halting: tuple[Halting, ...]) -> Pair:
    """The two runs where marks stopped whoever plays, with the first call that is marked selected."""
    there = stood(pair, index)
    first = halting[0]
    chosen = chosen_call(there, pair.found.union.key_of[first.side][first.node])
    return replace(chosen, halted="mark", halting=halting)


def next_halt(state: AppState, pair: Pair) -> tuple[int, tuple[Halting, ...]] | None:
    """Where in their line marks of either stop next, and which: those of transactions whose tab is open."""
    found: dict[int, list[Halting]] = {}
    line = pair.found.line
    for side in SIDES:
        tab = tab_of(state, pair, side)
        if tab is None:
            continue
        halts = tab.marking.halts
        for halt in halts[bisect_left(halts, line.stops[side][pair.index]) :]:
            stop = stopping_at(tab, halt)
            if stop is None:
                continue
            index = line.index(side, halt) if stop.when == "after" else line.index(side, halt + 1) - 1
            if index > pair.index:
                found.setdefault(index, []).append(Halting(side, stop.node, stop.when))
                break
    first = min(found, default=None)
    return (first, tuple(found[first])) if first is not None else None


def _first(found: Comparison) -> Entry | None:
    """The difference that is chosen where nobody chose: the first that ended otherwise, else the first of a call, else
    the first."""
    root = found.union.root.key
    of_calls = [entry for entry in found.entries if entry.call != root]
    ended = (entry for entry in of_calls if entry.first.kind in ("status", "node"))
    return next(ended, None) or next(iter(of_calls), None) or next(iter(found.entries), None)


def _moments(found: Comparison, index: int) -> tuple[Moment, Moment]:
    a, b = found.a, found.b
    stops = found.line.stops
    return (
        moment_at(a.analysis, a.timeline, stops["a"][index]),
        moment_at(b.analysis, b.timeline, stops["b"][index]),
    )


def _call_of_step(found: Comparison, index: int) -> str:
    if index == 0:
        return found.union.root.key
    step = found.line.steps[index - 1]
    if step.a is not None:
        return found.union.key_of["a"][found.a.timeline.steps[step.a - 1].node]
    assert step.b is not None
    return found.union.key_of["b"][found.b.timeline.steps[step.b - 1].node]
