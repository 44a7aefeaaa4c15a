"""A filter that was read: what it finds in a document, what it says in words, and which part excludes everything."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from xccviz.document import Document
from xccviz.query.columns import Columns, columns_of
from xccviz.query.lexer import Token, tokens
from xccviz.query.tree import Expression, terms, without_one, words
from xccviz.values import field, frozen

_TRIED = 200
"""So many parts of a filter without hits are left out on trial; nobody writes more by hand."""


@frozen
class Filter:
    """A filter as it was written, and as it was read."""

    text: str
    tree: Expression = field(compare=False, repr=False)

    def matches(self, document: Document | Columns, step: int | None = None) -> tuple[str, ...]:
        """The ids of the nodes it is true for, in display order; with a `step` by what was known after that many."""
        columns = columns_of(document).at(step)
        return tuple(columns.nodes[i].id for i in sorted(self.tree.find(columns)))

    def through(self, columns: Columns) -> Through:
        """What it is true for at every moment. `columns`: those of the document."""
        lives = columns.lives
        found = (lives.all[i] for i in sorted(self.tree.find(lives)))
        spans = ((life.node.id, life.since, life.until) for life in found)
        return Through(spans, len(columns.document.timeline))

    def prepare(self, columns: Columns) -> Iterator[None]:
        """Find what each term is true for, piece by piece, so that nothing else has much left to do."""
        for term in terms(self.tree):
            yield from columns.prepare(columns.asked_by(term.find))
            term.find(columns)
            yield

    def words(self) -> str:
        """The same for people: `failed, burnt over 20 Tgas, method like ft_*`."""
        return words(self.tree)


class Through:
    """What a filter is true for at every moment: `spans`, each a node's id, the step from which on it is true for it,
    and the one from which on it is not any more, in display order, of each node ascending; through so many steps."""

    def __init__(self, spans: Iterable[tuple[str, int, int]], steps: int) -> None:
        self._steps = steps
        self._of: dict[str, list[tuple[int, int]]] = {}
        for node, since, until in spans:
            own = self._of.setdefault(node, [])
            if own and own[-1][1] == since:
                since = own.pop()[0]
            own.append((since, until))
        self._spans = [(node, *span) for node, own in self._of.items() for span in own]
        self._turns = sorted({step for own in self._of.values() for span in own for step in span})

    def at(self, step: int | None) -> tuple[str, ...]:
        """The ids of the nodes it is true for after `step` steps (None: the end), in display order."""
        now = self._steps if step is None else step
        return tuple([node for node, since, until in self._spans if since <= now < until])

    def spans(self, node: str) -> Sequence[tuple[int, int]]:
        """The steps from which on, and from which on not any more, it is true for a node, ascending."""
        return self._of.get(node, ())

    def holds(self, node: str, step: int) -> bool:
        """Whether it is true for a node after `step` steps."""
        return any(since <= step < until for since, until in self._of.get(node, ()))

    def alike(self, one: int | None, other: int | None) -> bool:
        """Whether it is true for the same nodes at two moments and at all between them."""
        last = self._steps
        steps = (last if step is None else step for step in (one, other))
        return len({bisect_right(self._turns, step) for step in steps}) == 1

    @property
    def ever(self) -> Iterable[str]:
        """The ids of the nodes it is true for at some moment, in display order."""
        return self._of


@frozen
class Excluding:
    """The part of a filter that excludes everything: without `text`, which stands at `start`, there are `hits`; `rest`
    is the filter without it."""

    text: str
    start: int
    end: int
    hits: int
    rest: str = ""


def why_none(filter: Filter, document: Document | Columns) -> Excluding | None:
    """The part of a filter without hits whose removal gives the most, the first of several. None where there are hits,
    or no part alone is to blame."""
    columns = columns_of(document)
    if filter.tree.find(columns):
        return None
    best: Excluding | None = None
    for part, rest in islice(without_one(filter.tree), _TRIED):
        hits = len(rest.find(columns))
        if hits > (best.hits if best is not None else 0):
            rest_text = _without(filter.text, part.start, part.end)
            best = Excluding(filter.text[part.start : part.end], part.start, part.end, hits, rest_text)
    return best


def _without(text: str, start: int, end: int) -> str:
    """A filter without one of its parts, and without the sign that joins it to another."""
    before = [token for token in tokens(text) if token.end <= start]
    behind = next(token for token in tokens(text) if token.start >= end)
    last = before[-1] if before else None
    begins, ends = (
        last is None or last.kind == "(" or _either(last),
        behind.kind in ("end", ")") or _either(behind),
    )
    if last is not None and (last.keyword == "and" or (ends and _either(last))):
        start = last.start
    elif behind.keyword == "and" or (begins and _either(behind)):
        end = behind.end
    left, right = text[:start].rstrip(), text[end:].lstrip()
    between = "" if not left or not right or left.endswith("(") or right.startswith(")") else " "
    return f"{left}{between}{right}"


def _either(token: Token) -> bool:
    return token.kind == "|" or token.keyword == "or"
