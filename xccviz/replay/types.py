"""Steps, cursor and moment: stepping is arithmetic on frozen values (docs/ARCHITECTURE.md, State and time)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Literal

from xccviz.model.literals import Progress
from xccviz.values import field, frozen

StepKind = Literal["convert", "execute", "deliver", "ready", "yield", "resume", "timeout", "refund"]


@frozen
class Step:
    """One thing that happened. `n` from 1; `node` where it happens (the callback for deliver and ready);
    `source` the producer for deliver; `height` in blocks or None; `group` 1, 2, … per distinct height or None."""

    n: int
    kind: StepKind
    node: str
    source: str | None
    slot: int | None
    height: int | None
    group: int | None


Place = tuple[str, int]
"""A callback (node id) and one of its slots."""


@frozen
class History:
    """Step numbers by what happened there. `stages` per node id: pairs (from this step on, how far it is), ascending,
    the first from step 0. `arrived_at` per place; `produced_at`: its producer ran; `ran_at` per node id.
    `callback_nodes`: ids of all nodes with slots, in display order. `gas` (in gas units, refunds left out) and `logs`
    after 0 … n steps. Ascending: `failures` (a receipt fails), `callbacks` (one runs), `heights` (first step of a
    block, its height)."""

    stages: Mapping[str, tuple[tuple[int, Progress], ...]]
    ran_at: Mapping[str, int]
    arrived_at: Mapping[Place, int]
    produced_at: Mapping[Place, int]
    callback_nodes: tuple[str, ...]
    gas: tuple[int, ...]
    logs: tuple[int, ...]
    failures: tuple[int, ...]
    callbacks: tuple[int, ...]
    heights: tuple[tuple[int, int], ...]


@frozen
class Timeline:
    """All steps in causal order; `of_node` gives the numbers `n` of the steps of a node. `look_back` gives the history,
    which it makes when it is first asked: who only lists the steps does without."""

    steps: tuple[Step, ...]
    of_node: Mapping[str, tuple[int, ...]]
    look_back: Callable[[], History] = field(repr=False, compare=False)

    @property
    def history(self) -> History:
        """Everything else that is looked up while stepping."""
        return self.look_back()

    def __len__(self) -> int:
        return len(self.steps)


@frozen
class Waiter:
    """A callback that exists and waits: which slots have arrived, failed or are still out."""

    node: str
    arrived: tuple[int, ...]
    failed: tuple[int, ...]
    outstanding: tuple[int, ...]


@frozen
class Moment:
    """The state after `index` steps (0: nothing ran). `progress` per node id, see `model.literals`. `arrived`:
    (callback, slot) pairs delivered so far; `in_flight`: pairs produced but not delivered yet; `waiters` by node id, in
    display order; `gas_burnt` so far in gas units (refunds left out), `logs` so far counted. `at_end` when index ==
    len(timeline)."""

    index: int
    at_end: bool
    step: Step | None
    progress: Mapping[str, Progress]
    arrived: AbstractSet[Place]
    in_flight: AbstractSet[Place]
    waiters: Mapping[str, Waiter]
    gas_burnt: int
    logs: int

    @property
    def waiting(self) -> tuple[Waiter, ...]:
        """Who waits, in display order."""
        return tuple(self.waiters.values())
