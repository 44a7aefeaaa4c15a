"""A widget that is remembered from one event to a later one. Between the two it may be deleted, and Qt makes many of
which Python never hears that they went (the tab bars of docks, the buttons of fields): touching one ends the process.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class Held(QObject):
    """At most one widget, for as long as it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._widget: QWidget | None = None

    def hold(self, widget: QWidget | None) -> None:
        """Remember `widget` instead of the one before."""
        if self._widget is not None:
            self._widget.destroyed.disconnect(self._forget)
        self._widget = widget
        if widget is not None:
            widget.destroyed.connect(self._forget)

    def take(self) -> QWidget | None:
        """The widget, if it still lives; it is held no longer."""
        widget = self._widget
        if widget is not None and not isValid(widget):
            self._widget = widget = None
        self.hold(None)
        return widget

    def _forget(self) -> None:
        self._widget = None
