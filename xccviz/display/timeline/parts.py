"""The timeline owner by owner, for windows: what is in sight is made when it comes there, and at a step only what that
changes is made anew."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from copy import copy
from typing import Self

from xccviz.display.look import Look, Stress, hovered, stress_of, stressed
from xccviz.display.parts import LEVEL, Key, around_line, difference
from xccviz.display.timeline.bars import BarPainter
from xccviz.display.timeline.draw import ends_of, furnished, now_columns, paint_one, step_at
from xccviz.display.timeline.frame import TAG_WIDE, now_key, now_line
from xccviz.display.timeline.lines import paint_elbow
from xccviz.display.timeline.moments import now_x
from xccviz.display.timeline.sides import Sides
from xccviz.display.timeline.uprights import Crossings
from xccviz.display.types import DisplayList, Path, Primitive, Rect
from xccviz.document import Document
from xccviz.layout.timeline.types import FIRST, HEADER, Bar, Elbow, TimelineLayout
from xccviz.layout.timeline.walk import lines_of
from xccviz.layout.types import REFUNDS_KEY, Bounds
from xccviz.replay.changes import Changes, Difference
from xccviz.values import replace

_LINE, _NOW, _BOX = LEVEL["edge"], LEVEL["badge"], LEVEL["box"]


class TimelineParts:
    """The parts of one layout of a document; the same primitives as `draw` makes at the look that was taken last."""

    def __init__(self, document: Document, layout: TimelineLayout) -> None:
        self._document, self._layout = document, layout
        self._sides = Sides(document, layout)
        self._look = Look()
        self._stress: Stress | None = None
        self._stay: frozenset[str] | None = None
        self._painter, self._crossings = BarPainter(document, layout), Crossings(layout)
        self._uprights = self._crossings.seen(None)
        self._changes = Changes(document.analysis, document.timeline)
        self._known = _Known(layout, document)
        self._now: int | None = None
        self._elbows = {elbow.key: elbow for elbow in layout.elbows}
        self._columns = {now_key(number): number for number in now_columns(layout)}
        self._ground = {part.key: part for part in self._sides.ground if part.layer in LEVEL}
        self._made: dict[Key, tuple[Primitive, ...]] = {}
        self._furniture: DisplayList | None = None
        table = self._sides.table
        self._rows = table.rows(self._row) if table is not None else None
        self._made_rows: dict[int, tuple[Primitive, ...]] = {}
        self.keys: Sequence[Key] = (
            *((key, _LINE) for key in self._ground),
            *((elbow.key, _LINE) for elbow in layout.elbows),
            *((key, _NOW) for key in self._columns),
            *((bar.key, _BOX) for bar in layout.bars),
            *((elbow.key, _BOX) for elbow in layout.elbows),
        )

    def copy(self) -> Self:
        """The same at the same look; from then on each takes looks by itself."""
        other = copy(self)
        other._made, other._made_rows = dict(self._made), dict(self._made_rows)
        other._rows = replace(self._rows, primitives=other._row) if self._rows is not None else None
        return other

    def take(self, look: Look) -> Set[str] | None:
        """Take another look; the owners that may look different from now on, None for all."""
        before, self._look = self._look, look
        now, self._now = self._now, self._sides.now_column(look.moment)
        self._furniture = None
        if look.selection != before.selection:
            self._uprights = self._crossings.seen(look.selection)
        differs = difference(self._changes, before, look)
        table = self._sides.table
        if table is not None and table.ended(before.moment) != table.ended(look.moment):
            self._made_rows = {}  # shares of the whole
        if differs is not None:
            changed = self._changed(before, look, differs, now)
            for key in [(owner, level) for owner in changed for level in (_LINE, _NOW, _BOX)]:
                self._made.pop(key, None)
            self._forget_rows((*differs.nodes, before.selection, look.selection))
            return changed
        layout = self._layout
        if look.emphasis is not before.emphasis:
            self._stress = stress_of(layout, look.emphasis, ends_of(layout)) if look.emphasis else None
        known = look.hovered if look.hovered in layout.by_key else None
        self._stay = lines_of(layout, known) if known is not None else None
        self._made, self._made_rows = {}, {}
        return None

    def _forget_rows(self, nodes: Iterable[str | None]) -> None:
        """The rows of the table that tell of these nodes."""
        numbers = self._sides.table.number_of if self._sides.table is not None else {}
        for node in nodes:
            self._made_rows.pop(numbers.get(node or "", -1), None)

    def _row(self, number: int) -> Sequence[Primitive]:
        made, table = self._made_rows.get(number), self._sides.table
        if made is None and table is not None:
            made = self._made_rows[number] = table.row(number, self._look.moment, self._look.selection)
        return made or ()

    def _changed(self, before: Look, look: Look, differs: Difference, now: int | None) -> Set[str]:
        """`now`: the column of *now* at the look before."""
        layout, known = self._layout, self._known
        found = {layout.box_of[node] for node in (*differs.nodes, *(node for node, _ in differs.places))}
        found.update(key for node in differs.nodes for key in known.of_producer.get(node, ()))
        found.update(key for node in differs.nodes for key in known.of_parent.get(node, ()))
        if look.selection != before.selection:
            chosen = (before.selection, look.selection)
            found.update(layout.box_of.get(each or "", each or "") for each in chosen)
            found.update(key for each in chosen for key in self._crossings.touched(each))
            found.update(key for each in chosen for key in known.of_callback.get(each or "", ()))
        if now != self._now:
            found.update(now_key(column) for column in (now, self._now) if column is not None)
            found.update(known.passed(now_x(layout, now), now_x(layout, self._now)))
        if look.moment is not before.moment:
            found.update(known.of_callback.get(look.selection or "", ()))
            if self._now is not None:
                found.add(now_key(self._now))  # it says the step
        return found

    def bounds(self, key: Key) -> Bounds | None:
        """What it may touch in scene px."""
        layout, owner = self._layout, key[0] or ""
        if owner in self._ground:
            return _around_ground(self._ground[owner])
        elbow = self._elbows.get(owner)
        if elbow is not None:
            return _around_elbow(elbow)
        if owner in self._columns and key[1] == _NOW:
            x = now_x(layout, self._columns[owner]) or FIRST
            return Bounds(x - TAG_WIDE, HEADER, 2 * TAG_WIDE, layout.body - HEADER)
        return _around(layout.by_key[owner])

    def whole(self, key: Key) -> Sequence[Primitive]:
        """All primitives of a key."""
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = tuple(self._paint(key))
        return made

    brief = told = whole

    def _paint(self, key: Key) -> Sequence[Primitive]:
        owner, level = key[0] or "", key[1]
        if owner in self._ground and level == _LINE:
            return (self._ground[owner],)
        if owner in self._columns and level == _NOW:
            number = self._columns[owner]
            return now_line(self._layout, number, step_at(self._look, number, self._now))
        elbow, look = self._elbows.get(owner), self._look
        if elbow is not None:
            painted = paint_elbow(self._document.analysis, self._layout, elbow, look.moment, look.selection)
            made: Sequence[Primitive] = [p for p in painted if LEVEL[p.layer] == level]
        else:
            bar, now = self._layout.by_key[owner], now_x(self._layout, self._now)
            painted = paint_one(self._painter, self._layout, bar, look, now, self._uprights)
            made = [p for p in painted if p.layer in LEVEL]
        if self._stress is not None:
            made = stressed(made, self._stress)
        if self._stay is not None:
            made = hovered(made, (self._look.hovered or "",), self._stay)
        return made

    @property
    def furniture(self) -> DisplayList:
        """Header, labels, table, strip, legend, and what the host is told."""
        if self._furniture is None:
            left = (*self._sides.left, *self._labels())
            self._furniture = furnished(
                self._document, self._layout, self._look, self._sides, left, self._rows, tagged=False
            )
        return self._furniture

    def _labels(self) -> Sequence[Primitive]:
        """What of a bar stands in a strip: the label of folded refunds."""
        now = now_x(self._layout, self._now)
        folded = [bar for bar in self._layout.bars if bar.kind == "refunds"]
        painted = (
            paint_one(self._painter, self._layout, bar, self._look, now, self._uprights) for bar in folded
        )
        return [p for made in painted for p in made if p.layer not in LEVEL]


class _Known:
    """What of a layout depends on what: keys of the lines that begin at a node or lead into its slots, of the refunds
    whose amount it tells when it runs, and of what looks different on both sides of *now*."""

    def __init__(self, layout: TimelineLayout, document: Document) -> None:
        self.of_parent: dict[str, list[str]] = defaultdict(list)
        for bar in layout.bars:
            node = document.graph.by_id.get(bar.node or "")
            if node is not None and node.is_refund and node.parent is not None:
                self.of_parent[node.parent].append(bar.key)
        self.of_producer: dict[str, list[str]] = defaultdict(list)
        self.of_callback: dict[str, list[str]] = defaultdict(list)
        for elbow in layout.elbows:
            if elbow.callback is not None:
                self.of_callback[elbow.callback].append(elbow.key)
            elif elbow.producer is not None:
                self.of_producer[elbow.producer].append(elbow.key)
        self._waits = [
            (wait.bounds.x, wait.bounds.right, bar.key) for bar in layout.bars for wait in bar.waits
        ]
        self._path = [bar.key for bar in layout.bars if bar.path and layout.path_on]
        self._refunds = (REFUNDS_KEY,) if REFUNDS_KEY in layout.by_key else ()

    def passed(self, before: float | None, after: float | None) -> Iterator[str]:
        """What looks different where *now* goes from one x to another; None: at the end, beyond all of it."""
        low, high = sorted(math.inf if x is None else x for x in (before, after))
        yield from self._refunds
        yield from self._path if (before is None) != (after is None) else ()
        yield from (key for left, right, key in self._waits if left < high and right > low)


def _around(bar: Bar) -> Bounds:
    """What may be painted of a bar: with its ring, its outline, and words above it and beyond its right."""
    b = bar.bounds
    words = [bar.title, *(wait.words for wait in bar.waits)]
    right = max([b.right, *(w.x + w.room for w in words if w is not None)])
    return Bounds(b.x - 12, b.y - 24, right - b.x + 24, b.height + 36)


def _around_ground(part: Primitive) -> Bounds:
    if isinstance(part, Rect):
        return Bounds(part.x - 1, part.y - 1, part.width + 2, part.height + 2)
    return around_line(part) if isinstance(part, Path) else Bounds(0, 0, 0, 0)


def _around_elbow(elbow: Elbow) -> Bounds:
    xs = [s.points[0] for s in elbow.segments] + ([elbow.badge[0]] if elbow.badge is not None else [])
    ys = [s.points[1] for s in elbow.segments] + ([elbow.badge[1]] if elbow.badge is not None else [])
    return Bounds(min(xs) - 16, min(ys) - 12, max(xs) - min(xs) + 32, max(ys) - min(ys) + 24)
