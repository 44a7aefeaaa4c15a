"""A filter that was read: what it finds in a document, what it says in words, and which part excludes everything."""

from __future__ import annotations

from collections.abc import Iterator
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

    def matches(self, document: Document | Columns) -> tuple[str, ...]:
        """The ids of the nodes it is true for, in display order."""
        return _ids(self.tree, columns_of(document))

    def prepare(self, columns: Columns) -> Iterator[None]:
        """Find what each term is true for, a term at a time, so that `matches` has little left to do."""
        for term in terms(self.tree):
            term.find(columns)
            yield

    def words(self) -> str:
        """The same for people: `failed, burnt over 20 Tgas, method like ft_*`."""
        return words(self.tree)


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


def _ids(tree: Expression, columns: Columns) -> tuple[str, ...]:
    return tuple(columns.nodes[i].id for i in sorted(tree.find(columns)))
