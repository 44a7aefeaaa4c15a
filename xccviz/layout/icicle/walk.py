"""Walking an icicle by keyboard: up to the caller, down to the first call, left and right to siblings; below what
calls nothing are the refunds that bring back no gas."""

from __future__ import annotations

from xccviz.layout.icicle.types import PATH_KEY, Cell, IcicleLayout
from xccviz.layout.types import Bounds, Walk, Way

END_PX, SHEET_PX, RIM_PX = 9.0, 11.0, 0.6
"""Px of the right end of a cell on which signs stand, of a note's sheet left of that, and below the signs."""


def walk(layout: IcicleLayout, key: str | None, way: Way) -> Walk | None:
    """The next cell from cell `key`, None where there is none that way. From nowhere one comes to the first."""
    here = layout.by_key.get(key or "")
    if here is None or here.kind == "path":
        return Walk(layout.cells[0].key)
    if way == "cause":
        if here.parent is not None:
            return Walk(here.parent)
        return Walk(PATH_KEY) if PATH_KEY in layout.by_key else None
    if way == "effect":
        return Walk(here.calls[0]) if here.calls else _refunds_of(layout, here)
    beside = siblings(layout, here)
    index = beside.index(here.key) + (1 if way == "right" else -1)
    return Walk(beside[index]) if 0 <= index < len(beside) else None


def siblings(layout: IcicleLayout, cell: Cell) -> tuple[str, ...]:
    """The cells of the same caller, in call order; of a refund that brings back no gas, all such."""
    if cell.kind == "apart" and layout.apart is not None:
        return tuple(each.key for each in layout.apart.cells)
    if cell.parent is not None:
        return layout.by_key[cell.parent].calls
    return tuple(each.key for each in layout.cells if each.parent is None)


def _refunds_of(layout: IcicleLayout, cell: Cell) -> Walk | None:
    """From a call without calls to the refunds that stand below all: its own first."""
    apart = layout.apart
    if apart is None or cell.kind == "apart":
        return None
    return Walk(next((each for each in apart.cells if each.parent == cell.key), apart.cells[0]).key)


def near(layout: IcicleLayout, key: str) -> tuple[Cell, ...]:
    """A cell, its caller and its calls."""
    here = layout.by_key[key]
    keys = (here.parent, here.key, *here.calls)
    return tuple(layout.by_key[each] for each in keys if each is not None)


def lines_of(layout: IcicleLayout, key: str) -> frozenset[str]:
    """An icicle has no lines that could step back."""
    return frozenset()


def stand_of(layout: IcicleLayout, key: str) -> Bounds | None:
    """The part of a cell on which signs stand: its right end, where words end before; None for the path, which shows no
    receipt of its own. It is so narrow that a note's sheet stands left of it."""
    cell = layout.by_key.get(key)
    if cell is None or cell.kind == "path":
        return None
    b = cell.bounds
    x = b.x + max(b.width - END_PX, min(b.width, SHEET_PX))
    return Bounds(x, b.y, b.right - x, b.height - RIM_PX)


def outlined(layout: IcicleLayout, key: str) -> frozenset[str]:
    """The cells that stand out while the pointer is on a cell or on a bar."""
    bar = next((bar for part in layout.sections for bar in part.bars if bar.key == key), None)
    if bar is None:
        return frozenset((key,))
    return frozenset(layout.box_of[node] for node in bar.nodes if node in layout.box_of) - {PATH_KEY}
