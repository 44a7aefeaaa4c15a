"""A field that takes keys: clicked it waits for them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton

from xccviz.catalogue import tr
from xccviz.gui.look.widgets import restyle

_MODIFIERS = (
    Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_unknown,
)  # fmt: skip


class KeyField(QPushButton):
    """The keys of a command. Clicked it waits for others: `key_pressed(text)` tells those that were pressed, "" for
    none (Backspace or Del); Esc leaves it as it was."""

    key_pressed = Signal(str)
    waits = False

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("look", "key")
        self.setAutoDefault(False)
        self._name, self._text = name, ""
        self.clicked.connect(lambda _checked=False: self._wait(True))

    def show_keys(self, text: str) -> None:
        """Show these."""
        self._text = text
        self._tell()

    def event(self, event: QEvent) -> bool:
        """While it waits no key is a shortcut, and Tab goes nowhere."""
        if self.waits and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """It waits no more."""
        super().focusOutEvent(event)
        self._wait(False)

    def _take(self, event: QKeyEvent) -> None:
        event.accept()
        key = Qt.Key(event.key())
        if key in _MODIFIERS:
            return
        self._wait(False)
        if key != Qt.Key.Key_Escape:
            bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            none = bare and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
            self.key_pressed.emit("" if none else spelled(event))

    def _wait(self, on: bool) -> None:
        self.waits = on
        restyle(self, "waits", on)
        self._tell()

    def _tell(self) -> None:
        self.setText(tr("press keys…") if self.waits else self._text.replace("&", "&&") or tr("none"))
        said = tr("press the new keys; Esc leaves them") if self.waits else self._text or tr("no keys")
        self.setAccessibleName(f"{self._name}: {said}")


def spelled(event: QKeyEvent) -> str:
    """A pressed key in Qt's spelling: of a sign that needs Shift on this keyboard only the sign."""
    text, modifiers = event.text(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sign = text.isprintable() and bool(text.strip()) and not text.isalnum()
    if sign and modifiers == Qt.KeyboardModifier.ShiftModifier:
        return text
    return QKeySequence(modifiers.value | event.key()).toString(QKeySequence.SequenceFormat.PortableText)
