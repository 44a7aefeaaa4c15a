"""Which page of the inspector one reads of a callback: what its code saw, the receipt, or its raw JSON."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from xccviz.catalogue import numeral, tr
from xccviz.gui.look.widgets import boxed, button, label, row, set_text
from xccviz.gui.state.store import OpenTab

PageKind = Literal["saw", "receipt", "raw"]
PAGES: Mapping[PageKind, str] = {
    "saw": tr("What its code saw"),
    "receipt": tr("Receipt"),
    "raw": tr("Raw JSON"),
}
LEAST_PX = 40
"""Px below which a button is never squeezed."""
COUNT = "promise_results_count()"
"""The function that a contract asks, as near-sdk spells it."""


def first_page(tab: OpenTab) -> PageKind:
    """What its code saw, while a move or a mark brought one to a callback; else the receipt."""
    step = tab.moment.step
    brought = not tab.moment.at_end and step is not None and step.node == tab.selection
    return "saw" if brought else "receipt"


class PageSwitch(QFrame):
    """One button a page. Emits `chosen(page)`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "segments")
        self.setAccessibleName(tr("Page of the callback"))
        self.buttons = {
            kind: button(words, "segment", partial(self._pick, kind)) for kind, words in PAGES.items()
        }
        for each in self.buttons.values():
            each.setCheckable(True)
            each.setAutoExclusive(True)
            each.setMinimumWidth(LEAST_PX)
        inner = row(*self.buttons.values(), spacing=0)
        inner.setContentsMargins(0, 0, 0, 0)
        self.setLayout(inner)

    def show_page(self, kind: PageKind) -> None:
        """Which one is shown."""
        self.buttons[kind].setChecked(True)

    def _pick(self, kind: PageKind) -> None:
        self.chosen.emit(kind)


class CallbackPage(QWidget):
    """What the code of a callback saw: how many results it could ask for, and below `column` has the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("callbackPage")
        self.setAccessibleName(PAGES["saw"])
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        self.count: QLabel = label("", "number")
        self.column.addWidget(boxed(row(label(COUNT, "number"), None, self.count)))

    def show_count(self, count: int) -> None:
        """How many results there are."""
        set_text(self.count, numeral(count))
