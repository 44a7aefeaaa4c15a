"""Edges with arrow heads and slot badges, and the legend that explains them."""

from __future__ import annotations

import math
from collections.abc import Collection, Set

from xccviz.analysis.types import Analysis
from xccviz.display.graph.sentences import path_sentence
from xccviz.display.lines import COLOURS, LINES, LineStyle, line_style, sample_of
from xccviz.display.look import Standing, Stress, paler, standing_of
from xccviz.display.markers import arrow_head
from xccviz.display.types import NONE, Path, Primitive, Rect, Text
from xccviz.layout.layered.badges import BADGE_SIZE, badge_width, badge_words
from xccviz.layout.layered.legend import LEGEND_SIZE, SAMPLE_WIDTH, text_x
from xccviz.layout.layered.routing import BADGE_PX
from xccviz.layout.layered.types import EdgePath, LayeredLayout, LegendEntry
from xccviz.layout.types import Segment
from xccviz.model.literals import Progress, SlotState
from xccviz.replay.standing import edge_slot_state, progress_of
from xccviz.replay.types import Moment
from xccviz.values import frozen

_BADGE_RADIUS = BADGE_PX / 2
MANY_SLOTS = 20
"""A line that feeds more slots than this is thick, as siblings that are more than this are one block."""
THICK, THICK_HEAD = 2.0, 12.0
"""How much thicker it is, and px of its head."""
Seen = Set[tuple[str, Standing]]
"""Sorts of lines that occur, as the legend names them, with what has become of some of them."""


def draw_edges(
    analysis: Analysis, layout: LayeredLayout, moment: Moment | None, stress: Stress | None
) -> tuple[list[Primitive], Seen]:
    """Lines and heads first, badges above them; and what occurs of them."""
    lines: list[Primitive] = []
    badges: list[Primitive] = []
    seen: set[tuple[str, Standing]] = set()
    for path in layout.edges:
        traits, states = traits_of(analysis, path), states_of(analysis, path, moment)
        style = edge_style(analysis, path, traits, moment, states)
        seen.update((kind, standing_of(path.key, stress)) for kind in kinds_of(style))
        tooltip = path_sentence(analysis, layout, path, moment)
        lines.extend(draw_line(path, style, tooltip))
        badges.extend(draw_badge(path, style, tooltip))
    return lines + badges, seen


def draw_line(path: EdgePath, style: LineStyle, tooltip: str = "") -> list[Primitive]:
    """A line and its head. One that stands for very many slots is thick; it ends within its head."""
    closed = not style.open_head
    thick = len(path.slots) > MANY_SLOTS
    segments = shortened(path) if thick else path.segments
    width = style.width * THICK if thick else style.width
    length, half = (THICK_HEAD, THICK_HEAD / 2) if thick else (9.0, 4.4)
    head = arrow_head(path.tip, path.angle, length, half, closed=closed)
    return [
        Path(f"edge:{path.key}", path.key, "edge", segments, stroke=style.role, stroke_width=width,
             dash=style.dash, tooltip=tooltip),
        Path(f"edge:{path.key}/head", path.key, "edge", head,
             fill=style.role if closed else NONE, stroke=NONE if closed else style.role, stroke_width=1.6,
             tooltip=tooltip),
    ]  # fmt: skip


def shortened(path: EdgePath) -> tuple[Segment, ...]:
    """The way of a thick line: its blunt end would stand out beside the tip of its head."""
    last = path.segments[-1]
    back_x, back_y = (THICK_HEAD - 2) * math.cos(path.angle), (THICK_HEAD - 2) * math.sin(path.angle)
    end = (path.tip[0] - back_x, path.tip[1] - back_y)
    return (*path.segments[:-1], Segment(last.op, (*last.points[:-2], *end)))


def draw_badge(path: EdgePath, style: LineStyle, tooltip: str = "") -> list[Primitive]:
    """The slot numbers on a line; none on one that carries nothing."""
    return _badge(path, path.badge, style, tooltip) if path.badge is not None and path.slots else []


def states_of(analysis: Analysis, path: EdgePath, moment: Moment | None) -> set[SlotState]:
    """What the slots hold that a line feeds."""
    if not path.slots:
        return set()
    return {edge_slot_state(analysis, analysis.graph.edges[i], moment) for i in path.edges}


@frozen
class Traits:
    """What of the edges of a line decides how it is drawn at every moment: whether nothing depends on what they all
    create, and whether one of them is inferred. `source`: the node it begins at."""

    source: str | None
    detached: bool
    inferred: bool


def traits_of(analysis: Analysis, path: EdgePath) -> Traits:
    """The traits of a line."""
    graph = analysis.graph
    edges = [graph.edges[i] for i in path.edges]
    detached = edges[0].row.line == "calls" and all(
        "detached" in graph.by_id[edge.target].roles for edge in edges
    )
    return Traits(edges[0].source, detached, any(edge.origin == "inferred" for edge in edges))


def edge_style(
    analysis: Analysis, path: EdgePath, traits: Traits, moment: Moment | None, states: Collection[SlotState]
) -> LineStyle:
    """The look of a line whose slots hold `states`."""
    first = traits.source
    source: Progress = progress_of(analysis, first, moment) if first is not None else "unknown"
    return line_style(path.kind, states, source, detached=traits.detached, inferred=traits.inferred)


def _badge(path: EdgePath, at: tuple[float, float], style: LineStyle, tooltip: str) -> list[Primitive]:
    """The slot numbers on a data edge."""
    text = badge_words(path.slots, style.inferred)
    half = badge_width(path.slots, style.inferred) / 2
    x, y = at
    role = style.role if style.kind != "awaited" else "mute"
    return [
        Rect(f"edge:{path.key}/badge", path.key, "badge", x - half, y - _BADGE_RADIUS, 2 * half, 2 * _BADGE_RADIUS,
             _BADGE_RADIUS, fill="bg", stroke=role, stroke_width=1.25, tooltip=tooltip),
        Text(f"edge:{path.key}/slot", path.key, "badge", x, y + 4.1, text, "medium", BADGE_SIZE, role, "middle",
             2 * half, tooltip=tooltip),
    ]  # fmt: skip


def kinds_of(style: LineStyle) -> tuple[str, ...]:
    """The sorts that a line is of, as the legend names them."""
    return (style.kind, "inferred") if style.inferred else (style.kind,)


def draw_legend(layout: LayeredLayout, seen: Seen) -> list[Primitive]:
    """A sample line and words per sort of edge; sorts that don't occur at this moment stay blank, coloured ones that
    have all stepped back are pale."""
    primitives: list[Primitive] = []
    for entry in layout.legend:
        style, found = LINES[entry.kind], {standing for kind, standing in seen if kind == entry.kind}
        coloured = style.role in COLOURS
        made = _legend_entry(entry, bool(found - {"gone"} if coloured else found) or not style.passing)
        primitives.extend(map(paler, made) if coloured and found and "stays" not in found else made)
    return primitives


def _legend_entry(entry: LegendEntry, shown: bool) -> list[Primitive]:
    key, b = f"legend:{entry.kind}", entry.bounds
    return [
        *sample_of(key, LINES[entry.kind], b.x, b.x + SAMPLE_WIDTH, b.center_y, shown),
        Text(f"{key}/text", None, "legend", text_x(entry), b.center_y + 4, entry.label if shown else "", "regular",
             LEGEND_SIZE, "mute", width=b.right - text_x(entry)),
    ]  # fmt: skip
