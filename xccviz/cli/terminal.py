"""Text for a terminal: styles, widths, wrapping and tables, and the one door through which chain data gets out.

Everything that is printed passes `visible_text`, so a log line can neither move the cursor nor turn the writing
direction. Colour only on a tty and never with NO_COLOR; marks fall back to ASCII where the encoding lacks them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TextIO

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.model.text import display_width, visible_text
from xccviz.tables.lines import Part, clean, cut_text, style_of, taken, text_of
from xccviz.values import frozen

STYLES: Mapping[str, str] = {
    "bold": "1",
    "dim": "2",
    "ok": "32",
    "failed": "31",
    "failed bold": "1;31",
    "ok bold": "1;32",
    "warning": "33",
    "warning bold": "1;33",
    "account": "36",
    "value": "35",
}
_ASCII = str.maketrans(
    {
        "✓": "+",
        "✗": "x",
        "…": "...",
        "○": "o",
        "│": "|",
        "├": "|",
        "└": "`",
        "─": "-",
        "→": "->",
        "←": "<-",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "—": "-",
        "–": "-",
        "·": "-",
        "⟨": "<",
        "⟩": ">",
        "↩": "<-",
        "⊘": "/",
        "▸": ">",
        "−": "-",
        "×": "x",
        "•": "*",
        "Σ": "sum",
    }
)
_PROBE = "✓✗…○│├└─→“”⟨⟩·↩⊘▸"
_WORTH_FILLING = 12
_MOST_LINES = 6
DEFAULT_WIDTH = 100
MAX_TEXT_WIDTH = 110


@frozen
class Column:
    """One column of a table: its heading and side (`<` or `>`); `stretch` gives way when there is little room."""

    heading: str
    align: str = "<"
    stretch: bool = False


class Terminal:
    """Where text for people goes: a stream with its width, colours and encoding, all decided once."""

    def __init__(
        self, stream: TextIO, *, width: int | None = None, environ: Mapping[str, str] = os.environ
    ) -> None:
        self.stream = stream
        tty = is_tty(stream)
        self.colour = tty and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
        self.width = max(40, width if width is not None else _width(tty, environ))
        self.encoding = getattr(stream, "encoding", None) or "utf-8"
        self.ascii = not _encodes(_PROBE, self.encoding)

    def line(self, *parts: Part, indent: int = 0, cut: bool = False) -> None:
        """Write one line; with `cut` what does not fit the width is left out (with an ellipsis)."""
        shown = clean(parts, self.width - indent if cut else None)
        self._write(" " * indent + "".join(self._paint(text, style) for text, style in shown))

    def wrapped(self, *parts: Part, indent: int = 0, first: Sequence[Part] = ()) -> None:
        """Write what must be seen to its end, as many lines as it takes (a few: chain text may be endless); `first`
        stands before it, and later lines are indented as far as its end."""
        lead = clean(first)
        hang = indent + sum(display_width(text) for text, _ in lead)
        room = max(20, self.width - hang)
        shown = clean(parts, _MOST_LINES * room)
        text = "".join(part for part, _ in shown)
        begin, before = 0, " " * indent + "".join(self._paint(*part) for part in lead)
        for row in wrap(text, room):
            begin = text.index(row, begin)
            self._write(before + "".join(self._paint(*part) for part in _between(shown, begin, len(row))))
            begin, before = begin + len(row), " " * hang

    def blank(self) -> None:
        """Write an empty line."""
        self._write("")

    def heading(self, text: str) -> None:
        """Write a heading line."""
        self.line((text, "bold"))

    def paragraph(self, text: str, indent: int = 0, style: str = "", first: str = "") -> None:
        """Write wrapped text; `first` stands before it, and later lines are indented as far as its end."""
        room = max(20, min(self.width, MAX_TEXT_WIDTH + indent) - indent - display_width(first))
        lead = " " * indent + first
        for piece in text.split("\n"):
            for row in wrap(visible_text(piece), room):
                self._write(lead + self._paint(row, style))
                lead = " " * (indent + display_width(first))

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Part]], indent: int = 0) -> None:
        """Write rows under headings; the stretching columns are cut when the whole is too wide."""
        cells = [[(visible_text(text_of(part)), style_of(part)) for part in row] for row in rows]
        widths = [
            max([display_width(column.heading), *(display_width(row[i][0]) for row in cells)])
            for i, column in enumerate(columns)
        ]
        spare = self.width - indent - 2 * (len(columns) - 1) - sum(widths)
        for i in [i for i, column in enumerate(columns) if column.stretch]:
            if spare < 0:
                shrunk = max(16, widths[i] + spare)
                spare += widths[i] - min(widths[i], shrunk)
                widths[i] = min(widths[i], shrunk)
        head = [(column.heading, "dim") for column in columns]
        for row in [head, *cells] if any(column.heading for column in columns) else cells:
            out = []
            for i, (text, style) in enumerate(row):
                shown = cut_text(text, widths[i])
                gap = " " * (widths[i] - display_width(shown))
                painted = self._paint(shown, style)
                out.append(gap + painted if columns[i].align == ">" else painted + gap)
            self._write((" " * indent + "  ".join(out)).rstrip())

    def flush(self) -> None:
        """Hand everything to the stream's reader."""
        guarded(self.stream.flush)

    def _paint(self, text: str, style: str) -> str:
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.colour and style and text else text

    def _write(self, line: str) -> None:
        text = line.rstrip(" ") + "\n"
        if self.ascii:
            text = text.translate(_ASCII)
        if not _encodes(text, self.encoding):
            text = text.encode(self.encoding, "backslashreplace").decode(self.encoding)
        guarded(lambda: self.stream.write(text))


def is_tty(stream: TextIO) -> bool:
    """Whether a stream is a terminal; a closed or odd one is none."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError, OSError):
        return False


def write_bytes(stream: TextIO, data: bytes) -> None:
    """Write bytes to standard output, also where a test has put a stream of text in its place."""
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        guarded(lambda: stream.write(data.decode("utf-8", "backslashreplace")))
    else:
        guarded(stream.flush)
        guarded(lambda: buffer.write(data))
        guarded(buffer.flush)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at spaces where there are some; spaces inside a line stay."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        candidate = f"{line} {word}" if line else word
        if display_width(candidate) <= width:
            line = candidate
            continue
        if display_width(word) <= width:
            lines.append(line)
            line = word
            continue
        lead = f"{line} " if line and width - display_width(line) > _WORTH_FILLING else ""
        if line and not lead:
            lines.append(line)
        line = lead + word
        while display_width(line) > width:
            begin = taken(line, width)
            lines.append(begin)
            line = line[len(begin) :]
    if line or not lines:
        lines.append(line)
    return lines


def _between(parts: Sequence[tuple[str, str]], begin: int, length: int) -> Iterator[tuple[str, str]]:
    """So many characters of styled parts."""
    for text, style in parts:
        yield text[max(0, begin) : max(0, begin + length)], style
        begin -= len(text)


def _width(tty: bool, environ: Mapping[str, str]) -> int:
    columns = environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and 0 < int(columns) < 10_000:
        return int(columns)
    if not tty:
        return DEFAULT_WIDTH
    import shutil

    return shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def guarded(write: Callable[[], object]) -> None:
    """Call a writing function; a full disk becomes a UserError (exit 7), a closed pipe stays what it is."""
    try:
        write()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UserError(
            tr("standard output can't be written: {what}", what=error.strerror or error),
            tr("Check where it goes; a disk may be full."),
            kind="output",
        ) from error
