"""Values out of Rust's debug text (`{:?}` and `{:#?}`), as near-workspaces and nearcore's views print them.

    Name { key: value, … }   → Struct      Name(value, …) → Call      [value, …] → list
    "text"                   → Text        any other word → str

Every character is looked at once. What a contract returned is printed without escapes (near_fmt::AbbrBytes of
nearcore), so it is read by its own rules: see `_returned`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

from xccviz.catalogue import numeral, tr
from xccviz.patterns import later
from xccviz.sources.files.scanner import Scanner
from xccviz.values import frozen

DEEPEST = 60
_WORD = later(r"[\w:./+=-]+")
_TEXT = later(r'"((?:[^"\\\n]|\\.)*)"')
"""Without line ends, which are escaped: one that stands in it was made by a terminal."""
_ESCAPE = later(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_ASCII = later(r"'([ -~]{0,126}?)'(?=\s*\))")
_SHORTENED = later(r"\(\d{1,12}\)(?:'[ -~]{119}'|[A-Za-z0-9+/=]{1,128})…(?=\s*\))")
_OLDER = later(r"`([^`\n]{0,128}?)`(?=\s*\))")
_OCTETS = later(r"\[([\d,\s]{0,2000})\](?=\s*,?\s*\))")
_SLICE = later(r"\((\d{1,9})\)\s*(?=\[)")
_LEFT_OVER = later(r"'\s*\)\s*[,}]")
LONGEST_VALUE = 140
"""Characters within which a returned value ends, its quotes and brackets with it."""
_BASE64 = later(r"([A-Za-z0-9+/]{1,128}={0,2})(?=\s*\))")


class DebugTextError(ValueError):
    """The text is cut or of another form; `args[0]` says where."""


@frozen
class Text:
    """Text that stood in quotes."""

    text: str


@frozen
class Returned:
    """Bytes that a contract returned, None where the text has only their beginning."""

    data: bytes | None


@frozen
class Struct:
    """`name { key: value }`; "" for a name that is not there."""

    name: str
    fields: dict[str, Any]


@frozen
class Call:
    """`name(value, …)`."""

    name: str
    values: tuple[Any, ...]


def read_debug(text: str, start: int = 0) -> tuple[Any, int]:
    """The value that begins at `start`, and where it ends. Raises DebugTextError."""
    reader = _Reader(text, start)
    value = reader.value(0)
    return value, reader.at


def prints_in(text: str, begins: re.Pattern[str]) -> Iterator[Any]:
    """The value of each print in `text` that `begins` matches the beginning of, one after the other.

    Raises DebugTextError for one that can't be read, or that may have ended inside of a value that a contract
    returned: what looks like the end of one follows.
    """
    end = 0
    while (found := begins.search(text, end)) is not None:
        value, end = read_debug(text, found.start())
        if _LEFT_OVER.search(text, end, end + LONGEST_VALUE):
            raise DebugTextError(
                tr(
                    "more follows at character {place}; a returned value can't be told from the rest",
                    place=numeral(end + 1),
                )
            )
        yield value


class _Reader(Scanner):
    def value(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise DebugTextError(tr("nested too deeply at character {place}", place=numeral(self.at + 1)))
        self.space()
        sign = self.sign
        if sign == '"':
            return Text(_unescaped(self._match(_TEXT)[1]))
        if sign == "`":
            end = self.text.find("`", self.at + 1, self.at + 200)
            if end < 0:
                raise self.wrong(tr("a closing `"))
            word = self.text[self.at + 1 : end]
            self.at = end + 1
            return word
        if shortened := _SLICE.match(self.text, self.at):
            raise DebugTextError(
                tr(
                    "at character {place}, only the first and last of {count} are printed",
                    place=numeral(self.at + 1),
                    count=shortened[1],
                )
            )
        if sign in ("[", "("):
            return self._list("]" if sign == "[" else ")", depth)
        name = self._match(_WORD)[0]
        self.space()
        if self.sign == "(" and name == "SuccessValue":
            return self._returned(name)
        if self.sign == "(":
            return Call(name, tuple(self._list(")", depth)))
        if self.sign == "{":
            return self._struct(name, depth)
        return name

    def _returned(self, name: str) -> Call:
        """Printable ASCII of at most 126 characters in single quotes, else base64; of longer values their length and
        119 characters, or the beginning of the base64, and an ellipsis. A quote inside is not escaped."""
        self.at += 1
        self.space()
        data: bytes | None = None
        if found := _SHORTENED.match(self.text, self.at):
            pass
        elif found := _ASCII.match(self.text, self.at):
            data = found[1].encode("ascii")
        elif found := _OLDER.match(self.text, self.at):
            data = found[1].encode("utf-8") if "…" not in found[1] else None
        elif found := _OCTETS.match(self.text, self.at):
            data = _octets(found[1])
        elif (found := _BASE64.match(self.text, self.at)) and len(found[1]) % 4 == 0:
            data = base64.b64decode(found[1])
        else:
            raise self.wrong(tr("a returned value"))
        self.at = found.end()
        self.comma(")")
        self.take(")")
        return Call(name, (Returned(data),))

    def _list(self, end: str, depth: int) -> list[Any]:
        self.at += 1
        values = []
        while not self.ends(end):
            values.append(self.value(depth + 1))
            self.comma(end)
        return values

    def _struct(self, name: str, depth: int) -> Struct:
        self.at += 1
        fields: dict[str, Any] = {}
        while not self.ends("}"):
            key = self._match(_WORD)[0]
            if key.endswith(":"):  # the word takes the colon with it
                key = key[:-1]
            else:
                self.take(":")
            if key in fields:
                raise self.wrong(tr("one {name}", name=key[:40]))
            fields[key] = self.value(depth + 1)
            self.comma("}")
        return Struct(name, fields)

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise self.wrong(tr("a value"))
        self.at = found.end()
        return found

    def wrong(self, expected: str) -> DebugTextError:
        if self.at >= len(self.text):
            return DebugTextError(tr("it ends where {expected} is expected", expected=expected))
        return DebugTextError(
            tr("at character {place}, expected {expected}", place=numeral(self.at + 1), expected=expected)
        )


def _octets(listed: str) -> bytes | None:
    words = [word for word in re.split(r"[,\s]+", listed) if word]
    # Python may have been told to read fewer digits than may stand here.
    octets = [int(word) for word in words if len(word) <= 3]
    return bytes(octets) if len(octets) == len(words) and all(octet < 256 for octet in octets) else None


def _unescaped(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        if found[1] is not None:
            code = int(found[1], 16)
            return (
                chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\N{REPLACEMENT CHARACTER}"
            )
        return _PLAIN.get(found[2], found[2])

    return _ESCAPE.sub(one, text)
