"""A display list as SVG: real, selectable text, no script, no external reference, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from xccviz.display.dots import CHOSEN, CHOSEN_RING, DISC, DISC_RING, DOTS, by_mark, chosen_at, outline
from xccviz.display.hosting import Tag
from xccviz.display.markers import MarkerPart, circle, marker_parts
from xccviz.display.patterns import TILES, Pattern
from xccviz.display.types import NONE, DisplayList, DotField, Marker, Path, Primitive, Rect, Text, Theme
from xccviz.layout.measure import font_face, measure
from xccviz.layout.types import Segment

_SANS = "'Helvetica Neue', Arial, 'Liberation Sans', 'Segoe UI', system-ui, sans-serif"
_FALLBACKS = {
    "regular": _SANS,
    "medium": _SANS,
    "semibold": _SANS,
    "mono": "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace",
}
"""Where the bundled font is not installed: such as are no wider first, for what does not heed `textLength`."""
_ANCHORS = {"start": "", "middle": ' text-anchor="middle"', "end": ' text-anchor="end"'}


def to_svg(display_list: DisplayList, theme: Theme) -> bytes:
    """The drawing as one UTF-8 SVG document of the list's size in px, in the colours of `theme`.

    Chain text is escaped, and characters that XML forbids are left out. Tooltips become <title> elements.
    """
    width, height = number(display_list.width), number(display_list.height)
    left, top = number(display_list.left), number(display_list.top)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="{left} {top} {width} {height}" '
        'role="img" aria-labelledby="title desc">\n',
        f'<title id="title">{escape(display_list.title)}</title>\n',
        f'<desc id="desc">{escape(display_list.description)}</desc>\n',
        f"<style>{_style_sheet(display_list.primitives)}</style>\n",
        _patterns(display_list.primitives, theme),
    ]
    untold = dict(display_list.tags)
    for owner, run in groupby(display_list.primitives, attrgetter("owner")):
        mine = list(run)
        drawn = "".join([_primitive(primitive, theme) for primitive in mine])
        if owner is None or not drawn:
            parts.append(drawn)
            continue
        # What an owner is is said once, where it begins; what else of it is painted later says nothing of itself.
        # So are the words that most of its parts tell of themselves.
        told = next((_title(primitive.tooltip) for primitive in mine if primitive.tooltip), "")
        parts += (_group(untold.pop(owner, None)), told, drawn.replace(told, "") if told else drawn, "</g>\n")
    parts.append("</svg>\n")
    return "".join(parts).encode("utf-8")


def _group(tag: Tag | None) -> str:
    if tag is None:
        return "<g>\n"
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in tag.data)
    return f'<g class="{tag.kind}"{data}>\n'


def _patterns(primitives: Sequence[Primitive], theme: Theme) -> str:
    """Definitions of the patterns that are used, one a colour."""
    used = sorted(
        {(p.pattern, p.ink) for p in primitives if isinstance(p, Rect) and p.pattern and p.ink != NONE}
    )
    made = []
    for name, ink in used:
        tile = TILES[name]
        colour = theme.colour(ink)
        paint = (
            f' fill="{colour}"'
            if not tile.stroke
            else f' fill="none" stroke="{colour}" stroke-width="{number(tile.stroke)}"'
        )
        made.append(
            f'<pattern id="{_pattern_id(name, ink)}" patternUnits="userSpaceOnUse" width="{number(tile.width)}" '
            f'height="{number(tile.height)}"><path d="{path_data(tile.segments)}"{paint}/></pattern>'
        )
    return f"<defs>{''.join(made)}</defs>\n" if made else ""


def _pattern_id(pattern: Pattern, ink: str) -> str:
    return f"{pattern}-{ink}"


def _style_sheet(primitives: Sequence[Primitive]) -> str:
    used = sorted({p.font for p in primitives if isinstance(p, Text) and p.text})
    rules = ["text{font-kerning:none;font-variant-ligatures:none;white-space:pre}"]
    for font in used:
        face = font_face(font)
        rules.append(f".{font}{{font-family:'{face.family}',{_FALLBACKS[font]};font-weight:{face.weight}}}")
    return "".join(rules)


def _primitive(primitive: Primitive, theme: Theme) -> str:
    if isinstance(primitive, Rect):
        return _rect(primitive, theme)
    if isinstance(primitive, Path):
        return _path(primitive, theme)
    if isinstance(primitive, Text):
        return _text(primitive, theme)
    if isinstance(primitive, DotField):
        return _dots(primitive, theme)
    return _marker(primitive, theme)


def _rect(rect: Rect, theme: Theme) -> str:
    radius = f' rx="{number(rect.radius)}"' if rect.radius else ""
    place = (
        f'rect x="{number(rect.x)}" y="{number(rect.y)}" width="{number(rect.width)}" '
        f'height="{number(rect.height)}"{radius}'
    )
    paint = _paint(rect.fill, rect.stroke, rect.stroke_width, rect.dash, theme)
    drawn = _element(f"{place}{paint}", "rect", rect.tooltip) if paint else ""
    if rect.pattern and rect.ink != NONE:
        over = f' fill="url(#{_pattern_id(rect.pattern, rect.ink)})"'
        drawn += _element(f"{place}{over}", "rect", rect.tooltip)
    return drawn


def _path(path: Path, theme: Theme) -> str:
    paint = _paint(path.fill, path.stroke, path.stroke_width, path.dash, theme)
    if not paint:
        return ""
    return _element(f'path d="{path_data(path.segments)}"{paint}', "path", path.tooltip)


def _text(text: Text, theme: Theme) -> str:
    colour = theme.colour(text.role)
    if not text.text or colour is None:
        return ""
    strike = ' text-decoration="line-through"' if text.strike else ""
    tooltip = _title(text.tooltip) if text.tooltip else ""
    # As wide as it was measured, whatever font it is drawn with: else it would run into what stands beside it.
    width = number(measure(text.text, text.font, text.size))
    length = f' textLength="{width}" lengthAdjust="spacingAndGlyphs"' if len(text.text) > 1 else ""
    return (
        f'<text class="{text.font}" x="{number(text.x)}" y="{number(text.y)}" font-size="{number(text.size)}" '
        f'fill="{colour}"{_ANCHORS[text.anchor]}{length}{strike}>{escape(text.text)}{tooltip}</text>\n'
    )


def _dots(field: DotField, theme: Theme) -> str:
    """One path for all dots of a sort."""
    drawn: list[str] = []
    for mark, places in by_mark(field):
        style = DOTS[mark]
        if style.disc != NONE:
            discs = "".join(path_data(circle(x, y, DISC)) for x, y in places)
            paint = _paint(style.disc, style.disc_ring, DISC_RING, (), theme)
            drawn.append(_element(f'path d="{discs}"{paint}', "path", field.tooltip))
        data = "".join(path_data(outline(style, x, y)) for x, y in places)
        paint = _paint(style.fill, style.stroke, style.width, (), theme)
        drawn.append(_element(f'path d="{data}"{paint}', "path", field.tooltip))
    chosen = chosen_at(field)
    if chosen is not None:
        ring = _paint(NONE, "sel", CHOSEN_RING, (), theme)
        drawn.append(_element(f'path d="{path_data(circle(*chosen, CHOSEN))}"{ring}', "path", ""))
    return "".join(drawn)


def _marker(marker: Marker, theme: Theme) -> str:
    drawn = [
        _part(part, marker, theme) for part in marker_parts(marker.shape, marker.x, marker.y, marker.size)
    ]
    return "".join(drawn)


def _part(part: MarkerPart, marker: Marker, theme: Theme) -> str:
    roles = {"role": marker.role, "on": marker.on, "none": NONE}
    paint = _paint(roles[part.fill], roles[part.stroke], part.stroke_width, part.dash, theme, round_=True)
    return _element(f'path d="{path_data(part.segments)}"{paint}', "path", marker.tooltip) if paint else ""


def _paint(
    fill: str,
    stroke: str,
    stroke_width: float,
    dash: tuple[float, ...],
    theme: Theme,
    *,
    round_: bool = False,
) -> str:
    """Paint attributes, "" when nothing would be seen."""
    return _attributes(theme.colour(fill), theme.colour(stroke), stroke_width, dash, round_)


@lru_cache(maxsize=1024)
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


def _element(opening: str, name: str, tooltip: str) -> str:
    if not tooltip:
        return f"<{opening}/>\n"
    return f"<{opening}>{_title(tooltip)}</{name}>\n"


@lru_cache(maxsize=1024)
def _title(tooltip: str) -> str:
    return f"<title>{escape(tooltip)}</title>"


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
