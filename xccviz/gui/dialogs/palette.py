"""The palette: every action and every receipt of the open transaction, found by typing a few letters; and texts in
what receipts got, gave, logged and failed with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from xccviz.catalogue import tr
from xccviz.gui.commands import COMMANDS, plain
from xccviz.gui.keys import keys_of, native
from xccviz.gui.lists.choice_list import ChoiceList
from xccviz.gui.look.held import Held
from xccviz.gui.look.widgets import keeps_escape, label
from xccviz.gui.menus import menu_words
from xccviz.gui.state.choices import Choice, matching
from xccviz.gui.state.store import AppState
from xccviz.model.literals import happened
from xccviz.replay.standing import progress_of
from xccviz.words.ids import short_id
from xccviz.words.names import spoken_name
from xccviz.words.signs import PROGRESS

WIDTH, ROWS = 620, 11
Search = Callable[[str, Callable[[tuple[Choice, ...]], None]], None]
"""Looks for a text, and tells what it found."""
TOP = 64


def command_choices(actions: Mapping[str, QAction]) -> tuple[Choice, ...]:
    """The commands that can be taken now, each with its menu and its keys."""
    return tuple(
        Choice(
            f"{menu_words(command.menu)} › {plain(command.text)}",
            actions[command.id].trigger,
            right=", ".join(native(keys) for keys in keys_of(command.id)),
        )
        for command in COMMANDS
        if actions[command.id].isEnabled()
    )


def receipt_choices(state: AppState, select: Callable[[str], None]) -> tuple[Choice, ...]:
    """The receipts of the transaction in front, in display order; choosing one selects it."""
    tab = state.tab
    if tab is None:
        return ()
    analysis = tab.document.analysis
    found = []
    for node in tab.document.graph.nodes:
        progress = progress_of(analysis, node.id, state.told)
        sign = PROGRESS[progress]
        found.append(
            Choice(
                spoken_name(node, happened(progress)),
                partial(select, node.id),
                right=short_id(node.id),
                sign=sign,
                search=node.id,
            )
        )
    return tuple(found)


class _Field(QLineEdit):
    def event(self, event: QEvent) -> bool:
        """Esc belongs to the palette while it is open, whatever the window does with it."""
        return keeps_escape(event) or super().event(event)


class Palette(QFrame):
    """Stands over its window while it is open, and gives the keyboard back to whoever had it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("commandPalette")
        self.setAccessibleName(tr("Actions and receipts"))
        self.field = _Field()
        self.field.setObjectName("paletteField")
        self.field.setAccessibleName(tr("Find an action or a receipt"))
        self.field.setPlaceholderText(tr("Find an action, a receipt or a text in one"))
        self.list = ChoiceList(tr("Actions and receipts"))
        self.nothing: QLabel = label(tr("Nothing is called so."), "mute")
        self.nothing.setContentsMargins(12, 6, 12, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 6, 1, 6)
        column.setSpacing(4)
        for widget in (self.field, self.list, self.nothing):
            column.addWidget(widget)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(32)
        shadow.setOffset(0, 8)
        self.setGraphicsEffect(shadow)
        self._choices: tuple[Choice, ...] = ()
        self._search: Search | None = None
        self._before = Held(self)
        self.window_below = window
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.chosen.connect(self._run)
        window.installEventFilter(self)
        self.hide()

    def open(self, choices: tuple[Choice, ...], search: Search | None = None) -> None:
        """Show the choices; the first is the one Return takes. `search` finds more, at once or later."""
        self._choices, self._search = choices, search
        if self.isHidden():
            self._before.hold(QApplication.focusWidget())
        self.field.clear()
        self.show()
        self._filter("")
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Away, and the keyboard back."""
        if self.isHidden():
            return
        self._choices, self._search = (), None
        self.hide()
        before = self._before.take()  # hiding may have ended what had the keyboard before
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list typed into the field; the place follows the window."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if watched is self.field and event.type() == QEvent.Type.FocusOut and not self.isHidden():
            if QApplication.activePopupWidget() is None:
                self._before.hold(None)  # somebody else has taken it
                self.close_palette()
        if watched is self.parent() and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.close_palette()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            current = self.list.current()
            if current is not None:
                self._run(current)
            return True
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return True
        return self.list.take(event)

    def _run(self, choice: Choice) -> None:
        self.close_palette()
        choice.run()

    def _filter(self, text: str) -> None:
        found = matching(self._choices, text)
        self._show(found)
        if self._search is not None:
            self._search(text, lambda more: self._add(text, (*found, *more)) if more else None)

    def _add(self, text: str, found: tuple[Choice, ...]) -> None:
        """What was found for a text, unless another has been typed since."""
        if not self.isHidden() and self.field.text() == text:
            self._show(found)

    def _show(self, found: tuple[Choice, ...]) -> None:
        self.list.fill(found, 0)
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self._place()

    def _place(self) -> None:
        window = self.window_below
        width = min(WIDTH, window.width() - 40)
        room = max(60, window.height() - TOP - 80)
        self.list.setFixedHeight(max(30, min(self.list.height_for(ROWS), room)))
        self.resize(width, self.sizeHint().height())
        self.move((window.width() - width) // 2, TOP)
