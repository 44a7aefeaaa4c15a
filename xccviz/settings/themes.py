"""The themes there are: each member of resources/themes/colours.json but `roles` is one, colours by role."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from xccviz.resources import read_text

LIGHT, DARK = "light", "dark"
"""The themes for a light and for a dark desktop."""
SYSTEM = "system"
"""No theme: whichever of the two goes with the desktop."""


@cache
def palettes() -> Mapping[str, Mapping[str, str]]:
    """Colours as "#RRGGBB" by role, by theme, in the file's order. What a theme leaves out, or gives as no colour, is
    that of the light one."""
    said = json.loads(read_text("themes", "colours.json"))
    whole = said[LIGHT]
    return {
        name: whole | {role: colour for role, colour in colours.items() if _is_colour(str(colour))}
        for name, colours in said.items()
        if name != "roles" and isinstance(colours, dict)
    }


def theme_names() -> tuple[str, ...]:
    """The names of all themes, light and dark first; these two where the files that ship are missing."""
    try:
        return tuple(palettes())
    except FileNotFoundError:
        return LIGHT, DARK


def _is_colour(text: str) -> bool:
    """`#rrggbb`, or with its opacity `#rrggbbaa`."""
    return text.startswith("#") and len(text) in (7, 9) and set(text[1:]) <= set("0123456789abcdefABCDEF")
