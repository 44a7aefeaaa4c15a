"""What holds for every sequence drawing, whatever it is of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from xccviz.analysis.types import Analysis
from xccviz.layout.aside import data_hosts
from xccviz.layout.measure import measure
from xccviz.layout.sequence.bars import SIGN_R, end_of, run_title
from xccviz.layout.sequence.names import SUB_SIZE, TITLE_SIZE, bar_title
from xccviz.layout.sequence.types import Bar, Message, SequenceLayout
from xccviz.layout.types import REFUNDS_KEY, Bounds

SLACK = 0.51


def broken(analysis: Analysis, layout: SequenceLayout) -> list[str]:
    """What does not hold, in words; nothing where all does."""
    return [
        *_everything_is_shown_once(analysis, layout),
        *_bars_keep_apart(layout),
        *_effects_below_causes(analysis, layout),
        *_messages_join_bars(layout),
        *_lines_go_round_bars(layout),
        *_words_are_free(analysis, layout),
        *_bands_follow(layout),
        *_within(layout),
    ]


def _everything_is_shown_once(analysis: Analysis, layout: SequenceLayout) -> Iterator[str]:
    shown = [node for bar in layout.bars for node in bar.nodes]
    aside = set(data_hosts(analysis))
    if len(set(shown)) != len(shown):
        yield "a node is shown twice"
    if set(shown) | aside != set(analysis.graph.by_id) or set(shown) & aside:
        yield f"not shown: {set(analysis.graph.by_id) - set(shown) - aside}"
    if set(layout.box_of) != set(analysis.graph.by_id) or not set(layout.box_of.values()) <= set(
        layout.by_key
    ):
        yield "a node has no place"
    for bar in layout.bars:
        for node in bar.nodes:
            if layout.box_of[node] != bar.key:
                yield f"{node} is not where it says"
    rows = [node for band in layout.bands for node in band.nodes]
    folded = layout.by_key[REFUNDS_KEY].nodes if REFUNDS_KEY in layout.by_key else ()
    if sorted([*rows, *folded]) != sorted(shown):
        yield "rows and bars differ"
    lines = [account for lifeline in layout.lifelines for account in lifeline.accounts]
    if len(set(lines)) != len(lines):
        yield "an account has two lifelines"


def _parts(bar: Bar) -> list[Bounds]:
    stem = bar.stem
    wide = Bounds(stem.x - 1, stem.y, 2, stem.height) if stem is not None else None
    return [part for part in (wide, bar.wait, bar.stand) if part is not None]


def _bars_keep_apart(layout: SequenceLayout) -> Iterator[str]:
    """No two bars of a lifeline overlap: in each lane they follow each other, and lanes stand beside each other."""
    lanes: dict[tuple[int, float], list[tuple[float, float, str]]] = defaultdict(list)
    for bar in layout.bars:
        if bar.kind in ("node", "run"):
            parts = _parts(bar)
            if any(abs(part.center_x - bar.stand.center_x) > 0.01 for part in parts):
                yield f"{bar.key} leaves its lane"
            top, end = min(p.y for p in parts), max(p.bottom for p in parts)
            lanes[bar.column, round(bar.stand.center_x, 2)].append((top, end, bar.key))
    for taken in lanes.values():
        for (_, end, one), (top, _, other) in pairwise(sorted(taken)):
            if top < end - 0.01:
                yield f"{one} and {other} overlap"
    xs = sorted({x for _, x in lanes})
    for one, other in pairwise(xs):
        if other - one < 10:
            yield f"lanes at {one} and {other} meet"


def _effects_below_causes(analysis: Analysis, layout: SequenceLayout) -> Iterator[str]:
    by_key = layout.by_key
    for node in analysis.graph.nodes:
        bar = by_key[layout.box_of[node.id]]
        if bar.kind not in ("node", "run"):
            continue
        slots = analysis.graph.slots.get(node.id, ())
        for cause in (node.parent, *(slot.producer for slot in slots)):
            before = by_key.get(layout.box_of.get(cause or "", ""))
            if before is None or before.kind not in ("node", "run") or before is bar:
                continue
            if before.stand.bottom > bar.stand.y:
                yield f"{bar.key} stands not below {before.key}"


def _messages_join_bars(layout: SequenceLayout) -> Iterator[str]:
    for message in layout.messages:
        source, target = layout.by_key[message.source], layout.by_key[message.target]
        ends = [point for line in message.lines for point in line]
        top = min(part.y for part in _parts(target))
        if any(y > target.stand.y + SLACK for _, y in ends):
            yield f"{message.key} goes below its target"
        if source.kind != "outside" and any(y < source.stand.bottom - SLACK for _, y in ends):
            yield f"{message.key} begins above its source"
        x, y = message.tip
        if abs(x - target.stand.center_x) > 5.1 or not top - SLACK <= y <= target.stand.y + SLACK:
            yield f"{message.key} does not reach its target: {message.tip} {target.stand}"
        if message.badge is None and message.slots:
            yield f"{message.key} says no slots"


def _lines(message: Message) -> Iterator[Bounds]:
    """Thin rectangles along a message's pieces."""
    at: tuple[float, float] | None = None
    for segment in message.segments:
        points = [segment.points[i : i + 2] for i in range(0, len(segment.points), 2)]
        end = (points[-1][0], points[-1][1])
        if segment.op != "M" and at is not None:
            xs = [at[0], *(p[0] for p in points)]
            ys = [at[1], *(p[1] for p in points)]
            yield Bounds(min(xs) - 0.5, min(ys) - 0.5, max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)
        at = end


def words_of(analysis: Analysis, layout: SequenceLayout) -> Iterator[tuple[str, Bounds]]:
    """Where words stand at the end, sign included."""
    for bar in layout.bars:
        if bar.kind == "outside":
            yield bar.key, bar.bounds
            continue
        if bar.sign is not None:
            x, y = bar.sign
            yield bar.key, Bounds(x - SIGN_R, y - SIGN_R, 2 * SIGN_R, 2 * SIGN_R)
        title = "" if not bar.nodes or bar.kind == "refunds" else (
            bar_title(analysis.graph.by_id[bar.nodes[0]]) if bar.kind == "node" else run_title(analysis, bar.nodes)
        )  # fmt: skip
        if bar.title is not None:
            wide = min(bar.title.room, measure(title, "medium", TITLE_SIZE))
            yield bar.key, Bounds(bar.title.x, bar.title.y - 9, wide, 11)
        if bar.sub is not None:
            wide = min(bar.sub.room, measure(end_of(analysis, bar.nodes), "regular", SUB_SIZE))
            yield bar.key, Bounds(bar.sub.x, bar.sub.y - 9, wide, 11)
        for place in (*bar.cells, *bar.dots):
            yield bar.key, place
    for number, band in enumerate(layout.bands):
        if band.words_x is not None:
            wide = measure(band.words, "medium", 11.5)
            yield f"band {number}", Bounds(band.words_x - wide, band.y + 5, wide, 11)


def _lines_go_round_bars(layout: SequenceLayout) -> Iterator[str]:
    """No message goes through a bar in which something runs; what still waits may be passed."""
    cells: dict[int, list[Bar]] = defaultdict(list)
    for bar in layout.bars:
        for cell in _rows(bar.stand) if bar.kind in ("node", "run") else ():
            cells[cell].append(bar)
    for message in layout.messages:
        for piece in _lines(message):
            for bar in {bar.key: bar for cell in _rows(piece) for bar in cells[cell]}.values():
                if piece.overlaps(bar.stand, -1.0) and bar.key not in (message.source, message.target):
                    yield f"{message.key} goes through {bar.key}: {piece} {bar.stand}"


def _words_are_free(analysis: Analysis, layout: SequenceLayout) -> Iterator[str]:
    """No word under a bar, an arrow or another word."""
    words = list(words_of(analysis, layout))
    cells: dict[int, list[tuple[str, Bounds]]] = defaultdict(list)
    things = [(bar.key, part) for bar in layout.bars if bar.kind in ("node", "run") for part in _parts(bar)]
    things += [(message.key, piece) for message in layout.messages for piece in _lines(message)]
    for thing in (*things, *words):
        for cell in _rows(thing[1]):
            cells[cell].append(thing)
    for key, place in words:
        near = {id(thing): thing for cell in _rows(place) for thing in cells[cell]}
        for other, thing in near.values():
            if thing is not place and other != f"{key}/own" and place.overlaps(thing, -0.6):
                if key.startswith("outside:") and other.endswith(key.removeprefix("outside:")):
                    continue  # its own line begins at its side
                yield f"{other} runs into words of {key}: {thing} {place}"


def _rows(place: Bounds) -> Iterable[int]:
    return range(int(place.y // 40), int(place.bottom // 40) + 1)


def _bands_follow(layout: SequenceLayout) -> Iterator[str]:
    for one, other in pairwise(layout.bands):
        if not one.y < one.bottom <= one.end <= other.y + 0.01:
            yield "bands overlap"
        if one.last is not None and other.first is not None and other.first < one.last:
            yield f"block {other.first} below {one.last}"


def _within(layout: SequenceLayout) -> Iterator[str]:
    for bar in layout.bars:
        for part in (bar.bounds, *_parts(bar), *bar.cells, *bar.dots):
            if (
                part.x < 0
                or part.y < 0
                or part.right > layout.width + 0.01
                or part.bottom > layout.height + 0.01
            ):
                yield f"{bar.key} stands outside: {part}"
