"""The gas view owner by owner, for windows: what is in sight is made when it comes there, and at a step only what that
changes is made anew."""

from __future__ import annotations

from collections.abc import Sequence, Set
from copy import copy
from typing import Self

from xccviz.display.icicle.draw import Painter, apart_cells
from xccviz.display.look import Look, Stress, hovered, stress_of, stressed
from xccviz.display.parts import LEVEL, Key, difference
from xccviz.display.types import DisplayList, Primitive
from xccviz.document import Document
from xccviz.layout.icicle.types import IcicleLayout
from xccviz.layout.icicle.walk import outlined
from xccviz.layout.types import Bounds
from xccviz.replay.changes import Changes

_LEADER, _BOX = LEVEL["badge"], LEVEL["box"]


class GasParts:
    """The parts of one layout of a document; the same primitives as `draw` makes at the look that was taken last."""

    def __init__(self, document: Document, layout: IcicleLayout) -> None:
        self._layout, self._painter = layout, Painter(document, layout)
        self._children = document.graph.children
        self._leaders = {leader.key: leader for leader in layout.leaders}
        self._changes = Changes(document.analysis, document.timeline)
        self._look = Look()
        self._stress: Stress | None = None
        self._outlined: frozenset[str] = frozenset()
        self._made: dict[Key, tuple[Primitive, ...]] = {}
        self._furniture: DisplayList | None = None
        self.keys: Sequence[Key] = (
            *((leader.key, _LEADER) for leader in layout.leaders),
            *((cell.key, _BOX) for cell in (*layout.cells, *apart_cells(layout))),
            *(((None, _BOX),) if layout.beyond_at is not None else ()),
        )

    def copy(self) -> Self:
        """The same at the same look; from then on each takes looks by itself."""
        other = copy(self)
        other._made = dict(self._made)
        return other

    def take(self, look: Look) -> Set[str] | None:
        """Take another look; the owners that may look different from now on, None for all."""
        before, self._look = self._look, look
        self._furniture = None
        changed = self._changed(before, look)
        for key in [(owner, level) for owner in changed or () for level in (_LEADER, _BOX)]:
            self._made.pop(key, None)
        if changed is not None:
            return changed
        if look.emphasis is not before.emphasis:
            self._stress = stress_of(self._layout, look.emphasis) if look.emphasis else None
        self._outlined = outlined(self._layout, look.hovered) if look.hovered is not None else frozenset()
        self._made = {}
        return None

    def _changed(self, before: Look, look: Look) -> Set[str] | None:
        differs = difference(self._changes, before, look)
        if differs is None:
            return None
        box_of = self._layout.box_of
        found = {box_of[each] for node in differs.nodes for each in (node, *self._children.get(node, ()))}
        if look.selection != before.selection:
            found.update(box_of.get(each or "", each or "") for each in (before.selection, look.selection))
        return found

    def bounds(self, key: Key) -> Bounds | None:
        """What it may touch in scene px."""
        owner, level = key
        if level == _LEADER:
            leader = self._leaders[owner or ""]
            words = leader.words
            left, right = min(words.x, leader.x - 9), max(words.right, leader.x + 9)
            return Bounds(left - 2, leader.top, right - left + 4, words.bottom - leader.top + 4)
        cell = self._layout.by_key.get(owner or "")
        if cell is None:
            return self._layout.beyond_at
        b = cell.bounds
        return Bounds(b.x - 6, b.y - 6, b.width + 14, b.height + 12)

    def whole(self, key: Key) -> Sequence[Primitive]:
        """All primitives of a key."""
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = tuple(self._with_look(self._paint(key)))
        return made

    brief = told = whole

    def _paint(self, key: Key) -> Sequence[Primitive]:
        owner, level = key
        if level == _LEADER:
            return self._painter.leader(self._leaders[owner or ""], self._look)
        if owner is None:
            return self._painter.beyond()
        return self._painter.cell(self._layout.by_key[owner], self._look)

    def _with_look(self, made: Sequence[Primitive]) -> Sequence[Primitive]:
        if self._stress is not None:
            made = stressed(made, self._stress)
        return hovered(made, self._outlined, ()) if self._outlined else made

    @property
    def furniture(self) -> DisplayList:
        """The path, the bars, the legend and what the host is told."""
        if self._furniture is None:
            self._furniture = self._painter.furnished((), self._look, tagged=False)
        return self._furniture
