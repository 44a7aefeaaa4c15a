"""What a change did to a call, in Markdown, to be pasted into a report."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.export.markdown_text import inline, table
from xccviz.rerun.answer import Answer
from xccviz.tables.what_if import what_if_table
from xccviz.words.numbers import and_more
from xccviz.words.what_if import already_words, what_if_sentence

_SENTENCE = 2_000


def what_if_markdown(answer: Answer) -> str:
    """A sentence and a table of what differs; "" where nothing was run with a change. What a contract says in it is
    inert."""
    if answer.what_if is None:
        return ""
    found = what_if_table(answer)
    lines = [f"**{inline(what_if_sentence(answer), _SENTENCE)}**"]
    if found.rows:
        titles = ("#", tr("What"), tr("As it was"), tr("What if"))
        rows = [
            [str(row.number), *(inline(each, cell=True) for each in (row.what, row.left, row.told_right))]
            for row in found.rows
        ]
        lines += ["", *table(titles, rows)]
    for words in already_words(answer.replay.unchanged):
        lines += ["", inline(words, _SENTENCE)]
    if found.left_out:
        lines += ["", inline(and_more(found.left_out))]
    return "\n".join(lines) + "\n"
