"""Layout of two runs + look → a display list for each run. What both have stands at the same place in both."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.compare.values import Missing
from xccviz.comparison import Comparison
from xccviz.display.compare.cards import SideCards
from xccviz.display.compare.kept import Kept
from xccviz.display.compare.tags import draw_tags
from xccviz.display.graph.edges import draw_badge, draw_line, edge_style, states_of
from xccviz.display.lines import LineStyle
from xccviz.display.look import Emphasis, stress_of, stressed
from xccviz.display.types import DisplayList, Primitive, Rect
from xccviz.layout.compare.types import CompareLayout
from xccviz.layout.layered.types import Box
from xccviz.replay.types import Moment
from xccviz.values import frozen

LACKING = LineStyle("awaited", "ref", 1.0, (2.0, 5.0), open_head=True)
"""The look of a line that only the other run has."""


@frozen
class PairLook:
    """How to draw. `moments`: of A and of B (None: the end); `selection`: key of a call; `costs`: differences of gas
    and fees are numbered too; `later`: the numbers of what shows only after the moments;
    `emphasis`: what stands out of each, in keys of calls."""

    a: Moment | None = None
    b: Moment | None = None
    selection: str | None = None
    costs: bool = True
    later: frozenset[int] = frozenset()
    emphasis: tuple[Emphasis, Emphasis] = (Emphasis(), Emphasis())

    def moment(self, side: Missing) -> Moment | None:
        """That of one run."""
        return self.a if side == "a" else self.b


def draw_run(
    found: Comparison, layout: CompareLayout, side: Missing, look: PairLook, kept: Kept | None = None
) -> DisplayList:
    """What to paint of one run, in scene px. For one layout and run all looks give the same keys and places, and the
    cards of both runs stand alike. `kept`: what was kept of this run in this layout, where there is something."""
    kept = kept if kept is not None else Kept(found, layout, side)
    graph = layout.layout
    painted = _lines(kept, look.moment(side))
    chosen = graph.box_of.get(look.selection or "")
    cards = SideCards(kept, look.moment(side))
    for box in graph.boxes:
        numbers = numbers_of(found, box, costs=look.costs)
        painted += cards.paint(box, selected=box.key == chosen, differs=not look.later.issuperset(numbers))
        painted += draw_tags(box.key, box.bounds, numbers, look.later)
    emphasis = look.emphasis[0 if side == "a" else 1]
    if emphasis:
        lines = ((path.key, path.source, path.target) for path in graph.edges)
        painted = stressed(painted, stress_of(graph, emphasis, lines))
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


def _lines(kept: Kept, moment: Moment | None) -> list[Primitive]:
    """The lines of a run, and dashed ones where only the other has one; badges above them."""
    analysis = kept.found.document(kept.side).analysis
    lines: list[Primitive] = []
    badges: list[Primitive] = []
    for path in kept.layout.layout.edges:
        here, traits = kept.line(path)
        style = LACKING
        if traits is not None:
            style = edge_style(analysis, here, traits, moment, states_of(analysis, here, moment))
        lines += draw_line(here, style)
        badges += draw_badge(here, style) if traits is not None else []
    return lines + badges
