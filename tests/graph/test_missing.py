"""What is missing is named with the reason that can be proved, and no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reference.executor import Program, Promise, execute
from tests.reference.recorded import raw_of
from xccviz.document import Document, build_document


def partial(shared_data: Path, name: str) -> Document:
    """An answer of the node that tracks one shard only."""
    exchange = json.loads((shared_data / "node" / "pv86-partial" / "tx" / f"{name}.json").read_text())
    return build_document(raw_of(json.loads(exchange["response"]["body"])))


def reasons(document: Document, kind: str) -> dict[str, str]:
    return {item.id: item.reason for item in document.graph.missing if item.kind == kind}


def without(answer: dict[str, Any], *ids: str, status: str = "INCLUDED_FINAL") -> Document:
    """The answer without the receipts and outcomes of `ids`, as a node that did not see them run gives it."""
    cut = {**answer, "final_execution_status": status}
    cut["receipts"] = [r for r in answer["receipts"] if r["receipt_id"] not in ids]
    cut["receipts_outcome"] = [o for o in answer["receipts_outcome"] if o["id"] not in ids]
    return build_document(raw_of(cut))


CALLS = [Promise(Program(False, b"1"), "a.near", []), Promise(Program(False, b"2"), "b.near", [])]
JOIN = Program(False, b"", [*CALLS, Promise(Program(False, b"3"), "app.near", [0, 1])], 2)


def test_what_a_callback_waited_for_has_run_elsewhere(shared_data: Path) -> None:
    document = partial(shared_data, "callback-self--EXPERIMENTAL_tx_status--signer--NONE")
    (unseen,) = reasons(document, "outcome")
    assert reasons(document, "outcome")[unseen] == "untracked"
    (callback,) = [node for node in document.graph.nodes if "callback" in node.roles]
    (result,) = document.analysis.facts[callback.id].promise_results
    # By elimination: the only sibling that can't be seen.
    assert (result.awaited, result.result, result.origin) == (unseen, "unknown", "inferred")
    assert [(e.source, e.origin) for e in document.graph.edges if e.kind == "awaits"] == [
        (unseen, "inferred")
    ]
    assert document.analysis.verdict.code == "pending"
    assert "this node does not show everything" in document.verdict.title


def test_with_two_unseen_siblings_neither_is_chosen(shared_data: Path) -> None:
    document = partial(shared_data, "join-2--EXPERIMENTAL_tx_status--signer--NONE")
    assert set(reasons(document, "outcome").values()) == {"unknown"}
    assert set(reasons(document, "data").values()) == {"untracked"}
    assert not [edge for edge in document.graph.edges if edge.kind == "awaits"]


def test_elimination_takes_older_siblings_only() -> None:
    """A sibling created after the callback can't be what it waits for."""
    late = Promise(Program(False, b"later"), "c.near", [])
    program = Program(False, b"", [CALLS[0], Promise(Program(False, b"3"), "app.near", [0]), late], 1)
    answer = execute(program).answer
    call, callback, other = answer["receipts_outcome"][0]["outcome"]["receipt_ids"]
    assert without(answer, call, other).graph.slots[callback][0].awaited == call


def test_nothing_is_called_untracked_while_it_may_still_run() -> None:
    answer = execute(JOIN).answer
    first, second, callback = answer["receipts_outcome"][0]["outcome"]["receipt_ids"]
    assert reasons(without(answer, second, callback), "outcome") == {second: "pending", callback: "pending"}
    assert reasons(without(answer, first), "outcome") == {first: "untracked"}
    assert reasons(without(answer, first, second), "outcome") == {first: "unknown", second: "unknown"}
    assert reasons(without(answer, second, callback, status="FINAL"), "outcome") == {
        second: "unknown",
        callback: "unknown",
    }


@pytest.mark.parametrize("status", ["NONE", "INCLUDED", "EXECUTED_OPTIMISTIC", "INCLUDED_FINAL", "EXECUTED"])
def test_every_state_on_the_way_keeps_what_it_has(status: str) -> None:
    answer = execute(JOIN).answer
    every = [outcome["id"] for outcome in answer["receipts_outcome"]]
    for count in range(len(every) + 1):
        document = without(answer, *every[count:], status=status)
        ran = [node for node in document.graph.nodes if node.outcome is not None]
        assert len(ran) == count + 1
        assert all(
            reason in ("pending", "untracked", "unknown") for reason in reasons(document, "outcome").values()
        )
        if status != "EXECUTED" and count < len(every):
            assert document.analysis.verdict.code == "pending"


def test_an_outcome_unknown_has_no_block_and_misses_none() -> None:
    answer = execute(JOIN).answer
    last = answer["receipts_outcome"][-1]
    last["outcome"]["status"] = "Unknown"
    document = build_document(raw_of(answer, {answer["transaction_outcome"]["block_hash"]: 7}))
    node = document.graph.by_id[last["id"]]
    assert (node.block_hash, node.height, node.timestamp_ns) == (None, None, None)
    assert last["id"] not in [item.parent for item in document.graph.missing if item.kind == "block"]
    assert {item.kind for item in document.graph.missing if item.id == last["id"]} == {"outcome"}
