"""JSON as text in a box: keys coloured, lines unbroken, and the wheel left to the page around it until it has the
keyboard."""

from __future__ import annotations

import re

from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QPlainTextEdit

from xccviz.gui.look.theme import current_theme

MOST_LINES = 40
PADDING_PX = 24
"""Px around the lines, with room for a scroll bar below them."""


class JsonText(QPlainTextEdit):
    """Read-only JSON, as high as its lines, up to MOST_LINES."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._colours = _Colours(self.document())
        self.setPlainText(text)
        self.ensurePolished()
        lines = min(MOST_LINES, self.document().blockCount())
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + PADDING_PX)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The panel around it has the menu."""
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll what is in it only for who has chosen it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Colours(QSyntaxHighlighter):
    """Keys, and what is neither text nor punctuation, in roles of their own."""

    RULES = (
        (re.compile(r'"(?:[^"\\]|\\.)*"(?=\s*:)'), "ind"),
        (re.compile(r"(?<![\w\"])(?:-?\d[\d.eE+-]*|true|false|null)(?=,?$)"), "wait"),
    )

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        roles = current_theme().roles
        self._formats = []
        for pattern, role in self.RULES:
            look = QTextCharFormat()
            look.setForeground(QColor(roles[role]))
            self._formats.append((pattern, look))

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        for pattern, look in self._formats:
            for found in pattern.finditer(text):
                self.setFormat(found.start(), found.end() - found.start(), look)
