"""The look of every sort of line, one row each, and which sort an edge is drawn as at a moment.

What a sort means in words is `words/legend.py`; which kinds of edges there are, and their sorts, `model/edge_kinds.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from xccviz.display.markers import arrow_head
from xccviz.display.types import NONE, Path, Primitive, Role
from xccviz.layout.types import Segment
from xccviz.model.edge_kinds import EDGE_KINDS, EdgeKind
from xccviz.model.literals import LineKind, Progress, SlotState
from xccviz.values import frozen, replace

_INFERRED_WIDTH = 1.25
_RAN_WIDTH = 1.5
_TO_COME_WIDTH = 1.0
_BROKEN = (12.0, 2.5)
"""Dashes of what carries a failure: whoever does not tell red from blue sees that the line is broken."""


@frozen
class LineStyle:
    """How a line is drawn. `width` and `dash` in px; `open_head`: an arrow of two strokes; `dot`: Graphviz's word for
    it; `inferred`: no receipt at hand states it; `passing`: seen at some moments only, and in the legend only
    then; `named`: Graphviz, which draws no legend, writes its kind beside it; `mixed`: failures among other results."""

    kind: LineKind
    role: Role
    width: float
    dash: tuple[float, ...] = ()
    open_head: bool = False
    dot: str = "solid"
    inferred: bool = False
    passing: bool = False
    named: bool = False
    mixed: bool = False


_ROWS = (
    LineStyle("calls", "edge", 1.5),
    LineStyle("detached", "edge", 1.5, open_head=True, named=True),
    LineStyle("returns", "edge", 1.5, (7.0, 5.0), dot="dashed", named=True),
    LineStyle("refunds", "ref", 1.25, (3.5, 2.5)),
    LineStyle("delivers", "data", 2.0, passing=True),
    LineStyle("delivers_failed", "bad", 2.0, _BROKEN, dot="bold", passing=True),
    LineStyle("in_flight", "wait", 2.0, (1.5, 4.0), dot="dotted", passing=True),
    LineStyle("awaited", "ref", 1.25, (2.0, 5.0), dot="dotted", passing=True),
    LineStyle("inferred", "edge", _INFERRED_WIDTH, (10.0, 3.0, 2.0, 3.0)),
)
COLOURS = frozenset(("data", "bad", "wait"))
"""Roles that tell something by their colour: none of it may be told where all such lines have stepped back."""
LINES: Mapping[LineKind, LineStyle] = {row.kind: row for row in _ROWS}
"""The look of each sort, as a legend shows it."""


def line_style(
    kind: EdgeKind,
    states: Collection[SlotState],
    source: Progress,
    *,
    detached: bool,
    inferred: bool = False,
) -> LineStyle:
    """The look of an edge: `states` of the slots it feeds (data edges), `source`: how far its source has come,
    `detached`: nothing depends on what it creates. Inferred lines are thinner, with dashes of their own."""
    row = EDGE_KINDS[kind]
    if row.line is None:
        style = LINES[_by_slots(states)]
    else:
        # Who returns a promise has run; who creates a receipt has, also where its outcome is not known.
        ran = source in ("done", "failed") or (source == "unknown" and row.sort == "creation")
        style = LINES["detached" if detached else row.line]
        style = replace(style, width=_RAN_WIDTH) if ran else replace(style, width=_TO_COME_WIDTH, role="ref")
    if not inferred:
        return style
    dash = style.dash or LINES["inferred"].dash
    return replace(style, width=min(style.width, _INFERRED_WIDTH), dash=dash, inferred=True)


def _by_slots(states: Collection[SlotState]) -> LineKind:
    if "in_flight" in states:  # of many, some have arrived: not yet all
        return "in_flight"
    if "arrived" in states and "outstanding" not in states:
        return "delivers"
    return "delivers_failed" if "failed" in states else "awaited"


def sample_of(
    key: str, style: LineStyle, left: float, right: float, y: float, shown: bool
) -> list[Primitive]:
    """A line with its head as a legend shows it; blank where it is not `shown`."""
    line = (Segment("M", (left, y)), Segment("L", (right, y)))
    head = arrow_head((right, y), 0.0, 7.0, 3.5, closed=not style.open_head)
    solid = shown and not style.open_head
    return [
        Path(f"{key}/line", None, "legend", line, stroke=style.role if shown else NONE, stroke_width=style.width,
             dash=style.dash),
        Path(f"{key}/head", None, "legend", head, fill=style.role if solid else NONE,
             stroke=style.role if shown and style.open_head else NONE, stroke_width=1.6),
    ]  # fmt: skip
