"""What every file says of itself: which transaction it is of, and which moment it shows."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.words.identity import identity_words


def about(document: Document, step: int | None) -> tuple[str, str]:
    """Which transaction it is, and more of that in a line: network, signer, date, and the moment where that is not the
    end. Unescaped, as the document has it."""
    identity = (*identity_words(document.trace, document.graph), moment_words(document, step))
    return document.trace.transaction.hash, " · ".join(part for part in identity if part)


def moment_words(document: Document, step: int | None) -> str:
    """`step 3 of 18`; "" for the end."""
    if step is None:
        return ""
    return tr("step {number} of {count}", number=f"{step:,}", count=f"{len(document.timeline):,}")


def told_end(document: Document, step: int | None) -> str:
    """The end in a sentence, of a file that shows it; "" of one that shows a moment before."""
    return document.verdict.title if step is None or step >= len(document.timeline) else ""
