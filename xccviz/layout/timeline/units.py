"""What becomes one bar: a receipt, or many alike that wait and run together in one row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xccviz.analysis.time.stretches import Stretch, stretches_of
from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node
from xccviz.layout.sequence.names import account_of, alike_title
from xccviz.layout.timeline.when import FEW, When
from xccviz.layout.types import PAGE, LayoutOptions
from xccviz.values import frozen

CROWD = 12
"""More bars than that in one block and row are stacked, however unlike."""


@frozen
class Part:
    """A bar to be: the `nodes` it shows in the order in which they run, in row `row` (an account, or a shard), from the
    block `since` on, which it waits for `stretches`, until the block `tick`."""

    key: str
    nodes: tuple[str, ...]
    row: str
    account: str
    since: int
    tick: int
    stretches: tuple[Stretch, ...]
    unfolds: bool
    order: int


def stack_key(node: str) -> str:
    """Key of the stack that begins with a node; in `LayoutOptions.expanded` a page of it stands on its own."""
    return f"stack:{node}"


def parts_of(
    analysis: Analysis,
    when: When,
    shown: Collection[str],
    path: Collection[str],
    rows: Mapping[str, str],
    options: LayoutOptions,
) -> tuple[Part, ...]:
    """The bars, in the order in which they run. `path`: nodes that always stand on their own; `rows`: account → row."""
    graph = analysis.graph
    cells: dict[tuple[str, int], list[tuple[Node, tuple[Stretch, ...]]]] = {}
    for node in when.order:
        if node.id in shown:
            row = rows[account_of(graph, node)]
            waits = _stretches(analysis, when, node)
            cells.setdefault((row, when.tick_of[node.id]), []).append((node, waits))
    place = {node.id: n for n, node in enumerate(when.order)}
    made: list[Part] = []
    for (row, tick), members in cells.items():
        for bundle in _bundles(analysis, members, path, options):
            first, waits = bundle[0]
            ids = tuple(node.id for node, _ in bundle)
            several = len(ids) > 1
            since = min((stretch.since for stretch in waits), default=tick)
            made.append(
                Part(stack_key(first.id) if several else first.id, ids, row, account_of(graph, first),
                     min(since, tick), tick, waits, several, place[first.id])
            )  # fmt: skip
    return tuple(sorted(made, key=lambda part: part.order))


def _stretches(analysis: Analysis, when: When, node: Node) -> tuple[Stretch, ...]:
    """What it waited for, as far as it fits to where it is drawn: of a document that contradicts itself nothing."""
    tick = when.tick_of[node.id]
    facts = analysis.facts[node.id]
    if when.by_block:
        found = stretches_of(node, facts, analysis.graph)
        fits = all((stretch.until or tick) <= tick and stretch.since < tick for stretch in found)
        return found if fits and (not node.has_run or node.height == tick) else ()
    # Steps don't tell whether something had to wait for its turn, only that data or a resume came later.
    parent = when.tick_of.get(node.parent or "")
    slots = analysis.graph.slots.get(node.id, ())
    if parent is None or tick <= parent + 1 or not (slots or "yield" in node.roles):
        return ()
    until = tick if node.has_run else None
    return (Stretch("yield" if "yield" in node.roles else "data", parent + 1, until),)


def _bundles(
    analysis: Analysis,
    members: Sequence[tuple[Node, tuple[Stretch, ...]]],
    path: Collection[str],
    options: LayoutOptions,
) -> list[list[tuple[Node, tuple[Stretch, ...]]]]:
    """What of one row and block stands together."""
    if options.whole or len(members) == 1:
        return [[member] for member in members]
    alike: dict[object, list[tuple[Node, tuple[Stretch, ...]]]] = {}
    for member in members:
        node, waits = member
        own = node.id in path or node.kind == "transaction"
        account = account_of(analysis.graph, node)
        key = node.id if own else (account, alike_title(node), waits)
        alike.setdefault(key, []).append(member)
    stacks = [
        bundle for same in alike.values() if len(same) > FEW for bundle in _pages(analysis, same, options)
    ]
    single = [[each] for same in alike.values() if len(same) <= FEW for each in same]
    return stacks + (_crowd(single, path, options) if len(single) > CROWD else single)


def _pages(
    analysis: Analysis, same: list[tuple[Node, tuple[Stretch, ...]]], options: LayoutOptions
) -> list[list[tuple[Node, tuple[Stretch, ...]]]]:
    """Alike receipts as one bar; unfolded the selected and the failed ones first, a page at a time."""
    made: list[list[tuple[Node, tuple[Stretch, ...]]]] = []
    rest = same
    while len(rest) > 1 and stack_key(rest[0][0].id) in options.expanded:
        ranked = sorted(
            rest,
            key=lambda member: (member[0].id != options.selected, not analysis.facts[member[0].id].failed),
        )
        page = {node.id for node, _ in ranked[:PAGE]}
        made += [[member] for member in rest if member[0].id in page]
        rest = [member for member in rest if member[0].id not in page]
    return [*made, rest] if rest else made


def _crowd(
    bundles: list[list[tuple[Node, tuple[Stretch, ...]]]], path: Collection[str], options: LayoutOptions
) -> list[list[tuple[Node, tuple[Stretch, ...]]]]:
    """Those of a crowd as one bar that waited alike; what was unfolded stays so."""
    alone: dict[object, list[tuple[Node, tuple[Stretch, ...]]]] = {}
    kept: list[list[tuple[Node, tuple[Stretch, ...]]]] = []
    for bundle in bundles:
        node, waits = bundle[0]
        if node.id in path or node.kind == "transaction":
            kept.append(bundle)
        else:
            alone.setdefault(waits, []).append(bundle[0])
    for same in alone.values():
        opened = any(stack_key(node.id) in options.expanded for node, _ in same)
        kept += [same] if len(same) > FEW and not opened else [[member] for member in same]
    return kept
