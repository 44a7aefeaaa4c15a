"""Short notices of what was done: something was copied, a file was written. Whoever does it says so here, and the
window shows it for a moment."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication


class Bulletin(QObject):
    """Emits `said(words)`."""

    said = Signal(str)


@cache
def bulletin() -> Bulletin:
    """The one of this process."""
    return Bulletin()


def copy(text: str, words: str) -> None:
    """Put `text` into the clipboard, and say so in `words`."""
    QGuiApplication.clipboard().setText(text)
    bulletin().said.emit(words)
