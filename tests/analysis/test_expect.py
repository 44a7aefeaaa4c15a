"""An expectation is a part of the export: given members must be equal, the rest is free."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.recorded import tutorial
from xccviz.analysis.expect import ExpectError, check_expectation, mismatches
from xccviz.export.json_graph import to_json
from xccviz.words.checks import mismatch_words

EXPORT = json.loads(json.dumps(to_json(tutorial("tutorial-parallel-3-one-panics"))))
NODE = {"label": "bravo.near.get_value"}


def places(expected: Any) -> list[str]:
    check_expectation(expected)
    return [found.at for found in mismatches(expected, EXPORT)]


def part_of(value: Any, rng: random.Random, top: bool = False) -> Any:
    """Leave members out at random; nodes are left out and reordered, but keep their id or label."""
    if isinstance(value, dict):
        kept = {key: part_of(inner, rng) for key, inner in value.items() if rng.random() < 0.6}
        if top and "nodes" in value:
            nodes = [part_of(node, rng) | {"id": node["id"]} for node in value["nodes"] if rng.random() < 0.6]
            rng.shuffle(nodes)
            kept["nodes"] = nodes or value["nodes"]
        return kept
    if isinstance(value, list):
        return [part_of(inner, rng) for inner in value]
    return value


@given(st.integers(0, 10**9))
def test_every_part_of_an_export_is_as_expected(seed: int) -> None:
    assert places(part_of(EXPORT, random.Random(seed), top=True)) == []


@pytest.mark.parametrize(
    ("expected", "wrong"),
    [
        ({}, []),
        ({"version": 1}, []),
        ({"version": 1.0}, []),
        ({"version": True}, ["$.version"]),
        ({"verdict": {"code": "success"}}, ["$.verdict.code"]),
        ({"verdikt": {"code": "success"}}, ["$.verdikt"]),
        ({"verdict": {"kode": 1}}, ["$.verdict.kode"]),
        ({"verdict": []}, ["$.verdict"]),
        ({"verdict": {"root_causes": []}}, ["$.verdict.root_causes"]),
        ({"transaction": {"network": None}}, []),
        ({"nodes": [NODE | {"status": {"kind": "failure"}}]}, []),
        ({"nodes": [NODE | {"roles": ["call", "parallel"]}]}, []),
        ({"nodes": [NODE | {"roles": ["call"]}]}, ["$.nodes['bravo.near.get_value'].roles"]),
        ({"nodes": [NODE | {"status": {"kind": "success_value"}}]}, ["$.nodes['bravo.near.get_value'].status.kind"]),
        ({"nodes": [{"label": "nobody.near.get"}]}, ["$.nodes['nobody.near.get']"]),
        ({"nodes": [NODE, NODE]}, ["$.nodes['bravo.near.get_value']"]),
        ({"nodes": []}, ["$.nodes"]),
        ({"nodes": [{"label": "caller.near.on_multi_done", "promise_results": [{"result": "success"}]}]}, []),
        ({"edges": [{"kind": "converts"}]}, []),
        ({"edges": [{"kind": "spawns"}]}, ["$.edges[0].kind"]),
    ],
)  # fmt: skip
def test_where_the_export_is_otherwise(expected: Any, wrong: list[str]) -> None:
    assert places(expected) == wrong


def test_a_position_that_is_not_there_is_told() -> None:
    expected = {"nodes": [NODE | {"logs": [{"text": "never"}]}]}
    (found,) = mismatches(expected, EXPORT)
    assert found.at == "$.nodes['bravo.near.get_value'].logs[0]"
    assert "there are 0" in mismatch_words(found)


@given(st.permutations(range(5)), st.permutations(range(5)))
def test_nodes_of_one_label_are_shared_out(order: list[int], wanted: list[int]) -> None:
    """Expected node i fits all nodes from i on: there is one way to give each its own, whatever the order."""
    nodes = [{"label": "x", **{f"at_least_{i}": True for i in range(n + 1)}} for n in order]
    expected = {"nodes": [{"label": "x", f"at_least_{i}": True} for i in wanted]}
    assert mismatches(expected, {"nodes": nodes}) == []
    expected["nodes"].append({"label": "x"})
    assert [found.at for found in mismatches(expected, {"nodes": nodes})] == ["$.nodes['x']"]


@pytest.mark.parametrize(
    ("expected", "place"),
    [
        ([], "$"),
        (1, "$"),
        ({"nodes": {}}, "$.nodes"),
        ({"nodes": [1]}, "$.nodes[0]"),
        ({"nodes": [NODE, {"depth": 1}]}, "$.nodes[1]"),
        ({"nodes": [{"id": 1}]}, "$.nodes[0]"),
    ],
)
def test_what_is_no_part_of_an_export_is_refused(expected: Any, place: str) -> None:
    with pytest.raises(ExpectError) as refused:
        check_expectation(expected)
    assert refused.value.at == place


@given(st.data())
def test_one_changed_value_is_found(data: st.DataObject) -> None:
    expected = copy.deepcopy(EXPORT)
    node = data.draw(st.sampled_from(expected["nodes"]))
    key = data.draw(st.sampled_from(["label", "depth", "kind", "waited_blocks", "gas", "actions", "roles"]))
    node[key] = "something else"
    assert [found.at.split(".")[-1] for found in mismatches(expected, EXPORT)] == [key]
