"""How wide a text is, without a screen: the bundled fonts' advance widths.

Layout, the SVG painter and Qt all measure with this table, so that a drawing made without Qt is the drawing on
screen. It adds up advances and knows no kerning and no contextual forms: painters switch both off (Qt:
`QFont.setKerning(False)`; SVG: `font-kerning: none`), then the sum is what they draw.

Words: a *font* is one of the keys "regular", "medium", "semibold" (Inter) and "mono" (JetBrains Mono); a *size* is
the em in scene pixels.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import accumulate
from typing import Literal

from xccviz.resources import read_text
from xccviz.values import frozen

FONT_KEYS = ("regular", "medium", "semibold", "mono")
ELLIPSIS = "…"
# Texts above this length are measured without remembering them, so that one huge log line does not stay in memory.
_LONGEST_CACHED = 256

ElideMode = Literal["end", "middle"]


@frozen
class FontFace:
    """One bundled font: where its file is, what CSS and Qt call it, and its metrics in units of the em."""

    key: str
    file: str
    family: str
    weight: int
    units_per_em: int
    ascent: int
    descent: int
    line_gap: int
    default: int
    wide_default: int
    advances: Mapping[int, int]


@cache
def load_faces() -> Mapping[str, FontFace]:
    """Return the bundled fonts by key, read once from `resources/fonts/advances.json`."""
    table = json.loads(read_text("fonts", "advances.json"))
    faces: dict[str, FontFace] = {}
    for key, row in table["fonts"].items():
        advances: dict[int, int] = {}
        for first, last, widths in row.pop("advances"):
            codes = range(first, last + 1)
            one_width = isinstance(widths, int)
            advances.update(dict.fromkeys(codes, widths) if one_width else zip(codes, widths, strict=True))
        faces[key] = FontFace(key=key, advances=advances, **row)
    return faces


def font_face(font: str) -> FontFace:
    """Return the font of that key; KeyError names the keys there are."""
    try:
        return load_faces()[font]
    except KeyError:
        raise KeyError(f"no font {font!r}; there are {', '.join(FONT_KEYS)}") from None


def measure(text: str, font: str, size: float) -> float:
    """Return the width of one line of text in scene pixels."""
    units = _units(text, font) if len(text) <= _LONGEST_CACHED else sum(_advances(text, font))
    return units * size / font_face(font).units_per_em


def line_height(font: str, size: float) -> float:
    """Return the distance between two base lines in scene pixels."""
    face = font_face(font)
    return (face.ascent + face.descent + face.line_gap) * size / face.units_per_em


def ascent(font: str, size: float) -> float:
    """Return how far the line reaches above its base line in scene pixels: top of the line box + this = base line."""
    face = font_face(font)
    return face.ascent * size / face.units_per_em


def elide(text: str, font: str, size: float, width: float, mode: ElideMode = "end") -> str:
    """Return the text if it fits the width, else as much of it as does, with `…` at the end or in the middle.

    "middle" keeps head and tail of about the same width (an account's name tells most there). A base character keeps
    its combining marks. What is too narrow even for the ellipsis gives "".
    """
    if len(text) <= _LONGEST_CACHED:
        return _elide_cached(text, font, size, width, mode)
    return _elide(text, font, size, width, mode)


def _elide(text: str, font: str, size: float, width: float, mode: ElideMode) -> str:
    em = font_face(font).units_per_em
    # Half a unit of tolerance: a box made exactly as wide as its text must not shorten it by rounding.
    available = width * em / size + 0.5 if size > 0 else 0.0
    advances = _advances(text, font)
    if sum(advances) <= available:
        return text
    room = available - _units(ELLIPSIS, font)
    if room < 0:
        return ""
    if mode == "end":
        return text[: _fitting(advances, text, room)].rstrip() + ELLIPSIS
    head = _fitting(advances, text, room / 2)
    tail = _fitting_tail(advances, text, room - sum(advances[:head]))
    head = _fitting(advances, text, room - sum(advances[len(text) - tail :]))
    return text[:head] + ELLIPSIS + text[len(text) - tail :]


def _fitting(advances: list[int], text: str, room: float) -> int:
    """Return how many leading characters fit, never parting a mark from its base."""
    count = bisect_right(list(accumulate(advances)), room)
    while 0 < count < len(text) and _is_mark(text[count]):
        count -= 1
    return count


def _fitting_tail(advances: list[int], text: str, room: float) -> int:
    """Return how many trailing characters fit, never beginning with a mark."""
    count = bisect_right(list(accumulate(reversed(advances))), room)
    while count and _is_mark(text[len(text) - count]):
        count -= 1
    return count


_elide_cached = lru_cache(maxsize=8192)(_elide)


def _advances(text: str, font: str) -> list[int]:
    face = font_face(font)
    table = face.advances
    if text.isascii():
        default = face.default
        return [table.get(code, default) for code in text.encode("ascii")]
    return [_advance(char, face.key) for char in text]


@lru_cache(maxsize=16384)
def _units(text: str, font: str) -> int:
    return sum(_advances(text, font))


@lru_cache(maxsize=8192)
def _advance(char: str, font: str) -> int:
    face = font_face(font)
    if _is_mark(char):
        return 0
    known = face.advances.get(ord(char))
    if known is not None:
        return known
    return face.wide_default if unicodedata.east_asian_width(char) in "WF" else face.default


def _is_mark(char: str) -> bool:
    """Say whether a character takes no room of its own: combining marks, variation selectors, format controls."""
    return unicodedata.category(char) in ("Mn", "Me", "Cf")
