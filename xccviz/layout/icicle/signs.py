"""Which cells have a sign: what failed, what starved beside plenty, what does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xccviz.analysis.gas.split import gas_split
from xccviz.analysis.types import Analysis
from xccviz.layout.icicle.cells import Room
from xccviz.layout.icicle.leaders import Wanted
from xccviz.layout.icicle.pieces import WORDS
from xccviz.layout.icicle.types import Cell
from xccviz.values import replace
from xccviz.words import gas_view as say
from xccviz.words.names import name_in_sentence

STARVED_CODE = "gas_starved_beside_plenty"


def signed(analysis: Analysis, cells: Sequence[Cell]) -> list[Cell]:
    """The cells with their signs."""
    starved, facts = starved_nodes(analysis), analysis.facts
    made: list[Cell] = []
    for cell in cells:
        failed = sum(1 for node in cell.nodes if facts[node].failed)
        if failed or cell.odd:
            caution = (cell.odd and not failed) or not starved.isdisjoint(cell.nodes)
            cell = replace(cell, sign="caution" if caution else "failed", failed=failed)
        made.append(cell)
    return made


def starved_nodes(analysis: Analysis) -> frozenset[str]:
    """Calls that ran out of gas while a sibling gave back at least as much as they had."""
    found = (f.nodes for f in analysis.findings if f.code == STARVED_CODE)
    return frozenset(node for nodes in found for node in nodes)


def wanted_below(
    analysis: Analysis, cells: Iterable[Cell], by_key: Mapping[str, Cell], room: Room
) -> Iterable[Wanted]:
    """The signs of cells that are too narrow for them, with their words."""
    starved = starved_nodes(analysis)
    for cell in cells:
        if cell.bounds.width >= WORDS:
            continue
        if cell.sign == "none":
            continue
        title, line = _words(analysis, cell, starved)
        middle = room.middle(cell.start, cell.gas)
        yield Wanted(cell.key, cell.sign, middle, _end_below(cell, middle, by_key), title, line)


def _end_below(cell: Cell, x: float, by_key: Mapping[str, Cell]) -> float:
    """Where the lowest of the cells that stand below a cell at `x` ends; where the cell does without any."""
    end, left = cell.bounds.bottom, [cell]
    while left:
        for key in left.pop().calls:
            below = by_key[key]
            if below.bounds.x < x < below.bounds.right:
                end = max(end, below.bounds.bottom)
                left.append(below)
    return end


def _words(analysis: Analysis, cell: Cell, starved: frozenset[str]) -> tuple[str, str]:
    graph, facts = analysis.graph, analysis.facts
    failed = [node for node in cell.nodes if facts[node].failed]
    first = next((node for node in cell.nodes if node in starved), None) or next(iter(failed), cell.nodes[0])
    name, gas = say.cell_name(graph.by_id[first])[0], facts[first].gas
    if first in starved:
        caller = graph.by_id[first].parent
        shares = gas_split(graph, facts, graph.by_id[caller]) if caller is not None else ()
        most = max((share.returned or 0 for share in shares if share.node != first), default=0)
        return say.starved_title(name, gas.attached or 0), say.starved_line(most)
    if failed:
        count = len(cell.nodes)
        whole = name_in_sentence(
            graph.by_id[first], ended=False
        )  # methods of several contracts are called alike
        return say.failed_title(whole, len(failed), count), say.failed_line(gas) if count == 1 else name
    return say.odd_title(name), say.odd_words(gas)
