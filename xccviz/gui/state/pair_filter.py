"""The filter of two transactions side by side: one text, and what it finds in each, by what was known where that
stands. All pure functions, for `Store.update`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from xccviz.analysis.compare.values import Missing
from xccviz.display.look import Emphasis
from xccviz.gui.state.filtering import Filtering, hiding, judged, typed
from xccviz.gui.state.pair import SIDES, Pair
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.comparison import Comparison
    from xccviz.gui.state.store import AppState
    from xccviz.query import Columns


def filtered_pair(pair: Pair, text: str, columns: Sequence[Columns | None] = (None, None)) -> Pair:
    """Both filtered by what was typed; "" shows everything alike. `columns`: those of both, where they are made."""
    a, b = (
        typed(pair.filtering(side), text, pair.run(side).document, made)
        for side, made in zip(SIDES, columns, strict=True)
    )
    return pair if (a, b) == pair.filters else judged_pair(replace(pair, filters=(a, b)))


def looked_into(pair: Pair, side: Missing) -> bool:
    """Whether what a filter looks at is there for one of the two, at every moment."""
    columns = pair.filtering(side).columns
    return columns is not None and columns.document is pair.run(side).document and columns.has_lives


def hiding_pair(pair: Pair, hides: bool) -> Pair:
    """What is not found hidden in both, or dimmed."""
    a, b = (hiding(each, hides) for each in pair.filters)
    return pair if (a, b) == pair.filters else replace(pair, filters=(a, b))


def judged_pair(pair: Pair) -> Pair:
    """Both by what is known where they stand, or, with a look ahead, by the end."""
    a, b = (
        judged(each, None if pair.ahead or moment.at_end else moment.index)
        for each, moment in zip(pair.filters, pair.moments, strict=True)
    )
    return pair if (a, b) == pair.filters else replace(pair, filters=(a, b))


def filtered_like(now: Pair, before: Pair) -> Pair:
    """`now` with the filter that two others had."""
    first = before.filters[0]
    there = replace(now, ahead=before.ahead)
    return hiding_pair(filtered_pair(there, first.text), first.hides) if first.text else there


def looking(state: AppState, ahead: bool) -> Pair | None:
    """The two with what comes after their moment told too, or not."""
    pair = state.compared
    return judged_pair(replace(pair, ahead=ahead)) if pair is not None else None


def hit_calls(pair: Pair) -> tuple[str, ...]:
    """The keys of the calls that the filter finds in either, in display order."""
    found = {pair.found.union.key_of[side][hit] for side in SIDES for hit in pair.filtering(side).hits}
    return tuple(call.key for call in pair.found.union.calls if call.key in found)


def hit_call_after(pair: Pair, by: int) -> str | None:
    """The next of them behind what is selected, before it with `by` -1; from the last one goes to the first."""
    hits = hit_calls(pair)
    if not hits:
        return None
    places = {call.key: place for place, call in enumerate(pair.found.union.calls)}
    here = places[pair.selection]
    if by > 0:
        return next((key for key in hits if places[key] > here), hits[0])
    return next((key for key in reversed(hits) if places[key] < here), hits[-1])


def emphasis_on(pair: Pair, side: Missing) -> Emphasis:
    """What stands out of the drawing that both share, in keys of calls; always the same object for the same filter."""
    emphasis = pair.filtering(side).emphasis
    return _of_calls(pair.found, side, emphasis) if emphasis else emphasis


@lru_cache(maxsize=8)
def _of_calls(found: Comparison, side: Missing, emphasis: Emphasis) -> Emphasis:
    keys = found.union.key_of[side]
    hits = frozenset(keys[node] for node in emphasis.hits)
    every = frozenset(found.union.by_key)
    kept = frozenset(key for node, key in keys.items() if node not in emphasis.gone)
    return Emphasis(dim=every - hits, hits=hits, gone=every - hits - kept if emphasis.gone else frozenset())


def shown_filter(state: AppState) -> Filtering | None:
    """The filter of what is in front, of two the first one's; None where nothing is."""
    if state.pair is not None:
        return state.pair.filters[0]
    return state.tab.filtering if state.tab is not None else None
