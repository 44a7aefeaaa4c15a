"""Who failed and why, who received it, what stays and what was lost: each in one sentence."""

from __future__ import annotations

import pytest

from tests.reference.recorded import tutorial
from xccviz.words.causes import (
    cause_sentence,
    causes_words,
    error_of,
    received_sentence,
    receivers_of,
    slots_words,
    stays_sentence,
)


@pytest.mark.parametrize(
    ("slots", "said"),
    [([1], "slot 1"), ([0, 2], "slots 0 and 2"), ([0, 1, 2], "slots 0, 1 and 2"), ([0, 1, 2, 3], "4 slots")],
)
def test_slots(slots: list[int], said: str) -> None:
    assert slots_words(slots) == said


def test_a_cause_names_the_call_and_its_error() -> None:
    document = tutorial("tutorial-parallel-3-one-panics")
    (cause,) = document.analysis.verdict.root_causes
    node = document.graph.by_id[cause]
    said = cause_sentence(node, error_of(document.analysis, cause))
    assert said.startswith(f"{node.label} panicked: ")
    assert cause_sentence(node, None) == f"{node.label} failed."
    assert causes_words(document.analysis, [cause]) == said
    assert causes_words(document.analysis, [cause] * 3) == said.removesuffix(".") + " (3 times)."


def test_the_callback_that_received_it_is_named_with_its_slot() -> None:
    document = tutorial("tutorial-parallel-3-one-panics")
    causes = document.analysis.verdict.root_causes
    ((callback, slot),) = receivers_of(document.graph)[causes[0]]
    assert received_sentence(document.graph, causes) == f"{callback.label} got Failed in slot {slot}."
    assert received_sentence(document.graph, ()) == ""


def test_what_succeeded_stays_although_the_end_failed() -> None:
    document = tutorial("callback-panics")
    said = stays_sentence(document.graph)
    assert said.startswith("What ") and said.endswith(" changed stays.")
