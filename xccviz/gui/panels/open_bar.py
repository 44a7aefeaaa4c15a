"""The open bar: anything a user may give, recognised while typing, and the network to ask."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QWidget

from xccviz.gui.store import AppState
from xccviz.gui.widgets import button, label, plain_tooltip, restyle, row, set_text
from xccviz.settings import NETWORKS
from xccviz.sources.classify import NotOpenable, classify, describe

AUTOMATIC = "any network"
RECOGNISED_SHOWN = 44
"""Characters; more would widen the window. The whole is the tool tip."""
LONGEST_LINE = 10_000
"""Characters of pasted JSON that are still shown in the field."""


class OpenField(QLineEdit):
    """The field itself. A whole document that is pasted is opened at once (`document_pasted(text)`) and not laid out
    as one line of megabytes."""

    document_pasted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, or open what is pasted when it is a document."""
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if len(text) > LONGEST_LINE and text.lstrip()[:1] in ("{", "["):
                self.document_pasted.emit(text)
                return
        super().keyPressEvent(event)


class OpenBar(QWidget):
    """Emits `open_wanted(text)`, `cancel_wanted()` and `network_chosen(name or "")`."""

    open_wanted = Signal(str)
    cancel_wanted = Signal()
    network_chosen = Signal(str)

    def __init__(self, networks: Iterable[str] = NETWORKS) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.edit = OpenField()
        self.edit.document_pasted.connect(self.open_wanted)
        self.edit.setObjectName("openBar")
        self.edit.setAccessibleName("Transaction hash, address, file or sample")
        self.edit.setPlaceholderText("Paste a transaction hash, an explorer's address, a file name or JSON")
        self.edit.setMaxLength(20_000_000)
        self.edit.textChanged.connect(self._recognise)
        self.edit.returnPressed.connect(self._submit)
        self.edit.installEventFilter(self)
        self.recognised = label("", "recognised")
        self.recognised.hide()
        self.frame = QFrame()
        self.frame.setObjectName("openBarFrame")
        inner = QHBoxLayout(self.frame)
        inner.setContentsMargins(4, 1, 8, 1)
        inner.addWidget(self.edit, 1)
        inner.addWidget(self.recognised)
        self.networks = QComboBox()
        self.networks.setObjectName("networkChooser")
        self.networks.setAccessibleName("Network")
        self.networks.addItem(AUTOMATIC, "")
        for name in networks:
            self.networks.addItem(name, name)
        self.networks.activated.connect(lambda i: self.network_chosen.emit(self.networks.itemData(i)))
        self.open_button = button("Open", "primary", self._submit)
        self.cancel_button = button("Cancel", "", self.cancel_wanted.emit)
        layout = row(label("xccviz", "brand"), self.frame, self.networks, self.open_button, self.cancel_button)
        layout.setStretch(1, 1)
        layout.setContentsMargins(16, 9, 16, 9)
        layout.setSpacing(10)
        self.setLayout(layout)

    def render(self, state: AppState) -> None:
        """Show the chosen network, and Cancel instead of Open while something is being fetched."""
        index = self.networks.findData(state.network)
        if index < 0:
            self.networks.addItem(state.network, state.network)
            index = self.networks.count() - 1
        self.networks.setCurrentIndex(index)
        busy = state.job is not None
        self.open_button.setVisible(not busy)
        self.cancel_button.setVisible(busy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the focus on the frame around the field."""
        if watched is self.edit and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            restyle(self.frame, "focused", event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _recognise(self, text: str) -> None:
        text = text.strip()
        if not text:
            self.recognised.hide()
            return
        opened = classify(text)
        words = describe(opened)
        short = words if len(words) <= RECOGNISED_SHOWN else f"{words[:RECOGNISED_SHOWN]}…"
        set_text(self.recognised, short)
        self.recognised.setToolTip(plain_tooltip(words) if short != words else "")
        restyle(self.recognised, "look", "refused" if isinstance(opened, NotOpenable) else "recognised")
        self.recognised.show()

    def _submit(self) -> None:
        text = self.edit.text().strip()
        if text:
            self.open_wanted.emit(text)
