"""Layout + look → display list. The keys and the geometry depend on the layout alone; see display/types.py."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.catalogue import tr
from xccviz.display.hosting import Grip, Strips, Switch, Wish
from xccviz.display.icicle.apart import paint_apart, paint_heading
from xccviz.display.icicle.bars import paint_bars
from xccviz.display.icicle.cells import cell_tag, drawn_at, paint_cell
from xccviz.display.icicle.frame import (
    bands,
    beyond,
    ground,
    header,
    paint_leader,
    paint_legend,
    signs_seen,
    sum_at,
)
from xccviz.display.icicle.ran import Burnt, Ran
from xccviz.display.look import Look, hovered, stress_of, stressed
from xccviz.display.types import DisplayList, Primitive
from xccviz.document import Document
from xccviz.layout.icicle.build import BELOW, FOLDED, LEAST
from xccviz.layout.icicle.cells import HEAD
from xccviz.layout.icicle.totals import NARROWEST, bottom_of
from xccviz.layout.icicle.types import DRAWING, Cell, IcicleLayout, Leader
from xccviz.layout.icicle.walk import outlined
from xccviz.layout.types import REFUNDS_KEY, option_key
from xccviz.replay.types import Moment
from xccviz.words import gas_view as say


def draw(document: Document, layout: IcicleLayout, look: Look) -> DisplayList:
    """What to paint for one layout, in scene px. For one layout and one `look.legend`, all looks give the same keys and
    the same places."""
    painter = Painter(document, layout)
    painted: list[Primitive] = []
    for cell in (*layout.cells, *apart_cells(layout)):
        painted += painter.cell(cell, look)
    for leader in layout.leaders:
        painted += painter.leader(leader, look)
    if look.emphasis:
        painted = stressed(painted, stress_of(layout, look.emphasis))
    if look.hovered is not None:
        painted = hovered(painted, outlined(layout, look.hovered), ())
    return painter.furnished((*painted, *painter.beyond()), look)


class Painter:
    """Paints the things of one layout of a document at any look."""

    def __init__(self, document: Document, layout: IcicleLayout) -> None:
        self._document, self._layout = document, layout
        self._ran = Ran(document, layout.scope)
        self._burnt = Burnt(document)
        self._accounts = sorted({cell.account for cell in layout.cells})
        self._bands = bands(layout)
        self._ground, self._signs = [*ground(layout), *paint_heading(layout)], signs_seen(document, layout)
        self._legends: dict[frozenset[str], list[Primitive]] = {}
        self._bars = paint_bars(document, layout, self._burnt, None)

    def cell(self, cell: Cell, look: Look) -> list[Primitive]:
        """One cell."""
        layout = self._layout
        drawn = drawn_at(self._ran, cell, look.moment)
        chosen = layout.box_of.get(look.selection or "", look.selection)
        if cell.kind == "apart":
            return paint_apart(self._document, cell, drawn, look.moment, selected=cell.key == chosen)
        return paint_cell(cell, layout.measure, drawn, self._accounts, selected=cell.key == chosen)

    def leader(self, leader: Leader, look: Look) -> list[Primitive]:
        """A sign below the icicle, with its line and its words."""
        return paint_leader(self._ran, self._layout.by_key[leader.key], leader, look.moment)

    def _legend(self, moment: Moment | None) -> list[Primitive]:
        past = moment is not None and not moment.at_end
        seen = frozenset(
            kind for kind, step in self._signs.items() if not past or moment is None or moment.index >= step
        )
        if seen not in self._legends:
            self._legends[seen] = paint_legend(self._layout, seen)
        return self._legends[seen]

    def beyond(self) -> list[Primitive]:
        """How many more signs there would be."""
        return beyond(self._layout)

    def furnished(self, painted: Sequence[Primitive], look: Look, *, tagged: bool = True) -> DisplayList:
        """`painted` with all that stands around it; `tagged`: what is painted says what it is."""
        document, layout, moment = self._document, self._layout, look.moment
        past = moment is not None and not moment.at_end
        bars, bar_spots = paint_bars(document, layout, self._burnt, moment) if past else self._bars
        top, steps = header(self._ran, layout, moment)
        described = _described(document, sum_at(self._ran, layout, moment)[0])
        grips: tuple[Grip, ...] = ()
        if layout.split is not None:
            option = option_key(DRAWING, "split")
            grips = (Grip(layout.split, LEAST, layout.width - NARROWEST, option),)
        cells = (*layout.cells, *apart_cells(layout))
        return DisplayList(
            (*self._ground, *painted, *bars, *top, *(self._legend(moment) if look.legend else ())),
            layout.width,
            layout.height,
            title=document.verdict.title,
            description=f"{described} {document.verdict.explanation}".strip(),
            strips=_strips(layout),
            spots=(*steps, *bar_spots),
            switches=_switches(layout),
            grips=grips,
            note=say.TOTALS_OF_ALL if layout.split is not None and look.emphasis.dim else "",
            bands=self._bands,
            tags={cell.key: cell_tag(document, cell, moment) for cell in cells} if tagged else {},
        )


def apart_cells(layout: IcicleLayout) -> tuple[Cell, ...]:
    """The places of refunds that bring back no gas."""
    return layout.apart.cells if layout.apart is not None else ()


def _strips(layout: IcicleLayout) -> Strips:
    """The path above, and the bars: they are looked at while the icicle scrolls."""
    if layout.split is None:
        return Strips(HEAD - 6)
    return Strips(HEAD - 6, until=layout.split, reach=bottom_of(layout.sections) + BELOW)


def _described(document: Document, gas: str) -> str:
    return tr("{name}: {sum}.", name=document.graph.root.label, sum=gas)


def _switches(layout: IcicleLayout) -> tuple[Switch, ...]:
    made = [
        Switch(
            measure,
            words,
            layout.measure == measure,
            Wish("option", option_key(DRAWING, "measure", measure)),
            "measure",
            say.MEASURE_TIPS[measure],
            first=True,
        )
        for measure, words in say.MEASURES.items()
    ]
    off = option_key(DRAWING, "split", FOLDED)
    made.append(Switch("totals", say.TOTALS, layout.split is not None, Wish("option", off)))
    if layout.refund_count:
        made.append(Switch("refunds", say.REFUNDS, layout.refunds, Wish("toggle", REFUNDS_KEY)))
    return tuple(made)
