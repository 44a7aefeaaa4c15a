"""What the options ask to be drawn; shared by every exporter of pictures."""

from __future__ import annotations

from xccviz.annotations import annotations_of
from xccviz.display.drawings import DRAWINGS, find_drawing
from xccviz.display.heading import headed
from xccviz.display.look import Look
from xccviz.display.notes import with_notes
from xccviz.display.types import DisplayList
from xccviz.document import Document
from xccviz.export.about import about, said_first
from xccviz.export.stills import still
from xccviz.export.stressed import emphasis_of
from xccviz.export.types import ExportOptions
from xccviz.layout.types import WIDTH, LayoutOptions
from xccviz.model.text import visible_text
from xccviz.replay import moment_at
from xccviz.replay.types import Moment
from xccviz.values import replace
from xccviz.words.filters import matching_words


def picture(document: Document, options: ExportOptions) -> DisplayList:
    """The drawing `options.view` of a document (the first if none is named) below a heading that says whose it is. A
    step beyond the end is the end; ValueError for a view that is no drawing."""
    moment = moment_of(document, options.step)
    last = options.step if moment is not None and moment.at_end else None  # the title says any other
    shown = drawing_of(document, options)
    lines = (*about(document, last), _filtered(document, options), shown.note)
    return headed(shown, [line for line in lines if line])


def _filtered(document: Document, options: ExportOptions) -> str:
    """What a filter finds; "" without one."""
    if options.filter is None:
        return ""
    hits = len(options.filter.matches(document, options.known_by))
    words, moment = visible_text(options.filter.words()), moment_of(document, options.step)
    past = moment.index if moment is not None and not moment.at_end else None
    return matching_words(hits, len(document.graph.nodes), words, past, ahead=options.ahead)


def drawing_of(document: Document, options: ExportOptions) -> DisplayList:
    """The same without a heading, for a page that says all this itself."""
    drawing = find_drawing(options.view) if options.view is not None else DRAWINGS[0]
    if drawing is None:
        known = ", ".join(row.id for row in DRAWINGS)
        raise ValueError(f"no drawing {options.view!r}; there are {known}")
    analysis = document.analysis
    fold_refunds = options.collapse_refunds or not options.expand_all
    budget = len(analysis.graph.nodes) + 1 if options.expand_all else options.budget
    layout = drawing.lay_out(
        analysis,
        LayoutOptions(
            options.expanded,
            fold_refunds,
            budget,
            options.width or WIDTH,
            options.selected,
            options.expand_all,
        ),
    )
    options.go_on()
    moment = moment_of(document, options.step)
    emphasis = emphasis_of(document, options)
    drawn = still(
        drawing.draw(document, layout, Look(moment, emphasis=emphasis, legend=options.legend)),
        filtered=bool(emphasis),
    )
    options.go_on()
    kept = options.annotations or annotations_of(document.raw.extra.get("view"))
    labels = {
        note.node: analysis.graph.by_id[note.node].label
        for note in kept.notes
        if note.node in analysis.graph.by_id
    }
    drawn = with_notes(drawn, layout, kept.notes, labels, drawing.upon)
    title, description = said_first(document, moment)
    return replace(drawn, title=title, description=description)


def moment_of(document: Document, step: int | None) -> Moment | None:
    """The moment after a step, one beyond the end is the end; None for no step."""
    return None if step is None else moment_at(document.analysis, document.timeline, step)
