"""Documents that once ended in a bug, and damaged ones: everything ends well or with a sentence.

tests/data/broken holds the documents; tests/mutations.py damages recordings (and may be run by hand for as long as one
likes). What each document is told to be is asserted where a right answer is known.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest

from tests.mutations import build_sample, sources, steps, tried
from tests.reference.recorded import HERE, load_json
from xccviz.document import Document
from xccviz.model.errors import UserError
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions
from xccviz.sources.recognise.references import JsonText

BROKEN = HERE / "broken"
FILES = sorted(path.name for path in BROKEN.glob("*.json"))


def opened(name: str) -> Document:
    return open_document_sync(str(BROKEN / name), OpenOptions(offline=True)).document


def said(name: str) -> list[str]:
    """What the document's problems say."""
    return [f"{problem.code} {problem.where}: {problem.message}" for problem in opened(name).graph.problems]


@pytest.mark.parametrize("name", FILES)
def test_a_broken_document_goes_through_everything(name: str) -> None:
    for _, step in steps((BROKEN / name).read_text(), build_sample()):
        with contextlib.suppress(UserError):
            step()


@pytest.mark.parametrize("within", ["transaction", "status"])
@pytest.mark.parametrize(("opens", "closes"), [('{"more": ', "}"), ("[", "]")])
def test_what_is_nested_as_deep_as_can_be_read_goes_through_everything(
    within: str, opens: str, closes: str
) -> None:
    """What Python's own reader takes and nobody could walk is refused as it is read."""
    answer = load_json(HERE / "node" / "tutorial-parallel-3-one-panics" / "tx_status.json")
    result, around = (answer["result"], 3) if "result" in answer else (answer, 2)
    result[within] = {**result[within], "Unheard": "here"} if within == "transaction" else {"Unheard": "here"}
    text = json.dumps(answer)
    deepest, deeper = (
        text.replace('"here"', opens * levels + "1" + closes * levels)
        for levels in (500 - around, 501 - around)
    )
    done = []
    for name, step in steps(deepest, build_sample()):
        step()
        done.append(name)
    assert "capture" in done
    with pytest.raises(UserError, match="nested too deeply"):
        open_document_sync(JsonText(deeper), OpenOptions(offline=True))


def test_numbers_that_the_chain_cannot_have_are_problems() -> None:
    (told,) = [one for one in said("open-overflow-derive.json") if "receipts_outcome[0].block_height" in one]
    assert "64 bits" in told


@pytest.mark.parametrize("name", ["diff-keyerror.json", "window-tree-keyerror.json"])
def test_a_receipt_with_the_hash_of_the_transaction_is_left_out_and_contradicts_it(name: str) -> None:
    document = opened(name)
    assert [node.kind for node in document.graph.nodes if node.id == document.trace.transaction.hash] == [
        "transaction"
    ]
    assert [one.kind for one in document.analysis.contradictions] == ["twice"]


FEW, MANY = 40, 300


@pytest.mark.parametrize(
    "first", [*range(0, FEW, 20), *(pytest.param(n, marks=pytest.mark.long) for n in range(FEW, MANY, 20))]
)
def test_damaged_documents_end_in_an_answer_or_a_sentence(first: int, mutable_sources: Any) -> None:
    all_sources, other = mutable_sources
    found = [
        fault for number in range(first, first + 20) for fault in tried(all_sources, other, 11, number, 20.0)
    ]
    assert not found, "\n".join(f"{fault}\n{fault.trace}" for fault in found)


@pytest.fixture(scope="module")
def mutable_sources() -> tuple[Any, Document]:
    return sources(), build_sample()
