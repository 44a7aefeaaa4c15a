"""What every file says of itself: how it ended, which transaction it is of, and which moment it shows."""

from __future__ import annotations

from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.model.text import visible_text
from xccviz.replay.types import Moment
from xccviz.words.identity import identity_words
from xccviz.words.sentences import capital, stopped
from xccviz.words.standing import after_step, standing_words


def about(document: Document, step: int | None) -> tuple[str, str]:
    """Which transaction it is, and more of that in a line: network, signer, date, and the moment where that is not the
    end. Unescaped, as the document has it."""
    identity = (*identity_words(document.trace, document.graph), moment_words(document, step))
    return document.trace.transaction.hash, " · ".join(part for part in identity if part)


def moment_words(document: Document, step: int | None) -> str:
    """`step 3 of 18`; "" where no step was asked for. One beyond the last is the last."""
    if step is None:
        return ""
    count = len(document.timeline)
    return tr("step {number} of {count}", number=numeral(min(step, count)), count=numeral(count))


def said_first(document: Document, moment: Moment | None) -> tuple[str, str]:
    """What a file says first: the verdict and its explanation; of the past which moment it is and how all stood, as
    what came later is not known there."""
    if moment is None or moment.at_end:
        return document.verdict.title, document.verdict.explanation
    after = visible_text(after_step(document.analysis, moment, len(document.timeline)))
    return capital(stopped(after)), stopped(standing_words(document.analysis, moment))
