"""What terminals, chats and commands leave around a document: escape codes, gutters, quote marks, times; and JSON
within text, or within a quoted text of one.

Only what stands before lines is taken away, never anything of their content.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from xccviz.catalogue import tr
from xccviz.model.raw import Json
from xccviz.patterns import later
from xccviz.sources.files.place import malformed
from xccviz.sources.files.strict_json import complaint, read_json_at
from xccviz.sources.files.tells import CURLED, JSON

_ESCAPE_CODES = later(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_GUTTERS = (
    later(r"^[ \t]*[|│┃┆>](?:[ \t]|$)", re.MULTILINE),
    later(
        r"^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?(?:[ \t]|$)", re.MULTILINE
    ),
    later(r"^[\w.-]{1,64}[ \t]*\|(?:[ \t]|$)", re.MULTILINE),
)
"""What near-cli-rs, mail and chats, logs of containers and of CI (`docker logs -t`, GitHub's) and docker compose put
before each line; quoted mail more than once."""
_NUMBERED = later(r"^[ \t]*(\d+)(?:[:│|]? {1,2}|[:│|]?\t|$)", re.MULTILINE)
"""`cat -n`, `grep -n`, editors: on every line, one more each time."""
_COUNTED = later(r"(?<![ \t])[ \t]*+\d++")
_SHARED = later(r"[^{\"']*[\s:|>\])+](?=\S|\s)|\+")
"""What may stand before each line, whatever made it: nothing that an object or a text begins with."""
LEAST_SHARED = 4
"""Lines that must begin alike; the first and the last may be without."""
MOST_GUTTERS = 6
_QUOTED = later(
    r"(?<!\\)(?:b?'(\{(?:[^'\\]|\\.)*\})\s*(?:\\[nr]\s*)*'|\"(\{(?:[^\"\\]|\\.)*\})\s*(?:\\[nr]\s*)*\")",
    re.DOTALL,
)
_CELL = later(r'(?<!")"(\{""(?:[^"]|"")*+)"')
_UNBREAKABLE = later(
    r'"(?:[^"\\]|\\\n?.)*+(?:"|\Z)'
    r"|'(?:[^'\\]|\\\n?.)*+(?:'|\Z)"
    r"|(?<![\w.+-])[\w.+-]++(?:\r?\n[\w.+-]++)+",
    re.DOTALL,
)
"""Texts in quotes, the last one perhaps without its end, and words that go over lines. Nothing is read twice."""
_ESCAPED_START = later(r"\s*\{\s*\\")
_ESCAPE = later(r"\\(?:x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}
_TYPOGRAPHIC = dict.fromkeys(map(ord, "“”„‟"), '"')
_STARTS = later(r"[{\[]")
MOST_TRIES = 2_000
"""Places that look like the beginning of JSON and are none; each costs what is read of it."""


def bare(text: str) -> str:
    """Without colours, and without what tools put before each line (`_GUTTERS`)."""
    if "\x1b" in text:
        text = _ESCAPE_CODES.sub("", text)
    if "&quot;" in text:
        # late: its table of entities is large, and few files are the source of a page
        from html import unescape

        text = unescape(text)
    for _ in range(MOST_GUTTERS):
        gutter = next((row for row in _GUTTERS if len(row.findall(text, 0, 200_000)) > 1), None)
        if gutter is None:
            break
        text = gutter.sub("", text)
    if _is_numbered(text):
        text = _NUMBERED.sub("", text)
    shared = _shared_by_lines(text)
    return re.sub(rf"^{shared}", "", text, flags=re.MULTILINE) if shared else text


def _shared_by_lines(text: str) -> str:
    """The pattern of what all lines begin with but for its numbers, `Jan 01 00:00:07 host near[12]: `; "" where they
    begin with nothing but their content."""
    lines = [line for line in text[:200_000].split("\n") if line.strip()][1:-1]
    if len(lines) < LEAST_SHARED:
        return ""
    columns = zip(*(_COUNTED.sub("\0", line) for line in lines), strict=False)
    alike = "".join(column[0] for column in takewhile(lambda column: len(set(column)) == 1, columns))
    found = _SHARED.match(alike)
    if found is None or not found[0].strip(" \t") or found[0].count("[") > found[0].count("]"):
        return ""
    return r"[ \t]*+\d++".join(re.escape(part) for part in found[0].split("\0"))


def straightened(text: str) -> str:
    """With straight quotes where a word processor or a chat made them all typographic."""
    return text.translate(_TYPOGRAPHIC) if '"' not in text and CURLED.search(text) is not None else text


def _is_numbered(text: str) -> bool:
    """Whether each line begins with its number."""
    numbers = [int(number) for number in _NUMBERED.findall(text, 0, 20_000) if len(number) < 9]
    lines = text.count("\n", 0, 20_000) + (not text.endswith("\n"))
    return len(numbers) >= max(2, lines - 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def rejoined(text: str) -> str:
    """With the lines joined that a terminal broke: neither JSON nor what consoles print of an object has a line's end
    within a text, a number or a word.

    A line that is as long as most are, or as the longest, was cut where it ended, another one at a space, which some
    leave out.
    """
    begins = _STARTS.search(text)
    if begins is None or "\n" not in text:
        return text
    widest = _width_of(text[text.rfind("\n", 0, begins.start()) + 1 :].split("\n"))
    parts, at = [], 0
    for found in _UNBREAKABLE.finditer(text, begins.start()):
        if "\n" in found[0]:
            before = found.start() - text.rfind("\n", 0, found.start()) - 1
            parts += [text[at : found.start()], _one_line(found[0], before, widest)]
            at = found.end()
    return "".join((*parts, text[at:])) if parts else text


def _width_of(lines: list[str]) -> int:
    """Characters of a line of the terminal. Where most lines are of one length, it is that, though something stands
    before the document or made one line longer."""
    lengths = [len(line.rstrip()) for line in lines]
    inner = lengths[1:-1] or lengths
    ((usual, times),) = Counter(inner).most_common(1)
    longer = sum(length > usual for length in inner)
    return usual if 2 * times > len(inner) and longer <= 1 else max(lengths)


def _one_line(broken: str, before: int, widest: int) -> str:
    """What was broken, without its line ends; `before`: characters that stand before it on its first line."""
    first, *rest = broken.replace("\r\n", "\n").split("\n")
    parts, length = [first], before + len(first)
    for piece in rest:
        spaced = length < widest and broken[0] in "\"'" and parts[-1][-1:] not in (" ", "\\")
        parts += [" " if spaced else "", piece]
        length = len(piece)
    return "".join(parts)


def out_of_quotes(text: str) -> str:
    """With every document that stands in it as a quoted text, its quotes escaped, as that document: Python's `repr`,
    a member of a log's line, a cell of a table (CSV)."""
    if _ESCAPED_START.match(text):
        return _unescaped(text)
    if '"{""' in text:
        return _CELL.sub(lambda found: found[1].replace('""', '"'), text)
    return _QUOTED.sub(lambda found: _unescaped(found[1] or found[2]), text)


def _unescaped(text: str) -> str:
    said = _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _PLAIN.get(found[2], found[2]), text
    )
    try:
        return said.encode("latin-1").decode()  # the bytes of a text, as Python shows them
    except UnicodeError:
        return said


def json_within(text: str, name: str) -> Iterator[tuple[Json, int, int]]:
    """Every object and array of strict JSON that stands in a text, with where it begins and ends; in order, not one
    within another. Raises UserError (malformed) for a document that is cut or broken: what stands in it or beside it
    would be told as the whole."""
    at, tries, read = 0, 0, 0
    while (found := _STARTS.search(text, at)) is not None and tries < MOST_TRIES and read <= 4 * len(text):
        start = found.start()
        try:
            value, end = read_json_at(text, start)
        except json.JSONDecodeError as error:
            stopped = len(text) if error.msg.startswith("Unterminated") else error.pos
            if _is_broken(text, start, stopped):
                raise complaint(error, name) from error
            tries, read, at = tries + 1, read + stopped - start, start + 1
        except RecursionError as error:
            raise malformed(tr("{name} is nested too deeply to be a transaction", name=name)) from error
        except ValueError as error:
            raise malformed(
                tr("{name} holds JSON that can't be read: {error}", name=name, error=str(error)[:200])
            ) from error
        else:
            yield value, start, end
            at = end


def _is_broken(text: str, start: int, stopped: int) -> bool:
    """Whether what began at `start` and could not be read on at `stopped` is a document, not a bracket of a text."""
    if JSON.search(text, start, stopped) is not None:
        return True
    at_its_end = not text[stopped:].strip()
    begins_a_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    return at_its_end and begins_a_line and text[start] == "{"
