"""The themes there are: each member of resources/themes/colours.json but `roles` is one, colours by role."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from xccviz.resources import read_text

LIGHT, DARK = "light", "dark"
"""The themes for a light and for a dark desktop."""
CONTRAST = "contrast"
"""The theme for a desktop that asks for high contrast: words at 7 to 1 and lines at 3 to 1 on every ground."""
SYSTEM = "system"
"""No theme: whichever of the three goes with the desktop."""


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


def is_dark(theme: str) -> bool:
    """Whether words are lighter than what they stand on, in which case what else is drawn should be dark as well."""
    colours = palettes()[theme]
    return _brightness(colours["text"]) > _brightness(colours["bg"])


def _brightness(colour: str) -> int:
    """How much light there is in `#rrggbb`, by the weights of ITU-R BT.601 in thousandths."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 299 * red + 587 * green + 114 * blue


def _is_colour(text: str) -> bool:
    """`#rrggbb`, or with its opacity `#rrggbbaa`."""
    return text.startswith("#") and len(text) in (7, 9) and set(text[1:]) <= set("0123456789abcdefABCDEF")
