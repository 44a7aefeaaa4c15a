"""The two palettes of resources/themes/colours.json."""

from __future__ import annotations

import json
from functools import cache
from types import MappingProxyType

from xccviz.display.types import Theme
from xccviz.resources import read_text

THEME_NAMES = ("light", "dark")


@cache
def load_theme(name: str) -> Theme:
    """The theme "light" or "dark": colours by role as "#RRGGBB"; KeyError for other names."""
    palettes = json.loads(read_text("themes", "colours.json"))
    if name not in THEME_NAMES:
        raise KeyError(f"no theme {name!r}; there are {', '.join(THEME_NAMES)}")
    return Theme(name, MappingProxyType(dict(palettes[name])))
