"""The closed sets of names in the schemas are those of the code: a new member stands in both or in neither."""

# covers: xccviz/model/literals.py, xccviz/model/edge_kinds.py

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from xccviz.analysis.compare.types import KINDS
from xccviz.analysis.compare.values import Missing
from xccviz.analysis.types import (
    ActionResult,
    NodeEnd,
    Proof,
    Severity,
    SlotResult,
    State,
    TransferKind,
    VerdictCode,
)
from xccviz.decode.types import BytesKind
from xccviz.graph.types import Delivered
from xccviz.model.edge_kinds import EdgeKind
from xccviz.model.errors import ErrorKind
from xccviz.model.literals import (
    AccountRole,
    Fate,
    MissingKind,
    MissingReason,
    NodeKind,
    Origin,
    PriceRegime,
    Role,
    WaitReason,
)
from xccviz.model.trace import StatusKind
from xccviz.replay.types import StepKind
from xccviz.resources import read_text

GRAPH: dict[str, set[str | None]] = {
    "verdict.code": {*get_args(VerdictCode)},
    "completeness.missing.kind": {*get_args(MissingKind)},
    "completeness.missing.reason": {*get_args(MissingReason)},
    "fees.price_regime": {*get_args(PriceRegime), "unknown"},
    "transfers.kind": {*get_args(TransferKind)},
    "accounts.roles": {*get_args(AccountRole)},
    "bytes.kind": {*get_args(BytesKind)},
    "action.result": {*get_args(ActionResult)},
    "status.kind": {*get_args(StatusKind), None},
    "promise_result.result": {*get_args(SlotResult)},
    "promise_result.origin": {*get_args(Origin)},
    "node.kind": {*get_args(NodeKind)},
    "node.roles": {*get_args(Role)},
    "node.state": {*get_args(State), None},
    "node.fate": {*get_args(Fate), None},
    "node.proof": {*get_args(Proof), None},
    "node.wait_reason": {*get_args(WaitReason), None},
    "edge.kind": {*get_args(EdgeKind)},
    "edge.origin": {*get_args(Origin)},
    "edge.result": {*get_args(Delivered), None},
    "step.kind": {*get_args(StepKind)},
    "finding.severity": {*get_args(Severity)},
}
DIFF: dict[str, set[str | None]] = {
    "run.verdict": {*get_args(VerdictCode)},
    "difference.kind": {*KINDS},
    "missing": {*get_args(Missing), None},
}
FIND: dict[str, set[str | None]] = {
    "problem.code": {*get_args(ErrorKind)} - {"bug"},
    "documents.nodes.kind": {*get_args(NodeKind)},
    "documents.nodes.status": {*get_args(NodeEnd)},
}


def enums(schema: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str | None]]]:
    """Each enum of a schema with where it stands."""
    if isinstance(schema, bool):
        return
    if "enum" in schema:
        yield ".".join(place), schema["enum"]
    for named in ("properties", "$defs"):
        for name, below in schema.get(named, {}).items():
            yield from enums(below, (*place, name))
    if "items" in schema:
        yield from enums(schema["items"], place)


@pytest.mark.parametrize(
    ("schema", "names"), [("xccviz-graph-1", GRAPH), ("xccviz-diff-1", DIFF), ("xccviz-find-1", FIND)]
)
def test_the_names_of_a_schema_are_those_of_the_code(schema: str, names: dict[str, set[str | None]]) -> None:
    text = read_text("schema", f"{schema}.schema.json")
    found = dict(enums(json.loads(text)))
    assert {place: set(values) for place, values in found.items()} == names
    assert text.count('"enum"') == len(found)  # none stands where it is not looked for
    assert all(len(values) == len(set(values)) for values in found.values())
