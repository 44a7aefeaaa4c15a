"""Values out of what `console.log` (util.inspect of Node, Bun, Deno, a browser), Python's `print` and Ruby's `p` show
of an object.

    { status: { SuccessValue: '' }, actions: [ { FunctionCall: [Object] }, [length]: 1 ] }      {'status': None}
    {"status" => nil}

near-cli prints its answers so (utils/inspect-response.js), with `[length]` where hidden members are shown. Every
character is looked at once. A value that is only hinted at (`[Object]`, `... 3 more items`) makes the whole unreadable.
"""

from __future__ import annotations

import base64
import re

from xccviz.catalogue import numeral, tr
from xccviz.model.raw import Json
from xccviz.patterns import later
from xccviz.sources.files.scanner import Scanner

DEEPEST = 100
_SPACE = later(r"(?:\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+")
_KEY = later(r"[A-Za-z_$][\w$]*|\d+")
_NUMBER = later(r"[-+]?(?:\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?n?|Infinity|NaN)(?![\w.])")
_WORD = later(r"[A-Za-z_$][\w$]*(?![\w$(])")
_WORDS: dict[str, Json] = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "null": None,
    "None": None,
    "nil": None,
    "undefined": None,
}
_QUOTED = {
    sign: later(rf"{sign}((?:[^{sign}\\{ends}]|\\.)*){sign}", re.DOTALL)
    for sign, ends in (("'", r"\n"), ('"', r"\n"), ("`", ""))
}
"""Only a template has line ends; a terminal's breaks are no part of a text."""
_ESCAPE = later(r"\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "f": "\f", "v": "\v", "\n": ""}
_NAMED = later(
    r"(?:<ref \*\d+>\s*)?(?:(?:[A-Za-z_$][\w$.]*\s*)?(?:\(\d+\)\s*)?(?:\[[^\]\n]{1,60}\]\s*)?)(?=[{\[])"
    r"|\[[\w$ :*]+\]\s*(?=\{)"
)
_HINTED = later(
    r"\[(?!(?:None|True|False|NaN|Infinity)\])(?:Circular \*\d+|[A-Z_$][\w$]*)(?:: null prototype)?\]"
    r"(?=\s*[,}\]]|\s*\Z)"
)
"""`[Object]`, `[Array]`, a class; Python's list of one word is no such."""
_MORE = later(r"\.\.\.\s*(?:(\d+) more (?:item|propert|character)\w*)?|…")
_GOES_ON = later(r"\s*(?:\+\s*)?(?=['\"`])")
_HIDDEN = later(r"\[(?:length|Symbol\([^)\n]*\)|[\w$]+)\]:")
_BUFFER = later(r"<Buffer((?: [0-9a-f]{2})*)( \.\.\. \d+ more bytes?)?>")


class LiteralError(ValueError):
    """The text is cut or of another form; `args[0]` says where, `at` is how far it was read."""

    def __init__(self, said: str, at: int) -> None:
        super().__init__(said)
        self.at = at


def read_literal(text: str, start: int = 0) -> tuple[Json, int]:
    """The value that begins at `start`, and where it ends. Raises LiteralError."""
    reader = _Reader(text, start)
    value = reader.value(0)
    return value, reader.at


class _Reader(Scanner):
    def value(self, depth: int) -> Json:
        if depth > DEEPEST:
            raise self.wrong(tr("a value that is nested less deeply"))
        self.space()
        sign = self.sign
        if sign in _QUOTED:
            return self._text()
        if number := _NUMBER.match(self.text, self.at):
            self.at = number.end()
            return _number(number[0])
        if found := _BUFFER.match(self.text, self.at):
            if found[2]:
                raise self._hinted()
            self.at = found.end()
            return base64.b64encode(bytes.fromhex(found[1])).decode("ascii")
        if sign == "[" and _HINTED.match(self.text, self.at):
            raise self._hinted()
        if named := _NAMED.match(self.text, self.at):
            self.at = named.end()
            sign = self.sign
        if sign == "{":
            return self._object(depth)
        if sign == "[":
            return self._array(depth)
        word = _WORD.match(self.text, self.at)
        if word is None or word[0] not in _WORDS:
            raise self.wrong(tr("a value"))
        self.at = word.end()
        return _WORDS[word[0]]

    def _object(self, depth: int) -> Json:
        self.at += 1
        members: dict[str, Json] = {}
        while not self.ends("}"):
            hidden = _HIDDEN.match(self.text, self.at)
            if hidden is not None:
                self.at = hidden.end()
                self.value(depth + 1)
            else:
                key = self._key()
                if key in members:
                    raise self.wrong(tr("one {name}", name=key[:40]))
                members[key] = self.value(depth + 1)
            self.comma("}")
        return members

    def _array(self, depth: int) -> Json:
        self.at += 1
        entries: list[Json] = []
        while not self.ends("]"):
            hidden = _HIDDEN.match(self.text, self.at)
            if hidden is not None:
                self.at = hidden.end()
                self.value(depth + 1)
            else:
                entries.append(self.value(depth + 1))
            self.comma("]")
        return entries

    def _key(self) -> str:
        self.space()
        if self.sign in ("'", '"'):
            key = self._text()
        elif found := _KEY.match(self.text, self.at):
            key = found[0]
            self.at = found.end()
        else:
            raise self.wrong(tr("a name"))
        self.space()
        if not self.text.startswith("=>", self.at):
            self.take(":")
        else:
            self.at += 2
        return key

    def space(self) -> None:
        """Comments are passed over too: somebody's who wrote beside it what is what."""
        found = _SPACE.match(self.text, self.at)
        assert found is not None  # it matches nothing too
        self.at = found.end()

    def _text(self) -> str:
        """Text in quotes; long ones of older Nodes go on after a `+`, those of Python's `pprint` on the next line."""
        parts = []
        while True:
            sign = self.sign
            found = _QUOTED[sign].match(self.text, self.at) if sign in _QUOTED else None
            if found is None:
                raise self.wrong(tr("a closing quote"))
            parts.append(_ESCAPE.sub(_unescaped, found[1]))
            self.at = found.end()
            more = _GOES_ON.match(self.text, self.at)
            if more is None:
                break
            self.at = more.end()
        if _MORE.match(self.text, self.at):
            raise self._hinted()
        return "".join(parts)

    def ends(self, end: str) -> bool:
        self.space()
        if _MORE.match(self.text, self.at):
            raise self._hinted()
        return super().ends(end)

    @property
    def _line(self) -> str:
        line = self.text.count("\n", 0, self.at) + 1
        return numeral(line)

    def _hinted(self) -> LiteralError:
        return LiteralError(
            tr("at line {line}, only a hint of a value was printed", line=self._line), self.at
        )

    def wrong(self, expected: str) -> LiteralError:
        if self.at >= len(self.text.rstrip()):
            return LiteralError(tr("it ends where {expected} is expected", expected=expected), self.at)
        return LiteralError(
            tr("at line {line}, expected {expected}", line=self._line, expected=expected), self.at
        )


def _number(word: str) -> Json:
    digits = word.rstrip("n").replace("_", "")
    if digits.lstrip("+-") in ("Infinity", "NaN"):
        return None
    if digits.lstrip("+-").isdigit():
        return int(digits) if len(digits) <= 100 else None
    value = float(digits)
    if value != value or value in (float("inf"), float("-inf")):
        return None
    return int(value) if value.is_integer() else value


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code is not None:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else "\N{REPLACEMENT CHARACTER}"
    return _PLAIN.get(found[4], found[4])
