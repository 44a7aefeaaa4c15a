"""What a notebook shows: of a transaction its verdict and drawing, of two what differs as a table.

The page is not ours: ids and styles of the drawing are made its own, so that two drawings (or one of another library)
don't mix. Whatever the chain says is text in it, and it has no script, no link and no event handler.
"""

from __future__ import annotations

import re
from html import escape

from xccviz.analysis.time.extent import extent_of
from xccviz.catalogue import tr
from xccviz.comparison import compare
from xccviz.display.svg import style_sheet, svg_element
from xccviz.display.themes import load_theme
from xccviz.document import Document
from xccviz.export.pictures import drawing_of
from xccviz.export.types import ExportOptions
from xccviz.model.text import visible_text
from xccviz.patterns import later
from xccviz.tables.differences import HEADS, DifferenceRow, difference_rows
from xccviz.words.differences import headline, read_as_same
from xccviz.words.extent import counted_words
from xccviz.words.identity import identity_words
from xccviz.words.numbers import and_more

MOST = 200
"""Lines of a table of differences; the others are counted."""
LEFT = '"text-align:left;vertical-align:top"'
LARGEST = 400_000
"""Characters of a drawing that is shown; of a larger one only the words."""
_SAID = 2_000
_RULE = later(r"[^{}]+\{[^{}]*\}")
_WORDS = "font-family:system-ui,sans-serif;line-height:1.5"


def html_of(document: Document) -> str:
    """A piece of HTML: the verdict, which transaction it is, and its graph as a window opens it."""
    said = document.verdict
    receipts = counted_words(extent_of(document.graph))
    identity = " · ".join((
        *identity_words(document.trace, document.graph),
        ", ".join(receipts),
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


def html_of_differences(a: Document, b: Document) -> str:
    """A piece of HTML: how many differences there are, which two, and each with the call it is at, as the window lists
    them."""
    found = compare(a, b)
    rows = difference_rows(found.entries)
    lines = [f'<div style="{_WORDS};font-weight:600">{_text(headline(found.found))}</div>']
    for side, document in (("A", a), ("B", b)):
        said = (
            f"{side}: {document.trace.transaction.hash} {document.graph.root.label}: {document.verdict.title}"
        )
        lines.append(f'<div style="{_WORDS};opacity:.7;font-size:smaller">{_text(said)}</div>')
    for left, right in found.found.accounts:
        lines.append(
            f'<div style="{_WORDS};opacity:.7;font-size:smaller">{_text(read_as_same(left, right))}</div>'
        )
    if rows:
        heads = "".join(f'<th style="text-align:left">{_text(head)}</th>' for head in HEADS[:-1])
        body = "".join(map(_row, rows[:MOST]))
        lines.append(f'<table style="{_WORDS}"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>')
    if len(rows) > MOST:
        more = _text(and_more(len(rows) - MOST))
        lines.append(f'<div style="{_WORDS};opacity:.7;font-size:smaller">{more}</div>')
    return f'<div class="xccviz">{"".join(lines)}</div>'


def _row(row: DifferenceRow) -> str:
    """One line of the table; where it is stands on the first of several."""
    change = f" ({row.change})" if row.change else ""
    a, b = (f"<code>{_text(text)}</code>" if row.code and text else _text(text) for text in (row.a, row.b))
    cells = (_text(row.path) if row.first else "", _text(row.what), a, b + _text(change))
    return f"<tr>{''.join(f'<td style={LEFT}>{cell}</td>' for cell in cells)}</tr>"


def _text(text: str) -> str:
    return escape(visible_text(text, _SAID))


def _drawing(document: Document) -> str:
    """The graph as an element of a page; "" where it is too large for one."""
    options = ExportOptions()
    own = "xccviz-" + re.sub(r"[^0-9A-Za-z]", "", document.trace.transaction.hash)[:44]
    drawn = svg_element(drawing_of(document, options), load_theme(options.colours), f"{own}-")
    rest = drawn.rest
    if len(rest) > LARGEST:
        return ""
    style = _RULE.sub(rf"#{own} \g<0>", style_sheet(drawn.used))
    return (
        f'<div id="{own}" style="overflow:auto;max-height:80vh;margin-top:.5em">'
        f"{drawn.opening}<style>{style}</style>{rest}</div>"
    )
