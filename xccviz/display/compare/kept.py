"""What of a drawing of two runs is the same at every step, and how far the members of blocks have come: kept from step
to step, so that of thousands only those that a step changes are looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.compare.values import Missing
from xccviz.comparison import Comparison
from xccviz.display.graph.edges import Traits, traits_of
from xccviz.layout.compare.types import CompareLayout
from xccviz.layout.layered.types import EdgePath
from xccviz.model.literals import Progress
from xccviz.replay.changes import Changes
from xccviz.replay.standing import progress_of
from xccviz.replay.types import Moment
from xccviz.values import replace

Come = list[Progress | None]
"""How far each member has come; None for what the run lacks."""


class Kept:
    """Of one run in one layout."""

    def __init__(self, found: Comparison, layout: CompareLayout, side: Missing) -> None:
        self.found, self.layout, self.side = found, layout, side
        self.slots = frozenset(
            (found.union.call_at(difference).key, difference.slot)
            for difference in found.found.differences
            if difference.kind == "promise_result" and difference.slot is not None
        )
        document = found.document(side)
        self._analysis = document.analysis
        self._changes = Changes(document.analysis, document.timeline)
        self._lines: dict[str, tuple[EdgePath, Traits | None]] = {}
        self._come: dict[str, tuple[int, Come]] = {}
        self._places: dict[str, Mapping[str, int]] = {}

    def fits(self, found: Comparison, layout: CompareLayout) -> bool:
        """Whether it is of these."""
        return self.found is found and self.layout is layout

    def line(self, path: EdgePath) -> tuple[EdgePath, Traits | None]:
        """A line as this run has it, and what of its edges decides how it looks; None where the run lacks it."""
        known = self._lines.get(path.key)
        if known is None:
            mine = self.layout.line(path.key, self.side)
            here = replace(path, edges=mine.edges, slots=mine.slots or path.slots)
            known = self._lines[path.key] = here, traits_of(self._analysis, here) if mine.edges else None
        return known

    def come(self, key: str, calls: Sequence[str], moment: Moment | None) -> Come:
        """How far the calls of a box have come at a moment."""
        by_key = self.found.union.by_key
        if moment is None:
            nodes = (by_key[call].node(self.side) for call in calls)
            return [None if node is None else progress_of(self._analysis, node, None) for node in nodes]
        known = self._come.get(key)
        changed = self._changes.between(known[0], moment.index) if known is not None else None
        if known is None or changed is None:
            nodes = (by_key[call].node(self.side) for call in calls)
            made = [None if node is None else progress_of(self._analysis, node, moment) for node in nodes]
        else:
            made, places = known[1], self._places_of(key, calls)
            for node in changed.nodes:
                place = places.get(node)
                if place is not None:
                    made[place] = progress_of(self._analysis, node, moment)
        self._come[key] = moment.index, made
        return made

    def _places_of(self, key: str, calls: Sequence[str]) -> Mapping[str, int]:
        known = self._places.get(key)
        if known is None:
            by_key = self.found.union.by_key
            nodes = ((by_key[call].node(self.side), place) for place, call in enumerate(calls))
            known = self._places[key] = {node: place for node, place in nodes if node is not None}
        return known
