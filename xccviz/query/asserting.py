"""Filters as assertions about a transaction: nothing may match, or something must (interface.md §2, `check`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from xccviz.analysis.checks import Assertion
from xccviz.document import Document
from xccviz.query.columns import Columns, columns_of
from xccviz.query.filter import Filter
from xccviz.query.nothing import nothing_of


def filter_assertions(
    document: Document, none: Iterable[Filter], some: Iterable[Filter]
) -> tuple[Assertion, ...]:
    """An assertion for each filter: `found` counts the nodes that match, `nodes` are they."""
    columns = columns_of(document)
    return (
        *(_assertion("none", filter, columns) for filter in none),
        *(_assertion("some", filter, columns) for filter in some),
    )


def _assertion(name: Literal["none", "some"], filter: Filter, columns: Columns) -> Assertion:
    hits, holds = filter.matches(columns), bool(filter.tree.find(columns)) == (name == "some")
    nothing = nothing_of(filter, columns)
    meant = nothing.meant.term if nothing is not None and nothing.meant is not None else ""
    part = nothing.excluding if nothing is not None and not holds else None  # where it holds nobody asks
    without = (part.text, part.hits) if part is not None else None
    return Assertion(name, holds, filter.text, len(hits), nodes=hits, meant=meant, without=without)
