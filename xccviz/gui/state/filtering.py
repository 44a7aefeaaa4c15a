"""The filter of a tab: as it was typed, as it is in force, and what it finds. All views show the same one."""

from __future__ import annotations

from xccviz import query
from xccviz.display.look import Emphasis, lit
from xccviz.document import Document
from xccviz.query import Filter, FilterError
from xccviz.values import frozen


@frozen(eq=False)
class Filtering:
    """`text`: what was typed. `filter`: what is in force, None for nothing; while `text` can't be read, for `mistake`,
    the one before stays. `hits`: the ids it is true for, in display order; `emphasis`: what of a drawing stands out."""

    text: str = ""
    filter: Filter | None = None
    mistake: FilterError | None = None
    hits: tuple[str, ...] = ()
    emphasis: Emphasis = Emphasis()


def typed(before: Filtering, text: str, document: Document) -> Filtering:
    """What is in force once `text` was typed; none for an empty one."""
    if text == before.text:
        return before
    if not text.strip():
        return Filtering(text)
    try:
        return _in_force(text, query.parse(text), document)
    except FilterError as mistake:
        return Filtering(text, before.filter, mistake, before.hits, before.emphasis)


def found_again(before: Filtering, document: Document) -> Filtering:
    """The same filter over a document that has grown."""
    if before.filter is None:
        return before
    now = _in_force(before.text, before.filter, document)
    return Filtering(before.text, now.filter, before.mistake, now.hits, now.emphasis)


def _in_force(text: str, filter: Filter, document: Document) -> Filtering:
    hits = filter.matches(document)
    return Filtering(text, filter, None, hits, lit(hits, document.graph.by_id))
