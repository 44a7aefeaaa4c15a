"""What marks hit: the nodes that they stand on or that their filters find, and at which steps they stop."""

from __future__ import annotations

from collections.abc import Sequence

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
    "" where it can."""

    mark: Mark
    hits: tuple[str, ...] = ()
    runs: tuple[int, ...] = ()
    halts: tuple[int, ...] = ()
    mistake: str = ""

    @property
    def counts(self) -> tuple[int, ...]:
        """The runs that count: each so many-th."""
        return self.runs[self.mark.every - 1 :: self.mark.every] if self.mark.on else ()


def marked(mark: Mark, ways: Ways, columns: Columns) -> Marked:
    """What a mark hits in a transaction: `columns` are those of its document."""
    if mark.node:
        hits: tuple[str, ...] = (mark.node,) if mark.node in ways.analysis.graph.by_id else ()
    else:
        try:
            hits = parse(mark.filter).matches(columns)
        except FilterError as error:
            return Marked(mark, mistake=error.what)
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
        if step in each.halts:
            run = step + 1 if each.mark.when == "before" else step
            return each, ways.timeline.steps[run - 1].node
    return None


def noted(all_marked: Sequence[Marked], after: int, up_to: int) -> tuple[tuple[Marked, int], ...]:
    """The notes passed on the way from one step to a later one, each with the step of its last hit there."""
    found = []
    for each in all_marked:
        passed = [run for run in each.counts if after < run <= up_to] if each.mark.when == "note" else []
        if passed:
            found.append((each, passed[-1]))
    return tuple(found)
