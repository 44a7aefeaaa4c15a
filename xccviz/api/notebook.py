"""What a notebook shows of a transaction: its verdict, and its drawing inside the page.

The page is not ours: ids and styles of the drawing are made its own, so that two drawings (or one of another library)
don't mix. Whatever the chain says is text in it, and it has no script, no link and no event handler.
"""

from __future__ import annotations

import re
from html import escape

from xccviz.catalogue import tr, trn
from xccviz.display.svg import style_sheet, svg_element
from xccviz.display.themes import load_theme
from xccviz.document import Document
from xccviz.export.pictures import drawing_of
from xccviz.export.types import ExportOptions
from xccviz.model.text import visible_text
from xccviz.patterns import later
from xccviz.words.identity import identity_words

LARGEST = 400_000
"""Characters of a drawing that is shown; of a larger one only the words."""
_SAID = 2_000
_RULE = later(r"[^{}]+\{[^{}]*\}")
_WORDS = "font-family:system-ui,sans-serif;line-height:1.5"


def html_of(document: Document) -> str:
    """A piece of HTML: the verdict, which transaction it is, and its graph as a window opens it."""
    said = document.verdict
    receipts = len(document.graph.nodes) - 1
    identity = " · ".join((
        *identity_words(document.trace, document.graph),
        trn("{count} receipt", "{count} receipts", receipts),
    ))  # fmt: skip
    lines = [
        f'<div style="{_WORDS};font-weight:600">{_text(said.title)}</div>',
        f'<div style="{_WORDS}">{_text(said.explanation)}</div>' if said.explanation else "",
        f'<div style="{_WORDS};opacity:.7;font-size:smaller">'
        f"{_text(document.trace.transaction.hash)} · {_text(identity)}</div>",
    ]
    drawing = _drawing(document)
    if drawing:
        lines.append(drawing)
    else:
        large = tr("The drawing is too large for a page; {call} writes it.", call='tx.save("tree.svg")')
        lines.append(f'<div style="{_WORDS};opacity:.7;font-size:smaller">{_text(large)}</div>')
    return f'<div class="xccviz">{"".join(lines)}</div>'


def _text(text: str) -> str:
    return escape(visible_text(text, _SAID))


def _drawing(document: Document) -> str:
    """The graph as an element of a page; "" where it is too large for one."""
    options = ExportOptions()
    own = "xccviz-" + re.sub(r"[^0-9A-Za-z]", "", document.trace.transaction.hash)[:44]
    drawn = svg_element(drawing_of(document, options), load_theme(options.colours), f"{own}-")
    if len(drawn.rest) > LARGEST:
        return ""
    style = _RULE.sub(rf"#{own} \g<0>", style_sheet(drawn.used))
    return (
        f'<div id="{own}" style="overflow:auto;max-height:80vh;margin-top:.5em">'
        f"{drawn.opening}<style>{style}</style>{drawn.rest}</div>"
    )
