"""Messages as lines: calls down onto bars, data sideways into what waits for it, things from outside from the left."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from xccviz.layout.measure import measure
from xccviz.layout.sequence.crossing import Crossing
from xccviz.layout.sequence.links import Link
from xccviz.layout.sequence.paths import Line, call, loop, onto, sideways, upright
from xccviz.layout.sequence.places import Places
from xccviz.layout.sequence.tracks import LOOP
from xccviz.layout.sequence.types import FIRST, LANE, WAIT, Bar, Message
from xccviz.layout.types import Bounds
from xccviz.words.slots import slots_sign
from xccviz.words.titles import OUTSIDE_WORDS

BADGE_BEFORE, BADGE_R = 24.0, 8.0
"""Px from the head of an arrow to the middle of its badge, and the radius of that."""
BADGE_SIZE, BADGE_PAD = 11.0, 5.0
"""The size of words on a badge, and px beside them where they are several characters."""
OUTSIDE_SIZE, OUTSIDE_HEIGHT, OUTSIDE_AWAY = 11.5, 22.0, 64.0
"""Words, height and distance from its bar of what comes from outside."""
REACH, BESIDE, END = 600.0, 6.0, 12.0
"""Px from its bar within which there may be room for that, and beside it to lanes and to the end of the drawing."""


_OUTSIDE = "outside:"


def outside_key(node: str) -> str:
    """Key of what stands for who resumes a node from outside."""
    return f"{_OUTSIDE}{node}"


def resumed_node(key: str) -> str:
    """The node of such a key."""
    return key.removeprefix(_OUTSIDE)


def badge_half(slots: Sequence[int]) -> float:
    """Half the width of the badge that tells of these slots."""
    return max(BADGE_R, measure(slots_sign(slots), "medium", BADGE_SIZE) / 2 + BADGE_PAD)


def messages_of(
    links: Sequence[Link], places: Places, bars: Sequence[Bar]
) -> tuple[tuple[Message, ...], tuple[Bar, ...]]:
    """The lines, and the bars that stand for what is outside."""
    bar_of = {bar.key: bar for bar in bars}
    made: list[Message] = []
    outsiders: list[Bar] = []
    used: dict[int, int] = {}
    crossing = places.crossing()
    for link in links:
        if link.source is None:
            number = used.get(link.target.runs, 0)
            used[link.target.runs] = number + 1
            box, line = _from_outside(link, places, number, crossing)
            outsiders.append(box)
            made.append(_message(link, box.key, line))
        elif link.is_data:
            made.append(_message(link, link.source.key, _data(link, places, bar_of)))
        else:
            made.append(_message(link, link.source.key, _call(link, places, bar_of)))
    return tuple(made), tuple(outsiders)


def _message(link: Link, source: str, line: Line) -> Message:
    badge = line.badge if link.slots else None
    return Message(
        link.key, link.kind, tuple(link.edges), source, link.target.key, link.row, line.lines, line.tip,
        line.angle, tuple(link.slots), badge,
    )  # fmt: skip


def _call(link: Link, places: Places, bar_of: dict[str, Bar]) -> Line:
    assert link.source is not None
    band = places.row(link.row)
    track = band.bottom + places.transits[link.row].call_y(link.source.key)
    x, to = places.x_of[link.source.key], places.x_of[link.target.key]
    bottom, top = bar_of[link.source.key].stand.bottom, _top(places, bar_of[link.target.key], link)
    if link.source.column == link.target.column and x == to:
        first = places.lanes.lane[link.source.key] == 0
        return loop(x, bottom, track, top, LOOP if first else LANE / 2)
    return call(x, bottom, track, to, top)


def _top(places: Places, bar: Bar, link: Link) -> float:
    """Where what arrives comes down: where a receipt begins to wait, else where it runs."""
    return bar.wait.y if bar.wait is not None else bar.stand.y


def _data(link: Link, places: Places, bar_of: dict[str, Bar]) -> Line:
    band = places.row(link.row)
    track = band.bottom + places.transits[link.row].data_y(link.key)
    target = bar_of[link.target.key]
    to = places.x_of[link.target.key]
    starts = [(places.x_of[part.key], bar_of[part.key].stand.bottom) for part in link.sources]
    x, bottom = starts[0]
    waits = target.wait is not None and target.wait.y <= track
    wider = badge_half(link.slots) - BADGE_R
    if not waits:
        top = target.stem.y if target.stem is not None else _top(places, target, link)
        side = 1 if x > to else -1
        return onto(x, bottom, track, to, top, to + side * (BADGE_BEFORE + wider))
    same = link.sources[0].column == link.target.column
    if same and len(starts) == 1:
        return upright(x, bottom, track, to - WAIT / 2 if x < to else to + WAIT / 2, wider)
    return sideways(starts, track, to, WAIT / 2, _badge_x(link, places, x, to))


def _badge_x(link: Link, places: Places, x: float, to: float) -> float:
    """Beside the head, beyond what else waits on that lifeline."""
    line, half = places.lifelines[link.target.column].line, badge_half(link.slots)
    before = BADGE_BEFORE + half - BADGE_R
    if x > to:
        last = places.lanes.busy.get((link.target.column, link.row), 0)
        also = places.lanes.busy.get((link.target.column, link.row + 1), 0)
        return max(to + WAIT / 2 + before, line + LANE * max(last, also) + WAIT / 2 + half + 2)
    return min(to - WAIT / 2 - before, line - WAIT / 2 - half - 2)


def _from_outside(link: Link, places: Places, number: int, crossing: Crossing) -> tuple[Bar, Line]:
    """The box of who resumes from outside, where nothing comes down, and its line into the side of the bar."""
    to, runs = places.x_of[link.target.key], link.target.runs
    y = places.bands.outside_y[runs] + number * 30.0 + OUTSIDE_HEIGHT / 2
    wide = max(measure(words, "medium", OUTSIDE_SIZE) for words in OUTSIDE_WORDS) + 20.0
    left, wide = _free(places, crossing.at(runs), to, wide)
    box = Bounds(left, y - OUTSIDE_HEIGHT / 2, wide, OUTSIDE_HEIGHT)
    side = 1 if left < to else -1
    tip = to - side * WAIT / 2
    start = box.right if side > 0 else box.x
    line = Line((((start, y), (tip, y)),), (tip, y), 0.0 if side > 0 else 3.141592653589793,
                (tip - side * BADGE_BEFORE, y))  # fmt: skip
    key = outside_key(link.edges[0].target)
    bar = Bar(key, "outside", (), box, box, column=link.target.column, row=runs, parent=link.target.key)
    return bar, line


def _free(places: Places, crossing: Sequence[float], to: float, wide: float) -> tuple[float, float]:
    """The left side and the width of a box as near to `to` as may be, left of it rather than right, where none of the
    lanes goes down that cross. Where all gaps near it are too narrow for `wide` it takes the widest of them."""
    found: list[tuple[float, float, float]] = []
    end = bisect_left(crossing, to)
    while end >= 0 and (end == len(crossing) or crossing[end] > to - REACH):
        right = (
            min(crossing[end] - LOOP - BESIDE, to - OUTSIDE_AWAY)
            if end < len(crossing)
            else to - OUTSIDE_AWAY
        )
        first = crossing[end - 1] + BESIDE if end else FIRST
        width = min(wide, right - first)
        found.append((to - right, right - width, width))
        end -= 1
    begin = bisect_right(crossing, to) - 1
    while begin < len(crossing) and (begin < 0 or crossing[begin] < to + REACH):
        left = max(crossing[begin] + BESIDE if begin >= 0 else FIRST, to + OUTSIDE_AWAY)
        last = crossing[begin + 1] - LOOP - BESIDE if begin + 1 < len(crossing) else places.width - END
        found.append((left - to + BESIDE, left, min(wide, last - left)))
        begin += 1
    whole = min((each for each in found if each[2] >= wide), default=None)
    _, x, width = whole if whole is not None else max(found, key=lambda each: (each[2], -each[0]))
    return x, max(width, OUTSIDE_HEIGHT)
