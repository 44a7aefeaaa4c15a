"""An expression as a tree: what it finds, and what it says in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xccviz.query.columns import Columns
from xccviz.values import field, frozen
from xccviz.words.filters import all_phrase, any_phrase, grouped, not_phrase

Test = Callable[[Columns], frozenset[int]]
"""Finds the indices of the nodes for which something is true."""


@frozen(eq=False)
class Term:
    """One term at `text[start:end]`, what it says in words, and its test."""

    start: int
    end: int
    said: str
    test: Test = field(repr=False)

    def find(self, columns: Columns) -> frozenset[int]:
        """The indices of the nodes that it is true for."""
        return columns.once(self, self.test)


@frozen(eq=False)
class Not:
    """What `of` is not true for."""

    start: int
    end: int
    of: Expression

    def find(self, columns: Columns) -> frozenset[int]:
        """The indices of the nodes that it is true for."""
        return columns.everything - self.of.find(columns)


@frozen(eq=False)
class All:
    """What all of `parts` are true for."""

    start: int
    end: int
    parts: tuple[Expression, ...]

    def find(self, columns: Columns) -> frozenset[int]:
        """The indices of the nodes that it is true for."""
        found = self.parts[0].find(columns)
        for part in self.parts[1:]:
            if not found:
                break
            found &= part.find(columns)
        return found


@frozen(eq=False)
class Either:
    """What at least one of `parts` is true for."""

    start: int
    end: int
    parts: tuple[Expression, ...]

    def find(self, columns: Columns) -> frozenset[int]:
        """The indices of the nodes that it is true for."""
        return frozenset().union(*(part.find(columns) for part in self.parts))


Expression = Term | Not | All | Either


def terms(expression: Expression) -> Iterator[Term]:
    """Its terms, in the order of the text."""
    if isinstance(expression, Term):
        yield expression
    elif isinstance(expression, Not):
        yield from terms(expression.of)
    else:
        for part in expression.parts:
            yield from terms(part)


def words(expression: Expression) -> str:
    """`failed, burnt over 20 Tgas, method like ft_*`."""
    if isinstance(expression, Term):
        return expression.said
    if isinstance(expression, Not):
        inner = words(expression.of)
        return not_phrase(inner if isinstance(expression.of, Term) else grouped(inner))
    if isinstance(expression, All):
        return all_phrase([_inside(part) for part in expression.parts])
    return any_phrase([_inside(part) for part in expression.parts])


def _inside(part: Expression) -> str:
    return grouped(words(part)) if isinstance(part, All | Either) else words(part)


def without_one(expression: Expression) -> Iterator[tuple[Expression, Expression]]:
    """Each part that can be left out, and the expression without it, in the order of the text; what stands in brackets
    comes before the brackets, as the smaller part tells more."""
    if isinstance(expression, Not):
        for part, rest in without_one(expression.of):
            yield part, Not(expression.start, expression.end, rest)
    elif isinstance(expression, All | Either):
        made, parts = type(expression), expression.parts
        for i, part in enumerate(parts):
            for inner, rest in without_one(part):
                changed = (*parts[:i], rest, *parts[i + 1 :])
                yield inner, made(expression.start, expression.end, changed)
            others = (*parts[:i], *parts[i + 1 :])
            yield part, others[0] if len(others) == 1 else made(expression.start, expression.end, others)
