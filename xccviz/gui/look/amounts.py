"""How gas and NEAR are written in tables: rounded, or with all digits where there is room."""

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


def exact_wanted() -> bool:
    """Whether they are to be written with all digits."""
    app = QApplication.instance()
    return app is not None and app.property(_PROPERTY) == EXACT


def cell_words(column: Column[Any], row: Any) -> tuple[str, str]:
    """A cell as it is written, and with less room."""
    value = column.value(row) if column.unit in _UNITS else None
    if exact_wanted() and isinstance(value, int):
        return f"{numeral(value)} {column.unit}", column.words(row, "line")
    return column.words(row, "line"), column.words(row, "card")
