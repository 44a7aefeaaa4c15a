"""How far a receipt is, in words."""

# covers: xccviz/words/progress.py

from __future__ import annotations

from pathlib import Path

from tests.reference.recorded import documents_of
from xccviz.document import build_document
from xccviz.model.raw import RawTransaction
from xccviz.words.progress import state_words


def test_data_neither_succeeds_nor_fails(shared_data: Path) -> None:
    folder = shared_data / "node" / "pv86" / "yield-timeouts-and-pending--then"
    document = build_document(RawTransaction(documents_of(folder)))
    told = {
        node.label: state_words(node, document.analysis.facts[node.id], "done")
        for node in document.graph.nodes
        if node.never_runs
    }
    assert told == {"app.near: PromiseResume": "carries a failure", "vault.near: Data": "carries 18 bytes"}
