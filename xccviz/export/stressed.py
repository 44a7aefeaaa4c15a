"""What files that are no pictures share: the moment, what a filter finds, what it hides."""

from __future__ import annotations

from xccviz.display.look import Emphasis, hidden, lit
from xccviz.document import Document
from xccviz.export.types import ExportOptions
from xccviz.replay import moment_at
from xccviz.replay.types import Moment
from xccviz.values import replace


def moment_of(document: Document, options: ExportOptions) -> Moment | None:
    """The moment that is asked for, None for the end; a step beyond the end is the end."""
    if options.step is None or options.step >= len(document.timeline):
        return None
    return moment_at(document.analysis, document.timeline, options.step)


def emphasis_of(document: Document, options: ExportOptions) -> Emphasis:
    """What a filter finds stands out; all else steps back, or is gone unless it led to what was found. What is not
    among the only ones that are wanted, nor on the way to them, is gone as well."""
    everything = document.graph.by_id
    found = (
        lit(options.filter.matches(document, options.known_by), everything)
        if options.filter is not None
        else Emphasis()
    )
    if options.hides:
        found = hidden(found, document.graph)
    if options.only is not None:
        beyond = hidden(lit(options.only, everything), document.graph).gone
        found = replace(found, dim=found.dim | beyond, gone=found.gone | beyond)
    return found
