"""A display list as SVG: real, selectable text in fonts that it brings along, no script, no external reference, the
same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from xccviz.display.dots import CHOSEN, CHOSEN_RING, DISC, DISC_RING, DOTS, by_mark, chosen_at, outline
from xccviz.display.fonts import font_faces, font_rules
from xccviz.display.hosting import Tag
from xccviz.display.markers import circle, marker_parts
from xccviz.display.patterns import TILES, Pattern
from xccviz.display.types import NONE, DisplayList, DotField, Marker, Path, Rect, Role, Text, Theme, Verticals
from xccviz.layout.measure import measure
from xccviz.layout.types import Segment
from xccviz.model.text import visible_text
from xccviz.pieces import nothing, utf8
from xccviz.values import frozen

_ANCHORS = {"start": "", "middle": ' text-anchor="middle"', "end": ' text-anchor="end"'}


def to_svg(display_list: DisplayList, theme: Theme, go_on: Callable[[], None] = nothing) -> bytes:
    """The drawing as one UTF-8 SVG document of the list's size in px, in the colours of `theme`, with its fonts.

    Chain text is escaped, and characters that XML forbids are left out. Tooltips become <title> elements. `go_on` is
    called now and then, and may raise.
    """
    drawn = svg_element(display_list, theme, go_on=go_on)
    style = f"<style>{font_faces(drawn.used)}{style_sheet(drawn.used)}</style>\n"
    return utf8(('<?xml version="1.0" encoding="UTF-8"?>\n', drawn.opening, style, *drawn.parts))


@frozen
class SvgElement:
    """A drawing as an `<svg>` element: what it begins with (its title and description among it), and the rest in
    `parts`. Between the two stands a style sheet that has the classes of `used`: the characters of its words by
    font."""

    opening: str
    parts: tuple[str, ...]
    used: Mapping[str, frozenset[str]]

    @property
    def rest(self) -> str:
        """All parts in one."""
        return "".join(self.parts)


def svg_element(
    display_list: DisplayList, theme: Theme, prefix: str = "", *, go_on: Callable[[], None] = nothing
) -> SvgElement:
    """The drawing as an element to stand in another document. Its ids begin with `prefix`; colours of `theme` may be
    whatever `fill` may be."""
    width, height = number(display_list.width), number(display_list.height)
    left, top = number(display_list.left), number(display_list.top)
    pen = _Pen(theme, prefix)
    drawn = pen.draw_all(display_list, go_on)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="{left} {top} {width} {height}" '
        f'role="img" aria-labelledby="{prefix}title {prefix}desc">\n'
        f'<title id="{prefix}title">{_told_as(display_list.title)}</title>\n'
        f'<desc id="{prefix}desc">{_told_as(display_list.description)}</desc>\n'
    )
    used = {font: frozenset(characters) for font, characters in pen.used.items()}
    return SvgElement(opening, (pen.patterns(), *drawn, "</svg>\n"), used)


def style_sheet(fonts: Iterable[str]) -> str:
    """The rules that words of a drawing need, whichever document it stands in; `fonts`: the classes that they have."""
    return "text{font-kerning:none;font-variant-ligatures:none;white-space:pre}" + font_rules(fonts)


def _group(tag: Tag | None) -> str:
    if tag is None:
        return "<g>\n"
    data = "".join([f' data-{name}="{escape(value)}"' for name, value in tag.data])
    return f'<g class="{tag.kind}"{data}>\n'


class _Pen:
    """Writes primitives in the colours of a theme, and knows what of the head of the file they need: the characters
    `used` so far by font, and the patterns."""

    def __init__(self, theme: Theme, prefix: str) -> None:
        self._theme, self._prefix = theme, prefix
        self.used: dict[str, set[str]] = {}
        self._patterns: set[tuple[Pattern, Role]] = set()
        self._told = ""
        self._paints: dict[tuple[object, ...], str] = {}
        self._write: dict[type, Callable[[Any], str]] = {
            Rect: self._rect,
            Path: self._path,
            Text: self._text,
            DotField: self._dots,
            Marker: self._marker,
            Verticals: self._verticals,
        }

    def draw_all(self, display_list: DisplayList, go_on: Callable[[], None]) -> list[str]:
        """The elements of all primitives; those of an owner that follow each other are a group."""
        write, untold, parts = self._write, dict(display_list.tags), []
        for owner, run in groupby(display_list.primitives, attrgetter("owner")):
            go_on()
            mine = list(run)
            # The words that most of an owner's parts tell of themselves are said once.
            tooltips = (primitive.tooltip for primitive in mine if primitive.tooltip)
            self._told = next(map(_title, tooltips), "") if owner is not None else ""
            drawn = "".join([write[type(primitive)](primitive) for primitive in mine])
            if owner is None or not drawn:
                parts.append(drawn)
            else:
                # What an owner is is said where it begins; what else of it is painted later says nothing of itself.
                parts += (_group(untold.pop(owner, None)), self._told, drawn, "</g>\n")
        return parts

    def patterns(self) -> str:
        """Definitions of the patterns that are used, one a colour."""
        made = []
        for name, ink in sorted(self._patterns):
            tile = TILES[name]
            colour = self._theme.colour(ink)
            paint = (
                f' fill="{colour}"'
                if not tile.stroke
                else f' fill="none" stroke="{colour}" stroke-width="{number(tile.stroke)}"'
            )
            made.append(
                f'<pattern id="{self._pattern_id(name, ink)}" patternUnits="userSpaceOnUse" '
                f'width="{number(tile.width)}" height="{number(tile.height)}">'
                f'<path d="{path_data(tile.segments)}"{paint}/></pattern>'
            )
        return f"<defs>{''.join(made)}</defs>\n" if made else ""

    def _rect(self, rect: Rect) -> str:
        radius = f' rx="{number(rect.radius)}"' if rect.radius else ""
        place = (
            f'rect x="{number(rect.x)}" y="{number(rect.y)}" width="{number(rect.width)}" '
            f'height="{number(rect.height)}"{radius}'
        )
        paint = self._paint(rect.fill, rect.stroke, rect.stroke_width, rect.dash)
        drawn = self._element(f"{place}{paint}", "rect", rect.tooltip) if paint else ""
        if rect.pattern and rect.ink != NONE:
            self._patterns.add((rect.pattern, rect.ink))
            over = f' fill="url(#{self._pattern_id(rect.pattern, rect.ink)})"'
            drawn += self._element(f"{place}{over}", "rect", rect.tooltip)
        return drawn

    def _path(self, path: Path) -> str:
        paint = self._paint(path.fill, path.stroke, path.stroke_width, path.dash)
        if not paint:
            return ""
        return self._element(f'path d="{path_data(path.segments)}"{paint}', "path", path.tooltip)

    def _text(self, text: Text) -> str:
        colour = self._theme.colour(text.role)
        if not text.text or colour is None:
            return ""
        self.used.setdefault(text.font, set()).update(text.text)
        strike = ' text-decoration="line-through"' if text.strike else ""
        tooltip = self._title(text.tooltip) if text.tooltip else ""
        # As wide as it was measured, whatever font it is drawn with: else it would run into what stands beside it.
        width = number(measure(text.text, text.font, text.size))
        length = f' textLength="{width}" lengthAdjust="spacingAndGlyphs"' if len(text.text) > 1 else ""
        return (
            f'<text class="{text.font}" x="{number(text.x)}" y="{number(text.y)}" font-size="{number(text.size)}" '
            f'fill="{colour}"{_ANCHORS[text.anchor]}{length}{strike}>{escape(text.text)}{tooltip}</text>\n'
        )

    def _dots(self, field: DotField) -> str:
        """One path for all dots of a sort."""
        drawn: list[str] = []
        for mark, places in by_mark(field):
            style = DOTS[mark]
            if style.disc != NONE:
                discs = "".join(path_data(circle(x, y, DISC)) for x, y in places)
                paint = self._paint(style.disc, style.disc_ring, DISC_RING)
                drawn.append(self._element(f'path d="{discs}"{paint}', "path", field.tooltip))
            data = "".join(path_data(outline(style, x, y)) for x, y in places)
            paint = self._paint(style.fill, style.stroke, style.width)
            drawn.append(self._element(f'path d="{data}"{paint}', "path", field.tooltip))
        chosen = chosen_at(field)
        if chosen is not None:
            ring = self._paint(NONE, "sel", CHOSEN_RING)
            drawn.append(self._element(f'path d="{path_data(circle(*chosen, CHOSEN))}"{ring}', "path", ""))
        return "".join(drawn)

    def _marker(self, marker: Marker) -> str:
        roles = {"role": marker.role, "on": marker.on, "none": NONE}
        drawn = []
        for part in marker_parts(marker.shape, marker.x, marker.y, marker.size):
            paint = self._paint(
                roles[part.fill], roles[part.stroke], part.stroke_width, part.dash, round_=True
            )
            if paint:
                drawn.append(
                    self._element(f'path d="{path_data(part.segments)}"{paint}', "path", marker.tooltip)
                )
        return "".join(drawn)

    def _verticals(self, lines: Verticals) -> str:
        """One path for all: a line of it begins with a dash."""
        paint = self._paint(NONE, lines.stroke, lines.stroke_width, lines.dash)
        if not paint or not lines.xs:
            return ""
        top, bottom = number(lines.top), number(lines.bottom)
        data = "".join([f"M{number(x)} {top}V{bottom}" for x in lines.xs])
        return self._element(f'path d="{data}"{paint}', "path", lines.tooltip)

    def _paint(
        self,
        fill: Role,
        stroke: Role,
        stroke_width: float,
        dash: tuple[float, ...] = (),
        round_: bool = False,
    ) -> str:
        """Paint attributes, "" when nothing would be seen."""
        key = fill, stroke, stroke_width, dash, round_
        known = self._paints.get(key)
        if known is None:
            colours = self._theme.colour(fill), self._theme.colour(stroke)
            known = self._paints[key] = _attributes(*colours, stroke_width, dash, round_)
        return known

    def _element(self, opening: str, name: str, tooltip: str) -> str:
        return f"<{opening}>{self._title(tooltip)}</{name}>\n" if tooltip else f"<{opening}/>\n"

    def _title(self, tooltip: str) -> str:
        title = _title(tooltip)
        return title if title != self._told else ""

    def _pattern_id(self, pattern: Pattern, ink: str) -> str:
        return f"{self._prefix}{pattern}-{ink}"


def _attributes(
    fill_colour: str | None,
    stroke_colour: str | None,
    stroke_width: float,
    dash: tuple[float, ...],
    round_: bool,
) -> str:
    if fill_colour is None and stroke_colour is None:
        return ""
    parts = [f' fill="{fill_colour or "none"}"']
    if stroke_colour is not None:
        parts.append(f' stroke="{stroke_colour}" stroke-width="{number(stroke_width)}"')
        lengths = " ".join(number(length) for length in dash)
        if lengths:
            parts.append(f' stroke-dasharray="{lengths}"')
        elif round_:
            parts.append(' stroke-linecap="round" stroke-linejoin="round"')
    return "".join(parts)


@lru_cache(maxsize=1024)
def _title(tooltip: str) -> str:
    return f"<title>{_told_as(tooltip)}</title>"


def _told_as(words: str) -> str:
    """Words that a viewer shows as they are, in lines: what can't be seen, or would reorder what is seen, is spelled
    out."""
    return escape("\n".join([visible_text(line) for line in words.split("\n")]))


def path_data(segments: Iterable[Segment]) -> str:
    """Segments as the `d` of an SVG path."""
    return "".join([segment.op + " ".join(map(number, segment.points)) for segment in segments])


@lru_cache(maxsize=1 << 16)  # most coordinates stand in rows and columns
def number(value: float) -> str:
    """A coordinate with at most two decimals and no needless ones."""
    whole = int(value)
    if whole == value:
        return str(whole)
    text = f"{value:.2f}"
    if text[-1] != "0":
        return text
    text = text[:-3] if text[-2] == "0" else text[:-1]
    return "0" if text == "-0" else text


_FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_LEFT_OUT = re.compile(f"[{_FORBIDDEN}]")
_SPECIAL = re.compile(f'[&<>"{_FORBIDDEN}]')


def escape(text: str) -> str:
    """Text for XML: markup escaped, and the characters that XML 1.0 forbids left out."""
    if _SPECIAL.search(text) is None:
        return text
    text = _LEFT_OUT.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
