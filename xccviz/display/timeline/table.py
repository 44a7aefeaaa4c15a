"""The critical path as a table below the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xccviz.analysis.time.critical_path import Hop
from xccviz.catalogue import numeral
from xccviz.display.hosting import Spot, Wish
from xccviz.display.look import HANDLE, HANDLE_ROOM
from xccviz.display.timeline.bars import how_long
from xccviz.display.timeline.causes import CAUSE_LOOKS
from xccviz.display.types import NONE, FontFace, Path, Primitive, Rect, Role, Rows, Text
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.layout.measure import elide, measure
from xccviz.layout.timeline.build import TABLE, TABLE_ROW, option
from xccviz.layout.timeline.types import Table, TimelineLayout
from xccviz.layout.types import Bounds, Segment
from xccviz.model.literals import happened
from xccviz.model.text import visible_text
from xccviz.replay.standing import progress_of
from xccviz.replay.types import Moment
from xccviz.values import frozen, replace
from xccviz.words.names import spoken_name
from xccviz.words.signs import PROGRESS
from xccviz.words.timeline import (
    HEADINGS,
    earlier_words,
    height_sign,
    path_sum,
    path_title,
    seconds_words,
    wait_words,
    why_words,
)
from xccviz.words.titles import title_parts

LEFT, SMALL, BODY = 16.0, 11.5, 12.0
_NARROW = 760.0
"""Px of a window below which numbers stand closer."""
_APART, _LEAST_ACCOUNT = 14.0, 34.0
"""Px between a name and the block beside it, and of an account below which it is left out."""


class PathTable:
    """The critical path of one layout: heading and captions, and its rows one by one, as thousands may be out of
    sight."""

    def __init__(self, document: Document, layout: TimelineLayout, table: Table) -> None:
        self._document, self._layout, self._table = document, layout, table
        self._x = _columns(layout.room)
        self._named_px = (
            self._x["block"]
            - self._x["receipt"]
            - _APART
            - max((measure(_height_sign(document, hop), "mono", BODY) for hop in table.hops), default=0.0)
        )
        self._whole = _sum(layout, table)
        self._fixed: dict[int, _Fixed] = {}
        hops = () if table.folded else table.hops
        self.count = len(hops)
        self.number_of = {hop.node: number for number, hop in enumerate(hops)}
        self._headings = {ended: tuple(self._heading(ended=ended)) for ended in (True, False)}
        self.spots: tuple[Spot, ...] = (
            Spot("table", Bounds(0, table.y, layout.room, 30), _fold_wish(table), strip="below"),
            *(
                Spot(f"hop:{number}", Bounds(0, self._y(number), layout.room, TABLE_ROW), Wish("select", hop.node),
                     strip="below")
                for number, hop in enumerate(hops)
            ),
        )  # fmt: skip

    def _y(self, number: int) -> float:
        return self._table.rows + number * TABLE_ROW

    def rows(self, primitives: Callable[[int], Sequence[Primitive]]) -> Rows:
        """Its rows for a window; `primitives` gives each."""
        return Rows(
            "below", self._table.rows, TABLE_ROW, self.count, primitives, _handle(self._table.y, folded=True)
        )

    def heading(self, moment: Moment | None) -> tuple[Primitive, ...]:
        """Heading and captions; what is the whole of it is told at the end."""
        return self._headings[self.ended(moment)]

    def ended(self, moment: Moment | None) -> bool:
        """Whether the whole of it is known at a moment: its last receipt has run."""
        if moment is None or moment.at_end:
            return True
        return happened(progress_of(self._document.analysis, self._table.hops[-1].node, moment))

    def _heading(self, *, ended: bool) -> list[Primitive]:
        table, y, wide = self._table, self._table.y, self._layout.room
        caption, whole = path_title().upper(), self._whole if ended else (None, None)
        after = LEFT + HANDLE_ROOM + measure(caption, "semibold", 11.0) + 12
        room = max(wide - after - LEFT, 0.0)
        made: list[Primitive] = [
            Rect("table", None, "below", 0, y, wide, table.height, fill="panel"),
            Rect("table/line", None, "below", 0, y, wide, 1.0, fill="line"),
            _handle(y, folded=table.folded),
            Text("table/title", None, "below", LEFT + HANDLE_ROOM, y + 22, caption, "semibold", 11.0, "mute",
                 width=140),
            Text("table/sum", None, "below", after, y + 22, elide(path_sum(*whole), "regular", BODY, room), "regular",
                 BODY, "mute", width=room),
        ]  # fmt: skip
        if table.folded:
            return made
        for name, words in HEADINGS:
            if name != "receipt" and not self._layout.by_block:
                continue  # where no block is known nothing stands below it
            end = name in ("block", "blocks", "time")
            made.append(Text(f"table/head/{name}", None, "below", self._x[name], y + 45, words, "medium", SMALL, "mute",
                             "end" if end else "start", 100))  # fmt: skip
        made.append(Rect("table/head/line", None, "below", LEFT, y + 52, wide - 2 * LEFT, 1.0, fill="line"))
        return made

    def row(self, number: int, moment: Moment | None, selected: str | None) -> tuple[Primitive, ...]:
        """One row at a moment; `selected`: the node that is."""
        fixed = self._fixed.get(number)
        if fixed is None:
            fixed = self._fixed[number] = self._told(number)
        analysis, node = self._document.analysis, self._table.hops[number].node
        past = moment is None or moment.at_end or happened(progress_of(analysis, node, moment))
        key, y, x = f"hop:{number}", self._y(number), self._x
        role: Role = "text" if past else "faint"
        block, blocks, time, why = fixed.told if past else ("", "", "", PROGRESS["not_yet"].word)
        hop_node = self._document.graph.by_id[node]

        def text(name: str, words: str, font: FontFace, ink: Role, room: float, *, end: bool = False) -> Text:
            return Text(f"{key}/{name}", None, "below", x[name], y + 16.5, elide(words, font, BODY, room), font, BODY,
                        ink, "end" if end else "start", room)  # fmt: skip

        return (
            Rect(f"{key}/chosen", None, "below", 4, y, self._layout.room - 8, TABLE_ROW, 4.0,
                 "indbg" if node == selected else NONE),
            text("receipt", _named(hop_node, past, self._named_px), "medium", role, self._named_px),
            text("block", block, "mono", role, 90, end=True),
            text("blocks", blocks, "mono", role, 70, end=True),
            text("time", time, "mono", role, 84, end=True),
            fixed.share if self.ended(moment) else self._unseen(fixed.share),  # it is one of the whole
            text("why", why, "regular", "mute" if past else "faint",
                 max(self._layout.room - x["why"] - 8.0, 0.0)),
        )  # fmt: skip

    def _unseen(self, share: Rect) -> Rect:
        return replace(share, fill=NONE, stroke=NONE, pattern=None, ink=NONE)

    def _told(self, number: int) -> _Fixed:
        layout, hop = self._layout, self._table.hops[number]
        cause = self._table.hops[number - 1].node if number else None
        now, then = _time(layout, hop.node), _time(layout, cause) if cause is not None else None
        took = now - then if now is not None and then is not None else None
        total, lasts = self._whole
        share = took / lasts if took is not None and lasts else (hop.blocks or 0) / total if total else 0.0
        if took is not None:
            time = seconds_words(took, 2)
        else:
            time = seconds_words(0, 2) if now is not None and cause is None else ""
        wide = share * self._x["track"] if number else 0.0
        block = _height_sign(self._document, hop)
        blocks = "" if not layout.by_block else numeral(hop.blocks or 0)
        why = _why(self._document, layout, self._table, number, hop)
        share_bar = _share(layout, hop, f"hop:{number}", self._x["share"], self._y(number), wide)
        return _Fixed((block, blocks, time, why), share_bar)


@frozen
class _Fixed:
    """What a row says at every moment once it ran: block, blocks, time and why; and its share."""

    told: tuple[str, str, str, str]
    share: Rect


def _handle(y: float, *, folded: bool) -> Path:
    """The triangle of a heading at y: it points at what would open, or at the rows."""
    sign = (
        (Segment("M", (LEFT, y + 13)), Segment("L", (LEFT + 5, y + 18)), Segment("L", (LEFT, y + 23)), Segment("Z"))
        if folded
        else (Segment("M", (LEFT - 1, y + 15.5)), Segment("L", (LEFT + 9, y + 15.5)),
              Segment("L", (LEFT + 4, y + 20.5)), Segment("Z"))
    )  # fmt: skip
    return Path(f"table/{HANDLE}", None, "below", sign, fill="mute")


def _height_sign(document: Document, hop: Hop) -> str:
    height = document.graph.by_id[hop.node].height
    return height_sign(height, 0) if height is not None else ""


def _named(node: Node, past: bool, room: float) -> str:
    """The name of a receipt; in little room what is called first, then its account shortened in the middle."""
    whole, account = visible_text(spoken_name(node, past)), title_parts(node)[0]
    if measure(whole, "medium", BODY) <= room or not account:
        return whole
    called = whole.removeprefix(account).lstrip(".: ·")
    left = room - measure(f"{called} · ", "medium", BODY)
    return called if left < _LEAST_ACCOUNT else f"{called} · {elide(account, 'medium', BODY, left, 'middle')}"


def _fold_wish(table: Table) -> Wish:
    return Wish("option", option(TABLE, "open" if table.folded else "folded"))


def _columns(wide: float) -> dict[str, float]:
    """Where each column begins, or ends where its words do; `why` has the rest, and `share` gives way first."""
    narrow = wide < _NARROW
    receipt = min(max(wide * 0.25, 150.0), 268.0)
    block = LEFT + receipt + 46
    blocks, time = block + (86 if narrow else 110), block + (160 if narrow else 210)
    share = time + 26
    track = min(max((wide - _NARROW) / 2, 60.0), 169.0)
    return {
        "receipt": LEFT, "block": block, "blocks": blocks, "time": time, "share": share, "track": track,
        "why": share + track + 17,
    }  # fmt: skip


def _sum(layout: TimelineLayout, table: Table) -> tuple[int | None, int | None]:
    """Blocks and nanoseconds of the whole path."""
    counts = [hop.blocks for hop in table.hops[1:]]
    total = sum(count for count in counts if count is not None) if None not in counts else None
    first, last = (_time(layout, table.hops[n].node) for n in (0, -1))
    return total, last - first if first is not None and last is not None else None


def _time(layout: TimelineLayout, node: str) -> int | None:
    return layout.times.get(layout.ticks.get(node, -1)) if layout.by_block else None


def _share(layout: TimelineLayout, hop: Hop, key: str, x: float, y: float, wide: float) -> Rect:
    """Its share of the whole, from what made it run to its own run; in the pattern of what it waited for."""
    bar = layout.by_key.get(layout.box_of.get(hop.node, ""))
    counted = [wait for wait in bar.waits if wait.counted] if bar is not None else []
    longest = max(counted, key=lambda wait: wait.bounds.width, default=None)
    if longest is None or wide < 4:
        seen = max(wide, 2.0)
        return Rect(f"{key}/share", None, "below", x, y + 5, seen, 12.0, 0.0, "ok" if wide > 0 else NONE)
    look = CAUSE_LOOKS[longest.cause]
    return Rect(f"{key}/share", None, "below", x, y + 5.5, wide, 11.0, 0.0, "panel", look.ink, 1.0, (), "",
                look.pattern, look.ink)  # fmt: skip


def _why(document: Document, layout: TimelineLayout, table: Table, number: int, hop: Hop) -> str:
    graph = document.graph
    cause = table.hops[number - 1].node if number else None
    named = visible_text(spoken_name(graph.by_id[cause])) if cause is not None else ""
    bar = layout.by_key.get(layout.box_of.get(hop.node, ""))
    waited = ""
    for wait in bar.waits if bar is not None and bar.node == hop.node else ():
        if wait.counted and wait.cause != "yield":
            waited = wait_words(
                wait.cause, how_long(layout, bar, wait).partition(", ")[0] if bar is not None else ""
            )
    earlier = ""
    slots = graph.slots.get(hop.node, ())
    if hop.via == "delivers" and len(slots) > 1 and layout.by_block:
        own = layout.ticks.get(cause or "", 0)
        others = [(layout.ticks.get(s.producer or ""), s.slot) for s in slots if s.slot != hop.slot]
        known = [(tick, slot) for tick, slot in others if tick is not None and tick < own]
        if known:
            tick, slot = max(known, key=lambda each: (each[0], -each[1]))
            earlier = earlier_words(slot, own - tick)
    return why_words(hop, named, number == 1, waited, earlier)
