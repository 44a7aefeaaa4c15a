"""Comparison: two documents aligned call by call and step by step, with what differs, numbered (no layout).

Document A ┐
           ├→ Diff → Union of calls → numbers
Document B ┘         PairLine of steps
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from xccviz.analysis.compare.diff import compared
from xccviz.analysis.compare.types import COSTS, Diff, Difference
from xccviz.analysis.compare.union import Call, Union, numbered, unite
from xccviz.analysis.compare.values import Missing
from xccviz.document import Document
from xccviz.replay.aligned import PairLine, align_steps
from xccviz.replay.types import Timeline
from xccviz.values import frozen
from xccviz.words.differences import Wording, left_out, with_titles, wordings

MANY = 100
"""Of more differences those alike have one number."""
ALIKE = 3
"""So many are alike then."""


@frozen
class Entry:
    """What has one number: a difference, or many alike of calls of one name. `call`: the key of the (first) call;
    `told`: what it says, of many what the first one says; `more`: places that are not told; `step`: the step of the
    line at which it shows (None: at none)."""

    number: int
    differences: tuple[Difference, ...]
    call: str
    told: tuple[Wording, ...]
    more: int
    step: int | None

    @property
    def first(self) -> Difference:
        """The difference, of many the first."""
        return self.differences[0]

    @property
    def costs(self) -> bool:
        """Whether it is one of gas or fees."""
        return self.first.kind in COSTS


@frozen(eq=False)
class Comparison:
    """Two runs side by side. `numbers_at`: key of a call → the numbers of what differs there; `numbers_of`: step of the
    line → numbers of what shows there, those of the whole left out."""

    a: Document
    b: Document
    found: Diff
    union: Union
    line: PairLine
    entries: tuple[Entry, ...]
    numbers_at: Mapping[str, tuple[int, ...]]
    numbers_of: Mapping[int, tuple[int, ...]]

    def later(self, index: int) -> frozenset[int]:
        """The numbers of what shows only after so many steps of the line; what shows at none is of the end."""
        last = len(self.line)
        steps = ((entry.number, last if entry.step is None else entry.step) for entry in self.entries)
        return frozenset(number for number, step in steps if step > index)

    def document(self, side: Missing) -> Document:
        """One of the two."""
        return self.a if side == "a" else self.b

    def entry(self, number: int) -> Entry:
        """What has a number."""
        return self.entries[number - 1]

    def call_of(self, node: str) -> Call | None:
        """The call that a node of either run is, or hangs below."""
        keys = self.union.key_of
        key = keys["a"].get(node) or keys["b"].get(node)
        return self.union.by_key[key] if key is not None else None


def compare(a: Document, b: Document) -> Comparison:
    """Compare two documents; `compare(b, a)` finds the same with the sides swapped. Between two steps of the line that
    both have, those of the first side come first."""
    alignment, plain = compared(a.analysis, b.analysis)
    found = with_titles(plain, a, b)
    union = unite(alignment)
    line = align_steps(union, (a.graph, a.timeline), (b.graph, b.timeline))
    groups = _groups(numbered(found, union))
    entries = tuple(
        Entry(
            number,
            tuple(group),
            union.call_at(group[0]).key,
            tuple(wordings(group[0], a, b)),
            left_out(group[0]),
            _step(group[0], a.timeline, b.timeline, line),
        )
        for number, group in enumerate(groups, start=1)
    )
    at: dict[str, list[int]] = {}
    of: dict[int, list[int]] = {}
    for entry in entries:
        calls = dict.fromkeys(union.call_at(difference).key for difference in entry.differences)
        for key in calls:
            at.setdefault(key, []).append(entry.number)
        if entry.call == union.root.key:
            continue
        steps = (_step(difference, a.timeline, b.timeline, line) for difference in entry.differences)
        for step in dict.fromkeys(steps):
            if step is not None:
                of.setdefault(step, []).append(entry.number)
    return Comparison(
        a, b, found, union, line, entries,
        {key: tuple(numbers) for key, numbers in at.items()},
        {step: tuple(numbers) for step, numbers in of.items()},
    )  # fmt: skip


def _groups(differences: Sequence[Difference]) -> list[list[Difference]]:
    """Each difference for itself; of very many, those alike together: the same thing of calls of one name."""
    if len(differences) <= MANY:
        return [[difference] for difference in differences]
    counts = Counter(map(_alike, differences))
    groups: dict[object, list[Difference]] = {}
    for number, difference in enumerate(differences):
        key = _alike(difference)
        groups.setdefault(key if counts[key] >= ALIKE else number, []).append(difference)
    return list(groups.values())


def _alike(difference: Difference) -> tuple[object, ...]:
    name = difference.path[-1].partition(" #")[0] if difference.path else ""
    slot = difference.slot if difference.what == "awaits" else None
    return difference.kind, difference.what, difference.action, slot, difference.missing, name


def _step(difference: Difference, a: Timeline, b: Timeline, line: PairLine) -> int | None:
    """The step at which a difference shows: of a slot where it is filled, of a call where it runs, of the end the last
    one; none where nothing says."""
    if difference.kind == "verdict":
        return len(line)
    if difference.what == "total" or difference.kind in ("completeness", "account"):
        return None
    sides: tuple[tuple[Missing, str | None, Timeline], ...] = (
        ("a", difference.a_node, a),
        ("b", difference.b_node, b),
    )
    for side, node, timeline in sides:
        history = timeline.history
        step = history.ran_at.get(node or "")
        if difference.kind == "promise_result" and difference.slot is not None:
            step = history.arrived_at.get((node or "", difference.slot), step)
        if step is not None:
            return line.index(side, step)
    return None
