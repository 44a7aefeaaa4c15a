"""Layout of two runs + look → a display list for each run. What both have stands at the same place in both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xccviz.analysis.compare.values import Missing
from xccviz.comparison import Comparison
from xccviz.display.compare.cards import SideCards
from xccviz.display.compare.tags import draw_tags
from xccviz.display.graph.edges import draw_badge, draw_line, edge_style, states_of, traits_of
from xccviz.display.lines import LineStyle
from xccviz.display.types import DisplayList, Primitive, Rect
from xccviz.layout.compare.types import CompareLayout
from xccviz.layout.layered.types import Box
from xccviz.replay.types import Moment
from xccviz.values import frozen, replace

LACKING = LineStyle("awaited", "ref", 1.0, (2.0, 5.0), open_head=True)
"""The look of a line that only the other run has."""


@frozen
class PairLook:
    """How to draw. `moments`: of A and of B (None: the end); `selection`: key of a call; `costs`: differences of gas
    and fees are numbered too."""

    a: Moment | None = None
    b: Moment | None = None
    selection: str | None = None
    costs: bool = True

    def moment(self, side: Missing) -> Moment | None:
        """That of one run."""
        return self.a if side == "a" else self.b


def draw_run(found: Comparison, layout: CompareLayout, side: Missing, look: PairLook) -> DisplayList:
    """What to paint of one run, in scene px. For one layout and run all looks give the same keys and places, and the
    cards of both runs stand alike."""
    graph = layout.layout
    painted = _lines(found, layout, side, look.moment(side))
    chosen = graph.box_of.get(look.selection or "")
    cards = SideCards(found, side, look.moment(side), frozenset(_slots(found)))
    for box in graph.boxes:
        numbers = numbers_of(found, box, costs=look.costs)
        painted += cards.paint(box, selected=box.key == chosen, differs=bool(numbers))
        painted += draw_tags(box.key, box.bounds, numbers)
    ground = Rect("background", None, "background", 0, 0, graph.width, graph.height, fill="bg")
    document = found.document(side)
    return DisplayList(
        (ground, *painted),
        graph.width,
        graph.height,
        title=f"{side.upper()}: {document.verdict.title}",
        description=document.verdict.explanation,
    )


def numbers_of(found: Comparison, box: Box, *, costs: bool) -> tuple[int, ...]:
    """The numbers of what differs in a box, each once, ascending; those of the sums of all calls have no box."""
    keys: Sequence[str] = box.members or ((box.node,) if box.node is not None else ())
    every = {number for key in keys for number in found.numbers_at.get(key, ())}
    shown = (entry for entry in map(found.entry, sorted(every)) if entry.first.what != "total")
    return tuple(entry.number for entry in shown if costs or not entry.costs)


def _slots(found: Comparison) -> Iterable[tuple[str, int]]:
    """Where slots differ."""
    for difference in found.found.differences:
        if difference.kind == "promise_result" and difference.slot is not None:
            yield found.union.call_at(difference).key, difference.slot


def _lines(found: Comparison, layout: CompareLayout, side: Missing, moment: Moment | None) -> list[Primitive]:
    """The lines of a run, and dashed ones where only the other has one; badges above them."""
    analysis = found.document(side).analysis
    lines: list[Primitive] = []
    badges: list[Primitive] = []
    for path in layout.layout.edges:
        mine = layout.line(path.key, side)
        here = replace(path, edges=mine.edges, slots=mine.slots or path.slots)
        style = LACKING
        if mine.edges:
            style = edge_style(
                analysis, here, traits_of(analysis, here), moment, states_of(analysis, here, moment)
            )
        lines += draw_line(here, style)
        badges += draw_badge(here, style) if mine.edges else []
    return lines + badges
