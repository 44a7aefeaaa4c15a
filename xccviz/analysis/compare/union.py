"""The calls of two runs as one tree: what both have stands once, what one lacks stands where the other has it.

A: root ─┬─ x.get          B: root ─┬─ x.get        union: root ─┬─ x.get   (both)
         └─ y.put                   ├─ z.log                     ├─ y.put   only in A
                                    └─ y.put                     └─ …       z.log stands behind x.get: only in B
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from xccviz.analysis.compare.align import Alignment
from xccviz.analysis.compare.traits import Run
from xccviz.analysis.compare.types import COSTS, Diff, Difference
from xccviz.analysis.compare.values import Missing
from xccviz.values import frozen

_WITHIN = (
    "account", "verdict", "completeness", "node", "parent", "receiver", "methods", "role", "args", "deposit", "action",
    "slots", "promise_result", "status", "returns", "result", "logs", "finding", "gas", "fee",
)  # fmt: skip
"""The kinds of differences of one call in the order of what happens: what it was given before what it made of that."""


@frozen
class Call:
    """One call of the union: its node in A, its node in B (None where a run lacks it), and the call it hangs below."""

    key: str
    a: str | None
    b: str | None
    parent: str | None

    def node(self, side: Missing) -> str | None:
        """Its node in one run."""
        return self.a if side == "a" else self.b

    @property
    def missing(self) -> Missing | None:
        """The run that lacks it."""
        return "a" if self.a is None else "b" if self.b is None else None


@frozen
class Union:
    """`calls` in display order, the transaction first, each before what hangs below it. `key_of`, by side: the key of
    the call that a node is, or, of what is no call, hangs below."""

    calls: tuple[Call, ...]
    by_key: Mapping[str, Call]
    children: Mapping[str, tuple[str, ...]]
    key_of: Mapping[Missing, Mapping[str, str]]

    @property
    def root(self) -> Call:
        """The transaction."""
        return self.calls[0]

    def call_at(self, difference: Difference) -> Call:
        """The call at which two runs differ."""
        if difference.a_node is not None:
            return self.by_key[self.key_of["a"][difference.a_node]]
        return self.by_key[self.key_of["b"][difference.b_node or ""]]


def unite(alignment: Alignment) -> Union:
    """The union of two aligned runs. Siblings stand in the order of A; what only B has stands behind what it follows
    there."""
    a, b, back = alignment.a, alignment.b, alignment.back
    key_a = {one: _key(one, alignment.pairs.get(one)) for one in a.calls}
    key_b = {one: key_a[back[one]] if one in back else _key(None, one) for one in b.calls}
    children: dict[str, list[str]] = {}
    shared = set(key_a.values())
    for one in a.calls[1:]:
        children.setdefault(key_a[a.parent[one]], []).append(key_a[one])
    for one in b.calls:
        if one in b.children:
            here = children.get(key_b[one], [])
            children[key_b[one]] = _joined(here, [key_b[child] for child in b.children[one]], shared)
    nodes: dict[str, tuple[str | None, str | None]] = {
        key: (one, alignment.pairs.get(one)) for one, key in key_a.items()
    }
    nodes.update((key, (None, one)) for one, key in key_b.items() if one not in back)
    order: list[Call] = []
    todo: list[tuple[str, str | None]] = [(key_a[a.calls[0]], None)]
    while todo:
        key, parent = todo.pop()
        order.append(Call(key, *nodes[key], parent))
        todo += [(child, key) for child in reversed(children.get(key, ()))]
    return Union(
        tuple(order),
        {call.key: call for call in order},
        {key: tuple(below) for key, below in children.items()},
        {"a": _hanging(a, key_a), "b": _hanging(b, key_b)},
    )


def numbered(found: Diff, union: Union) -> tuple[Difference, ...]:
    """The differences in the order in which they are numbered: what is said of the transaction, then call by call as
    these follow each other, and gas and fees last, those of the whole at their end."""
    place = {call.key: n for n, call in enumerate(union.calls)}

    def rank(difference: Difference) -> tuple[bool, bool, int, int, int]:
        costs, whole = difference.kind in COSTS, difference.what == "total"
        within = _WITHIN.index(difference.kind)
        slot = -1 if difference.slot is None else difference.slot
        return costs, whole, place[union.call_at(difference).key], within, slot

    return tuple(sorted(found.differences, key=rank))


def differing(union: Union, differences: Iterable[Difference]) -> frozenset[str]:
    """Keys of the calls at which two runs differ."""
    return frozenset(union.call_at(difference).key for difference in differences)


def _key(one: str | None, other: str | None) -> str:
    return f"{one or ''}|{other or ''}"


def _joined(here: Sequence[str], there: Sequence[str], shared: Set[str]) -> list[str]:
    """`here` with those of `there` that are not `shared`, each behind what it follows there. What moved stands where A
    has it."""
    known = set(here)
    behind: dict[str | None, list[str]] = {}
    before: str | None = None
    for key in there:
        if key in known:
            before = key
        elif key not in shared:
            behind.setdefault(before, []).append(key)
    found = behind.get(None, [])
    for key in here:
        found += [key, *behind.get(key, ())]
    return found


def _hanging(run: Run, keys: Mapping[str, str]) -> dict[str, str]:
    """The key of every node of a run: its own, or that of the nearest call above it."""
    graph, found = run.analysis.graph, dict(keys)
    for node in graph.nodes:  # parents stand before their children in nearly all documents
        line: list[str] = []
        here: str | None = node.id
        while here is not None and here not in found and here not in line:
            line.append(here)
            here = graph.by_id[here].parent if here in graph.by_id else None
        key = found.get(here or "", keys[graph.root.id])
        found.update(dict.fromkeys(line, key))
    return found
