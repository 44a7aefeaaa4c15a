"""Tables are read like lists: nobody writes into a cell, and Tab goes on to what follows the table."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QTableView

from tests.gui.conftest import FAILED, OpenWindow
from tests.gui.looks import name_of, settle


def test_no_table_can_be_written_to_holds_the_tab_key_or_draws_a_grid(open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}", "--step", "9", "--mark", "fail")
    for dock in window.docks.docks:
        window.docks.go_to(dock)
        settle()
    window.compare_with("sample:tutorial-parallel-3-ok")
    settle()
    tables = window.findChildren(QTableView)
    assert len(tables) > 6
    for table in tables:
        assert table.editTriggers() == QAbstractItemView.EditTrigger.NoEditTriggers, name_of(table)
        assert not table.tabKeyNavigation(), name_of(table)
        assert not table.showGrid(), name_of(table)
        assert table.verticalHeader().isHidden(), name_of(table)
