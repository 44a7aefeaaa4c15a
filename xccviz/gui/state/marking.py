"""The marks of a tab and what they hit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from xccviz.annotations.marks import Mark
from xccviz.values import field, frozen, replace

if TYPE_CHECKING:
    from xccviz.document import Document
    from xccviz.query import Columns
    from xccviz.query.marking import Marked
    from xccviz.replay.ways import Ways


@frozen(eq=False)
class Marking:
    """`marked`: each mark with what it hits. `halts`: ascending, where any of them stops whoever plays; `runs`: where a
    node runs that one which is on hits. Of what is known to be hit after `step` steps (None: by the end): `of_node`: by
    id the mark whose sign stands beside it, of several the first that is on; `hits`: the ids, mark by mark. `columns`:
    what filters look at, for the next one."""

    marked: tuple[Marked, ...] = ()
    halts: tuple[int, ...] = ()
    runs: tuple[int, ...] = ()
    of_node: Mapping[str, Mark] = field(default_factory=dict)
    columns: Columns | None = None
    step: int | None = None
    hits: tuple[tuple[str, ...], ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks themselves."""
        return tuple(each.mark for each in self.marked)

    @property
    def heeded(self) -> tuple[bool, ...]:
        """Of each mark whether it is on."""
        return tuple(each.mark.on for each in self.marked)

    def known(self, ways: Ways) -> tuple[int, ...]:
        """Ascending, the runs of what is known to be hit by marks that are on."""
        both = zip(self.marked, self.hits, strict=True)
        return ways.runs(dict.fromkeys(node for each, nodes in both if each.mark.on for node in nodes))

    @property
    def pending(self) -> tuple[Mark, ...]:
        """Those of which what they hit is not known yet."""
        return tuple(each.mark for each in self.marked if each.pending)


AT_ONCE, LIVES_AT_ONCE = 100_000, 300
"""So many characters of filters, times nodes, are looked up at once: some milliseconds; and for the first of them what
was known of so many nodes at each moment."""


def marking_of(
    marks: tuple[Mark, ...],
    document: Document,
    ways: Ways,
    before: Marking,
    columns: Columns | None = None,
    found: Iterable[Marked] = (),
) -> Marking:
    """What marks hit in a document. `before`: what is known already of the same document, and `found`: what was looked
    up meanwhile; nothing that is known is looked up again. Filters that would take long are `pending`. `columns`: those
    of the document, if they are made."""
    columns = before.columns or columns
    if not marks:
        return Marking(columns=columns)
    from xccviz.query import Columns  # late: a window opens without marks
    from xccviz.query.marking import Marked, as_it_is, looked_up, on_node

    known = {each.mark.place: each for each in (*before.marked, *found) if not each.pending}
    new = [mark for mark in marks if mark.filter and mark.place not in known]
    count = len(document.graph.nodes)
    quick = count <= LIVES_AT_ONCE or (columns is not None and columns.has_lives)
    if new and quick and sum(len(mark.filter) for mark in new) * count <= AT_ONCE:
        columns = columns or Columns(document)
        known |= {each.mark.place: each for each in looked_up(new, ways, columns) if each is not None}

    def marked(mark: Mark) -> Marked:
        each = known.get(mark.place)
        if each is None:
            return on_node(mark, ways) if mark.node else Marked(mark, pending=True)
        return as_it_is(each, mark, ways)

    all_marked = tuple(map(marked, marks))
    return _at(all_marked, before.step, columns)


def judged(before: Marking, step: int | None) -> Marking:
    """The same marks, with the signs of what was known to be hit after `step` steps; None: by the end."""
    if before.step == step or not before.marked:
        return before

    def same(each: Marked) -> bool:
        return each.found is None or each.found.alike(before.step, step)

    from xccviz.query.marking import signs

    if all(map(same, before.marked)):
        return replace(before, step=step)
    hits = tuple(
        was if same(each) else each.hits_at(step)
        for each, was in zip(before.marked, before.hits, strict=True)
    )
    if hits == before.hits:
        return replace(before, step=step)
    return replace(before, step=step, hits=hits, of_node=signs(before.marked, hits))


def _at(all_marked: tuple[Marked, ...], step: int | None, columns: Columns | None) -> Marking:
    from xccviz.query.marking import signs, stops

    runs = tuple(sorted({run for each in all_marked if each.mark.on for run in each.runs}))
    hits = tuple(each.hits_at(step) for each in all_marked)
    return Marking(all_marked, stops(all_marked), runs, signs(all_marked, hits), columns, step, hits)
