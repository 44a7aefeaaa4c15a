"""The sequence owner by owner, for windows: what is in sight is made when it comes there, and at a step only what that
changes is made anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from copy import copy
from typing import Self

from xccviz.display.look import Look, Stress, hovered, stressed
from xccviz.display.parts import LEVEL, Key, difference
from xccviz.display.sequence.bars import BarPainter
from xccviz.display.sequence.draw import all_spots, furnished, look_stress
from xccviz.display.sequence.frame import LIFELINES, Frame
from xccviz.display.sequence.legend import Remaining, remaining
from xccviz.display.sequence.messages import draw_badge, draw_line, sentence, style_of
from xccviz.display.sequence.sides import Sides
from xccviz.display.types import DisplayList, Primitive
from xccviz.document import Document
from xccviz.layout.sequence.messages import outside_key
from xccviz.layout.sequence.types import GUTTER, Bar, Message, SequenceLayout
from xccviz.layout.sequence.walk import lines_of
from xccviz.layout.types import Bounds
from xccviz.replay.changes import Changes, Difference
from xccviz.replay.types import Place

_LINE, _BADGE, _BOX = LEVEL["edge"], LEVEL["badge"], LEVEL["box"]
_BAND, _NOW = "band:", "now:"


class SequenceParts:
    """The parts of one layout of a document; the same primitives as `draw` makes at the look that was taken last."""

    def __init__(self, document: Document, layout: SequenceLayout) -> None:
        self._document, self._layout = document, layout
        self._frame, self._sides = Frame(document, layout), Sides(document, layout)
        self._look = Look()
        self._stress: Stress | None = None
        self._left: Remaining | None = None
        self._stay: frozenset[str] | None = None
        self._spots = all_spots(document, layout, self._sides)
        self._messages = {message.key: message for message in layout.messages}
        self._changes = Changes(document.analysis, document.timeline)
        self._lines = _Lines(layout)
        self._painter = BarPainter(document)
        self._made: dict[Key, tuple[Primitive, ...]] = {}
        self._furniture: DisplayList | None = None
        bands = [(f"{_BAND}{number}", band) for number, band in enumerate(layout.bands)]
        self.keys: Sequence[Key] = (
            *((key, _LINE) for key, _ in bands),
            (LIFELINES, _LINE),
            *((message.key, _LINE) for message in layout.messages),
            *((message.key, _BADGE) for message in layout.messages if message.badge is not None),
            *((f"{_NOW}{row}", _BADGE) for row in range(-1, len(layout.rows))),
            *((key, _BOX) for key, band in bands if band.words_x is not None),
            *((bar.key, _BOX) for bar in layout.bars),
        )

    def copy(self) -> Self:
        """The same at the same look; from then on each takes looks by itself."""
        other = copy(self)
        other._made, other._painter = dict(self._made), self._painter.copy()
        return other

    def take(self, look: Look) -> Set[str] | None:
        """Take another look; the owners that may look different from now on, None for all."""
        before, self._look = self._look, look
        self._furniture = None
        changed = self._changed(before, look)
        for key in [(owner, level) for owner in changed or () for level in (_LINE, _BADGE, _BOX)]:
            self._made.pop(key, None)
        if changed is not None:
            return changed
        layout = self._layout
        if look.emphasis is not before.emphasis:
            self._stress = look_stress(layout, look)
            self._left = remaining(self._document, layout, self._stress)
        known = look.hovered if look.hovered in layout.by_key else None
        self._stay = lines_of(layout, known) if known is not None else None
        self._made = {}
        return None

    def _changed(self, before: Look, look: Look) -> Set[str] | None:
        differs = difference(self._changes, before, look)
        self._painter.forget(differs.nodes if differs is not None else None)
        if differs is None:
            return None
        found = self._owners(differs)
        if look.selection != before.selection:
            found.update(filter(None, map(self._chosen, (before, look))))
        rows = [self._frame.now_row(each.moment) for each in (before, look)]
        if rows[0] != rows[1]:
            found.update(f"{_NOW}{row}" for row in rows if row is not None)
        return found

    def _owners(self, differs: Difference) -> set[str]:
        """What tells of something that differs: the bars of nodes and of what these made, what feeds them from outside,
        and messages."""
        box_of, children = self._layout.box_of, self._document.graph.children
        found: set[str] = set()
        for node in differs.nodes:
            found.update((box_of[node], outside_key(node), *self._lines.of_source.get(node, ())))
            found.update(box_of[child] for child in children.get(node, ()))
        for place in differs.places:
            found.update((box_of[place[0]], outside_key(place[0]), *self._lines.of_place.get(place, ())))
        return found

    def _chosen(self, look: Look) -> str | None:
        selection = look.selection
        return self._layout.box_of.get(selection, selection) if selection is not None else None

    def bounds(self, key: Key) -> Bounds | None:
        """What it may touch in scene px."""
        owner, level = key[0] or "", key[1]
        if level == _BOX:
            bar = self._layout.by_key.get(owner)
            return _around(bar) if bar is not None else None
        if level == _LINE:
            message = self._messages.get(owner)
            if owner == LIFELINES:
                return self._frame.lifelines_area()
            if message is None:
                return self._frame.band_area(int(owner.removeprefix(_BAND)))
            b = message.bounds
            return Bounds(b.x - 12, b.y - 12, b.width + 24, b.height + 24)
        if not owner.startswith(_NOW):
            return None
        y = self._frame.now_y(int(owner.removeprefix(_NOW)))
        return Bounds(GUTTER, y - 3, self._layout.width - GUTTER, 6)

    def whole(self, key: Key) -> Sequence[Primitive]:
        """All primitives of a key, without what is told of a line."""
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = tuple(self._with_look(self._paint(key)))
        return made

    brief = whole

    def told(self, key: Key) -> Sequence[Primitive]:
        """All primitives of a key, with what is told of a line."""
        message = self._messages.get(key[0] or "")
        if message is None:
            return self.whole(key)
        words = sentence(self._document.analysis, self._layout, message, self._look.moment)
        return tuple(self._with_look(self._message(message, key[1], words)))

    def _paint(self, key: Key) -> Sequence[Primitive]:
        owner, level = key
        owner = owner or ""
        message = self._messages.get(owner)
        if message is not None and level != _BOX:
            return self._message(message, level)
        if owner == LIFELINES:
            return self._frame.lifelines()
        if owner.startswith(_BAND) and owner not in self._layout.by_key:
            number = int(owner.removeprefix(_BAND))
            return self._frame.band(number) if level == _LINE else self._frame.idle_words(number)
        if owner.startswith(_NOW) and level == _BADGE:
            row = int(owner.removeprefix(_NOW))
            return self._frame.now_line(row, self._frame.now_row(self._look.moment))
        bar = self._layout.by_key[owner]
        selected = bar.key == self._chosen(self._look)
        if bar.kind == "refunds":
            return self._sides.refunds(bar, selected)
        return self._painter.paint(bar, self._look.moment, selected=selected)

    def _message(self, message: Message, level: int, words: str = "") -> Sequence[Primitive]:
        style = style_of(self._document.analysis, message, self._look.moment)
        return (draw_line if level == _LINE else draw_badge)(message, style, words)

    def _with_look(self, made: Sequence[Primitive]) -> Sequence[Primitive]:
        if self._stress is not None:
            made = stressed(made, self._stress)
        if self._stay is not None:
            made = hovered(made, (self._look.hovered or "",), self._stay)
        return made

    @property
    def furniture(self) -> DisplayList:
        """Header, gutter, legend and what the host is told."""
        if self._furniture is None:
            document, layout, look = self._document, self._layout, self._look
            self._furniture = furnished(
                document,
                layout,
                look,
                self._sides,
                self._frame,
                (),
                self._spots,
                left=self._left,
                tagged=False,
            )
        return self._furniture


class _Lines:
    """Keys of the messages whose looks depend on a node that sends them, or on a place that they feed."""

    def __init__(self, layout: SequenceLayout) -> None:
        self.of_source: dict[str, list[str]] = defaultdict(list)
        self.of_place: dict[Place, list[str]] = defaultdict(list)
        for message in layout.messages:
            for edge in message.edges:
                if edge.source is not None:
                    self.of_source[edge.source].append(message.key)
                if message.slots and edge.slot is not None:
                    self.of_place[edge.target, edge.slot].append(message.key)


def _around(bar: Bar) -> Bounds:
    """What may be painted of a bar: where it runs with its ring, its words at any moment, and where it waits above."""
    b = bar.bounds
    x, top, right, bottom = b.x, b.y, b.x + b.width, b.y + b.height
    for part in (bar.wait, bar.stem):
        if part is not None and part.y < top:
            top = part.y
    for words in (bar.title, bar.sub):
        if words is not None and words.x + words.room > right:
            right = words.x + words.room
    return Bounds(x - 12, top - 12, right - x + 30, bottom - top + 24)
