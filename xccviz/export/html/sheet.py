"""The document around a page: its head with a strict policy, colours for light and dark, fonts, signs, and the script.

Style sheet and script are `resources/report/`; the policy allows exactly these by their hashes, and no request at all.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from typing import get_args

from xccviz.catalogue import language
from xccviz.display.fonts import FONT_CLASSES, font_faces
from xccviz.display.markers import MarkerPart, marker_parts
from xccviz.display.svg import number, path_data, style_sheet
from xccviz.display.themes import load_theme
from xccviz.display.types import Theme
from xccviz.export.html.markup import Html, element
from xccviz.resources import read_text
from xccviz.settings.themes import DARK, LIGHT, is_dark
from xccviz.words.signs import Shape

_SIDE, _RADIUS = 16.0, 6.0


def drawn_theme() -> Theme:
    """The theme of a drawing within a page: colours are those that the page has just then."""
    return Theme("page", {role: f"var(--{role})" for role in load_theme(LIGHT).roles})


def whole_page(title: str, body: Html, theme: str | None, rules: Iterable[str] = ()) -> bytes:
    """A page as one file. `theme`: None for what the reader prefers; `rules`: style that only this page has."""
    used = frozenset(title + body)
    style = "".join([
        font_faces(dict.fromkeys(FONT_CLASSES, used)),
        style_sheet(FONT_CLASSES),
        _colours(theme),
        read_text("report", "report.css"),
        *rules,
    ])  # fmt: skip
    script = read_text("report", "report.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("style", Html(style)),
    )
    content = element("body", _signs(), body, element("script", Html(script)))
    page = element("html", head, content, lang=language().info().get("language") or "en")
    return f"<!DOCTYPE html>\n{page}\n".encode()


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"


def _colours(theme: str | None) -> str:
    """The colours of the theme that was chosen, else light or dark as the reader prefers; on paper light."""
    sheet = f":root{{{_variables(theme or LIGHT)}}}"
    if theme is None:
        sheet += f"@media (prefers-color-scheme:{DARK}){{:root{{{_variables(DARK)}}}}}"
    return sheet + f"@media print{{:root{{{_variables(LIGHT)}}}}}"


@cache
def _variables(theme: str) -> str:
    scheme = DARK if is_dark(theme) else LIGHT
    roles = (f"--{role}:{colour}" for role, colour in load_theme(theme).roles.items())
    return ";".join((f"color-scheme:{scheme}", *roles))


@cache
def _signs() -> Html:
    """The shapes of all signs, to be shown where they are named."""
    symbols = (
        element("symbol", *map(_outline, marker_parts(shape, _SIDE / 2, _SIDE / 2, _RADIUS)), id=f"sign-{shape}",
                viewBox=f"0 0 {number(_SIDE)} {number(_SIDE)}")
        for shape in get_args(Shape)
    )  # fmt: skip
    return element("svg", *symbols, class_="unseen", aria_hidden="true")


def _outline(part: MarkerPart) -> Html:
    paints = {"role": "currentColor", "on": "var(--panel)", "none": "none"}
    stroke = part.stroke != "none"
    return element(
        "path",
        d=path_data(part.segments),
        fill=paints[part.fill],
        stroke=paints[part.stroke] if stroke else None,
        stroke_width=number(part.stroke_width) if stroke else None,
        stroke_dasharray=" ".join(map(number, part.dash)) or None,
        stroke_linecap="round" if stroke and not part.dash else None,
        stroke_linejoin="round" if stroke and not part.dash else None,
    )
