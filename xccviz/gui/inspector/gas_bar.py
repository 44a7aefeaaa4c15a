"""Of what the gas is: one bar from nothing to what was attached, and what its shares mean."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xccviz.analysis.types import GasLedger, Whereabouts
from xccviz.catalogue import tr
from xccviz.gui.lists.row_paint import paint_shares
from xccviz.gui.lists.rows import shares_of
from xccviz.gui.look.theme import current_theme, word_scale, worded
from xccviz.model.amounts import format_gas
from xccviz.tables.ledger import prepaid_to_run
from xccviz.words.ends import NOT_RUN_YET
from xccviz.words.gas import LEDGER as NAMES
from xccviz.words.gas import UNSPENT

HEIGHT = 12
LEGEND_PX = 22


class GasBar(QWidget):
    """Burnt here, passed on, got back. Empty while the node has not run."""

    def __init__(self, height: int = HEIGHT) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self._shares: tuple[tuple[str, float], ...] = ()

    def show_gas(self, gas: GasLedger, happened: bool, created: bool) -> None:
        """Show a ledger whose attached gas is known, though not before its receipt is `created`."""
        self._shares = shares_of(gas) if happened else ()
        words = NOT_RUN_YET
        if happened:
            words = tr(
                "{burnt} burnt here, {passed} passed on",
                burnt=format_gas(gas.burnt),
                passed=format_gas(gas.forwarded),
            )
        prepaid = prepaid_to_run(gas) if happened else None
        of = tr("{gas} attached", gas=format_gas(gas.attached))
        if prepaid:
            of = tr("{attached} and {gas} prepaid", attached=of, gas=format_gas(prepaid))
        told = tr("Gas: {words}, of {of}", words=words, of=of) if created else tr("Gas: {words}", words=words)
        self.setAccessibleName(told)
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame, and the shares of it."""
        role = current_theme().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
        path = QPainterPath()
        path.addRoundedRect(frame, 3, 3)
        painter.fillPath(path, QColor(role["code"]))
        painter.setClipPath(path)
        paint_shares(painter, frame, self._shares, lambda name: QColor(role[name]))
        painter.setClipping(False)
        painter.setPen(QColor(role["cardline"]))
        painter.drawPath(path)


class GasLegend(QWidget):
    """What the shares of a bar mean; `left`: px before the first; `unspent`: where what was left is."""

    def __init__(self, left: int = 12, unspent: Whereabouts = "returned") -> None:
        super().__init__()
        self._left = left
        self.entries = (("ind", NAMES["burnt"]), ("indbg", NAMES["forwarded"]), ("ref", UNSPENT[unspent]))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Bars: {meanings}", meanings=", ".join(words for _, words in self.entries)))

    def changeEvent(self, event: QEvent) -> None:
        """Words of another size need other room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(worded(260), worded(LEGEND_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A sample of each share and its word."""
        role = current_theme().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(word_scale(), word_scale())
        font = QFont(self.font())
        font.setPixelSize(11)
        painter.setFont(font)
        left, measure = float(self._left), painter.fontMetrics()
        taken = sum(19 + measure.horizontalAdvance(words) for _, words in self.entries)
        gap = max(4.0, min(16.0, (self.width() / word_scale() - left - taken) / (len(self.entries) - 1)))
        for name, words in self.entries:
            box = QRectF(left, LEGEND_PX / 2 - 4, 14, 8)
            paint_shares(painter, box, ((name, 1.0),), lambda each: QColor(role[each]))
            painter.setPen(QColor(role["mute"]))
            width = measure.horizontalAdvance(words)
            place = QRectF(left + 19, 0, width + 2, LEGEND_PX)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
            left += 19 + width + gap
