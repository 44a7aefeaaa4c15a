"""Which receipts get a box of their own, and which are folded into a box that counts them.

Folded always: data receipts that a slot names (the data edge shows them). Folded unless asked: gas refunds, into one
pill. Folded when a graph is larger than the budget: runs of siblings with all that hangs below them, into groups
"37 receipts, 2 failed". In sight stay the way to each failure (of many alike: the first few), who received it, and
the way to the result.

    tx ─ root ─┬─ a            tx ─ root ─┬─ a
               ├─ b  ok                   ├─ [3 receipts]     group, key "group:<root>:<b>"
               ├─ c  ok         ⇒         │
               ├─ d  ok                   │
               └─ e  failed               └─ e  failed
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node
from xccviz.layout.aside import data_hosts, foldable_refunds
from xccviz.layout.layered.blocks import Block, find_blocks, replaced, with_callers
from xccviz.layout.types import PAGE, REFUNDS_KEY, Unit, refunds_key
from xccviz.values import frozen
from xccviz.words.errors import error_title

_ALIKE_FAILURES = 3
_SIBLINGS_SHOWN = 4
_RUNS = 3


@frozen
class Fold:
    """Units in display order (refunds last) and, for every node id of the graph, the key of the unit it is in.
    `boxed`: ids that have a box or are counted by one; the others are data receipts that a data edge stands for."""

    units: tuple[Unit, ...]
    unit_of: Mapping[str, str]
    boxed: frozenset[str]


def fold(
    analysis: Analysis,
    *,
    expanded: frozenset[str] = frozenset(),
    fold_refunds: bool = True,
    budget: int = 40,
    alike: bool = True,
    selected: str | None = None,
) -> Fold:
    """Fold a graph down to about `budget` boxes; `expanded`: keys of groups (and "refunds"), each open by a page.
    `alike`: many siblings alike become one block; `selected`: who is shown first where one is opened."""
    graph = analysis.graph
    aside = data_hosts(analysis)
    refunds, key = foldable_refunds(analysis) if fold_refunds else (), REFUNDS_KEY
    shown_refunds = 0
    while key in expanded and refunds[shown_refunds:]:
        shown_refunds += PAGE
        key = refunds_key(shown_refunds)
    hidden = set(aside).union(refunds)
    nodes = [node for node in graph.nodes if node.id not in hidden]
    tree = _Tree(nodes, graph.root.id)
    blocks, opened = find_blocks(analysis, tree.root, tree.children, expanded, selected, alike)
    tree.fold(with_callers(analysis, blocks, tree.children, tree.parent, opened))
    if len(tree.nodes) + len(tree.blocks) <= budget:
        units = [*(Unit(node.id, "node", node.id) for node in tree.nodes), *map(_block, tree.blocks.values())]
        units.sort(key=tree.place)
    else:
        units = _grouped(analysis, tree, expanded, budget, opened)
    if shown_refunds:
        units.extend(Unit(node, "node", node) for node in refunds[:shown_refunds])
        order = {node.id: node.index for node in graph.nodes}
        units.sort(key=lambda unit: order[unit.members[0] if unit.members else unit.key])
        refunds = refunds[shown_refunds:]
    shown = {unit.node for unit in units}
    units.extend(
        Unit(outside_key(edge.target), "outside", None, (), edge.target)
        for edge in graph.edges
        if edge.source is None and edge.target in shown
    )
    unit_of: dict[str, str] = {}
    for unit in units:
        for member in unit.members or ((unit.node,) if unit.node is not None else ()):
            unit_of[member] = unit.key
    boxed = set(unit_of)
    if refunds:
        units.append(Unit(key, "refunds", None, refunds))
        unit_of.update(dict.fromkeys(refunds, key))
        boxed.update(refunds)
    for data, host in aside.items():
        unit_of[data] = unit_of.get(host, graph.root.id)
    return Fold(tuple(units), unit_of, frozenset(boxed))


def outside_key(target: str) -> str:
    """Key of the box for what lies outside of the transaction and feeds the node `target`."""
    return f"outside:{target}"


def _block(block: Block) -> Unit:
    return Unit(block.key, "group", None, block.members, block.parent, block.heads, block.around)


class _Tree:
    """Children and ancestors among the nodes that are not put aside; nodes without parent hang below the root. A block
    stands in it, by its key, for all its members."""

    def __init__(self, nodes: Iterable[Node], root: str) -> None:
        self.nodes = tuple(nodes)
        self.root = root
        shown = {node.id for node in self.nodes}
        self.parent: dict[str, str] = {}
        self.children: dict[str, list[str]] = defaultdict(list)
        for node in self.nodes:
            if node.id == root:
                continue
            parent = node.parent if node.parent in shown and node.parent is not None else root
            self.parent[node.id] = parent
            self.children[parent].append(node.id)
        self.blocks: dict[str, Block] = {}
        self.inside: dict[str, str] = {}
        self._index = {node.id: node.index for node in self.nodes}

    def place(self, unit: Unit) -> int:
        """Where a unit stands among the others."""
        return self._index[unit.members[0] if unit.members else unit.key]

    def fold(self, blocks: Sequence[Block]) -> None:
        """Put blocks in the place of their members."""
        if not blocks:
            return
        self.blocks = {block.key: block for block in blocks}
        self.inside = {member: block.key for block in blocks for member in block.members}
        self.nodes = tuple(node for node in self.nodes if node.id not in self.inside)
        self.children = defaultdict(list, replaced(self.children, blocks, self._index.__getitem__))
        self.parent = {node: parent for node, parent in self.parent.items() if node not in self.inside}
        self.parent.update((block.key, block.parent) for block in blocks)

    def up_to(self, node: str, keep: Container[str], most: int | None) -> list[str] | None:
        """The node and those above it that `keep` lacks (it has all that is above what it has), None for more than
        `most`: looked up no further than needed, so that a deep chain is not walked again for each of its nodes."""
        line: list[str] = []
        while node not in keep:
            if most is not None and len(line) >= most:
                return None
            line.append(node)
            if node not in self.parent:
                break
            node = self.parent[node]
        return line

    def subtree(self, node: str) -> list[str]:
        """The node and all below it, depth-first."""
        found: list[str] = []
        stack = [node]
        while stack:
            current = stack.pop()
            block = self.blocks.get(current)
            found.extend(block.members if block is not None else (current,))
            stack.extend(reversed(self.children.get(current, ())))
        return found


def _grouped(
    analysis: Analysis, tree: _Tree, expanded: frozenset[str], budget: int, opened: Iterable[str]
) -> list[Unit]:
    keep = _kept(analysis, tree, budget)
    for node in opened:
        keep.update(tree.up_to(node, keep, None) or ())
    groups = _groups(tree, keep)
    while True:
        wanted = [unit for unit in groups if unit.key in expanded]
        if not wanted:
            break
        for unit in wanted:
            _open(tree, unit, keep)
        groups = _groups(tree, keep)
    units = [Unit(node.id, "node", node.id) for node in tree.nodes if node.id in keep]
    blocks = [_block(block) for block in tree.blocks.values() if block.key in keep]
    return sorted(units + blocks + groups, key=tree.place)


def _kept(analysis: Analysis, tree: _Tree, budget: int) -> set[str]:
    """Ids that keep a box: the ways to failures and to the result first, then breadth-first while there is room."""
    facts = analysis.facts
    keep = {tree.root}

    def add(node: str | None, *, forced: bool = False) -> None:
        node = tree.inside.get(node or "", node)
        if node is None or (node not in tree.parent and node != tree.root):
            return
        line = tree.up_to(node, keep, None if forced else budget - len(keep))
        if line is not None:
            keep.update(line)

    alike: dict[tuple[str, str], int] = defaultdict(int)
    first = [n for n in analysis.verdict.root_causes if n in analysis.graph.by_id]
    failed = [node.id for node in tree.nodes if facts[node.id].failed]
    # the few that decide come first, then the first of each sort, so that a thousand alike can't fill the picture
    for node in dict.fromkeys([*first, *failed]):
        status = facts[node].status
        title = error_title(status.error) if status is not None and status.error is not None else ""
        sort = (analysis.graph.by_id[node].label, title)
        alike[sort] += 1
        if alike[sort] <= _ALIKE_FAILURES or facts[node].fate == "decides":
            add(node, forced=alike[sort] == 1 and len(alike) <= budget)
            for delivery in facts[node].delivers:
                add(delivery.to)
    for block in tree.blocks.values():  # a dot of it shows who failed
        add(block.key, forced=len(alike) <= budget and any(facts[member].failed for member in block.members))
    for node in _result_line(analysis):
        add(node)
    for node, slots in analysis.graph.slots.items():  # joins are what a large graph is about
        if len(slots) > 1 and len(keep) < budget // 2:
            add(node)
    shown: dict[str, int] = defaultdict(int)
    for node in keep:
        shown[tree.parent.get(node, "")] += 1
    for item in sorted(tree.nodes, key=lambda n: (len(tree.children.get(n.id, ())) == 0, n.depth, n.index)):
        parent = tree.parent.get(item.id)
        if parent is None or item.id in keep or len(keep) >= budget:
            continue
        line = tree.up_to(item.id, keep, budget - len(keep))
        if line is not None and all(shown[tree.parent[n]] < _SIBLINGS_SHOWN for n in line):
            for n in line:
                keep.add(n)
                shown[tree.parent[n]] += 1
    return keep


def _result_line(analysis: Analysis) -> list[str]:
    """The receipts that handed the result on, from the transaction to the one that gave it."""
    line: dict[str, None] = {}
    current: str | None = analysis.graph.root.id
    while current is not None and current in analysis.facts and current not in line:
        line[current] = None
        status = analysis.facts[current].status
        current = status.receipt_id if status is not None else None
    return list(line)


def _groups(tree: _Tree, keep: set[str]) -> list[Unit]:
    """Groups for all that `keep` leaves out; a lone receipt with nothing below it is kept instead."""
    units: list[Unit] = []
    for node in tree.nodes:
        parent = node.id
        if parent not in keep:
            continue
        runs: list[list[str]] = []
        previous_kept = True
        for child in tree.children.get(parent, ()):
            if child in keep:
                previous_kept = True
                continue
            if previous_kept:
                runs.append([])
            runs[-1].append(child)
            previous_kept = False
        if len(runs) > _RUNS:
            runs = [[child for run in runs for child in run]]
        for run in runs:
            members = [member for child in run for member in tree.subtree(child)]
            if len(run) == 1 and run[0] in tree.blocks:
                keep.add(run[0])
            elif len(members) == 1:
                keep.add(members[0])
            else:
                units.append(Unit(f"group:{parent}:{run[0]}", "group", None, tuple(members), parent))
    return units


def _open(tree: _Tree, unit: Unit, keep: set[str]) -> None:
    """Give boxes to the first page of a group, breadth-first."""
    members = set(unit.members)
    members.update(key for key, block in tree.blocks.items() if block.members[0] in members)
    queue = [child for child in tree.children.get(unit.parent or "", ()) if child in members]
    for taken, member in enumerate(queue):
        if taken >= PAGE:
            break
        keep.add(member)
        queue.extend(child for child in tree.children.get(member, ()) if child in members)
