"""Two open transactions are compared, and laid out together: at once, or, of large ones, beside the window, which shows
what it showed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import is_

from PySide6.QtCore import QObject, Signal

from xccviz.analysis.compare.union import Call
from xccviz.analysis.compare.values import Missing
from xccviz.catalogue import tr
from xccviz.comparison import Comparison, compare
from xccviz.document import Document
from xccviz.graph.named import node_named
from xccviz.gui.state.comparing import chosen_call, paired, stood, stood_like, with_pair
from xccviz.gui.state.pair import SIDES, Pair, Run
from xccviz.gui.state.pair_filter import judged_pair
from xccviz.gui.state.session import Beside
from xccviz.gui.state.store import AppState, Store
from xccviz.gui.state.telling import LARGE
from xccviz.gui.state.tied import run_of, tab_of
from xccviz.gui.tasks.collector import resting
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.layout.compare.build import lay_out_both
from xccviz.layout.compare.types import CompareLayout, CompareOptions, Sides
from xccviz.model.errors import UserError
from xccviz.model.text import visible_text
from xccviz.sources.progress import Report
from xccviz.values import frozen, replace

Made = tuple[Comparison, CompareLayout]
SAME: Mapping[Missing, Missing] = {"a": "a", "b": "b"}
"""Each run is the side that it was."""


@frozen(eq=False)
class _Wanted:
    """Two runs to be shown, or a pair that is to be laid out anew. `step`, `select`: where they are to stand;
    `left`: as what they were left open; `stands`: what puts them where they are to stand. `grown`: they stand side by
    side already, and one has grown or was opened again."""

    a: Run
    b: Run
    options: CompareOptions
    again: Pair | None = None
    step: int | None = None
    select: str | None = None
    left: Beside | None = None
    stands: Callable[[Pair], Pair] | None = None
    grown: bool = False


class Comparing(QObject):
    """Puts two runs side by side, and lays them out anew when something is folded. `failed(Exception)`: it can't be
    done; `refused(UserError)`: a step or a receipt that was asked for is not there; `ended`: done, or given up."""

    failed = Signal(str, object)
    refused = Signal(object)
    ended = Signal()

    def __init__(self, store: Store, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._jobs = store, jobs
        self._wanted: dict[int, _Wanted] = {}
        self._gave_up: tuple[Document, Document] | None = None
        jobs.finished.connect(self._finished)
        store.changed.connect(self._changed)

    @property
    def busy(self) -> bool:
        """Whether something is being compared."""
        return bool(self._wanted)

    def compare(
        self,
        a: Run,
        b: Run,
        options: CompareOptions = CompareOptions(),
        *,
        step: int | None = None,
        select: str | None = None,
        stands: Callable[[Pair], Pair] | None = None,
    ) -> None:
        """Put two runs side by side, in front of all; `step` of their line, and a node of either to `select`, or
        where something `stands` them."""
        self._begin(_Wanted(a, b, options, None, step, select, stands=stands))

    def put_back(self) -> None:
        """Put the two side by side again that were left so, once both are open; nothing else comes to stand behind
        them that is in front."""
        state, left = self._store.state, self._store.state.beside
        if left is None:
            return
        if state.compared is not None:
            self._store.update(lambda s: replace(s, beside=None))
            return
        a, b = (next((tab for tab in state.tabs if tab.given == given), None) for given in (left.a, left.b))
        if a is None or b is None or any(wanted.left == left for wanted in self._wanted.values()):
            return
        one, two = map(run_of, (a, b))
        options = CompareOptions(only=left.only)
        self._begin(_Wanted(one, two, options, None, left.step, left.selection or None, left))

    def _changed(self, _old: AppState, _new: AppState) -> None:
        """Compare anew what has grown or was opened again, and lay out anew what is to look otherwise; a selection
        alone moves nothing."""
        if self._compare_grown():
            return
        pair = self._store.state.pair
        if pair is None:
            return
        wanted, made = pair.wanted, pair.arranged
        if (wanted.only, wanted.expanded) == (made.only, made.expanded):
            return
        if any(each.again is not None and each.options == wanted for each in self._wanted.values()):
            return
        self._begin(_Wanted(pair.a, pair.b, wanted, pair))

    def _compare_grown(self) -> bool:
        """Whether the two are compared anew, as a tab of theirs shows another state of the transaction."""
        state = self._store.state
        pair = state.compared
        if pair is None or any(wanted.again is None for wanted in self._wanted.values()):
            return False
        a, b = (_as_open(state, pair, side) for side in SIDES)
        documents = a.document, b.document
        known = ((pair.a.document, pair.b.document), self._gave_up)
        if any(two is not None and all(map(is_, two, documents)) for two in known):
            return False
        self._begin(_Wanted(a, b, replace(pair.wanted, selected=None), grown=True))
        return True

    def _begin(self, wanted: _Wanted) -> None:
        self._wanted = {}  # of what was wanted before nobody wants to see it any more
        documents = wanted.a.document, wanted.b.document
        if sum(len(document.graph.nodes) for document in documents) <= LARGE:
            try:
                self._show(wanted, make(wanted.a, wanted.b, wanted.options, wanted.again))
            except Exception as error:  # what can't be compared must not take the window with it
                self._gave_up = documents
                self.failed.emit("", error)
            self.ended.emit()
            return

        async def work(report: Report) -> Made:
            with resting():
                return await beside(make, wanted.a, wanted.b, wanted.options, wanted.again)

        self._wanted[self._jobs.submit(work)] = wanted

    def _finished(self, job: int, result: object, error: Exception | None) -> None:
        wanted = self._wanted.pop(job, None)
        if wanted is None:
            return
        if error is None:
            assert isinstance(result, tuple)
            self._show(wanted, result)
        else:
            self._gave_up = wanted.a.document, wanted.b.document
            self.failed.emit("", error)
        self.ended.emit()

    def _show(self, wanted: _Wanted, made: Made) -> None:
        found, layout = made
        if wanted.again is not None:
            same = wanted.again.found
            options = wanted.options
            self._store.update(
                lambda s: with_pair(
                    s,
                    lambda pair: (
                        replace(pair, layout=layout, arranged=options) if pair.found is same else pair
                    ),
                )
            )
            return
        left, before = wanted.left, self._store.state.compared
        if wanted.grown:
            if before is not None:
                both = stood_like(paired(wanted.a, wanted.b, found, layout, wanted.options), before, SAME)
                self._store.update(lambda s: replace(s, compared=both))
            return
        pair = standing(paired(wanted.a, wanted.b, found, layout, wanted.options), wanted.step, wanted.select)
        if wanted.stands is not None:
            pair = wanted.stands(pair)
        if left is not None:
            pair = replace(pair, costs=left.costs)
        front = left is None or left.front
        self._store.update(
            lambda s: replace(
                s, compared=judged_pair(replace(pair, ahead=s.ahead)), comparing=front, beside=None
            )
        )
        if left is not None:
            return  # what is not there any more is not asked for
        try:
            check_place(found, wanted.step, wanted.select)
        except UserError as error:
            self.refused.emit(error)


def make(a: Run, b: Run, options: CompareOptions, again: Pair | None) -> Made:
    """The comparison of two runs, that of `again` where there is one, and its layout."""
    found = again.found if again is not None else compare(a.document, b.document)
    sides = Sides(a.document.analysis, b.document.analysis)
    return found, lay_out_both(sides, found.union, frozenset(found.numbers_at), options)


def _as_open(state: AppState, pair: Pair, side: Missing) -> Run:
    """One of the two as its tab shows it now; as it was compared where that was closed."""
    run, tab = pair.run(side), tab_of(state, pair, side)
    if tab is None or tab.document is run.document:
        return run
    return replace(run, document=tab.document, title=tab.title)


def check_place(found: Comparison, step: int | None, select: str | None) -> None:
    """Raises UserError (usage) for a step that the line of both does not have, or a receipt that neither has."""
    last = len(found.line)
    if step is not None and not 0 <= step <= last:
        raise UserError(
            tr("there is no step {step}", step=step),
            tr("The steps of both go from 0 to {last}.", last=last),
            kind="usage",
        )
    if select is not None:
        call_named(found, select)


def call_named(found: Comparison, name: str) -> Call | None:
    """The call that goes by an id, the beginning of one, or a label, in the first run that has it. Raises UserError
    (usage) where neither has, or one has several."""
    for document in (found.a, found.b):
        try:
            return found.call_of(node_named(document.graph, name).id)
        except UserError as error:
            if error.kind != "not_found":
                raise
    raise UserError(
        tr("there is no receipt {id} in these transactions", id=visible_text(name, 60)),
        tr("The inspector tells the id of the receipt that is selected."),
        kind="usage",
    )


def standing(pair: Pair, step: int | None, select: str | None) -> Pair:
    """A pair at a step of its line, with a node of either run selected."""
    if step is not None:
        pair = stood(pair, step)
    try:
        call = call_named(pair.found, select) if select is not None else None
    except UserError:
        return pair
    return chosen_call(pair, call.key) if call is not None else pair
