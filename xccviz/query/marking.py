"""What marks hit: the nodes that they stand on or that their filters find, and at which steps they stop."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence

from xccviz.annotations.marks import Mark, When
from xccviz.document import Document
from xccviz.query.columns import Columns
from xccviz.query.filter import Through
from xccviz.query.mistakes import FilterError
from xccviz.query.parser import parse
from xccviz.replay.ways import Ways
from xccviz.values import frozen, replace


@frozen
class Marked:
    """A mark with what it hits. `found`: what its filter finds at every moment. `hits`: the ids of the nodes that count
    as hit by the end, in display order. `runs`: ascending, the steps in which a node runs that is hit then; `halts`:
    the steps at which the mark stops whoever plays, one for each that counts; none for a note or one that is off.
    `mistake`: why its filter can't be read, "" where it can. `pending`: what its filter finds is not known yet.
    `shown`: what is known to be hit at every moment; None of a mark on a node."""

    mark: Mark
    hits: tuple[str, ...] = ()
    runs: tuple[int, ...] = ()
    halts: tuple[int, ...] = ()
    mistake: str = ""
    pending: bool = False
    found: Through | None = None
    shown: Through | None = None

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

    def hits_at(self, step: int | None) -> tuple[str, ...]:
        """The ids of the nodes that are known to be hit after `step` steps (None: by the end), in display order: what
        ran was hit as it did, and of the rest what its filter finds now."""
        return self.hits if step is None or self.shown is None else self.shown.at(step)


@frozen
class Stopped:
    """The mark that stops at a step, the id of the node at which, and whether that is before it runs or after."""

    marked: Marked
    node: str
    when: When


def looked_up(marks: Iterable[Mark], ways: Ways, columns: Columns) -> Iterator[Marked | None]:
    """What marks on what filters find hit in a transaction, a term at a time: None where whoever waits may go on.
    `columns` are those of its document."""
    for mark in marks:
        try:
            filter = parse(mark.filter)
        except FilterError as error:
            yield Marked(mark, mistake=error.what)
            continue
        yield from columns.make_lives()
        yield None
        yield from filter.prepare(columns.lives)
        yield found_by(mark, filter.through(columns), ways)


def on_node(mark: Mark, ways: Ways) -> Marked:
    """What a mark on a node hits."""
    there = (mark.node,) if mark.node in ways.analysis.graph.by_id else ()
    runs = ways.runs(there)
    return _halting(Marked(mark, there, runs), runs if mark.when == "after" else [run - 1 for run in runs])


def all_marked(marks: Sequence[Mark], ways: Ways, document: Document) -> tuple[Marked, ...]:
    """What marks hit in a transaction, looked up at once."""
    columns = Columns(document)
    by_filter = [mark for mark in marks if mark.filter]
    found = {each.mark.place: each for each in looked_up(by_filter, ways, columns) if each is not None}
    return tuple(found[mark.place] if mark.filter else on_node(mark, ways) for mark in marks)


def signs(marked: Sequence[Marked], hits: Sequence[Sequence[str]]) -> dict[str, Mark]:
    """By node the mark whose sign stands beside it, where marks hit these: of several the first that is on. What has
    one that is on comes first."""
    of_node: dict[str, Mark] = {}
    for each, nodes in sorted(zip(marked, hits, strict=True), key=lambda both: not both[0].mark.on):
        own = dict.fromkeys(nodes, each.mark)
        of_node = of_node | own | of_node if of_node else own
    return of_node


def found_by(mark: Mark, found: Through, ways: Ways) -> Marked:
    """What a mark hits by what its filter finds at the moments of which it asks: before a node runs, or after. What is
    known only once a node ran, like its failure, stops after that also where the mark would stop before."""
    halts: dict[int, int] = {}
    for node in found.ever:
        run = ways.run(node)
        if run is not None:
            before = mark.when == "before" and found.holds(node, run - 1)
            if before or found.holds(node, run):
                halts[run] = run - 1 if before else run
    runs = tuple(sorted(halts))
    shown = Through(_known(found, halts, ways), ways.last)
    return _halting(
        Marked(mark, shown.at(None), runs, found=found, shown=shown), [halts[run] for run in runs]
    )


def _known(found: Through, hit: Container[int], ways: Ways) -> Iterator[tuple[str, int, int]]:
    """The spans in which nodes are known to be hit: before they run what is found then, from then on for good where
    that step is among those `hit`."""
    for node in found.ever:
        run = ways.run(node)
        if run is None:
            yield from ((node, since, until) for since, until in found.spans(node))
            continue
        yield from ((node, since, min(until, run)) for since, until in found.spans(node) if since < run)
        if run in hit:
            yield node, run, ways.last + 1


def as_it_is(marked: Marked, mark: Mark, ways: Ways) -> Marked:
    """The same hits for a mark that has changed in how it stops."""
    if marked.mark == mark:
        return marked
    if marked.mistake:
        return replace(marked, mark=mark)
    return found_by(mark, marked.found, ways) if marked.found is not None else on_node(mark, ways)


def _halting(marked: Marked, halts: Sequence[int]) -> Marked:
    """With where it stops; `halts`: where it would, run by run."""
    mark = marked.mark
    if mark.when == "note" or not mark.on:
        return marked
    return replace(marked, halts=tuple(halts[mark.every - 1 :: mark.every]))


def stops(all_marked: Sequence[Marked]) -> tuple[int, ...]:
    """Ascending, the steps at which any of these stops."""
    return tuple(sorted({halt for each in all_marked for halt in each.halts}))


def stopping(all_marked: Sequence[Marked], ways: Ways, step: int) -> Stopped | None:
    """The first mark that stops at a step; None where none does."""
    for each in all_marked:
        at = bisect_left(each.halts, step)
        if at < len(each.halts) and each.halts[at] == step:
            run = each.counts[at]
            return Stopped(each, ways.timeline.steps[run - 1].node, "before" if step < run else "after")
    return None


def noted(all_marked: Sequence[Marked], after: int, up_to: int) -> tuple[tuple[Marked, int], ...]:
    """The notes passed on the way from one step to a later one, each with the step of its last hit there."""
    found = []
    for each in all_marked:
        passed = each.last_count(after, up_to) if each.mark.when == "note" else None
        if passed is not None:
            found.append((each, passed))
    return tuple(found)
