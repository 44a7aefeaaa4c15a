"""The host calls of a run: a list to walk through, and how much gas was used at each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from xccviz.catalogue import tr
from xccviz.gui.lists.host_rows import (
    COLUMNS,
    ENDED,
    LOADING,
    MADE_BY,
    HostRows,
    ended_row,
    loading_row,
    making_rows,
    mark_of,
    own_heading,
)
from xccviz.gui.lists.row_view import RowView
from xccviz.gui.lists.rows import Row
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import boxed, label, row, set_text
from xccviz.gui.pointed import Pointed
from xccviz.values import replace
from xccviz.words.host_calls import tgas_words

if TYPE_CHECKING:
    from xccviz.rerun.making import Making
    from xccviz.rerun.types import Ran
    from xccviz.tables.host_calls import HostPlace, HostRow

BAR_PX, CLOSER_PX = 5, 4
Index = QModelIndex | QPersistentModelIndex
PASSED_ON = frozenset((Qt.Key.Key_D, Qt.Key.Key_H))
"""Keys of the page, which a list would take for the beginning of a word."""


class HostList(RowView):
    """The host calls. Emits `led(mark)` for Return: where it leads to, and `stood(mark)`: of the row that is stood at,
    which may be of an unfolded loop; "" for none that is a host call."""

    led = Signal(str)
    stood = Signal(str)

    def __init__(self) -> None:
        super().__init__(COLUMNS, closer_by=CLOSER_PX)
        self.setObjectName("hostCalls")
        self.setAccessibleName(tr("Host calls"))
        self.clicked.connect(lambda index: self.setCurrentIndex(index))
        self._first: int | None = None
        self.verticalScrollBar().actionTriggered.connect(self._scrolled)

    def begin_at(self, row: int) -> None:
        """Have a row of the source at the top, also in another room, until somebody scrolls or stands at another."""
        self._first = row
        self._begin()

    def _begin(self) -> None:
        if self._first is not None:
            index = self.rows.index(self.rows.place_of(self._first), 0)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def _scrolled(self) -> None:
        self._first = None

    def _kept(self) -> tuple[int, QRect] | None:
        """The caption of the first rows in sight where its own place is above them, and where it stands instead: the
        promises of another call may not be taken for this one's."""
        places = [self.rows.place_of(number) for number in self.rows.source.headings]
        gone = [place for place in places if self.rowViewportPosition(place) < 0]
        if not gone:
            return None
        height = self.rowHeight(gone[-1])
        following = next((place for place in places if place > gone[-1]), None)
        room = height if following is None else min(height, self.rowViewportPosition(following))
        return gone[-1], QRect(0, room - height, self.viewport().width(), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and above them the caption of the first ones."""
        super().paintEvent(event)
        kept = self._kept()
        if kept is not None:
            painter = QPainter(self.viewport())
            painter.fillRect(kept[1], self.palette().base())
            self.paint_heading(painter, *kept)
            painter.end()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Below the caption that stands above it."""
        super().scrollTo(index, hint)
        kept, bar = self._kept(), self.verticalScrollBar()
        if kept is not None:
            bar.setValue(bar.value() - max(0, kept[1].bottom() + 1 - self.rowViewportPosition(index.row())))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """What stays above does not move along."""
        super().scrollContentsBy(dx, dy)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A caption that stands above rows hides them: a click on it is none on them."""
        kept = self._kept()
        if kept is None or not kept[1].contains(event.position().toPoint()):
            super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """From now on a person says what is in sight."""
        self._scrolled()
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With less room the promises above are out of sight, and not the call itself."""
        super().resizeEvent(event)
        self._begin()

    def stand_at(self, row: int) -> None:
        """Go to a row of the source."""
        index = self.rows.index(self.rows.place_of(row), 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return leads to what made or takes it; other keys are those of a list, or of the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.led.emit(self.mark_at(self.currentIndex()))
        elif event.key() in PASSED_ON and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """A row is marked by its number, which is no receipt."""
        found = super().pointed_at(at)
        return None if found is None else (replace(found[0], node=None), found[1])

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell on which row the keyboard stands."""
        self._scrolled()
        super().currentChanged(current, previous)
        self.stood.emit(self.mark_at(current))

    def mark_at(self, index: Index) -> str:
        """The mark of a row; "" for none that is a host call."""
        row = self.rows.row_at(index.row()) if index.isValid() else None
        return row.node or "" if row is not None else ""


class GasSoFar(QWidget):
    """How much of the run's gas was used at the host call that is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gasSoFar")
        self.setFixedHeight(BAR_PX)
        self._share = 0.0

    def show_share(self, share: float, words: str) -> None:
        """Show a share from 0 to 1."""
        self._share = min(1.0, max(0.0, share))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The share at the left."""
        roles = current_theme().roles
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(roles["code"]))
        painter.fillRect(0, 0, round(self.width() * self._share), self.height(), QColor(roles["ind"]))


class CallsPane(QWidget):
    """The list above its bar. Emits `led(HostRow)` for Return, `led_back()` for Return at what the call's maker did,
    `stood(HostPlace)`: of the row that is stood at."""

    led = Signal(object)
    led_back = Signal()
    stood = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.list = HostList()
        self.list.led.connect(self._lead)
        self.list.stood.connect(self._stand)
        self.gas, self.told_gas = GasSoFar(), label("", "mute")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.list, 1)
        lines.addWidget(self.gas)
        lines.addWidget(boxed(row(self.told_gas, None), 16, 3, 16, 3))
        self.all: tuple[HostRow, ...] = ()
        self.shown: tuple[HostRow, ...] = ()
        self._wanted, self._effects, self._filling = "", False, False
        self._ran: Ran | None = None
        self._hollow: tuple[HostRow, ...] = ()
        self._making: Making | None = None
        self._name = ""

    def _lead(self, mark: str) -> None:
        if mark == MADE_BY:
            self.led_back.emit()
            return
        row = _marked(self.shown, mark)
        if row is not None:
            self.led.emit(row)

    def show_ran(
        self, ran: Ran | None, hollow: Ran | None = None, making: Making | None = None, name: str = ""
    ) -> None:
        """Show the calls of a run of `name`; behind one that failed those of `hollow` which did not come to pass, above
        all of them the promises of `making`, the call that made it."""
        if ran is self._ran and making is self._making:
            return
        self._ran, self._making, self._name = ran, making, name
        if ran is None:
            self.all = self.shown = ()
            self._hollow = ()
            return
        from xccviz.tables.host_calls import host_rows

        self.all = host_rows(ran.calls)
        failed = hollow is not None and ran.result.error is not None
        self._hollow = host_rows(hollow.calls)[len(self.all) :] if failed and hollow is not None else ()
        self._fill()
        self.list.begin_at(max(self.list.rows.source.headings, default=0))

    def find_text(self, text: str) -> None:
        """Only rows that say a text."""
        self._wanted = text
        self._fill()

    def only_effects(self, effects: bool) -> None:
        """Only rows that have to do with storage, promises, logs, or how it ends."""
        self._effects = effects
        self._fill()

    def mark(self, row: HostPlace | None) -> None:
        """Mark the row that is looked at, and stand there."""
        mark = None if row is None else mark_of(row)
        self.list.show_moment(mark, None)
        places = self.list.rows.source.of_node(mark) if mark is not None else ()
        if places and self.list.mark_at(self.list.currentIndex()) != mark:
            self.list.stand_at(places[0])

    def row_of(self, number: int) -> HostPlace:
        """The row that a raw call belongs to, perhaps a folded loop, by its number; itself where it is not listed."""
        holding = [one for one in self.shown if one.number <= number]
        return holding[-1].place if holding and holding[-1].last_number >= number else (number, 1)

    def _fill(self) -> None:
        from xccviz.tables.host_calls import folded, found_rows

        if self._ran is None:
            return
        parts = []
        for rows in (self.all, self._hollow):
            rows = tuple(each for each in rows if each.effect) if self._effects else rows
            rows = found_rows(rows, self._wanted) if self._wanted else rows
            parts.append(folded(rows))
        self.shown = parts[0]
        self._filling = True
        ended = self._ended()
        self.list.show_source(HostRows(self.shown, parts[1], self._before(), ended))
        self._filling = False
        self._tell_gas(self.shown[-1].so_far if self.shown and ended is None else self._whole)

    @property
    def _whole(self) -> int:
        """All that it used, with what it gave to promises, as its rows tell it: also behind the last host call."""
        return self._ran.outcomes[self._ran.acted].gas_used if self._ran is not None else 0

    def _ended(self) -> Row | None:
        """Where it failed in none of its host calls."""
        from xccviz.tables.host_calls import ended_in_code

        why = ended_in_code(self._ran) if self._ran is not None else None
        if why is None:
            return None
        row = ended_row(why, self._whole)
        return row if self._wanted.casefold() in row.spoken.casefold() else None

    def _before(self) -> list[Row]:
        """The promises of the call that made it, and what burnt gas before the first host call."""
        from xccviz.tables.host_calls import folded, found_rows, host_rows

        rows: list[Row] = []
        if self._making is not None:
            made = tuple(one for one in host_rows(self._making.ran.calls) if one.of_promises)
            made = folded(found_rows(made, self._wanted) if self._wanted else made)
            rows += making_rows(self._making, made) if made else []
        size, gas = self._ran.loaded if self._ran is not None else (0, 0)
        loading = loading_row(size, gas)
        if rows and self._ran is not None:
            rows.append(own_heading(self._name, len(self._ran.calls) + self._ran.calls_left_out))
        if gas and not self._effects and self._wanted.casefold() in loading.spoken.casefold():
            rows.append(loading)
        return rows

    def _stand(self, mark: str) -> None:
        if self._filling:
            return
        row = _marked(self.shown, mark)
        if row is not None:
            self._tell_gas(row.so_far)
            self.stood.emit(row.place)
        elif mark == ENDED:
            self._tell_gas(self._whole)
        elif mark == LOADING and self._ran is not None:
            self._tell_gas(self._ran.loaded[1])

    def _tell_gas(self, here: int) -> None:
        whole = self._whole
        words = tr("{here} of {whole} gas used", here=tgas_words(here), whole=tgas_words(whole))
        set_text(self.told_gas, words)
        self.gas.show_share(here / whole if whole else 0.0, words)


def _marked(rows: Sequence[HostRow], mark: str) -> HostRow | None:
    """The row of a mark, of a loop's own ones too."""
    number = mark.partition("×")[0]
    at = bisect_right(rows, int(number), key=lambda row: row.number) - 1 if number.isdigit() else -1
    if at < 0:
        return None
    return rows[at] if mark_of(rows[at].place) == mark else _marked(rows[at].rows, mark)
