"""What resumes a yield is there as soon as documents say so: as its resumer ran, else as its data arrived."""

# covers: xccviz/replay/history.py, xccviz/replay/standing.py, xccviz/tables/shown.py

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reference.recorded import documents_of
from xccviz.document import Document, build_document
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.replay import moment_at
from xccviz.replay.standing import created_by
from xccviz.tables.shown import shown_at


def there_from(document: Document, node: str) -> int:
    """The first step after which a node is there; asked of everything that tells it."""
    last, by_id = len(document.timeline), document.graph.by_id
    found = [
        step
        for step in range(last + 1)
        if moment_at(document.analysis, document.timeline, step).progress[node] == "done"
    ]
    assert found == list(range(found[0], last + 1))
    for step in range(last):
        moment = moment_at(document.analysis, document.timeline, step)
        wanted = step >= found[0]
        assert created_by(document.analysis, node, moment) == wanted
        assert shown_at(document, step, None).there(by_id[node], document) == wanted
    return found[0]


@pytest.mark.parametrize(
    ("name", "inside"),
    [("yield-resumed-same-call", True), ("yield-resumed-by-other-tx", False), ("yield-join", False)],
)
def test_a_resume_is_there_once_its_resumer_ran_or_its_data_arrived(
    shared_data: Path, name: str, inside: bool
) -> None:
    folder = shared_data / "node" / "pv86" / name
    document = build_document(RawTransaction(documents_of(folder, ("blocks", "chunks"))))
    graph, history = document.graph, document.timeline.history
    (resume,) = [node.id for node in graph.nodes if node.never_runs and node.parent is None]
    ((callback, slot),) = [
        (id, each.slot) for id, slots in graph.slots.items() for each in slots if each.data == resume
    ]
    (edge,) = graph.resumes[callback]
    assert (edge.source is not None) == inside
    came = history.arrived_at[callback, slot]
    step = there_from(document, resume)
    assert step == (history.ran_at[edge.source or ""] if inside else came) and 0 < step <= came


def test_one_whose_data_never_arrived_is_known_by_the_end(shared_data: Path) -> None:
    """A second resume of the same yield, which counts for nothing (made up from a recorded one)."""
    documents = documents_of(
        shared_data / "node" / "pv86" / "yield-resumed-by-other-tx", ("blocks", "chunks")
    )
    before = build_document(RawTransaction(documents))
    ((target, (slot,)),) = [(id, slots) for id, slots in before.graph.slots.items() if slots[0].data]
    late = {
        "receipt_id": "1" * 32,
        "predecessor_id": "app.near",
        "receiver_id": "app.near",
        "receipt": {"Data": {"data_id": slot.data_id, "data": "bGF0ZQ==", "is_promise_resume": True}},
    }
    height = (before.graph.by_id[target].height or 0) + 1
    chunk = RawDocument("chunk", None, {"result": {"header": {"height_created": height}, "receipts": [late]}})
    document = build_document(RawTransaction((*documents, chunk)))
    assert there_from(document, "1" * 32) == len(document.timeline)
