"""Filters as assertions about a transaction: nothing may match, or something must (interface.md §2, `check`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from xccviz.analysis.checks import Assertion
from xccviz.document import Document
from xccviz.query.filter import Filter


def filter_assertions(
    document: Document, none: Iterable[Filter], some: Iterable[Filter]
) -> tuple[Assertion, ...]:
    """An assertion for each filter: `found` counts the nodes that match, `nodes` are they."""
    return (
        *(_assertion("none", filter, document) for filter in none),
        *(_assertion("some", filter, document) for filter in some),
    )


def _assertion(name: Literal["none", "some"], filter: Filter, document: Document) -> Assertion:
    hits = filter.matches(document)
    return Assertion(name, bool(hits) == (name == "some"), filter.text, len(hits), nodes=hits)
