"""What people read a receipt as: of a batch never the first method as if it were all."""

from __future__ import annotations

import pytest

from xccviz.analysis.names import name_in_sentence, spoken_name
from xccviz.document import Document, build_document
from xccviz.graph.types import Node
from xccviz.sources.sample import read_sample


def batch_of(sample: str) -> Node:
    document = build_document(read_sample(sample))
    return next(node for node in document.graph.nodes if "batch" in node.roles)


def test_a_batch_is_called_by_the_action_that_failed_once_it_has() -> None:
    node = batch_of("tutorial-batch-fail-step-two")
    assert spoken_name(node) == name_in_sentence(node) == "alpha.near.step_two (2 of 2)"
    assert spoken_name(node, ended=False) == name_in_sentence(node, ended=False) == "alpha.near · 2 actions"


def test_a_batch_that_ran_is_called_by_how_many_it_has() -> None:
    assert spoken_name(batch_of("tutorial-batch-ok")) == "alpha.near · 2 actions"


def test_one_action_has_its_own_name_and_no_colon_in_a_sentence() -> None:
    graph = build_document(read_sample("detached-fails")).graph
    transfer = next(node for node in graph.nodes if node.label == "nobody-here.near: Transfer")
    assert spoken_name(transfer) == "nobody-here.near: Transfer"
    assert name_in_sentence(transfer) == "Transfer to nobody-here.near"
    assert {spoken_name(node) for node in graph.nodes if node.kind == "transaction"} == {graph.root.label}


@pytest.fixture(scope="module")
def two_causes() -> Document:
    return build_document(read_sample("detached-fails"))


def test_each_cause_is_told(two_causes: Document) -> None:
    said = two_causes.analysis.verdict.explanation
    assert "ft.near.run panicked: nobody looks." in said
    assert "Transfer to nobody-here.near failed: no such account." in said


def test_a_failed_transaction_says_what_stays() -> None:
    said = build_document(read_sample("callback-panics")).analysis.verdict.explanation
    assert said.endswith("What app.near.run and ft.near.run did stays.")
    assert "stays" not in build_document(read_sample("tutorial-batch-fail-step-two")).analysis.verdict.explanation
