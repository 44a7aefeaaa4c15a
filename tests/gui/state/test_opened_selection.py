"""As a transaction opens, what its verdict speaks of is selected."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.reference.recorded import HERE, document_of, recording, usual_files, walks_all
from xccviz.document import Document, build_document
from xccviz.gui.state.tabs import open_tab
from xccviz.sources.files.read import open_text
from xccviz.sources.files.sample import list_samples, read_sample
from xccviz.words.names import name_in_sentence, with_short_accounts


def names_in(title: str, document: Document) -> list[str]:
    """The names of receipts that a sentence has, in its order; of two at one place the longer."""
    names = {name_in_sentence(node, ended) for node in document.graph.nodes for ended in (True, False)}
    shown = {with_short_accounts(name) for name in names}
    found = [
        (at.start(), -len(name), name)
        for name in names | shown
        for at in re.finditer(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)", title)
    ]
    return [name for _, _, name in sorted(found)]


def wrong(document: Document) -> str:
    """What is selected where the verdict names something else first, "" where it names none, or that."""
    title = document.verdict.title
    named = names_in(title, document)
    node = document.graph.by_id[open_tab(document, "").selection]
    own = {name_in_sentence(node, ended) for ended in (True, False)}
    own |= {with_short_accounts(name) for name in own}
    return f"{title}: {node.label}" if named and named[0] not in own else ""


@pytest.mark.parametrize("name", [sample.name for sample in list_samples()])
def test_of_a_sample_the_receipt_is_selected_that_the_verdict_names(name: str) -> None:
    assert not wrong(build_document(read_sample(name)))


@walks_all
def test_of_what_was_recorded_too(shared_data: Path) -> None:
    files = usual_files(shared_data)
    timed = [path.parent for path in files if (path.parent / "heights.json").exists()]
    packed = [gzip.decompress(path.read_bytes()).decode() for path in sorted((HERE / "pictured").iterdir())]
    pictured = [build_document(open_text(text)) for text in packed]
    documents = [*map(recording, files), *map(document_of, timed), *pictured]
    found = [told for told in map(wrong, documents) if told]
    assert not found, "\n".join(found)
    assert sum(bool(names_in(document.verdict.title, document)) for document in documents) > 50
