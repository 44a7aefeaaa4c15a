"""The commands as Qt's actions, and the actions as menus."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from xccviz.gui.commands import COMMANDS, Command
from xccviz.gui.intents import Intents
from xccviz.gui.keys import keys_of
from xccviz.gui.look.icons import icon
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import plain_tooltip
from xccviz.gui.menus import MENUS
from xccviz.gui.state.comparing import either_alone
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_look
from xccviz.words.pairs import FOR_ONE


class Actions(QObject):
    """One QAction a command, in `by_id`. One that can't be taken is disabled, and its status and tool
    tip say why."""

    def __init__(self, intents: Intents, parent: QObject, commands: tuple[Command, ...] = COMMANDS) -> None:
        super().__init__(parent)
        self._commands = commands
        self._told: dict[str, tuple[bool, str, str]] = {}
        self.by_id: dict[str, QAction] = {}
        for command in commands:
            action = QAction(command.text, parent)
            action.setObjectName(command.id)
            action.triggered.connect(lambda _checked=False, run=command.run: run(intents))
            self.by_id[command.id] = action
        self.take_keys()

    def take_keys(self) -> None:
        """Have the keys that are in force by now."""
        for id, action in self.by_id.items():
            action.setShortcuts([QKeySequence(keys) for keys in keys_of(id)])

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """What can be taken now; icons in the colours of the theme."""
        looks_alike = same_look(old, new)
        one = either_alone(new)
        for command in self._commands:
            action = self.by_id[command.id]
            if not looks_alike:
                action.setIcon(icon(command.icon, current_theme()))
            enabled = command.enabled(new)
            reason = "" if enabled else command.why_not(new) or _for_one(command, one)
            words = command.text if command.words is None else command.words(new)
            if self._told.get(command.id) == (enabled, reason, words):
                continue
            self._told[command.id] = (enabled, reason, words)
            action.setText(words)
            action.setStatusTip(reason)
            action.setToolTip(plain_tooltip(reason))
            action.setEnabled(enabled)


def _for_one(command: Command, one: AppState | None) -> str:
    """Why a command can't be taken with two side by side, where it could, or would say why not, with `one` alone."""
    return FOR_ONE if one is not None and (command.enabled(one) or command.why_not(one)) else ""


def fill(
    menus: Mapping[str, QMenu], actions: Mapping[str, QAction], commands: tuple[Command, ...] = COMMANDS
) -> None:
    """Put the commands into the menus of `menu_bar.add_menus`, in their order; a submenu stands where its first row
    does."""
    all_menus = dict(menus)
    group: dict[str, int] = {}
    for command in commands:
        above, _, _ = command.menu.rpartition("/")
        if command.menu not in all_menus:
            all_menus[command.menu] = all_menus[above].addMenu(f"&{MENUS[command.menu]}")
        menu = all_menus[command.menu]
        menu.setToolTipsVisible(True)  # only why one can't be taken has one
        if group.get(command.menu, command.group) != command.group:
            menu.addSeparator()
        group[command.menu] = command.group
        menu.addAction(actions[command.id])
