"""The display list: what to paint, in colour roles instead of colours, and nothing about where it is painted.

One list serves every painter (Qt, SVG). Its promise: for one layout, the lists of two moments hold the same keys in
the same order with the same geometry; only roles, marker shapes, dashes and words differ, and how far a stretch has
come. What is not to be seen at a moment is still in the list, with role "none" or empty text, and painters skip it.

Roles are names of resources/themes/colours.json ("card", "ok", "bad", "data", …) plus "none".
Layers, painted in this order: background, edge, badge, box, text; then left, top, corner and right, what stays in
sight of a drawing with strips, below and foot, what stands under it (`display.hosting.Strips`); legend. All coordinates
are scene px.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from xccviz.display.hosting import Grip, Ruler, Spot, Strips, Switch, Tag
from xccviz.display.patterns import Pattern
from xccviz.layout.types import Segment
from xccviz.values import field, frozen
from xccviz.words.signs import Shape

Role = str
Layer = Literal[
    "background", "edge", "badge", "box", "text", "left", "top", "corner", "right", "below", "foot", "legend"
]
FontFace = Literal["regular", "medium", "semibold", "mono"]
Anchor = Literal["start", "middle", "end"]

LAYERS: tuple[Layer, ...] = (
    "background", "edge", "badge", "box", "text", "left", "top", "corner", "right", "below", "foot", "legend",
)  # fmt: skip
PINNED: tuple[Layer, ...] = ("left", "top", "corner", "right")
"""Layers of what stays in sight."""
NONE: Role = "none"


@frozen
class Rect:
    """A rectangle with rounded corners. `dash`: lengths in px of dashes and gaps, empty for a solid line. `pattern` is
    laid over its fill in the colour `ink`."""

    key: str
    owner: str | None
    layer: Layer
    x: float
    y: float
    width: float
    height: float
    radius: float = 0.0
    fill: Role = NONE
    stroke: Role = NONE
    stroke_width: float = 1.0
    dash: tuple[float, ...] = ()
    tooltip: str = ""
    pattern: Pattern | None = None
    ink: Role = NONE


@frozen
class Path:
    """Lines and cubic curves. Arrow heads are paths of their own (key ends in "/head"), filled or hollow."""

    key: str
    owner: str | None
    layer: Layer
    segments: tuple[Segment, ...]
    fill: Role = NONE
    stroke: Role = NONE
    stroke_width: float = 1.5
    dash: tuple[float, ...] = ()
    tooltip: str = ""


@frozen
class Text:
    """One line of text; `x`, `y`: anchor point on the baseline; `size` in px; `width`: the px it has room for (it
    already fits); `strike`: struck through. Plain text, never markup; unescaped."""

    key: str
    owner: str | None
    layer: Layer
    x: float
    y: float
    text: str
    font: FontFace = "regular"
    size: float = 12.0
    role: Role = "text"
    anchor: Anchor = "start"
    width: float = 0.0
    strike: bool = False
    tooltip: str = ""


@frozen
class Marker:
    """A status sign that tells by shape: `x`, `y` the centre, `size` the radius in px; `role` paints the shape,
    `on` what is drawn upon it. `display.markers.marker_parts` gives its outlines."""

    key: str
    owner: str | None
    layer: Layer
    x: float
    y: float
    size: float
    shape: Shape
    role: Role = "text"
    on: Role = "card"
    tooltip: str = ""


@frozen
class DotField:
    """Many small signs in rows, one a thing: the middle of the first at (`x`, `y`), `columns` a row, so many px apart.
    `marks`: what each looks like, a letter each of `display.dots.DOTS`; `chosen`: the dot with a ring around it."""

    key: str
    owner: str | None
    layer: Layer
    x: float
    y: float
    columns: int
    marks: str
    chosen: int | None = None
    tooltip: str = ""


@frozen
class Verticals:
    """Upright lines at `xs` (from left to right), all from `top` to `bottom`, each beginning with a dash. `dash`: px of
    a dash and of the gap behind it."""

    key: str
    owner: str | None
    layer: Layer
    xs: tuple[float, ...]
    top: float
    bottom: float
    stroke: Role = NONE
    stroke_width: float = 1.0
    dash: tuple[float, float] | tuple[()] = ()
    tooltip: str = ""


Primitive = Rect | Path | Text | Marker | DotField | Verticals


@frozen
class Band:
    """A row from `y` down to `bottom` that stays in a window as a line of `line` px where it is scrolled out of sight;
    what is painted then, made when it is, with the line's upper side at 0."""

    y: float
    bottom: float
    line: float
    primitives: Callable[[], Sequence[Primitive]]


@frozen
class Rows:
    """Rows of one height in a layer, `height` px each from `y` on: `primitives` gives those of one by its number, made
    when it comes in sight. `shut`: where there is room for none of them, it stands for what has its key."""

    layer: Layer
    y: float
    height: float
    count: int
    primitives: Callable[[int], Sequence[Primitive]]
    shut: Primitive | None = None


@frozen
class DisplayList:
    """Primitives in painting order. `owner` of a primitive is a box key (node id, group key, "refunds") or an edge
    key of the layout; None for the background and the legend. `title` and `description` are for assistive tools. It
    is `width` × `height` px from (`left`, `top`) on.

    To whoever shows it: `strips` stay in sight, with a `ruler` a part of it can be chosen, `spots` are clicked for
    themselves (the last of those at a point), `grips` are dragged, `bands` are rows that stay as lines, `rows` are made
    when they come in sight (a file has them among its primitives), `switches` and a `note` stand in the bar above,
    `tags` say what an owner is in a file."""

    primitives: tuple[Primitive, ...]
    width: float
    height: float
    title: str = ""
    description: str = ""
    strips: Strips = Strips()
    spots: tuple[Spot, ...] = ()
    ruler: Ruler | None = None
    switches: tuple[Switch, ...] = ()
    grips: tuple[Grip, ...] = ()
    bands: tuple[Band, ...] = ()
    rows: Rows | None = None
    note: str = ""
    tags: Mapping[str, Tag] = field(default_factory=dict)
    left: float = 0.0
    top: float = 0.0


@frozen
class Theme:
    """Colours by role, as "#RRGGBB"."""

    name: str
    roles: Mapping[str, str]

    def colour(self, role: Role) -> str | None:
        """The colour of a role, None for "none"; an unknown role is a bug (KeyError)."""
        return None if role == NONE else self.roles[role]
