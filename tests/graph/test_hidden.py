"""Hidden receipts: taken from chunks only where they provably belong to the transaction, and put in their place."""

# covers: xccviz/graph/derive.py

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reference.recorded import documents_of, load_json, running_answers, side_documents
from xccviz.document import Document, build_document
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.values import replace


def whole(folder: Path, *kinds: str) -> Document:
    return build_document(RawTransaction(documents_of(folder, kinds or ("blocks", "chunks", "receipts"))))


def resumes(document: Document) -> list[Any]:
    return [edge for edge in document.graph.edges if edge.kind == "resumes"]


@pytest.mark.parametrize("name", ["global-deploy-by-hash", "global-deploy-by-account"])
def test_distributions_hang_below_the_deploy_hop_by_hop(name: str, shared_data: Path) -> None:
    document = whole(shared_data / "node" / "pv86" / name)
    root = document.graph.children[document.graph.root.id][0]
    hops = [node for node in document.graph.nodes if node.kind == "distribution"]
    assert [hop.parent for hop in hops] == [root, hops[0].id]
    assert [hop.depth for hop in hops] == [2, 3]
    assert all(document.analysis.facts[hop.id].state is None for hop in hops)
    # The refund that the outcome lists stays before them.
    assert document.graph.children[root][-1] == hops[0].id


def test_receipts_of_other_transactions_are_left_in_their_chunks(shared_data: Path) -> None:
    """The chunk that resumed the yield carries receipts of the transaction that did it, too."""
    folder = shared_data / "node" / "pv86" / "yield-resumed-by-other-tx"
    document = whole(folder, "blocks", "chunks")
    carried = {
        receipt["receipt_id"]
        for path in (folder / "chunks").glob("*.json")
        for receipt in load_json(path)["result"]["receipts"]
    }
    assert carried - set(document.graph.by_id)
    assert resumes(document)[0].external[1] in document.graph.by_id


def test_a_distribution_of_another_deploy_is_not_ours(shared_data: Path) -> None:
    ours = documents_of(shared_data / "node" / "pv86" / "global-deploy-by-hash")
    foreign = documents_of(
        shared_data / "node" / "pv86" / "global-deploy-by-account", ("chunks", "receipts")
    )[1:]
    assert len(build_document(RawTransaction(ours)).graph.nodes) == len(
        build_document(RawTransaction((*ours, *foreign))).graph.nodes
    )


def test_a_resume_from_the_same_transaction_is_found_with_and_without_its_receipt(shared_data: Path) -> None:
    folder = shared_data / "node" / "pv86" / "yield-resumed-same-call"
    for kinds in (("blocks", "chunks", "receipts"), ("blocks",)):
        document = whole(folder, *kinds)
        (edge,) = resumes(document)
        assert document.graph.by_id[edge.source].label == "app.near.run"
        assert edge.origin == "inferred"


def test_a_resume_from_elsewhere_names_its_transaction_once_a_node_says_it(shared_data: Path) -> None:
    folder = shared_data / "node" / "pv86" / "yield-resumed-by-other-tx"
    resumer = load_json(folder.parent / f"{folder.name}--resumer" / "meta.json")["tx_hash"]
    documents = documents_of(folder)
    (edge,) = resumes(build_document(RawTransaction(documents)))
    assert edge.source is None
    assert edge.external[0] is None
    said = RawDocument(
        "EXPERIMENTAL_receipt_to_tx",
        {"receipt_id": edge.external[1]},
        {"result": {"transaction_hash": resumer, "sender_account_id": "bob.near"}},
    )
    (named,) = resumes(build_document(RawTransaction((*documents, said))))
    assert named == replace(edge, external=(resumer, edge.external[1]))


def test_of_several_resumes_the_first_delivered_counts(shared_data: Path) -> None:
    """A second resume for the same data, carried later, changes nothing (made up from a recorded one)."""
    documents = documents_of(
        shared_data / "node" / "pv86" / "yield-resumed-by-other-tx", ("blocks", "chunks")
    )
    before = build_document(RawTransaction(documents))
    (edge,) = resumes(before)
    (slot,) = before.graph.slots[edge.target]
    late = {
        "receipt_id": "1" * 32,
        "predecessor_id": "app.near",
        "receiver_id": "app.near",
        "receipt": {"Data": {"data_id": slot.data_id, "data": "bGF0ZQ==", "is_promise_resume": True}},
    }
    height = (before.graph.by_id[edge.target].height or 0) + 1
    chunk = RawDocument("chunk", None, {"result": {"header": {"height_created": height}, "receipts": [late]}})
    for order in ((*documents, chunk), (documents[0], chunk, *documents[1:])):
        after = build_document(RawTransaction(order))
        assert (
            after.analysis.facts[edge.target].promise_results
            == before.analysis.facts[edge.target].promise_results
        )


def test_data_arrives_at_the_height_of_the_chunk_that_carried_it(shared_data: Path) -> None:
    document = whole(shared_data / "node" / "pv86" / "yield-join")
    (join,) = [node for node in document.graph.nodes if "join" in node.roles]
    slow, quick = document.analysis.facts[join.id].promise_results
    assert slow.delivered_at == join.height
    assert quick.delivered_at is not None and quick.delivered_at < slow.delivered_at
    # A chunk's own `height_included` is 0 in the answer of `chunk`.
    assert all(carried.height for carried in document.trace.carried.values())


def test_a_value_known_only_from_its_data_receipt_is_a_value(shared_data: Path) -> None:
    """Without the producer's outcome the chunk still says what the callback received."""
    folder = shared_data / "node" / "pv86" / "yield-join"
    documents = documents_of(folder)
    full = build_document(RawTransaction(documents))
    (join,) = [node for node in full.graph.nodes if "join" in node.roles]
    quick = full.analysis.facts[join.id].promise_results[1]
    result = dict(documents[0].payload)
    for name, key in (("receipts", "receipt_id"), ("receipts_outcome", "id")):
        result[name] = [entry for entry in result[name] if entry[key] != quick.producer]
    side = [
        document
        for document in documents[1:]
        if document.method != "EXPERIMENTAL_receipt" or document.payload["receipt_id"] != quick.producer
    ]
    cut = build_document(
        RawTransaction((RawDocument("EXPERIMENTAL_tx_status", None, {"result": result}), *side))
    )
    seen = cut.analysis.facts[join.id].promise_results[1]
    assert (seen.result, seen.value, seen.origin) == ("success", quick.value, "reported")
    assert cut.graph.by_id[quick.producer].outcome is None


@pytest.mark.parametrize("name", ["local-receipt", "tutorial-parallel-3-ok", "tutorial-batch-ok"])
def test_a_delivery_says_what_its_slot_says_while_the_transaction_runs(name: str, shared_data: Path) -> None:
    """The chunk that carried the data is at hand before the answer tells how its producer ended."""
    folder = shared_data / "node" / "pv86" / name
    told, sides = 0, side_documents(folder)
    for label, answer in running_answers(folder):
        document = build_document(RawTransaction((RawDocument("", None, answer), *sides)))
        edges = [edge for edge in document.graph.edges if edge.kind == "delivers"]
        for edge in edges:
            assert edge.slot is not None
            slot = document.analysis.facts[edge.target].promise_results[edge.slot].result
            assert edge.result == (slot if slot in ("success", "failed") else None), label
            told += edge.result is not None and document.graph.by_id[edge.source or ""].outcome is None
    assert told
