"""How big a box is and what stands in which of its rows; bounds in scene px relative to the box's top left.

┌──────────────────────────────────────┐
│▌ ✓ receiver.method                   │  title (long: method, then the account in a row below)
│▌   "42"                  1.9 of 10 T │  subtitle, gas
│▌ ✓ step_one              rolled back │  action rows, of batches only
│▌   (0: "42") (1: Failed) (2: awaited) │  slots: chips, or squares when there are many
└──────────────────────────────────────┘
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from xccviz.analysis.types import Analysis, NodeFacts
from xccviz.catalogue import numeral, tr
from xccviz.graph.types import Node
from xccviz.layout.block_card import block_content
from xccviz.layout.dots import Dots, dots_for
from xccviz.layout.measure import elide, measure
from xccviz.layout.shorten import distinct_middle
from xccviz.layout.types import PAGE, Bounds, Content, Row, SlotForm, SlotPlace, Unit
from xccviz.values import frozen
from xccviz.words.actions import action_card
from xccviz.words.ends import end_words
from xccviz.words.gas import card_gas
from xccviz.words.money import refunds_title
from xccviz.words.signs import SLOTS
from xccviz.words.slots import end_chip, numbered, waits_for
from xccviz.words.titles import (
    WAITS_FOR_OUTSIDE,
    group_methods,
    group_title,
    outside_title,
    so_far,
    title_parts,
    unfold_sign,
)

TEXT_LEFT = 36.0
PAD_RIGHT = 14.0
TITLE_SIZE = 13.5
SUB_SIZE = 12.0
CHIP_SIZE = 11.5
MIN_WIDTH = 180.0
MAX_WIDTH = 344.0
NARROW_WIDTH = 216.0
"""Px of a box that has many beside it."""
CHIP_HEIGHT = 20.0
CHIP_GAP = 6.0
CHIPS_AT_MOST = 11
CHIPS_A_ROW = 3
SQUARE = 10.0
SQUARE_STEP = 14.0
SQUARES_A_ROW = 20
SQUARES_AT_MOST = 200
"""Of more slots each is a dot."""
ACTION_HEIGHT = 21.0
TITLE_HEIGHT = 20.0
SUB_HEIGHT = 19.0
PAD_TOP = 9.5
PAD_BOTTOM = 9.5
PILL_HEIGHT = 30.0
ROWS_AT_MOST = 7
_CHIP_TEXT_MAX = 140.0
_RESULT_WIDTH = 70.0
_ACCOUNT_WIDTH = 232.0
"""Px that an account below a title gets: room for its head, its tail and what tells it from its neighbours."""


def box_content(
    analysis: Analysis, unit: Unit, accounts: Sequence[str] = (), widest: float = MAX_WIDTH
) -> Content:
    """Lay out the inside of one box, at most `widest` px wide. `accounts`: other long account names near it, to stay
    distinct from."""
    if unit.kind == "refunds":
        return _refunds_content(refunds_title(analysis, unit.members), _unfold(unit))
    if unit.kind == "outside":
        return _outside_content(outside_title(analysis, unit.parent or ""))
    if unit.heads:
        return block_content(analysis, unit)
    if unit.kind == "group" or unit.node is None:
        return _group_content(analysis, unit)
    return _node_content(analysis, analysis.graph.by_id[unit.node], accounts, widest)


def _refunds_content(text: str, unfold: str) -> Content:
    handle = _handle_width(unfold)
    room = 520.0 - 2 * PAD_RIGHT
    wide = min(measure(text, "regular", SUB_SIZE), room)
    shown = elide(text, "regular", SUB_SIZE, wide, "middle")
    rows = (
        Row("title", Bounds(PAD_RIGHT, 0, wide, PILL_HEIGHT), shown, text),
        Row("unfold", Bounds(PAD_RIGHT + wide + 8, 5, handle, PILL_HEIGHT - 10), unfold, unfold),
    )
    return Content(PAD_RIGHT + wide + 8 + handle + 5, PILL_HEIGHT, rows)


def _unfold(unit: Unit) -> str:
    return unfold_sign(min(PAGE, len(unit.members)))


def _handle_width(text: str) -> float:
    return measure(text, "medium", CHIP_SIZE) + 16


def _outside_content(lines: tuple[str, str]) -> Content:
    # what it says before that is known has room too
    titles = (measure(title, "medium", SUB_SIZE) for title in (lines[0], WAITS_FOR_OUTSIDE))
    widths = (*titles, measure(lines[1], "regular", CHIP_SIZE))
    inner = max(widths)
    rows = [Row("title", Bounds(PAD_RIGHT, 5, inner, SUB_HEIGHT), lines[0], lines[0])]
    if lines[1]:
        rows.append(
            Row("account", Bounds(PAD_RIGHT, 5 + SUB_HEIGHT, inner, SUB_HEIGHT - 2), lines[1], lines[1])
        )
    return Content(inner + 2 * PAD_RIGHT, rows[-1].bounds.bottom + 5, tuple(rows))


def _group_content(analysis: Analysis, unit: Unit) -> Content:
    full = group_methods(analysis, unit.members)
    longest = group_title(unit.members, so_far(len(unit.members)))
    unfold = _unfold(unit)
    handle = _handle_width(unfold)
    wanted = max(
        measure(full, "regular", SUB_SIZE), measure(longest, "semibold", TITLE_SIZE) + handle + CHIP_GAP
    )
    width = min(max(wanted + TEXT_LEFT + PAD_RIGHT, MIN_WIDTH), MAX_WIDTH)
    inner = width - TEXT_LEFT - PAD_RIGHT
    right = TEXT_LEFT + inner - handle + 4
    rows = (
        Row("summary", Bounds(TEXT_LEFT, PAD_TOP, inner - handle - CHIP_GAP, TITLE_HEIGHT)),
        Row("account", Bounds(TEXT_LEFT, PAD_TOP + TITLE_HEIGHT, inner, SUB_HEIGHT),
            elide(full, "regular", SUB_SIZE, inner), full),
        Row("unfold", Bounds(right, PAD_TOP, handle, CHIP_HEIGHT), unfold, unfold),
    )  # fmt: skip
    return Content(width, PAD_TOP + TITLE_HEIGHT + SUB_HEIGHT + PAD_BOTTOM, rows)


def _node_content(analysis: Analysis, node: Node, accounts: Sequence[str], widest: float) -> Content:
    facts = analysis.facts[node.id]
    account, rest = title_parts(node)
    title = account + rest
    longest = widest - TEXT_LEFT - PAD_RIGHT
    split = bool(account) and measure(title, "semibold", TITLE_SIZE) > longest
    head = rest.lstrip(".: ·") if split else title
    end = end_words(analysis, node)
    figures = (card_gas(node, facts, "done"), card_gas(node, facts, "not_yet"))
    gas_width = max(measure(figure, "medium", SUB_SIZE) for figure in figures)
    slots = facts.promise_results
    wanted = max(
        measure(head, "semibold", TITLE_SIZE),
        measure(end, "regular", SUB_SIZE) + (gas_width + 16 if gas_width else 0),
        measure(waits_for((0,)), "regular", SUB_SIZE) + gas_width + 16 if slots else 0,
        min(measure(account, "regular", SUB_SIZE), _ACCOUNT_WIDTH) if split else 0,
        _chips_width(facts),
    )
    actions = action_rows(analysis, node)
    if actions:
        wanted = max(wanted, max(measure(t, "medium", SUB_SIZE) for t in actions.texts) + _RESULT_WIDTH)
    inner = min(max(wanted, MIN_WIDTH - TEXT_LEFT - PAD_RIGHT), longest)
    rows = [Row("title", Bounds(TEXT_LEFT, PAD_TOP, inner, TITLE_HEIGHT),
                _shorten(head, "semibold", TITLE_SIZE, inner, not account), title)]  # fmt: skip
    y = PAD_TOP + TITLE_HEIGHT
    if split:
        shown = distinct_middle(account, inner, accounts, "regular", SUB_SIZE)
        rows.append(Row("account", Bounds(TEXT_LEFT, y, inner, SUB_HEIGHT), shown, account))
        y += SUB_HEIGHT
    rows.append(Row("subtitle", Bounds(TEXT_LEFT, y, inner, SUB_HEIGHT)))
    y += SUB_HEIGHT
    if actions:
        y += 5
        for row, text in zip(actions.rows, actions.texts, strict=True):
            room = inner - _RESULT_WIDTH if row.kind == "action" else inner
            shown = elide(text, "medium", SUB_SIZE, room)
            rows.append(
                Row(row.kind, Bounds(TEXT_LEFT, y, inner, ACTION_HEIGHT), shown, text, row.action, row.count)
            )
            y += ACTION_HEIGHT
    dots: Dots | None = None
    if len(slots) > SQUARES_AT_MOST:
        dots = dots_for(len(slots), TEXT_LEFT, y + 6, inner)
        y += 6 + dots.height
        rows.append(Row("summary", Bounds(TEXT_LEFT, y, inner, SUB_HEIGHT)))
        return Content(
            inner + TEXT_LEFT + PAD_RIGHT, y + SUB_HEIGHT + PAD_BOTTOM, tuple(rows), (), gas_width, dots
        )
    places, extra, y = _slot_places(facts, inner, y)
    return Content(inner + TEXT_LEFT + PAD_RIGHT, y + PAD_BOTTOM, (*rows, *extra), places, gas_width)


def _shorten(text: str, font: str, size: float, width: float, middle: bool) -> str:
    return elide(text, font, size, width, "middle" if middle else "end")


@frozen
class ActionRows:
    """Rows of a batch without bounds yet, and the whole text of each."""

    rows: tuple[Row, ...]
    texts: tuple[str, ...]


def action_rows(analysis: Analysis, node: Node) -> ActionRows | None:
    """Rows of a batch: all when few, else the first, the failed and its neighbours, the last, and what is left out."""
    actions = node.actions
    if len(actions) < 2 or node.kind == "transaction":
        return None
    results = analysis.facts[node.id].action_results
    last = len(actions) - 1
    chosen = set(range(len(actions)))
    if len(actions) > ROWS_AT_MOST:
        failed = next((i for i, result in enumerate(results) if result == "failed"), None)
        near = (1,) if failed is None else (failed - 1, failed, failed + 1)
        chosen = {i for i in (0, *near, last) if 0 <= i <= last}
    rows: list[Row] = []
    texts: list[str] = []
    none = Bounds(0, 0, 0, 0)
    index = 0
    while index <= last:
        gap = index
        while gap <= last and gap not in chosen:
            gap += 1
        if gap - index > 1:
            rows.append(Row("more", none, count=gap - index))
            texts.append(tr("… {count} more", count=numeral(gap - index)))
            index = gap
            continue
        rows.append(Row("action", none, action=index))
        texts.append(action_card(actions[index]))
        index += 1
    return ActionRows(tuple(rows), tuple(texts))


def chip_widths(facts: NodeFacts) -> list[float]:
    """Px of the chip of each slot, wide enough for what it says at the end and while it is in flight."""
    widths = []
    for result in facts.promise_results:
        ends = min(measure(end_chip(result), "medium", CHIP_SIZE), _CHIP_TEXT_MAX)
        flying = measure(numbered(result.slot, SLOTS["in_flight"].word), "medium", CHIP_SIZE)
        widths.append(max(ends, flying) + 18)
    return widths


def _chips_width(facts: NodeFacts) -> float:
    """The px that a row of chips, or a full row of squares, would like to have."""
    count = len(facts.promise_results)
    if not count:
        return 0.0
    if count > CHIPS_AT_MOST:
        return SQUARE_STEP * min(SQUARES_A_ROW, count)
    widths = chip_widths(facts)
    if count <= CHIPS_A_ROW:
        return sum(widths) + CHIP_GAP * (count - 1)
    columns = min(CHIPS_A_ROW, -(-count // 2))
    return columns * max(widths) + CHIP_GAP * (columns - 1)


def chip_grid(widths: Sequence[float], inner: float) -> list[Bounds]:
    """Chips relative to the first one: in a row where they fit, else in columns of one width, as even as may be."""
    if sum(widths) + CHIP_GAP * (len(widths) - 1) <= inner:
        starts = accumulate((width + CHIP_GAP for width in widths), initial=0.0)
        return [Bounds(x, 0.0, width, CHIP_HEIGHT) for x, width in zip(starts, widths, strict=False)]
    columns = CHIPS_A_ROW
    while columns > 2 and columns * max(widths) + CHIP_GAP * (columns - 1) > inner:
        columns -= 1
    columns = min(columns, len(widths))
    columns = -(-len(widths) // -(-len(widths) // columns))
    width = min(max(widths), (inner - CHIP_GAP * (columns - 1)) / columns)
    step, down = width + CHIP_GAP, CHIP_HEIGHT + CHIP_GAP
    return [
        Bounds(step * (i % columns), down * (i // columns), width, CHIP_HEIGHT) for i in range(len(widths))
    ]


def _slot_places(
    facts: NodeFacts, inner: float, y: float
) -> tuple[tuple[SlotPlace, ...], tuple[Row, ...], float]:
    """Places of all slots below `y`, further rows, and where they end."""
    results = facts.promise_results
    if not results:
        return (), (), y
    y += 6
    places: list[SlotPlace] = []
    if len(results) <= CHIPS_AT_MOST:
        form: SlotForm = "chip"
        for result, at in zip(results, chip_grid(chip_widths(facts), inner), strict=True):
            moved = Bounds(TEXT_LEFT + at.x, y + at.y, at.width, at.height)
            places.append(SlotPlace(result.slot, form, moved))
        end = places[-1].bounds.bottom
        return tuple(places), (Row("slots", Bounds(TEXT_LEFT, y, inner, end - y)),), end
    a_row = max(1, min(SQUARES_A_ROW, int(inner // SQUARE_STEP)))
    top = y
    for number, result in enumerate(results):
        row, column = divmod(number, a_row)
        at = Bounds(TEXT_LEFT + column * SQUARE_STEP, top + row * SQUARE_STEP, SQUARE, SQUARE)
        places.append(SlotPlace(result.slot, "square", at))
    end = places[-1].bounds.bottom
    rows = (
        Row("slots", Bounds(TEXT_LEFT, top, inner, end - top)),
        Row("summary", Bounds(TEXT_LEFT, end + 4, inner, SUB_HEIGHT)),
    )
    return tuple(places), rows, end + 4 + SUB_HEIGHT
