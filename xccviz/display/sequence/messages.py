"""Messages with arrow heads and badges."""

from __future__ import annotations

from xccviz.analysis.types import Analysis
from xccviz.display.hosting import Spot, Tag, Wish
from xccviz.display.lines import LineStyle, line_style
from xccviz.display.markers import arrow_head
from xccviz.display.types import NONE, Marker, Path, Primitive, Rect, Text
from xccviz.layout.sequence.messages import BADGE_R, BADGE_SIZE, badge_half
from xccviz.layout.sequence.types import Message, SequenceLayout
from xccviz.layout.types import Bounds
from xccviz.model.literals import Progress, happened
from xccviz.replay.standing import edge_slot_state, lapsed, progress_of, resumed_by
from xccviz.replay.types import Moment
from xccviz.values import replace
from xccviz.words.lines import INFERRED, edge_sentence, edges_sentence, node_title
from xccviz.words.slots import slots_sign
from xccviz.words.titles import group_title, outside_name

_TOLD = 4
_SIGN_R = 4.5
_FUTURE = (5.0, 4.0)


def style_of(analysis: Analysis, message: Message, moment: Moment | None) -> LineStyle:
    """The look of a message at a moment."""
    graph, edges = analysis.graph, message.edges
    states: list[Progress] = [
        progress_of(analysis, edge.source, moment) if edge.source is not None else "unknown" for edge in edges
    ]
    source = next((state for state in states if happened(state)), states[0])
    detached = edges[0].row.line == "calls" and all("detached" in graph.by_id[e.target].roles for e in edges)
    slots = [edge_slot_state(analysis, edge, moment) for edge in edges] if message.slots else []
    inferred = any(edge.origin == "inferred" for edge in edges)
    style = line_style(message.kind, slots, source, detached=detached, inferred=inferred)
    if "failed" in slots and style.kind != "delivers_failed":
        style = replace(style, mixed=True)
    if not message.slots and not happened(source) and moment is not None and not moment.at_end:
        return replace(style, role="ref", dash=_FUTURE)  # still to come
    return style


def draw_line(message: Message, style: LineStyle, tooltip: str = "") -> list[Primitive]:
    """The line with its head."""
    closed = not style.open_head
    head = arrow_head(message.tip, message.angle, closed=closed)
    return [
        Path(f"edge:{message.key}", message.key, "edge", message.segments, stroke=style.role,
             stroke_width=style.width, dash=style.dash, tooltip=tooltip),
        Path(f"edge:{message.key}/head", message.key, "edge", head, fill=style.role if closed else NONE,
             stroke=NONE if closed else style.role, stroke_width=1.6, tooltip=tooltip),
    ]  # fmt: skip


def draw_badge(message: Message, style: LineStyle, tooltip: str = "") -> list[Primitive]:
    """The slots that it feeds; with the sign of a failure upon its corner where some of many failed."""
    if message.badge is None:
        return []
    (x, y), half = message.badge, badge_half(message.slots)
    role = style.role if style.kind != "awaited" else "mute"
    return [
        Rect(f"edge:{message.key}/badge", message.key, "badge", x - half, y - BADGE_R, 2 * half, 2 * BADGE_R, BADGE_R,
             fill="bg", stroke=role, stroke_width=1.25, tooltip=tooltip),
        Text(f"edge:{message.key}/slot", message.key, "badge", x, y + 3.9, slots_sign(message.slots), "medium",
             BADGE_SIZE, role, "middle", 2 * half, tooltip=tooltip),
        *([Marker(f"edge:{message.key}/failed", message.key, "badge", x + half - 2, y - BADGE_R + 1, _SIGN_R,
                  "failed" if style.mixed else "none", "bad", "bg")] if len(message.slots) > 1 else ()),
    ]  # fmt: skip


def message_spots(layout: SequenceLayout) -> list[Spot]:
    """A badge selects who sent it, with Shift, or where nobody in sight did, who receives it."""
    made: list[Spot] = []
    for message in layout.messages:
        if message.badge is None:
            continue
        (x, y), half = message.badge, badge_half(message.slots)
        source, target = layout.by_key[message.source], layout.by_key[message.target]
        receiver = Wish("select", target.nodes[0])
        click = Wish("select", source.nodes[0]) if source.nodes else receiver
        made.append(Spot(message.key, Bounds(x - half, y - BADGE_R, 2 * half, 2 * BADGE_R), click, receiver))
    return made


def message_tag(analysis: Analysis, message: Message, moment: Moment | None) -> Tag:
    """What a message is in a file; that a yield was not resumed in time is told once it is known."""
    edges = message.edges
    sources = dict.fromkeys(edge.source or "" for edge in edges)
    targets = dict.fromkeys(edge.target for edge in edges)
    slots = ",".join(map(str, message.slots))
    ends = (("from", " ".join(sources)), ("to", " ".join(targets)))
    late = all(lapsed(analysis, edge, moment) for edge in edges)
    return Tag("edge", (("kind", "timeout" if late else message.kind), *ends, ("slot", slots)))


def sentence(analysis: Analysis, layout: SequenceLayout, message: Message, moment: Moment | None) -> str:
    """A message in words, a line an edge; many are counted."""
    edges = message.edges
    if len(edges) <= _TOLD:
        told = [edge_sentence(analysis, edge, moment) for edge in edges]
    else:
        target = _called(analysis, layout, message.target)
        if edges[0].source is not None:
            source = _called(analysis, layout, message.source)
        else:
            source = outside_name(edges[0], resumed_by(analysis, edges[0], moment))
        told = [edges_sentence(analysis, edges, moment, source, target)]
    return "\n".join([*told, INFERRED] if any(edge.origin == "inferred" for edge in edges) else told)


def _called(analysis: Analysis, layout: SequenceLayout, key: str) -> str:
    bar = layout.by_key[key]
    return group_title(bar.nodes) if bar.kind == "run" else node_title(analysis, bar.node)
