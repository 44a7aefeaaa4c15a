"""Bars with their words as primitives: where a receipt waits, and where it runs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import partial

from xccviz.analysis.results.unresumed import from_outside
from xccviz.analysis.types import Analysis
from xccviz.catalogue import tr
from xccviz.display.hosting import Spot, Tag, Wish
from xccviz.display.receipt_cards import bar_title_at
from xccviz.display.timeline.causes import CAUSE_LOOKS
from xccviz.display.timeline.frame import row_ground
from xccviz.display.timeline.uprights import Uprights
from xccviz.display.types import NONE, Marker, Path, Primitive, Rect, Role, Text
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.layout.measure import elide, measure
from xccviz.layout.sequence.names import account_words
from xccviz.layout.timeline.elbows import OUTLINE
from xccviz.layout.timeline.types import INSIDE, Bar, TimelineLayout, WaitBar
from xccviz.layout.types import Segment, Words
from xccviz.model.literals import Progress, happened
from xccviz.replay.changes import Tallies
from xccviz.replay.standing import lapsed, progress_counts, progress_of
from xccviz.replay.types import Moment
from xccviz.words.signs import PROGRESS
from xccviz.words.timeline import lasting, stack_words, wait_words
from xccviz.words.titles import method_title

TITLE, SMALL, SIGN_R = 12.0, 11.5, 5.0
_FUTURE: tuple[float, ...] = (4.0, 3.0)
_RING = 4.0
"""Px of the ring around what is selected, around it or around the outline of the critical path."""
_APART = 5.0
"""Px behind words within which a dash would be read as one of their letters."""
_GROUNDS: dict[Progress, tuple[Role, Role]] = {
    "done": ("okbg", "ok"),
    "failed": ("bad", "bad"),
    "ready": ("indbg", "ind"),
}


class BarPainter:
    """Paints the bars of one layout of a document; what is the same at every moment is looked up once."""

    def __init__(self, document: Document, layout: TimelineLayout) -> None:
        self._document, self._layout = document, layout
        self._tallies = Tallies(document.analysis, document.timeline.history)
        self._titles: dict[str, str] = {}
        idle = (column for column in layout.columns if column.kind == "idle")
        self._dashed = sorted({x for column in idle for x in (column.x, column.right)})

    def paint(
        self, bar: Bar, moment: Moment | None, now: float | None, uprights: Uprights, *, selected: bool
    ) -> list[Primitive]:
        """One bar with its words, back to front. `now`: x of the line of *now*, None at the end; `uprights`: lines that
        words end before."""
        layout, progress = self._layout, self._progress(bar, moment)
        path = bar.path and layout.path_on
        made: list[Primitive] = []
        ink: Role = NONE if not path else "text" if happened(progress) or now is None else "ref"
        for number, wait in enumerate(bar.waits):
            late = not_resumed(self._document.analysis, bar, wait, moment)
            made += _wait(layout, bar, number, wait, now, ink, uprights, late)
            made[-1:] = self._cleared(bar, wait.words, made[-1])
        made.append(_ring(bar, path, selected))  # over the end of the wait, which would go through it
        made += _run(bar, progress, ink, quiet=self._document.graph.by_id[bar.nodes[0]].is_refund)
        if bar.title is not None:
            title = _words(layout, bar, bar.title, self._title(bar, moment), progress, uprights)
            made += self._cleared(bar, bar.title if layout.cell < INSIDE else None, title)
        return made

    def _cleared(self, bar: Bar, place: Words | None, last: Primitive) -> Iterator[Primitive]:
        """What was painted last; words that stand at `place` after patches over the dashed ends of idle gaps, which
        would go through them."""
        if place is not None and isinstance(last, Text):
            end = last.x + measure(last.text, last.font, last.size) + _APART if last.role != NONE else last.x
            first, beyond = (
                bisect_right(self._dashed, place.x),
                bisect_left(self._dashed, place.x + place.room),
            )
            for x in self._dashed[first:beyond]:
                yield Rect(f"{last.key}/clear{x:.0f}", bar.key, "box", x - 1.0, place.y - 10.0, 2.0, 13.0,
                           fill=row_ground(bar.row) if x < end else NONE)  # fmt: skip
        yield last

    def _progress(self, bar: Bar, moment: Moment | None) -> Progress:
        if bar.node is not None:
            return progress_of(self._document.analysis, bar.node, moment)
        return _together(self._tallies.counts(bar.key, bar.nodes, moment))

    def _title(self, bar: Bar, moment: Moment | None) -> str:
        if bar.node is not None and self._document.graph.by_id[bar.node].is_refund:
            return title_of(self._document, self._layout, bar, moment)
        title = self._titles.get(bar.key)
        if title is None:
            title = self._titles[bar.key] = title_of(self._document, self._layout, bar)
        return title


def bar_spots(layout: TimelineLayout, bar: Bar) -> list[Spot]:
    """Where it waits, which tells of itself."""
    return [
        Spot(f"{bar.key}/wait{number}", wait.bounds, Wish("select", bar.nodes[0]))
        for number, wait in enumerate(bar.waits)
    ]


def bar_tag(document: Document, bar: Bar, moment: Moment | None) -> Tag:
    """What a bar is in a file."""
    if bar.node is not None:
        progress = progress_of(document.analysis, bar.node, moment)
        return Tag("node", (("node", bar.node), ("progress", progress)))
    failed = progress_counts(document.analysis, bar.nodes, moment)["failed"]
    return Tag("group", (("count", str(len(bar.nodes))), ("failed", str(failed))))


def together(analysis: Analysis, bar: Bar, moment: Moment | None) -> Progress:
    """How far a bar has come: of several, that one failed, else that one has run."""
    if bar.node is not None:
        return progress_of(analysis, bar.node, moment)
    return _together(progress_counts(analysis, bar.nodes, moment))


def _together(counts: Mapping[Progress, int]) -> Progress:
    order: tuple[Progress, ...] = ("failed", "done", "ready", "waiting", "not_yet", "unknown")
    return next((progress for progress in order if counts[progress]), "not_yet")


def title_of(document: Document, layout: TimelineLayout, bar: Bar, moment: Moment | None = None) -> str:
    """What stands in a bar: the method, of a shard's row with the account behind it."""
    graph = document.graph
    node = graph.by_id[bar.nodes[0]]
    if bar.node is not None:
        title = bar_title_at(document, node, moment)
        return f"{title} · {_account(node)}" if layout.by_shard else title
    failed = progress_counts(document.analysis, bar.nodes, moment)["failed"]
    methods = {method_title(graph.by_id[member]) for member in bar.nodes[:400]}
    name = method_title(node) if len(methods) == 1 else tr("receipts")
    return stack_words(len(bar.nodes), name, failed)


def _account(node: Node) -> str:
    receipt = node.action_receipt
    account = receipt.receiver_id if receipt is not None else None
    if account is None and node.transaction is not None:
        account = node.transaction.signer_id
    return account_words(account or "")


def _ring(bar: Bar, path: bool, selected: bool) -> Rect:
    s, around = bar.stand, _RING + (OUTLINE if path else 0.0)
    fill, stroke = ("panel", "sel") if selected else (NONE, NONE)
    return Rect(f"{bar.key}/selection", bar.key, "box", s.x - around, s.y - around, s.width + 2 * around,
                s.height + 2 * around, 7.0, fill, stroke, 2.0)  # fmt: skip


def _run(bar: Bar, progress: Progress, ink: Role, *, quiet: bool) -> list[Primitive]:
    """`quiet`: it only brings something back, which is no call that succeeded."""
    s = bar.stand
    fill, stroke = _GROUNDS.get(progress, (NONE, "ref"))
    if quiet and progress == "done":
        fill, stroke = NONE, "ref"
    dash = () if progress in _GROUNDS else _FUTURE
    outline: list[Primitive] = []
    if bar.path:
        outline = [Rect(f"{bar.key}/path", bar.key, "box", s.x - OUTLINE, s.y - OUTLINE, s.width + 2 * OUTLINE,
                        s.height + 2 * OUTLINE, 5.0, "panel" if ink != NONE else NONE, ink, 2.0,
                        _FUTURE if ink == "ref" else ())]  # fmt: skip
    made: list[Primitive] = [*outline]
    if bar.kind == "stack":  # one more behind it
        made.append(Rect(f"{bar.key}/behind", bar.key, "box", s.x + 3, s.y + 3, s.width - 1, s.height - 1, 4.0,
                         "panel", stroke, 1.25, dash))  # fmt: skip
    made.append(Rect(f"{bar.key}/card", bar.key, "box", s.x + 0.6, s.y + 0.6, s.width - 1.2, s.height - 1.2, 4.0,
                     fill if fill != NONE else "panel", stroke, 1.25, dash))  # fmt: skip
    if bar.sign is not None:
        sign = PROGRESS[progress]
        tone, on = ("card", "bad") if progress == "failed" else ("ref" if quiet else sign.tone, "card")
        made.append(Marker(f"{bar.key}/marker", bar.key, "text", *bar.sign, SIGN_R, sign.shape, tone, on))
    return made


def _words(
    layout: TimelineLayout, bar: Bar, place: Words, title: str, progress: Progress, uprights: Uprights
) -> Text:
    inside = layout.cell >= INSIDE
    at = place if inside else uprights.clear(place)
    role: Role = "text" if progress in ("done", "ready") else "faint"
    if progress == "failed":
        role = "card" if inside else "bad"
    return Text(f"{bar.key}/title", bar.key, "text", at.x, at.y, elide(title, "medium", TITLE, max(at.room, 0.0)),
                "medium", TITLE, role, width=max(at.room, 0.0))  # fmt: skip


def _wait(
    layout: TimelineLayout,
    bar: Bar,
    number: int,
    wait: WaitBar,
    now: float | None,
    outline: Role,
    uprights: Uprights,
    late: bool,
) -> list[Primitive]:
    """A stretch: patterned as far as it has gone, hollow where that is still to come. `late`: a time-out ended it."""
    key, b, look = f"{bar.key}/wait{number}", wait.bounds, CAUSE_LOOKS[wait.cause]
    gone = b.width if now is None else min(max(now - b.x, 0.0), b.width)
    if wait.until is None and now is None:
        gone = b.width
    whole, some = gone >= b.width, gone > 0
    made: list[Primitive] = []
    if wait.counted:
        made.append(Rect(f"{key}/path", bar.key, "box", b.x - OUTLINE, b.y - OUTLINE, b.width + OUTLINE,
                         b.height + 2 * OUTLINE, 0.0, "panel" if outline != NONE else NONE,
                         outline if outline == NONE or not some else "text", 2.0,
                         () if some else _FUTURE))  # fmt: skip
    made += [
        Rect(f"{key}/ground", bar.key, "box", b.x, b.y, b.width, b.height, 0.0, "panel",
             look.ink if whole else "ref", 1.0, () if whole else _FUTURE),
        Rect(f"{key}/gone", bar.key, "box", b.x, b.y, max(gone, 0.01), b.height, 0.0, NONE,
             look.ink if some and not whole else NONE, 1.0, (), "", look.pattern, look.ink if some else NONE),
    ]  # fmt: skip
    for place, x in enumerate(wait.breaks):
        top, bottom = b.y - 2.0, b.bottom + 2.0
        gap = (
            Segment("M", (x - 1.5, bottom)), Segment("L", (x + 2.5, top)), Segment("L", (x + 6.5, top)),
            Segment("L", (x + 2.5, bottom)), Segment("Z"),
        )  # fmt: skip
        sides = (
            Segment("M", (x - 1.5, bottom)), Segment("L", (x + 2.5, top)),
            Segment("M", (x + 2.5, bottom)), Segment("L", (x + 6.5, top)),
        )  # fmt: skip
        made += [
            Path(f"{key}/break{place}", bar.key, "box", gap, fill="code"),
            Path(f"{key}/sides{place}", bar.key, "box", sides, stroke=look.ink if whole else "ref", stroke_width=1.25),
        ]  # fmt: skip
    if wait.words is not None:
        at = uprights.clear(wait.words)
        long = how_long(layout, bar, wait) if whole or late else ""
        words = _fitting(wait, long, max(at.room, 0.0), late)
        made.append(Text(f"{key}/words", bar.key, "text", at.x, at.y, words, "regular", SMALL,
                         "bad" if late else "mute" if some else NONE, width=max(at.room, 0.0)))  # fmt: skip
    return made


def _fitting(wait: WaitBar, long: str, room: float, late: bool) -> str:
    """Why and how long, without what has no room: the seconds first."""
    words = [wait_words(wait.cause, each, late) for each in (long, long.partition(", ")[0], "")]
    fits = next((each for each in words if measure(each, "regular", SMALL) <= room), None)
    return fits if fits is not None else elide(words[-1], "regular", SMALL, room)


def not_resumed(analysis: Analysis, bar: Bar, wait: WaitBar, moment: Moment | None) -> bool:
    """Whether a stretch ended, by a moment, as nobody had resumed any of its yields in time."""
    if wait.cause != "yield":
        return False
    ends = [*map(partial(from_outside, analysis), bar.nodes)]
    return all(edge is not None and lapsed(analysis, edge, moment) for edge in ends)


def how_long(layout: TimelineLayout, bar: Bar, wait: WaitBar, digits: int = 1) -> str:
    """`340 blocks, 189.3 s`, as far as that is known; "" for steps, and for what waits still."""
    if not layout.by_block or wait.until is None:
        return ""
    begin, end = layout.times.get(wait.since), layout.times.get(wait.until)
    lasts = end - begin if begin is not None and end is not None else None
    return lasting(wait.until - wait.since, lasts, digits)
