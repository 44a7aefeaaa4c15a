"""Bytes to look at: as a tree, as text or as hex; short at first, all of them on demand, copied exactly."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from xccviz.catalogue import tr
from xccviz.decode.types import Decoded
from xccviz.gui.inspector.json_tree import JsonTree
from xccviz.gui.look.bulletin import copy
from xccviz.gui.look.widgets import clear, label, link, row, toggle
from xccviz.model.text import visible_text
from xccviz.words.value_lines import MODE_NAMES, WRAPPINGS, copied, held_by, modes_of, size_words, value_text

SHORT, SHORT_LINES = 600, 14
LONG = 200_000
LINE_SHOWN = 4_000
BOX_PX = 240
BUTTON_PX = 30
"""Px below which a button is never squeezed; in a usual place it has all it asks for."""


class ValueView(QWidget):
    """One value. `name` says to assistive tools what it is; `sized` whether the number of its bytes is worth telling:
    of what the chain holds as bytes; `first`: how it is shown at first, if it can be."""

    def __init__(self, value: Decoded, name: str, sized: bool = True, first: str = "Text") -> None:
        super().__init__()
        self.value, self.name, self._sized = value, name, sized
        self.modes = modes_of(value)
        self.mode = first if first in self.modes else self.modes[0] if self.modes else "Text"
        self.whole = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        if len(value.raw) > len("{}"):
            column.addLayout(self._head())
        if value.problem:
            column.addWidget(label(visible_text(value.problem, LINE_SHOWN), "mute", wrap=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(3)
        column.addLayout(self.body)
        self._fill()

    def _head(self) -> QHBoxLayout:
        """Its size, how to show it, and Copy."""
        buttons = []
        for mode in self.modes:
            button = toggle(MODE_NAMES[mode], partial(self.show_mode, mode), checked=mode == self.mode)
            button.setAccessibleName(tr("{name} as {kind}", name=self.name, kind=MODE_NAMES[mode].lower()))
            button.setAutoExclusive(True)
            buttons.append(button)
        buttons.append(link(tr("Copy"), self.copy, tr("Copy {name}", name=self.name)))
        for button in buttons:
            button.setMinimumWidth(BUTTON_PX)
        size = label(size_words(self.value), "mute") if self._sized else None
        return row(*([size] if size is not None else []), None, *buttons, spacing=2)

    def show_mode(self, mode: str) -> None:
        """Show the value as Tree, Text or Hex."""
        self.mode = mode
        self._fill()

    def show_all(self) -> None:
        """As much as a person can read."""
        self.whole = True
        self._fill()

    def copy(self) -> None:
        """All of it, exactly."""
        copy(copied(self.value, self.mode), tr("Copied: {name}", name=self.name))

    def _fill(self) -> None:
        clear(self.body)
        if self.mode == "Tree":
            held = held_by(self.value)
            shown = {WRAPPINGS[held.wrapping]: held.value} if held is not None else self.value.value
            self.body.addWidget(JsonTree(shown, self.name))
            return
        text, more = (
            value_text(self.value, self.mode, LONG) if self.whole
            else value_text(self.value, self.mode, SHORT, SHORT_LINES)
        )  # fmt: skip
        if not self.whole:
            self.body.addWidget(label(text, "mono", wrap=self.mode != "Hex", selectable=True))
            if more:
                self.body.addLayout(
                    row(link(tr("Show all"), self.show_all, tr("Show all of {name}", name=self.name)), None)
                )
            return
        box = QPlainTextEdit()
        box.setReadOnly(True)
        box.setFixedHeight(BOX_PX)
        box.setAccessibleName(self.name)
        # Qt takes seconds to wrap one line of a hundred thousand characters.
        box.setPlainText("\n".join(visible_text(line, LINE_SHOWN, keep="\t") for line in text.split("\n")))
        self.body.addWidget(box)
        if more:
            self.body.addWidget(label(tr("This is the beginning; Copy takes all of it."), "mute", wrap=True))
