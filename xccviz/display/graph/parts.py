"""The receipt graph owner by owner, for windows: at a step only what it changes is made anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from copy import copy
from functools import partial
from typing import Self, TypeVar

from xccviz.catalogue import tr
from xccviz.display.dots import PROGRESS_DOTS
from xccviz.display.graph.blocks import BlockPainter, dots_of, member_marks, redot
from xccviz.display.graph.boxes import BoxPainter
from xccviz.display.graph.draw import graph_stress, note_of, with_path, with_pointer
from xccviz.display.graph.edges import Seen, draw_badge, draw_legend, draw_line
from xccviz.display.graph.line_looks import LineLooks
from xccviz.display.graph.sentences import path_sentence
from xccviz.display.graph.shades import shades_of
from xccviz.display.hosting import Switch, Wish
from xccviz.display.look import Emphasis, Look, Stress, stressed
from xccviz.display.parts import LEVEL, Key, around_card, around_line
from xccviz.display.types import DisplayList, Path, Primitive
from xccviz.document import Document
from xccviz.layout.layered.blocks import MOST_ALIKE
from xccviz.layout.layered.fold import outside_key
from xccviz.layout.layered.options import APART
from xccviz.layout.layered.types import Box, LayeredLayout
from xccviz.layout.types import Bounds
from xccviz.model.literals import Progress, SlotState
from xccviz.replay.changes import Changes, Difference, Refunds, Tally
from xccviz.replay.standing import progress_of, slot_state, slot_states
from xccviz.replay.types import Moment, Place
from xccviz.values import replace

T = TypeVar("T")
_LINE, _BADGE, _BOX = LEVEL["edge"], LEVEL["badge"], LEVEL["box"]


class GraphParts:
    """The parts of one layout of a document; the same primitives as `draw` makes at the look that was taken last."""

    def __init__(self, document: Document, layout: LayeredLayout) -> None:
        self._document, self._layout = document, layout
        self._look = Look()
        self._stress: Stress | None = None
        self._asked: Emphasis | None = None
        self._emphasis = Emphasis()
        self._shades = shades_of(document.analysis, layout)
        self._note = note_of(document.analysis, layout, self._shades)
        self._changes = Changes(document.analysis, document.timeline)
        self._paths = {path.key: path for path in layout.edges}
        self._lines = LineLooks(document, layout)
        self._tallies = _Tallies(document, layout)
        self._wholes: dict[Key, tuple[Primitive, ...]] = {}
        self._briefs: dict[str, tuple[Primitive, ...]] = {}
        self._painter = self._box_painter()
        self._alike = self._switches()
        self._seen: Seen | None = None
        self._legend: tuple[Primitive, ...] = ()
        badges = (path for path in layout.edges if path.badge is not None and path.slots)
        self.keys: Sequence[Key] = (
            *((path.key, _LINE) for path in layout.edges),
            *((path.key, _BADGE) for path in badges),
            *((box.key, _BOX) for box in layout.boxes),
        )

    # ------------------------------------------------------------------------------------------------------- the look

    def copy(self) -> Self:
        """The same at the same look; from then on each takes looks by itself."""
        other = copy(self)
        other._wholes, other._briefs = dict(self._wholes), dict(self._briefs)
        other._lines, other._tallies = self._lines.copy(), self._tallies.copy()
        other._painter = other._box_painter()
        return other

    def take(self, look: Look) -> Set[str] | None:
        """Take another look; the owners that may look different from now on, None for all."""
        if self._asked is not look.emphasis:
            self._asked = look.emphasis
            self._emphasis = with_path(self._document.analysis, self._layout, look.emphasis)
        look = replace(look, emphasis=self._emphasis)
        before, self._look = self._look, look
        self._painter = self._box_painter()
        if look.emphasis is not before.emphasis:
            self._stress = self._stressed(look)
            self._lines.stand_out(self._stress)
        changed = self._changed(before, look)
        if changed is None:
            self._wholes, self._briefs = {}, {}
            return None
        for owner in changed:
            self._briefs.pop(owner, None)
            for level in (_LINE, _BADGE, _BOX):
                self._wholes.pop((owner, level), None)
        return changed

    def _changed(self, before: Look, look: Look) -> Set[str] | None:
        if (look.moment is None) != (before.moment is None):
            self._forget()
            return None
        found: set[str] = set()
        restressed = look.emphasis is not before.emphasis
        if look.moment is not before.moment and look.moment is not None and before.moment is not None:
            difference = self._changes.between(before.moment.index, look.moment.index)
            if difference is None:
                self._forget()
                return None
            self._tallies.take(difference, look.moment)
            if not restressed:
                found = self._owners(difference)
                found.update(self._lines.take(difference, look.moment))
        if restressed:
            self._lines.forget()
            return None
        if look.selection != before.selection:
            found.update(filter(None, map(self._chosen, (before, look))))
        if look.hovered != before.hovered:
            under = (before.hovered or "", look.hovered or "")
            found.update(self._layout.by_key.keys() & set(under))
        return found

    def _forget(self) -> None:
        self._lines.forget()
        self._tallies.forget()

    def _owners(self, difference: Difference) -> set[str]:
        """The boxes that tell of something that differs: the node's own, those of what it created, and what stands for
        who feeds it from outside."""
        box_of, children = self._layout.box_of, self._document.graph.children
        found: set[str] = set()
        for node in difference.nodes:
            found.update((box_of[node], outside_key(node)))
            found.update(box_of[child] for child in children.get(node, ()))
        for callback, _ in difference.places:
            found.update((box_of[callback], outside_key(callback)))
        return found & self._layout.by_key.keys()

    def _chosen(self, look: Look) -> str | None:
        selection = look.selection
        return self._layout.box_of.get(selection, selection) if selection is not None else None

    def _stressed(self, look: Look) -> Stress | None:
        if not look.emphasis:
            return None
        return graph_stress(self._layout, look.emphasis)

    def _box_painter(self) -> BoxPainter:
        look, document, known = self._look, self._document, self._tallies
        blocks = BlockPainter(emphasis=look.emphasis, selection=look.selection)
        if look.moment is None:
            return BoxPainter(
                document.analysis, None, document.timeline, None, None, blocks, None, self._shades
            )
        index = look.moment.index
        marks, dots = partial(known.marks, look.moment), partial(known.dots, look.moment)
        blocks = replace(blocks, marks=marks, dots=dots, burnt=partial(known.burnt, index))
        counted, slots = partial(known.counts, index), partial(known.slots, look.moment)
        return BoxPainter(
            document.analysis,
            look.moment,
            document.timeline,
            counted,
            slots,
            blocks,
            known.refunds,
            self._shades,
        )

    # ------------------------------------------------------------------------------------------------------ primitives

    def bounds(self, key: Key) -> Bounds | None:
        """What it may touch in scene px."""
        owner, level = key
        if level == _BOX:
            return around_card(self._layout.by_key[owner or ""].bounds)
        if level == _BADGE:
            return None
        path = self._paths[owner or ""]
        return around_line(Path("", None, "edge", path.segments))

    def whole(self, key: Key) -> Sequence[Primitive]:
        """All primitives of a key, without what is told of a line."""
        made = self._wholes.get(key)
        if made is None:
            made = self._wholes[key] = self._made(key)
        return made

    def brief(self, key: Key) -> Sequence[Primitive]:
        """As many of them as tell from far away what it is."""
        owner, level = key
        if level != _BOX or owner is None:
            return self.whole(key)
        made = self._briefs.get(owner)
        if made is None:
            box = self._layout.by_key[owner]
            selected = owner == self._chosen(self._look)
            brief = self._painter.brief(box, selected=selected)
            made = self._briefs[owner] = with_pointer(self._with_stress(brief), self._look, self._stress)
        return made

    def told(self, key: Key) -> Sequence[Primitive]:
        """All primitives of a key, with what is told of a line."""
        if key[1] == _BOX:
            return self.whole(key)
        path = self._paths[key[0] or ""]
        words = path_sentence(self._document.analysis, self._layout, path, self._look.moment)
        return self._made(key, words)

    def _made(self, key: Key, tooltip: str = "") -> tuple[Primitive, ...]:
        owner, level = key
        if level == _BOX:
            box = self._layout.by_key[owner or ""]
            painted = self._painter.paint(box, selected=owner == self._chosen(self._look))
            return with_pointer(self._with_stress(painted), self._look, self._stress)
        path = self._paths[owner or ""]
        style = self._lines.style(path, self._look.moment)
        return self._with_stress((draw_line if level == _LINE else draw_badge)(path, style, tooltip))

    def _with_stress(self, made: Sequence[Primitive]) -> tuple[Primitive, ...]:
        return tuple(stressed(made, self._stress)) if self._stress is not None else tuple(made)

    @property
    def furniture(self) -> DisplayList:
        """The legend, and what the drawing is called."""
        layout, document = self._layout, self._document
        seen = self._lines.seen(self._look.moment)
        if seen != self._seen:
            self._seen, self._legend = seen, tuple(draw_legend(layout, seen))
        return DisplayList(
            self._legend,
            layout.width,
            layout.height,
            document.verdict.title,
            document.verdict.explanation,
            switches=self._alike,
            note=self._note,
        )

    def _switches(self) -> tuple[Switch, ...]:
        """Whether siblings alike are folded, where there are many."""
        taken = self._layout.taken
        if APART not in taken and not any(box.heads for box in self._layout.boxes):
            return ()
        words = tr("fold alike siblings over {count}", count=MOST_ALIKE)
        return (Switch("alike", words, APART not in taken, Wish("option", APART)),)


class _Tallies:
    """How far the members of boxes have come, and what they burnt."""

    def __init__(self, document: Document, layout: LayeredLayout) -> None:
        self._analysis, self._history = document.analysis, document.timeline.history
        self._layout = layout
        self._known: dict[str, Tally] = {}
        self._refunds: dict[str, Refunds] = {}
        self._marks: dict[str, list[str]] = {}
        self._dots: dict[str, list[str]] = {}
        self._places: dict[str, int] = {}
        self._slots: dict[str, list[SlotState]] = {}
        self._slot_places: dict[Place, int] = {}

    def copy(self) -> Self:
        """The same; from then on each takes differences by itself."""
        other = copy(self)
        other._marks, other._dots = _copied(self._marks), _copied(self._dots)
        other._slots = _copied(self._slots)
        return other

    def _of(self, box: Box) -> Tally:
        tally = self._known.get(box.key)
        if tally is None:
            facts = self._analysis.facts
            burnt = [facts[member].gas.burnt or 0 for member in box.members]
            tally = self._known[box.key] = Tally(self._history, box.members, burnt)
        return tally

    def counts(self, index: int, box: Box) -> Counter[Progress]:
        """How many have come how far after `index` steps."""
        return self._of(box).at(index)

    def burnt(self, index: int, box: Box) -> int:
        """Gas burnt by them after `index` steps."""
        return self._of(box).burnt_at(index)

    def refunds(self, box: Box) -> Refunds:
        """What they bring, where they are refunds."""
        found = self._refunds.get(box.key)
        if found is None:
            found = self._refunds[box.key] = Refunds(self._analysis, self._history, box.members)
        return found

    def marks(self, moment: Moment, box: Box) -> list[str]:
        """The marks of the members of a block: kept, and changed with what a step changes."""
        found = self._marks.get(box.key)
        if found is None:
            found = self._marks[box.key] = member_marks(self._analysis, box, moment)
            self._places.update((member, place) for place, member in enumerate(box.members))
        return found

    def dots(self, moment: Moment, box: Box) -> str:
        """The marks of the dots of a block, kept in the same way."""
        found = self._dots.get(box.key)
        if found is None:
            found = self._dots[box.key] = list(dots_of(box, self.marks(moment, box), Emphasis()))
        return "".join(found)

    def slots(self, moment: Moment, callback: str) -> list[SlotState]:
        """What the slots of a callback hold, kept in the same way."""
        found = self._slots.get(callback)
        if found is None:
            found = self._slots[callback] = list(slot_states(self._analysis, callback, moment))
            results = self._analysis.facts[callback].promise_results
            self._slot_places.update(((callback, r.slot), place) for place, r in enumerate(results))
        return found

    def take(self, difference: Difference, moment: Moment) -> None:
        """That has changed."""
        facts = self._analysis.facts
        for callback, slot in difference.places:
            states = self._slots.get(callback)
            if states is not None:
                place = self._slot_places[callback, slot]
                result = facts[callback].promise_results[place]
                states[place] = slot_state(self._analysis, callback, result, moment)
        for node in difference.nodes:
            key = self._layout.box_of[node]
            marks = self._marks.get(key)
            if marks is not None:
                marks[self._places[node]] = PROGRESS_DOTS[progress_of(self._analysis, node, moment)]
                redot(self._layout.by_key[key], self._dots.get(key), marks, self._places[node])

    def forget(self) -> None:
        """All may have."""
        self._marks, self._dots, self._slots = {}, {}, {}


def _copied(lists: Mapping[str, list[T]]) -> dict[str, list[T]]:
    return {key: list(each) for key, each in lists.items()}
