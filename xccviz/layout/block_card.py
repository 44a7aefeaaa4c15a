"""The card of a block of siblings alike: who was called how often and by whom, and a dot for each.

┌──────────────────────────────────────────┐
│▌ ◆ × 498 ft_transfer, 2 failed     944 T │  title, summary, gas
│▌   ft.near · by app.near.pay_page   + 20 │  account, unfold
│▌ ▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪ │  dots
│▌ ▪▪▪▪▪▪◆▪▪▪▪▪▪▪▪                         │
└──────────────────────────────────────────┘
"""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.types import Analysis
from xccviz.catalogue import numeral
from xccviz.layout.dots import dots_for
from xccviz.layout.measure import elide, measure
from xccviz.layout.types import PAGE, Bounds, Content, Row, Unit
from xccviz.words.gas import card_gas_of
from xccviz.words.signs import PROGRESS
from xccviz.words.titles import block_callers, block_title, dot_words, unfold_sign

WIDTH = 306.0
TITLE_SIZE, SUB_SIZE, CHIP_SIZE = 13.5, 12.0, 11.5
LEFT, TEXT_LEFT, RIGHT = 16.0, 30.0, 16.0
_TITLE_Y, _SUB_Y, _DOTS_Y, _BELOW = 6.0, 24.0, 50.0, 12.0
_ROW = 19.0
BETWEEN = " · "


def block_content(analysis: Analysis, unit: Unit) -> Content:
    """Lay out the inside of a block of siblings."""
    heads = tuple(unit.members[i] for i in unit.heads)
    dots = dots_for(len(heads), LEFT, _DOTS_Y, WIDTH - LEFT - RIGHT + 2)
    gas = card_gas_of(analysis, unit.members)
    gas_width = measure(gas, "medium", SUB_SIZE)
    failed = sum(analysis.facts[member].failed for member in unit.members)
    most = f", {numeral(failed)} {PROGRESS['failed'].word}" if failed else ""
    room = WIDTH - TEXT_LEFT - RIGHT - gas_width - 10
    full = block_title(analysis, heads)
    title = elide(full, "semibold", TITLE_SIZE, room - measure(most, "semibold", TITLE_SIZE), "middle")
    wide = measure(title, "semibold", TITLE_SIZE)
    unfold = unfold_sign(min(PAGE, len(heads)))
    handle = measure(unfold, "medium", CHIP_SIZE) + 16
    right = WIDTH - RIGHT + 4
    wordings = block_callers(analysis, heads[0], analysis.graph.by_id[heads[0]].parent)
    inner = right - handle - TEXT_LEFT - 8
    scale = f" · {dot_words(dots.each)}" if dots.each > 1 else ""
    callers = " · ".join(part for part in wordings[0] if part)
    shown = _callers(wordings, inner - measure(scale, "regular", SUB_SIZE)) + scale
    rows = (
        Row("title", Bounds(TEXT_LEFT, _TITLE_Y, wide, _ROW), title, full),
        Row("summary", Bounds(TEXT_LEFT + wide, _TITLE_Y, room - wide, _ROW)),
        Row("gas", Bounds(WIDTH - RIGHT - gas_width, _TITLE_Y, gas_width, _ROW)),
        Row("account", Bounds(TEXT_LEFT, _SUB_Y, inner, _ROW),
            shown, callers + scale),
        Row("unfold", Bounds(right - handle, _SUB_Y, handle, 20.0), unfold, unfold),
    )  # fmt: skip
    height = _DOTS_Y + dots.height + _BELOW
    return Content(WIDTH, height, rows, gas_width=gas_width, dots=dots)


def _callers(wordings: Sequence[tuple[str, str]], room: float) -> str:
    """Whom they call and who does, in the longest wording that fits; else the shortest with both shortened, so that of
    neither too little is left to be read."""
    joined = [BETWEEN.join(part for part in parts if part) for parts in wordings]
    fits = next((words for words in joined if measure(words, "regular", SUB_SIZE) <= room), None)
    if fits is not None:
        return fits
    account, by = wordings[-1]
    if not account:
        return elide(by, "regular", SUB_SIZE, room, "middle")
    left = room - measure(BETWEEN, "regular", SUB_SIZE)
    wanted = measure(account, "regular", SUB_SIZE), measure(by, "regular", SUB_SIZE)
    first = min(wanted[0], max(left / 2, left - wanted[1]))
    shown = elide(account, "regular", SUB_SIZE, first, "middle")
    rest = left - measure(shown, "regular", SUB_SIZE)
    return shown + BETWEEN + elide(by, "regular", SUB_SIZE, rest, "middle")
