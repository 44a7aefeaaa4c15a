"""What stands in the small card of a call, as wide as it needs in either run; bounds relative to its top left.

┌────────────────────────────┐
│▌ ✓ receiver.method         │  title
│▌   "42"          1.9 of 10 │  subtitle, gas
│▌   (0: "42") (1: Failed)   │  slots, where there are some
└────────────────────────────┘
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xccviz.analysis.compare.union import Call, Union
from xccviz.analysis.compare.values import Missing
from xccviz.analysis.types import Analysis
from xccviz.catalogue import numeral, tr, trn
from xccviz.graph.types import Node
from xccviz.layout.cards import CHIP_SIZE, chip_grid, chip_widths
from xccviz.layout.compare.types import EQUAL, Sides
from xccviz.layout.dots import dots_for
from xccviz.layout.measure import elide, measure
from xccviz.layout.shorten import distinct_middle
from xccviz.layout.types import PAGE, Bounds, Content, Row, SlotPlace, Unit
from xccviz.values import frozen
from xccviz.words.ends import end_words
from xccviz.words.gas import card_gas
from xccviz.words.titles import title_parts, unfold_sign

TITLE_SIZE, SUB_SIZE = 12.0, 11.5
GAP = 14.0
"""Px between cards beside each other."""
HEIGHT = 46.0
TEXT_LEFT, PAD_RIGHT = 26.0, 9.0
MIN_WIDTH, MAX_WIDTH = 132.0, 236.0
SLOTS_WIDTH = 300.0
"""Px that rows of chips may take."""
CHIPS_AT_MOST = 11
BLOCK_WIDTH = 226.0
END_LEAST, END_MOST = 60.0, 140.0
"""Px that how a call ended gets: at least of one among many siblings, at most of one alone."""
SHARED = 560.0
"""Px that siblings share: a drawing so wide is seen as large as its height allows in half a usual window."""
_TITLE_Y, _TITLE_ROW, _SUB_Y, _SUB_ROW = 6.0, 17.0, 24.0, 16.0
_SLOTS_Y, _BELOW = 46.0, 9.0
_GAP = 10.0


@frozen
class _Side:
    """One call in one run."""

    analysis: Analysis
    node: Node


def card_content(sides: Sides, union: Union, unit: Unit, accounts: Sequence[str] = ()) -> Content:
    """Lay out the inside of a box. `accounts`: other long account names, to stay distinct from."""
    if unit.heads:
        return _block(sides, union, unit)
    if unit.node is None:
        return _group(unit)
    each = list(sides_of(sides, union.by_key[unit.node]))
    return _call(each, accounts, SHARED / max(map(_beside, each)) - GAP)


def _beside(side: _Side) -> int:
    """How many calls of its caller stand beside it, itself among them: those that wait for others stand below these."""
    graph = side.analysis.graph
    made = [graph.by_id[child] for child in graph.children.get(side.node.parent or "", ())]
    waits = bool(graph.slots.get(side.node.id))
    return max(sum(not node.is_refund and bool(graph.slots.get(node.id)) == waits for node in made), 1)


def sides_of(sides: Sides, call: Call) -> Iterator[_Side]:
    """A call in the runs that have it."""
    each: tuple[Missing, ...] = ("a", "b")
    for side in each:
        node = call.node(side)
        if node is not None:
            analysis = sides.of(side)
            yield _Side(analysis, analysis.graph.by_id[node])


def node_title(node: Node, room: float, accounts: Sequence[str] = ()) -> str:
    """The title of a call in `room` px: whole, else the method before its account."""
    account, rest = title_parts(node)
    whole = account + rest
    if measure(whole, "semibold", TITLE_SIZE) <= room:
        return whole
    if not account:
        return elide(whole, "semibold", TITLE_SIZE, room, "middle")
    method = rest.lstrip(".: ·")
    left = room - measure(f"{method} · ", "semibold", TITLE_SIZE)
    if left < 40:
        return elide(method, "semibold", TITLE_SIZE, room, "middle")
    return f"{method} · {distinct_middle(account, left, accounts, 'semibold', TITLE_SIZE)}"


def _call(each: Sequence[_Side], accounts: Sequence[str], share: float) -> Content:
    slots = max(len(side.analysis.facts[side.node.id].promise_results) for side in each)
    longest = max(SLOTS_WIDTH if 0 < slots <= CHIPS_AT_MOST else 0.0, MAX_WIDTH - TEXT_LEFT - PAD_RIGHT)
    figures = [
        card_gas(side.node, side.analysis.facts[side.node.id], come)
        for side in each
        for come in ("done", "not_yet")
    ]
    gas = max(measure(figure, "medium", SUB_SIZE) for figure in figures)
    left = share - TEXT_LEFT - PAD_RIGHT - gas - _GAP
    longest_end = min(max(left, END_LEAST), END_MOST)
    widths = [MIN_WIDTH - TEXT_LEFT - PAD_RIGHT]
    for side in each:
        title = "".join(title_parts(side.node))
        end = min(measure(end_words(side.analysis, side.node), "regular", SUB_SIZE), longest_end)
        widths += [measure(title, "semibold", TITLE_SIZE), end + gas + _GAP]
    chips = _chips(each) if 0 < slots <= CHIPS_AT_MOST else []
    if chips:
        row = min(2, len(chips))
        widths.append(min(sum(chips) + 6.0 * (len(chips) - 1), max(row * max(chips) + 6.0, SLOTS_WIDTH)))
    inner = min(max(widths), longest)
    title_row = Bounds(TEXT_LEFT, _TITLE_Y, inner, _TITLE_ROW)
    rows = [
        Row(
            "title", title_row, node_title(each[0].node, inner, accounts), "".join(title_parts(each[0].node))
        ),
        Row("subtitle", Bounds(TEXT_LEFT, _SUB_Y, inner, _SUB_ROW)),
    ]
    places: list[SlotPlace] = []
    height = HEIGHT
    if chips:
        for slot, at in enumerate(chip_grid(chips, inner)):
            moved = Bounds(TEXT_LEFT + at.x, _SLOTS_Y + at.y, at.width, at.height)
            places.append(SlotPlace(slot, "chip", moved))
        height = places[-1].bounds.bottom + _BELOW
    elif slots:
        rows.append(Row("summary", Bounds(TEXT_LEFT, 42.0, inner, _SUB_ROW)))
        height = 42.0 + _SUB_ROW + 7.0
    return Content(inner + TEXT_LEFT + PAD_RIGHT, height, tuple(rows), tuple(places), gas)


def _chips(each: Sequence[_Side]) -> list[float]:
    """The width of each chip: what it needs in either run."""
    widths: list[float] = []
    for side in each:
        mine = chip_widths(side.analysis.facts[side.node.id])
        widths = [
            max(widths[i] if i < len(widths) else 0.0, mine[i] if i < len(mine) else 0.0)
            for i in range(max(len(widths), len(mine)))
        ]
    return widths


def _group(unit: Unit) -> Content:
    count = len(unit.members)
    equal = trn("{count} equal call", "{count} equal calls", count)
    title = equal if unit.key.startswith(EQUAL) else trn("{count} call", "{count} calls", count)
    unfold = unfold_sign(min(PAGE, count))
    handle = measure(unfold, "medium", CHIP_SIZE) + 16
    wide = measure(title, "semibold", TITLE_SIZE)
    inner = max(wide + _GAP + handle, MIN_WIDTH - TEXT_LEFT - PAD_RIGHT)
    rows = (
        Row("title", Bounds(TEXT_LEFT, _TITLE_Y, wide, _TITLE_ROW), title, title),
        Row("subtitle", Bounds(TEXT_LEFT, _SUB_Y, inner, _SUB_ROW)),
        Row("unfold", Bounds(TEXT_LEFT + inner - handle, 5.0, handle, 19.0), unfold, unfold),
    )
    return Content(inner + TEXT_LEFT + PAD_RIGHT, HEIGHT, rows)


def _block(sides: Sides, union: Union, unit: Unit) -> Content:
    heads = [union.by_key[unit.members[i]] for i in unit.heads]
    first = next(sides_of(sides, heads[0])).node
    account, rest = title_parts(first)
    name = rest.lstrip(".: ·") if account else rest
    full = tr("× {count} {what}", count=numeral(len(heads)), what=name)
    unfold = unfold_sign(min(PAGE, len(heads)))
    handle = measure(unfold, "medium", CHIP_SIZE) + 16
    inner = BLOCK_WIDTH - TEXT_LEFT - PAD_RIGHT
    room = inner - handle - _GAP
    dots = dots_for(len(heads), 14.0, 50.0, BLOCK_WIDTH - 26.0)
    rows = (
        Row("title", Bounds(TEXT_LEFT, _TITLE_Y, room, _TITLE_ROW),
            elide(full, "semibold", TITLE_SIZE, room, "middle"), f"{account} {full}".strip()),
        Row("subtitle", Bounds(TEXT_LEFT, _SUB_Y, inner, _SUB_ROW)),
        Row("unfold", Bounds(TEXT_LEFT + inner - handle, 5.0, handle, 19.0), unfold, unfold),
    )  # fmt: skip
    return Content(BLOCK_WIDTH, 50.0 + dots.height + 10.0, rows, dots=dots)
