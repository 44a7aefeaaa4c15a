"""Choices of which one is taken, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from xccviz.gui.look.widgets import button, row


class Choices(QFrame):
    """Choices of which one is taken, side by side. Emits `chosen(value)` when another one is."""

    chosen = Signal(object)

    def __init__(self, name: str, choices: Sequence[tuple[object, str]]) -> None:
        super().__init__()
        self.setProperty("look", "segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.buttons: dict[object, QPushButton] = {}
        for value, words in choices:
            each = button(words, "segment", partial(self.chosen.emit, value))
            each.setCheckable(True)
            each.setAutoExclusive(True)
            each.setAutoDefault(False)
            self.buttons[value] = each
        self.setLayout(row(*self.buttons.values(), spacing=0))

    def choose(self, value: object) -> None:
        """Show that one as taken; none where it is no choice."""
        for known, each in self.buttons.items():
            each.setAutoExclusive(False)  # Qt leaves one pressed else
            each.setChecked(known == value)
        for each in self.buttons.values():
            each.setAutoExclusive(True)
