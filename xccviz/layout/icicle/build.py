"""Analysis → icicle. Places depend on the gas at the end, on what is zoomed to and on the width; never on a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.gas.flow import MEASURES, Flow, Measure, flows
from xccviz.analysis.types import Analysis
from xccviz.layout.icicle import leaders as below
from xccviz.layout.icicle import totals
from xccviz.layout.icicle.apart import apart_of
from xccviz.layout.icicle.cells import HEAD, ROW, Room, cells_of
from xccviz.layout.icicle.legend import ROW as LEGEND_ROW
from xccviz.layout.icicle.legend import legend_of
from xccviz.layout.icicle.signs import signed, wanted_below
from xccviz.layout.icicle.types import DRAWING, PATH_KEY, Cell, IcicleLayout, Section, Step
from xccviz.layout.icicle.zoom import Zoom, zoom_to
from xccviz.layout.measure import elide, measure
from xccviz.layout.types import REFUNDS_KEY, Bounds, LayoutOptions, option_of
from xccviz.words import gas_view as say

LEFT, RIGHT = 16.0, 24.0
"""Px left of the cells, and right of them up to the line before the bars."""
BARS = 412.0
"""Px of the bars at the usual width."""
ICICLE = 360.0
"""Px of the icicle below which rather the bars become narrower."""
LEAST = 240.0
"""Px of the icicle that nobody can drag it below."""
FOLDED = "off"
"""Value of the option `split` while the bars are folded away."""
BELOW = 16.0
_TITLE, _BASE = 13.0, 22.0


def lay_out(analysis: Analysis, options: LayoutOptions) -> IcicleLayout:
    """The icicle of a transaction and the bars beside it."""
    chosen = option_of(options.expanded, DRAWING, "measure")
    measure_: Measure = next((each for each in MEASURES if each == chosen), "attached")
    refunds = REFUNDS_KEY in options.expanded or not options.fold_refunds or options.whole
    found = flows(analysis, measure_, refunds)
    zoom = zoom_to(analysis.graph, found, option_of(options.expanded, DRAWING, "zoom") or "")
    shown, scope = _shown(found, zoom)
    split = split_at(options.width, option_of(options.expanded, DRAWING, "split"))
    room = _room(found, zoom, (split if split is not None else options.width) - RIGHT)
    unsigned = cells_of(analysis.graph, found, zoom.nodes, zoom.piece, room, fold=not options.whole)
    cells = signed(analysis, unsigned)
    by_key: dict[str, Cell] = {cell.key: cell for cell in cells}
    path = _path(analysis, zoom, room.right - LEFT)
    found_in = box_of = _box_of(analysis, cells)
    if len(box_of) < len(analysis.graph.nodes):
        by_key[PATH_KEY] = _path_cell(room)
        box_of = {node.id: box_of.get(node.id, PATH_KEY) for node in analysis.graph.nodes}
    bottom = HEAD + ROW * (max(cell.row for cell in cells) + 1) - (ROW - cells[0].bounds.height)
    wanted = sorted(wanted_below(analysis, cells, by_key, room), key=lambda one: one.shape != "failed")
    signs = below.leaders(wanted[: below.MOST], bottom, LEFT, room.right)
    beyond = len(wanted) - len(signs)
    under = below.bottom_of(signs, bottom)
    at = Bounds(LEFT, under + 2, room.right - LEFT, LEGEND_ROW) if beyond else None
    under = at.bottom if at is not None else under
    space = Bounds(LEFT, under, room.right - LEFT, 0.0)
    apart = apart_of(analysis, found_in, cells, space, fold=not options.whole) if refunds else None
    if apart is not None:
        under = apart.bottom
        by_key |= {cell.key: cell for cell in apart.cells}
        box_of |= {node: cell.key for cell in apart.cells for node in cell.nodes}
    sections: tuple[Section, ...] = ()
    if split is not None:
        columns = totals.columns(analysis, split, options.width)
        sections = totals.sections(analysis, columns, option_of(options.expanded, DRAWING, "all"))
    lowest = max(under, totals.bottom_of(sections)) + BELOW
    legend = legend_of(_kinds(cells), lowest, LEFT, options.width - LEFT)
    return IcicleLayout(
        width=options.width,
        height=max(entry.bounds.bottom for entry in legend) + BELOW / 2 if legend else lowest,
        room=options.width,
        measure=measure_,
        total=room.total,
        left=room.left,
        right=room.right,
        split=split,
        refunds=refunds,
        refund_count=sum(1 for node in analysis.graph.nodes if node.is_refund),
        zoom=zoom.key,
        path=path,
        shown=shown,
        attached=_attached(analysis, zoom),
        scope=scope,
        cells=tuple(cells),
        leaders=signs,
        beyond=beyond,
        beyond_at=at,
        apart=apart,
        sections=sections,
        legend=legend,
        box_of=box_of,
        by_key=by_key,
    )


def split_at(width: float, wanted: str | None) -> float | None:
    """x of the line before the bars: as it was dragged, as far as both sides have room; None: the bars are folded."""
    if wanted == FOLDED or width < LEAST + totals.NARROWEST:
        return None
    if wanted is not None and wanted.isdecimal():
        x = float(min(int(wanted), 10**6))
    else:
        x = max(width - BARS, min(ICICLE, width - totals.NARROWEST))
    return min(max(x, LEAST), width - totals.NARROWEST)


def _room(found: Mapping[str, Flow], zoom: Zoom, right: float) -> Room:
    total = sum(found[node].gas for node in zoom.nodes)
    return Room(LEFT, max(right, LEFT + 1), 0, max(total, 1))


def _shown(found: Mapping[str, Flow], zoom: Zoom) -> tuple[tuple[int, int, int, int], tuple[str, ...]]:
    """Of what is zoomed to: all the gas, burnt and got back with all it called, and how many parts are not known; and
    its nodes."""
    scope: list[str] = []
    burnt = back = unknown = 0
    stack = list(zoom.nodes)
    while stack:
        flow = found[stack.pop()]
        scope.append(flow.node)
        burnt += flow.burnt
        back += flow.back
        unknown += 1 if flow.unknown or not flow.certain else 0
        stack += flow.calls
    return (sum(found[node].gas for node in zoom.nodes), burnt, back, unknown), tuple(scope)


def _attached(analysis: Analysis, zoom: Zoom) -> int | None:
    parts = [analysis.facts[node].gas.attached for node in zoom.nodes]
    return None if None in parts else sum(part or 0 for part in parts)


def _box_of(analysis: Analysis, cells: Sequence[Cell]) -> dict[str, str]:
    """The cell of each node that is shown, or that of its nearest caller that is."""
    place = {node: cell.key for cell in cells for node in cell.nodes}
    graph = analysis.graph
    found: dict[str, str] = {}
    for node in graph.nodes:
        way: list[str] = []
        at: str | None = node.id
        while at is not None and at not in place and at not in found and at not in way:
            way.append(at)
            at = graph.by_id[at].parent if at in graph.by_id else None
        key = place.get(at) or found.get(at) if at is not None else None
        if key is not None:
            for each in (*way, node.id):
                found[each] = key
    return {node.id: found[node.id] for node in graph.nodes if node.id in found}


def _path_cell(room: Room) -> Cell:
    bounds = Bounds(room.left, 6, room.right - room.left, HEAD - 12)
    return Cell(PATH_KEY, "path", (), None, -1, 0, 0, 0, 0, 0, 0, bounds)


def _path(analysis: Analysis, zoom: Zoom, room: float) -> tuple[Step, ...]:
    """The steps in a row; where they have no room, the names in the middle are shortened."""
    names = [say.WHOLE if not key else _name(analysis, zoom, key) for key in zoom.path]
    between = measure(SEPARATOR, "regular", _TITLE)
    # Half of the line is for the sum behind it.
    most = max((room * 0.62 - between * (len(names) - 1)) / len(names), 40.0)
    made: list[Step] = []
    x = LEFT
    for number, (key, name) in enumerate(zip(zoom.path, names, strict=True)):
        words = name if number == 0 else elide(name, "semibold", _TITLE, most, "middle")
        width = measure(words, "semibold", _TITLE)
        made.append(Step(key, words, Bounds(x, 6, width, HEAD - 12)))
        x += width + between
    return tuple(made)


SEPARATOR = "  ›  "


def _name(analysis: Analysis, zoom: Zoom, key: str) -> str:
    graph = analysis.graph
    if key in graph.by_id:
        return say.cell_name(graph.by_id[key])[0]
    if zoom.piece is not None and zoom.piece.kind == "alike":
        return say.alike_name(len(zoom.nodes), say.cell_name(graph.by_id[zoom.nodes[0]])[0])
    return say.more_name(len(zoom.nodes))


def _kinds(cells: Sequence[Cell]) -> set[str]:
    """What of a legend is needed. What may become of a call is not told before: that part is the same always."""
    kinds = {"passed", "burnt", "back", "failed", "starved", "odd"}
    return kinds | ({"unknown"} if any(cell.unknown or not cell.exact for cell in cells) else set())
