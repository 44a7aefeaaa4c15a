"""Every drawn line says in words what it is, at every moment."""

# covers: xccviz/display/graph/sentences.py

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from tests.reference.extremes import EXTREMES
from tests.reference.recorded import document_of, documents_of, raw_of, recording, tutorial
from xccviz.display.graph.draw import draw
from xccviz.display.graph.sentences import path_sentence
from xccviz.display.look import Look
from xccviz.document import Document, build_document
from xccviz.layout.layered.build import build_layout
from xccviz.model.edge_kinds import EDGE_KINDS, EdgeKind
from xccviz.model.raw import RawTransaction
from xccviz.replay import moment_at
from xccviz.sources.files.sample import list_samples, read_sample
from xccviz.values import replace
from xccviz.words.lines import SENTENCES, edge_sentence, edges_sentence


@pytest.fixture(scope="module")
def failed() -> Document:
    return build_document(read_sample("tutorial-parallel-3-one-panics"))


def sentences(document: Document, step: int | None = None) -> list[str]:
    moment = None if step is None else moment_at(document.analysis, document.timeline, step)
    return [edge_sentence(document.analysis, edge, moment) for edge in document.graph.edges]


def test_deliveries_name_value_slot_and_block(failed: Document) -> None:
    told = sentences(failed)
    assert any(
        s.startswith(
            'alpha.near.get_value delivered "value of alpha.near" to slot 0 of caller.near.on_multi_done'
        )
        for s in told
    )
    assert any(
        "bravo.near.get_value failed: slot 1 of caller.near.on_multi_done received Failed" in s for s in told
    )
    assert any("returned its promise: its result is that of caller.near.on_multi_done" in s for s in told)
    assert any(s.startswith("caller.near.multiple_contracts called alpha.near.get_value") for s in told)


def test_the_past_says_what_was_not_there_yet(failed: Document) -> None:
    before = sentences(failed, 0)
    assert not any("delivered" in s or "received Failed" in s for s in before)
    assert any("awaits the result of alpha.near.get_value, which has not run yet" in s for s in before)
    deliver = next(s.n for s in failed.timeline.steps if s.kind == "deliver")
    assert any("is in flight to slot" in s for s in sentences(failed, deliver - 1))


def test_a_resume_from_outside_has_a_box_and_words(shared_data) -> None:
    raw = documents_of(shared_data / "node" / "pv86" / "yield-resumed-by-other-tx")
    document = build_document(RawTransaction(raw))
    layout = build_layout(document.analysis)
    outside = next(box for box in layout.boxes if box.kind == "outside")
    path = next(path for path in layout.edges if path.source == outside.key)
    assert layout.by_key[path.target].node == outside.parent
    assert layout.by_key[path.target].rank == outside.rank + 1
    words = path_sentence(document.analysis, layout, path, None)
    assert words.startswith("another transaction resumed app.near.on_done")
    shown = draw(document, layout, Look())
    assert any(getattr(p, "text", "") == "resumed by another transaction" for p in shown.primitives)


def test_what_is_inferred_says_so_and_looks_so(shared_data) -> None:
    raw = documents_of(shared_data / "node" / "pv86" / "global-deploy-by-hash")
    document = build_document(RawTransaction(raw))
    layout = build_layout(document.analysis)
    inferred = [p for p in layout.edges if any(document.graph.edges[i].origin == "inferred" for i in p.edges)]
    assert inferred
    told = [path_sentence(document.analysis, layout, path, None) for path in inferred]
    assert all("Inferred" in words for words in told)
    assert any("spreads a global contract" in words for words in told)
    assert "inferred" in {entry.kind for entry in layout.legend}


@pytest.mark.parametrize("name", EXTREMES)
def test_every_line_has_words_at_every_moment(name: str) -> None:
    run = EXTREMES[name]
    document = build_document(raw_of(run.answer, run.heights))
    layout = build_layout(document.analysis)
    for step in range(0, len(document.timeline) + 1, max(1, len(document.timeline) // 7)):
        moment = moment_at(document.analysis, document.timeline, step)
        for path in layout.edges:
            words = path_sentence(document.analysis, layout, path, moment)
            assert words
            assert words == words.replace("\u202e", "")


def test_many_edges_of_a_group_are_counted() -> None:
    run = EXTREMES["join-128"]
    document = build_document(raw_of(run.answer, run.heights))
    layout = build_layout(document.analysis)
    many = next(path for path in layout.edges if len(path.slots) > 50)
    assert "slots of app.near.run" in path_sentence(document.analysis, layout, many, None)
    lone = replace(many, edges=many.edges[:1], slots=many.slots[:1])
    assert "receipts" in path_sentence(document.analysis, layout, lone, None)


def test_every_kind_has_sentences() -> None:
    assert set(SENTENCES) == set(get_args(EdgeKind)) == set(EDGE_KINDS)


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [build_document(read_sample(sample.name)) for sample in list_samples()]


@pytest.mark.parametrize("kind", get_args(EdgeKind))
def test_of_many_it_is_told_what_they_do_and_nothing_else(kind: EdgeKind, documents: list[Document]) -> None:
    """Only calls are called so, alone and in a crowd."""
    document, edges = next(
        (d, found) for d in documents if (found := [e for e in d.graph.edges if e.kind == kind])
    )
    edges = [e for e in edges if kind != "spawns" or not document.graph.slots.get(e.target)]
    many = edges_sentence(document.analysis, edges * 5, None, "one.near", "two.near")
    alone = edge_sentence(document.analysis, edges[0], None)
    assert "one.near" in many and "two.near" in many
    assert ("called" in many) == (EDGE_KINDS[kind].line == "calls")
    assert kind == "spawns" or "called" not in alone


def test_a_crowd_that_calls_nothing_is_not_called() -> None:
    document = tutorial("detached-fails")
    money = [
        e
        for e in document.graph.edges
        if e.kind == "spawns" and "nobody-here" in document.graph.by_id[e.target].label
    ]
    analysis, begun = document.analysis, moment_at(document.analysis, document.timeline, 1)
    assert (
        edges_sentence(analysis, money * 5, None, "one.near", "9 receipts") == "one.near made 5 of 9 receipts"
    )
    ahead = edges_sentence(analysis, money * 5, begun, "one.near", "9 receipts")
    assert ahead == "one.near will make 5 of 9 receipts"


def test_money_is_sent_and_a_promise_that_was_passed_on_is_given_by_another() -> None:
    document = tutorial("detached-fails")
    told = sentences(document)
    assert any(" sent 5 yocto to nobody-here.near in block " in s for s in told)
    assert not any("called Transfer" in s for s in told)
    begun = next(s for s in sentences(document, 1) if "nobody-here.near" in s)
    assert begun == "app.near.run will send to nobody-here.near"
    passed_on = sentences(tutorial("forwarded-3-ok"))
    assert not any(s.startswith("hub.near.run delivered") for s in passed_on)
    assert any(
        s.startswith(
            "slot 0 of app.near.callback awaited hub.near.run, which passed its promise on: "
            "vault.near.run delivered “deep value”"
        )
        for s in passed_on
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("refund-to-missing-account", ["ft.near.run: deposit could not come back: 0.5 N burnt"]),
        (
            "delete-account-self-beneficiary",
            [
                "could not be paid out: 6.9997 N burnt",
                "prepaid gas could not come back: 0.00023 N burnt",
            ],
        ),
    ],
)
def test_a_refund_that_failed_did_not_come_back(shared_data, name: str, words: list[str]) -> None:
    folder = shared_data / "node" / "pv86" / name
    told = sentences(build_document(RawTransaction(documents_of(folder))))
    for each in words:
        assert any(said.endswith(each) for said in told)


def test_who_waits_for_results_or_a_resume_was_not_called(shared_data: Path) -> None:
    node, public = shared_data / "node" / "pv86", shared_data / "public"
    names = ("tutorial-parallel-3-one-panics", "yield-resumed-by-other-tx", "forwarded-3-ok", "random-0070")
    documents = [
        *(document_of(node / name) for name in names),
        recording(public / "testnet" / "6z7USAzwMT.json"),
    ]
    waits = Counter[str]()
    for document in documents:
        timeline = document.timeline
        moments = [moment_at(document.analysis, timeline, step) for step in range(len(timeline))]
        for edge in document.graph.edges:
            if edge.kind != "spawns" or not {"callback", "yield"} & {
                *document.graph.by_id[edge.target].roles
            }:
                continue
            yields = "yield" in document.graph.by_id[edge.target].roles
            for moment in (None, *moments):
                words = edge_sentence(document.analysis, edge, moment)
                assert (" yielded " if yields else " as a callback") in words or " will " in words
                assert " called " not in words and " will call " not in words
                many = edges_sentence(document.analysis, [edge] * 5, moment, "one.near", "two.near")
                assert "call" not in many
            waits["yield" if yields else "callback"] += 1
    assert waits["yield"] >= 2 and waits["callback"] >= 3


def test_a_receipt_of_which_only_the_id_is_known_is_made_and_not_called(
    shared_data: Path,
) -> None:
    document = recording(shared_data / "public" / "lake" / "partial" / "mainnet_EKfvBswdJX.json")
    unseen = [edge for edge in document.graph.edges if edge.kind == "spawns"]
    assert len(unseen) == 3
    for step in (*range(len(document.timeline)), None):
        moment = moment_at(document.analysis, document.timeline, step) if step is not None else None
        for edge in unseen:
            words = edge_sentence(document.analysis, edge, moment)
            assert "call" not in words and (" will make receipt " in words) == (step is not None)
