"""A dialog as all of them look: a title and a cross above a line, then what it is about. Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QVBoxLayout, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.widgets import button, label, row, rule

MARGIN = 20


class Sheet(QDialog):
    """An empty one; `fill` puts something in."""

    def __init__(self, parent: QWidget, title: str, name: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(name)
        self.setProperty("look", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(title)
        self.close_button = button("✕", "link", self.reject, tr("Close {panel}", panel=title))
        self.close_button.setAutoDefault(False)
        head = row(label(title, "name"), None, self.close_button)
        head.setContentsMargins(MARGIN, 10, MARGIN - 8, 10)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._column.addWidget(rule())

    def fill(self, inside: QLayout | QWidget) -> None:
        """Put something below the title; a layout gets the margins that all have."""
        if isinstance(inside, QWidget):
            self._column.addWidget(inside, 1)
        else:
            inside.setContentsMargins(MARGIN, 14, MARGIN, MARGIN)
            self._column.addLayout(inside, 1)
