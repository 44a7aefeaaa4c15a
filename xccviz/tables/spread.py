"""How something that can be measured is spread over receipts: in bins with how many, and what half of them are at most.

A new quantity is a row of `QUANTITIES`; its id is the term that filters by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from xccviz.analysis.types import NodeFacts
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.literals import Progress
from xccviz.replay.types import Moment
from xccviz.tables.bins import Bins, Scale, at_most, bins_for
from xccviz.values import frozen
from xccviz.words import spread as say

End = Literal["done", "failed", "later"]
ENDS: tuple[End, ...] = ("done", "failed", "later")
"""The parts of a bar, from below."""
_READABLE = 10**60
"""No amount is that much; a document may say so all the same."""


@frozen
class Quantity:
    """Something that a receipt has so much of. `id` is the filter's name for it; `missing` says whether a receipt that
    does not tell could have told; `scale` is how its values are best seen at first."""

    id: str
    sort: say.Sort
    read: Callable[[NodeFacts], int | None]
    scale: Scale = "log"
    missing: Callable[[Node], bool] = lambda node: not node.never_runs

    @property
    def name(self) -> str:
        """What it is called."""
        return say.NAMES[self.id]


def _has_gas(node: Node) -> bool:
    return not node.never_runs and node.kind != "transaction"


QUANTITIES: tuple[Quantity, ...] = (
    Quantity("gas", "gas", lambda facts: facts.gas.burnt),
    Quantity("fee", "near", lambda facts: facts.tokens.burnt),
    Quantity("unspent", "gas", lambda facts: facts.gas.unspent, missing=_has_gas),
    Quantity("wait", "count", lambda facts: facts.waited_blocks, "linear", _has_gas),
    Quantity("deposit", "near", lambda facts: facts.tokens.deposits),
)


@frozen(eq=False)
class Spread:
    """How a quantity is spread. `value_of`: of each receipt of which it is known, by its id, and `bin_of` the bin of
    that; `values` in ascending order; `unknown`: how many do not tell. `bins` is None where nothing is known."""

    quantity: Quantity
    bins: Bins | None
    value_of: Mapping[str, int]
    bin_of: Mapping[str, int]
    values: tuple[int, ...]
    unknown: int

    @property
    def median(self) -> int:
        """What half of them are at most."""
        return at_most(self.values, 50)

    @property
    def nearly_all(self) -> int:
        """What 95 of 100 are at most."""
        return at_most(self.values, 95)

    def counts(self, progress: Callable[[str], Progress | None]) -> list[dict[End, int]]:
        """How many of each bin have ended how, by how far each receipt has come."""
        found: list[dict[End, int]] = [dict.fromkeys(ENDS, 0) for _ in range(len(self.bins or ()))]
        for node, place in self.bin_of.items():
            found[place][_END.get(progress(node) or "not_yet", "later")] += 1
        return found

    def between(
        self, low: int | None, high: int | None, progress: Callable[[str], Progress | None]
    ) -> dict[End, int]:
        """How many from one value on and below another have ended how."""
        found: dict[End, int] = dict.fromkeys(ENDS, 0)
        for node, value in self.value_of.items():
            if (low is None or value >= low) and (high is None or value < high):
                found[_END.get(progress(node) or "not_yet", "later")] += 1
        return found

    def summary(self, failed: int) -> str:
        """All of it in a sentence or two."""
        told = say.unknown_words(self.unknown, self.unknown + len(self.values))
        if not self.values:
            return told
        values, sort = self.values, self.quantity.sort
        spread = say.summary_words(
            sort, len(values), values[0], values[-1], self.median, self.nearly_all, failed
        )
        return f"{spread} {told}".rstrip()


_END: Mapping[Progress, End] = {"done": "done", "failed": "failed"}


def spread_of(document: Document, nodes: Iterable[str], quantity: Quantity, scale: Scale) -> Spread:
    """How a quantity is spread over some receipts."""
    facts, by_id = document.analysis.facts, document.graph.by_id
    known: dict[str, int] = {}
    unknown = 0
    for node in nodes:
        value = quantity.read(facts[node])
        if value is not None and 0 <= value < _READABLE:
            known[node] = value
        elif value is not None or quantity.missing(by_id[node]):
            unknown += 1
    if not known:
        return Spread(quantity, None, {}, {}, (), unknown)
    values = tuple(sorted(known.values()))
    bins = bins_for(values, scale)
    places = {value: bins.bin_of(value) for value in set(values)}
    bin_of = {node: places[value] for node, value in known.items()}
    return Spread(quantity, bins, known, bin_of, values, unknown)


def progress_at(document: Document, moment: Moment | None) -> Callable[[str], Progress | None]:
    """How far each receipt has come at a moment, None for the end."""
    if moment is not None:
        return moment.progress.get
    stages = document.timeline.history.stages
    return lambda node: stages[node][-1][1]
