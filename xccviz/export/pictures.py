"""What the options ask to be drawn; shared by every exporter of pictures."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.display.drawings import DRAWINGS, find_drawing
from xccviz.display.heading import headed
from xccviz.display.look import HANDLE, Emphasis, Look, hidden, lit
from xccviz.display.types import DisplayList
from xccviz.document import Document
from xccviz.export.types import ExportOptions
from xccviz.layout.types import WIDTH, LayoutOptions
from xccviz.replay import moment_at
from xccviz.replay.types import Moment
from xccviz.values import replace
from xccviz.words.identity import identity_words
from xccviz.words.sentences import capital, stopped
from xccviz.words.standing import after_step, standing_words


def picture(document: Document, options: ExportOptions) -> DisplayList:
    """The drawing `options.view` of a document (the first if none is named) below a heading that says whose it is. A
    step beyond the end is the end; ValueError for a view that is no drawing."""
    return headed(drawing_of(document, options), facts_of(document, moment_of(document, options.step)))


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
    moment = moment_of(document, options.step)
    wanted = options.filter
    emphasis = lit(wanted.matches(document), analysis.graph.by_id) if wanted is not None else Emphasis()
    if options.hides:
        emphasis = hidden(emphasis, analysis.graph)
    drawn = drawing.draw(document, layout, Look(moment, emphasis=emphasis))
    handle = f"/{HANDLE}"
    still = tuple(p for p in drawn.primitives if handle not in p.key)  # nothing can be clicked in a picture
    title, description = said_of(document, moment)
    return replace(drawn, primitives=still, title=title, description=description)


def moment_of(document: Document, step: int | None) -> Moment | None:
    """The moment after a step, one beyond the end is the end; None for no step."""
    return None if step is None else moment_at(document.analysis, document.timeline, step)


def said_of(document: Document, moment: Moment | None) -> tuple[str, str]:
    """What a file says first: the verdict and its explanation; of the past which moment it is and how all stood, as
    what came later is not known there."""
    if moment is None or moment.at_end:
        return document.verdict.title, document.verdict.explanation
    after = stopped(after_step(document.analysis, moment, len(document.timeline)))
    return capital(after), stopped(standing_words(document.analysis, moment))


def facts_of(document: Document, moment: Moment | None) -> tuple[str, str]:
    """Which transaction it is; and the last step, where it was asked for by its number."""
    last = moment is not None and moment.at_end
    count = f"{len(document.timeline):,}"
    step = (tr("step {number} of {count}", number=count, count=count),) if last else ()
    identity = identity_words(document.trace, document.graph)
    return document.trace.transaction.hash, " · ".join((*identity, *step))
