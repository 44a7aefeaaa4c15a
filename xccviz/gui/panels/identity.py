"""Which transaction the window shows: one line that is always in sight and follows the tab."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame

from xccviz.catalogue import tr
from xccviz.gui.inspector.words_at import words_of
from xccviz.gui.look.widgets import ElidedLabel, button, copied_text, label, row, set_text
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_document
from xccviz.words.identity import identity_words


class IdentityStrip(QFrame):
    """Hash, network, signer and date of the tab in front. Emits `copy_wanted()`."""

    copy_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("identity")
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Which transaction it is"))
        self.hash = label("", "number", selectable=True)
        self.hash.setAccessibleName(tr("Transaction hash"))
        self.copy = button(tr("Copy"), "link", self.copy_wanted.emit, tr("Copy the transaction's hash"))
        self.where = ElidedLabel("mute")
        line = row(self.hash, self.copy, self.where, spacing=6)
        line.setStretch(2, 1)
        line.setContentsMargins(16, 4, 16, 4)
        self.setLayout(line)
        self._signer = ""

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Of the tab in front; hidden without one."""
        if same_document(old, new):
            return
        tab = new.tab
        self.setVisible(tab is not None)
        if tab is not None:
            self._signer = tab.document.trace.transaction.signer_id
            set_text(self.hash, tab.document.trace.transaction.hash)
            self.where.show_text(" · ".join(identity_words(tab.document.trace, tab.document.graph)))

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """The transaction, with who signed it; of the words what is marked, else the whole line."""
        under = self.childAt(self.mapFromGlobal(at)) if at is not None else self.focusWidget()
        text, what, own = words_of(under)
        line = f"{copied_text(self.hash.text())} {self.where.full_text}"
        where = at or self.mapToGlobal(self.rect().center())
        return Pointed(account=self._signer, text=text or line, what=what or tr("This text"), own=own), where
