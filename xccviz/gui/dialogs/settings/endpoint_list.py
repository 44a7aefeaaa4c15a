"""The endpoints of a network as rows: a grip, the address, and what came of testing it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from xccviz.catalogue import tr
from xccviz.gui.look.signs import paint_sign
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import plain_tooltip
from xccviz.gui.tasks.probing import shown_address
from xccviz.model.text import visible_text
from xccviz.settings.networks import EndpointSpec
from xccviz.words.endpoints import Tested
from xccviz.words.signs import Sign

ROW_PX, GRIP_PX, RESULT_PX, SIGN_PX = 40, 22, 200, 14
MOST_ROWS, LEAST_ROWS = 5, 1
SHOWN = 200
"""Characters of an address."""
_PLACE = Qt.ItemDataRole.UserRole
"""The place of a row's endpoint among those that were shown: what Qt drags has to be plain data."""
TESTING = Tested(Sign("waiting", "mute", tr("is being asked")), tr("asking…"))


class EndpointList(QListWidget):
    """Emits `moved(endpoints)` when they are to be asked in another order, which Alt with an arrow or a drag says."""

    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("endpointList")
        self.setProperty("look", "endpoints")
        self.setAccessibleName(tr("Endpoints, asked from the top"))
        self.setAccessibleDescription(tr("Alt with the arrows up and down moves one"))
        self.setItemDelegate(_Rows(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._results: dict[str, Tested] = {}
        self._listed: tuple[EndpointSpec, ...] = ()

    @property
    def endpoints(self) -> tuple[EndpointSpec, ...]:
        """As they stand."""
        return tuple(self._listed[self.item(n).data(_PLACE)] for n in range(self.count()))

    @property
    def chosen(self) -> EndpointSpec | None:
        """The one that is chosen."""
        listed, at = self.endpoints, self.currentRow()
        return listed[at] if 0 <= at < len(listed) else None

    def show_endpoints(self, endpoints: tuple[EndpointSpec, ...]) -> None:
        """Show these; the one that was chosen stays so."""
        chosen, at = self.chosen, max(0, self.currentRow())
        self.clear()
        self._listed = endpoints
        for place in range(len(endpoints)):
            item = QListWidgetItem()
            item.setData(_PLACE, place)
            self.addItem(item)
            self._tell(item)
        urls = [endpoint.url for endpoint in endpoints]
        kept = chosen is not None and chosen.url in urls
        self.setCurrentRow(urls.index(chosen.url) if kept and chosen is not None else min(at, len(urls) - 1))
        self.fit()

    def shown_at(self, place: int) -> tuple[EndpointSpec, Tested | None]:
        """An endpoint by its place among those that were shown, and what came of testing it."""
        endpoint = self._listed[place]
        return endpoint, self._results.get(endpoint.url)

    def fit(self) -> None:
        """As high as its rows, within reason."""
        rows = min(MOST_ROWS, max(LEAST_ROWS, self.count()))
        self.setFixedHeight(rows * worded(ROW_PX) + 2)

    def show_result(self, url: str, tested: Tested) -> None:
        """Show what came of testing an address."""
        self._results[url] = tested
        for n in range(self.count()):
            self._tell(self.item(n))

    def forget_testing(self) -> None:
        """None is being asked any more; what was not told is not known."""
        self._results = {url: tested for url, tested in self._results.items() if tested is not TESTING}
        for n in range(self.count()):
            self._tell(self.item(n))

    def _tell(self, item: QListWidgetItem) -> None:
        endpoint, tested = self.shown_at(item.data(_PLACE))
        words = [address_words(endpoint), note_words(endpoint)]
        words += [tested.title, tested.detail] if tested is not None else []
        said = ", ".join(filter(None, words))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        item.setToolTip(plain_tooltip(said))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the chosen one."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is not None and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            at, listed = self.currentRow(), list(self.endpoints)
            if at >= 0 and 0 <= at + by < len(listed):
                listed.insert(at + by, listed.pop(at))
                self.moved.emit(tuple(listed))
            return
        super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """One was dragged elsewhere."""
        before = self.endpoints
        super().dropEvent(event)
        if self.endpoints != before and len(self.endpoints) == len(before):
            self.moved.emit(self.endpoints)


def address_words(endpoint: EndpointSpec) -> str:
    """The address, without what may be a key."""
    return visible_text(shown_address(endpoint.url), SHOWN)


def note_words(endpoint: EndpointSpec) -> str:
    """What is said of it below its address."""
    archival = tr("archival, asked when the others have pruned it") if endpoint.archival else ""
    return "; ".join(filter(None, (archival, tr("gets my API key") if endpoint.takes_key else "")))


class _Rows(QStyledItemDelegate):
    """Paints them: what a row of text can't, two lines in two columns with a sign."""

    def __init__(self, parent: EndpointList) -> None:
        super().__init__(parent)
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All of a height."""
        return QSize(10, worded(ROW_PX))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row."""
        roles, place = current_theme().roles, QRect(option.rect)
        state = option.state
        endpoint, tested = self._list.shown_at(index.data(_PLACE))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(place, QColor(roles["indbg"]))
        if state & QStyle.StateFlag.State_HasFocus and chosen:
            painter.setPen(QPen(QColor(roles["ind"]), 1.0))
            painter.drawRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QPen(QColor(roles["line"]), 1.0))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        painter.setPen(QPen(QColor(roles["mute"]), 1.4))
        middle = place.center().y()
        for dy in (-4, 0, 4):
            painter.drawLine(place.x() + 6, middle + dy, place.x() + 14, middle + dy)
        result = worded(RESULT_PX)
        left = place.adjusted(worded(GRIP_PX), 0, -result, 0)
        _lines(
            painter, left, address_words(endpoint), note_words(endpoint), _font("JetBrains Mono", 12), "text"
        )
        if tested is not None:
            right = QRect(place.right() - result + 1, place.y(), result, place.height())
            side = worded(SIGN_PX)
            sign = QRectF(right.x(), middle - side / 2 - (worded(7) if tested.detail else 0), side, side)
            paint_sign(painter, sign, tested.sign.shape, tested.sign.tone, current_theme())
            words = right.adjusted(side + 6, 0, -4, 0)
            tone = "text" if tested.sign.tone == "ok" else tested.sign.tone
            _lines(painter, words, tested.title, tested.detail, _font("Inter", 12, QFont.Weight.Medium), tone)
        painter.restore()


def _font(family: str, px: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    made = QFont(family)
    made.setPixelSize(worded(px))
    made.setWeight(weight)
    return made


def _lines(painter: QPainter, place: QRect, first: str, second: str, font: QFont, tone: str) -> None:
    """Two lines, or one in the middle where there is no second."""
    roles = current_theme().roles
    height = place.height() // 2 if second else place.height()
    flags = Qt.AlignmentFlag.AlignLeft | (
        Qt.AlignmentFlag.AlignBottom if second else Qt.AlignmentFlag.AlignVCenter
    )
    painter.setFont(font)
    painter.setPen(QColor(roles[tone]))
    upper = QRect(place.x(), place.y(), place.width(), height)
    shown = painter.fontMetrics().elidedText(first, Qt.TextElideMode.ElideMiddle, upper.width())
    painter.drawText(upper, flags, shown)
    if second:
        painter.setFont(_font("Inter", 11.5))
        painter.setPen(QColor(roles["mute"]))
        lower = QRect(place.x(), place.y() + height, place.width(), place.height() - height)
        shown = painter.fontMetrics().elidedText(second, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)
