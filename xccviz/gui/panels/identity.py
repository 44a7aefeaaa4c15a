"""Which transaction the window shows: one line that is always in sight and follows the tab; of two that stand side by
side one half each."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from xccviz.analysis.compare.values import Missing
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.gui.inspector.words_at import words_of
from xccviz.gui.look.widgets import (
    ElidedLabel,
    button,
    copied_text,
    explain,
    label,
    row,
    set_text,
)
from xccviz.gui.panels.hint import HintLine
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.pair import SIDES
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_document
from xccviz.words.identity import identity_words
from xccviz.words.ids import short_id

GAP_PX, SPACING_PX, MARGIN_PX = 6, 16, 16


class IdentityLine(QWidget):
    """Hash, network, signer and date of one transaction, `side` of two. Emits `copy_wanted(hash)`."""

    copy_wanted = Signal(str)

    def __init__(self, side: Missing) -> None:
        super().__init__()
        self.side: Missing = side
        self.sign = label(side.upper(), "ind")
        self.hash = label("", "number", selectable=True)
        self.hash.setAccessibleName(tr("Transaction hash"))
        self.copy = button(
            tr("Copy"),
            "link",
            lambda: self.copy_wanted.emit(self._whole),
            tr("Copy the transaction's hash"),
        )
        self.where = ElidedLabel("mute")
        line = row(self.sign, self.hash, self.copy, self.where, spacing=GAP_PX)
        line.setStretch(3, 1)
        self.setLayout(line)
        self._signer = self._whole = ""

    def show_document(self, document: Document, beside: bool) -> None:
        """Of that one; `beside` another the line says which of both it is, with less room for the hash."""
        trace = document.trace
        self._signer, self._whole = trace.transaction.signer_id, trace.transaction.hash
        self.sign.setVisible(beside)
        set_text(self.hash, short_id(self._whole) if beside else self._whole)
        explain(self.hash, self._whole if beside else "")
        self.where.show_text(" · ".join(identity_words(trace, document.graph)))

    @property
    def needed(self) -> int:
        """Px that all of it takes."""
        words = self.where.fontMetrics().horizontalAdvance(self.where.full_text) + 8
        return self.hash.sizeHint().width() + self.copy.sizeHint().width() + words + 4 * GAP_PX

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """The transaction, with who signed it; of the words what is marked, else the whole line."""
        under = self.childAt(self.mapFromGlobal(at)) if at is not None else self.focusWidget()
        text, what, own = words_of(under)
        if text == self.hash.text():
            text = self._whole
        line = f"{copied_text(self._whole)} {self.where.full_text}"
        where = at or self.mapToGlobal(self.rect().center())
        return Pointed(account=self._signer, text=text or line, what=what or tr("This text"), own=own), where


class IdentityStrip(QFrame):
    """The line of the tab in front, or both of two side by side. Emits `copy_wanted(hash)`."""

    copy_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("identity")
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Which transaction it is"))
        self.first, self.second = (IdentityLine(side) for side in SIDES)
        lines = QHBoxLayout(self)
        lines.setContentsMargins(MARGIN_PX, 4, MARGIN_PX, 4)
        lines.setSpacing(SPACING_PX)
        for line in (self.first, self.second):
            line.copy_wanted.connect(self.copy_wanted)
            lines.addWidget(line, 1)
        self.second.hide()
        self.hint = HintLine()
        lines.addWidget(self.hint)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Of what stands in front; hidden without anything."""
        self._show_documents(old, new)
        self._room_for_hint()
        self.hint.show_state(old, new)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A hint stands where nothing else is."""
        super().resizeEvent(event)
        self._room_for_hint()

    def _room_for_hint(self) -> None:
        taken = self.first.needed + 2 * SPACING_PX + 2 * MARGIN_PX if self.second.isHidden() else self.width()
        self.hint.give_room(self.width() - taken)

    def _show_documents(self, old: AppState | None, new: AppState) -> None:
        pair, before = new.pair, old.pair if old is not None else None
        if pair is None and before is None and same_document(old, new):
            return
        if pair is not None and before is not None and before.found is pair.found:
            return
        tab = new.tab
        self.setVisible(tab is not None or pair is not None)
        self.second.setVisible(pair is not None)
        if pair is not None:
            self.first.show_document(pair.a.document, beside=True)
            self.second.show_document(pair.b.document, beside=True)
        elif tab is not None:
            self.first.show_document(tab.document, beside=False)
