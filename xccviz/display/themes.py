"""Themes as painters take them: the palettes of resources/themes/colours.json."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from xccviz.display.types import Theme
from xccviz.settings.themes import palettes, theme_names


@cache
def load_theme(name: str) -> Theme:
    """The theme of that name: colours by role as "#RRGGBB"; KeyError when there is none."""
    if name not in palettes():
        raise KeyError(f"no theme {name!r}; there are {', '.join(theme_names())}")
    return Theme(name, MappingProxyType(dict(palettes()[name])))
