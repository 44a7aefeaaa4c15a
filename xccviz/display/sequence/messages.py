"""Messages with arrow heads and badges, and the legend that explains them."""

from __future__ import annotations

from xccviz.analysis.types import Analysis
from xccviz.display.hosting import Spot, Tag, Wish
from xccviz.display.lines import LINES, LineStyle, line_style
from xccviz.display.markers import arrow_head
from xccviz.display.types import NONE, Path, Primitive, Rect, Text
from xccviz.layout.measure import measure
from xccviz.layout.sequence.legend import BAR_SAMPLE, GAP, SAMPLE, SIZE
from xccviz.layout.sequence.messages import BADGE_R
from xccviz.layout.sequence.types import LegendEntry, Message, SequenceLayout
from xccviz.layout.types import Bounds, Segment
from xccviz.model.literals import LineKind, Progress, happened
from xccviz.replay.standing import edge_slot_state, progress_of
from xccviz.replay.types import Moment
from xccviz.values import replace
from xccviz.words.lines import INFERRED, edge_sentence, edges_sentence, node_title
from xccviz.words.titles import group_title

_BADGE_SIZE = 11.0
_TOLD = 4
_FUTURE = (5.0, 4.0)


def paint_messages(
    analysis: Analysis, layout: SequenceLayout, moment: Moment | None
) -> tuple[list[Primitive], list[Primitive], set[LineKind]]:
    """Lines with heads; badges, which stand above them; and which sorts of lines occur at this moment."""
    lines: list[Primitive] = []
    badges: list[Primitive] = []
    seen: set[LineKind] = set()
    for message in layout.messages:
        style = _style(analysis, message, moment)
        seen.update((style.kind, "inferred") if style.inferred else (style.kind,))
        tooltip = sentence(analysis, layout, message, moment)
        closed = not style.open_head
        lines.append(Path(f"edge:{message.key}", message.key, "edge", message.segments, stroke=style.role,
                          stroke_width=style.width, dash=style.dash, tooltip=tooltip))  # fmt: skip
        head = arrow_head(message.tip, message.angle, closed=closed)
        lines.append(Path(f"edge:{message.key}/head", message.key, "edge", head, fill=style.role if closed else NONE,
                          stroke=NONE if closed else style.role, stroke_width=1.6, tooltip=tooltip))  # fmt: skip
        badges += _badge(message, style, tooltip)
    return lines, badges, seen


def message_spots(layout: SequenceLayout) -> list[Spot]:
    """A badge selects who sent it, with Shift who receives it."""
    made: list[Spot] = []
    for message in layout.messages:
        if message.badge is None:
            continue
        (x, y), half = message.badge, _half(message)
        source, target = layout.by_key[message.source], layout.by_key[message.target]
        click = Wish("select", source.nodes[0]) if source.nodes else None
        area = Bounds(x - half, y - BADGE_R, 2 * half, 2 * BADGE_R)
        made.append(Spot(message.key, area, click, Wish("select", target.nodes[0])))
    return made


def message_tag(analysis: Analysis, message: Message) -> Tag:
    """What a message is in a file."""
    edges = [analysis.graph.edges[i] for i in message.edges]
    sources = dict.fromkeys(edge.source or "" for edge in edges)
    targets = dict.fromkeys(edge.target for edge in edges)
    slots = ",".join(map(str, message.slots))
    ends = (("from", " ".join(sources)), ("to", " ".join(targets)))
    return Tag("edge", (("kind", message.kind), *ends, ("slot", slots)))


def sentence(analysis: Analysis, layout: SequenceLayout, message: Message, moment: Moment | None) -> str:
    """A message in words, a line an edge; many are counted."""
    edges = [analysis.graph.edges[i] for i in message.edges]
    if len(edges) <= _TOLD:
        told = [edge_sentence(analysis, edge, moment) for edge in edges]
    else:
        source, target = (_called(analysis, layout, key) for key in (message.source, message.target))
        told = [edges_sentence(analysis, edges, moment, source, target)]
    return "\n".join([*told, INFERRED] if any(edge.origin == "inferred" for edge in edges) else told)


def _called(analysis: Analysis, layout: SequenceLayout, key: str) -> str:
    bar = layout.by_key[key]
    return group_title(bar.nodes) if bar.kind == "run" else node_title(analysis, bar.node)


def _style(analysis: Analysis, message: Message, moment: Moment | None) -> LineStyle:
    graph = analysis.graph
    edges = [graph.edges[i] for i in message.edges]
    states: list[Progress] = [
        progress_of(analysis, edge.source, moment) if edge.source is not None else "unknown" for edge in edges
    ]
    source = next((state for state in states if happened(state)), states[0])
    detached = edges[0].row.line == "calls" and all("detached" in graph.by_id[e.target].roles for e in edges)
    slots = [edge_slot_state(analysis, edge, moment) for edge in edges] if message.slots else []
    inferred = any(edge.origin == "inferred" for edge in edges)
    style = line_style(message.kind, slots, source, detached=detached, inferred=inferred)
    if not message.slots and not happened(source) and moment is not None and not moment.at_end:
        return replace(style, role="ref", dash=_FUTURE)  # still to come
    return style


def slots_words(slots: tuple[int, ...]) -> str:
    """Slots on a badge: `1`, `0, 2`, `0–9`; many with gaps are counted: `×464`."""
    if len(slots) > 2 and slots[-1] - slots[0] + 1 == len(slots):
        return f"{slots[0]}–{slots[-1]}"
    return ", ".join(map(str, slots)) if len(slots) <= 3 else f"×{len(slots):,}"


def _half(message: Message) -> float:
    return max(BADGE_R, measure(slots_words(message.slots), "medium", _BADGE_SIZE) / 2 + 5)


def _badge(message: Message, style: LineStyle, tooltip: str) -> list[Primitive]:
    if message.badge is None:
        return []
    (x, y), half = message.badge, _half(message)
    role = style.role if style.kind != "awaited" else "mute"
    return [
        Rect(f"edge:{message.key}/badge", message.key, "badge", x - half, y - BADGE_R, 2 * half, 2 * BADGE_R, BADGE_R,
             fill="bg", stroke=role, stroke_width=1.25, tooltip=tooltip),
        Text(f"edge:{message.key}/slot", message.key, "badge", x, y + 3.9, slots_words(message.slots), "medium",
             _BADGE_SIZE, role, "middle", 2 * half, tooltip=tooltip),
    ]  # fmt: skip


def paint_legend(layout: SequenceLayout, seen: set[LineKind]) -> list[Primitive]:
    """A sample and words per entry; sorts that don't occur at this moment stay blank."""
    made: list[Primitive] = []
    for entry in layout.legend:
        style = next((row for row in LINES.values() if row.kind == entry.kind), None)
        made += _bar_entry(entry) if style is None else _line_entry(entry, style, style.kind in seen)
    return made


def _line_entry(entry: LegendEntry, style: LineStyle, seen: bool) -> list[Primitive]:
    shown = seen or not style.passing
    y, left = entry.bounds.center_y, entry.bounds.x
    key, right = f"legend:{entry.kind}", left + SAMPLE
    line = (Segment("M", (left, y)), Segment("L", (right, y)))
    head = arrow_head((right, y), 0.0, 7.0, 3.5, closed=not style.open_head)
    solid = shown and not style.open_head
    return [
        Path(f"{key}/line", None, "legend", line, stroke=style.role if shown else NONE, stroke_width=style.width,
             dash=style.dash),
        Path(f"{key}/head", None, "legend", head, fill=style.role if solid else NONE,
             stroke=style.role if shown and style.open_head else NONE, stroke_width=1.6),
        _legend_words(entry, entry.label if shown else "", SAMPLE),
    ]  # fmt: skip


def _bar_entry(entry: LegendEntry) -> list[Primitive]:
    """A short bar as it stands where a receipt waits."""
    b, key = entry.bounds, f"legend:{entry.kind}"
    ink = "ref" if entry.kind == "yields" else "wait"
    fill = {"waits": "wait", "queued": "waitbg"}.get(entry.kind, NONE)
    dash = (2.5, 2.0) if entry.kind == "yields" else ()
    return [
        Rect(f"{key}/bar", None, "legend", b.x + 1, b.center_y - 7.5, 5.0, 15.0, 0.0, fill, ink, 1.0, dash),
        _legend_words(entry, entry.label, BAR_SAMPLE),
    ]


def _legend_words(entry: LegendEntry, words: str, sample: float) -> Text:
    b = entry.bounds
    x = b.x + sample + GAP
    return Text(f"legend:{entry.kind}/text", None, "legend", x, b.center_y + 4, words, "regular", SIZE, "mute",
                width=b.right - x)  # fmt: skip
