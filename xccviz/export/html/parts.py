"""Parts that pages are made of: signs, values, lists of facts, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from xccviz.catalogue import tr
from xccviz.decode.types import Decoded
from xccviz.export.html.markup import Html, Inside, element, joined, text, words_within
from xccviz.export.html.subject import Subject
from xccviz.model.text import visible_text
from xccviz.tables.table import Table
from xccviz.words.numbers import and_more
from xccviz.words.signs import Sign
from xccviz.words.value_lines import size_words, value_text
from xccviz.words.values import NOTHING

VALUE, VALUE_LINES, VALUE_LINE = 2_000, 60, 400
"""Characters and lines of a value that a page shows, and characters of one line."""
ROWS, CELL = 200, 240
"""Rows of a table, and characters of a cell."""


def sign(shown: Sign, *, said: bool = True) -> Html:
    """A sign; `said`: with its word for those who don't see it."""
    if shown.shape == "none":
        return Html("")
    drawn = Html(f'<svg class="sign {shown.tone}" aria-hidden="true"><use href="#sign-{shown.shape}"/></svg>')
    return joined((drawn, element("span", shown.word, class_="unseen") if said else None))


def value_block(value: Decoded) -> Html:
    """A value as it is, as much of it as can be looked at, and its size."""
    if value.kind == "empty":
        return text(NOTHING["line"])
    shown, more = value_text(value, "Hex" if value.kind == "hex" else "Text", VALUE, VALUE_LINES)
    lines = "\n".join(visible_text(line, VALUE_LINE, keep="\t") for line in shown.split("\n"))
    size = tr("the beginning of {size}", size=size_words(value)) if more else size_words(value)
    problem = element("p", value.problem, class_="mute") if value.problem else None
    small = not more and len(value.raw) <= len("{}")
    return joined(
        (
            element("pre", text(lines, None, keep="\n\t")),
            None if small else element("p", size, class_="size"),
            problem,
        )
    )


def facts(rows: Iterable[tuple[str, Inside]], class_: str = "facts") -> Html:
    """Names and what they are: a list of definitions; those without anything to say are left out."""
    said = [(name, inside) for name, inside in rows if inside]
    pairs = (part for name, inside in said for part in (element("dt", name), element("dd", inside)))
    return element("dl", *pairs, class_=class_) if said else Html("")


def head_cell(title: str, class_: str = "") -> Html:
    """The head of a column."""
    return element("th", title, scope="col", class_=class_ or None)


def grid(caption: str, heads: Iterable[Html], rows: Iterable[Html], after: Html | None = None) -> Html:
    """A table that scrolls within itself where it is too wide."""
    table = element(
        "table",
        element("caption", caption, class_="unseen"),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
    )
    return joined((scrolled(table, caption), after))


def scrolled(table: Html, name: str) -> Html:
    """A table in a frame that scrolls, by keyboard too."""
    return element("div", table, class_="scroll", tabindex="0", role="region", aria_label=name)


def cell_text(words: str, value: object, limit: int) -> Html:
    """The words of a cell. Only of what is as the document has it the number of its characters tells something."""
    return text(words, limit) if words == value else words_within(words, limit)


def table_section(
    subject: Subject,
    table: Table[Any],
    columns: Sequence[str],
    rows: Iterable[Any],
    *,
    most: int = ROWS,
    of: str | None = tr("RECEIPT"),
) -> Html | None:
    """A table of facts: the columns named, as far as one of the rows has something to say there, with the sign of each
    row, and the receipt it speaks of under the heading `of`. None without a row."""
    node = table.node
    told = (row for row in rows if node is None or not subject.gone(node(row)))
    shown = list(islice(told, most))
    if not shown:
        return None
    more = sum(1 for _ in told)
    words = {id: [table.column(id).words(row, "line") for row in shown] for id in columns}
    used = [table.column(id) for id in columns if any(words[id])]
    heads = [head_cell(column.title, "number" if column.number else column.id) for column in used]
    made = []
    for number, row in enumerate(shown):
        cells = []
        for place, column in enumerate(used):
            said = cell_text(words[column.id][number], column.value(row), CELL)
            if not place and table.sign is not None:
                said = joined((sign(table.sign(row)), said))
            tone = column.tone(row)
            class_ = " ".join(
                filter(None, ("number" if column.number else "", tone if tone != "mute" else ""))
            )
            cells.append(element("td", said, class_=class_ or None))
        about = node(row) if node is not None else None
        if node is not None and of is not None:
            cells.append(element("td", subject.link_to_all(about) if about is not None else None))
        made.append(element("tr", *cells, class_=subject.dimmed(about)))
    if node is not None and of is not None:
        heads.append(head_cell(of))
    return grid(table.title, heads, made, more_words(more))


def more_words(count: int) -> Html | None:
    """How many are not shown."""
    if not count:
        return None
    return element("p", and_more(count), class_="mute")


def section(title: str, *inside: Inside, id: str, note: str = "") -> Html | None:
    """A part of a page under its heading; None where there is nothing in it."""
    held = [each for each in inside if each]
    if not held:
        return None
    head = element("h2", title, element("small", note) if note else None)
    return element("section", head, *held, id=id)


def fold(summary: Inside, *inside: Inside, opened: bool = False) -> Html:
    """What is open only when somebody opens it."""
    return element("details", element("summary", summary), *inside, open=opened)


def id_words(id: str) -> Html:
    """A hash or id, whole, in a face in which its letters differ; a script makes it copied by a click."""
    return element("code", text(id), data_copy=id)
