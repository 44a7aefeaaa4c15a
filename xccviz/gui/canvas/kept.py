"""What was painted of a page, kept as it is: what comes in sight again is copied, and of what looks different now only
that is painted anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from math import ceil, floor

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion

from xccviz.display.qt_inks import device_ratio

SHEET = (2048, 768)
"""Px across and down of a sheet of what is kept."""
MOST_PX = 10_000_000
"""Device px that are kept at most: what was in sight longest ago goes first."""
PIECE_PX = 192
"""Px down of a piece that is painted at once while nothing waits for it."""
AROUND_PX = 4
"""Px around what comes in sight, of which a little is painted with it."""
Touches = Callable[[QRectF], bool]
"""Whether a rectangle of the scene touches what is to be painted."""
Content = Callable[[QPainter, QRectF, Touches], None]
"""Paints what of the scene touches a rectangle, and in it what is to be painted."""


class Kept:
    """Sheets (of so many px) of a page that is painted at one scale, `most` device px of them. A sheet knows which part
    of it is as it should be."""

    def __init__(self, sheet: tuple[int, int] = SHEET, most: int = MOST_PX) -> None:
        self._size, self._most = sheet, most
        self._at: tuple[float, float] = (0.0, 0.0)
        self._sheets: OrderedDict[tuple[int, int], tuple[QPixmap, QRegion]] = OrderedDict()

    def forget(self) -> None:
        """All looks different."""
        self._sheets.clear()

    def copy(self) -> Kept:
        """The same sheets: what is painted on those of one is not on those of the other."""
        other = Kept(self._size, self._most)
        other._at = self._at
        other._sheets = OrderedDict(
            (at, (QPixmap(pixmap), QRegion(region))) for at, (pixmap, region) in self._sheets.items()
        )
        return other

    def stale(self, area: QRectF) -> None:
        """What stands in a rectangle of the scene looks different."""
        scale = self._at[0]
        place = QRectF(area.x() * scale, area.y() * scale, area.width() * scale, area.height() * scale)
        around = place.toAlignedRect().adjusted(-1, -1, 1, 1)
        for at in self._touched(around):
            kept = self._sheets.get(at)
            if kept is not None:
                self._sheets[at] = kept[0], kept[1].subtracted(QRegion(around.translated(-self._corner(at))))

    def paint(self, painter: QPainter, pieces: Iterable[QRectF], ground: QColor, content: Content) -> bool:
        """Paint some pieces of the scene, `content` as far as it is not at hand, on a `ground`; whether that could be
        done: a px of the scene has to be in one place wherever one has scrolled to."""
        of, ratio = painter.worldTransform(), device_ratio(painter)
        if of.isRotating() or not all(map(float.is_integer, (of.dx(), of.dy(), ratio))):
            return False
        if (of.m11(), ratio) != self._at:
            self._at = (of.m11(), ratio)
            self._sheets.clear()
        origin = QPoint(round(of.dx()), round(of.dy()))
        parts: list[tuple[tuple[int, int], QRect]] = []
        wanted: dict[tuple[int, int], QRegion] = {}
        for piece in pieces:
            area = of.mapRect(piece).toAlignedRect().translated(-origin)
            for at in self._touched(area):
                part = area.intersected(self._area(at)).translated(-self._corner(at))
                parts.append((at, part))
                wanted[at] = wanted.get(at, QRegion()).united(part)
        # of a sheet all at once: of what stands in several pieces each is painted once
        sheets = {at: self._sheet(at, region, ground, content) for at, region in wanted.items()}
        painter.save()
        painter.resetTransform()
        for at, part in parts:
            source = QRectF(QPointF(part.topLeft()) * ratio, part.size().toSizeF() * ratio)
            painter.drawPixmap(QRectF(part.translated(self._corner(at) + origin)), sheets[at], source)
        painter.restore()
        self._let_go(len(wanted))
        return True

    def prepare(self, area: QRectF, ground: QColor, content: Content) -> Iterator[None]:
        """Paint in pieces what of a rectangle of the scene is not at hand, at the scale at which was painted last."""
        scale = self._at[0]
        if not scale:
            return
        place = QRectF(area.x() * scale, area.y() * scale, area.width() * scale, area.height() * scale)
        around = place.toAlignedRect().adjusted(-AROUND_PX, -AROUND_PX, AROUND_PX, AROUND_PX)
        touched = tuple(self._touched(around))
        for at in touched:
            part = around.intersected(self._area(at)).translated(-self._corner(at))
            for top in range(part.top(), part.bottom() + 1, PIECE_PX):
                piece = QRect(part.left(), top, part.width(), PIECE_PX).intersected(part)
                self._sheet(at, QRegion(piece), ground, content)
                yield
        self._let_go(len(touched))

    def _let_go(self, wanted: int) -> None:
        """Keep as many sheets as may be, and those that are `wanted`, which came last."""
        across, down = self._size
        most = max(int(self._most / (across * down * self._at[1] ** 2)), wanted)
        while len(self._sheets) > most:
            self._sheets.popitem(last=False)

    def _sheet(self, at: tuple[int, int], wanted: QRegion, ground: QColor, content: Content) -> QPixmap:
        """A sheet on which a part is as it should be."""
        pixmap, known = self._sheets.get(at, (None, QRegion()))
        if pixmap is None:
            pixmap = QPixmap(*(round(px * self._at[1]) for px in self._size))
            pixmap.setDevicePixelRatio(self._at[1])
        missing = wanted.subtracted(known)
        if not missing.isEmpty():
            self._fill(pixmap, self._corner(at), missing, ground, content)
        self._sheets[at] = pixmap, known.united(missing)
        self._sheets.move_to_end(at)
        return pixmap

    def _fill(
        self, pixmap: QPixmap, corner: QPoint, missing: QRegion, ground: QColor, content: Content
    ) -> None:
        """Paint what is missing on a sheet."""
        scale = self._at[0]
        painter = QPainter(pixmap)
        painter.setClipRegion(missing)
        painter.fillRect(missing.boundingRect(), ground)
        painter.translate(-corner.x(), -corner.y())
        painter.scale(scale, scale)
        around = missing.boundingRect().translated(corner).adjusted(-1, -1, 1, 1)
        left, top = corner.x() - 1, corner.y() - 1

        def touches(area: QRectF) -> bool:
            x, y = floor(area.left() * scale) - left, floor(area.top() * scale) - top
            return missing.intersects(QRect(x - 2, y - 2, ceil(area.width() * scale) + 3,
                                            ceil(area.height() * scale) + 3))  # fmt: skip

        whole = QRectF(
            around.x() / scale, around.y() / scale, around.width() / scale, around.height() / scale
        )
        content(painter, whole, touches)
        painter.end()

    def _area(self, at: tuple[int, int]) -> QRect:
        return QRect(self._corner(at), self._corner((at[0] + 1, at[1] + 1)) - QPoint(1, 1))

    @property
    def around(self) -> QRectF:
        """The rectangle of the scene around all that is kept."""
        whole, scale = QRect(), self._at[0] or 1.0
        for at in self._sheets:
            whole |= self._area(at)
        return QRectF(whole.x() / scale, whole.y() / scale, whole.width() / scale, whole.height() / scale)

    def _corner(self, at: tuple[int, int]) -> QPoint:
        return QPoint(at[0] * self._size[0], at[1] * self._size[1])

    def _touched(self, area: QRect) -> Iterable[tuple[int, int]]:
        """The sheets that a rectangle touches."""
        if area.isEmpty():
            return ()
        across, down = self._size
        columns = range(area.left() // across, area.right() // across + 1)
        return product(columns, range(area.top() // down, area.bottom() // down + 1))
