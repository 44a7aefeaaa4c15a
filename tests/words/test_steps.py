"""Every step of every sample says something, and the strip's few words say the same as the sentence."""

from __future__ import annotations

import pytest

from tests.reference.recorded import tutorial
from xccviz.document import build_document
from xccviz.sources.files.sample import list_samples, read_sample
from xccviz.words.steps import step_sentence, step_words


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
