"""Of what the gas is: one bar from nothing to what was attached."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from xccviz.analysis.types import GasLedger
from xccviz.gui.theme import current_theme
from xccviz.model.amounts import format_gas

HEIGHT = 12


class GasBar(QWidget):
    """Burnt here (accent), sent on (accent, soft), the rest unspent. Empty while the node has not run."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._shares: tuple[float, float] = (0.0, 0.0)

    def show_gas(self, gas: GasLedger, happened: bool) -> None:
        """Show a ledger; hidden where the attached gas is not known or none."""
        attached, burnt, forwarded = gas.attached or 0, gas.burnt or 0, gas.forwarded or 0
        whole = max(attached, burnt + forwarded + max(0, gas.unspent or 0))
        if attached == 0:
            self.hide()  # never shown from here: without a parent yet it would become a window of its own
        self._shares = (burnt / whole, forwarded / whole) if happened and whole else (0.0, 0.0)
        words = "not yet run"
        if happened:
            words = f"{format_gas(gas.burnt)} burnt here, {format_gas(gas.forwarded)} sent on"
        self.setAccessibleName(f"Gas: {words}, of {format_gas(gas.attached)} attached")
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame, and two shares of it; a share too small to see is two px wide."""
        role = current_theme().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
        path = QPainterPath()
        path.addRoundedRect(frame, 3, 3)
        painter.fillPath(path, QColor(role["code"]))
        painter.setClipPath(path)
        left = frame.left()
        for share, colour in zip(self._shares, ("ind", "edge"), strict=True):
            if share > 0:
                width = max(2.0, share * frame.width())
                painter.fillRect(QRectF(left, 0, width, self.height()), QColor(role[colour]))
                left += width
        painter.setClipping(False)
        painter.setPen(QColor(role["cardline"]))
        painter.drawPath(path)
