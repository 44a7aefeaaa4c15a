"""Scroll bars that lie over a view and take no room of it: what is as wide as the view stays so."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

THICK_PX = 10


class OverlayBar(QScrollBar):
    """A bar over `view` that goes with the view's own of the same `way`; hidden while there is nothing to scroll."""

    def __init__(self, view: QAbstractScrollArea, way: Qt.Orientation) -> None:
        super().__init__(way, view)
        self._view = view
        self.top_px = 0
        """Px at the upper end of the view that it leaves free."""
        self.needed = True
        """Whether something lies out of sight: a view may be scrolled further than that."""
        self.bottom_px = 0
        """Px at the lower end, also of the other way."""
        self._own.valueChanged.connect(self._mirror)
        # Not while the view is given its place: what shows and hides then takes the window with it.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._follow)
        self._own.rangeChanged.connect(self.follow_soon)
        self.valueChanged.connect(self._own.setValue)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._follow()

    @property
    def _own(self) -> QScrollBar:
        """The view's own bar, asked for anew: what was handed out before may be gone."""
        upright = self.orientation() == Qt.Orientation.Vertical
        return self._view.verticalScrollBar() if upright else self._view.horizontalScrollBar()

    def _follow(self) -> None:
        """Take the range of the view's own."""
        low, high = self._own.minimum(), self._own.maximum()
        self.setPageStep(self._own.pageStep())
        self.setSingleStep(self._own.singleStep())
        self._mirror(self._own.value())
        self.setVisible(self.needed and high > low)
        self._place()

    def _mirror(self, value: int) -> None:
        """Stand where the view's own does, and say nothing of it: what is known of its range may be old."""
        self.blockSignals(True)
        self.setRange(self._own.minimum(), self._own.maximum())
        self.setValue(value)
        self.blockSignals(False)

    def _place(self) -> None:
        width, height = self._view.width(), self._view.height() - self.bottom_px
        if self.orientation() == Qt.Orientation.Vertical:
            self.setGeometry(width - THICK_PX, self.top_px, THICK_PX, height - self.top_px)
        else:
            self.setGeometry(0, height - THICK_PX, width - THICK_PX, THICK_PX)
        self.raise_()

    def follow_soon(self) -> None:
        """The view has another size, or there is more or less to scroll."""
        self._soon.start()
