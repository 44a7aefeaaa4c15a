"""Bars with their words as primitives: places from the layout, words and tones from `words`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from copy import copy
from itertools import chain
from typing import Self

from xccviz.analysis.results.unresumed import from_outside
from xccviz.analysis.types import Analysis
from xccviz.display.hosting import Spot, Tag, Wish
from xccviz.display.receipt_cards import bar_title_at
from xccviz.display.types import NONE, Marker, Path, Primitive, Rect, Role, Text
from xccviz.document import Document
from xccviz.layout.measure import elide, measure
from xccviz.layout.sequence.bars import SIGN_R, end_of, run_ends, run_title
from xccviz.layout.sequence.columns import one_key
from xccviz.layout.sequence.messages import resumed_node
from xccviz.layout.sequence.names import SUB_SIZE, TITLE_SIZE, account_of
from xccviz.layout.sequence.types import BAR, Bar, SequenceLayout
from xccviz.layout.types import Bounds, Segment
from xccviz.model.literals import Progress, happened
from xccviz.replay.changes import Tallies
from xccviz.replay.standing import lapsed, progress_counts, progress_of, resumed_by
from xccviz.replay.types import Moment
from xccviz.words.progress import subtitle
from xccviz.words.signs import PROGRESS, Shape
from xccviz.words.titles import outside_words, so_far

_FUTURE: tuple[float, ...] = (3.0, 2.5)
_AROUND = 4.0
"""Px of the ring around what is selected."""
_CELL_SIGNS: Mapping[Progress, Shape] = {"failed": "failed", "waiting": "waiting", "ready": "ready"}


class BarPainter:
    """Paints the bars of one layout of a document; of those that stand for thousands it keeps what stays the same."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._tallies = Tallies(document.analysis, document.timeline.history)
        self._titles: dict[str, str] = {}
        self._dots: dict[str, dict[int, tuple[Primitive, ...]]] = {}
        self._dot_of: dict[str, tuple[str, int]] = {}

    def copy(self) -> Self:
        """One that keeps the same, and forgets by itself."""
        other = copy(self)
        other._dots = {key: dict(dots) for key, dots in self._dots.items()}
        return other

    def forget(self, nodes: Iterable[str] | None = None) -> None:
        """These nodes have come further or less far; None: all may have."""
        if nodes is None:
            self._dots = {}
            return
        for key, number in filter(None, map(self._dot_of.get, nodes)):
            self._dots.get(key, {}).pop(number, None)

    def paint(self, bar: Bar, moment: Moment | None, *, selected: bool) -> list[Primitive]:
        """One bar with its words, back to front."""
        document, analysis = self._document, self._document.analysis
        if bar.kind == "outside":
            return _outside(document, bar, moment, selected)
        counts = self._tallies.counts(bar.key, bar.nodes, moment)
        progress = _together(counts)
        made: list[Primitive] = [*_ground(bar, selected), _ring(bar, selected)]
        made += _stem(bar, progress)
        made += _wait(document, bar, moment, progress)
        made.append(_stand(analysis, bar, progress))
        sign = PROGRESS[progress]
        refund = analysis.graph.by_id[bar.nodes[0]].is_refund
        tone: Role = "ref" if refund and progress == "done" else sign.tone
        if bar.sign is not None:
            x, y = bar.sign
            made.append(Marker(f"{bar.key}/marker", bar.key, "text", x, y, SIGN_R, sign.shape, tone))
        made += _words(document, bar, self._title(bar, moment), moment, progress, counts)
        made += _members(analysis, bar, moment)
        made += self._all_dots(bar, moment)
        return made

    def _title(self, bar: Bar, moment: Moment | None) -> str:
        if bar.kind == "node":
            return bar_title_at(self._document, self._document.graph.by_id[bar.nodes[0]], moment)
        title = self._titles.get(bar.key)
        if title is None:
            title = self._titles[bar.key] = run_title(self._document.analysis, bar.nodes)
        return title

    def _all_dots(self, bar: Bar, moment: Moment | None) -> Iterable[Primitive]:
        if not bar.dots:
            return ()
        kept = self._dots.get(bar.key)
        if kept is None:
            kept = self._dots[bar.key] = {}
            per = bar.per_dot
            self._dot_of.update((node, (bar.key, number // per)) for number, node in enumerate(bar.nodes))
        for number in range(len(bar.dots)):
            if number not in kept:
                kept[number] = _dot(self._document.analysis, bar, number, moment)
        return chain.from_iterable(kept[number] for number in range(len(bar.dots)))


def bar_spots(analysis: Analysis, layout: SequenceLayout, bar: Bar) -> list[Spot]:
    """What is clicked apart from where it runs: where it waits, and its members."""
    made: list[Spot] = []
    if bar.wait is not None:
        w = bar.wait
        made.append(Spot(bar.key, Bounds(w.x - 3, w.y, w.width + 6, w.height), Wish("select", bar.nodes[0])))
    folded = layout.lifelines[bar.column].folded if bar.kind == "run" else False
    for node, cell in zip(bar.nodes, bar.cells, strict=False):
        apart = one_key(account_of(analysis.graph, analysis.graph.by_id[node]))
        shift = Wish("toggle", apart) if folded else None
        made.append(Spot(f"member:{node}", cell, Wish("select", node), shift))
    return made


def bar_tag(document: Document, bar: Bar, moment: Moment | None) -> Tag | None:
    """What a bar is in a file."""
    analysis = document.analysis
    if bar.kind == "outside":
        return None
    if bar.node is not None:
        progress = progress_of(analysis, bar.node, moment)
        return Tag("node", (("node", bar.node), ("progress", progress)))
    failed = progress_counts(analysis, bar.nodes, moment)["failed"]
    return Tag("group", (("count", str(len(bar.nodes))), ("failed", str(failed))))


def _ground(bar: Bar, selected: bool) -> list[Primitive]:
    """Behind words: the dotted lines of other accounts end beside them. Only there does what is selected stand on its
    own ground: beside them arrows come down, to it and to others."""
    if bar.sign is None:
        return []
    b, left = bar.bounds, bar.sign[0] - SIGN_R - 1
    return [Rect(f"{bar.key}/ground", bar.key, "box", left, b.y, b.right + 3 - left, b.height, 2.0,
                 "indbg" if selected else "panel")]  # fmt: skip


def _ring(bar: Bar, selected: bool) -> Rect:
    b = bar.bounds
    across, down = _AROUND, min(_AROUND, 3.0) if b.height < 30 else _AROUND
    return Rect(f"{bar.key}/selection", bar.key, "box", b.x - across, b.y - down, b.width + 2 * across,
                b.height + 2 * down, 6.0, NONE, "sel" if selected else NONE, 2.0)  # fmt: skip


def _stem(bar: Bar, progress: Progress) -> list[Primitive]:
    """Where data lies before what it is for is there."""
    if bar.stem is None:
        return []
    s = bar.stem
    line = (Segment("M", (s.x, s.y)), Segment("L", (s.x, s.bottom)))
    return [Path(f"{bar.key}/stem", bar.key, "box", line, stroke="ref", stroke_width=1.25, dash=(2.0, 3.0))]


def _wait(document: Document, bar: Bar, moment: Moment | None, progress: Progress) -> list[Primitive]:
    """The narrow bar from where it arrives: solid once it waits, hollow while that is still to come."""
    if bar.wait is None:
        return []
    w = bar.wait
    there = moment is None or moment.at_end or happened(progress) or _arrived(document, bar, moment)
    quiet = bar.wait_kind == "yield" or not there
    ink: Role = "ref" if quiet else "wait"
    fill: Role = NONE if quiet else "waitbg" if bar.wait_kind == "queue" else "wait"
    dash = _FUTURE if not there else (2.5, 2.0) if bar.wait_kind == "yield" else ()
    cap = (Segment("M", (w.center_x - BAR / 2, w.y)), Segment("L", (w.center_x + BAR / 2, w.y)))
    return [
        Rect(f"{bar.key}/wait", bar.key, "box", w.x, w.y, w.width, w.height, 0.0, fill, ink, 1.0, dash),
        Path(f"{bar.key}/cap", bar.key, "box", cap, stroke=ink, stroke_width=1.25),
    ]


def _arrived(document: Document, bar: Bar, moment: Moment) -> bool:
    """Whether it is there: whoever made it has run."""
    return bar.parent is None or happened(progress_of(document.analysis, bar.parent, moment))


def _stand(analysis: Analysis, bar: Bar, progress: Progress) -> Rect:
    """The bar where it runs."""
    s = bar.stand
    refund = analysis.graph.by_id[bar.nodes[0]].is_refund
    fill, stroke = {
        "failed": ("bad", "bad"),
        "done": ("panel", "ref") if refund else ("okbg", "ok"),
        "ready": ("indbg", "ind"),
        "waiting": (NONE, "wait"),
    }.get(progress, (NONE, "ref"))
    dash = _FUTURE if progress in ("not_yet", "waiting", "unknown", "ready") else ()
    return Rect(f"{bar.key}/card", bar.key, "box", s.x + 0.5, s.y + 0.5, s.width - 1, s.height - 1, 1.5, fill, stroke,
                1.25, dash)  # fmt: skip


def _words(
    document: Document,
    bar: Bar,
    title: str,
    moment: Moment | None,
    progress: Progress,
    counts: Counter[Progress],
) -> list[Primitive]:
    made: list[Primitive] = []
    future = progress in ("not_yet", "unknown")
    if bar.title is not None:
        at = bar.title
        wide = min(at.room, measure(title, "medium", TITLE_SIZE))
        words = elide(title, "medium", TITLE_SIZE, at.room)
        made.append(Text(f"{bar.key}/title", bar.key, "text", at.x, at.y, words, "medium", TITLE_SIZE,
                         "faint" if future else "text", width=wide))  # fmt: skip
    if bar.sub is not None:
        at = bar.sub
        room = min(at.room, bar.bounds.right - at.x + 2.0)
        words, role = _sub(document, bar, moment, progress, counts, room)
        made.append(Text(f"{bar.key}/sub", bar.key, "text", at.x, at.y, elide(words, "regular", SUB_SIZE, at.room),
                         "regular", SUB_SIZE, role, width=at.room))  # fmt: skip
    return made


def _sub(
    document: Document,
    bar: Bar,
    moment: Moment | None,
    progress: Progress,
    counts: Counter[Progress],
    room: float,
) -> tuple[str, Role]:
    """What stands below a title at a moment."""
    analysis = document.analysis
    if bar.kind == "run":
        come = counts["done"] + counts["failed"]
        role: Role = "bad" if counts["failed"] else "mute"
        if come and come < len(bar.nodes):
            return so_far(come), role
        ends = run_ends(counts["done"], counts["failed"]) or PROGRESS[progress].word
        failed = run_ends(0, counts["failed"])
        # A number is not cut: `1 failed, 7…` would tell of seven.
        return ends if not failed or measure(ends, "regular", SUB_SIZE) <= room else failed, role
    node = analysis.graph.by_id[bar.nodes[0]]
    if moment is None or happened(progress) or moment.at_end:
        if progress == "waiting":
            return PROGRESS[progress].word, "wait"
        return end_of(analysis, bar.nodes), "bad" if progress == "failed" else "mute"
    wordings, tone = subtitle(analysis, node, moment, document.timeline)
    return next((w for w in wordings if measure(w, "regular", SUB_SIZE) <= room), wordings[-1]), tone


def _members(analysis: Analysis, bar: Bar, moment: Moment | None) -> list[Primitive]:
    """A square with a sign for each of few."""
    made: list[Primitive] = []
    for number, (node, c) in enumerate(zip(bar.nodes, bar.cells, strict=False)):
        progress = progress_of(analysis, node, moment)
        tone = PROGRESS[progress].tone
        key = f"{bar.key}/member{number}"
        failed = progress == "failed"
        done = progress == "done"
        made.append(Rect(key, bar.key, "box", c.x + 0.5, c.y + 0.5, c.width - 1, c.height - 1, 2.5,
                         "okbg" if done else NONE, NONE if failed else tone if done else "ref", 1.0,
                         () if done else (2.0, 2.0)))  # fmt: skip
        tick = _tick(c)
        made.append(
            Path(f"{key}/tick", bar.key, "text", tick, stroke="ok" if done else NONE, stroke_width=1.5)
        )
        made.append(Marker(f"{key}/sign", bar.key, "text", c.center_x, c.center_y, c.width / 2,
                           _CELL_SIGNS.get(progress, "none"), tone))  # fmt: skip
    return made


def _dot(analysis: Analysis, bar: Bar, number: int, moment: Moment | None) -> tuple[Primitive, ...]:
    """A dot for so many of many."""
    d, key = bar.dots[number], f"{bar.key}/dot{number}"
    some = bar.nodes[number * bar.per_dot : (number + 1) * bar.per_dot]
    progress = _together(progress_counts(analysis, some, moment))
    failed = progress == "failed"
    hollow = progress in ("not_yet", "unknown", "waiting", "ready")
    return (
        Rect(key, bar.key, "box", d.x, d.y, d.width, d.height, 0.5, NONE if hollow or failed else "ref",
             ("wait" if progress == "waiting" else "ref") if hollow else NONE, 0.75),
        Marker(f"{key}/sign", bar.key, "text", d.center_x, d.center_y, 3.6, "failed" if failed else "none", "bad"),
    )  # fmt: skip


def _tick(c: Bounds) -> tuple[Segment, ...]:
    points = ((0.24, 0.52), (0.44, 0.7), (0.78, 0.3))
    return tuple(
        Segment("L" if i else "M", (c.x + px * c.width, c.y + py * c.height))
        for i, (px, py) in enumerate(points)
    )


def _outside(document: Document, bar: Bar, moment: Moment | None, selected: bool) -> list[Primitive]:
    """Who resumes from outside, or that nobody did."""
    b = bar.bounds
    edge = from_outside(document.analysis, resumed_node(bar.key))
    assert edge is not None, "what such a box is of"
    known = resumed_by(document.analysis, edge, moment)
    words = outside_words(edge, known)
    role: Role = "bad" if lapsed(document.analysis, edge, moment) else "text"
    shown = elide(words, "medium", SUB_SIZE, b.width - 12)
    ids = zip(("transaction", "receipt"), edge.external or () if known else (), strict=False)
    tooltip = "\n".join([words, *(f"{what} {id_}" for what, id_ in ids if id_)])
    return [
        Rect(f"{bar.key}/selection", bar.key, "box", b.x - 3, b.y - 3, b.width + 6, b.height + 6, 7.0, NONE,
             "sel" if selected else NONE, 2.0),
        Rect(f"{bar.key}/card", bar.key, "box", b.x, b.y, b.width, b.height, 5.0, "bg", "ref", 1.25, (4.0, 3.0),
             tooltip=tooltip),
        Text(f"{bar.key}/title", bar.key, "text", b.center_x, b.center_y + 4, shown, "medium", SUB_SIZE, role,
             "middle", b.width - 12, tooltip=tooltip),
    ]  # fmt: skip


def _together(counts: Counter[Progress]) -> Progress:
    """One progress for many: a failure shows before all else, then what is still to come."""
    if counts["not_yet"] and counts["done"] and not counts["failed"]:
        return "ready"
    order: tuple[Progress, ...] = ("failed", "waiting", "ready", "not_yet", "done")
    return next((progress for progress in order if counts[progress]), "unknown")
