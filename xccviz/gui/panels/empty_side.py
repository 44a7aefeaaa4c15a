"""What stands beside the samples of an empty window: what was opened before, whom a hash is sent to, the keys, and
what there is to find out once something is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from xccviz.catalogue import tr, trn
from xccviz.gui.keys import key_words
from xccviz.gui.look.widgets import boxed, button, clear, label, link, row, rule
from xccviz.gui.panels.empty_rows import RecentCard
from xccviz.gui.state.memory import Recent
from xccviz.gui.state.recent import named
from xccviz.gui.state.store import AppState
from xccviz.model.text import visible_text
from xccviz.settings.networks import Network

SIDE_PX, MARGIN, BETWEEN = 352, 16, 22
RECENT_SHOWN = 6
ANY_PX = 16_777_215
"""Qt's own word for any width."""


class EmptySide(QFrame):
    """Emits `recent_wanted(Recent)`, `pin_wanted(Recent)`, `remove_wanted(Recent)`, `clear_wanted()`,
    `restore_wanted()`, `settings_wanted()`, and `filled()` when its rows are others."""

    recent_wanted = Signal(object)
    pin_wanted = Signal(object)
    remove_wanted = Signal(object)
    clear_wanted = Signal()
    restore_wanted = Signal()
    settings_wanted = Signal()
    filled = Signal()

    def __init__(self, networks: Mapping[str, Network], first: str) -> None:
        super().__init__()
        self.setObjectName("emptySide")
        self._networks, self._first = networks, first
        self._asked: tuple[str, bool, bool] | None = None
        self._recent: tuple[Recent, ...] | None = None
        self._all = False
        self.rows: list[RecentCard] = []
        """What was opened before and is shown."""
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 24, MARGIN, 24)
        column.setSpacing(6)
        self.clear_button = button(
            tr("Clear"), "link", self.clear_wanted.emit, tr("Clear the list of what was opened")
        )
        self.cleared = label(tr("Cleared."), "mute")
        self.restore_button = button(
            tr("Undo"), "link", self.restore_wanted.emit, tr("Bring back the list of what was opened")
        )
        caption = label(tr("RECENT"), "caption")
        column.addLayout(row(caption, None, self.clear_button, self.cleared, self.restore_button))
        column.addWidget(rule())
        self.nothing = label(tr("Nothing opened yet."))
        self.what = label(
            tr("What you open will stand here, newest first, with how it ended. It stays on this computer."),
            "mute",
            wrap=True,
        )
        column.addWidget(self.nothing)
        column.addWidget(self.what)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column.addLayout(self._list)
        self.more = link("", self._show_all)
        column.addLayout(row(self.more, None))
        column.addSpacing(BETWEEN)
        column.addWidget(label(tr("ASKED WHEN YOU GIVE A HASH"), "caption"))
        column.addWidget(rule())
        self._whom = QVBoxLayout()
        self._whom.setSpacing(5)
        column.addLayout(self._whom)
        column.addLayout(row(link(tr("Settings…"), self.settings_wanted.emit), None))
        column.addSpacing(BETWEEN)
        column.addWidget(label(tr("KEYS"), "caption"))
        column.addWidget(rule())
        for key, words in _keys():
            column.addWidget(_pair(label(key, "number"), words))
        column.addSpacing(BETWEEN)
        column.addWidget(label(tr("ONCE SOMETHING IS OPEN"), "caption"))
        column.addWidget(rule())
        for number, words in enumerate(_questions(), start=1):
            column.addWidget(_line(label(str(number), "ind"), label(words, wrap=True), 8))
        column.addStretch(1)
        self.stand(below=False)

    def stand(self, *, below: bool) -> None:
        """Beside the samples at one width, or below them as wide as they are."""
        self.setMinimumWidth(0 if below else SIDE_PX)
        self.setMaximumWidth(ANY_PX if below else SIDE_PX)
        margin = 32 if below else MARGIN
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(margin, 24 if not below else 0, margin, 24)
        if self.property("below") != below:
            self.setProperty("below", below)
            self.style().unpolish(self)
            self.style().polish(self)

    def show_state(self, new: AppState) -> None:
        """Show what was opened before, and who is asked."""
        self.clear_button.setVisible(not all(entry.pinned for entry in new.recent))
        self.cleared.setVisible(bool(new.cleared) and not new.recent)
        self.restore_button.setVisible(bool(new.cleared))
        self.nothing.setVisible(not new.recent and not new.cleared)
        self.what.setVisible(not new.recent and not new.cleared)
        asked = new.network, new.offline, new.own_endpoints
        if asked != self._asked:
            self._asked = asked
            self._tell_networks()
        if new.recent != self._recent:
            self._recent = new.recent
            self._fill()

    def offer_networks(self, networks: Mapping[str, Network]) -> None:
        """Other networks are there to be asked."""
        self._networks = networks
        self._tell_networks()

    def _show_all(self) -> None:
        self._all = not self._all
        self._fill()
        self.more.setFocus()

    def _fill(self) -> None:
        recent = self._recent or ()
        at = next((n for n, card in enumerate(self.rows) if card.hasFocus()), -1)
        clear(self._list)
        now = datetime.now().astimezone()
        shown = recent if self._all else recent[:RECENT_SHOWN]
        self.rows = [self._card(entry, now) for entry in named(shown)]
        for card in self.rows:
            self._list.addWidget(card)
        self.more.setVisible(len(recent) > RECENT_SHOWN)
        self.more.setText(
            tr("The latest only") if self._all else trn("all {count}", "all {count}", len(recent))
        )
        self.filled.emit()
        if at >= 0 and self.rows:  # who pins or removes one by a key goes on with the next
            self.rows[min(at, len(self.rows) - 1)].setFocus()

    def _card(self, entry: Recent, now: datetime) -> RecentCard:
        card = RecentCard(entry, now)
        card.clicked.connect(lambda _checked=False: self.recent_wanted.emit(entry))
        # Queued: the list is made anew while a card's menu or key is still being heard.
        queued = Qt.ConnectionType.QueuedConnection
        card.pin_wanted.connect(lambda: self.pin_wanted.emit(entry), queued)
        card.remove_wanted.connect(lambda: self.remove_wanted.emit(entry), queued)
        return card

    def _tell_networks(self) -> None:
        if self._asked is None:
            return
        clear(self._whom)
        for name, words in whom(self._networks, self._first, *self._asked):
            self._whom.addWidget(_pair(label(name), words, Qt.AlignmentFlag.AlignRight))


def whom(
    networks: Mapping[str, Network], first: str, chosen: str, offline: bool, own: bool
) -> Iterable[tuple[str, str]]:
    """Who is asked about a hash and when, by name, the first one first; `own`: only endpoints given for this run."""
    if offline:
        return ((tr("Nobody"), tr("offline: files and what is kept")),)
    if own:
        return ((tr("The given endpoint"), tr("and no other")),)
    begins = chosen or first
    found = []
    for name in sorted(networks, key=lambda name: name != begins):
        if name == begins:
            count = len(networks[name].endpoints)
            words = trn("{count} endpoint", "{count} endpoints, the first that answers", count)
        elif chosen or networks[name].is_local:
            words = tr("only when chosen")
        else:
            words = tr("if {network} does not know it", network=begins)
        found.append((visible_text(name, 40), words))
    return found


def _pair(left: QWidget, words: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> QWidget:
    left.setMinimumWidth(96)
    told = label(words, "mute", wrap=True)
    told.setAlignment(side | Qt.AlignmentFlag.AlignTop)
    return _line(left, told, 12)


def _line(left: QWidget, words: QWidget, spacing: int) -> QWidget:
    """Words that wrap where they are larger than usual, beside what they are about."""
    line = row(left, words, spacing=spacing)
    line.setAlignment(left, Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    return boxed(line)


def _keys() -> tuple[tuple[str, str], ...]:
    """The keys to begin with."""
    return (
        (key_words("file.paste"), tr("paste, Return opens it")),
        (key_words("file.openFile"), tr("open a file")),
        (key_words("help.palette"), tr("find every action")),
        ("↓ ↑ Return", tr("walk the samples, open one")),
        (key_words("help.keys"), tr("all keys")),
    )


def _questions() -> tuple[str, ...]:
    """What one finds out, and where."""
    return (
        tr("Did it work? One sentence at the top."),
        tr("Why, and where? The failed call is selected."),
        tr("What did each callback get? Its slots, at right."),
        tr("What did it cost? Gas and fee, by call."),
    )
