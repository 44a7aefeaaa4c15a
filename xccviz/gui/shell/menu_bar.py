"""The menu bar as it stands at first: names of menus, whose commands are loaded later (`menus`)."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QMenuBar

from xccviz.gui.menus import MENUS


def add_menus(bar: QMenuBar) -> dict[str, QMenu]:
    """An empty menu for each row that stands in no other one, by its name."""
    letters: set[str] = set()
    return {menu: bar.addMenu(_with_letter(name, letters)) for menu, name in MENUS.items() if "/" not in menu}


def _with_letter(name: str, taken: set[str]) -> str:
    """The name of a menu, its mnemonic the first letter that no other menu has taken: `E&xport` after `&Edit`."""
    at = next((i for i, letter in enumerate(name.lower()) if letter not in taken), 0)
    taken.add(name[at].lower())
    return f"{name[:at]}&{name[at:]}"
