"""`race_window`: others changed a contract's data while it waited; said only where the chain's state changes say so."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reference.recorded import HERE, load_json, raw_of
from xccviz.document import build_document
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.values import replace
from xccviz.words.findings import FindingText


def recorded() -> RawTransaction:
    """caller.near calls alpha.near in one block, its callback runs two blocks later."""
    packed = load_json(HERE / "tutorial" / "tutorial-parallel-3-ok.json.gz")
    return raw_of(packed["tx_status"], packed["heights"])


def data_change(key: str, cause: str, account: str = "caller.near") -> dict[str, Any]:
    return {
        "cause": {"type": "receipt_processing", "receipt_hash": cause},
        "type": "data_update",
        "change": {"account_id": account, "key_base64": key, "value_base64": "AA=="},
    }


def races(raw: RawTransaction, height: int, *changes: dict[str, Any]) -> list[FindingText]:
    params = {"changes_type": "data_changes", "account_ids": ["caller.near"], "block_id": height}
    answer = {"result": {"block_hash": f"block {height}", "changes": list(changes)}}
    documents = (*raw.documents, RawDocument("EXPERIMENTAL_changes", params, answer))
    findings = build_document(replace(raw, documents=documents)).findings
    return [finding for finding in findings if finding.code == "race_window"]


@pytest.fixture
def heights() -> tuple[int, int]:
    """Of the call and of its callback."""
    graph = build_document(recorded()).graph
    callback = next(node for node in graph.nodes if "self_callback" in node.roles)
    assert callback.created_height is not None
    assert callback.height is not None
    assert callback.height - callback.created_height == 2
    return callback.created_height, callback.height


def test_a_change_by_somebody_else_between_call_and_callback(heights: tuple[int, int]) -> None:
    between = heights[0] + 1
    changes = [data_change("a2V5", "foreign"), data_change("a2V5", "other"), data_change("Yg==", "foreign")]
    (finding,) = races(recorded(), between, *changes)
    graph = build_document(recorded()).graph
    assert finding.severity == "info"
    assert [graph.by_id[node].label for node in finding.nodes] == ["caller.near.on_multi_done"]
    assert finding.evidence == {
        "count": 1,
        "account": "caller.near",
        "changes": 3,
        "blocks": [between],
        "keys": ["a2V5", "Yg=="],
    }


def test_our_own_changes_and_other_accounts_are_no_race(heights: tuple[int, int]) -> None:
    ours = build_document(recorded()).graph.nodes[1].id
    assert not races(recorded(), heights[0] + 1, data_change("a2V5", ours))
    assert not races(recorded(), heights[0] + 1, data_change("a2V5", "foreign", "alpha.near"))


def test_within_the_blocks_of_call_and_callback_the_order_is_not_told(heights: tuple[int, int]) -> None:
    for height in heights:
        assert not races(recorded(), height, data_change("a2V5", "foreign"))


def test_while_receipts_are_missing_a_foreign_one_may_be_ours(heights: tuple[int, int]) -> None:
    raw = recorded()
    answer = dict(raw.documents[0].payload)
    answer["receipts_outcome"] = answer["receipts_outcome"][:-1]
    partial = replace(raw, documents=(RawDocument("tx", None, answer), *raw.documents[1:]))
    assert not races(partial, heights[0] + 1, data_change("a2V5", "foreign"))


def test_the_same_block_asked_twice_counts_once(heights: tuple[int, int]) -> None:
    raw = recorded()
    params = {"changes_type": "data_changes", "account_ids": ["caller.near"], "block_id": heights[0] + 1}
    answer = {"block_hash": f"block {heights[0] + 1}", "changes": [data_change("a2V5", "foreign")]}
    twice = replace(raw, documents=(*raw.documents, RawDocument("EXPERIMENTAL_changes", params, answer)))
    (finding,) = races(twice, heights[0] + 1, data_change("a2V5", "foreign"))
    assert finding.evidence["changes"] == 1
