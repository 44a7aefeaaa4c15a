"""Layout + look → display list. The keys and the geometry depend on the layout alone; see display/types.py."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.display.hosting import Grip, Strips, Switch, Wish
from xccviz.display.icicle.bars import paint_bars
from xccviz.display.icicle.cells import cell_tag, drawn_at, paint_cell
from xccviz.display.icicle.frame import bands, ground, header, leaders, paint_legend
from xccviz.display.look import Look, stress_of, stressed
from xccviz.display.types import DisplayList, Primitive
from xccviz.document import Document
from xccviz.layout.icicle.build import BELOW, FOLDED, LEAST
from xccviz.layout.icicle.cells import HEAD
from xccviz.layout.icicle.signs import sign_of, starved_nodes
from xccviz.layout.icicle.totals import NARROWEST, bottom_of
from xccviz.layout.icicle.types import DRAWING, IcicleLayout
from xccviz.layout.types import REFUNDS_KEY, option_key
from xccviz.words import gas_view as say


def draw(document: Document, layout: IcicleLayout, look: Look) -> DisplayList:
    """What to paint for one layout, in scene px. For one layout and one `look.legend`, all looks give the same keys and
    the same places."""
    moment = look.moment
    chosen = layout.box_of.get(look.selection or "", look.selection)
    starved = starved_nodes(document.analysis)
    accounts = sorted({cell.account for cell in layout.cells})
    painted: list[Primitive] = []
    for cell in layout.cells:
        drawn = drawn_at(document, cell, sign_of(document.analysis, cell, starved), moment)
        painted += paint_cell(document, cell, layout.measure, drawn, accounts, selected=cell.key == chosen)
    painted += leaders(document, layout, moment)
    if look.emphasis:
        painted = stressed(painted, stress_of(layout, look.emphasis))
    bars, bar_spots = paint_bars(document, layout, moment)
    top, steps = header(document, layout, moment)
    legend = paint_legend(layout) if look.legend else []
    grips: tuple[Grip, ...] = ()
    if layout.split is not None:
        option = option_key(DRAWING, "split")
        grips = (Grip(layout.split, LEAST, layout.width - NARROWEST, option),)
    return DisplayList(
        (*ground(layout), *painted, *bars, *top, *legend),
        layout.width,
        layout.height,
        title=document.verdict.title,
        description=f"{_described(document, layout)} {document.verdict.explanation}".strip(),
        strips=_strips(layout),
        spots=(*steps, *bar_spots),
        switches=_switches(layout),
        grips=grips,
        bands=bands(layout, chosen),
        tags={cell.key: cell_tag(document, cell, moment) for cell in layout.cells},
    )


def _strips(layout: IcicleLayout) -> Strips:
    """The path above, and the bars: they are looked at while the icicle scrolls."""
    if layout.split is None:
        return Strips(HEAD - 6)
    return Strips(HEAD - 6, until=layout.split, reach=bottom_of(layout.sections) + BELOW)


def _described(document: Document, layout: IcicleLayout) -> str:
    gas, burnt, back, unknown = layout.shown
    return tr(
        "{name}: {sum}.",
        name=document.graph.root.label,
        sum=say.sum_words(layout.measure, gas, burnt, back, not unknown)[0],
    )


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
