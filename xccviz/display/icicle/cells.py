"""One cell: its outline, its words, and the strip at its lower end that says where its gas went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.gas.flow import Measure
from xccviz.display.hosting import Tag
from xccviz.display.icicle.ran import Ran
from xccviz.display.look import OUTLINE, RING
from xccviz.display.patterns import Pattern
from xccviz.display.types import NONE, Marker, Path, Primitive, Rect, Role, Text
from xccviz.document import Document
from xccviz.layout.icicle.pieces import WORDS
from xccviz.layout.icicle.types import Cell
from xccviz.layout.measure import elide, measure
from xccviz.layout.shorten import distinct_middle
from xccviz.layout.types import Segment
from xccviz.replay.standing import progress_counts, progress_of
from xccviz.replay.types import Moment
from xccviz.values import frozen, replace
from xccviz.words import gas_view as say
from xccviz.words.signs import PROGRESS, Shape
from xccviz.words.titles import so_far

STRIP = 10.5
"""Px of the strip at the lower end."""
PAD, TITLE, SMALL = 7.5, 12.0, 11.5
TITLE_Y, ACCOUNT_Y, FIGURES_Y = 16.5, 30.0, 43.0
MORE, MOST = 130.0, 200.0
"""Px from which on there is room for two, and for all three figures."""
SIGN = 6.2
_AROUND = 4.0
_DASH = (4.0, 3.0)
_MARK, _AMONG = 16.0, 56.0
"""Px that a question mark needs, and from which on it may stand among a pattern and leave that to be seen."""
_SEEN = 1.5
"""Px that a part of a strip which is there has at least."""
HATCHES: Mapping[str, Pattern] = {"back": "sparse", "unknown": "cross"}
"""Patterns of the parts that are no surface."""


@frozen
class Drawn:
    """What a cell looks like at a moment: whether it was `created`, whether all of it has run (`solid`), whether any of
    it `failed`, its sign in which role, and how many have run where only a part of them has."""

    created: bool
    solid: bool
    failed: bool
    shape: Shape
    role: Role
    partly: int


def drawn_at(ran: Ran, cell: Cell, moment: Moment | None) -> Drawn:
    """How a cell stands at a moment; its sign shows once who it is about has run."""
    counts = ran.counts(cell.key, cell.nodes, moment)
    solid = counts.ran + counts.unknown == len(cell.nodes)
    # That it starved, or does not add up, shows by what comes after it.
    sign: Shape = cell.sign
    if moment is not None and not moment.at_end and sign == "caution":
        sign = "failed" if counts.failed else "none"
    role = "bad" if sign == "failed" else "wait"
    shown: Shape = sign if solid or (sign == "failed" and counts.failed) else "none"
    partly = counts.ran if 0 < counts.ran < len(cell.nodes) else 0
    return Drawn(ran.created(cell.nodes, moment), solid, counts.failed > 0, shown, role, partly)


def cell_tag(document: Document, cell: Cell, moment: Moment | None) -> Tag:
    """What a cell is in a file."""
    if cell.kind in ("node", "refund") or (cell.kind == "apart" and len(cell.nodes) == 1):
        node = cell.nodes[0]
        return Tag("node", (("node", node), ("progress", progress_of(document.analysis, node, moment))))
    failed = progress_counts(document.analysis, cell.nodes, moment)["failed"]
    return Tag("group", (("count", str(len(cell.nodes))), ("failed", str(failed))))


def paint_cell(
    cell: Cell,
    measure_: Measure,
    drawn: Drawn,
    accounts: Sequence[str],
    *,
    selected: bool,
) -> list[Primitive]:
    """All of one cell, the same parts at every moment."""
    b, key = cell.bounds, cell.key
    failed, hollow = drawn.failed, not drawn.solid
    edge: Role = "bad" if failed else "ref" if hollow else "edge"
    wide = max(b.width - 1.5, 0.5)
    ring = _AROUND if b.width > 6 else 3.0
    made: list[Primitive] = [
        Rect(f"{key}/{RING}", key, "box", b.x - ring, b.y - ring, b.width + 2 * ring - 1, b.height + 2 * ring, 6.0,
             NONE, "sel" if selected else NONE, 2.0),
        Rect(f"{key}/face", key, "box", b.x + 0.5, b.y + 0.5, max(wide - 0.5, 0.5), b.height - STRIP,
             min(3.0, wide / 3), "badbg" if failed else "bg" if hollow else "card", edge if b.width > 2.5 else NONE,
             1.0, _DASH if hollow else ()),
        *_strip(cell, hollow, failed),
        Rect(f"{key}/{OUTLINE}", key, "box", b.x - 0.5, b.y - 0.5, b.width + 0.5, b.height + 1, 4.0),
    ]  # fmt: skip
    if b.width >= WORDS:
        made += _words(cell, measure_, drawn, accounts)
    return made


def _strip(cell: Cell, hollow: bool, failed: bool) -> list[Primitive]:
    """Burnt here, passed on, got back, not known, each as wide as it is."""
    b, key = cell.bounds, cell.key
    top, x = b.bottom - STRIP, b.x
    made: list[Primitive] = [
        Rect(f"{key}/strip", key, "box", b.x, top, b.width, STRIP, 0.0, NONE if hollow else "card")
    ]
    for part, gas in _parts(cell):
        if not gas:
            continue
        width = b.width * (gas / cell.gas)
        if part == "burnt":
            # What burnt little is still seen to have burnt something.
            made.append(_part(key, part, x, top, max(width, min(_SEEN, b.width)), NONE if hollow else "ind"))
        elif part == "passed":
            made.append(_part(key, part, x, top, width, NONE if hollow else "indbg"))
            made.append(_line(f"{key}/passed/top", key, x, x + width, top + 0.5, NONE if hollow else "ind"))
        else:
            ink = NONE if hollow else "ref"
            made.append(replace(_part(key, part, x, top, width, NONE), pattern=HATCHES[part], ink=ink))
            if part == "unknown" and width >= _AMONG:
                made += _mark(key, x + width / 2, top + STRIP / 2, hollow)
            elif part == "unknown" and width >= _MARK and b.width < WORDS:  # above it, where no words stand
                made += _mark(key, x + width / 2, b.center_y - STRIP / 2, hollow)[1:]
        x += width
    if b.width > _SEEN * 3:  # a neighbour's strip begins where this one ends
        made.append(
            Rect(f"{key}/gap", key, "box", b.right - 1, top, 1.0, STRIP, 0.0, NONE if hollow else "bg")
        )
    outline: Role = "bad" if failed else "ref"
    made.append(_line(f"{key}/bottom", key, b.x, b.right, b.bottom - 0.5, outline, _DASH if hollow else ()))
    return made


def _parts(cell: Cell) -> tuple[tuple[str, int], ...]:
    """What a cell's gas is made of, in its order."""
    return ("burnt", cell.burnt), ("passed", cell.passed), ("back", cell.back), ("unknown", cell.unknown)


def _part(key: str, part: str, x: float, y: float, width: float, fill: Role) -> Rect:
    return Rect(f"{key}/{part}", key, "box", x, y, width, STRIP, 0.0, fill)


def _mark(key: str, x: float, y: float, hollow: bool) -> list[Primitive]:
    """A question mark on a plate of its own."""
    return [
        Rect(f"{key}/plate", key, "box", x - 5, y - 6, 10, 12, 2.0, NONE if hollow else "card"),
        Text(
            f"{key}/mark",
            key,
            "text",
            x,
            y + 4,
            "?",
            "semibold",
            SMALL,
            NONE if hollow else "mute",
            "middle",
            10.0,
        ),
    ]


def _line(
    key: str, owner: str, left: float, right: float, y: float, role: Role, dash: tuple[float, ...] = ()
) -> Path:
    segments = (Segment("M", (left, y)), Segment("L", (right, y)))
    return Path(key, owner, "box", segments, stroke=role, stroke_width=1.0, dash=dash)


def _words(cell: Cell, measure_: Measure, drawn: Drawn, accounts: Sequence[str]) -> list[Primitive]:
    b, key = cell.bounds, cell.key
    room = b.width - 2 * PAD
    signed = 2 * SIGN + 6
    title, account = cell.name, cell.account
    bad = drawn.failed
    roles: tuple[Role, Role] = ("bad" if bad else "text", "mute") if drawn.solid else ("faint", "faint")
    # Room for the sign is kept whether it is seen yet or not: words don't move. A name that it would cut has its row
    # alone where it then fits: of `× 72 run` nothing else tells how many.
    kept = signed if cell.sign != "none" else 0.0
    named = measure(title, "medium", TITLE)
    low = room - kept < named <= room
    shown = elide(title, "medium", TITLE, room if low else room - kept)
    figures = _figures(cell, measure_, drawn, room - kept if low and drawn.shape != "none" else room)
    where = account
    if measure(account, "regular", SMALL) > room:
        where = (
            distinct_middle(account, room, accounts, "regular", SMALL)
            if len(account) <= 64
            else elide(account, "regular", SMALL, room, "middle")
        )
    return [
        Text(f"{key}/title", key, "text", b.x + PAD, b.y + TITLE_Y, shown, "medium", TITLE, roles[0], width=room),
        Text(f"{key}/account", key, "text", b.x + PAD, b.y + ACCOUNT_Y, elide(where, "regular", SMALL, room), "regular",
             SMALL, roles[1], width=room),
        Text(f"{key}/figures", key, "text", b.x + PAD, b.y + FIGURES_Y, figures, "regular", SMALL,
             roles[1], width=room),
        Marker(f"{key}/marker", key, "text", b.right - PAD - SIGN, b.y + (FIGURES_Y if low else TITLE_Y) - 4, SIGN,
               drawn.shape, drawn.role if drawn.shape != "none" else NONE, "badbg" if bad else "card"),
    ]  # fmt: skip


def _figures(cell: Cell, measure_: Measure, drawn: Drawn, room: float) -> str:
    """As many figures as have room; of what has not run, only what it was given, once it was."""
    if drawn.partly:
        return elide(so_far(drawn.partly), "regular", SMALL, room)
    if not drawn.solid:
        given = measure_ == "attached" and cell.exact and drawn.created
        return (
            f"{say.cell_gas(cell.gas)} T"
            if given
            else elide(PROGRESS["not_yet"].word, "regular", SMALL, room)
        )
    count = 3 if cell.bounds.width >= MOST else 2 if cell.bounds.width >= MORE else 1
    for some in range(count, 0, -1):
        words = say.figures(cell.gas, cell.burnt, cell.back, cell.exact, some, measure_)
        if measure(words, "regular", SMALL) <= room:
            return words
    return elide(words, "regular", SMALL, room)
