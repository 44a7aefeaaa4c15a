"""What Qt says itself (Copy, Cancel, the names of keys) in the language of the process."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from xccviz.catalogue import language


def speak_qt(app: QCoreApplication) -> None:
    """Have Qt speak as the catalogue does; where Qt's files are not there, or lack the language, it stays English."""
    name = language().info().get("language", "")
    if name and app.findChild(QTranslator) is None:
        words = QTranslator(app)
        if words.load(f"qtbase_{name}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(words)
