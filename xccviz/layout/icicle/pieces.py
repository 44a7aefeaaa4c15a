"""Which calls of one caller get a cell of their own, and which stand together: those alike where they are many, and
neighbours that are too narrow each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from xccviz.analysis.gas.flow import Flow
from xccviz.graph.types import ReceiptGraph
from xccviz.values import frozen

PieceKind = Literal["node", "alike", "more"]
ALIKE = 20
"""So many siblings alike still have a cell each."""
NARROW = 2.0
"""Px below which neighbours stand together."""
WORDS = 60.0
"""Px from which on a cell has words; those that stand together make room for them, where they have it."""
_FORM: Mapping[PieceKind, str] = {"node": "", "alike": "alike", "more": "more"}


@frozen
class Piece:
    """One or several calls of one caller, in call order."""

    kind: PieceKind
    nodes: tuple[str, ...]

    @property
    def key(self) -> str:
        """A node's own id; of several, the first and the last."""
        if self.kind == "node":
            return self.nodes[0]
        return f"{self.kind}:{self.nodes[0]}:{self.nodes[-1]}"


def pieces_of(
    graph: ReceiptGraph, flows: Mapping[str, Flow], calls: Sequence[str], scale: float, *, fold: bool = True
) -> list[Piece]:
    """The pieces of `calls` at so many px of a unit of gas, in call order; those alike stand at the first of them.
    Without `fold` each has its own."""
    wide = [call for call in calls if flows[call].gas > 0 or not flows[call].certain]
    if not fold:
        return [Piece("node", (call,)) for call in wide]
    return list(_narrow(_alike(graph, wide), flows, scale))


def members_of(graph: ReceiptGraph, calls: Sequence[str], piece: str) -> tuple[str, ...]:
    """The calls that a piece's key stands for, among those of the same caller; () where it is no such key."""
    kind, _, rest = piece.partition(":")
    first, _, last = rest.partition(":")
    if kind not in _FORM or first not in calls or last not in calls:
        return ()
    within = calls[calls.index(first) : calls.index(last) + 1]
    sort = signature(graph, first)
    if kind == "alike":
        return tuple(call for call in within if signature(graph, call) == sort)
    many = _many(graph, calls)
    if sort in many:  # some of those that are alike
        return tuple(call for call in within if signature(graph, call) == sort)
    return tuple(call for call in within if signature(graph, call) not in many)


def signature(graph: ReceiptGraph, node: str) -> tuple[object, ...]:
    """Two siblings with the same one are alike: in receiver, what they call, and whether they call others."""
    found = graph.by_id[node]
    calls = tuple((action.kind, action.method_name) for action in found.actions)
    made = sum(1 for child in graph.children.get(node, ()) if not graph.by_id[child].is_refund)
    return (found.label, calls, made)


def _many(graph: ReceiptGraph, calls: Iterable[str]) -> set[tuple[object, ...]]:
    counts: dict[tuple[object, ...], int] = defaultdict(int)
    for call in calls:
        counts[signature(graph, call)] += 1
    return {sort for sort, count in counts.items() if count > ALIKE}


def _alike(graph: ReceiptGraph, calls: Sequence[str]) -> list[Piece]:
    if len(calls) <= ALIKE:
        return [Piece("node", (call,)) for call in calls]
    sorts = [signature(graph, call) for call in calls]
    together: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for call, sort in zip(calls, sorts, strict=True):
        together[sort].append(call)
    if len(together) == 1:
        return (
            [Piece("node", (call,)) for call in calls]
            if len(calls) <= ALIKE
            else [Piece("alike", tuple(calls))]
        )
    found: list[Piece] = []
    for call, sort in zip(calls, sorts, strict=True):
        same = together[sort]
        if len(same) <= ALIKE:
            found.append(Piece("node", (call,)))
        elif same[0] == call:
            found.append(Piece("alike", tuple(same)))
    return found


def spread(calls: Sequence[str], flows: Mapping[str, Flow], scale: float) -> list[Piece]:
    """The members of a piece that is shown whole: each its own, neighbours that are too narrow together."""
    return list(_narrow([Piece("node", (call,)) for call in calls], flows, scale))


def _narrow(pieces: Iterable[Piece], flows: Mapping[str, Flow], scale: float) -> Iterable[Piece]:
    run: list[str] = []
    width = 0.0
    for piece in pieces:
        px = sum(flows[node].gas for node in piece.nodes) * scale
        if piece.kind == "node" and px < NARROW:
            run += piece.nodes
            width += px
            if width >= WORDS:
                yield _run(run)
                run, width = [], 0.0
            continue
        if run:
            yield _run(run)
            run, width = [], 0.0
        yield piece
    if run:
        yield _run(run)


def _run(run: Sequence[str]) -> Piece:
    return Piece("node" if len(run) == 1 else "more", tuple(run))
