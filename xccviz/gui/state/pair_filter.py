"""The filter of two transactions side by side: one text, and what it finds in each, by what was known where that
stands. A call that it finds in one of the two stays in sight in both, so that one sees what became of it in the other;
all else steps back in both, or is hidden in both. All pure functions, for `Store.update`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from xccviz.analysis.compare.values import Missing
from xccviz.display.look import Emphasis, ways_to
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
    return pair if (a, b) == pair.filters else judged_pair(_filtered(pair, a, b))


def looked_into(pair: Pair, side: Missing) -> bool:
    """Whether what a filter looks at is there for one of the two, at every moment."""
    columns = pair.filtering(side).columns
    return columns is not None and columns.document is pair.run(side).document and columns.has_lives


def hiding_pair(pair: Pair, hides: bool) -> Pair:
    """What is not found hidden in both, or dimmed."""
    a, b = (hiding(each, hides) for each in pair.filters)
    return _filtered(pair, a, b)


def judged_pair(pair: Pair) -> Pair:
    """Both by what is known where they stand, or, with a look ahead, by the end."""
    a, b = (
        judged(each, None if pair.ahead or moment.at_end else moment.index)
        for each, moment in zip(pair.filters, pair.moments, strict=True)
    )
    return _filtered(pair, a, b)


def _filtered(pair: Pair, a: Filtering, b: Filtering) -> Pair:
    """`pair` with that found in each. What of both stands out is settled anew where it is another in one of them."""
    if (a, b) == pair.filters:
        return pair
    if (a.emphasis, b.emphasis) == (pair.filters[0].emphasis, pair.filters[1].emphasis):
        return replace(pair, filters=(a, b))
    lights = _lights(pair.found, a, b)
    filters = (replace(a, emphasis=lights[0]), replace(b, emphasis=lights[1]))
    return replace(pair, filters=filters)


def _lights(found: Comparison, a: Filtering, b: Filtering) -> tuple[Emphasis, Emphasis]:
    """What stands out of each: hits are told as such where they are some, and the same call of the other run stays as
    it is."""
    if not a.hits and not b.hits:
        return Emphasis(), Emphasis()
    hits = frozenset(a.hits), frozenset(b.hits)
    stays = [
        own | _same_calls(found, side, other)
        for side, own, other in zip(SIDES, hits, hits[::-1], strict=True)
    ]
    ways = [ways_to(found.document(side).graph, lit) for side, lit in zip(SIDES, stays, strict=True)]
    made = []
    for side, own, lit, way, other in zip(SIDES, hits, stays, ways, ways[::-1], strict=True):
        dim = frozenset(found.document(side).graph.by_id) - lit
        gone = dim - way - _same_calls(found, side, other) if a.hides else frozenset()
        made.append(Emphasis(dim=dim, hits=own, gone=gone))
    return made[0], made[1]


def _same_calls(found: Comparison, side: Missing, nodes: Iterable[str]) -> frozenset[str]:
    """What nodes of the other run are in this one, as far as it has them."""
    key_of, by_key = found.union.key_of["b" if side == "a" else "a"], found.union.by_key
    return frozenset(same for node in nodes if (same := by_key[key_of[node]].node(side)) is not None)


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
    a, b = (each.emphasis for each in pair.filters)
    return _of_calls(pair.found, side, a, b) if a or b else Emphasis()


@lru_cache(maxsize=8)
def _of_calls(found: Comparison, side: Missing, a: Emphasis, b: Emphasis) -> Emphasis:
    """Who led to a hit does not step back, as in the drawing of one alone."""
    kept: set[str] = set()
    stays: set[str] = set()
    ways: set[str] = set()
    for each, emphasis in zip(SIDES, (a, b), strict=True):
        key_of, graph = found.union.key_of[each], found.document(each).graph
        kept |= {key for node, key in key_of.items() if node not in emphasis.gone}
        stays |= {key for node, key in key_of.items() if node not in emphasis.dim}
        ways |= {key_of[node] for node in ways_to(graph, emphasis.hits)}
    every = frozenset(found.union.by_key)
    hits = frozenset(found.union.key_of[side][node] for node in (a if side == "a" else b).hits)
    return Emphasis(dim=every - stays - ways, hits=hits, gone=every - kept)


def shown_filter(state: AppState) -> Filtering | None:
    """The filter of what is in front, of two the first one's; None where nothing is."""
    if state.pair is not None:
        return state.pair.filters[0]
    return state.tab.filtering if state.tab is not None else None
