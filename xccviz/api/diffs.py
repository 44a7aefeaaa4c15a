"""What differs between two runs, aligned call by call, as `xccviz diff` tells it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from xccviz.analysis.compare.diff import diff
from xccviz.analysis.compare.types import Diff as DiffFacts
from xccviz.analysis.compare.types import Difference as DifferenceFacts
from xccviz.api.nodes import Frozen
from xccviz.api.parts import Answer, shortened
from xccviz.api.receipts import Book, Receipt
from xccviz.words.differences import TRANSACTION, headline, sentence, with_titles, wordings


class Difference(Frozen):
    """One difference at one call."""

    __slots__ = ("_a", "_b", "_found")
    _a: Book
    _b: Book
    _found: DifferenceFacts

    def __init__(self, a: Book, b: Book, found: DifferenceFacts) -> None:
        object.__setattr__(self, "_a", a)
        object.__setattr__(self, "_b", b)
        object.__setattr__(self, "_found", found)

    @property
    def kind(self) -> str:
        """What differs: `status`, `result`, `promise_result`, `gas` …"""
        return self._found.kind

    @property
    def what(self) -> str | None:
        """Which of several of that kind: of `gas` attached, burnt or total."""
        return self._found.what

    @property
    def path(self) -> tuple[str, ...]:
        """The labels of the calls from the first receipt to this one; () for the transaction itself."""
        return self._found.path

    @property
    def a_receipt(self) -> Receipt | None:
        """The call in the first run, where it is there."""
        return self._a.known(self._found.a_node)

    @property
    def b_receipt(self) -> Receipt | None:
        """The call in the second run, where it is there."""
        return self._b.known(self._found.b_node)

    @property
    def slot(self) -> int | None:
        """The slot of a callback that differs."""
        return self._found.slot

    @property
    def a(self) -> Answer:
        """The value in the first run, as in `diff --json`. A copy."""
        return deepcopy(self._found.a)

    @property
    def b(self) -> Answer:
        """The value in the second run, as in `diff --json`. A copy."""
        return deepcopy(self._found.b)

    @property
    def message(self) -> str:
        """The same in words, with the call it is at: `a.near.run: ended: returned 1 → failed: panicked`."""
        return f"{self.path[-1] if self.path else TRANSACTION}: {self._said()}"

    def _said(self) -> str:
        """What differs there."""
        told = wordings(self._found, self._a.document, self._b.document)
        return "; ".join(map(sentence, told))

    def __repr__(self) -> str:
        """Where it is and what it says."""
        return f"<Difference {self.kind} at {shortened(' > '.join(self.path))}: {shortened(self._said())}>"

    def __eq__(self, other: object) -> bool:
        """Whether the same differs between the same two."""
        if not isinstance(other, Difference):
            return NotImplemented
        return (self._found, self._a.hash, self._b.hash) == (other._found, other._a.hash, other._b.hash)

    def __hash__(self) -> int:
        """By the two transactions and the place."""
        return hash((self._a.hash, self._b.hash, self.kind, self.path, self.what, self.slot))


class Diff(Frozen):
    """All differences in order: structure first, gas and fees last. It has a length and is true where something
    differs; `same` is the opposite."""

    __slots__ = ("_a", "_b", "_found")
    _a: Book
    _b: Book
    _found: DiffFacts

    def __init__(self, a: Book, b: Book) -> None:
        found = with_titles(diff(a.document.analysis, b.document.analysis), a.document, b.document)
        object.__setattr__(self, "_a", a)
        object.__setattr__(self, "_b", b)
        object.__setattr__(self, "_found", found)

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self._found.same

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Each of them."""
        return tuple(Difference(self._a, self._b, one) for one in self._found.differences)

    @property
    def accounts(self) -> tuple[tuple[str, str], ...]:
        """Names (in the first, in the second) that were read as the same account."""
        return self._found.accounts

    def to_dict(self) -> dict[str, Answer]:
        """What `xccviz diff --json` prints. A copy."""
        from xccviz.export.differences import to_json

        return deepcopy(to_json(self._a.document, self._b.document, self._found))

    def __iter__(self) -> Iterator[Difference]:
        """The differences in order."""
        return iter(self.differences)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._found.differences)

    def __repr__(self) -> str:
        """How many there are."""
        return f"<Diff {headline(self._found)}>"

    def _repr_html_(self) -> str:
        """The differences as a table, for notebooks."""
        from xccviz.api.notebook import html_of_differences  # late: few look at one there

        return html_of_differences(self._a.document, self._b.document)

    def __eq__(self, other: object) -> bool:
        """Whether the same differs between the same two."""
        if not isinstance(other, Diff):
            return NotImplemented
        return (self._found, self._a.hash, self._b.hash) == (other._found, other._a.hash, other._b.hash)

    def __hash__(self) -> int:
        """By the two transactions."""
        return hash((self._a.hash, self._b.hash))
