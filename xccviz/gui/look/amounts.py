"""How gas and NEAR are written in the tree: rounded, or with all digits where there is room."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from xccviz.catalogue import numeral
from xccviz.tables.table import Column

EXACT = "exact"
_PROPERTY = "xccvizAmounts"
_UNITS = ("gas", "yocto")


def take_amounts(chosen: str) -> None:
    """Write them so from now on, in the whole program."""
    app = QApplication.instance()
    if app is not None:
        app.setProperty(_PROPERTY, chosen)


def cell_words(column: Column[Any], row: Any) -> tuple[str, str]:
    """A cell as it is written, and with less room."""
    app, value = QApplication.instance(), column.value(row) if column.unit in _UNITS else None
    if app is not None and app.property(_PROPERTY) == EXACT and isinstance(value, int):
        return f"{numeral(value)} {column.unit}", column.words(row, "line")
    return column.words(row, "line"), column.words(row, "card")
