"""What stands around the cells: the ground, the path to what is shown with its sum, the signs below, the legend."""

from __future__ import annotations

import sys
from collections.abc import Container, Sequence
from functools import partial

from xccviz.display.hosting import Spot, Wish
from xccviz.display.icicle.cells import HATCHES
from xccviz.display.icicle.ran import Ran
from xccviz.display.types import NONE, Band, FontFace, Marker, Path, Primitive, Rect, Role, Text
from xccviz.document import Document
from xccviz.layout.icicle.build import SEPARATOR
from xccviz.layout.icicle.cells import HEAD, LEAST
from xccviz.layout.icicle.leaders import LINE, TITLE
from xccviz.layout.icicle.legend import GAP, SAMPLE, SIGN, SIGNS, SIZE
from xccviz.layout.icicle.pieces import WORDS
from xccviz.layout.icicle.types import DRAWING, PATH_KEY, Cell, IcicleLayout, Leader, LegendEntry
from xccviz.layout.measure import elide, measure
from xccviz.layout.types import Segment, option_key
from xccviz.replay.types import Moment
from xccviz.words import gas_view as say
from xccviz.words.signs import Shape

BASE, HEAD_SIZE, SUM_SIZE = 22.0, 13.0, 12.0
BEHIND = 14.0
"""Px from the path to the sum behind it."""
SIGN_R = 6.2
LINE_PX = 20.0
"""Px of a row that stays as a line."""
_FAR = 4000.0
"""Px that the ground of the bars reaches below them: a window may be higher than the drawing."""


def ground(layout: IcicleLayout) -> list[Primitive]:
    """The ground, and that of the bars with the line before it."""
    made: list[Primitive] = [
        Rect("background", None, "background", 0, 0, layout.width, layout.height, fill="bg")
    ]
    if layout.split is not None:
        x = layout.split
        line = (Segment("M", (x + 0.5, 0)), Segment("L", (x + 0.5, layout.height + _FAR)))
        made.append(
            Rect("totals/ground", None, "right", x, 0, layout.width - x, layout.height + _FAR, fill="panel")
        )
        made.append(Path("totals/line", None, "right", line, stroke="line", stroke_width=1.0))
    return made


def bands(layout: IcicleLayout) -> tuple[Band, ...]:
    """Each row as a line: what stays of it while those below are looked at."""
    rows: dict[int, list[Cell]] = {}
    for cell in layout.cells:
        rows.setdefault(cell.row, []).append(cell)
    *above, _ = rows.values()
    return tuple(
        Band(cells[0].bounds.y, cells[0].bounds.bottom, LINE_PX, partial(_line, layout, cells))
        for cells in above
    )


def _line(layout: IcicleLayout, cells: list[Cell]) -> Sequence[Primitive]:
    made: list[Primitive] = [Rect("line/ground", None, "top", 0, 0, layout.right + 8, LINE_PX, fill="bg")]
    for cell in cells:
        b, key = cell.bounds, f"line/{cell.key}"
        wide = max(b.width - 1.5, LEAST)
        made.append(Rect(f"{key}/card", cell.key, "top", b.x + 0.5, 0.5, wide, LINE_PX - 3, min(3.0, wide / 3), "card",
                         "cardline" if wide > 2.5 else NONE))  # fmt: skip
        if b.width >= WORDS:
            room = b.width - 14
            words = elide(f"{cell.name}   {say.given(cell.gas, cell.exact)}", "regular", LINE, room)
            made.append(
                Text(
                    f"{key}/words", cell.key, "top", b.x + 7, 13.0, words, "regular", LINE, "mute", width=room
                )
            )
    return made


def header(ran: Ran, layout: IcicleLayout, moment: Moment | None) -> tuple[list[Primitive], list[Spot]]:
    """The path to what is shown, each step but the last to be clicked, and the sum."""
    wide = layout.right - 8 + 16
    made: list[Primitive] = [Rect("head/ground", None, "top", 0, 0, wide, HEAD - 6, fill="bg")]
    spots: list[Spot] = []
    last = len(layout.path) - 1
    for number, step in enumerate(layout.path):
        b, here = step.bounds, number == last
        font: FontFace = "semibold" if here else "regular"
        role: Role = "text" if here else "ind"
        made.append(Text(f"head/step{number}", PATH_KEY if PATH_KEY in layout.by_key else None, "top", b.x, BASE,
                         step.words, font, HEAD_SIZE, role, width=b.width))  # fmt: skip
        if not here:
            made.append(Text(f"head/then{number}", None, "top", b.right, BASE, SEPARATOR, "regular", HEAD_SIZE, "faint",
                             width=measure(SEPARATOR, "regular", HEAD_SIZE)))  # fmt: skip
            key = step.key or layout.zoom
            spots.append(
                Spot(f"step:{number}", b, Wish("option", option_key(DRAWING, "zoom", key)), strip="top")
            )
    x = layout.path[last].bounds.right + BEHIND
    room = layout.right - x
    words = _fitting(sum_at(ran, layout, moment), room)
    made.append(
        Text("head/sum", None, "top", x, BASE, words, "regular", SUM_SIZE, "mute", width=max(room, 0.0))
    )
    return made, spots


def _fitting(wordings: tuple[str, ...], room: float) -> str:
    """The first of several wordings that has room."""
    fits = (words for words in wordings if measure(words, "regular", SUM_SIZE) <= room)
    return next(fits, None) or elide(wordings[-1], "regular", SUM_SIZE, room)


def sum_at(ran: Ran, layout: IcicleLayout, moment: Moment | None) -> tuple[str, ...]:
    """How much is shown, the longest wording first."""
    gas, burnt, back, unknown = layout.shown
    if moment is not None and not moment.at_end:
        return say.sum_so_far(
            layout.measure, gas, ran.burnt(moment), known=not unknown, attached=layout.attached
        )
    return say.sum_words(layout.measure, gas, burnt, back, not unknown, layout.attached)


def paint_leader(ran: Ran, cell: Cell, leader: Leader, moment: Moment | None) -> list[Primitive]:
    """A line down to a sign with its words; blank until what it tells of has happened."""
    counts = ran.counts(cell.key, cell.nodes, moment)
    end = moment is None or moment.at_end
    shown = end if leader.shape == "caution" else counts.failed > 0
    return _leader(leader, shown, "bad" if cell.failed else "wait")


def beyond(layout: IcicleLayout) -> list[Primitive]:
    """How many more signs there would be."""
    b = layout.beyond_at
    if b is None:
        return []
    words = say.beyond_words(layout.beyond)
    return [Text("beyond", None, "text", b.x, b.y + 14, words, "regular", LINE, "mute", width=b.width)]


def _leader(leader: Leader, shown: bool, ink: Role) -> list[Primitive]:
    key, role = leader.key, ink if shown else NONE
    sign: Role = ("bad" if leader.shape == "failed" else "wait") if shown else NONE
    words = leader.words
    line = (Segment("M", (leader.x, leader.top)), Segment("L", (leader.x, leader.y - SIGN_R)))
    return [
        Path(f"{key}/leader", key, "box", line, stroke=role, stroke_width=1.5),
        Marker(f"{key}/leader/sign", key, "text", leader.x, leader.y, SIGN_R, leader.shape if shown else "none", sign,
               "bg"),
        Text(f"{key}/leader/title", key, "text", words.x, words.y + 15.5, leader.title, "medium", TITLE,
             role, width=words.width),
        Text(f"{key}/leader/words", key, "text", words.x, words.y + 31, leader.line, "regular", LINE,
             "mute" if shown else NONE, width=words.width),
    ]  # fmt: skip


def paint_legend(layout: IcicleLayout, seen: Container[str]) -> list[Primitive]:
    """A sample and words per entry; signs that are not `seen` stay blank."""
    made: list[Primitive] = []
    for entry in layout.legend:
        shown = entry.kind not in SIGNS or entry.kind in seen
        made += _sample(entry, shown)
        b = entry.bounds
        x = b.x + (SIGN if entry.kind in SIGNS else SAMPLE) + GAP
        words = entry.words if shown else ""
        made.append(Text(f"legend:{entry.kind}/text", None, "legend", x, b.center_y + 4, words, "regular", SIZE,
                         "mute", width=b.right - x))  # fmt: skip
    return made


def signs_seen(document: Document, layout: IcicleLayout) -> dict[str, int]:
    """The signs that a drawing comes to have, as its legend names them, and the step from which on each is there."""
    ran_at, facts = document.timeline.history.ran_at, document.analysis.facts
    first: dict[str, int] = {}
    for cell in layout.cells:
        failed = [node for node in cell.nodes if facts[node].failed] if cell.failed else []
        found = {"failed": failed} if failed else {}
        if cell.sign == "caution":
            found["starved" if cell.failed else "odd"] = failed or list(cell.nodes)
        for kind, nodes in found.items():
            # Whether it adds up is known once all has come back.
            step = min((ran_at.get(node, 0) for node in nodes), default=0) if kind != "odd" else sys.maxsize
            first[kind] = min(step, first.get(kind, step))
    return first


def _sample(entry: LegendEntry, shown: bool) -> list[Primitive]:
    b, key, kind = entry.bounds, f"legend:{entry.kind}", entry.kind
    if kind in SIGNS:
        shape: Shape = "none" if not shown else "failed" if kind == "failed" else "caution"
        role = "bad" if kind == "failed" else "wait"
        return [
            Marker(f"{key}/sign", None, "legend", b.x + SIGN / 2, b.center_y, SIGN_R, shape, role, "panel")
        ]
    fill: Role = {"burnt": "ind", "passed": "indbg"}.get(kind, "card")
    edge: Role = "ind" if kind in ("burnt", "passed") else "edge"
    pattern = HATCHES.get(kind)
    ink: Role = "ref" if pattern else NONE
    return [Rect(f"{key}/sample", None, "legend", b.x, b.center_y - 5, SAMPLE, 10.0, 0.0, fill, edge, pattern=pattern,
                 ink=ink)]  # fmt: skip
