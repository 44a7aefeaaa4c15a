"""The marks of a tab and what they hit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xccviz.annotations.marks import Mark
from xccviz.values import field, frozen

if TYPE_CHECKING:
    from xccviz.document import Document
    from xccviz.query import Columns
    from xccviz.query.marking import Marked
    from xccviz.replay.ways import Ways


@frozen(eq=False)
class Marking:
    """`marked`: each mark with what it hits. `halts`: ascending, where any of them stops whoever plays; `runs`: where a
    node runs that one which is on hits. `of_node`: by id the mark whose sign stands beside it: of several the first
    that is on. `columns`: what filters look at, for the next one."""

    marked: tuple[Marked, ...] = ()
    halts: tuple[int, ...] = ()
    runs: tuple[int, ...] = ()
    of_node: Mapping[str, Mark] = field(default_factory=dict)
    columns: Columns | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks themselves."""
        return tuple(each.mark for each in self.marked)


def marking_of(marks: tuple[Mark, ...], document: Document, ways: Ways, before: Marking) -> Marking:
    """What marks hit in a document. `before`: what is known already of the same or another one."""
    if not marks:
        return Marking(columns=before.columns)
    from xccviz.query import Columns  # late: a window opens without marks
    from xccviz.query.marking import marked, stops

    columns = before.columns
    same = columns is not None and columns.document is document
    if columns is None or not same:
        columns = Columns(document)
    known = {each.mark: each for each in before.marked} if same else {}
    found = tuple(known.get(mark) or marked(mark, ways, columns) for mark in marks)
    of_node: dict[str, Mark] = {}
    for each in sorted(found, key=lambda each: not each.mark.on):
        for node in each.hits:
            of_node.setdefault(node, each.mark)
    runs = sorted({run for each in found if each.mark.on for run in each.runs})
    return Marking(found, stops(found), tuple(runs), of_node, columns)
