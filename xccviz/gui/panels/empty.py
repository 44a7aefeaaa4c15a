"""The empty window: what to do, what was opened before, and the bundled real transactions with their stories."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from xccviz.catalogue import tr
from xccviz.gui.keys import key_words
from xccviz.gui.look.signs import paint_sign
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import SHOWN, breakable, button, clear, label, plain_tooltip, row
from xccviz.gui.state.memory import Recent
from xccviz.gui.state.recent import named, verdict_sign, where_words
from xccviz.gui.state.store import AppState
from xccviz.model.text import visible_text
from xccviz.sources.files.sample import Sample, list_samples
from xccviz.words.signs import Sign as Said

CARD_PX = 400
"""Px that a card wants; the window has as many columns as there is room for."""
MARGIN, GAP = 32, 8
SIDE, ABOVE, BETWEEN, SIGN_PX = 14, 8, 1, 14
"""Px inside a card: beside and above its lines, between them, and its sign."""
WRAPPED, MOST_PX = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, 1_000
RECENT_SHOWN, MOST_COLUMNS = 6, 3


class Card(QPushButton):
    """A button of two lines: a name with a word at its right, and a sentence that may wrap. It paints them itself: an
    empty window has dozens of them, and labels inside would be four times as many widgets to style."""

    def __init__(self, name: str, right: str, below: str, sign: Said | None = None) -> None:
        super().__init__()
        self.setProperty("look", "sample")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name, self._right = visible_text(name, SHOWN), visible_text(right, 80)
        self._below = breakable(visible_text(below, 200))
        self._sign = sign

    def hasHeightForWidth(self) -> bool:
        """The sentence wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As the lines need."""
        room = QRect(0, 0, width - 2 * SIDE, MOST_PX)
        story = self.fontMetrics().boundingRect(room, WRAPPED, self._below)
        return self.fontMetrics().height() + BETWEEN + story.height() + 2 * ABOVE

    def sizeHint(self) -> QSize:
        """The lines, not the (empty) text of the button."""
        return QSize(CARD_PX, self.heightForWidth(CARD_PX))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible."""
        return QSize(200, self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and its lines; a name without room is shortened."""
        super().paintEvent(event)
        theme, metrics = current_theme(), self.fontMetrics()
        painter = QPainter(self)
        first = QRect(SIDE, ABOVE, self.width() - 2 * SIDE, metrics.height())
        below = QRect(SIDE, first.bottom() + 1 + BETWEEN, first.width(), self.height())
        painter.setPen(QColor(theme.roles["mute"]))
        painter.drawText(below, WRAPPED, self._below)
        painter.setPen(QColor(theme.roles["faint"]))
        painter.drawText(first, Qt.AlignmentFlag.AlignRight, self._right)
        if self._sign is not None:
            place = QRectF(first.left(), first.center().y() - SIGN_PX / 2, SIGN_PX, SIGN_PX)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_sign(painter, place, self._sign.shape, self._sign.tone, theme)
            first.setLeft(first.left() + SIGN_PX + GAP)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor(theme.roles["text"]))
        room = first.width() - metrics.horizontalAdvance(self._right) - GAP
        name = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft, name)
        self.setToolTip("" if name == self._name else plain_tooltip(self._name))


class RecentCard(Card):
    """The card of what was opened before. Its menu, and Delete, emit `pin_wanted()` and `remove_wanted()`."""

    pin_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, entry: Recent, now: datetime) -> None:
        super().__init__(entry.title, where_words(entry, now), entry.verdict, verdict_sign(entry))
        self.entry = entry

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Keep it before the others, or no more; forget it."""
        menu = QMenu(self.window())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        pinned = self.entry.pinned
        menu.addAction(tr("Unpin") if pinned else tr("Pin: keep it first"), self.pin_wanted.emit)
        menu.addAction(tr("Remove from the list"), self.remove_wanted.emit)
        menu.popup(event.globalPos())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete forgets it."""
        if event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)


class EmptyPage(QScrollArea):
    """Emits `open_wanted("sample:NAME")`, `recent_wanted(Recent)`, `pin_wanted(Recent)`, `remove_wanted(Recent)`,
    `clear_wanted()` and `restore_wanted()`."""

    open_wanted = Signal(str)
    recent_wanted = Signal(object)
    pin_wanted = Signal(object)
    remove_wanted = Signal(object)
    clear_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("emptyPage")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(MARGIN, 24, MARGIN, 24)
        outer.setSpacing(6)
        title = label(tr("See what a cross-contract call really did"), "title")
        outer.addWidget(title)
        self.lines: list[QWidget] = [title]
        """What stands at its head, from above."""
        hints = QGridLayout()
        hints.setContentsMargins(0, 2, 0, 8)
        hints.setHorizontalSpacing(12)
        hints.setVerticalSpacing(3)
        hints.setColumnStretch(1, 1)
        for line, (what, words) in enumerate(_hints()):
            self.lines.append(label(what, "ind"))
            hints.addWidget(self.lines[-1], line, 0)
            hints.addWidget(label(words, "mute"), line, 1)
        outer.addLayout(hints)
        self.recent_caption = label(tr("OPENED BEFORE"), "caption")
        self.clear_button = button(
            tr("Clear"), "link", self.clear_wanted.emit, tr("Clear the list of what was opened")
        )
        self._head = QWidget()
        self.cleared = label(tr("Cleared."), "mute")
        self.restore_button = button(
            tr("Undo"), "link", self.restore_wanted.emit, tr("Bring back the list of what was opened")
        )
        buttons = (self.clear_button, self.cleared, self.restore_button)
        self._head.setLayout(row(self.recent_caption, *buttons, None))
        outer.addWidget(self._head)
        self._recent_grid = _grid()
        outer.addLayout(self._recent_grid)
        outer.addSpacing(6)
        outer.addWidget(label(tr("RECORDED TRANSACTIONS"), "caption"))
        self._sample_grid = _grid()
        outer.addLayout(self._sample_grid)
        outer.addStretch(1)
        self.setWidget(page)
        self._samples = _filled([self._sample(sample) for sample in list_samples()])
        self._cards: list[QWidget] = []
        self._recent: tuple[Recent, ...] | None = None
        self._columns = self._room = 0
        self._head.hide()

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show what was opened before; only while nothing is open."""
        if new.tab is not None:
            return
        self._head.setVisible(bool(new.recent or new.cleared))
        self.clear_button.setVisible(not all(entry.pinned for entry in new.recent))
        self.cleared.setVisible(bool(new.cleared) and not new.recent)
        self.restore_button.setVisible(bool(new.cleared))
        if new.recent == self._recent:
            return
        self._recent = new.recent
        at = next((n for n, card in enumerate(self._cards) if card.hasFocus()), -1)
        clear(self._recent_grid)
        now = datetime.now().astimezone()
        self._cards = _filled([self._recent_card(entry, now) for entry in named(new.recent[:RECENT_SHOWN])])
        self._columns = 0
        self._arrange()
        if at >= 0 and new.recent:  # who pins or removes one by a key goes on with the next
            self._cards[min(at, len(new.recent[:RECENT_SHOWN]) - 1)].setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self._room = event.size().width()
        self._arrange()

    def _arrange(self) -> None:
        columns = min(MOST_COLUMNS, max(1, (self._room - 2 * MARGIN + GAP) // (CARD_PX + GAP)))
        if columns == self._columns or not self._room:
            return
        self._columns = columns
        for grid, cards in ((self._recent_grid, self._cards), (self._sample_grid, self._samples)):
            for column in range(MOST_COLUMNS):
                grid.setColumnStretch(column, 1 if column < columns else 0)
            for i, card in enumerate(cards):
                grid.addWidget(card, i // columns, i % columns)
                if not isinstance(card, Card):
                    card.setVisible(i < columns)
        before: QWidget = self.clear_button
        for card in (*self._cards, *self._samples):
            self.setTabOrder(before, card)
            before = card

    def _sample(self, sample: Sample) -> QWidget:
        where = sample.network or ""
        card = Card(sample.name, where, sample.story)
        card.setAccessibleName(
            tr("Open sample {name}: {story}", name=sample.name, story=visible_text(sample.story, 200))
        )
        card.clicked.connect(lambda _checked=False: self.open_wanted.emit(f"sample:{sample.name}"))
        return card

    def _recent_card(self, entry: Recent, now: datetime) -> QWidget:
        card = RecentCard(entry, now)
        card.setAccessibleName(
            tr(
                "Open again: {title}, {verdict}",
                title=visible_text(entry.title, 200),
                verdict=visible_text(entry.verdict, 200),
            )
        )
        card.setAccessibleDescription(tr("pinned") if entry.pinned else "")
        card.clicked.connect(lambda _checked=False: self.recent_wanted.emit(entry))
        # Queued: the list is made anew while a card's menu or key is still being heard.
        queued = Qt.ConnectionType.QueuedConnection
        card.pin_wanted.connect(lambda: self.pin_wanted.emit(entry), queued)
        card.remove_wanted.connect(lambda: self.remove_wanted.emit(entry), queued)
        return card


def _filled(cards: list[QWidget]) -> list[QWidget]:
    """Cards, and behind them what takes the place of those that a first row lacks: a column of a grid without anything
    in it gives up its share of the width, and its spacing."""
    return [*cards, *(QWidget() for _ in range(MOST_COLUMNS - 1))] if cards else []


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(GAP)
    return grid


def _hints() -> tuple[tuple[str, str], ...]:
    """What to do, and what comes of it."""
    return (
        (tr("Paste"), tr("a hash, an explorer's address or JSON, anywhere in the window")),
        (tr("Drop"), tr("a file or a link on the window")),
        (
            key_words("help.palette"),
            tr("finds every action, {key} lists the keys", key=key_words("help.keys")),
        ),
    )
