"""A flowing drawing with panes under it: a sheet that can be made higher, and a strip in which a part of the drawing is
chosen. Its zoom is that part: words stay as large as they are."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QResizeEvent

from xccviz.display.drawings import Drawing
from xccviz.display.hosting import Ruler, Wish
from xccviz.display.types import DisplayList
from xccviz.gui.canvas.camera import ZOOM_RANGE
from xccviz.gui.canvas.sheets import RulerStrip, Sheet
from xccviz.gui.state.store import AppState
from xccviz.gui.views.flowing import FlowingView

BODY_FIRST, SHEET_FIRST = 310, 97
"""Px that what scrolls gets before the sheet gets more than so many, until somebody pulls its edge."""
LEAST_SHEET, LEAST_BODY = 34, 120
"""Px that the sheet and what scrolls above it keep. Where there is less for both the strip goes, then the sheet."""


class PanedView(FlowingView):
    """A drawing whose `DisplayList.strips` say what stands under it, with a `ruler` in its foot."""

    def __init__(self, drawing: Drawing[Any]) -> None:
        super().__init__(drawing)
        self.sheet = Sheet("below", self)
        self.strip = RulerStrip("foot", self)
        self.sheet.setObjectName(f"{drawing.id}Table")
        self.strip.setObjectName(f"{drawing.id}Zoom")
        self._pulled: int | None = None
        self._taken: str | None = None
        self.sheet.wished.connect(self._wish_of_sheet)
        self.strip.wished.connect(self._grant)
        for pane in (self.sheet, self.strip):
            pane.hide()
        self.sheet.pulled.connect(self._pull)
        self.strip.looked.connect(self._look_from)
        self.horizontalScrollBar().valueChanged.connect(self._tell_strip)
        self.horizontalScrollBar().rangeChanged.connect(self._tell_strip)

    @property
    def ruler(self) -> Ruler | None:
        """The ruler of what is shown."""
        return self._list.ruler if self._list is not None else None

    # ------------------------------------------------------------------------------------------------------- painting

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Draw the moment; another part of the drawing is seen from its beginning."""
        super().show_state(old, new)
        ruler = self.ruler
        if ruler is not None and ruler.taken != self._taken and self.layout_shown is not None:
            first, self._taken = self._taken is None, ruler.taken
            if ruler.taken or not first:  # else it begins anew while the window finds its size
                self._look_from(ruler.view[0])
            if first:
                self.reveal_selection()

    def _furnish(self, shown: DisplayList) -> None:
        """Show the strips, and what stands under the drawing."""
        super()._furnish(shown)
        self._list = shown
        self._place(shown)
        if not self._moves:
            self._show_panes(shown)
        self.scene().setSceneRect(self._content())
        self._tell_strip()

    def _show_panes(self, shown: DisplayList) -> None:
        strips, theme = shown.strips, self._theme
        if theme is not None:
            self.sheet.show_list(shown, theme, self.words, strips.body, strips.below)
            self.strip.ruler = shown.ruler
            self.strip.show_list(shown, theme, self.words, strips.body + strips.below, strips.foot)

    def _tell_around(self) -> None:
        """The panes too, where they let the drawing be painted first."""
        if self._untold and self._list is not None:
            self._show_panes(self._list)
        super()._tell_around()

    def _show_nothing(self) -> None:
        super()._show_nothing()
        self._taken = self._pulled = None
        self._place(None)

    def _place(self, shown: DisplayList | None) -> None:
        """Give each pane its room."""
        strips = shown.strips if shown is not None else None
        below = round(strips.below * self.words) if strips is not None else 0
        foot = round(strips.foot * self.words) if strips is not None else 0
        if self.height() - foot - min(below, LEAST_SHEET) < LEAST_BODY:
            foot = 0
        if self.height() - foot - LEAST_SHEET < LEAST_BODY:
            below = 0
        rows = below
        if below and shown is not None:
            below = self._sheet_px(shown, below, self.height() - foot)
        self.sheet.show_shut(below == LEAST_SHEET < rows)
        taken = below + foot
        if self.viewportMargins().bottom() != taken:
            self.setViewportMargins(0, 0, 0, taken)
        self.sheet.setVisible(below > 0)
        self.strip.setVisible(foot > 0)
        self.sheet.setGeometry(0, self.height() - taken, self.width(), below)
        self.strip.setGeometry(0, self.height() - foot, self.width(), foot)
        for bar in self.bars:
            bar.bottom_px = taken

    def _sheet_px(self, shown: DisplayList, rows: int, room: int) -> int:
        """The height of the sheet, that would be `rows` px high, in so much room for it and what scrolls."""
        most = max(room - LEAST_BODY, LEAST_SHEET)
        if self._pulled is not None:
            return min(rows, most, max(self._pulled, LEAST_SHEET))
        body = round(shown.strips.body * self.words)
        left = room - min(body, BODY_FIRST)
        high = min(rows, most, max(left, SHEET_FIRST))
        if high == rows or (high <= left and high >= SHEET_FIRST):
            return high
        # Its heading tells more than half a row, and than some beside half a drawing; whole rows cost nothing where
        # all that scrolls leaves room for them.
        return _with_rows(shown, self.words, min(room - body, most)) or LEAST_SHEET

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panes stay at the lower edge."""
        super().resizeEvent(event)
        if hasattr(self, "sheet"):
            self._place(self._list)
            self._tell_strip()

    def _wish_of_sheet(self, wish: Wish) -> None:
        """Grant it; where only the heading of rows has room, a click on that makes room for some."""
        below = self._list.strips.below * self.words if self._list is not None else 0
        if wish.kind == "option" and self.sheet.height() == LEAST_SHEET < below:
            self._pull(SHEET_FIRST - LEAST_SHEET)
        else:
            self._grant(wish)

    def _pull(self, up: int) -> None:
        self._pulled = self.sheet.height() + up
        self._place(self._list)

    def _content(self) -> QRectF:
        whole = super()._content()
        if self._list is not None and self._list.strips.body:
            whole.setHeight(self._list.strips.body)
        return whole

    # -------------------------------------------------------------------------------------------- what is in sight

    def _tell_strip(self) -> None:
        if self.ruler is not None and self.ruler.stops:
            self.strip.show_sight(*self._sight())

    def _look_from(self, x: float) -> None:
        """See the drawing from x on."""
        self.hold()
        self.horizontalScrollBar().setValue(round((x - self.pinned.strips.left) * self.transform().m11()))

    def _sight(self) -> tuple[float, float]:
        """x of the drawing from and to which it is in sight."""
        seen, ruler = self.seen(), self.ruler
        end = min(seen.right(), ruler.stops[-1][1]) if ruler is not None else seen.right()
        return max(seen.left(), 0.0) + self.pinned.strips.left, end

    def fit(self, smallest: float = ZOOM_RANGE[0]) -> None:
        """As large as life; with `smallest` 0 from its beginning to its end."""
        super().fit((smallest or ZOOM_RANGE[0]) if self.ruler is not None else smallest)
        if smallest == 0 and self.ruler is not None:
            self._grant(self.ruler.wish(0, len(self.ruler.stops) - 2))

    def zoom(self, factor: float, at: QPoint | None = None) -> None:
        """See fewer columns, or more."""
        ruler = self.ruler
        if ruler is None:
            super().zoom(factor, at)
            return
        start, end = self._sight()
        around = (start + end) / 2
        if at is not None:
            around = min(max(self.mapToScene(at).x(), start), end)
        self._grant(ruler.zoomed(start, end, factor, around))

    def zoom_to(self, key: str | None) -> None:
        """See the columns of a place and one beside each."""
        ruler, place = self.ruler, self._box(key)
        if ruler is None or place is None:
            super().zoom_to(key)
            return
        first, last = ruler.columns(place.bounds.x, place.bounds.right, 1)
        self._grant(ruler.wish(max(first - 1, 0), min(last + 1, len(ruler.stops) - 2)))
        self.reveal(key)

    def put(self, key: str | None, place: QPoint) -> None:
        """Stand where it stood; from side to side only where the same part is looked at."""
        ruler = self.ruler
        if ruler is None or ruler.taken == self._taken:
            super().put(key, place)


def _with_rows(shown: DisplayList, words: float, room: int) -> int:
    """Px of the heading of its rows and as many whole ones as go into so many px; 0 where none does."""
    rows = shown.rows
    if rows is None or not rows.count:
        return 0
    head = rows.y - shown.strips.body
    fit = int((room / words - head) // rows.height)
    return round((head + min(fit, rows.count) * rows.height) * words) if fit > 0 else 0
