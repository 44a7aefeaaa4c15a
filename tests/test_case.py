"""Transactions that belong together, of recorded ones: a yield and what resumed it, not what only looks alike."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.reference.recorded import HERE, documents_of
from xccviz.case import Case, cases_of, lead_of, leads_of, ties_of
from xccviz.document import Document, build_document
from xccviz.model.raw import RawTransaction
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace

NAME = "yield-resumed-by-other-tx"
YIELD, RESUME = "twNuV1XX9deye8v4ZC6BF2tSXHSrTkgYvE1vGMb7Bpq", "FNBwro6fvnadrNrzeSGVZbK3326NnsoQHPdjnaeM72RE"
NOBODY = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
RESUMER = "zRv5Aoi7dj5q7Mf3Qhv5SpRy4WHZNNjhxDfr2DdHxra"


def recorded(
    name: str, folder: Path = HERE / "node", kinds: tuple[str, ...] = ("blocks", "chunks")
) -> Document:
    return build_document(RawTransaction(documents_of(folder / name, kinds)))


@pytest.fixture(scope="module")
def both() -> tuple[Document, Document]:
    return recorded(NAME), recorded(f"{NAME}--resumer")


def only(documents: tuple[Document, ...]) -> Case:
    (case,) = cases_of(documents)
    return case


def test_a_yield_leads_to_the_resume_that_its_chunk_names(both: tuple[Document, Document]) -> None:
    assert [(lead.node, lead.receipt) for lead in leads_of(both[0])] == [(YIELD, RESUME)]
    lead = lead_of(both[0], YIELD)
    assert lead is not None and lead.given == (lead.transaction or RESUME)
    assert leads_of(both[1]) == ()
    without = recorded(NAME, kinds=("blocks",))
    assert leads_of(without) == (), "no document tells"


def test_the_id_of_the_resume_derives_from_the_call_that_sent_it(both: tuple[Document, Document]) -> None:
    (tie,) = ties_of(both)
    assert (tie.kind, tie.via, tie.origin) == ("resume", RESUME, "inferred")
    assert tie.source[0] == RESUMER and both[1].graph.by_id[tie.source[1]].label == "app.near.run"
    assert tie.target == (both[0].trace.transaction.hash, YIELD)


@pytest.mark.parametrize("order", [1, -1])
def test_what_the_resumer_sent_tells_where_no_document_of_the_yield_does(
    both: tuple[Document, Document], order: int
) -> None:
    """Its chunk has the resume, whose id derives from its call and whose data the yield waited for."""
    plain = recorded(NAME, kinds=("blocks",))
    assert leads_of(plain) == ()
    bare = both[1]
    assert ties_of((plain, bare)) == (), "neither tells"
    chunks = documents_of(HERE / "node" / NAME, ("chunks",))[1:]
    sender = build_document(RawTransaction((*bare.raw.documents, *chunks)))
    assert ties_of((plain, sender)[::order]) == ties_of(both) != ()
    assert ties_of((both[0], sender)) == ties_of(both), "told once"
    assert only((plain, sender)).standing(9) == only(both).standing(9)


@pytest.mark.parametrize("order", [1, -1])
def test_its_steps_are_merged_by_height_and_no_effect_stands_before_its_cause(
    both: tuple[Document, Document], order: int
) -> None:
    case = only(both[::order])
    assert case.documents == both, "in the order in which they began, however they were given"
    assert [step.n for step in case.steps] == list(range(1, len(case.steps) + 1))
    for of, document in enumerate(both):
        assert [step.step for step in case.steps if step.of == of] == list(document.timeline.steps)
    heights = [step.step.height for step in case.steps]
    assert all(a is not None and b is not None and a <= b for a, b in pairwise(heights))
    (sent,) = (s.n for s in case.steps if s.of == 1 and s.step.node == case.ties[0].source[1])
    (resumed,) = (s.n for s in case.steps if s.of == 0 and s.step.kind == "resume")
    assert sent < resumed


def test_a_resume_comes_after_what_sent_it_also_where_no_height_is_known(
    both: tuple[Document, Document],
) -> None:
    steps = tuple(replace(step, height=None) for step in both[0].timeline.steps)
    timeless = replace(both[0], timeline=replace(both[0].timeline, steps=steps))
    case = only((timeless, both[1]))
    place = case.documents.index(timeless)
    sent = next(s.n for s in case.steps if s.of != place and s.step.node == case.ties[0].source[1])
    resumed = next(s.n for s in case.steps if s.of == place and s.step.kind == "resume")
    assert sent < resumed


def test_each_transaction_stands_where_it_stood_then(both: tuple[Document, Document]) -> None:
    case = only(both)
    assert case.standing(0) == (0, 0)
    assert case.standing(len(case.steps)) == tuple(len(document.timeline) for document in both)
    for n in range(1, len(case.steps) + 1):
        step = case.steps[n - 1]
        assert case.standing(n)[step.of] == step.step.n
        assert case.reached(step.of, step.step.n) == n
    assert case.reached(0, 0) == 0
    assert case.standing(case.reached(1, 0))[1] == 0
    assert case.standing(case.reached(1, 0))[0] > 0, "the yield waited already"


def test_a_node_that_names_the_transaction_is_believed_where_no_id_can_be_derived(
    both: tuple[Document, Document],
) -> None:
    bare = build_document(RawTransaction(both[1].raw.documents[:1]))
    (edge,) = both[0].graph.resumes[YIELD]
    told = replace(edge, external=(RESUMER, RESUME))
    graph = replace(both[0].graph, resumes={YIELD: (told,)})
    (tie,) = ties_of((replace(both[0], graph=graph), bare))
    assert (tie.origin, tie.source) == ("reported", (RESUMER, ""))
    assert ties_of((both[0], bare)) == (), "an id alone names no transaction"
    case = only((replace(both[0], graph=graph), bare))
    assert len(case.steps) == sum(len(document.timeline) for document in case.documents)


def test_what_was_given_together_is_a_case_and_what_is_not_is_none(both: tuple[Document, Document]) -> None:
    other = build_document(read_sample("join-of-joins"))
    assert cases_of((both[0], other)) == ()
    assert cases_of((both[0],)) == ()
    hashes = (
        other.trace.transaction.hash,
        both[1].trace.transaction.hash,
        NOBODY,
    )
    (case,) = cases_of((both[1], other), [hashes])
    assert {tie.kind for tie in case.ties} == {"given"} and set(case.hashes) == set(hashes[:2])
    (case,) = cases_of((both[0], both[1], other), [hashes])
    assert {tie.kind for tie in case.ties} == {"given", "resume"} and len(case.documents) == 3
    (case,) = cases_of(both, [tuple(document.trace.transaction.hash for document in both)])
    assert {tie.kind for tie in case.ties} == {"resume"}, "what documents say is reason enough"


def test_transactions_whose_events_name_one_intent_are_tied() -> None:
    intents = build_document(read_sample("mainnet-intents"))
    trace = replace(intents.trace, transaction=replace(intents.trace.transaction, hash=NOBODY))
    (tie, *more) = ties_of((intents, replace(intents, trace=trace)))
    assert tie.kind == "intent" and tie.via in str(intents.raw.documents)
    assert {each.kind for each in more} <= {"intent"}
    failed = {
        node: replace(facts, logs=tuple(replace(log, reverted=True) for log in facts.logs))
        for node, facts in intents.analysis.facts.items()
    }
    void = replace(intents, trace=trace, analysis=replace(intents.analysis, facts=failed))
    assert ties_of((intents, void)) == (), "what was rolled back settles nothing"


@pytest.mark.parametrize("name", ["yield-forwarded", "yield-join", "yield-with-then"])
def test_every_recorded_pair_is_a_case(shared_data: Path, name: str) -> None:
    folder = shared_data / "node" / "pv86"
    case = only((recorded(name, folder), recorded(f"{name}--resumer", folder)))
    assert {tie.kind for tie in case.ties} == {"resume"}


def test_a_resume_that_came_too_late_resumed_nothing(shared_data: Path) -> None:
    folder = shared_data / "node" / "pv86"
    assert cases_of((recorded(NAME, folder), recorded(f"{NAME}--late-resumer", folder))) == ()
