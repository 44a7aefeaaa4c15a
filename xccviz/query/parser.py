"""Text → `Filter`, by the grammar of interface.md §8:

expr = or ;  or = and { ("|" | "or") and } ;  and = not { ["and"] not } ;  not = ["!" | "not"] atom
atom = "(" expr ")" | WORD | NAME ":" VALUE | NAME OP NUMBER | QUOTED
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xccviz.catalogue import tr
from xccviz.model.errors import Hint
from xccviz.query.filter import Filter
from xccviz.query.lexer import KEYWORDS, LONG, OPERATORS, Token, check_escapes, plain, tokens
from xccviz.query.mistakes import FilterError, nearest, quoted
from xccviz.query.numbers import EXAMPLES, nearest_amount, parse_amount
from xccviz.query.terms import NAMES, WORDS, NumberRow, ValueRow, find_text, text_words
from xccviz.query.tree import All, Either, Expression, Not, Term

DEEPEST = 100
"""Brackets inside of brackets; far more than anyone writes, far less than Python can."""
_OTHER_OPERATORS = {
    "==": "=", "=>": ">=", "=<": "<=", "<>": "!=", "≥": ">=", "≤": "<=", "≠": "!=", ">>": ">", "<<": "<", "=!": "!=",
}  # fmt: skip
_A_TERM = tr("A term can stand there: a word like fail, a name with a value like method:ft_*, or text.")
_LISTED = Hint(tr("`xccviz find --help` lists all terms."), tr("↓ lists what can be written."))


def parse(text: str) -> Filter:
    """The filter that a text says. Raises FilterError where it says none."""
    return Filter(text, _Parser(text).whole())


class _Parser:
    """Reads the tokens of one text from the left to the right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: Sequence[Token] = tuple(tokens(text))
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        """The expression that the whole text is."""
        if self._next.kind == "end":
            raise self._wrong(self._next, tr("the filter is empty"), _A_TERM)
        found = self._either()
        if self._next.kind == ")":
            raise self._wrong(self._next, tr("this bracket closes none that was opened"))
        return found

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._next
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _wrong(self, token: Token, message: str, expected: str = "", near: str | None = None) -> FilterError:
        return FilterError(message, self._text, token.start, token.end, expected=expected, nearest=near)

    def _between(
        self, first: Token, last: Token, message: str, expected: str = "", near: str | None = None
    ) -> FilterError:
        return FilterError(message, self._text, first.start, last.end, expected=expected, nearest=near)

    def _either(self) -> Expression:
        parts = [self._all()]
        while self._next.kind == "|" or self._next.keyword == "or":
            self._take()
            parts.append(self._all())
        return _joined(Either, parts)

    def _all(self) -> Expression:
        parts = [self._not()]
        while True:
            if self._next.keyword == "and":
                self._take()
            elif self._next.kind in ("end", ")", "|") or self._next.keyword == "or":
                return _joined(All, parts)
            parts.append(self._not())

    def _not(self) -> Expression:
        if self._next.kind == "!" or self._next.keyword == "not":
            start = self._take().start
            of = self._atom()
            return Not(start, of.end, of)
        return self._atom()

    def _atom(self) -> Expression:
        token = self._take()
        if token.kind == "(":
            return self._bracket(token)
        if token.kind == "quoted":
            check_escapes(self._text, token)
            self._no_name(token)
            return self._term(token, token, text_words(token.value), find_text(token.value))
        if token.kind != "word" or token.keyword:
            raise self._no_term(token)
        check_escapes(self._text, token)
        if self._next.kind == ":":
            return self._with_value(token)
        if self._next.kind == "op":
            return self._compared(token)
        word = WORDS.get(token.value.casefold())
        if word is not None:
            return self._term(token, token, word.words, word.test)
        return self._term(token, token, text_words(token.value), find_text(token.value))

    def _term(self, first: Token, last: Token, said: str, test: Callable[..., frozenset[int]]) -> Term:
        return Term(first.start, last.end, said, test)

    def _bracket(self, token: Token) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._wrong(
                token, tr("there are more than {count} brackets inside each other", count=DEEPEST)
            )
        if self._next.kind == ")":
            raise self._wrong(self._next, tr("there is nothing in these brackets"), _A_TERM)
        inner = self._either()
        closing = self._take()
        if closing.kind != ")":
            raise self._wrong(token, tr("this bracket is not closed"))
        self._depth -= 1
        return _placed(inner, token.start, closing.end)

    def _no_term(self, token: Token) -> FilterError:
        """What stands where a term should."""
        if token.kind == "end":
            before = self._tokens[self._at - 1] if self._at else token
            word = quoted(self._text[before.start : before.end])
            return self._wrong(token, tr("a term is missing behind {word}", word=word), _A_TERM)
        if token.kind == "op" or token.kind == ":":
            sign = quoted(token.value)
            return self._wrong(token, tr("no name stands before {sign}", sign=sign), _A_TERM)
        seen = quoted(token.value)
        if token.kind == ")" and not self._depth:
            return self._wrong(token, tr("this bracket closes none that was opened"))
        before = self._before(token)
        if token.kind == before.kind == "|" and before != token:
            both = quoted(self._text[before.start : token.end])
            return self._between(before, token, tr("{sign} is no sign", sign=both), near="|")
        if token.keyword:
            return self._wrong(
                token,
                tr("a term is missing before {word}", word=seen),
                tr('To find the word itself, quote it: "{word}".', word=token.value),
            )
        return self._wrong(token, tr("a term is missing before {word}", word=seen), _A_TERM)

    def _before(self, token: Token) -> Token:
        """The token before another; of the first itself."""
        return self._tokens[max(0, self._tokens.index(token) - 1)]

    def _no_name(self, token: Token) -> None:
        """Raises FilterError where quoted text is used as a name."""
        if self._next.kind in (":", "op"):
            raise self._wrong(
                token, tr("text in quotes is no name of a term"), _LISTED, _name_like(token.value)
            )

    # ------------------------------------------------------------------------------------------------ name and value

    def _row(self, name: Token) -> ValueRow | NumberRow:
        """The row of a name. Raises FilterError for a word that is none."""
        folded = name.value.casefold()
        row = NAMES.get(folded)
        if row is not None:
            return row
        if folded in WORDS:
            sign, value = self._tokens[self._at], self._tokens[min(self._at + 1, len(self._tokens) - 1)]
            last = value if value.kind in ("word", "quoted") else sign
            said = tr("{word} stands alone", word=quoted(name.value))
            raise self._between(name, last, said, near=folded)
        raise self._wrong(
            name, tr("no term is called {word}", word=quoted(name.value)), _LISTED, _name_like(name.value)
        )

    def _with_value(self, name: Token) -> Term:
        row = self._row(name)
        colon = self._take()
        if isinstance(row, NumberRow):
            raise self._wrong(
                colon,
                tr("{name} is compared, it takes no colon", name=row.name),
                tr("Compare it with >, >=, <, <=, = or !=."),
                "=",
            )
        value = self._take()
        if value.kind not in ("word", "quoted"):
            raise self._wrong(value, tr("{name} needs a value behind the colon", name=row.name), _of(row))
        check_escapes(self._text, value)
        if self._next.kind in (":", "op") and value.kind == "word" and self._next.start == value.end:
            raise self._needs_quotes(value)
        written = value.value if row.takes != "choice" else self._choice(row, value)
        return self._term(name, value, row.words(written), row.test(written))

    def _needs_quotes(self, value: Token) -> FilterError:
        """A value that holds a sign of the language."""
        sign, end = self._next, self._next.end
        while end < len(self._text) and not self._text[end].isspace() and self._text[end] not in "()|":
            end += 1
        whole = self._text[value.start : end]
        return FilterError(
            tr("a value with {sign} in it has to stand in quotes", sign=quoted(sign.value)),
            self._text,
            value.start,
            end,
            nearest=f'"{whole}"' if len(whole) <= LONG and '"' not in whole else None,
        )

    def _choice(self, row: ValueRow, value: Token) -> str:
        """The choice that a value names. Raises FilterError for one that the row does not have."""
        meant = plain(value.value)
        for choice in row.choices:
            if choice.casefold() == meant.casefold():
                return choice
        raise self._wrong(
            value,
            tr("{value} is no {name}", value=quoted(meant), name=row.name),
            _of(row),
            nearest(meant, row.choices),
        )

    # ----------------------------------------------------------------------------------------------- name and number

    def _compared(self, name: Token) -> Term:
        row = self._row(name)
        sign = self._take()
        if isinstance(row, ValueRow):
            raise self._wrong(
                sign, tr("{name} is not compared, it takes a colon", name=row.name), _of(row), ":"
            )
        if sign.value not in OPERATORS:
            near = _OTHER_OPERATORS.get(sign.value) or nearest(sign.value, OPERATORS)
            listed = tr("There are >, >=, <, <=, = and !=.")
            raise self._wrong(sign, tr("{sign} compares nothing", sign=quoted(sign.value)), listed, near)
        number = self._take()
        expected = EXAMPLES[row.sort]
        if number.kind != "word":
            raise self._wrong(number, tr("{name} needs a number behind {sign}", name=row.name, sign=sign.value),
                              expected)  # fmt: skip
        amount = parse_amount(row.sort, number.value)
        if amount is None:
            raise self._wrong(
                number,
                tr("{value} is no number for {name}", value=quoted(number.value), name=row.name),
                expected,
                nearest_amount(row.sort, number.value),
            )
        return self._term(name, number, row.words(sign.value, amount), row.test(sign.value, amount))


def _joined(made: type[All] | type[Either], parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else made(parts[0].start, parts[-1].end, tuple(parts))


def _placed(inner: Expression, start: int, end: int) -> Expression:
    """The same expression at the place of its brackets."""
    if isinstance(inner, Term):
        return Term(start, end, inner.said, inner.test)
    if isinstance(inner, Not):
        return Not(start, end, inner.of)
    return type(inner)(start, end, inner.parts)


def _name_like(word: str) -> str | None:
    return nearest(plain(word), (*NAMES, *WORDS, *KEYWORDS))


def _of(row: ValueRow) -> str:
    """What a row takes, as a sentence."""
    if row.choices:
        return tr("There are {choices}.", choices=", ".join(row.choices))
    return tr('Text with a space, a bracket or a sign in it stands in quotes: {name}:"…".', name=row.name)
