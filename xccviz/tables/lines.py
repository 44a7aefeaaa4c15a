"""Lines of text in parts with styles: what a terminal paints, and what stands plain in a file.

Chain text in a part is unescaped; `clean` makes it visible, and whoever writes a line writes what `clean` gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.model.text import cells_of, display_width, visible_text
from xccviz.words.signs import MARKS, Sign, Tone

Part = str | tuple[str, str]
"""Text, or text with the name of a style."""

_LOOKED_AT = 20
"""Characters looked at for a cell: of a megabyte in a line nobody sees more, and to measure it takes a while."""
STYLE_OF_TONE: Mapping[Tone, str] = {
    "ok": "ok",
    "bad": "failed",
    "wait": "warning",
    "ind": "bold",
    "mute": "dim",
    "faint": "dim",
    "ref": "dim",
    "text": "",
}


def sign_part(sign: Sign) -> tuple[str, str]:
    """A sign as a character in its style."""
    return MARKS[sign.shape], STYLE_OF_TONE[sign.tone]


def clean(parts: Sequence[Part], width: int | None = None) -> list[tuple[str, str]]:
    """Parts as they are shown, with the names of their styles; cut to `width` cells where there is one."""
    if width is None:
        return [(visible_text(text_of(part)), style_of(part)) for part in parts]
    longest = _LOOKED_AT * width
    return _cut_parts(
        [(visible_text(_begun(text_of(part), longest)), style_of(part)) for part in parts], width
    )


def _begun(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest] + "…"


def plain(parts: Sequence[Part], width: int) -> str:
    """A line without styles, cut to `width` cells."""
    return "".join(text for text, _ in clean(parts, width)).rstrip(" ")


def cut_text(text: str, width: int) -> str:
    """The text, cut to `width` cells with an ellipsis at its end."""
    if display_width(text) <= width:
        return text
    return taken(text, max(0, width - 1)).rstrip() + "…"


def _cut_parts(parts: Sequence[tuple[str, str]], width: int) -> list[tuple[str, str]]:
    if sum(display_width(text) for text, _ in parts) <= width:
        return list(parts)
    out: list[tuple[str, str]] = []
    room = max(1, width - 1)
    for text, style in parts:
        size = display_width(text)
        if size > room:
            out.append(((taken(text, room) if room > 0 else "").rstrip() + "…", style))
            break
        out.append((text, style))
        room -= size
    return out


def taken(text: str, width: int) -> str:
    """As many of its first characters as `width` cells hold, one at least."""
    used = 0
    for i, char in enumerate(text):
        used += cells_of(char)
        if used > width:
            return text[: max(i, 1)]
    return text


def text_of(part: Part) -> str:
    """The text of a part."""
    return part if isinstance(part, str) else part[0]


def style_of(part: Part) -> str:
    """The name of its style, "" for none."""
    return "" if isinstance(part, str) else part[1]
