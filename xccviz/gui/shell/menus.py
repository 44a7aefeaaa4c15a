"""The commands as Qt's actions, and the actions as menus."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from xccviz.gui.commands import COMMANDS, MENUS, Command
from xccviz.gui.intents import Intents
from xccviz.gui.keys import keys_of
from xccviz.gui.look.signs import icon
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import plain_tooltip
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_look


class Actions(QObject):
    """One QAction a command, in `by_id`. One that can't be taken is disabled, and its status and tool
    tip say why."""

    def __init__(self, intents: Intents, parent: QObject, commands: tuple[Command, ...] = COMMANDS) -> None:
        super().__init__(parent)
        self._commands = commands
        self.by_id: dict[str, QAction] = {}
        for command in commands:
            action = QAction(command.text, parent)
            action.setObjectName(command.id)
            action.setShortcuts([QKeySequence(keys) for keys in keys_of(command.id)])
            action.triggered.connect(lambda _checked=False, run=command.run: run(intents))
            self.by_id[command.id] = action

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """What can be taken now; icons in the colours of the theme."""
        for command in self._commands:
            action = self.by_id[command.id]
            if not same_look(old, new):
                action.setIcon(icon(command.icon, current_theme()))
            reason = command.why_not(new)
            action.setStatusTip(reason)
            action.setToolTip(plain_tooltip(reason))
            action.setEnabled(command.enabled(new))


def make_menus(
    bar: QMenuBar, actions: Mapping[str, QAction], commands: tuple[Command, ...] = COMMANDS
) -> None:
    """The commands as menus, in their order; a submenu stands where its first row does."""
    menus: dict[str, QMenu] = {}
    group: dict[str, int] = {}
    letters: set[str] = set()
    for command in commands:
        above, _, _ = command.menu.rpartition("/")
        if command.menu not in menus:
            name = MENUS[command.menu]
            title = f"&{name}" if above else _with_letter(name, letters)
            menus[command.menu] = (menus[above] if above else bar).addMenu(title)
            menus[command.menu].setToolTipsVisible(True)  # only why one can't be taken has one
        if group.get(command.menu, command.group) != command.group:
            menus[command.menu].addSeparator()
        group[command.menu] = command.group
        menus[command.menu].addAction(actions[command.id])


def _with_letter(name: str, taken: set[str]) -> str:
    """The name of a menu, its mnemonic the first letter that no other menu has taken: `E&xport` after `&Edit`."""
    at = next((i for i, letter in enumerate(name.lower()) if letter not in taken), 0)
    taken.add(name[at].lower())
    return f"{name[:at]}&{name[at:]}"
