"""Receipt ids against what they are made of; nothing is said where the rule or its inputs are not known."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.trust.answers import answer, blocks, document
from tests.reference.wire import b58encode, derive
from xccviz.analysis.trust.hashes import Digests
from xccviz.analysis.trust.receipt_ids import underived
from xccviz.graph.types import ReceiptGraph

TX, BLOCK = b58encode(bytes(range(1, 33))), b58encode(bytes(range(2, 34)))


def chain(numbers: list[int], *, old: bool, height: int = 7, told: bool = True) -> ReceiptGraph:
    """A transaction whose receipt made receipts of these numbers, by the older rule or today's; `told`: with height."""
    at: Any = {"block_hash": BLOCK} if old else {"height": height}
    first = derive(TX, 0, **at)
    children = [derive(first, number, **at) for number in numbers]
    action = {"signer_id": "a.near", "actions": [], "input_data_ids": [], "output_data_receivers": []}

    def outcome(id: str, ids: list[str]) -> Any:
        status = {"SuccessReceiptId": ids[0]} if id == TX else {"SuccessValue": ""}
        ran = "a.near" if id == TX else "b.near"
        inner = {"logs": [], "receipt_ids": ids, "gas_burnt": 1, "tokens_burnt": "1", "executor_id": ran}
        return {"id": id, "block_hash": BLOCK, "outcome": {**inner, "status": status}}

    ids = [first, *children]
    result = {
        "transaction": {"hash": TX, "signer_id": "a.near", "receiver_id": "b.near", "actions": []},
        "transaction_outcome": outcome(TX, [first]),
        "receipts_outcome": [outcome(first, children), *(outcome(child, []) for child in children)],
        "receipts": [
            {
                "receipt_id": id,
                "predecessor_id": "a.near" if id == first else "b.near",
                "receiver_id": "b.near",
                "receipt": {"Action": action},
            }
            for id in ids
        ],
        "status": {"SuccessValue": ""},
    }
    header = {"header": {"hash": BLOCK, "height": height}, "chunks": []}
    return document(result, [header] if told else []).graph


def wrong(graph: ReceiptGraph) -> list[int]:
    """The positions that are not given."""
    return [found.position for found in underived(graph, Digests())]


@given(st.lists(st.integers(0, 60), max_size=12, unique=True).map(sorted), st.booleans())
def test_hidden_receipts_leave_gaps(numbers: list[int], old: bool) -> None:
    assert wrong(chain(numbers, old=old)) == []


@given(
    st.lists(st.integers(0, 60), min_size=2, max_size=12, unique=True).map(sorted), st.booleans(), st.data()
)
def test_numbers_only_rise(numbers: list[int], old: bool, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, len(numbers) - 2))
    numbers[n], numbers[n + 1] = numbers[n + 1], numbers[n]
    assert wrong(chain(numbers, old=old)) != []


def test_the_block_is_part_of_it() -> None:
    graph = chain([0, 1], old=False)
    assert wrong(graph) == []
    other = chain([0, 1], old=False, height=8)
    text = {node.id for node in graph.nodes} & {node.id for node in other.nodes}
    assert text == {TX}


def test_without_its_inputs_nothing_is_said() -> None:
    assert wrong(chain([1, 0], old=False, told=False)) == []


def test_the_older_rule_needs_no_height() -> None:
    assert wrong(chain([1, 0], old=True, told=False)) == [1]


def test_a_transaction_that_shows_no_rule_is_left_alone() -> None:
    """Before protocol 42 ids were made otherwise."""
    result, headers = answer(), blocks()
    for block in headers:
        block["header"]["height"] += 1_000
    for entry in (result["transaction_outcome"], *result["receipts_outcome"]):
        entry["outcome"].pop("metadata")
    assert wrong(document(result, headers).graph) == []


def test_profiles_show_that_it_is_younger() -> None:
    result, headers = answer(), blocks()
    for block in headers:
        block["header"]["height"] += 1_000
    assert wrong(document(result, headers).graph)


def test_what_an_index_writes_beside_an_outcome_is_no_header() -> None:
    result = answer()
    for entry in (result["transaction_outcome"], *result["receipts_outcome"]):
        entry["block_height"] = 1_001
    graph = document(result).graph
    assert {node.height for node in graph.nodes} == {1_001}
    assert wrong(graph) == []
