"""The words of what is pointed at in the inspector: a label's, or those of a text in a box."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.widgets import copied_text
from xccviz.gui.pointed import OwnEntry


def words_of(widget: QWidget | None) -> tuple[str, str, tuple[OwnEntry, ...]]:
    """(text that can be copied, what it is, what can be done with it): what is marked, else all of it; "" for none."""
    box = widget.parentWidget() if widget is not None else None
    if isinstance(widget, QPlainTextEdit):
        box = widget
    if isinstance(box, QPlainTextEdit):
        marked = copied_text(box.textCursor().selectedText())
        return marked or box.toPlainText(), _what(marked), (OwnEntry(tr("Select all"), box.selectAll),)
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    if isinstance(widget, QLabel) and widget.textInteractionFlags() & selectable:
        marked, whole = copied_text(widget.selectedText()), widget.text()
        select = OwnEntry(tr("Select all"), lambda: widget.setSelection(0, len(whole)))
        return marked or copied_text(whole), _what(marked), (select,)
    return "", "", ()


def _what(marked: str) -> str:
    return tr("Selected text") if marked else tr("This text")
