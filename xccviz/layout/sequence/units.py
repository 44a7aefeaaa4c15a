"""What becomes one bar: a receipt, or many alike of one block and lifeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node
from xccviz.layout.sequence.columns import Group
from xccviz.layout.sequence.names import alike_title
from xccviz.layout.sequence.types import WaitKind
from xccviz.layout.sequence.when import FEW, When
from xccviz.layout.types import PAGE, LayoutOptions
from xccviz.values import frozen

CROWD = 8
"""More bars than that in one block and lifeline are folded, however unlike."""


@frozen
class Part:
    """A bar to be: the `nodes` it shows, in the order in which they run, on lifeline `column`, from the row where they
    arrive to the one where they run. `made_by`: keys of parts come later; here ids of their parents."""

    key: str
    nodes: tuple[str, ...]
    column: int
    arrives: int
    runs: int
    unfolds: bool
    wait: WaitKind
    order: int


def parts_of(
    analysis: Analysis, when: When, groups: Sequence[Group], options: LayoutOptions
) -> tuple[Part, ...]:
    """The bars of all lifelines, by row and in the order in which they run."""
    place = {node: n for row in when.rows for n, node in enumerate(row.nodes)}
    made: list[Part] = []
    for column, group in enumerate(groups):
        cells: dict[int, list[Node]] = defaultdict(list)
        for node in group.nodes:
            cells[when.row_of[node.id]].append(node)
        for row, nodes in cells.items():
            nodes.sort(key=lambda node: place[node.id])
            for bundle in _bundles(analysis, when, nodes, group.folded, options):
                key, unfolds = bundle[0].id, len(bundle) > 1
                ids = tuple(node.id for node in bundle)
                arrives = min(row, min(_arrival(when, node) for node in bundle))
                wait = _wait_kind(analysis, bundle[0])
                key = f"run:{key}" if unfolds else key
                made.append(
                    Part(key, ids, column, arrives, row, unfolds and not group.folded, wait, place[ids[0]])
                )
    return tuple(sorted(made, key=lambda part: (part.runs, part.order, part.column)))


def _bundles(
    analysis: Analysis, when: When, nodes: list[Node], together: bool, options: LayoutOptions
) -> list[list[Node]]:
    """What of one row and lifeline stands together; `together`: as much as can."""
    if not together and (options.whole or len(nodes) <= FEW):
        return [[node] for node in nodes]
    alike: dict[object, list[Node]] = {}
    for node in nodes:
        same = (_arrival(when, node), _wait_kind(analysis, node))
        alike.setdefault(same if together else (*same, alike_title(node)), []).append(node)
    bundles = [
        bundle
        for members in alike.values()
        for bundle in (
            [members]
            if together
            else _run(analysis, members, options)
            if len(members) > FEW
            else [[node] for node in members]
        )
    ]
    if len(bundles) > CROWD and not together:
        bundles = _crowd(analysis, when, bundles, options)
    return bundles


def _run(analysis: Analysis, members: list[Node], options: LayoutOptions) -> list[list[Node]]:
    """Alike receipts as one bar; unfolded the failed ones and the selected first, a page at a time."""
    made: list[list[Node]] = []
    rest = members
    while len(rest) > 1 and f"run:{rest[0].id}" in options.expanded:
        first = sorted(
            rest,
            key=lambda node: (
                node.id != options.selected,
                not analysis.facts[node.id].failed,
            ),
        )[:PAGE]
        shown = {node.id for node in first}
        made += [[node] for node in rest if node.id in shown]
        rest = [node for node in rest if node.id not in shown]
    return [*made, rest] if rest else made


def _crowd(
    analysis: Analysis, when: When, bundles: list[list[Node]], options: LayoutOptions
) -> list[list[Node]]:
    """The single ones of a crowd as one bar, those with one arrival together; what was unfolded stays so."""
    alone: dict[object, list[Node]] = defaultdict(list)
    for bundle in bundles:
        if len(bundle) == 1:
            alone[_arrival(when, bundle[0]), _wait_kind(analysis, bundle[0])].append(bundle[0])
    made: list[list[Node]] = []
    gone: set[str] = set()
    for members in alone.values():
        if len(members) > FEW and not any(f"run:{node.id}" in options.expanded for node in members):
            made.append(members)
            gone.update(node.id for node in members)
    return [bundle for bundle in bundles if bundle[0].id not in gone or len(bundle) > 1] + made


def _arrival(when: When, node: Node) -> int:
    """The first row in which a receipt is there: after that of who made it."""
    parent = when.row_of.get(node.parent or "")
    return when.row_of[node.id] if parent is None else min(parent + 1, when.row_of[node.id])


def _wait_kind(analysis: Analysis, node: Node) -> WaitKind:
    if "yield" in node.roles:
        return "yield"
    return "data" if analysis.graph.slots.get(node.id) else "queue"


def part_of(parts: Sequence[Part]) -> Mapping[str, Part]:
    """The part that shows a node."""
    return {node: part for part in parts for node in part.nodes}
