"""Steps, and how a transaction stood after some of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import overload

from xccviz.api.nodes import Frozen
from xccviz.api.receipts import Book, PromiseResult, Receipt
from xccviz.replay import moment_at
from xccviz.replay.types import Moment as MomentFacts
from xccviz.replay.types import Step as StepFacts
from xccviz.replay.types import StepKind
from xccviz.values import frozen


@frozen
class Step:
    """One thing that happened. `n` from 1; `kind` as in interface.md §4 (`convert`, `execute`, `deliver` …); `receipt`
    where it happened (the callback for `deliver` and `ready`), `source` who gave the value of a `deliver`, `slot` which
    slot it fills; `height` of its block, `group` 1, 2, … over the distinct heights. None: not known, or not applicable.
    """

    n: int
    kind: StepKind
    receipt: Receipt
    source: Receipt | None
    slot: int | None
    height: int | None
    group: int | None

    def __repr__(self) -> str:
        """Its number, and what happened where."""
        return f"<Step {self.n} {self.kind} {self.receipt!r}>"


class Steps(int):
    """How many steps there are: a number, which also lists them. `at` and `move` take 0 to this number."""

    _book: Book

    def __new__(cls, book: Book) -> Steps:
        """The steps of a transaction, as their number."""
        number = super().__new__(cls, len(book.document.timeline))
        number._book = book
        return number

    def __iter__(self) -> Iterator[Step]:
        """The steps in order."""
        return (_step(self._book, step) for step in self._book.document.timeline.steps)

    def __len__(self) -> int:
        """The number itself."""
        return int(self)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, index: int | slice) -> Step | tuple[Step, ...]:
        """One of them by its position from 0, which is its `n` less one (-1 is the last), or several."""
        found = self._book.document.timeline.steps[index]
        if isinstance(found, tuple):
            return tuple(_step(self._book, step) for step in found)
        return _step(self._book, found)

    def __copy__(self) -> Steps:
        """Itself."""
        return self

    def __deepcopy__(self, memo: object) -> Steps:
        """Itself."""
        return self

    def __reduce__(self) -> tuple[type[Steps], tuple[Book]]:
        """How it is pickled: by what it is of."""
        return Steps, (self._book,)


def _step(book: Book, step: StepFacts) -> Step:
    source = book.known(step.source)
    return Step(step.n, step.kind, book.receipt(step.node), source, step.slot, step.height, step.group)


class Moment(Frozen):
    """A transaction after some of its steps: what was known then, and nothing that came later."""

    __slots__ = ("_book", "_step")
    _book: Book
    _step: int

    def __init__(self, book: Book, step: int) -> None:
        object.__setattr__(self, "_book", book)
        object.__setattr__(self, "_step", step)

    @property
    def step(self) -> int:
        """How many steps have happened."""
        return self._step

    @property
    def executed(self) -> tuple[Receipt, ...]:
        """What has executed by then, in that order; first the transaction, once it was converted."""
        ran = self._book.document.timeline.history.ran_at
        there = sorted((step, id) for id, step in ran.items() if step <= self._step)
        return self._book.receipts(id for _, id in there)

    @property
    def waiting(self) -> tuple[Receipt, ...]:
        """The callbacks and yields that exist then and have not run, in display order."""
        return self._book.receipts(self._moment.waiters)

    @property
    def in_flight(self) -> tuple[PromiseResult, ...]:
        """The slots whose result is produced and not delivered yet, in display order."""
        on_their_way = self._moment.in_flight
        return tuple(
            result
            for id in self._book.document.timeline.history.callback_nodes
            for result in self._book.receipt(id).promise_results
            if (id, result.slot) in on_their_way
        )

    @property
    def logs(self) -> tuple[str, ...]:
        """What was logged by then, in that order."""
        return tuple(log for receipt in self.executed for log in receipt.logs)

    @property
    def gas_burnt(self) -> int:
        """Gas units burnt by then, refunds left out."""
        return self._moment.gas_burnt

    @property
    def _moment(self) -> MomentFacts:
        return moment_at(self._book.document.analysis, self._book.document.timeline, self._step)

    def __repr__(self) -> str:
        """Which step, and how much has happened."""
        return (
            f"<Moment {self._step} of {len(self._book.document.timeline)}: {len(self.executed)} executed, "
            f"{len(self.waiting)} waiting, {len(self.in_flight)} in flight>"
        )

    def __eq__(self, other: object) -> bool:
        """Whether it is the same moment of the same transaction."""
        if not isinstance(other, Moment):
            return NotImplemented
        return self._step == other._step and self._book.hash == other._book.hash

    def __hash__(self) -> int:
        """By its step and its transaction."""
        return hash((self._step, self._book.hash))
