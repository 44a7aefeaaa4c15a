"""What the options ask to be drawn; shared by every exporter of pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.why.reasons import Answer, asks, why
from xccviz.annotations import annotations_of
from xccviz.annotations.marks import Mark
from xccviz.display.drawings import DRAWINGS, find_drawing
from xccviz.display.heading import headed
from xccviz.display.look import Look
from xccviz.display.marks import with_marks
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
from xccviz.replay.then import then_at
from xccviz.replay.types import Moment
from xccviz.replay.ways import Ways
from xccviz.values import replace
from xccviz.words.filters import matching_words
from xccviz.words.why import question_title


def picture(document: Document, options: ExportOptions) -> DisplayList:
    """The drawing `options.view` of a document (the first if none is named) below a heading that says whose it is. A
    step beyond the end is the end; ValueError for a view that is no drawing."""
    moment = moment_of(document, options.step)
    last = options.step if moment is not None and moment.at_end else None  # the title says any other
    shown = drawing_of(document, options)
    lines = (*about(document, last), _filtered(document, options), asked_words(document, options), shown.note)
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
    emphasis, answer = emphasis_of(document, options), _answer(document, options)
    if answer is not None:
        emphasis = replace(emphasis, path=emphasis.path | answer.path)
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
    if drawing.signed:
        marked = _marked(document, options, kept.marks)
        drawn = with_marks(drawn, layout, marked, drawing.upon, options.stopped)
    title, description = said_first(document, moment)
    return replace(drawn, title=title, description=description)


def asked_words(document: Document, options: ExportOptions) -> str:
    """The question whose answer is lit; "" without one."""
    answer = _answer(document, options)
    if answer is None:
        return ""
    ended = then_at(document.timeline, _known(document, options)).ran(answer.node)
    return question_title(document.analysis, answer, ended=ended)


def _answer(document: Document, options: ExportOptions) -> Answer | None:
    """The answer to what is asked, as far as it is known by the moment; None where the question makes no sense then."""
    asked, analysis = options.asked, document.analysis
    if asked is None or asked.node not in analysis.graph.by_id:
        return None
    then = then_at(document.timeline, _known(document, options))
    if not asks(analysis, asked.question, asked.node, then):
        return None
    return why(analysis, asked.question, asked.node, then, asked.slot)


def _known(document: Document, options: ExportOptions) -> Moment | None:
    """The moment up to which things are told, None for the end."""
    return moment_of(document, options.known_by)


def _marked(document: Document, options: ExportOptions, marks: Sequence[Mark]) -> Mapping[str, Mark]:
    """The mark whose sign each node has that is known to be hit by the moment."""
    if not marks:
        return {}
    from xccviz.query.marking import all_marked, signs  # late: few are exported with marks

    ways = Ways(document.analysis, document.timeline)
    marked = all_marked(marks, ways, document)
    moment = _known(document, options)
    step = None if moment is None or moment.at_end else moment.index
    return signs(marked, [each.hits_at(step) for each in marked])


def moment_of(document: Document, step: int | None) -> Moment | None:
    """The moment after a step, one beyond the end is the end; None for no step."""
    return None if step is None else moment_at(document.analysis, document.timeline, step)
