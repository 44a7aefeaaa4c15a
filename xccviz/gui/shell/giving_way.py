"""Docks below a drawing leave it some height: Qt gives each of both half, also where strips take most of that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

LEAST_DRAWING = 120
"""Px that a drawing has before docks have more than they need."""
HELD_MS = 100
"""Milliseconds after which is looked again while somebody drags a dock or its edge."""


def resize_docks(desk: QMainWindow, sizes: Mapping[QDockWidget, int], along: Qt.Orientation) -> None:
    """Give docks their `sizes`, px; those that float or are being dragged have no place that could take one."""
    placed = {
        dock: size
        for dock, size in sizes.items()
        if not dock.isFloating() and desk.dockWidgetArea(dock) != Qt.DockWidgetArea.NoDockWidgetArea
    }
    if placed:
        desk.resizeDocks(list(placed), list(placed.values()), along)


class GivingWay(QObject):
    """Makes docks below lower when a drawing on the `desk` has less than it needs."""

    def __init__(self, desk: QMainWindow, docks: Iterable[QDockWidget], drawing: QWidget) -> None:
        super().__init__(desk)
        self._desk, self._docks, self._drawing = desk, tuple(docks), drawing
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._give_way)
        drawing.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The drawing has got another size."""
        if event.type() == QEvent.Type.Resize and self._lacking() > 0:
            self._soon.start(0)
        return False

    def _lacking(self) -> int:
        return LEAST_DRAWING - self._drawing.height() if self._drawing.isVisible() else 0

    def _give_way(self) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._soon.start(HELD_MS)
            return
        lacking, below = self._lacking(), Qt.DockWidgetArea.BottomDockWidgetArea
        docks = [
            dock
            for dock in self._docks
            if dock.isVisible() and not dock.isFloating() and self._desk.dockWidgetArea(dock) == below
        ]
        if lacking > 0 and docks:
            heights = {dock: max(dock.height() - lacking, dock.minimumSizeHint().height()) for dock in docks}
            resize_docks(self._desk, heights, Qt.Orientation.Vertical)
