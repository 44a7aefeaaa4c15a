"""Blocks: what stands for many siblings alike, or for all below a receipt, where nobody wants to see each of them.

pay_all ─┬─ ft_transfer ×498     pay_all ── ▦ × 498 ft_transfer      key "alike:<parent>:<first>"
         └─ …                ⇒                                       opened: the failed ones and the selected,
                                                                     then twenty more at a time

Of many blocks side by side each takes in its own caller, and the callback that only its calls feed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from xccviz.analysis.types import Analysis
from xccviz.layout.layered.grid import FEWEST
from xccviz.layout.types import PAGE
from xccviz.values import frozen

MOST_ALIKE = 20
"""More siblings alike than this become one block."""
FOLD = "fold:"
"""How the key of a receipt that is folded by hand begins."""


@frozen
class Block:
    """What is folded together below `parent`, in the order of the calls: `members` with all that hangs below each, and
    where in them each of the siblings stands (`heads`; none where a receipt was folded by hand). The last `around` of
    them called the siblings, or receive what they return."""

    key: str
    parent: str
    members: tuple[str, ...]
    heads: tuple[int, ...] = ()
    around: int = 0


def fold_key(node: str) -> str:
    """Key in `LayoutOptions.expanded` that folds all below a node."""
    return f"{FOLD}{node}"


def find_blocks(
    analysis: Analysis,
    root: str,
    children: Mapping[str, Sequence[str]],
    expanded: Collection[str],
    selected: str | None,
    alike: bool,
) -> tuple[tuple[Block, ...], frozenset[str]]:
    """The blocks of a tree, from the root down, and the nodes that stand beside theirs because it was opened; within a
    block there are no others. `alike`: siblings alike are folded; `selected`: a node that is shown first where its
    block is opened."""

    def below(nodes: Iterable[str]) -> tuple[list[str], list[int]]:
        members: list[str] = []
        heads: list[int] = []
        for node in nodes:
            heads.append(len(members))
            stack = [node]
            while stack:
                current = stack.pop()
                members.append(current)
                stack.extend(reversed(children.get(current, ())))
        return members, heads

    found: list[Block] = []
    opened: set[str] = set()
    queue = [root]
    for parent in queue:
        here = children.get(parent, ())
        if here and fold_key(parent) in expanded:
            found.append(Block(fold_key(parent), parent, tuple(below(here)[0])))
            continue
        folded: set[str] = set()
        for siblings in _alike(analysis, here) if alike and len(here) > MOST_ALIKE else ():
            rest, key = _unopened(analysis, siblings, f"alike:{parent}:{siblings[0]}", expanded, selected)
            if len(rest) > 1:
                members, heads = below(rest)
                found.append(Block(key, parent, tuple(members), tuple(heads)))
                folded.update(rest)
            if len(rest) < len(siblings):
                opened.update(set(siblings) - folded)
        queue.extend(child for child in here if child not in folded)
    return tuple(found), frozenset(opened)


def with_callers(
    analysis: Analysis,
    blocks: Sequence[Block],
    children: Mapping[str, Sequence[str]],
    parents: Mapping[str, str],
    shown: Collection[str],
) -> tuple[Block, ...]:
    """The blocks of which many stand side by side with what stands around each: its caller, and the callbacks that only
    its calls feed. What failed is never taken in, nor what is one of those `shown` for themselves."""
    found: dict[tuple[object, ...], list[tuple[Block, tuple[str, ...]]]] = defaultdict(list)
    for block in blocks:
        caller = block.parent
        if caller not in parents or block.key != f"alike:{caller}:{block.members[:1][0]}":
            continue  # below the root, folded by hand, or opened
        members = set(block.members)
        around = (caller, *(child for child in children[caller] if child not in members))
        callbacks = around[1:]
        kept = any(analysis.facts[node].failed or node in shown for node in around)
        if not kept and all(_only_fed_by(analysis, node, members, children) for node in callbacks):
            alike = parents[caller], analysis.graph.by_id[caller].label, len(callbacks)
            found[alike].append((block, around))
    taken = {
        block.key: Block(
            block.key, parents[block.parent], (*block.members, *around), block.heads, len(around)
        )
        for many in found.values()
        if len(many) >= FEWEST
        for block, around in many
    }
    return tuple(taken.get(block.key, block) for block in blocks)


def _only_fed_by(
    analysis: Analysis, node: str, members: Collection[str], children: Mapping[str, Sequence[str]]
) -> bool:
    """Whether a receipt is a callback of nothing but `members`, and has called nothing itself."""
    slots = analysis.graph.slots.get(node, ())
    return bool(slots) and not children.get(node) and all(slot.producer in members for slot in slots)


def _alike(analysis: Analysis, siblings: Iterable[str]) -> list[list[str]]:
    """Siblings of one receiver, method and shape, where there are many."""
    graph, facts = analysis.graph, analysis.facts
    found: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for sibling in siblings:
        node = graph.by_id[sibling]
        shape = len(node.actions), bool(facts[sibling].promise_results), "detached" in node.roles, node.kind
        found[(node.label, *shape)].append(sibling)
    return [alike for alike in found.values() if len(alike) > MOST_ALIKE]


def _unopened(
    analysis: Analysis, siblings: Sequence[str], key: str, expanded: Collection[str], selected: str | None
) -> tuple[list[str], str]:
    """Those that stay folded, in their order, and the key that opens the next of them. Who failed is shown first, then
    who is selected."""
    first = [node for node in siblings if analysis.facts[node].failed]
    first += [node for node in siblings if node == selected and node not in first]
    shown, pages, name = 0, 0, key
    while name in expanded:
        shown += min(len(first), PAGE) or PAGE if not pages else PAGE
        pages += 1
        name = f"{key}:{pages}"
    if not pages:
        return list(siblings), key
    known = set(first)
    order = [*first, *(node for node in siblings if node not in known)]
    open_now = set(order[:shown])
    return [node for node in siblings if node not in open_now], name


def replaced(
    children: Mapping[str, Sequence[str]], blocks: Sequence[Block], first: Callable[[str], int]
) -> dict[str, list[str]]:
    """`children` with the keys of blocks where their members stood; `first` gives the place of a node in the order of
    all."""
    inside = {member for block in blocks for member in block.members}
    starts = {block.key: first(block.members[0]) for block in blocks}
    made = {
        parent: [child for child in here if child not in inside]
        for parent, here in children.items()
        if parent not in inside
    }
    for block in blocks:
        made.setdefault(block.parent, []).append(block.key)
        made[block.parent].sort(key=lambda item: starts[item] if item in starts else first(item))
    return made
