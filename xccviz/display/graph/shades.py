"""What cards are marked by, beside how far they have come: a strip along the lower edge, told by pattern as well as by
colour, or as long as what is measured."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from xccviz.analysis.types import Analysis
from xccviz.catalogue import numeral, tr
from xccviz.display.patterns import Pattern
from xccviz.display.types import NONE, Rect, Role
from xccviz.layout.layered.options import shade_of
from xccviz.layout.layered.types import Box, LayeredLayout
from xccviz.layout.sequence.names import account_of
from xccviz.model.amounts import format_gas
from xccviz.values import frozen

STRIP_PX = 5.0
_SIDE, _UP = 9.0, 2.0
"""Px of a card beside its strip and below it."""
_INKS: tuple[Role, ...] = ("ind", "wait", "text", "ref")
_PATTERNS: tuple[Pattern | None, ...] = (None, "slashes", "dots", "cross", "backslashes", "dashes")
_LOOKS = tuple((ink, pattern) for pattern, ink in product(_PATTERNS, _INKS))
"""Of so many contracts each has its own look; of more the rest look alike, in grey."""
_REST: tuple[Role, Pattern | None] = ("cardline", None)


@frozen
class Shades:
    """What marks the cards of one layout: `measured` values by node id and their `most`, or the looks of `contracts`
    by account. `note` says what the strip is."""

    measured: dict[str, int]
    most: int
    contracts: dict[str, tuple[Role, Pattern | None]]
    note: str


def shades_of(analysis: Analysis, layout: LayeredLayout) -> Shades | None:
    """What the options of a layout ask for."""
    shade = shade_of(layout.taken)
    if shade is None:
        return None
    if shade == "contract":
        accounts = _accounts(analysis, layout.boxes)
        looks = dict(zip(accounts, _LOOKS, strict=False))
        return Shades({}, 0, looks, tr("Strip: a look for each account"))
    nodes = analysis.graph.nodes
    if shade == "gas":
        measured = {node.id: analysis.facts[node.id].gas.burnt or 0 for node in nodes}
        most = max(measured.values(), default=0)
        return Shades(measured, most, {}, tr("Strip: burnt here, of {gas} at most", gas=format_gas(most)))
    measured = {node.id: analysis.facts[node.id].waited_blocks or 0 for node in nodes}
    most = max(measured.values(), default=0)
    return Shades(measured, most, {}, tr("Strip: waited, of {count} blocks at most", count=numeral(most)))


def strip(analysis: Analysis, shades: Shades, box: Box) -> Rect:
    """The strip of a card. Of a block it is that of its longest member."""
    b = box.bounds
    room = b.width - 2 * _SIDE
    x, y = b.x + _SIDE, b.bottom - _UP - STRIP_PX
    key = f"{box.key}/strip"
    if not shades.measured:
        account = next(iter(_accounts(analysis, (box,))), "")
        ink, pattern = shades.contracts.get(account, _REST)
        fill, over = (ink, NONE) if pattern is None else (NONE, ink)
        return Rect(key, box.key, "text", x, y, room, STRIP_PX, 2.0, fill, ink if pattern else NONE, 0.75, (),
                    account, pattern, over)  # fmt: skip
    value = max((shades.measured.get(node, 0) for node in box.nodes), default=0)
    width = room * value / shades.most if shades.most else 0.0
    return Rect(key, box.key, "text", x, y, max(width, 0.0), STRIP_PX, 2.0, "ind" if width >= 0.5 else NONE)


def _accounts(analysis: Analysis, boxes: Iterable[Box]) -> tuple[str, ...]:
    """The accounts of boxes, those of most receipts first."""
    counts: dict[str, int] = {}
    for box in boxes:
        for node in box.nodes:
            account = (
                account_of(analysis.graph, analysis.graph.by_id[node]) if node in analysis.graph.by_id else ""
            )
            counts[account] = counts.get(account, 0) + 1
    return tuple(sorted(counts, key=lambda account: -counts[account]))
