"""The strip at the lower edge: all of the timeline at true scale, with the part that is looked at framed."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from xccviz.catalogue import tr
from xccviz.display.hosting import Ruler
from xccviz.display.timeline.bars import together
from xccviz.display.timeline.causes import CAUSE_LOOKS
from xccviz.display.types import NONE, Path, Primitive, Rect, Role, Text
from xccviz.document import Document
from xccviz.layout.timeline.build import option
from xccviz.layout.timeline.columns import RANGE
from xccviz.layout.timeline.overview import joined, run_line
from xccviz.layout.timeline.types import Bar, Line, LineKind, Overview, TimelineLayout
from xccviz.layout.types import Segment
from xccviz.model.literals import happened
from xccviz.replay.types import Moment
from xccviz.values import replace
from xccviz.words.timeline import lasting, mark_words
from xccviz.words.waits import blocks

LEFT = 16.0
_FAILED, _RUN, _WAIT, _LATER = 6.0, 3.0, 2.0, 1.0
"""Px of a line where something failed, where it ran, where it waits, and where it has not come yet; less where rows
stand close: the thickness tells a failure, not its colour alone."""
_SHARES = {_FAILED: 0.9, _RUN: 0.5, _WAIT: 0.3}
"""How much of a row each takes at most."""
_LINES, _PARTS = 150, 24
"""About so many lines a part, and so many parts at most."""
_LOOKS: Mapping[LineKind, Role] = {
    **{cause: look.ink for cause, look in CAUSE_LOOKS.items()},
    "runs": "ok",
    "failed": "bad",
}
"""What has come, back to front."""


class StripPainter:
    """What stands in it but for the frame, which the window moves: what has not come by a moment is there without
    telling what it is. It is painted in parts from left to right, of which a step changes few."""

    def __init__(self, document: Document, layout: TimelineLayout, overview: Overview) -> None:
        self._analysis, self._layout, self._overview = document.analysis, layout, overview
        count = len(layout.columns)
        self._wide = max(-(-count * _LINES // max(len(overview.lines), 1)), -(-count // _PARTS))
        self._parts = [
            self._within(overview.lines, first, min(first + self._wide, count))
            for first in range(0, count, self._wide)
        ]
        self._bars: dict[int, list[Bar]] = defaultdict(list)
        starts = [column.first for column in layout.columns]
        for bar in layout.bars:
            if bar.kind != "refunds":
                self._bars[bisect_right(starts, bar.tick) - 1].append(bar)
        self._ground = self._paint_ground()
        self._marks = self._paint_marks()
        self._past: dict[int, tuple[Primitive, ...]] = {}
        self._later: dict[int, tuple[Primitive, ...]] = {}
        self._split: dict[int, tuple[Primitive, ...]] = {}

    def paint(self, moment: Moment | None, column: int | None) -> tuple[Primitive, ...]:
        """All of it at a moment, `column` that of what ran last (-1: nothing has); None: at the end."""
        made = [*self._ground]
        here = len(self._parts) if column is None else column // self._wide
        for number, lines in enumerate(self._parts):
            if number == here and column is not None:
                if column not in self._split:
                    self._split[column] = self._paths(str(number), *self._around(number, column))
                made += self._split[column]
            elif number < here:
                if number not in self._past:
                    self._past[number] = self._paths(str(number), lines, ())
                made += self._past[number]
            else:
                if number not in self._later:
                    self._later[number] = self._paths(str(number), (), lines)
                made += self._later[number]
        return (*made, *self._paths("now", *self._now(moment, column)), *self._marks)

    def _within(self, lines: Sequence[Line], first: int, after: int) -> list[Line]:
        """What of lines stands between the column `first` and the column `after`."""
        left, right = self._overview.stops[first][0], self._overview.stops[after][0]
        return [
            line if left <= line.x and line.right <= right
            else replace(line, x=max(line.x, left), right=min(line.right, right))
            for line in lines
            if line.x < right and line.right > left
        ]  # fmt: skip

    def _around(self, part: int, column: int) -> tuple[list[Line], list[Line]]:
        """What has come of a part with *now* in one of its columns, and what has not; without what runs there."""
        lines, runs = self._parts[part], ("runs", "failed")
        passing = [line for line in lines if line.kind not in runs]
        running = [line for line in lines if line.kind in runs]
        past = [*self._within(passing, 0, column + 1), *self._within(running, 0, column)]
        return past, self._within(lines, column + 1, len(self._layout.columns))

    def _now(self, moment: Moment | None, column: int | None) -> tuple[list[Line], list[Line]]:
        """What has come of what runs in the column of *now*, and what has not."""
        past: list[Line] = []
        later: list[Line] = []
        for bar in self._bars.get(column, ()) if column is not None else ():
            line = run_line(self._layout, self._overview, bar, column or 0)
            progress = together(self._analysis, bar, moment)
            if happened(progress):
                past.append(replace(line, kind="failed" if progress == "failed" else "runs"))
            else:
                later.append(line)
        return past, later

    def _paths(self, part: str, past: Sequence[Line], later: Sequence[Line]) -> tuple[Primitive, ...]:
        pitch = self._overview.pitch
        pieces: dict[float, list[tuple[float, float]]] = defaultdict(list)
        for line in (*later, *(line for line in past if line.kind == "later")):
            pieces[line.y].append((line.x, line.right))
        hollow = [Line("later", y, *piece) for y, row in sorted(pieces.items()) for piece in joined(row)]
        made = [_path(f"strip/later/{part}", hollow, "ref", min(_LATER, max(pitch * 0.3, 0.8)))]
        for kind, role in _LOOKS.items():
            most = {"runs": _RUN, "failed": _FAILED}.get(kind, _WAIT)
            thick = min(most, max(pitch * _SHARES[most], 0.8))
            made.append(_path(f"strip/{kind}/{part}", [p for p in past if p.kind == kind], role, thick))
        return tuple(made)

    def _paint_ground(self) -> tuple[Primitive, ...]:
        layout, overview = self._layout, self._overview
        y, b = overview.y, overview.bounds
        return (
            Rect("strip", None, "foot", 0, y, layout.room, overview.height, fill="panel"),
            Rect("strip/line", None, "foot", 0, y, layout.room, 1.0, fill="line"),
            Text("strip/title", None, "foot", LEFT, y + 21, tr("Zoom"), "medium", 12.0, "text", width=100),
            Text("strip/length", None, "foot", LEFT, y + 37, _length(layout), "regular", 11.5, "mute", width=166),
            Rect("strip/frame", None, "foot", b.x, b.y, b.width, b.height, 3.0, "panel", "line", 1.0),
        )  # fmt: skip

    def _paint_marks(self) -> tuple[Primitive, ...]:
        overview = self._overview
        end, y = overview.bounds.right + 10, overview.y + 51
        made: list[Primitive] = []
        for number, (value, x) in enumerate(overview.marks):
            told = (
                overview.unit != "steps" and x < end - 30
            )  # a column may be many steps: their numbers stand above
            words = mark_words(value, overview.unit) if told else ""
            made.append(Text(f"strip/mark{number}", None, "foot", x, y, words, "regular", 11.0, "mute",
                             "start" if number == 0 else "middle", 60))  # fmt: skip
        return tuple(made)


def _path(key: str, lines: Sequence[Line], role: Role, thick: float) -> Path:
    segments: list[Segment] = []
    for line in lines:
        right = max(line.right, line.x + 1.0)
        segments += [Segment("M", (line.x, line.y)), Segment("L", (right, line.y))]
    return Path(key, None, "foot", tuple(segments), stroke=role if segments else NONE, stroke_width=thick)


def ruler_of(layout: TimelineLayout, overview: Overview) -> Ruler:
    """What the window makes of the strip."""
    return Ruler(overview.bounds, overview.stops, overview.view, option(RANGE, ""),
                 option(RANGE, layout.range) if layout.range else "")  # fmt: skip


def _length(layout: TimelineLayout) -> str:
    first, last = layout.columns[0], layout.columns[-1]
    if not layout.by_block:
        return ""
    ran = [c for c in layout.columns if c.kind != "pending"] or [last]
    count = ran[-1].last - first.first + 1
    begin, end = first.time_ns, ran[-1].time_ns
    return (
        lasting(count, end - begin if begin is not None and end is not None else None)
        if count
        else blocks(count)
    )
