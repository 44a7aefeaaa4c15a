"""Blocks of siblings alike: a dot each, what they burnt, and how many failed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from xccviz.analysis.types import Analysis
from xccviz.catalogue import numeral, tr
from xccviz.display.dots import PROGRESS_DOTS, SLOT_DOTS, dimmed, worst
from xccviz.display.graph.pieces import MARKER, MARKER_X, RADIUS, bar, handle, ring, row_text, summed
from xccviz.display.look import OUTLINE, Emphasis
from xccviz.display.types import NONE, DotField, Marker, Primitive, Rect, Role, Text
from xccviz.layout.dots import Dots
from xccviz.layout.layered.types import Box
from xccviz.layout.layered.walk import dot_in
from xccviz.layout.measure import measure
from xccviz.layout.types import Row
from xccviz.model.literals import Progress, SlotState, happened
from xccviz.replay.standing import all_progress, progress_of
from xccviz.replay.types import Moment
from xccviz.values import frozen
from xccviz.words.gas import burnt_together, card_gas_of
from xccviz.words.signs import PROGRESS, Sign
from xccviz.words.titles import group_title, so_far

_BEHIND = (3.0, 6.0)
"""Px of the two edges behind a block, which say that there are many."""


def member_marks(analysis: Analysis, box: Box, moment: Moment | None) -> list[str]:
    """The mark of each member of a block at a moment, in their order."""
    return [PROGRESS_DOTS[progress] for progress in all_progress(analysis, box.members, moment)]


def dots_of(box: Box, marks: Sequence[str], emphasis: Emphasis) -> str:
    """The marks of the dots of a block, from those of its members. What a filter finds is lit and the rest dimmed."""
    dots = box.dots
    if dots is None:
        return ""
    alone = dots.each == 1 and len(box.heads) == box.dotted
    if alone and not emphasis:
        return "".join(marks[: box.dotted])
    heads = (*box.heads[:: dots.each], box.dotted)
    together = "".join(marks)
    known: dict[str, str] = {}
    made = []
    for start, end in pairwise(heads):
        own = together[start:end]
        mark = known.get(own) or known.setdefault(own, worst(own))
        made.append(_lit(mark, box.members[start:end], emphasis) if emphasis else mark)
    return "".join(made)


def redot(box: Box, made: list[str] | None, marks: Sequence[str], place: int) -> None:
    """The dot of one member anew, in the dots of its block that somebody keeps (None: nobody does)."""
    dots = box.dots
    if made is not None and dots is not None and place < box.dotted:
        dot = (bisect_right(box.heads, place) - 1) // dots.each
        start, end = _span_of(box, dots, dot)
        made[dot] = worst(marks[start:end])


def _span_of(box: Box, dots: Dots, dot: int) -> tuple[int, int]:
    """The members of a block that a dot stands for: from the first to behind the last."""
    behind = (dot + 1) * dots.each
    return box.heads[dot * dots.each], box.heads[behind] if behind < len(box.heads) else box.dotted


def _lit(mark: str, members: Sequence[str], emphasis: Emphasis) -> str:
    if emphasis.hits and not emphasis.hits.isdisjoint(members):
        return mark.upper()
    return dimmed(mark) if emphasis.dim and emphasis.dim.issuperset(members) else mark


def nodes_of_dot(box: Box, dot: int) -> tuple[str, ...]:
    """The siblings a dot of a block stands for."""
    return box.siblings[dot * box.dots.each : (dot + 1) * box.dots.each] if box.dots is not None else ()


def slot_marks(dots: Dots, states: Iterable[SlotState]) -> str:
    """The marks of many slots."""
    marks = "".join([SLOT_DOTS[state] for state in states])
    if dots.each == 1:
        return marks
    return "".join(worst(marks[i : i + dots.each]) for i in range(0, len(marks), dots.each))


def field_of(box: Box, marks: str, chosen: int | None = None, tooltip: str = "") -> DotField:
    """The dots of a box as they are painted."""
    assert box.dots is not None
    dots = box.dots
    return DotField(f"{box.key}/dots", box.key, "text", dots.x, dots.y, dots.columns, marks, chosen, tooltip)


@frozen
class BlockPainter:
    """Paints blocks. `marks`: those of the members of a block, where somebody keeps them; `dots`: the same of its dots
    while nothing stands out; `burnt`: the gas they burnt
    together; `emphasis`: what stands out; `selection`: the node that is selected, which has a ring around its dot."""

    marks: Callable[[Box], Sequence[str]] | None = None
    dots: Callable[[Box], str] | None = None
    burnt: Callable[[Box], int] | None = None
    emphasis: Emphasis = Emphasis()
    selection: str | None = None

    def paint(
        self, analysis: Analysis, box: Box, moment: Moment | None, counts: Counter[Progress], selected: bool
    ) -> list[Primitive]:
        """The primitives of a block, back to front. `counts`: how many members have come how far."""
        b, progress = box.bounds, summed(counts)
        sign = PROGRESS[progress]
        chosen = dot_in(box, self.selection) if selected else None
        made: list[Primitive] = [
            ring(box, selected and chosen is None, RADIUS + 3, _BEHIND[1]),
            *(
                Rect(f"{box.key}/behind{n}", box.key, "box", b.x + 2 * below, b.bottom - 16, b.width - 4 * below,
                     16 + below, RADIUS, "card", "cardline")
                for n, below in reversed(list(enumerate(_BEHIND)))
            ),
            Rect(f"{box.key}/{OUTLINE}", box.key, "box", b.x, b.y, b.width, b.height, RADIUS, "card", "cardline"),
            bar(box, NONE if progress == "not_yet" else sign.tone),
        ]  # fmt: skip
        for row in box.rows:
            made.extend(self._row(analysis, box, row, moment, counts, sign))
        return [*made, field_of(box, self._field(analysis, box, moment), chosen)]

    def _field(self, analysis: Analysis, box: Box, moment: Moment | None) -> str:
        if self.dots is not None and not self.emphasis:
            return self.dots(box)
        marks = self.marks(box) if self.marks is not None else member_marks(analysis, box, moment)
        return dots_of(box, marks, self.emphasis)

    def _row(
        self,
        analysis: Analysis,
        box: Box,
        row: Row,
        moment: Moment | None,
        counts: Counter[Progress],
        sign: Sign,
    ) -> list[Primitive]:
        whole = f"{box.row('title').full}\n{group_title(box.members)}"  # type: ignore[union-attr]  # it has one
        if row.kind == "title":
            at = Marker(f"{box.key}/marker", box.key, "text", box.bounds.x + MARKER_X - 2, row.bounds.center_y - 0.5,
                        MARKER, sign.shape, sign.tone)  # fmt: skip
            return [at, row_text(box, row, "title", row.text, "semibold", 13.5, "text", tooltip=whole)]
        if row.kind == "summary":
            words, role = self._state(box, moment, counts)
            words = words if measure(words, "semibold", 13.5) <= row.bounds.width else ""
            return [row_text(box, row, "summary", words, "semibold", 13.5, role, tooltip=whole)]
        if row.kind == "gas":
            if moment is None:
                burnt = card_gas_of(analysis, box.members)
            elif self.burnt is not None:
                burnt = burnt_together(self.burnt(box))
            else:
                ran = (m for m in box.members if happened(progress_of(analysis, m, moment)))
                burnt = card_gas_of(analysis, ran)
            b = row.bounds
            return [Text(f"{box.key}/gas", box.key, "text", b.right, b.y + 13.5, burnt, "medium", 12.0, "mute", "end",
                         b.width, tooltip=tr("Gas burnt by all of them (Tgas)"))]  # fmt: skip
        if row.kind == "unfold":
            return handle(box)
        return [row_text(box, row, row.kind, row.text, "regular", 12.0, "mute", tooltip=row.full)]

    def _state(self, box: Box, moment: Moment | None, counts: Counter[Progress]) -> tuple[str, Role]:
        """What stands behind the title: `, 2 failed`, `, 12 so far`."""
        if counts["failed"]:
            return f", {numeral(counts['failed'])} {PROGRESS['failed'].word}", "bad"
        if counts["not_yet"] and moment is not None:
            return f", {so_far(len(box.members) - counts['not_yet'])}", "mute"
        return "", "mute"
