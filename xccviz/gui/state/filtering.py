"""The filter of a tab: as it was typed, as it is in force, and what it finds. All views show the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xccviz.display.look import Emphasis, hidden, lit
from xccviz.document import Document
from xccviz.graph.types import ReceiptGraph
from xccviz.values import frozen, replace

if TYPE_CHECKING:
    from xccviz.query import Columns, Filter, FilterError
    from xccviz.query.filter import Through


@frozen(eq=False)
class Filtering:
    """`text`: what was typed. `filter`: what is in force, None for nothing; while `text` can't be read, for `mistake`,
    the one before stays. `hits`: the ids it is true for, in display order, by what was known after `step` steps (None:
    by the end); `emphasis`: what of a drawing stands out; `hides`: what is neither a hit nor on the way to one is not
    shown at all. `columns`: what filters look at in the document, for whoever asks it again; `through`: what the filter
    finds at every moment, once that was asked."""

    text: str = ""
    filter: Filter | None = None
    mistake: FilterError | None = None
    hits: tuple[str, ...] = ()
    emphasis: Emphasis = Emphasis()
    hides: bool = False
    columns: Columns | None = None
    step: int | None = None
    through: Through | None = None


def typed(before: Filtering, text: str, document: Document, columns: Columns | None = None) -> Filtering:
    """What is in force once `text` was typed; none for an empty one. `columns`: those of the document, where they are
    made already."""
    if text == before.text:
        return before
    from xccviz.query import Columns, FilterError, parse  # late: a window opens without a filter

    columns = columns or before.columns
    if columns is None or columns.document is not document:
        columns = Columns(document)
    if not text.strip():
        return Filtering(text, hides=before.hides, columns=columns)
    try:
        return _in_force(text, parse(text), columns, before.hides)
    except FilterError as mistake:
        return replace(before, text=text, mistake=mistake, columns=columns)


def found_again(before: Filtering, document: Document) -> Filtering:
    """The same filter over a document that has grown."""
    if before.filter is None:
        return before
    from xccviz.query import Columns

    found = _in_force(before.text, before.filter, Columns(document), before.hides)
    return replace(found, mistake=before.mistake)


def judged(before: Filtering, step: int | None) -> Filtering:
    """The same filter by what was known after `step` steps; None: by the end."""
    filter, columns = before.filter, before.columns
    if filter is None or columns is None or before.step == step:
        return before
    through = before.through
    if through is None and step is not None:
        through = filter.through(columns)
    if through is not None and through.alike(before.step, step):
        return replace(before, step=step, through=through)
    hits = filter.matches(columns) if through is None else through.at(step)
    if hits == before.hits:
        return replace(before, step=step, through=through)
    emphasis = _emphasis(hits, columns.document.graph, before.hides)
    return replace(before, hits=hits, emphasis=emphasis, step=step, through=through)


def hiding(before: Filtering, hides: bool) -> Filtering:
    """The same with the rest hidden, or dimmed."""
    if before.hides == hides:
        return before
    after = replace(before, hides=hides)
    if before.columns is None:
        return after
    return replace(after, emphasis=_emphasis(before.hits, before.columns.document.graph, hides))


def hit_after(filtering: Filtering, graph: ReceiptGraph, node: str | None, by: int) -> str | None:
    """The next hit behind a node in display order, before it with `by` -1; from the last one goes to the first."""
    hits = filtering.hits
    if not hits:
        return None
    at = (
        graph.by_id[node].index
        if node is not None and node in graph.by_id
        else -1
        if by > 0
        else len(graph.nodes)
    )
    places = [graph.by_id[hit].index for hit in hits]
    if by > 0:
        return next((hit for hit, place in zip(hits, places, strict=True) if place > at), hits[0])
    return next((hit for hit, place in zip(hits[::-1], places[::-1], strict=True) if place < at), hits[-1])


def _in_force(text: str, filter: Filter, columns: Columns, hides: bool) -> Filtering:
    hits = filter.matches(columns)
    return Filtering(text, filter, None, hits, _emphasis(hits, columns.document.graph, hides), hides, columns)


def _emphasis(hits: tuple[str, ...], graph: ReceiptGraph, hides: bool) -> Emphasis:
    found = lit(hits, graph.by_id)
    return hidden(found, graph) if hides else found
