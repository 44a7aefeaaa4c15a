"""All that a window can bring to the front."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.looks import settle
from xccviz.gui.panels import PANELS
from xccviz.gui.views import VIEWS
from xccviz.gui.window import MainWindow

DIALOGS = {
    "help.keys": "Keyboard shortcuts",
    "help.about": "About xccviz",
    "help.report": "Save a report for a bug",
    "edit.settings": "Settings",
    "export.choose": "Export",
    "help.palette": "Actions and receipts",
    "compare.with": "Actions and receipts",
}
"""What opens one, and what it is called."""


def faces(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Each view, panel and dialog, one after the other, with its name."""
    for spec in VIEWS:
        window.intents.show_view(spec.id)
        settle()
        yield spec.id, window
    window.intents.show_view("graph")
    for panel in PANELS:
        window.docks.bring(panel.name)
        settle()
        yield panel.name, window.docks.docks[panel.name]
    for command in DIALOGS:
        window.actions_by_id[command].trigger()
        settle()
        shown = QApplication.activeModalWidget() or window.palette_list
        yield command, shown
        shown.close()
        settle()
