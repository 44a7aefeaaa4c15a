"""`--expect`: a part of the JSON export compared with the whole (interface.md §2). Pure.

Members that are given must be equal, others are free. `nodes` at the top are matched by `id`, else by `label`, each
expected node with a node of its own. Other arrays are compared by position: arrays of plain values must be equal,
arrays that hold objects or arrays may go on after what is expected, and [] wants an empty one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from xccviz.catalogue import tr
from xccviz.values import frozen

Problem = Literal["no_member", "absent", "short", "long", "differ", "no_node", "few_nodes"]


@frozen
class Mismatch:
    """One place (a JSON path) where the export is not as expected: it has `no_member` of that name or the value is
    `absent`; an array is too `short` or too `long` (`actual` and `expected` are lengths); two values `differ`;
    `no_node` matches, or too `few_nodes` do (`actual` of them)."""

    at: str
    problem: Problem
    actual: Any = None
    expected: Any = None


class ExpectError(ValueError):
    """The expectation itself can't be used; `at` is the JSON path of the place."""

    def __init__(self, at: str, message: str) -> None:
        super().__init__(message)
        self.at = at
        self.message = message


def check_expectation(expected: Any) -> None:
    """Raise ExpectError where `expected` is no part of an export: no object, or a node without id and label."""
    if not isinstance(expected, dict):
        raise ExpectError("$", tr("expected an object, a part of what `xccviz export --to json` writes"))
    nodes = expected.get("nodes", [])
    if not isinstance(nodes, list):
        raise ExpectError("$.nodes", tr("expected an array of nodes"))
    for i, node in enumerate(nodes):
        if not isinstance(node, dict) or not any(isinstance(node.get(key), str) for key in ("id", "label")):
            raise ExpectError(f"$.nodes[{i}]", tr("expected an object with the id or the label of a node"))


def mismatches(expected: Mapping[str, Any], actual: Mapping[str, Any]) -> list[Mismatch]:
    """Where `actual` (an export) is not as `expected` says; `expected` has passed `check_expectation`."""
    found: list[Mismatch] = []
    for key, value in expected.items():
        if key == "nodes" and value:
            found += _nodes(value, actual.get("nodes") or [])
        elif key not in actual:
            found.append(Mismatch(f"$.{key}", "no_member"))
        else:
            found += _compare(value, actual[key], f"$.{key}")
    return found


def _compare(expected: Any, actual: Any, at: str) -> list[Mismatch]:
    if isinstance(expected, dict) and isinstance(actual, dict):
        found: list[Mismatch] = []
        for key, value in expected.items():
            place = f"{at}.{key}" if key.isidentifier() else f"{at}[{key!r}]"
            if key in actual:
                found += _compare(value, actual[key], place)
            else:
                found.append(Mismatch(place, "absent"))
        return found
    if isinstance(expected, list) and isinstance(actual, list):
        return _arrays(expected, actual, at)
    if not _equal(expected, actual):
        return [Mismatch(at, "differ", actual, expected)]
    return []


def _arrays(expected: Sequence[Any], actual: Sequence[Any], at: str) -> list[Mismatch]:
    found: list[Mismatch] = []
    for i, value in enumerate(expected):
        if i >= len(actual):
            found.append(Mismatch(f"{at}[{i}]", "short", len(actual)))
            break
        found += _compare(value, actual[i], f"{at}[{i}]")
    plain = not any(isinstance(value, dict | list) for value in expected)
    if plain and len(actual) > len(expected):
        found.append(Mismatch(at, "long", len(actual), len(expected)))
    return found


def _nodes(expected: Sequence[dict[str, Any]], actual: Sequence[dict[str, Any]]) -> list[Mismatch]:
    """Each expected node gets a node of its own, by augmenting paths: an earlier choice gives way where it can."""
    results: dict[tuple[int, int], list[Mismatch]] = {}
    candidates: list[list[int]] = []
    for i, want in enumerate(expected):
        key = "id" if isinstance(want.get("id"), str) else "label"
        rows = [n for n, node in enumerate(actual) if node.get(key) == want[key]]
        place = f"$.nodes[{want[key]!r}]"
        for n in rows:
            results[i, n] = _compare(want, actual[n], place)
        candidates.append(rows)
    fitting = [[n for n in rows if not results[i, n]] for i, rows in enumerate(candidates)]
    owner = _assign(fitting)
    found: list[Mismatch] = []
    for i, want in enumerate(expected):
        if i in owner.values():
            continue
        key = "id" if isinstance(want.get("id"), str) else "label"
        free = [n for n in candidates[i] if n not in owner]
        if not free:
            problem: Problem = "few_nodes" if candidates[i] else "no_node"
            found.append(Mismatch(f"$.nodes[{want[key]!r}]", problem, len(candidates[i])))
            continue
        closest = min(free, key=lambda n: len(results[i, n]))
        found += results[i, closest]
    return found


def _assign(fitting: Sequence[Sequence[int]]) -> dict[int, int]:
    """Node → expected node, as many as possible; each node is used once."""
    owner: dict[int, int] = {}
    for start in range(len(fitting)):
        came_from: dict[int, int | None] = {}
        todo: list[tuple[int, int | None]] = [(start, None)]
        while todo:
            want, through = todo.pop()
            for n in fitting[want]:
                if n in came_from:
                    continue
                came_from[n] = through
                if n in owner:
                    todo.append((owner[n], n))
                    continue
                _shift(owner, came_from, n, start)
                todo.clear()
                break
    return owner


def _shift(owner: dict[int, int], came_from: dict[int, int | None], free: int, start: int) -> None:
    """Hand nodes on along the path that ended at a free one."""
    here = free
    while (before := came_from[here]) is not None:
        owner[here] = owner[before]
        here = before
    owner[here] = start


def _equal(expected: Any, actual: Any) -> bool:
    """JSON equality: true is not 1."""
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, dict | list) or isinstance(actual, dict | list):
        return False
    return bool(expected == actual)
