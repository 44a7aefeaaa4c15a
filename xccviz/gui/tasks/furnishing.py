"""What of a window is made when nothing else is to do, in pieces between which it takes keys and clicks."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

from xccviz.gui.tasks.slices import Slices

BREATH_MS = 100
"""How long nothing is made once the window answers: the first letter that somebody types is not to wait."""


class Furnishing(QObject):
    """Goes through an iterator that makes something piece by piece, by and by or at once."""

    def __init__(self, pieces: Iterator[None], parent: QObject) -> None:
        super().__init__(parent)
        self._pieces = pieces
        self._slices = Slices(self)
        self._breath = QTimer(self)
        self._breath.setSingleShot(True)
        self._breath.timeout.connect(self._breathed)
        self._answers = False
        self._breath.start(0)

    def _breathed(self) -> None:
        if self._answers:
            self._slices.run(self._pieces)
            return
        # Events are gone through: what was shown is painted.
        self._answers = True
        self._breath.start(BREATH_MS)

    def finish(self) -> None:
        """Make at once what is left."""
        self.stop()
        for _ in self._pieces:
            pass

    def stop(self) -> None:
        """Make nothing more by itself."""
        self._breath.stop()
        self._slices.stop()
