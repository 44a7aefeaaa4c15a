"""Where a contract panicked, in words, and what is said of the source that it names. The wording is that of a claim: a
contract names what it likes."""

from __future__ import annotations

from xccviz.analysis.failures.places import PanicPlace, SourceLine
from xccviz.catalogue import tr
from xccviz.model.text import visible_text
from xccviz.words.values import TEXT_LIMIT

COMMIT = 10
"""Characters of a commit that stand for it."""


def panicked_words(place: PanicPlace, beside: str) -> str:
    """`at src/lib.rs:45:9`; "" where what stands `beside` it says so already."""
    return "" if place.at in beside else tr("at {place}", place=visible_text(place.at, TEXT_LIMIT))


def source_words(source: SourceLine) -> str:
    """Which line of what, the host first: `github.com/owner/name: src/lib.rs, line 45 of 9c16aaff3c`."""
    return tr(
        "{repository}: {file}, line {line} of {commit}",
        repository=source.repository,
        file=source.file,
        line=source.line,
        commit=source.commit[:COMMIT],
    )


SOURCE_CLAIM = tr(
    "The source is the one that the contract names. Whether it was built from it is not checked."
)
