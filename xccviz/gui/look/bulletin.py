"""Short notices of what was done: something was copied, a file was written. Whoever does it says so here, and its
window shows it for a moment."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from xccviz.catalogue import tr


class Bulletin(QObject):
    """Emits `said(words)`."""

    said = Signal(str)
    _by: QObject | None = None

    def say(self, words: str, by: object = None) -> None:
        """Say it in the window that `by` belongs to; without it, in the one that is looked at."""
        self._by = _top(by)
        try:
            self.said.emit(words)
        finally:
            self._by = None

    def is_for(self, window: QWidget) -> bool:
        """Whether what is being said is said in this window; where nobody looks at any, in each."""
        whose = self._by or _top(QApplication.activeWindow())
        return whose is None or whose is window


def _top(part: object) -> QObject | None:
    """The window of something: what its dialogs, its docks and its work are made for."""
    found = part if isinstance(part, QObject) else None
    while found is not None and (above := found.parent()) is not None:
        found = above
    return found if isinstance(found, QMainWindow) else None


@cache
def bulletin() -> Bulletin:
    """The one of this process."""
    return Bulletin()


def copy(text: str, words: str) -> None:
    """Put `text` into the clipboard, and say so in `words`."""
    QGuiApplication.clipboard().setText(text)
    bulletin().say(words)


def browse(address: str) -> None:
    """Ask the desktop to open an address. Where it has nothing that does, the address is copied instead."""
    if QDesktopServices.openUrl(QUrl(address)):
        bulletin().say(tr("The desktop was asked to open {address}", address=address))
    else:
        copy(address, tr("The desktop opens no addresses: it was copied"))
