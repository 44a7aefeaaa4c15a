"""The bar of moves above a view: along causes, playing, and to what comes next. Its buttons trigger the commands."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontMetrics,
    QIcon,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.icons import icon
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import Chooser, explain, row
from xccviz.gui.state.moving import here_of
from xccviz.gui.state.playing import PACES
from xccviz.gui.state.store import AppState, PaceId
from xccviz.gui.state.telling import same_front, same_look
from xccviz.model.text import visible_text
from xccviz.words.moves import MOVE_WORDS, next_on, pace_words

BAR_PX, BUTTON_PX, ICON_PX = 40, 28, 16
PAD_PX, GAP_PX, KEY_PX = 8, 5, 11
LOW_PX = 640
"""Px of a window below which the moves are left to their keys and the menu: the drawing needs the room."""
_ICONS = {
    "stepInto": "into", "stepOver": "over", "stepOut": "out", "stepToHere": "to-here", "stepPlay": "play",
    "nextOnAccount": "on-account", "nextLog": "log",
}  # fmt: skip
_LEVELS = ((2, 2), (1, 2), (0, 2), (0, 1), (0, 0))
"""From roomy to narrow: what buttons show (`MoveButton.shown`); whether the pace (1) and the jumps (2) are there."""
_WAYS = ("stepInto", "stepOver", "stepOut", "stepToHere")
_PLAYING, _ON_ACCOUNT, _LOG = "stepPlay", "nextOnAccount", "nextLog"


def short_keys(keys: str) -> str:
    """A key as a button shows it: `⇧F11`, `^F10`."""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return native.replace("Shift+", "⇧").replace("Ctrl+", "^").replace("Alt+", "⌥")


class MoveButton(QToolButton):
    """An icon, a word and a key. It is as wide as its widest words whatever it says; where there is little room the key
    goes first, then the word."""

    def __init__(self, name: str, action: QAction, *words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("look", "move")
        self._action, self._words = action, words
        self.word, self.sign = words[0], _ICONS[name]
        self._keys = ""
        self.shown = 2
        self.setAccessibleName(action.text().replace("&", ""))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        """What it does, with which keys, and why it can't."""
        self.setEnabled(self._action.isEnabled())
        listed = [key.toString() for key in self._action.shortcuts()]
        short = short_keys(next(iter(listed), ""))
        if short != self._keys:
            self._keys = short
            self.updateGeometry()
        keys = ", ".join(listed)
        what = self._action.text().replace("&", "")
        lines = [f"{what} ({keys})" if keys else what, self._action.statusTip()]
        explain(self, "\n".join(filter(None, lines)))

    def say(self, word: str, sign: str = "") -> None:
        """Show another word, and another icon."""
        word, sign = visible_text(word, 120), sign or self.sign
        if (word, sign) != (self.word, self.sign):
            self.word, self.sign = word, sign
            self.update()

    def width_for(self, shown: int) -> int:
        """Px it takes with its icon (0), its word too (1), and its key (2)."""
        width = worded(ICON_PX) + 2 * PAD_PX
        if shown:
            width += GAP_PX + max(self.fontMetrics().horizontalAdvance(word) for word in self._words)
        if shown > 1 and self._keys:
            width += GAP_PX + QFontMetrics(self._key_font()).horizontalAdvance(self._keys)
        return width

    def _key_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(worded(KEY_PX))
        return font

    def sizeHint(self) -> QSize:
        """As wide as what it shows."""
        return QSize(self.width_for(self.shown), worded(BUTTON_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and upon it icon, word and key."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", icon("", current_theme())
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        side, roles = worded(ICON_PX), current_theme().roles
        icon(self.sign, current_theme()).paint(
            painter,
            QRect(PAD_PX, (self.height() - side) // 2, side, side),
            mode=QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled,
        )
        if not self.shown:
            return
        left, right = PAD_PX + side + GAP_PX, self.width() - PAD_PX
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if self.shown > 1 and self._keys:
            wide = QFontMetrics(self._key_font()).horizontalAdvance(self._keys)
            painter.setFont(self._key_font())
            painter.setPen(QColor(roles["mute" if self.isEnabled() else "faint"]))
            painter.drawText(QRect(right - wide, 0, wide + 1, self.height()), place, self._keys)
            right -= wide + GAP_PX
        painter.setFont(self.font())
        painter.setPen(QColor(roles["text" if self.isEnabled() else "faint"]))
        word = self.fontMetrics().elidedText(self.word, Qt.TextElideMode.ElideMiddle, right - left + 1)
        painter.drawText(QRect(left, 0, right - left + 1, self.height()), place, word)


class PaceChooser(Chooser):
    """How fast to play. Emits `wanted(id)`."""

    wanted = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("look", "pace")
        self.setAccessibleName(tr("How fast to play"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for pace in PACES:
            self.addItem(pace_words(pace.per_second, blocks=pace.blocks), pace.id)
        self.activated.connect(lambda index: self.wanted.emit(self.itemData(index)))

    def show_pace(self, pace: PaceId) -> None:
        """The one that is chosen."""
        self.setCurrentIndex(self.findData(pace))


class MovesBar(QWidget):
    """Emits `pace_wanted(id)`."""

    pace_wanted = Signal(str)

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("movesBar")
        self.setAccessibleName(tr("Moves"))
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._window: QWidget | None = None
        self._wanted = False
        self._needs: tuple[bool, int] | None = None
        ways = [MoveButton(name, actions[name], _short(name)) for name in _WAYS]
        self.play = MoveButton(_PLAYING, actions[_PLAYING], _short(_PLAYING), tr("Pause"))
        self.pace = PaceChooser("playPace")
        self.pace.wanted.connect(self.pace_wanted)
        # So many letters of an account as nearly all names have.
        wide = next_on("x" * 10)
        self.on_account = MoveButton(_ON_ACCOUNT, actions[_ON_ACCOUNT], wide)
        self.log = MoveButton(_LOG, actions[_LOG], _short(_LOG))
        self.buttons = (*ways, self.play, self.on_account, self.log)
        self._jumps, self._rule = (self.on_account, self.log), _rule()
        self.right = row(spacing=12)
        layout = row(
            *ways, _rule(), self.play, self.pace, self._rule, self.on_account, self.log, None, spacing=6
        )
        layout.addLayout(self.right)
        layout.setContentsMargins(16, 0, 16, 0)
        self.setLayout(layout)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Which account the node here is of, and whether it plays; hidden without a document."""
        playing = new.playing is not None
        self.play.say(tr("Pause") if playing else _short(_PLAYING), "pause" if playing else "play")
        self.pace.show_pace(new.pace)
        if same_front(old, new):
            return
        here = here_of(new)
        account = here.ways.executor(here.node) if here is not None else None
        self.on_account.say(next_on(account or tr("this account")))
        needs = new.tab is not None, self.right.sizeHint().width()
        if needs != self._needs or not same_look(old, new):
            self._needs, self._wanted = needs, new.tab is not None
            self._hear_window()
            self.setFixedHeight(worded(BAR_PX))
            self._arrange()

    def _hear_window(self) -> None:
        if self._window is not self.window():
            self._window = self.window()
            self._window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window may be too low for it now, or not any more."""
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._arrange()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for more, or less."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """As narrow as with the icons of the first moves."""
        return QSize(self._width_for(*_LEVELS[-1]), worded(BAR_PX))

    @property
    def free(self) -> QRect:
        """Where it has room to spare, between its buttons and what stands on the right; empty while it is hidden."""
        if not self.isVisible():
            return QRect()
        left = max(part.geometry().right() for part in (*self.buttons, self.pace) if part.isVisible())
        right = self.right.geometry().left() if self.right.count() else self.width()
        return QRect(left, 0, max(0, right - left), self.height())

    def _width_for(self, shown: int, beside: int) -> int:
        layout = self.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        parts = [
            button.width_for(shown) for button in self.buttons if beside > 1 or button not in self._jumps
        ]
        parts += [self.pace.sizeHint().width()] if beside else []
        parts += [1] * (2 if beside > 1 else 1)
        right = self.right.sizeHint().width() if beside > 1 else 0
        return sum(parts) + layout.spacing() * (len(parts) + 1) + right + margins.left() + margins.right()

    def _arrange(self) -> None:
        high = self._window is None or self._window.height() >= worded(LOW_PX)
        self.setVisible(self._wanted and high)
        levels = (level for level in _LEVELS if self._width_for(*level) <= self.width())
        shown, beside = next(levels, _LEVELS[-1])
        self.pace.setFixedHeight(worded(BUTTON_PX))
        self.pace.setVisible(beside > 0)
        for part in (*self._jumps, self._rule):
            part.setVisible(beside > 1)
        for button in self.buttons:
            button.shown = shown
            button.setFixedSize(button.sizeHint())


def _short(name: str) -> str:
    """The word on a button: `nextLog` is the move `next_log`."""
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    return MOVE_WORDS[snake].short


def _rule() -> QFrame:
    line = QFrame()
    line.setProperty("look", "upright")
    line.setFixedSize(1, 20)
    return line
