"""Every move of interface.md §9: one either moves or says why not, from every step of what was recorded, and where it
leads a second reading of that table says too."""

# covers: xccviz/replay/ways.py, xccviz/words/moves.py

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference import moves as reference
from tests.reference.executor import execute, random_program
from tests.reference.recorded import document_of, raw_of, recording, walks_all
from xccviz.document import Document, build_document
from xccviz.export.json_graph import to_json
from xccviz.replay import moment_at
from xccviz.replay.moves import BY_ID, MOVES, Grain, Here, Move, moved
from xccviz.replay.ways import Ways
from xccviz.sources.files.sample import read_sample
from xccviz.words.moves import MOVE_WORDS, why_not_words

seeds = st.integers(min_value=0, max_value=10**9)
MOST_PLACES = 24
"""Steps of one recorded transaction from which every move is tried."""


def built(seed: int) -> Document:
    run = execute(random_program(random.Random(seed)))
    return build_document(raw_of(run.answer, run.heights))


def ways_of(document: Document) -> Ways:
    return Ways(document.analysis, document.timeline)


def compare(document: Document, chosen: random.Random, places: int = MOST_PLACES) -> int:
    """Every move from some steps with some nodes selected and marked; how many moved."""
    tx, ways = reference.Transaction(to_json(document)), ways_of(document)
    ids, last = [node.id for node in document.graph.nodes], len(document.timeline)
    steps = (
        range(last + 1) if last < places else sorted({0, last, *chosen.sample(range(last + 1), places - 2)})
    )
    count = 0
    for at in steps:
        node = chosen.choice((None, *ids))
        marked = chosen.sample(ids, min(len(ids), chosen.randrange(4)))
        grain: Grain = chosen.choice(("receipts", "everything"))
        for move in MOVES:
            found = moved(ways, move.id, at, node, marked, grain)
            wanted = reference.move(tx, move.id, at, node, marked, grain == "everything")
            assert found == wanted, (move.id, at, node, marked, grain)
            assert found is None or (0 <= found <= last and found != at)
            count += found is not None
    return count


@walks_all
def test_all_moves_equal_a_second_reading_on_everything_recorded(recorded_files: tuple[Path, ...]) -> None:
    chosen, count, documents = random.Random(9), 0, 0
    for path in recorded_files:
        document = document_of(path.parent) if "node" in path.parts else recording(path)
        count += compare(document, chosen, 6)
        documents += 1
    assert documents > 1_000 and count > 30_000


@given(seeds)
def test_all_moves_equal_a_second_reading_on_programs_at_random(seed: int) -> None:
    compare(built(seed), random.Random(seed))


@given(seeds, st.data())
def test_out_after_into_comes_back(seed: int, data: st.DataObject) -> None:
    """Into what a node made and out again leads to who gets its result: a callback that was made on the way there, by
    the node itself or, where it passed its promise on, by who called it."""
    document = built(seed)
    ways = ways_of(document)
    node = data.draw(st.sampled_from([node.id for node in document.graph.nodes if ways.run(node.id)]))
    at = ways.run(node)
    assert at is not None
    inside = moved(ways, "step_into", at, node)
    if inside is None:
        return
    there = document.timeline.steps[inside - 1].node
    assert there in ways.created(node)
    out = moved(ways, "step_out", inside, there)
    receivers = ways.receivers.get(there, ())
    if receivers:
        assert out is not None
        back, above = document.graph.by_id[document.timeline.steps[out - 1].node], there
        assert back.id in receivers and out > inside
        while above != back.parent:
            above = document.graph.by_id[above].parent or ""
    else:
        assert out == (ways.last if inside != ways.last else None)


@given(seeds, st.data())
def test_what_ran_only_grows_and_a_callback_is_never_ready_before_its_last_slot(
    seed: int, data: st.DataObject
) -> None:
    document = built(seed)
    ways, ran = ways_of(document), set[str]()
    steps = document.timeline.steps
    at = 0
    while at < ways.last:
        name = data.draw(st.sampled_from([m.id for m in MOVES if not m.id.startswith("previous")]))
        there = moved(ways, name, at, None, [document.graph.nodes[-1].id])
        there = at + 1 if there is None or there <= at else there
        moment = moment_at(document.analysis, document.timeline, there)
        now = {node for node, progress in moment.progress.items() if progress in ("done", "failed")}
        assert ran < now or not any(s.kind in ("convert", "execute", "refund") for s in steps[at:there])
        assert ran <= now
        for node, progress in moment.progress.items():
            slots = document.analysis.facts[node].promise_results
            if slots and progress in ("ready", "done", "failed"):
                assert all((node, slot.slot) in moment.arrived for slot in slots), node
        ran, at = now, there
    executed = {node.id for node in document.graph.nodes if node.has_run}
    assert ran == executed
    failed = {node for node, progress in moment.progress.items() if progress == "failed"}
    assert failed == {node.id for node in document.graph.nodes if node.failed}


@pytest.fixture(scope="module")
def document() -> Document:
    return build_document(read_sample("tutorial-parallel-3-one-panics"))


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.id)
def test_a_move_moves_or_says_why_not(document: Document, move: Move) -> None:
    told, ways = set(), ways_of(document)
    for index in range(len(document.timeline) + 1):
        for selected in (None, *(node.id for node in document.graph.nodes)):
            for marked in ((), (4,)):
                here = Here(ways, index, selected, marked=marked)
                there, reason = move.to(here), why_not_words(move, here)
                told.add(reason)
                assert (there is None) == bool(reason)
                assert not reason or reason.endswith(".")
                assert "{" not in reason
                if there is None or move.id == "step_to_here":
                    continue
                back = "previous" in move.id or move.id in ("step_first", "step_back")
                assert there < index if back else there > index
    assert len(told) > 1 or move.id in ("next_log", "previous_log")


def test_each_reason_is_told_somewhere(document: Document) -> None:
    ways = ways_of(document)
    found = {
        move.why_not(Here(ways, index, selected, marked=marked))
        for move in MOVES
        for index in range(len(document.timeline) + 1)
        for selected in (None, *(node.id for node in document.graph.nodes))
        for marked in ((), (4,))
    }
    assert found >= {"at_start", "at_end", "nobody", "made_nothing", "made_nothing_later", "became", "here"}
    assert found >= {"no_marks", "no_mark", "no_log", "nothing_on_account", "no_failure", "no_block"}


def test_from_receipt_to_receipt_and_through_everything(document: Document) -> None:
    ways, kinds = ways_of(document), [step.kind for step in document.timeline.steps]

    def visited(grain: Grain) -> list[int]:
        found, at = [], 0
        while (there := moved(ways, "step_forward", at, grain=grain)) is not None:
            found.append(there)
            at = there
        return found

    assert visited("everything") == list(range(1, len(kinds) + 1))
    stops = [n for n, kind in enumerate(kinds, start=1) if kind in ("convert", "execute")]
    assert visited("receipts") == [*stops, len(kinds)]


def test_every_move_has_its_words_and_a_letter_of_its_own() -> None:
    assert len(BY_ID) == len(MOVES)
    assert list(MOVE_WORDS) and set(MOVE_WORDS) == set(BY_ID)
    assert all(words.letter in words.title for words in MOVE_WORDS.values())
    letters = [words.letter.lower() for words in MOVE_WORDS.values() if words.letter]
    assert len(letters) == len(set(letters))


def test_the_moves_through_a_join(document: Document) -> None:
    """alice → caller → alpha, bravo, delta ┐
    └→ on_multi_done"""
    ways, by_label = ways_of(document), {node.label: node.id for node in document.graph.nodes}
    run = {label: ways.run(node) for label, node in by_label.items()}
    caller, done = by_label["caller.near.multiple_contracts"], by_label["caller.near.on_multi_done"]
    begin = run["caller.near.multiple_contracts"]
    assert begin is not None
    assert moved(ways, "step_into", begin) == run["alpha.near.get_value"]
    assert moved(ways, "step_over", begin) == run["caller.near.on_multi_done"]
    assert moved(ways, "step_out", begin) == len(document.timeline)
    bravo = by_label["bravo.near.get_value"]
    at = run["bravo.near.get_value"]
    assert at is not None
    assert moved(ways, "step_out", at) == moved(ways, "step_to_here", at, done) == ways.run(done)
    assert moved(ways, "next_on_account", begin) == ways.run(done)
    assert moved(ways, "next_mark", 0, None, [bravo]) == at
    assert moved(ways, "step_play", 0, None, [bravo, caller]) == begin - 1
    assert moved(ways, "step_to_here", 0) is None


def test_of_what_has_not_run_nobody_says_what_it_made() -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    ways = ways_of(document)
    for node in document.graph.nodes:
        ran = document.timeline.history.ran_at[node.id]
        for name in ("step_into", "step_over"):
            move = BY_ID[name]
            before = {move.why_not(Here(ways, step, node.id)) for step in range(ran)}
            assert before <= {None, "not_yet"}
            assert move.why_not(Here(ways, ran, node.id)) in (None, "made_nothing", "made_nothing_later")
    made_nothing = next(n for n in document.graph.nodes if n.label == "bravo.near.get_value")
    assert (
        why_not_words(BY_ID["step_into"], Here(ways, 1, made_nothing.id))
        == "bravo.near.get_value has not run by this step: what it makes is ahead."
    )


def test_why_no_mark_is_gone_to_says_whether_there_is_one() -> None:
    ways = ways_of(build_document(read_sample("tutorial-parallel-3-one-panics")))
    for heeded, words in (
        ((), "Nothing is marked."),
        ((False, False), "All marks are switched off."),
        ((False, True), "No later step runs anything marked."),
    ):
        assert why_not_words(BY_ID["next_mark"], Here(ways, 1, heeded=heeded)) == words
