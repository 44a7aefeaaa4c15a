"""The differences between two calls that are the same call of two runs, and calls that one run lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from xccviz.analysis.compare.align import Alignment
from xccviz.analysis.compare.renaming import Renaming
from xccviz.analysis.compare.traits import CHANCE, Run, methods_of, receiver_of, role_of
from xccviz.analysis.compare.types import Difference
from xccviz.analysis.compare.values import Change, Missing, changes_of_bytes, changes_of_json
from xccviz.analysis.types import Analysis, NodeFacts, PromiseResult
from xccviz.decode.types import Decoded
from xccviz.graph.types import Node

MAX_CHANGES = 20
_TEXT_SHOWN = 1000
_ROLES = frozenset(
    ("call", "callback", "yield", "detached", "resumed", "timed_out", "delegated", "refund_deposit")
)


class Sides:
    """The two runs with what every comparison needs: `at` makes a difference of two paired calls."""

    def __init__(self, a: Analysis, b: Analysis, renaming: Renaming, alignment: Alignment) -> None:
        self.a, self.b, self.renaming, self.alignment = a, b, renaming, alignment
        self._steps = {"a": _steps(alignment.a), "b": _steps(alignment.b)}

    def path(self, side: Missing, node: str) -> tuple[str, ...]:
        """The labels from the root receipt down to a node of run `side`, () for the transaction or what is no call."""
        run, steps = self.alignment.a if side == "a" else self.alignment.b, self._steps[side]
        path: list[str] = []
        here: str | None = node
        while here is not None and here in steps:
            path.append(steps[here])
            here = run.parent.get(here)
        return tuple(reversed(path))

    def at(self, kind: str, one: str, other: str, a: Any, b: Any, **more: Any) -> Difference:
        """A difference at a pair of calls."""
        return Difference(kind, self.path("a", one), one, other, a, b, **more)

    def overall(self, kind: str, a: Any, b: Any, **more: Any) -> Difference:
        """A difference of the transactions."""
        return self.at(kind, self.a.graph.root.id, self.b.graph.root.id, a, b, **more)

    def same_text(self, a: str | None, b: str | None) -> bool:
        """Whether two texts say the same but for renamed accounts."""
        if a is None or b is None:
            return a is b
        return self.renaming.a.neutral(a) == self.renaming.b.neutral(b)

    def paired(self, one: str | None, other: str | None) -> bool:
        """Whether two ids are the same call; ids that are no calls can't be told apart."""
        left, right = one in self.alignment.a.traits, other in self.alignment.b.traits
        return self.alignment.pairs.get(one or "") == other if left and right else left == right


def only_in(sides: Sides, one: str, missing: Missing) -> Iterator[Difference]:
    """A call that one run lacks; what hangs below it and is lacking too is counted with it."""
    run, known, analysis = (
        (sides.alignment.a, sides.alignment.pairs, sides.a)
        if missing == "b"
        else (sides.alignment.b, sides.alignment.back, sides.b)
    )
    if run.parent[one] not in known:
        return
    below, todo = 0, [one]
    while todo:
        here = todo.pop()
        below += 1
        todo += [child for child in run.children.get(here, ()) if child not in known]
    node = analysis.graph.by_id[one]
    value = {"label": node.label, "roles": list(node.roles), "calls": below, **_end(analysis.facts[one])}
    path = sides.path("a" if missing == "b" else "b", one)
    if missing == "b":
        yield Difference("node", path, one, None, value, None, missing=missing)
    else:
        yield Difference("node", path, None, one, None, value, missing=missing)


def compare_pair(sides: Sides, one: str, other: str) -> Iterator[Difference]:
    """Everything in which call `one` of A and call `other` of B differ."""
    left, right = sides.a.graph.by_id[one], sides.b.graph.by_id[other]
    ours, theirs = sides.a.facts[one], sides.b.facts[other]
    if left.kind != "transaction":
        yield from _shape(sides, left, right)
        yield from _slots(sides, one, other)
    yield from _status(sides, ours, theirs)
    if left.kind != "transaction" or not (_has_receipt(sides.a) and _has_receipt(sides.b)):
        yield from _actions(sides, left, right)
    yield from _results(sides, ours, theirs)
    yield from _logs(sides, ours, theirs)
    attached = (ours.gas.attached, theirs.gas.attached)
    if left.kind != "transaction" and attached[0] != attached[1]:
        yield sides.at("gas", one, other, *attached, what="attached")
    if ours.gas.burnt != theirs.gas.burnt:
        yield sides.at("gas", one, other, ours.gas.burnt, theirs.gas.burnt, what="burnt")


def _has_receipt(run: Analysis) -> bool:
    """Whether the transaction's first receipt is there, which carries the same actions."""
    return any(node.action_receipt is not None and "root" in node.roles for node in run.graph.nodes)


def _shape(sides: Sides, left: Node, right: Node) -> Iterator[Difference]:
    one, other = left.id, right.id
    above = sides.alignment.a.parent[one], sides.alignment.b.parent[other]
    if sides.alignment.pairs.get(above[0]) != above[1]:
        parents = sides.a.graph.by_id[above[0]].label, sides.b.graph.by_id[above[1]].label
        yield sides.at("parent", one, other, *parents)
    receivers = receiver_of(left), receiver_of(right)
    if not sides.same_text(*receivers):
        yield sides.at("receiver", one, other, *receivers)
    methods = methods_of(sides.a, left), methods_of(sides.b, right)
    if methods[0] != methods[1]:
        yield sides.at(
            "methods", one, other, *([name.removeprefix(": ") for name in names] for names in methods)
        )
    roles = [sorted(_ROLES & {*node.roles, role_of(node)}) for node in (left, right)]
    if roles[0] != roles[1]:
        yield sides.at("role", one, other, *roles)


def _slots(sides: Sides, one: str, other: str) -> Iterator[Difference]:
    """What a callback waits for."""
    ours, theirs = sides.a.graph.slots.get(one, ()), sides.b.graph.slots.get(other, ())
    if len(ours) != len(theirs):
        yield sides.at("slots", one, other, len(ours), len(theirs), what="count")
    for left, right in zip(ours, theirs, strict=False):
        if not sides.paired(left.awaited, right.awaited):
            labels = _label(sides.a, left.awaited), _label(sides.b, right.awaited)
            yield sides.at("slots", one, other, *labels, what="awaits", slot=left.slot)


def _status(sides: Sides, ours: NodeFacts, theirs: NodeFacts) -> Iterator[Difference]:
    left, right = ours.status, theirs.status
    ends = _end(ours), _end(theirs)
    kinds = [(end["state"], end["status"]) for end in ends]
    errors = left.error if left is not None else None, right.error if right is not None else None
    changes: tuple[Change, ...] = ()
    more = 0
    if kinds[0] == kinds[1] and errors[0] is not None and errors[1] is not None:
        changes, more = _first(changes_of_json(errors[0].raw, errors[1].raw, sides.renaming, CHANCE))
    if kinds[0] != kinds[1] or changes:
        yield sides.at("status", ours.id, theirs.id, *ends, changes=changes, more_changes=more)
    if left is not None and right is not None and left.kind == right.kind == "success_receipt":
        if not sides.paired(left.receipt_id, right.receipt_id):
            labels = _label(sides.a, left.receipt_id), _label(sides.b, right.receipt_id)
            yield sides.at("returns", ours.id, theirs.id, *labels)


def _actions(sides: Sides, left: Node, right: Node) -> Iterator[Difference]:
    ours, theirs = left.actions, right.actions
    facts = sides.a.facts[left.id], sides.b.facts[right.id]
    inner_compared = "delegate" in left.roles and "delegate" in right.roles and _delegated(sides, left, right)
    rows = zip(ours, theirs, facts[0].args, facts[1].args, strict=False)
    for index, (mine, other, args, other_args) in enumerate(rows):
        if (mine.kind, mine.method_name) != (other.kind, other.method_name):
            continue
        if args is not None and other_args is not None:
            yield from _values(sides, "args", left.id, right.id, args, other_args, action=index)
        if mine.deposit != other.deposit:
            amounts = amount_text(mine.deposit), amount_text(other.deposit)
            yield sides.at("deposit", left.id, right.id, *amounts, action=index)
        ignored = CHANCE | {"actions"} if mine.delegate is not None and inner_compared else CHANCE
        fields = dict(mine.fields), dict(other.fields)
        changes, more = _first(changes_of_json(*fields, sides.renaming, ignored))
        if changes:
            yield sides.at(
                "action", left.id, right.id, mine.kind, other.kind,
                action=index, changes=changes, more_changes=more,
            )  # fmt: skip


def _delegated(sides: Sides, left: Node, right: Node) -> bool:
    """Whether both meta-transactions became a receipt, which is compared itself."""
    each = (sides.a.graph, sides.alignment.a, left), (sides.b.graph, sides.alignment.b, right)
    return all(
        any("delegated" in graph.by_id[child].roles for child in run.children.get(node.id, ()))
        for graph, run, node in each
    )


def _results(sides: Sides, ours: NodeFacts, theirs: NodeFacts) -> Iterator[Difference]:
    left, right = ours.status, theirs.status
    if left is not None and right is not None and left.value is not None and right.value is not None:
        yield from _values(sides, "result", ours.id, theirs.id, left.value, right.value)
    for mine, other in zip(ours.promise_results, theirs.promise_results, strict=False):
        yield from _promise_result(sides, ours.id, theirs.id, mine, other)


def _promise_result(
    sides: Sides, one: str, other: str, mine: PromiseResult, theirs: PromiseResult
) -> Iterator[Difference]:
    if (mine.result, mine.timed_out) != (theirs.result, theirs.timed_out):
        ends = [
            {"result": end.result, "timed_out": end.timed_out, "value": _value(end.value)}
            for end in (mine, theirs)
        ]
        yield sides.at("promise_result", one, other, *ends, slot=mine.slot)
    elif mine.value is not None and theirs.value is not None:
        yield from _values(sides, "promise_result", one, other, mine.value, theirs.value, slot=mine.slot)


def _values(
    sides: Sides, kind: str, one: str, other: str, left: Decoded, right: Decoded, **more: Any
) -> Iterator[Difference]:
    changes, rest = _first(changes_of_bytes(left, right, sides.renaming))
    if changes:
        values = _value(left), _value(right)
        yield sides.at(kind, one, other, *values, changes=changes, more_changes=rest, **more)


def _logs(sides: Sides, ours: NodeFacts, theirs: NodeFacts) -> Iterator[Difference]:
    left, right = [log.text for log in ours.logs], [log.text for log in theirs.logs]
    changes: list[Change] = []
    for i in range(max(len(left), len(right))):
        if i >= len(left):
            changes.append(Change(f"log {i}", None, right[i], "a"))
        elif i >= len(right):
            changes.append(Change(f"log {i}", left[i], None, "b"))
        elif not sides.same_text(left[i], right[i]):
            changes.append(Change(f"log {i}", left[i], right[i]))
    if changes:
        first, more = _first(changes)
        counts = {"count": len(left)}, {"count": len(right)}
        yield sides.at("logs", ours.id, theirs.id, *counts, changes=first, more_changes=more)


def _steps(run: Run) -> dict[str, str]:
    """Node id → its own step of the call path: its label, with ` #2` where siblings share one."""
    graph = run.analysis.graph
    steps: dict[str, str] = {}
    for below in run.children.values():
        many = Counter(graph.by_id[child].label for child in below)
        seen: Counter[str] = Counter()
        for child in below:
            label = graph.by_id[child].label
            seen[label] += 1
            steps[child] = f"{label} #{seen[label]}" if many[label] > 1 else label
    return steps


def _end(facts: NodeFacts) -> dict[str, Any]:
    """How a call ended, for a reader; `error` None unless it failed."""
    status = facts.status
    error = status.error if status is not None else None
    return {
        "state": facts.state,
        "status": status.kind if status is not None else None,
        "error": None if error is None else {"path": list(error.path), "action_index": error.action_index},
    }


def _value(value: Decoded | None) -> dict[str, Any] | None:
    if value is None:
        return None
    text = value.text[:_TEXT_SHOWN]
    return {
        "kind": value.kind,
        "size": len(value.raw),
        "text": text,
        "truncated": len(text) < len(value.text),
    }


def _label(run: Analysis, node_id: str | None) -> str | None:
    node = run.graph.by_id.get(node_id or "")
    return node.label if node is not None else node_id


def _first(changes: Iterable[Change]) -> tuple[tuple[Change, ...], int]:
    """The first changes, and how many more there are."""
    each = iter(changes)
    return tuple(islice(each, MAX_CHANGES)), sum(1 for _ in each)


def amount_text(number: int | None) -> str | None:
    """YoctoNEAR as our JSON writes it."""
    return None if number is None else str(number)
