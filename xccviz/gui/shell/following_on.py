"""The panels of a window, told together; those that may wait are told when the drawing has been painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from xccviz.gui.state.telling import Panel, Together

FOLLOW_MS = 20
"""Milliseconds after which what may wait follows; of several steps in that time only the last is shown."""


def together(panels: tuple[Panel, ...], parent: QObject, trouble: Callable[[Exception], None]) -> Together:
    """Those panels; `trouble` is called with what one that follows raises."""
    soon = QTimer(parent)
    soon.setSingleShot(True)
    soon.setInterval(FOLLOW_MS)
    made = Together(panels, soon.start)

    def follow() -> None:
        error = made.catch_up()
        if error is not None:
            trouble(error)

    soon.timeout.connect(follow)
    return made
