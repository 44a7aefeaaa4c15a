"""Two runs laid side by side: which receipt of A is which receipt of B, by call path.

    A: root ─┬─ x.get(1) ──slot 0──┐         B: root ─┬─ x.get(2) ──slot 1──┐
             ├─ x.get(2) ──slot 1──┤                  ├─ x.get(1) ──slot 0──┤     order among siblings
             └─ root.done  <───────┘                  └─ root.done  <───────┘     tells nothing

Below a pair, children are paired by contract, methods and role; among equal ones by what else they share: first all,
then arguments, the slots they feed, how they ended, and only then order. What is left is looked for elsewhere in the
tree (moved, with all below it), then among siblings with another role, contract or method, then elsewhere more
loosely. Gas refunds, data receipts and the distribution of global contracts are no calls and are left out. Everything
is symmetric: swapping A and B swaps the pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import islice

from xccviz.analysis.compare.renaming import Renaming
from xccviz.analysis.compare.traits import Numbers, Run, Traits, run_of
from xccviz.analysis.types import Analysis
from xccviz.values import frozen

_Key = Callable[[Traits], Hashable]
_Rounds = Callable[[Traits], tuple[int, ...]]

_PASSES: tuple[tuple[_Rounds, _Key], ...] = (
    (lambda one: one.wired, lambda one: None),
    (lambda one: one.wired_args, lambda one: one.below),
    (lambda one: one.wired_args, lambda one: one.end),
    (lambda one: one.wired_args, lambda one: None),
    (lambda one: one.wired_calls, lambda one: (one.args, one.end)),
    (lambda one: one.wired_calls, lambda one: one.args),
    (lambda one: one.wired_calls, lambda one: one.end),
    (lambda one: one.wired_calls, lambda one: None),
)
"""How siblings of one contract, method and role are told apart, closest first; of each, the widest view first."""
_CHANGED: tuple[tuple[_Key, bool], ...] = (
    (lambda one: (one.receiver, one.methods, one.args), False),
    (lambda one: (one.receiver, one.methods), False),
    (lambda one: (one.role, one.methods, one.args) if one.methods else one, True),
    (lambda one: (one.role, one.methods) if one.methods else one, True),
    (lambda one: (one.role, one.receiver) if one.receiver is not None else one, True),
    (lambda one: one.receiver if one.receiver is not None else one, True),
)
"""Keys for what is left among siblings, each with whether it must be the only one of its key in both runs."""
_MOVED_WHOLE: tuple[tuple[_Key, bool], ...] = ((lambda one: (one.local, one.below), False),)
_ROUNDS = 300
"""So often is looked for what moved; what a chain of thousands, changed at each link, has left then is only looked for
among siblings."""
_MOVED: tuple[tuple[_Key, bool], ...] = (
    (lambda one: (one.local, one.args), False),
    (lambda one: one.local, True),
)


@frozen
class Alignment:
    """`pairs`: id in A → id in B; calls of neither are only in one run."""

    a: Run
    b: Run
    pairs: Mapping[str, str]
    back: Mapping[str, str]


def align(a: Analysis, b: Analysis, renaming: Renaming) -> Alignment:
    """Pair the calls of two runs. Two documents of one transaction are paired by receipt id first."""
    numbers = Numbers()
    run_a, run_b = run_of(a, renaming.a, numbers, b), run_of(b, renaming.b, numbers, a)
    pairs: dict[str, str] = {}
    back: dict[str, str] = {}
    matching = _Matching(run_a, run_b, pairs, back)
    matching.join(a.graph.root.id, b.graph.root.id)
    if a.graph.root.id == b.graph.root.id:
        for one in run_a.calls:
            if one in run_b.traits:
                matching.join(one, one)
    new, rounds = list(pairs), 0
    while new:
        matching.descend(new)
        rounds += 1
        looks = rounds <= _ROUNDS
        new = (looks and matching.moved(_MOVED_WHOLE)) or matching.changed() or []
        new = new or (matching.moved(_MOVED) if looks else [])
    return Alignment(run_a, run_b, pairs, back)


class _Matching:
    """The pairs as they grow."""

    def __init__(self, a: Run, b: Run, pairs: dict[str, str], back: dict[str, str]) -> None:
        self.a, self.b, self.pairs, self.back = a, b, pairs, back
        self.open: list[tuple[str, str]] = []
        self.seen = 0

    def join(self, one: str, other: str) -> None:
        self.pairs[one], self.back[other] = other, one

    def descend(self, todo: list[str]) -> None:
        """Pair what hangs below pairs, and below those."""
        seen: set[str] = set()
        while todo:
            here = todo.pop()
            if here in seen:  # below another one of `todo` too
                continue
            seen.add(here)
            self._siblings(self.a.children.get(here, ()), self.b.children.get(self.pairs[here], ()))
            todo += [one for one in self.a.children.get(here, ()) if one in self.pairs]

    def moved(self, keys: Sequence[tuple[_Key, bool]]) -> list[str]:
        """Pair what is left across the trees, where one of the two at least hangs below a pair; the new ones of A."""
        before = len(self.pairs)
        for key, only in keys:
            top_a = [one for one in self._left_a(self.a.calls) if self.a.parent[one] in self.pairs]
            top_b = [one for one in self._left_b(self.b.calls) if self.b.parent[one] in self.back]
            self._by(top_a, top_b, key, only)
            deep_a = [one for one in self._left_a(self.a.calls) if self.a.parent[one] not in self.pairs]
            deep_b = [one for one in self._left_b(self.b.calls) if self.b.parent[one] not in self.back]
            self._by(self._left_a(top_a), deep_b, key, only)
            self._by(deep_a, self._left_b(top_b), key, only)
        return list(islice(self.pairs, before, None))

    def changed(self) -> list[str]:
        """Pair siblings with another role, contract or method; returns the new ones of A."""
        before = len(self.pairs)
        self.open += islice(self.pairs.items(), self.seen, None)
        self.seen = before
        # A pair without children to pair on both sides never has any again.
        self.open = [pair for pair in self.open if self._left_below(*pair)]
        for here, other in self.open:
            ours, theirs = self.a.children.get(here, ()), self.b.children.get(other, ())
            for key, only in _CHANGED:
                self._by(self._left_a(ours), self._left_b(theirs), key, only)
        return list(islice(self.pairs, before, None))

    def _left_below(self, here: str, other: str) -> bool:
        return any(one not in self.pairs for one in self.a.children.get(here, ())) and any(
            one not in self.back for one in self.b.children.get(other, ())
        )

    def _siblings(self, ours: Sequence[str], theirs: Sequence[str]) -> None:
        """Pair siblings of one contract, method and role: what is awaited before what awaits it."""
        ours, theirs = self._left_a(ours), self._left_b(theirs)
        levels = {self.a.traits[one].level for one in ours} & {self.b.traits[one].level for one in theirs}
        for level in sorted(levels):
            at_a = [one for one in ours if self.a.traits[one].level == level]
            at_b = [one for one in theirs if self.b.traits[one].level == level]
            if level:
                self._alike(at_a, at_b, awaiting=True)
            self._alike(at_a, at_b)
        self._alike(ours, theirs)

    def _alike(self, ours: Sequence[str], theirs: Sequence[str], *, awaiting: bool = False) -> None:
        for rounds, key in _PASSES:
            ours, theirs = self._left_a(ours), self._left_b(theirs)
            if not ours or not theirs:
                return
            lengths = [len(rounds(self.a.traits[one])) for one in ours]
            lengths += [len(rounds(self.b.traits[one])) for one in theirs]
            for n in reversed(range(min(lengths))):
                keys = _at_round(rounds, key, n)
                self._by(self._left_a(ours), self._left_b(theirs), keys, False, local=True, awaiting=awaiting)

    def _by(
        self,
        ours: Iterable[str],
        theirs: Iterable[str],
        key: _Key,
        only: bool,
        *,
        local: bool = False,
        awaiting: bool = False,
    ) -> None:
        """Pair those of equal key in order; with `only`, no key that several share."""
        groups: defaultdict[Hashable, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for side, ids, traits in ((0, ours, self.a.traits), (1, theirs, self.b.traits)):
            for one in ids:
                trait = traits[one]
                partners = self._partners(side, trait) if awaiting else ()
                groups[key(trait), trait.local if local else None, partners][side].append(one)
        for left, right in groups.values():
            if only and (len(left), len(right)) != (1, 1):
                continue
            for one, other in zip(left, right, strict=False):
                self.join(one, other)

    def _partners(self, side: int, trait: Traits) -> tuple[str | None, ...]:
        """What a callback awaits, by the ids of B."""
        if side == 0:
            return tuple(self.pairs.get(one or "") for one in trait.awaits)
        return tuple(one if one in self.back else None for one in trait.awaits)

    def _left_a(self, ids: Sequence[str]) -> list[str]:
        return [one for one in ids if one not in self.pairs]

    def _left_b(self, ids: Sequence[str]) -> list[str]:
        return [one for one in ids if one not in self.back]


def _at_round(rounds: _Rounds, key: _Key, n: int) -> _Key:
    return lambda one: (rounds(one)[n], key(one))
