"""Short notices of what was done: something was copied, a file was written. Whoever does it says so here, and the
window shows it for a moment."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from xccviz.catalogue import tr


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


def browse(address: str) -> None:
    """Ask the desktop to open an address. Where it has nothing that does, the address is copied instead."""
    if QDesktopServices.openUrl(QUrl(address)):
        bulletin().said.emit(tr("The desktop was asked to open {address}", address=address))
    else:
        copy(address, tr("The desktop opens no addresses: it was copied"))
