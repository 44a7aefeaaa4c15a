"""Rows of the tree as text: what is copied of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTreeView

from xccviz.catalogue import numeral, tr, trn
from xccviz.gui.look.bulletin import copy


def copied_rows(table: QTreeView, rows: Sequence[QModelIndex]) -> str:
    """A line a row with a tab between the columns that are shown; a row that says one thing has one cell. What a cell
    says has no tabs and no ends of lines: they are spelled out."""
    shown = [i for i in range(table.model().columnCount()) if not table.isColumnHidden(i)]
    cells = ([str(row.siblingAtColumn(i).data() or "") for i in shown] for row in rows)
    return "\n".join("\t".join(line).rstrip("\t") for line in cells)


def selected_rows(table: QTreeView) -> list[QModelIndex]:
    """The selected rows as they stand below one another."""
    rows = table.selectionModel().selectedRows()
    return sorted(rows, key=lambda row: table.visualRect(row).top())


def copy_rows(table: QTreeView) -> None:
    """Put the selected rows into the clipboard, and say how many."""
    rows = selected_rows(table)
    if rows:
        told = trn("{count} row copied", "{count} rows copied", len(rows))
        copy(copied_rows(table, rows), told)


def copy_words(count: int) -> str:
    """What copies so many rows."""
    return tr("Copy the row") if count == 1 else tr("Copy {count} rows", count=numeral(count))
