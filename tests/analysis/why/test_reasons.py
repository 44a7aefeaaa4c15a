"""Why it ran, why it failed, where its result went, where a value came from: from recorded transactions."""

# covers: xccviz/analysis/why/__init__.py, xccviz/analysis/why/reasons.py, xccviz/words/why.py

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reference.executor import Program, Promise, execute
from tests.reference.later import TEN, recorded_ten
from tests.reference.recorded import documents_of, raw_of
from xccviz.analysis.why.reasons import QUESTIONS, Question, Then, asks, why
from xccviz.document import Document, build_document
from xccviz.model.literals import happened
from xccviz.model.raw import RawTransaction
from xccviz.replay import moment_at
from xccviz.replay.then import told_from
from xccviz.words.why import QUESTIONS as WORDS
from xccviz.words.why import question_title, why_sentences


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return dict(recorded_ten())


def then_at(document: Document, step: int) -> Then:
    moment = moment_at(document.analysis, document.timeline, step)
    arrived_at = document.timeline.history.arrived_at

    def arrived(node: str, slot: int) -> int | None:
        at = arrived_at.get((node, slot), step + 1)
        return at if at <= step else None

    return Then(
        lambda node: happened(moment.progress.get(node)),
        arrived,
        lambda node: moment.progress.get(node) == "unknown",
    )


def told(
    document: Document, question: Question, label: str, step: int | None = None, slot: int | None = None
) -> list[str]:
    node = next(node.id for node in document.graph.nodes if node.label == label)
    then = then_at(document, len(document.timeline) if step is None else step)
    answer = why(document.analysis, question, node, then, slot)
    return [sentence.text for sentence in why_sentences(document.analysis, answer, then.ran)]


JOIN = "tutorial-parallel-3-one-panics"


def test_why_a_join_ran(documents: dict[str, Document]) -> None:
    assert told(documents[JOIN], "ran", "caller.near.on_multi_done") == [
        "caller.near.on_multi_done had all it waited for once its last slots arrived, in one block.",
        "Slot 0 came from alpha.near.get_value.",
        "Slot 1 came from bravo.near.get_value.",
        "Slot 2 came from delta.near.get_value.",
        "caller.near.multiple_contracts made caller.near.on_multi_done as a callback.",
        "caller.near.multiple_contracts is what the transaction became.",
        "alice.near signed the transaction.",
    ]


def test_all_slots_that_are_open_are_named(documents: dict[str, Document]) -> None:
    document = documents[JOIN]
    open_slots = [
        f"Slot {slot} of caller.near.on_multi_done is still open: it awaits {name}.near.get_value."
        for slot, name in enumerate(("alpha", "bravo", "delta"))
    ]
    for step in (2, 6):
        has_not, waits, *rest = told(document, "ran", "caller.near.on_multi_done", step)
        assert has_not == "caller.near.on_multi_done has not run yet."
        assert waits == "caller.near.on_multi_done still waits for slots 0, 1 and 2."
        assert rest[:3] == open_slots
    first = next(step.n for step in document.timeline.steps if step.kind == "deliver")
    _, waits, *rest = told(document, "ran", "caller.near.on_multi_done", first)
    assert waits == "caller.near.on_multi_done still waits for slots 1 and 2."
    assert rest[:2] == open_slots[1:]
    _, waits, *rest = told(document, "ran", "caller.near.on_multi_done", first + 1)
    assert waits == "caller.near.on_multi_done still waits for slot 2, from delta.near.get_value."
    assert not any("open" in each for each in rest)


def test_of_many_open_slots_the_first_few_are_named_and_all_counted(documents: dict[str, Document]) -> None:
    document = documents["join-of-joins"]
    join = max(document.graph.slots, key=lambda node: len(document.graph.slots[node]))
    count = len(document.graph.slots[join])
    _, waits, *rest = told(document, "ran", document.graph.by_id[join].label, 0)
    assert count > 3 and waits.endswith(f"still waits for {count} slots.")
    assert sum("is still open" in each for each in rest) == min(count, 6)


def test_the_last_slot_is_named_where_the_blocks_tell_it(documents: dict[str, Document]) -> None:
    late = documents["congested-callback"]
    first, *_ = told(late, "ran", "ft.near.callback")
    assert first == (
        "ft.near.callback had all it waited for once slot 0 arrived, the last, from amm.near.run."
    )


def test_why_it_failed_goes_back_to_the_first_failure(documents: dict[str, Document]) -> None:
    assert told(documents[JOIN], "failed", "bravo.near.get_value") == [
        "bravo.near.get_value panicked: no value today."
    ]
    document = documents["callback-panics"]
    label = next(n.label for n in document.graph.nodes if n.failed and document.graph.slots.get(n.id))
    first, *rest = told(document, "failed", label)
    assert first.startswith(label)
    assert all("Failed in slot" in each or "panicked" in each or "failed" in each for each in rest)


def test_where_a_result_went_and_that_a_failure_was_received(documents: dict[str, Document]) -> None:
    document = documents[JOIN]
    assert told(document, "went", "bravo.near.get_value") == [
        "bravo.near.get_value failed: caller.near.on_multi_done received Failed in slot 1.",
        "What caller.near.on_multi_done returned is the result of the transaction.",
    ]
    ran = document.timeline.history.ran_at[next(n.id for n in document.graph.nodes if "bravo" in n.label)]
    assert told(document, "went", "bravo.near.get_value", ran) == [
        "The result of bravo.near.get_value is on its way into slot 1 of caller.near.on_multi_done."
    ]
    assert told(document, "went", "bravo.near.get_value", ran - 1) == [
        "bravo.near.get_value has not run yet, so it has no result."
    ]


def test_where_the_value_of_a_slot_came_from(documents: dict[str, Document]) -> None:
    document = documents[JOIN]
    assert told(document, "came", "caller.near.on_multi_done", slot=0) == [
        'Slot 0 of caller.near.on_multi_done holds "value of alpha.near", which alpha.near.get_value returned.'
    ]
    assert told(document, "came", "caller.near.on_multi_done", slot=1) == [
        "Slot 1 of caller.near.on_multi_done holds Failed: bravo.near.get_value gave no value."
    ]


def test_a_yield_says_who_resumed_it_or_that_nobody_did(documents: dict[str, Document]) -> None:
    assert told(documents["yield-resumed-by-other-tx"], "ran", "app.near.on_done")[0] == (
        "Somebody resumed app.near.on_done; who is not in this document."
    )
    late = told(documents["yield-timeouts-and-pending--then"], "ran", "app.near.on_done")
    assert late[0] == "Nobody resumed app.near.on_done in time, so it got Failed."


def everything(document: Document) -> Iterator[tuple[int, Question, str]]:
    for step in range(0, len(document.timeline) + 1, 2):
        for question in QUESTIONS:
            for node in document.graph.nodes:
                yield step, question, node.id


MAKERS = (
    "converted", "called", "made", "made_receipt", "came_of",
    "gas_refund", "price_refund", "gas_or_price_refund", "deposit_refund", "payout", "refund", "refund_or_payout",
)  # fmt: skip
"""Who made a receipt is said of one too that is not there yet; the window leaves that out."""


@pytest.mark.parametrize("name", [*TEN, "congested-callback"])
def test_every_answer_speaks_of_what_was_there_by_then(documents: dict[str, Document], name: str) -> None:
    """Each reason's receipts exist, the way holds them all, nothing repeats without end, and no sentence has a gap."""
    document = documents[name]
    analysis, history = document.analysis, document.timeline.history
    for step, question, node in everything(document):
        then = then_at(document, step)
        if not asks(analysis, question, node, then):
            continue
        answer = why(analysis, question, node, then)
        assert len(answer.reasons) <= 4 * len(document.graph.nodes) + 40
        assert node in answer.path <= set(analysis.graph.by_id)
        for reason in answer.reasons:
            since = told_from(analysis, document.timeline, reason)
            assert since <= step or reason.why in MAKERS, "nothing of what is ahead"
            assert {reason.node, *([reason.other] if reason.other else [])} <= answer.path
            if reason.why in ("into_slot", "into_failed_slot", "slot_from", "failed_slot", "slot_failed"):
                place = (
                    (reason.other, reason.slot)
                    if reason.why.startswith("into")
                    else (reason.node, reason.slot)
                )
                assert history.arrived_at[place] <= step
            if reason.why in ("own_error", "own_value", "final", "nobody"):
                assert history.ran_at[reason.node] <= step
        for sentence in why_sentences(analysis, answer, then.ran):
            assert "{" not in sentence.text.replace('{"', "").replace("[{", "") or '"' in sentence.text
            assert sentence.text.endswith((".", "…"))
        assert question_title(analysis, answer).endswith("?")
    assert set(WORDS) == set(QUESTIONS)


@pytest.mark.parametrize("name", [*TEN, "congested-callback"])
def test_who_gave_a_slot_is_whose_result_went_there(documents: dict[str, Document], name: str) -> None:
    document = documents[name]
    analysis, then = document.analysis, then_at(document, len(document.timeline))
    for callback in document.graph.slots:
        for result in analysis.facts[callback].promise_results:
            if result.producer is None or then.arrived(callback, result.slot) is None:
                continue
            went = why(analysis, "went", result.producer, then)
            assert any((r.other, r.slot) == (callback, result.slot) for r in went.reasons)
            came = why(analysis, "came", callback, then, result.slot)
            assert result.producer in came.path


def layered(layers: int, *, fails: bool) -> Document:
    """Layers of two callbacks, each of which takes the results of both below."""
    below = Program(fails, b'"x"')
    promises = [
        Promise(below, "a.near", [2 * layer - 2, 2 * layer - 1] if layer else [])
        for layer in range(layers)
        for _ in range(2)
    ]
    return build_document(raw_of(execute(Program(False, b"", promises)).answer))


@pytest.mark.parametrize(("question", "label", "fails"), [("went", "r1", False), ("failed", "r24", True)])
def test_each_receipt_is_told_once_however_many_ways_lead_to_it(
    question: Question, label: str, fails: bool
) -> None:
    document = layered(12, fails=fails)
    answer = why(document.analysis, question, label, then_at(document, len(document.timeline)))
    slots = sum(len(document.graph.slots[callback]) for callback in document.graph.slots)
    assert len(answer.reasons) <= slots + len(document.graph.nodes)
    assert len(answer.reasons) == len(set(answer.reasons))
    assert len(answer.path) == 23, "one of the first layer and both of the others, or the other way round"


def test_a_very_long_way_is_gone_to_its_end() -> None:
    """As many callbacks, each on the one before, as could not be gone through one within the other."""
    failed = Program(True, b"")
    chain = [Promise(failed, "a.near", [n - 1] if n else []) for n in range(1200)]
    document = build_document(raw_of(execute(Program(False, b"", chain)).answer))
    then = then_at(document, len(document.timeline))
    assert len(why(document.analysis, "failed", "r1200", then).reasons) == 2399
    assert len(why(document.analysis, "went", "r1", then).reasons) == 1200


def test_who_resumed_a_yield_gave_what_its_slot_holds(shared_data: Path) -> None:
    folder = shared_data / "node" / "pv86" / "yield-resumed-same-call"
    document = build_document(RawTransaction(documents_of(folder, {"chunks": "chunk", "blocks": "block"})))
    first, *_ = told(document, "ran", "app.near.on_done")
    assert first == "app.near.run resumed app.near.on_done (by inference)."
    held = "Slot 0 of app.near.on_done holds “at once”, with which app.near.run resumed it (by inference)."
    assert held in told(document, "came", "app.near.on_done")
    assert held in told(document, "came", "app.near.on_done", slot=0)


def test_nobody_asks_why_data_ran(shared_data: Path) -> None:
    folder = shared_data / "node" / "pv86" / "yield-join"
    document = build_document(RawTransaction(documents_of(folder)))
    then = then_at(document, len(document.timeline))
    data = [node.id for node in document.graph.nodes if node.never_runs]
    assert data
    assert not any(asks(document.analysis, question, node, then) for question in QUESTIONS for node in data)
