"""The menus of the window by the names that the rows of `commands` say: all that a menu bar needs until one opens."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.catalogue import tr

MENUS: Mapping[str, str] = {
    "File": tr("File"),
    "Edit": tr("Edit"),
    "Step": tr("Step"),
    "Step/Why": tr("Why"),
    "View": tr("View"),
    "View/Graph options": tr("Graph options"),
    "View/Compare": tr("Compare"),
    "View/Panels": tr("Panels"),
    "Export": tr("Export"),
    "Help": tr("Help"),
}
"""What each menu of a command is called; one after a stroke is a menu in a menu."""
WITHIN = " › "
"""What stands between a menu's name and that of one in it."""


def menu_words(menu: str) -> str:
    """Where a command stands: `View › Panels`."""
    above, _, _ = menu.rpartition("/")
    return f"{menu_words(above)}{WITHIN}{MENUS[menu]}" if above else MENUS[menu]
