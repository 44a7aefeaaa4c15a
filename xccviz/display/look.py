"""How a drawing is to look: at which moment, with what selected, and what stands out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from xccviz.display.dots import dimmed
from xccviz.display.types import NONE, DotField, Marker, Path, Primitive, Rect, Role, Text, Verticals
from xccviz.graph.types import ReceiptGraph
from xccviz.layout.types import Layout
from xccviz.replay.types import Moment
from xccviz.values import frozen, replace

OUTLINE = "card"
"""The last part of the key of the primitive that outlines its owner: `<owner>/card`."""
RING = "selection"
"""The last part of the key of the ring around what is selected: `<owner>/selection`."""
GROUND = "ground"
"""The last part of the key of what keeps lines away from words: `<owner>/ground`."""
HANDLE = "unfold"
"""The last part of the key of what unfolds its owner when it is clicked: `<owner>/unfold`."""
HANDLE_ROOM = 16.0
"""Px that a heading (`<owner>/title`, `<owner>/sum`) leaves for a handle before it."""
LINK = "link"
"""The last part of the key of words that do something when they are clicked: `<owner>/link`."""
SHORT = "short"
"""The last part of the key of the one line that tells from far away what a place is: `<owner>/short`. Near, it is not
painted."""
_WIDE = 2.0
LINE = "edge:"
"""How the keys of lines that join places begin, with their heads and badges."""
HOVERED = 1.5
"""Px of the outline of what is under the pointer."""
_WIDER = 1.0
_SURFACES = frozenset(("bg", "panel", "card", "code", "okbg", "badbg", "waitbg", "indbg"))


@frozen
class Emphasis:
    """What stands out, as node ids. `dim`: nodes that step back; what shows nothing but them loses its colours, never
    its words. `gone`: of these, nodes that are not painted at all; what is left stays where it stands. `hits`: nodes
    that were looked for; what shows one of them gets an outline. `path`: nodes that led from one to the next, with the
    lines between them. What is hit or on the path is never dimmed."""

    dim: frozenset[str] = frozenset()
    hits: frozenset[str] = frozenset()
    path: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything stands out."""
        return bool(self.dim or self.hits or self.path)


def lit(hits: Collection[str], everything: Iterable[str]) -> Emphasis:
    """What was found stands out and all else steps back; nothing does where nothing was found."""
    found = frozenset(hits)
    return Emphasis(dim=frozenset(everything) - found, hits=found) if found else Emphasis()


def hidden(emphasis: Emphasis, graph: ReceiptGraph) -> Emphasis:
    """The same without what is neither a hit nor on the way to one."""
    return replace(emphasis, gone=emphasis.dim - ways_to(graph, emphasis.hits))


def ways_to(graph: ReceiptGraph, hits: Iterable[str]) -> set[str]:
    """Hits, and all that stands above them."""
    kept: set[str] = set()
    for hit in hits:
        node: str | None = hit
        while node is not None and node not in kept and node in graph.by_id:
            kept.add(node)
            node = graph.by_id[node].parent
    return kept


@frozen
class Look:
    """How to draw. `moment`: None is the end; `selection`: a node id or the key of a place, which gets a ring;
    `legend`: whether the drawing explains its lines itself; `hovered`: the key of the place or spot under the
    pointer."""

    moment: Moment | None = None
    selection: str | None = None
    emphasis: Emphasis = Emphasis()
    legend: bool = True
    hovered: str | None = None


@frozen
class Stress:
    """An `Emphasis` as keys of one layout: owners of what is painted, or of what is not (`gone`)."""

    dim: frozenset[str]
    hits: frozenset[str]
    path: frozenset[str]
    gone: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    """Keys of parts that stay as they are though their owner steps back, with all that stands on them."""


Standing = Literal["stays", "back", "gone"]
"""What has become of a line while something else stands out."""


def standing_of(owner: str, stress: Stress | None) -> Standing:
    """Whether a line has stepped back, or is not to be seen."""
    if stress is None:
        return "stays"
    return "gone" if owner in stress.gone else "back" if owner in stress.dim else "stays"


def stress_of(layout: Layout, emphasis: Emphasis, lines: Iterable[tuple[str, str, str]] = ()) -> Stress:
    """Which places of a layout stand out, and which of its `lines` (key, source, target): a line steps back with one of
    its ends unless it begins at a hit, whose way on that is, and is on the path with both of them."""
    places = {key: place.nodes for key, place in layout.by_key.items()}
    hits = {key for key, nodes in places.items() if not emphasis.hits.isdisjoint(nodes)}
    path = {key for key, nodes in places.items() if not emphasis.path.isdisjoint(nodes)}
    dim = {key for key, nodes in places.items() if nodes and emphasis.dim.issuperset(nodes)} - hits - path
    gone = {key for key in dim if emphasis.gone and emphasis.gone.issuperset(places[key])}
    for key, source, target in lines:
        if source in gone or target in gone:
            gone.add(key)
        elif source in path and target in path:
            path.add(key)
        elif (source in dim or target in dim) and source not in hits:
            dim.add(key)
    return Stress(frozenset(dim), frozenset(hits), frozenset(path), frozenset(gone))


def stressed(primitives: Sequence[Primitive], stress: Stress) -> list[Primitive]:
    """The same primitives at the same places, in the roles and widths that `stress` asks for: every painter shows it
    without knowing. A hit is told from the path where something is both."""
    made: list[Primitive] = []
    for primitive in primitives:
        owner = primitive.owner
        if owner in stress.gone:
            primitive = _unseen(primitive)
        elif owner in stress.dim:
            primitive = primitive if stress.parts and _part(primitive) in stress.parts else _quiet(primitive)
        elif owner in stress.hits:
            primitive = _outlined(primitive, "ind")
        elif owner in stress.path:
            primitive = _outlined(primitive, "text") if not isinstance(primitive, Path) else _wider(primitive)
        made.append(primitive)
    return made


def hovered(
    primitives: Sequence[Primitive], places: Collection[str], lines: Collection[str]
) -> list[Primitive]:
    """The same primitives while the pointer is on a place: the outlines of `places` (their keys) stand out, `lines`
    (their owners) stay as they are and all other lines step back."""
    made: list[Primitive] = []
    for primitive in primitives:
        if primitive.owner in places:
            primitive = _outlined(primitive, "text", HOVERED)
        elif primitive.key.startswith(LINE) and primitive.owner not in lines:
            primitive = _stepped_back(primitive)
        made.append(primitive)
    return made


def paler(primitive: Primitive) -> Primitive:
    """A part of a legend, of lines that have all stepped back."""
    if isinstance(primitive, Text):
        return replace(primitive, role="faint")
    if isinstance(primitive, Path):
        fill, stroke = (role if role == NONE else "ref" for role in (primitive.fill, primitive.stroke))
        return replace(primitive, fill=fill, stroke=stroke)
    return primitive


def _part(primitive: Primitive) -> str:
    """The key of the part of its owner that a primitive belongs to."""
    owner = primitive.owner or ""
    return f"{owner}/{primitive.key[len(owner) + 1 :].partition('/')[0]}"


def _stepped_back(primitive: Primitive) -> Primitive:
    """A line, its head or its badge in the colour of what matters less."""
    if isinstance(primitive, Text | Marker):
        return primitive if primitive.role == NONE else replace(primitive, role="mute")
    if isinstance(primitive, DotField | Verticals):
        return primitive
    stroke = NONE if primitive.stroke == NONE else "ref"
    fill = primitive.fill if primitive.fill == NONE or primitive.fill in _SURFACES else "ref"
    return replace(primitive, stroke=stroke, fill=fill)


def _quiet(primitive: Primitive) -> Primitive:
    """Without colours of its own and paler: by tone alone, as dashes say what a line means and what has not come."""
    if isinstance(primitive, Text):
        return primitive if primitive.role == NONE else replace(primitive, role="faint")
    if isinstance(primitive, Marker):
        return primitive if primitive.role == NONE else replace(primitive, role="faint", on="bg")
    if isinstance(primitive, DotField):
        return replace(primitive, marks="".join(map(dimmed, primitive.marks)))
    if isinstance(primitive, Verticals) or _is(primitive, RING) or _is(primitive, GROUND):
        return primitive
    # A line carries meaning and stays as dark as lines must be; a card's edge may fade.
    ink = "ref" if isinstance(primitive, Path) else "cardline"
    fill = NONE if primitive.fill == NONE else "bg" if primitive.fill in _SURFACES else ink
    stroke = NONE if primitive.stroke == NONE else ink
    return replace(primitive, fill=fill, stroke=stroke)


def _unseen(primitive: Primitive) -> Primitive:
    """Where it was, and nothing to be seen of it but the ring around what is selected."""
    if isinstance(primitive, Text):
        return replace(primitive, text="", tooltip="")
    if isinstance(primitive, Marker):
        return replace(primitive, shape="none", tooltip="")
    if isinstance(primitive, DotField):
        return replace(primitive, marks="", chosen=None, tooltip="")
    if isinstance(primitive, Verticals) or _is(primitive, RING):
        return primitive
    if isinstance(primitive, Rect):
        return replace(primitive, fill=NONE, stroke=NONE, pattern=None, tooltip="")
    return replace(primitive, fill=NONE, stroke=NONE, tooltip="")


def _outlined(primitive: Primitive, role: Role, width: float = _WIDE) -> Primitive:
    if isinstance(primitive, Rect | Path) and _is(primitive, OUTLINE):
        return replace(primitive, stroke=role, stroke_width=width)
    return primitive


def _wider(path: Path) -> Path:
    return path if path.stroke == NONE else replace(path, stroke_width=path.stroke_width + _WIDER)


def _is(primitive: Primitive, part: str) -> bool:
    return primitive.key.endswith(f"/{part}")
