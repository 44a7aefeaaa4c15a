"""What differs between two runs, aligned by call path (see align.py). Pure: two analyses in, a frozen Diff out.

What says only when and where something ran is no difference: ids, hashes, heights, times, nonces, gas refunds. What is
not known in one run and known in the other is one. Differences come structure first, gas and fees last.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from xccviz.analysis.compare.align import Alignment, align
from xccviz.analysis.compare.calls import Sides, amount_text, compare_pair, only_in
from xccviz.analysis.compare.renaming import Names, renaming_of
from xccviz.analysis.compare.traits import receiver_of
from xccviz.analysis.compare.types import KINDS, Diff, Difference
from xccviz.analysis.results.outcomes import main_call
from xccviz.analysis.types import Analysis, Finding
from xccviz.graph.types import Node


def diff(a: Analysis, b: Analysis) -> Diff:
    """Compare two runs. `diff(b, a)` finds the same with the sides swapped."""
    return compared(a, b)[1]


def compared(a: Analysis, b: Analysis) -> tuple[Alignment, Diff]:
    """The same, with who is who."""
    renaming = renaming_of(a.graph, b.graph)
    sides = Sides(a, b, renaming, align(a, b, renaming))
    found = [*_ends(sides), *_findings(sides)]
    for one in sides.alignment.a.calls:
        other = sides.alignment.pairs.get(one)
        found += only_in(sides, one, "b") if other is None else compare_pair(sides, one, other)
    for other in sides.alignment.b.calls:
        if other not in sides.alignment.back:
            found += only_in(sides, other, "a")
    found += _totals(sides)
    found.sort(key=lambda difference: KINDS.index(difference.kind))  # stable: display order within a kind
    return sides.alignment, Diff(renaming.pairs, tuple(found))


def _ends(sides: Sides) -> Iterator[Difference]:
    left, right = sides.a.verdict, sides.b.verdict
    if left.code != right.code:
        yield sides.overall("verdict", {"code": left.code}, {"code": right.code})
    if sides.a.complete != sides.b.complete:
        yield sides.overall("completeness", sides.a.complete, sides.b.complete)
    ours, theirs = sides.a.graph.trace.transaction, sides.b.graph.trace.transaction
    for what in ("signer", "receiver"):
        names = getattr(ours, f"{what}_id"), getattr(theirs, f"{what}_id")
        if not sides.same_text(*names):
            yield sides.overall("account", *names, what=what)


def _findings(sides: Sides) -> Iterator[Difference]:
    """Findings that only one run has, told apart by code and call: there is one a (code, contract.method)."""
    left, right = _findings_of(sides.a, sides.renaming.a), _findings_of(sides.b, sides.renaming.b)
    for key, found in left.items():
        for finding in found[len(right.get(key, ())) :]:
            node = finding.nodes[0] if finding.nodes else sides.a.graph.root.id
            other = sides.alignment.pairs.get(node)
            path = sides.path("a", node)
            yield Difference("finding", path, node, other, _facts(finding), None, finding.code, missing="b")
    for key, found in right.items():
        for finding in found[len(left.get(key, ())) :]:
            node = finding.nodes[0] if finding.nodes else sides.b.graph.root.id
            other = sides.alignment.back.get(node)
            path = sides.path("a", other) if other is not None else sides.path("b", node)
            yield Difference("finding", path, other, node, None, _facts(finding), finding.code, missing="a")


def _findings_of(analysis: Analysis, names: Names) -> dict[Hashable, list[Finding]]:
    found: dict[Hashable, list[Finding]] = {}
    for finding in analysis.findings:
        node = analysis.graph.by_id.get(finding.nodes[0]) if finding.nodes else None
        found.setdefault((finding.code, _call_key(analysis, node, names)), []).append(finding)
    return found


def _call_key(analysis: Analysis, node: Node | None, names: Names) -> Hashable:
    """`contract.method` of a node with its contract renamed; a method name is taken literally."""
    if node is None:
        return None
    name, receiver = main_call(analysis.graph, node), receiver_of(node) or ""
    return (names.neutral(receiver), name[len(receiver) :]) if name.startswith(receiver) else name


def _facts(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "severity": finding.severity}


def _totals(sides: Sides) -> Iterator[Difference]:
    gas = sides.a.gas.total_burnt, sides.b.gas.total_burnt
    if gas[0] != gas[1]:
        yield sides.overall("gas", *gas, what="total")
    fees = sides.a.fees.total, sides.b.fees.total
    if fees[0] != fees[1]:
        yield sides.overall("fee", *(amount_text(fee) for fee in fees), what="total")
