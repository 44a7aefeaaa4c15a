"""A map of a drawing that is larger than its view: where the boxes and the failures are, and what is in sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from xccviz.catalogue import tr
from xccviz.display.hosting import Chart
from xccviz.display.qt_inks import device_ratio
from xccviz.display.types import Theme
from xccviz.gui.canvas.beyond import CUT
from xccviz.gui.look.theme import worded
from xccviz.layout.types import Bounds

WIDTH_PX, HEIGHT_PX, HEAD_PX = 252, 132, 24
MARGIN_PX, PAD_PX = 16, 8
SIGN_PX = 4.0
"""Px from the middle of a sign to its tips."""
CROWDS = 1 / 6
"""Share of the view from which on the map would hide more than it shows: it comes folded then."""
_LEAST = 2.0
"""Px that a box is high and wide at least."""


class Minimap(QWidget):
    """The map in a corner of `view`. Emits `wanted(QPointF)`: the point of the scene that is to be the middle of the
    view. Folded, only its head is left; where
    there is little room it comes folded."""

    wanted = Signal(QPointF)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setObjectName("minimap")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view = view
        self._chart = Chart()
        self._theme: Theme | None = None
        self._seen = QRectF()
        self._whole = QRectF()
        self._spared = QRect()
        self._drawn: QPixmap | None = None
        self._grip: QPointF | None = None
        self._chosen: bool | None = None
        self._folded = False
        self._held = False
        self._boxes: Sequence[QRectF] = ()
        self.button = QToolButton(self)
        self.button.setObjectName("minimapFold")
        self.button.setProperty("look", "flaticon")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.fold)
        self._name(False)
        self.hide()

    def show_chart(self, chart: Chart, theme: Theme) -> None:
        """Show another drawing, or the same at another moment."""
        if chart == self._chart and theme is self._theme:
            return
        self._chart, self._theme, self._drawn = chart, theme, None
        self._whole = QRectF()
        for box in (*chart.boxes, *chart.blocks):
            self._whole = self._whole.united(QRectF(box.x, box.y, box.width, box.height))
        self.setToolTip("")
        self.setAccessibleName(tr("Map: {words}", words=chart.words))
        self.update()

    def show_sight(self, seen: QRectF, spared: QRect | None = None, boxes: Sequence[QRectF] = ()) -> None:
        """What is in sight, in scene px; while that is everything there is no map. It never stands over `spared`, a
        rectangle of the view, and hides as little as can be of `boxes`, rectangles of it too."""
        self._spared, self._boxes = spared if spared is not None else QRect(), boxes
        self._seen = seen
        large = not self._whole.isEmpty() and not seen.adjusted(-1, -1, 1, 1).contains(self._whole)
        self.setVisible(large)
        self._held = self._held and large
        if large:
            self.place()
            self.update()

    @property
    def folded(self) -> bool:
        """Whether only its head is left: as somebody chose, else as the room says, and what it would hide."""
        return self._folded

    def _crowds(self) -> bool:
        width, height = worded(WIDTH_PX) + MARGIN_PX, worded(HEIGHT_PX) + MARGIN_PX
        return width * height > CROWDS * self._view.width() * self._view.height()

    def fold(self) -> None:
        """Fold it, or unfold it again."""
        self._chosen, self._held = not self.folded, False
        self.place()
        self.update()

    def place(self) -> None:
        """Stand where it hides least, in the lower right corner of the view if any does as well; under the pointer it
        stays where it is."""
        width = self.width()
        if not self._held or not self._view.rect().contains(self.geometry()):
            self._folded = self._crowds() if self._chosen is None else self._chosen
            place = self._best()
            if self._chosen is None and not self._folded and self._hides(place)[1]:
                self._folded = True
                place = self._best()
            self.setGeometry(place)
            width = place.width()
        self._name(self._folded)
        high = worded(HEAD_PX) - 4
        wide = max(high, self.button.sizeHint().width())
        self.button.setGeometry(width - wide - 4, 2, wide, high)
        self.raise_()

    def _best(self) -> QRect:
        """Where it hides least, as large as it is: where it stands, as long as that is nothing."""
        width, height = (84, HEAD_PX) if self._folded else (WIDTH_PX, HEIGHT_PX)
        size = QSize(worded(width), worded(height))
        right, low = (
            self._view.width() - size.width() - MARGIN_PX,
            self._view.height() - size.height() - MARGIN_PX,
        )
        corners = ((right, low), (MARGIN_PX, low), (right, MARGIN_PX), (MARGIN_PX, MARGIN_PX))
        places = [QRect(QPoint(*corner), size) for corner in corners]
        places.sort(key=lambda place: place != self.geometry())
        return min(places, key=self._hides)

    def _hides(self, place: QRect) -> tuple[bool, int, float]:
        """What it hides at a place: what it is to spare, how many boxes for more than `CUT`, and px of any."""
        area, cut, px = QRectF(place), 0, 0.0
        for box in self._boxes:
            if box.intersects(area):
                both = box.intersected(area)
                hidden = both.width() * both.height()
                cut += hidden > CUT * box.width() * box.height()
                px += hidden
        return place.intersects(self._spared), cut, px

    def _name(self, folded: bool) -> None:
        self.button.setText("+" if folded else "–")
        self.button.setAccessibleName(tr("Unfold the map") if folded else tr("Fold the map"))

    # ------------------------------------------------------------------------------------------------------ painting

    def _ground(self) -> QRectF:
        """Where the drawing stands in the map, in px."""
        head = worded(HEAD_PX)
        room = QRectF(PAD_PX, head, self.width() - 2 * PAD_PX, self.height() - head - PAD_PX)
        scale = self._scale(room)
        width, height = self._chart.width * scale, self._chart.height * scale
        return QRectF(
            room.center().x() - width / 2, room.center().y() - height / 2, max(width, 1.0), max(height, 1.0)
        )

    def _scale(self, room: QRectF) -> float:
        return min(room.width() / self._chart.width, room.height() / self._chart.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, its head, the boxes and what is in sight."""
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.roles["mute"]), 1))
        painter.setBrush(QColor(theme.roles["card"]))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_head(painter, theme)
        if self.folded:
            return
        ratio = device_ratio(painter)
        if self._drawn is None or self._drawn.size() != self.size() * ratio:
            self._drawn = QPixmap(self.size() * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._drawn)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_boxes(inner, theme)
            inner.end()
        soft = QColor(theme.roles["ind"])
        soft.setAlpha(18)
        painter.setBrush(soft)
        painter.setPen(Qt.PenStyle.NoPen)
        frame = self._frame()
        painter.drawRect(frame)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.roles["ind"]), 1.5))
        painter.drawRoundedRect(frame, 2, 2)

    def _paint_head(self, painter: QPainter, theme: Theme) -> None:
        font = QFont(self.font())
        font.setPixelSize(worded(12))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(theme.roles["text"]))
        row = QRectF(PAD_PX + 1, 0, self.width() - 2 * PAD_PX - worded(HEAD_PX), worded(HEAD_PX))
        title = tr("Map")
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, middle, title)
        if self.folded:
            return
        row.setLeft(row.left() + painter.fontMetrics().horizontalAdvance(title) + 8)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(theme.roles["mute"]))
        shown = painter.fontMetrics().elidedText(
            self._chart.words, Qt.TextElideMode.ElideRight, int(row.width())
        )
        painter.drawText(row, middle, shown)

    def _paint_boxes(self, painter: QPainter, theme: Theme) -> None:
        ground = self._ground()
        scale = ground.width() / self._chart.width
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.roles["edge"]))
        painter.drawRects(list(_placed(self._chart.boxes, ground, scale)))
        painter.setPen(QPen(QColor(theme.roles["edge"]), 1))
        painter.setBrush(QColor(theme.roles["bg"]))
        painter.drawRects(list(_placed(self._chart.blocks, ground, scale)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.roles["bad"]))
        for x, y in self._chart.signs:
            at = QPointF(ground.x() + x * scale, ground.y() + y * scale)
            tips = ((0, -SIGN_PX), (SIGN_PX, 0), (0, SIGN_PX), (-SIGN_PX, 0))
            painter.drawPolygon([at + QPointF(*tip) for tip in tips])

    def _frame(self) -> QRectF:
        """What is in sight, in px of the map and within it."""
        ground = self._ground()
        scale = ground.width() / self._chart.width
        seen = self._seen
        frame = QRectF(
            ground.x() + seen.x() * scale,
            ground.y() + seen.y() * scale,
            seen.width() * scale,
            seen.height() * scale,
        )
        inside = QRectF(2, worded(HEAD_PX) - 2, self.width() - 4, self.height() - worded(HEAD_PX))
        return frame.intersected(inside)

    # ------------------------------------------------------------------------------------------------------- pointer

    def scene_at(self, at: QPointF) -> QPointF:
        """The point of the scene at a point of the map."""
        ground = self._ground()
        scale = ground.width() / self._chart.width
        return QPointF((at.x() - ground.x()) / scale, (at.y() - ground.y()) / scale)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the frame where it is, or go where is clicked. From then on it stays until the pointer leaves it."""
        self._held = True
        if event.button() != Qt.MouseButton.LeftButton or self.folded:
            return
        at = self.scene_at(event.position())
        inside = self._seen.contains(at)
        self._grip = self._seen.center() - at if inside else QPointF()
        if not inside:
            self.wanted.emit(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is in sight along."""
        if self._grip is not None:
            self.wanted.emit(self.scene_at(event.position()) + self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere: it may stand elsewhere too."""
        self._held = False
        super().leaveEvent(event)


def _placed(boxes: Iterable[Bounds], ground: QRectF, scale: float) -> Iterable[QRectF]:
    for box in boxes:
        width, height = max(box.width * scale, _LEAST), max(box.height * scale, _LEAST)
        yield QRectF(ground.x() + box.x * scale, ground.y() + box.y * scale, width, height)
