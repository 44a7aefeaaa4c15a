"""The drawings of a transaction, one row each in `DRAWINGS`: views, exporters and `--view` read them here.

    analysis ── lay_out(options) ──▸ a layout ── draw(look) ──▸ DisplayList ──▸ display/svg.py, display/qt.py

A new drawing is a row: a folder in `layout/` whose layout satisfies `layout.types.Layout`, and one in `display/` that
turns it into primitives. Places stay where they are for all looks. Reading the rows loads no drawing.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from xccviz.catalogue import tr
from xccviz.values import frozen

if TYPE_CHECKING:
    from xccviz.analysis.types import Analysis
    from xccviz.display.hosting import Card, Chart, Wish
    from xccviz.display.look import Look
    from xccviz.display.parts import Parts
    from xccviz.display.types import DisplayList
    from xccviz.document import Document
    from xccviz.layout.types import Bounds, Layout, LayoutOptions, Place, Walk, Way

AnyLayout = TypeVar("AnyLayout", bound="Layout")


@frozen
class Drawing(Generic[AnyLayout]):
    """One drawing: its id (as in `--view graph`), its title on a tab and its whole name, and what belongs to its sort
    of layout.

    `lay_out` places everything, `draw` paints a layout as a look says. `walk` tells where the keyboard goes from a
    place (None: from nowhere), `near` which places one wants to see around one: itself and all it is joined to.
    `parts` gives the same primitives as `draw`, owner by owner, to a window that paints large drawings step by step.
    `inside`: the node that something within a place stands for, at a point of it. `chart`: what a map of it shows.

    `flows`: it is as wide as its window (`LayoutOptions.width`), is shown as large as life and scrolls like a page.
    `card`: what is told of a place, a line or a spot under the pointer, by its key. `lines`: owners of the lines that
    stay while a place is under the pointer; the others step back. `act`: what a key asks for while something is
    selected, by its name in Qt ("Return", "Space", "Backspace", "C", …; "Copy" where that is
    meant; "DoubleClick" for the mouse). `panes`: what stands under it has panes
    of its own (`display.hosting.Strips`). `within`: the key of the card of something within a place, at a point of it;
    `stands`: where that is, by its key; a drawing that has them has cards of its lines too. `marks`: beside its places
    is room for marks, which a click there sets. `upon`: the part of a place, by its key, on which the signs of marks
    and notes stand where there is none.
    """

    id: str
    title: str
    name: str
    lay_out: Callable[[Analysis, LayoutOptions], AnyLayout]
    draw: Callable[[Document, AnyLayout, Look], DisplayList]
    walk: Callable[[AnyLayout, str | None, Way], Walk | None]
    near: Callable[[AnyLayout, str], tuple[Place, ...]]
    flows: bool = False
    card: Callable[[Document, AnyLayout, Look, str], Card | None] | None = None
    lines: Callable[[AnyLayout, str], frozenset[str]] | None = None
    act: Callable[[Document, AnyLayout, Look, str], Wish | None] | None = None
    panes: bool = False
    parts: Callable[[Document, AnyLayout], Parts] | None = None
    inside: Callable[[Any, float, float], str | None] | None = None
    within: Callable[[Any, float, float], str | None] | None = None
    stands: Callable[[AnyLayout, str], Bounds | None] | None = None
    chart: Callable[[Document, AnyLayout, Look], Chart] | None = None
    marks: bool = False
    upon: Callable[[AnyLayout, str], Bounds | None] | None = None

    @property
    def signed(self) -> bool:
        """Whether it shows the signs of marks and notes."""
        return self.marks or self.upon is not None


def late(module: str, name: str) -> Callable[..., Any]:
    """A function of a module of this package, which is loaded when the function is first called."""

    def call(*given: object) -> Any:
        return getattr(import_module(f"xccviz.{module}"), name)(*given)

    return call


DRAWINGS: tuple[Drawing[Any], ...] = (
    Drawing(
        "graph",
        tr("Graph"),
        tr("Receipt graph"),
        late("layout.layered.build", "lay_out"),
        late("display.graph.draw", "draw"),
        late("layout.layered.walk", "walk"),
        late("layout.layered.walk", "neighbours"),
        card=late("display.graph.cards", "card_of"),
        act=late("display.graph.keys", "act"),
        parts=late("display.graph.parts", "GraphParts"),
        inside=late("layout.layered.walk", "inside"),
        within=late("layout.layered.walk", "within"),
        stands=late("layout.layered.walk", "stands"),
        chart=late("display.graph.chart", "chart"),
        marks=True,
    ),
    Drawing(
        "sequence",
        tr("Sequence"),
        tr("Sequence of calls"),
        late("layout.sequence.build", "lay_out"),
        late("display.sequence.draw", "draw"),
        late("layout.sequence.walk", "walk"),
        late("layout.sequence.walk", "neighbours"),
        flows=True,
        card=late("display.sequence.cards", "card_of"),
        lines=late("layout.sequence.walk", "lines_of"),
        act=late("display.sequence.keys", "act"),
        parts=late("display.sequence.parts", "SequenceParts"),
        upon=late("layout.sequence.walk", "stand_of"),
    ),
    Drawing(
        "timeline",
        tr("Timeline"),
        tr("Timeline of blocks"),
        late("layout.timeline.build", "lay_out"),
        late("display.timeline.draw", "draw"),
        late("layout.timeline.walk", "walk"),
        late("layout.timeline.walk", "neighbours"),
        flows=True,
        panes=True,
        card=late("display.timeline.cards", "card_of"),
        lines=late("layout.timeline.walk", "lines_of"),
        act=late("display.timeline.keys", "act"),
        parts=late("display.timeline.parts", "TimelineParts"),
        upon=late("layout.timeline.walk", "stand_of"),
    ),
    Drawing(
        "gas",
        tr("Gas"),
        tr("Gas by call"),
        late("layout.icicle.build", "lay_out"),
        late("display.icicle.draw", "draw"),
        late("layout.icicle.walk", "walk"),
        late("layout.icicle.walk", "near"),
        flows=True,
        card=late("display.icicle.cards", "card_of"),
        lines=late("layout.icicle.walk", "lines_of"),
        act=late("display.icicle.keys", "act"),
        parts=late("display.icicle.parts", "GasParts"),
        upon=late("layout.icicle.walk", "stand_of"),
    ),
)


def find_drawing(name: str) -> Drawing[Any] | None:
    """The drawing with that id, None if there is none."""
    return next((drawing for drawing in DRAWINGS if drawing.id == name), None)
