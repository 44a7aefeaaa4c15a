"""The slider of the step strip: the steps true to blocks, with what happened in each marked on it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QSlider

from xccviz.catalogue import tr
from xccviz.display.qt_inks import device_ratio
from xccviz.display.types import Theme
from xccviz.replay.scale import Cell, Scale
from xccviz.replay.types import History

HIT_PX = (2.0, 5.0)
"""Px across and down of the mark of a hit, which hangs above its step."""
MARK_PX = 2.6
"""Radius of the disc of a mark, which lies below the step that it hits."""
RING_PX, RING_GAP_PX = 2.8, 7.0
"""Radius of the ring of a step of another transaction, and px that it needs to itself."""
TICK_PX = 4
"""Of ticks within so many px one is painted."""
WITHIN_HANDLE = 0.7
DOT_PX = 8
"""Px a plain step must have to itself to get a dot."""
HANDLE_PX, GROOVE_PX = 16, 4
_NOTHING = Scale((0.0,), (), ())


class StepSlider(QSlider):
    """A slider with a tick a step: diamonds for failures (those ahead only for who `looks_ahead`), squares for
    callbacks, dots for the rest; above those that run a hit of the filter, in `hits`, hangs a line, below those
    that run a marked node, in `marks`, lies a disc. Of thousands of steps the dots are left out, and of ticks on
    the same spot the most telling one stands. `scale` says where steps stand: blocks are alike wide, and between
    them what is squeezed is dotted. `others`: how many steps of other transactions of the case stand between two,
    by the one before: rings upon the line, in the first `others_told` of these places."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("stepSlider")
        self.setAccessibleName(tr("Step"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(24)
        self.scale = _NOTHING
        self.history: History | None = None
        self.hits: tuple[int, ...] = ()
        self.marks: tuple[int, ...] = ()
        self.others: Mapping[int, int] = {}
        self.others_told = 0
        self.looks_ahead = False
        self.theme: Theme | None = None
        self._held = 0.0
        self._made_of: tuple[object, ...] = ()
        self._made = QPixmap(), QPixmap(), QPixmap()

    def x_at(self, place: float) -> float:
        """Where a place of the scale is, in px of the slider."""
        return HANDLE_PX / 2 + (self.width() - HANDLE_PX) * place

    def place_at(self, x: float) -> float:
        """The place of the scale that is at x px of the slider."""
        return (x - HANDLE_PX / 2) / max(1.0, float(self.width() - HANDLE_PX))

    def x_of(self, index: int) -> float:
        """Where `index` stands, in px of the slider."""
        at = self.scale.at
        return self.x_at(at[max(0, min(index, len(at) - 1))])

    def step_at(self, x: float) -> int:
        """The step nearest to `x` px."""
        return min(self.maximum(), self.scale.nearest(self.place_at(x)))

    def roomy(self, cell: Cell) -> bool:
        """Whether each step of a block has room for a dot."""
        wide = (cell.right - cell.left) * (self.width() - HANDLE_PX)
        return (cell.last - cell.first + 1) * DOT_PX <= wide

    def ticks(self, *, failures: bool = True) -> tuple[tuple[float, str], ...]:
        """What to paint: (x in px, kind), left to right; failures over callbacks over plain steps. What the handle
        stands on lies below it. Without `failures` what fails looks like what does not."""
        if self.history is None:
            return ()
        found: dict[int, tuple[float, str]] = {}
        history = self.history
        dotted = (cell for cell in self.scale.cells if self.roomy(cell))
        plain = [n for cell in dotted for n in range(cell.first, cell.last + 1)]
        for kind, numbers in (
            ("step", plain),
            ("callback", history.callbacks),
            ("failure", history.failures if failures else ()),
        ):
            for n in numbers:
                x = self.x_of(n)
                found[int(x / TICK_PX)] = (x, kind)
        return tuple(found[key] for key in sorted(found))

    def spots(self, steps: tuple[int, ...]) -> tuple[float, ...]:
        """Where some steps stand, in px; of those on the same spot one."""
        spots = {int(self.x_of(n) / TICK_PX) for n in steps}
        return tuple((spot + 0.5) * TICK_PX for spot in sorted(spots))

    def rings(self) -> tuple[float, ...]:
        """Where steps of other transactions stand, in px: evenly between two of its own; of those on the same spot
        one."""
        found: dict[int, float] = {}
        for index, count in self.others.items():
            left, right = self.x_of(index), self.x_of(index + 1)
            if index >= self.maximum():
                left, right = right, float(self.width())
            shown = min(count, max(1, int((right - left) / RING_GAP_PX) - 1))
            for n in range(1, shown + 1):
                x = left + (right - left) * n / (shown + 1)
                found[int(x / TICK_PX)] = x
        return tuple(found[key] for key in sorted(found))

    # ------------------------------------------------------------------------------------------------------- pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold the handle where it is touched; elsewhere it comes to the pointer."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        apart = event.position().x() - self.x_of(self.value())
        self._held = apart if abs(apart) <= HANDLE_PX / 2 else 0.0
        self.setSliderDown(True)
        self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The handle follows."""
        if self.isSliderDown():
            self._drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def _drag(self, event: QMouseEvent) -> None:
        self.setSliderPosition(self.step_at(event.position().x() - self._held))

    # ------------------------------------------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, what is squeezed, the ticks and the marks, which stay, up to the handle as what has passed; and the
        handle."""
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here, high = self.x_of(self.value()), self.height()
        told = self.width() if self.others_told > self.maximum() else self.x_of(self.others_told)
        at, until = round(here), max(round(here), round(told))
        passed, ahead, untold = self._pictures(device_ratio(painter))
        for picture, left, right in ((passed, 0, at), (ahead, at, until), (untold, until, self.width())):
            place = QRectF(left, 0, right - left, high)
            ratio = picture.devicePixelRatio()
            painter.drawPixmap(place, picture, QRectF(left * ratio, 0, place.width() * ratio, high * ratio))
        self._paint_handle(painter, here, high / 2)

    def _pictures(self, ratio: float) -> tuple[QPixmap, QPixmap, QPixmap]:
        """All but the handle: as if all had passed, as if nothing had, and this without the rings."""
        of: tuple[object, ...] = (
            self.scale,
            self.history,
            self.theme,
            self.hits,
            self.marks,
            self.others,
            self.looks_ahead,
        )
        of = (*of, self.size(), ratio)
        if self._made_of == of:
            return self._made
        rings = self.rings()
        passed, ahead = self._picture(ratio, float(self.width()), rings), self._picture(ratio, 0.0, rings)
        self._made_of = of
        self._made = passed, ahead, self._picture(ratio, 0.0, ()) if rings else ahead
        return self._made

    def _picture(self, ratio: float, here: float, rings: tuple[float, ...]) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, self.height() / 2, here, rings)
        painter.end()
        return picture

    def _paint_ground(self, painter: QPainter, y: float, here: float, rings: tuple[float, ...]) -> None:
        assert self.theme is not None
        roles = self.theme.roles
        self._paint_line(painter, y, here)
        painter.setBrush(QColor(roles["panel"]))
        painter.setPen(QPen(QColor(roles["ref"]), 1.2))
        for x in rings:
            painter.drawEllipse(QPointF(x, y), RING_PX, RING_PX)
        ring = QPen(QColor(roles["panel"]), 1.5)
        for x, kind in self.ticks(failures=here > 0 or self.looks_ahead):
            passed = kind == "step" and x < here
            painter.setBrush(QColor(roles["panel" if passed else _TICK_ROLES[kind]]))
            painter.setPen(Qt.PenStyle.NoPen if kind == "step" else ring)
            painter.drawPath(_tick_path(x, y, kind))
        painter.setPen(QPen(QColor(roles["ind"]), HIT_PX[0]))
        for x in self.spots(self.hits):
            painter.drawLine(QPointF(x, 1), QPointF(x, HIT_PX[1]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(roles["ind"]))
        for x in self.spots(self.marks):
            painter.drawEllipse(QPointF(x, self.height() - MARK_PX - 0.5), MARK_PX, MARK_PX)

    def _paint_line(self, painter: QPainter, y: float, here: float) -> None:
        assert self.theme is not None
        roles = self.theme.roles
        painter.setPen(Qt.PenStyle.NoPen)
        left, right = 0.0, float(self.width())
        for role, begin, end in (("line", left, right), ("ind", left, here)):
            painter.setBrush(QColor(roles[role]))
            painter.drawRoundedRect(QRectF(begin, y - GROOVE_PX / 2, end - begin, GROOVE_PX), 2, 2)
        for idle in self.scale.idles:  # a line that is broken: it is not as long as it says
            begin, end = self.x_at(idle.left), self.x_at(idle.right)
            painter.fillRect(QRectF(begin + 3, y - GROOVE_PX, end - begin - 6, 2 * GROOVE_PX), roles["panel"])
            painter.setPen(QPen(QColor(roles["ind" if end <= here else "ref"]), 1.5, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(begin + 5, y), QPointF(end - 5, y))
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setPen(QPen(QColor(roles["ref"]), 1))
        for cell in self.scale.cells[1:] if len(self.scale.cells) * DOT_PX < self.width() else ():
            x = self.x_at(cell.left)
            painter.drawLine(QPointF(x, y + GROOVE_PX), QPointF(x, y + GROOVE_PX + 3))

    def _paint_handle(self, painter: QPainter, x: float, y: float) -> None:
        assert self.theme is not None
        roles = self.theme.roles
        painter.setBrush(QColor(roles["panel"]))
        painter.setPen(QPen(QColor(roles["ind"]), 3))
        painter.drawEllipse(QPointF(x, y), HANDLE_PX / 2 - 1.5, HANDLE_PX / 2 - 1.5)
        kind = self._kind_here()
        if kind is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles[_TICK_ROLES[kind]]))
            painter.translate(x, y)
            painter.scale(WITHIN_HANDLE, WITHIN_HANDLE)
            painter.drawPath(_tick_path(0, 0, kind))

    def _kind_here(self) -> str | None:
        """What the handle stands on, which it would cover."""
        if self.history is None:
            return None
        kinds = (("failure", self.history.failures), ("callback", self.history.callbacks))
        return next((kind for kind, numbers in kinds if self.value() in numbers), None)


_TICK_ROLES = {"failure": "bad", "callback": "ind", "step": "faint"}


def _tick_path(x: float, y: float, kind: str) -> QPainterPath:
    shape = QPainterPath()
    if kind == "failure":
        shape.addPolygon(
            QPolygonF([QPointF(x, y - 6), QPointF(x + 6, y), QPointF(x, y + 6), QPointF(x - 6, y)])
        )
        shape.closeSubpath()
    elif kind == "callback":
        shape.addRect(QRectF(x - 4, y - 4, 8, 8))
    else:
        shape.addEllipse(QRectF(x - 2, y - 2, 4, 4))
    return shape
