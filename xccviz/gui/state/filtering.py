"""The filter of a tab: as it was typed, as it is in force, and what it finds. All views show the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xccviz.display.look import Emphasis, lit
from xccviz.document import Document
from xccviz.values import frozen, replace

if TYPE_CHECKING:
    from xccviz.query import Columns, Filter, FilterError


@frozen(eq=False)
class Filtering:
    """`text`: what was typed. `filter`: what is in force, None for nothing; while `text` can't be read, for `mistake`,
    the one before stays. `hits`: the ids it is true for, in display order; `emphasis`: what of a drawing stands out.
    `columns`: what filters look at in the document, for whoever asks it again."""

    text: str = ""
    filter: Filter | None = None
    mistake: FilterError | None = None
    hits: tuple[str, ...] = ()
    emphasis: Emphasis = Emphasis()
    columns: Columns | None = None


def typed(before: Filtering, text: str, document: Document) -> Filtering:
    """What is in force once `text` was typed; none for an empty one."""
    if text == before.text:
        return before
    from xccviz.query import Columns, FilterError, parse  # late: a window opens without a filter

    columns = before.columns
    if columns is None or columns.document is not document:
        columns = Columns(document)
    if not text.strip():
        return Filtering(text, columns=columns)
    try:
        return _in_force(text, parse(text), columns)
    except FilterError as mistake:
        return replace(before, text=text, mistake=mistake, columns=columns)


def found_again(before: Filtering, document: Document) -> Filtering:
    """The same filter over a document that has grown."""
    if before.filter is None:
        return before
    from xccviz.query import Columns

    return replace(_in_force(before.text, before.filter, Columns(document)), mistake=before.mistake)


def _in_force(text: str, filter: Filter, columns: Columns) -> Filtering:
    hits = filter.matches(columns)
    return Filtering(text, filter, None, hits, lit(hits, columns.document.graph.by_id), columns)
