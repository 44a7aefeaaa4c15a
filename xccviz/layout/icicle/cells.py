"""Cells from the top row down: each call stands exactly below what its caller passed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.gas.flow import Flow
from xccviz.graph.types import ReceiptGraph
from xccviz.layout.icicle.pieces import Piece, pieces_of, spread
from xccviz.layout.icicle.types import Cell, CellKind
from xccviz.layout.types import Bounds
from xccviz.values import frozen, replace
from xccviz.words import gas_view as say

ROW, CELL = 62.0, 58.0
"""Px from row to row, and of a cell down."""
HEAD = 37.0
"""Px above the first row."""
LEAST = 0.75
"""Px that the narrowest cell is painted."""


@frozen
class Room:
    """What the cells stand in: px from `left` to `right` for `total` units of gas that begin at `first`."""

    left: float
    right: float
    first: int
    total: int

    @property
    def scale(self) -> float:
        """Px of a unit of gas."""
        return (self.right - self.left) / self.total

    def bounds(self, start: int, gas: int, row: int) -> Bounds:
        """Where a cell stands."""
        # Integers are divided once: what is one unit apart never changes places.
        wide = self.right - self.left
        x = self.left + wide * ((start - self.first) / self.total)
        width = wide * (gas / self.total)
        return Bounds(min(x, self.right), HEAD + ROW * row, max(width, min(LEAST, self.right - x), 0.0), CELL)

    def middle(self, start: int, gas: int) -> float:
        """The middle of so much gas, in px: within it also where a cell is painted wider than it is."""
        return self.left + (self.right - self.left) * ((2 * (start - self.first) + gas) / (2 * self.total))


def cells_of(
    graph: ReceiptGraph,
    flows: Mapping[str, Flow],
    top: Sequence[str],
    zoomed: Piece | None,
    room: Room,
    *,
    fold: bool,
) -> list[Cell]:
    """All cells: `top` in the first row, or what a piece that is `zoomed` to holds; rows from above, left to right."""
    pieces = spread(top, flows, room.scale) if zoomed is not None and fold else [_one(node) for node in top]
    made: list[Cell] = []
    row: list[tuple[Piece, int, str | None]] = []
    start = room.first
    for piece in pieces:
        row.append((piece, start, None))
        start += sum(flows[node].gas for node in piece.nodes)
    number = 0
    while row:
        below: list[tuple[Piece, int, str | None]] = []
        for piece, start, parent in row:
            cell = _cell(piece, flows, start, parent, number, room)
            name, account = names_of(graph, cell)
            cell = replace(cell, name=name, account=account)
            flow = flows.get(piece.nodes[0])
            inner: list[tuple[Piece, int, str | None]] = []
            if piece.kind == "node" and flow is not None:
                inner = _inner(graph, flows, flow, start, cell.key, room, fold)
            made.append(replace(cell, calls=tuple(each.key for each, _, _ in inner)) if inner else cell)
            below += inner
        row, number = below, number + 1
    return made


def names_of(graph: ReceiptGraph, cell: Cell) -> tuple[str, str]:
    """The two names of a cell: what it does, and where."""
    name, account = say.cell_name(graph.by_id[cell.nodes[0]])
    if cell.kind == "alike":
        return say.alike_name(len(cell.nodes), name), account
    if cell.kind == "more":
        accounts = {say.cell_name(graph.by_id[node])[1] for node in cell.nodes}
        return say.more_name(len(cell.nodes)), account if len(accounts) == 1 else ""
    return (say.BRINGS_BACK if cell.kind == "refund" else name), account


def _one(node: str) -> Piece:
    return Piece("node", (node,))


def _inner(
    graph: ReceiptGraph, flows: Mapping[str, Flow], flow: Flow, start: int, key: str, room: Room, fold: bool
) -> list[tuple[Piece, int, str | None]]:
    """What stands below a call: its calls below what it passed on, a gas refund below what it got back."""
    made: list[tuple[Piece, int, str | None]] = []
    at = start + flow.burnt
    for piece in pieces_of(graph, flows, flow.calls, room.scale, fold=fold):
        made.append((piece, at, key))
        at += sum(flows[node].gas for node in piece.nodes)
    if flow.refunds:
        made.append((Piece("node", flow.refunds), start + flow.burnt + flow.passed, key))
    return made


def _cell(
    piece: Piece, flows: Mapping[str, Flow], start: int, parent: str | None, row: int, room: Room
) -> Cell:
    if piece.nodes[0] not in flows:
        # A gas refund buys nothing: it is as wide as what it brought back, which its caller tells.
        back = flows[parent or ""].back
        bounds = room.bounds(start, back, row)
        return Cell(piece.key, "refund", piece.nodes, parent, row, start, back, 0, 0, back, 0, bounds)
    each = [flows[node] for node in piece.nodes]
    kind: CellKind = piece.kind
    gas = sum(flow.gas for flow in each)
    return Cell(
        key=piece.key,
        kind=kind,
        nodes=piece.nodes,
        parent=parent,
        row=row,
        start=start,
        gas=gas,
        burnt=sum(flow.burnt for flow in each),
        passed=sum(flow.passed for flow in each),
        back=sum(flow.back for flow in each),
        unknown=sum(flow.unknown for flow in each),
        bounds=room.bounds(start, gas, row),
        exact=all(flow.certain for flow in each),
        odd=any(flow.odd for flow in each),
    )
