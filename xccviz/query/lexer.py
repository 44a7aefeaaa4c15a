"""Text → tokens of the filter language. A word ends at a space, a bracket, `|`, `:`, a comparison or, behind its first
character, nowhere else: `don't` and `hello!` are words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from xccviz.catalogue import tr
from xccviz.patterns import later
from xccviz.query.mistakes import FilterError
from xccviz.values import frozen

TokenKind = Literal["word", "quoted", "(", ")", "|", "!", ":", "op", "end"]
OPERATORS = (">", ">=", "<", "<=", "=", "!=")
KEYWORDS = ("and", "or", "not")
LONG = 60
"""A longer value is not written again to say how it were right."""

_SIGNS: Mapping[str, TokenKind] = {"(": "(", ")": ")", "|": "|", ":": ":", "!": "!"}
_COMPARISON = later(r"!=|[<>=≤≥≠]+")
_STOPS = frozenset("()|:<>=≤≥≠")


@frozen
class Token:
    """One token; `text[start:end]` of the filter. `value`: what it says, a word or quoted text still with its escapes.
    `open`: quoted text whose end is missing."""

    kind: TokenKind
    start: int
    end: int
    value: str = ""
    open: bool = False

    @property
    def keyword(self) -> str:
        """`and`, `or` or `not`; "" for all else."""
        folded = self.value.casefold() if self.kind == "word" else ""
        return folded if folded in KEYWORDS else ""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a filter, an `end` behind the last; never raises."""
    at = 0
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
            continue
        token = _token(text, at, char)
        yield token
        at = token.end
    yield Token("end", at, at)


def _token(text: str, at: int, char: str) -> Token:
    if char in ("'", '"'):
        return _quoted(text, at)
    compared = _COMPARISON.match(text, at)
    if compared is not None:
        return Token("op", at, compared.end(), compared[0])
    sign = _SIGNS.get(char)
    return Token(sign, at, at + 1, char) if sign is not None else _word(text, at)


def _quoted(text: str, start: int) -> Token:
    at = start + 1
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == text[start]:
            return Token("quoted", start, at + 1, text[start + 1 : at])
        else:
            at += 1
    return Token("quoted", start, len(text), text[start + 1 :], open=True)


def _word(text: str, start: int) -> Token:
    at = start
    while at < len(text):
        char = text[at]
        if char == "\\":
            at = min(at + 2, len(text))
        elif char in _STOPS or char.isspace() or text.startswith("!=", at):
            break
        else:
            at += 1
    return Token("word", start, at, text[start:at])


def plain(value: str) -> str:
    """A value without its escapes: each stands for the character behind it."""
    return "".join(char for char, _ in letters(value))


def letters(value: str) -> Iterator[tuple[str, bool]]:
    """The characters of a value, and whether each was escaped."""
    escaped = False
    for char in value:
        if char == "\\" and not escaped:
            escaped = True
            continue
        yield char, escaped
        escaped = False


def check_escapes(text: str, token: Token) -> None:
    """Raises FilterError where the text ends inside quotes, or behind a backslash."""
    if token.open:
        raise FilterError(
            tr("the quotes that begin here don't end"),
            text,
            token.start,
            token.end,
            nearest=f"{text[token.start :]}{text[token.start]}" if len(token.value) <= LONG else None,
        )
    if _dangling(token.value):
        raise FilterError(
            tr("nothing stands behind the backslash; it takes the next character as it is"),
            text,
            token.end - 1,
            token.end,
            nearest="\\\\",
        )


def _dangling(value: str) -> bool:
    return (len(value) - len(value.rstrip("\\"))) % 2 == 1
