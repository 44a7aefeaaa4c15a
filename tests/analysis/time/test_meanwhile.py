"""What others did while a callback waited: told only where fetched changes prove it."""

# covers: xccviz/analysis/time/meanwhile.py, xccviz/words/meanwhile.py

from __future__ import annotations

import pytest

from tests.effort import effort
from tests.reference.recorded import HERE, load_json, raw_of
from xccviz.analysis.time.meanwhile import Meanwhile, Watched, meanwhile_of
from xccviz.document import Document, build_document
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.trace import BlockChanges, StateChange
from xccviz.values import replace
from xccviz.words.meanwhile import meanwhile_words

LATE = HERE / "node" / "congested-callback"


@pytest.fixture(scope="module")
def document() -> Document:
    heights = {h: b["height"] for h, b in load_json(LATE / "heights.json").items()}
    return build_document(raw_of(load_json(LATE / "tx_status.json"), heights))


def callback_of(document: Document) -> Node:
    return document.graph.by_id[next(iter(document.graph.slots))]


def change(height: int, kind: str, account: str, cause: str, amount: int | None = None) -> StateChange:
    name = "account_update" if kind == "account_changes" else "data_update"
    return StateChange(str(height), name, account, "receipt_processing", cause, "S1" if amount is None else None,
                       "AA==", amount, 0 if amount is not None else None)  # fmt: skip


def with_changes(
    graph: ReceiptGraph, account: str, heights: range, told: dict[tuple[int, str], list[StateChange]]
) -> ReceiptGraph:
    answers = tuple(
        BlockChanges(
            str(height), kind, frozenset({account}), tuple(told.get((height, kind), ())), height, "node"
        )
        for height in heights
        for kind in ("data_changes", "account_changes")
    )
    return replace(graph, trace=replace(graph.trace, changes=answers))


def window(node: Node) -> range:
    assert node.created_height is not None and node.height is not None
    return range(node.created_height, node.height)


def test_without_changes_it_is_not_known(document: Document) -> None:
    node = callback_of(document)
    told = meanwhile_of(document.graph, node)
    assert told is not None
    assert (told.first, told.last) == (node.created_height + 1, node.height - 1)
    assert (told.data.known, told.balance.known) == ("not_fetched", "not_fetched")
    words = meanwhile_words(told, ran=True)
    assert words.title == "Not known: changes were not fetched" and words.fetches


def test_nobody_is_said_only_where_the_node_tells_of_the_account(document: Document) -> None:
    node = callback_of(document)
    account, heights = node.action_receipt.receiver_id, window(node)
    silent = meanwhile_of(with_changes(document.graph, account, heights, {}), node)
    assert silent is not None and silent.data.known == silent.balance.known == "not_known"
    own = {
        (heights[0], kind): [change(heights[0], kind, account, node.parent, 7 if kind[0] == "a" else None)]
        for kind in ("data_changes", "account_changes")
    }
    quiet = meanwhile_of(with_changes(document.graph, account, heights, own), node)
    assert quiet is not None and quiet.data.known == quiet.balance.known == "nothing"
    words = meanwhile_words(quiet, ran=True)
    assert words.title == f"Nobody else changed {account}"
    assert "data and balance, from the changes of blocks" in words.below


def test_what_others_changed_is_told_with_its_blocks(document: Document) -> None:
    node = callback_of(document)
    account, heights = node.action_receipt.receiver_id, window(node)
    at = heights[5]
    told = {
        (heights[0], "account_changes"): [change(heights[0], "account_changes", account, node.parent, 100)],
        (at, "account_changes"): [change(at, "account_changes", account, "someone-else", 143)],
        (at, "data_changes"): [change(at, "data_changes", account, "someone-else")],
    }
    found = meanwhile_of(with_changes(document.graph, account, heights, told), node)
    assert found is not None
    assert found.data == Watched("changed", 1, (at,), ("S1",))
    assert (found.balance.known, found.balance_change) == ("changed", 43)
    words = meanwhile_words(found, ran=True)
    between = len(heights) - 1
    assert words.shape == "caution"
    assert words.title == f"Others changed {account}: seen in 1 of {between} blocks"
    assert words.remark == "It read what was true when it ran, not when the call was made."
    before = meanwhile_of(with_changes(document.graph, account, heights, told), node, at - 1)
    assert before is not None and before.data.known == before.balance.known == "nothing"


def test_of_a_callback_right_after_its_call_only_that_is_said() -> None:
    """Others may have run in the very blocks of call and callback: within a block the order is not told."""
    told = Meanwhile("app.near", known=True)
    words = meanwhile_words(told, ran=True)
    assert (words.shape, words.title) == ("unknown", "No block between call and callback")
    assert words.below == "what others did to app.near in the blocks of the two is not known"
    assert meanwhile_words(told, ran=False).title == "No block between the call and now"
    unknown = meanwhile_words(Meanwhile("app.near", known=False), ran=True)
    assert unknown.shape == "unknown"


def test_where_no_block_lies_between_nothing_is_known_of_others(document: Document) -> None:
    node = callback_of(document)
    near = replace(node, height=node.created_height + 1)
    assert meanwhile_of(document.graph, near) == Meanwhile(node.action_receipt.receiver_id, known=True)


@pytest.mark.parametrize("answered", [0, 3])
def test_a_wait_of_any_length_is_no_more_work(document: Document, answered: int) -> None:
    """A document may name any heights: as far as 2^64 apart."""
    node = callback_of(document)
    far = replace(node, height=2**64 - 1)
    heights = range(node.created_height, node.created_height + answered)
    graph = with_changes(document.graph, node.action_receipt.receiver_id, heights, {})
    found: list[Meanwhile | None] = []
    assert effort(lambda: found.append(meanwhile_of(graph, far))) < 5
    assert found[0] is not None and found[0].last == 2**64 - 2
    assert found[0].data.known == found[0].balance.known == "not_fetched"
