"""Marks as programs give them: receipts, their ids or filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xccviz.annotations.marks import Mark
from xccviz.api.errors import a_text, told, wrong_value
from xccviz.api.receipts import Receipt
from xccviz.catalogue import tr
from xccviz.document import Document


def marks_from(document: Document, given: Iterable[str | Receipt]) -> tuple[Mark, ...]:
    """A mark for each. Raises UsageError for what is neither a receipt, an id nor a filter."""
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise wrong_value("marks", given, tr("receipts, their ids or filters"))
    return tuple(_mark(document, each) for each in given)


def _mark(document: Document, given: str | Receipt) -> Mark:
    if isinstance(given, Receipt):
        return Mark(node=given.id)
    if a_text("marks", given) in document.graph.by_id:
        return Mark(node=given)
    from xccviz.query import parse  # late: few mark by a filter

    with told():
        return Mark(filter=parse(given).text)
