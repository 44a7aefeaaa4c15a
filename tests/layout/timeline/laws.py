"""What holds for every timeline; each law returns what breaks it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from xccviz.analysis.types import Analysis
from xccviz.display.timeline.uprights import Crossings
from xccviz.layout.timeline.types import INSIDE, Bar, TimelineLayout
from xccviz.layout.types import Bounds

NEAR = 0.01


def broken(analysis: Analysis, layout: TimelineLayout) -> list[str]:
    """Everything that is wrong with a layout."""
    found = [*_lanes(layout), *_waits(layout), *_columns(layout), *_causes(analysis, layout)]
    return [
        *found,
        *_all_there(analysis, layout),
        *_elbows(layout),
        *_words(layout),
        *_overview(layout),
        *_within(layout),
    ]


def _bars(layout: TimelineLayout) -> list[Bar]:
    return [bar for bar in layout.bars if bar.kind != "refunds"]


def _lanes(layout: TimelineLayout) -> list[str]:
    """Bars of a lane never overlap, and each stands in its own lane and row."""
    lanes: dict[tuple[int, int], list[Bar]] = {}
    for bar in _bars(layout):
        lanes.setdefault((bar.row, bar.lane), []).append(bar)
    wrong = []
    for (row, lane), bars in lanes.items():
        bars.sort(key=lambda bar: bar.bounds.x)
        wrong += [f"{a.key} meets {b.key}" for a, b in pairwise(bars) if a.bounds.right > b.bounds.x + NEAR]
        top = layout.rows[row].y + lane * layout.lane
        wrong += [
            f"{bar.key} leaves its lane"
            for bar in bars
            if bar.bounds.y < top - NEAR or bar.bounds.bottom > top + layout.lane + 8 + NEAR
        ]
    for above, below in pairwise(layout.rows):
        if above.bottom != below.y:
            wrong.append(f"rows {above.key} and {below.key} don't meet")
    return wrong


def _waits(layout: TimelineLayout) -> list[str]:
    """A wait ends where the next one, or the run, begins."""
    wrong = []
    for bar in _bars(layout):
        ends = [*(wait.bounds.x for wait in bar.waits[1:]), bar.stand.x]
        for wait, end in zip(bar.waits, ends, strict=False):
            if abs(wait.bounds.right - end) > NEAR and wait.bounds.width > 1.0:
                wrong.append(f"{bar.key} waits until {wait.bounds.right}, not {end}")
        for wait in bar.waits:
            if wait.until is not None and not wait.since < wait.until <= bar.tick:
                wrong.append(f"{bar.key} waits from {wait.since} to {wait.until}")
    return wrong


def _columns(layout: TimelineLayout) -> list[str]:
    """Columns stand beside each other, in the order of their blocks."""
    wrong = []
    for a, b in pairwise(layout.columns):
        if abs(a.right - b.x) > NEAR or a.last >= b.first:
            wrong.append(f"columns {a.first} and {b.first}")
    wrong += [f"column {c.first} is {c.width}" for c in layout.columns if c.width < 24 - NEAR]
    return wrong


def _causes(analysis: Analysis, layout: TimelineLayout) -> list[str]:
    """An effect never runs before its cause."""
    graph, ticks = analysis.graph, layout.ticks
    wrong = []
    for node in graph.nodes:
        causes = [node.parent, *(slot.producer for slot in graph.slots.get(node.id, ()))]
        for cause in causes:
            if (
                cause in ticks
                and node.id in ticks
                and ticks[node.id] < ticks[cause]
                and not _circle(analysis, node.id)
            ):
                wrong.append(f"{node.id} before {cause}")
    return wrong


def _circle(analysis: Analysis, start: str) -> bool:
    """Whether a node is among its own causes, as in a document that contradicts itself."""
    graph, seen, queue = analysis.graph, set[str](), [start]
    while queue:
        node = graph.by_id.get(queue.pop())
        for cause in (node.parent, *(s.producer for s in graph.slots.get(node.id, ()))) if node else ():
            if cause == start:
                return True
            if cause is not None and cause not in seen:
                seen.add(cause)
                queue.append(cause)
    return False


def _all_there(analysis: Analysis, layout: TimelineLayout) -> list[str]:
    """Every node has one bar or is counted in one; only what never runs shares another's."""
    count = Counter(node for bar in layout.bars for node in bar.nodes)
    wrong = [f"{id} is drawn {n} times" for id, n in count.items() if n > 1]
    data = {slot.data for slots in analysis.graph.slots.values() for slot in slots}
    for node in analysis.graph.nodes:
        if not node.never_runs and node.id not in count and node.id not in data:
            wrong.append(f"{node.id} is not drawn")
        if layout.box_of.get(node.id) not in layout.by_key:
            wrong.append(f"{node.id} has no place")
    return wrong


def _elbows(layout: TimelineLayout) -> list[str]:
    """An elbow leads on in time, at right angles, and goes through no bar in which something runs."""
    stands = [(bar.key, bar.stand) for bar in _bars(layout)]
    few = stands if len(stands) <= 300 else []
    wrong = []
    for elbow in layout.elbows:
        source, target = layout.by_key[elbow.source], layout.by_key[elbow.target]
        if source.tick > target.tick:
            wrong.append(f"{elbow.key} leads back")
        points = [segment.points for segment in elbow.segments]
        for (x, y), (u, v) in pairwise(points):
            if abs(x - u) > NEAR and abs(y - v) > NEAR:
                wrong.append(f"{elbow.key} is slanted")
            piece = Bounds(min(x, u), min(y, v), abs(x - u), abs(y - v))
            for key, stand in few:
                inner = Bounds(stand.x + 1, stand.y + 1, stand.width - 2, stand.height - 2)
                if key not in (elbow.source, elbow.target) and _meets(piece, inner):
                    wrong.append(f"{elbow.key} goes through {key}")
    return wrong


def _words(layout: TimelineLayout) -> list[str]:
    """No elbow goes through words that are seen with it: they end before the first upright piece."""
    crossings = Crossings(layout)
    seen = {callback: crossings.seen(callback) for callback in {elbow.callback for elbow in layout.elbows}}
    placed = [
        (bar.key, words)
        for bar in _bars(layout)
        for words in (bar.title if layout.cell < INSIDE else None, *(wait.words for wait in bar.waits))
        if words is not None
    ]
    wrong = []
    for elbow in layout.elbows if len(placed) <= 200 else ():
        if not elbow.lined or (elbow.hop is not None and not layout.path_on):
            continue
        points = [segment.points for segment in elbow.segments]
        for key, words in placed:
            at = seen[elbow.callback].clear(words)
            box = Bounds(at.x + 1, at.y - 8, max(at.room, 0.0) - 2, 9.0)
            for (x, y), (u, v) in pairwise(points):
                piece = Bounds(min(x, u), min(y, v), abs(x - u), abs(y - v))
                if box.width > 0 and key not in (elbow.source, elbow.target) and _meets(piece, box):
                    wrong.append(f"{elbow.key} goes through words of {key}")
    return wrong


def _meets(line: Bounds, box: Bounds) -> bool:
    return (
        line.x < box.right
        and box.x < line.right + NEAR
        and line.y < box.bottom
        and box.y < line.bottom + NEAR
    )


def _overview(layout: TimelineLayout) -> list[str]:
    """Its stops ascend on both scales, and all lines stand in its frame."""
    overview = layout.overview
    if overview is None:
        return [] if len(layout.columns) < 2 else ["no overview"]
    wrong = [
        f"stops {a} and {b}"
        for a, b in pairwise(overview.stops)
        if b[0] < a[0] - NEAR or b[1] <= a[1] or b[2] < a[2]
    ]
    b = overview.bounds
    wrong += [
        f"line {line}"
        for line in overview.lines
        if line.x < b.x - NEAR or line.right > b.right + 2 + NEAR or not b.y <= line.y <= b.bottom
    ]
    return wrong


def _within(layout: TimelineLayout) -> list[str]:
    wrong = []
    for bar in layout.bars:
        b = bar.bounds
        if b.x < 0 or b.right > layout.width + NEAR or b.bottom > layout.body + NEAR:
            wrong.append(f"{bar.key} is out of the drawing")
    return wrong
