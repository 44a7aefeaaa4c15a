"""Every step of every sample says something, and the strip's few words say the same as the sentence."""

from __future__ import annotations

import pytest

from tests.reference.recorded import tutorial
from xccviz.document import build_document
from xccviz.sources.files.sample import list_samples, read_sample
from xccviz.values import replace
from xccviz.words.steps import end_words, step_sentence, step_words


@pytest.mark.parametrize("name", [sample.name for sample in list_samples()])
def test_every_step_of_a_sample_has_words(name: str) -> None:
    document = build_document(read_sample(name))
    for step in document.timeline.steps:
        for said in (step_sentence(step, document.analysis), step_words(step, document.analysis)):
            assert said and said == said.strip() and not said.endswith(".")
            assert "{" not in said.replace(document.graph.root.label, "")


def test_a_failure_that_a_callback_receives_is_said_in_both_lengths() -> None:
    document = tutorial("tutorial-batch-fail-step-two")
    (step,) = [step for step in document.timeline.steps if step.kind == "deliver"]
    receiver = document.graph.by_id[step.node].label
    assert step_sentence(step, document.analysis).startswith(f"a failure for slot 0 of {receiver} from ")
    assert step_words(step, document.analysis) == f"Failed in slot 0 of {receiver}"


@pytest.mark.parametrize("name", [sample.name for sample in list_samples()])
def test_the_end_tells_the_result_and_never_a_refund(name: str) -> None:
    document = build_document(read_sample(name))
    for whole in (False, True):
        said = end_words(document.timeline, document.analysis, whole=whole)
        assert said and "unused gas" not in said and "goes back" not in said


def test_the_end_of_a_failure_says_what_failed() -> None:
    document = tutorial("callback-panics")
    assert end_words(document.timeline, document.analysis) == "app.near.callback panicked: callback gave up"


def test_where_the_result_is_to_come_the_last_step_is_told() -> None:
    document = tutorial("tutorial-batch-ok")
    open_end = replace(document.analysis, verdict=replace(document.analysis.verdict, code="pending"))
    last = [step for step in document.timeline.steps if step.kind != "refund"][-1]
    assert end_words(document.timeline, open_end) == step_words(last, document.analysis)
