"""How every line of a receipt graph looks at a moment, and what occurs of them, kept while nothing about it changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from copy import copy
from typing import Self

from xccviz.display.graph.edges import Seen, Traits, edge_style, kinds_of, traits_of
from xccviz.display.lines import LineStyle
from xccviz.display.look import Standing, Stress, standing_of
from xccviz.document import Document
from xccviz.layout.layered.types import EdgePath, LayeredLayout
from xccviz.model.literals import SlotState
from xccviz.replay.changes import Difference
from xccviz.replay.standing import edge_slot_state
from xccviz.replay.types import Moment, Place


class LineLooks:
    """The look of every line, kept while nothing about it changes."""

    def __init__(self, document: Document, layout: LayeredLayout) -> None:
        self._analysis = document.analysis
        self._paths = layout.edges
        self._traits: dict[str, Traits] = {}
        self._styles: dict[str, LineStyle] = {}
        self._states: dict[str, dict[int, SlotState]] = {}
        self._counts: dict[str, Counter[SlotState]] = {}
        self._stress: Stress | None = None
        self._kinds: Counter[tuple[str, Standing]] | None = None
        edges = document.graph.edges
        self._feeding: dict[Place, list[tuple[EdgePath, int]]] = defaultdict(list)
        self._from: dict[str | None, list[EdgePath]] = defaultdict(list)
        for path in layout.edges:
            self._from[edges[path.edges[0]].source].append(path)
            for number in path.edges if path.slots else ():
                self._feeding[edges[number].target, edges[number].slot or 0].append((path, number))

    def copy(self) -> Self:
        """The same; from then on each takes differences by itself."""
        other = copy(self)
        other._styles = dict(self._styles)
        other._states = {key: dict(states) for key, states in self._states.items()}
        other._counts = {key: Counter(counts) for key, counts in self._counts.items()}
        other._kinds = Counter(self._kinds) if self._kinds is not None else None
        return other

    def stand_out(self, stress: Stress | None) -> None:
        """Something else stands out."""
        self._stress, self._kinds = stress, None

    def forget(self) -> None:
        """Everything may look different."""
        self._styles, self._states, self._counts, self._kinds = {}, {}, {}, None

    def take(self, difference: Difference, moment: Moment) -> set[str]:
        """The lines that look different at the moment, after that difference."""
        edges = self._analysis.graph.edges
        touched: dict[str, EdgePath] = {}
        for place in difference.places:
            for path, number in self._feeding.get(place, ()):
                touched[path.key] = path
                known = self._states.get(path.key)
                if known is not None:
                    state = edge_slot_state(self._analysis, edges[number], moment)
                    self._counts[path.key][known[number]] -= 1
                    self._counts[path.key][state] += 1
                    known[number] = state
        for node in difference.nodes:
            touched.update((path.key, path) for path in self._from.get(node, ()))
        changed: set[str] = set()
        for key, path in touched.items():
            before = self._styles.pop(key, None)
            if before is None or self.style(path, moment) != before:
                changed.add(key)
            if before is not None and self._kinds is not None:
                self._kinds.subtract(self._seen_of(path, before))
                self._kinds.update(self._seen_of(path, self.style(path, moment)))
        return changed

    def style(self, path: EdgePath, moment: Moment | None) -> LineStyle:
        """The look of one line."""
        found = self._styles.get(path.key)
        if found is None:
            states = self._held(path, moment)
            traits = self._traits.get(path.key)
            if traits is None:
                traits = self._traits[path.key] = traits_of(self._analysis, path)
            found = self._styles[path.key] = edge_style(self._analysis, path, traits, moment, states)
        return found

    def _held(self, path: EdgePath, moment: Moment | None) -> set[SlotState]:
        if not path.slots:
            return set()
        counts = self._counts.get(path.key)
        if counts is None:
            edges = self._analysis.graph.edges
            known = {number: edge_slot_state(self._analysis, edges[number], moment) for number in path.edges}
            counts = self._counts[path.key] = Counter(known.values())
            self._states[path.key] = known
        return {state for state, count in counts.items() if count}

    def seen(self, moment: Moment | None) -> Seen:
        """What occurs of lines."""
        if self._kinds is None:
            self._kinds = Counter(
                seen for path in self._paths for seen in self._seen_of(path, self.style(path, moment))
            )
        return {seen for seen, count in self._kinds.items() if count}

    def _seen_of(self, path: EdgePath, style: LineStyle) -> Sequence[tuple[str, Standing]]:
        standing = standing_of(path.key, self._stress)
        return [(kind, standing) for kind in kinds_of(style)]
