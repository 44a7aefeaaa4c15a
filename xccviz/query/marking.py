"""What marks hit: the nodes that they stand on or that their filters find, and at which steps they stop."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from xccviz.annotations.marks import Mark
from xccviz.query.columns import Columns
from xccviz.query.mistakes import FilterError
from xccviz.query.parser import parse
from xccviz.replay.ways import Ways
from xccviz.values import frozen


@frozen
class Marked:
    """A mark with the ids it hits, in display order. `runs`: ascending, the steps in which these run; `halts`: the
    steps at which it stops whoever plays, none for a note or one that is off. `mistake`: why its filter can't be read,
    "" where it can. `pending`: what its filter finds is not known yet."""

    mark: Mark
    hits: tuple[str, ...] = ()
    runs: tuple[int, ...] = ()
    halts: tuple[int, ...] = ()
    mistake: str = ""
    pending: bool = False

    @property
    def counts(self) -> tuple[int, ...]:
        """The runs that count: each so many-th."""
        return self.runs[self.mark.every - 1 :: self.mark.every] if self.mark.on else ()

    def last_count(self, after: int, up_to: int) -> int | None:
        """The last run that counts after a step, up to a later one."""
        every = self.mark.every
        n = bisect_right(self.runs, up_to) // every * every
        run = self.runs[n - 1] if n and self.mark.on else 0
        return run if run > after else None


def looked_up(marks: Iterable[Mark], ways: Ways, columns: Columns) -> Iterator[Marked | None]:
    """What marks on what filters find hit in a transaction, a term at a time: None where whoever waits may go on.
    `columns` are those of its document."""
    for mark in marks:
        try:
            filter = parse(mark.filter)
        except FilterError as error:
            yield Marked(mark, mistake=error.what)
            continue
        yield None
        yield from filter.prepare(columns)
        yield hitting(mark, filter.matches(columns), ways)


def on_node(mark: Mark, ways: Ways) -> Marked:
    """What a mark on a node hits."""
    return hitting(mark, (mark.node,) if mark.node in ways.analysis.graph.by_id else (), ways)


def hitting(mark: Mark, hits: tuple[str, ...], ways: Ways) -> Marked:
    """A mark with what it hits, and where it stops."""
    found = Marked(mark, hits, ways.runs(hits))
    if mark.when == "note":
        return found
    back = 1 if mark.when == "before" else 0
    return Marked(mark, hits, found.runs, tuple(run - back for run in found.counts))


def stops(all_marked: Sequence[Marked]) -> tuple[int, ...]:
    """Ascending, the steps at which any of these stops."""
    return tuple(sorted({halt for each in all_marked for halt in each.halts}))


def stopping(all_marked: Sequence[Marked], ways: Ways, step: int) -> tuple[Marked, str] | None:
    """The first mark that stops at a step, and the node at which; None where none does."""
    for each in all_marked:
        at = bisect_left(each.halts, step)
        if at < len(each.halts) and each.halts[at] == step:
            run = step + 1 if each.mark.when == "before" else step
            return each, ways.timeline.steps[run - 1].node
    return None


def noted(all_marked: Sequence[Marked], after: int, up_to: int) -> tuple[tuple[Marked, int], ...]:
    """The notes passed on the way from one step to a later one, each with the step of its last hit there."""
    found = []
    for each in all_marked:
        passed = each.last_count(after, up_to) if each.mark.when == "note" else None
        if passed is not None:
            found.append((each, passed))
    return tuple(found)
