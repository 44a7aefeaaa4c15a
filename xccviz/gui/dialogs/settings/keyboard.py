"""The keys: click one and press others; what is taken is told, and may be swapped."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGridLayout, QWidget

from xccviz.catalogue import tr
from xccviz.gui.commands import COMMANDS, Command, plain
from xccviz.gui.dialogs.settings.key_field import KeyField
from xccviz.gui.dialogs.settings.section import Section
from xccviz.gui.keys import KEYS, keys_of, native, own_keys, same_key
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import boxed, button, label, link, row, set_text
from xccviz.gui.menus import menu_words
from xccviz.gui.tasks.settings import SettingsBook, with_keys
from xccviz.settings.rows import KEYS as KEY_TABLE
from xccviz.settings.rows import Setting, Settings

FIRST = ("stepInto", "stepOver", "nextFailure", "stepToHere")
"""Commands that are shown at first; the others when somebody wants them all, or looks for one."""
KEY_PX, MORE_PX = 130, 110
RESERVED = (
    "Tab", "Shift+Tab", "Shift+Backtab", "Return", "Enter", "Up", "Down", "Left", "Right", "PgUp", "PgDown", "Menu",
    "Backspace", "C", "0", "1", "2", "3", "+", "-", "=",
)  # fmt: skip
"""Keys that what has the keyboard uses itself: drawings, lists and fields."""


class KeyRow(QObject):
    """What a command is called, its keys, and a way back to the usual ones."""

    def __init__(self, command: Command, section: KeyboardSection) -> None:
        super().__init__(section)
        self.command = command
        self.words = f"{menu_words(command.menu)} {plain(command.text)}".casefold()
        self.name = label(called(command), "mute", wrap=True)
        self.field = KeyField(called(command))
        self.field.setObjectName(f"keys.{command.id}")
        self.field.setFixedWidth(worded(KEY_PX))
        self.more = label("", "mute")
        usual = tr("The usual keys of {command} again", command=called(command))
        self.reset = link(tr("Reset"), partial(section.reset, command.id), usual)
        self.field.key_pressed.connect(partial(section.press, command.id))

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """All of it, in a row."""
        return self.name, self.field, self.more, self.reset

    def show_keys(self) -> None:
        """Those in force."""
        keys = [native(key) for key in keys_of(self.command.id)]
        self.field.show_keys(keys[0] if keys else "")
        set_text(self.more, tr("also {keys}", keys="  ".join(keys[1:])) if keys[1:] else "")
        self.reset.setVisible(self.command.id in own_keys() and not self.field.isHidden())

    def set_visible(self, shown: bool) -> None:
        """Show or hide all of it."""
        for widget in self.widgets:
            widget.setVisible(shown)
        self.show_keys()


class KeyboardSection(Section):
    """A few commands at first, all of them when that is wanted or something is looked for."""

    def __init__(self, settings: SettingsBook) -> None:
        super().__init__("keyboard", tr("Keyboard"), tr("click keys, then press others"))
        self._book = settings
        self._all = False
        self._pending: tuple[str, str, str] | None = None
        self.keys: dict[str, KeyRow] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnMinimumWidth(2, MORE_PX)
        self.reset_all = link(tr("Reset all"), self._reset_all, tr("The usual keys of all commands again"))
        self.all_keys = link(tr("All keys…"), self.show_all, tr("Show the keys of all commands"))
        self.beside_title(None, self.reset_all, self.all_keys)
        self.said = label("", "strong", wrap=True)
        self.swap = button(tr("Swap them"), "", self._swap)
        self.leave = button(tr("Leave it"), "", self._leave)
        asking = row(self.said, self.swap, self.leave)
        asking.setStretch(0, 1)
        self.asking = boxed(asking)
        self.asking.hide()
        for entry in (self.asking, boxed(self._grid)):
            self.add(entry, "")
        for command in COMMANDS:
            if command.id in FIRST:
                self._add(command)
        self._show_keys()

    def show_settings(self, setting: Setting[object], settings: Settings) -> None:
        """Other keys may be in force."""
        super().show_settings(setting, settings)
        self._show_keys()

    def fit(self) -> None:
        """Words are of another size."""
        for each in self.keys.values():
            each.field.setFixedWidth(worded(KEY_PX))

    def show_all(self) -> None:
        """All commands."""
        if not self._all:
            self._all = True
            self.all_keys.hide()
            for command in COMMANDS:
                if command.id not in self.keys:
                    self._add(command)

    def narrow(self, text: str) -> bool:
        """Of a text only the commands that it finds; all of them are looked through."""
        wanted = text.casefold().split()
        titled = all(word in self.title.casefold() for word in wanted)
        if wanted and not titled:
            self.show_all()
        found = titled
        for each in self.keys.values():
            hit = titled or all(word in each.words for word in wanted)
            each.set_visible(hit)
            found = found or hit
        self.setVisible(found)
        return found

    def _add(self, command: Command) -> None:
        made = self.keys[command.id] = KeyRow(command, self)
        line = self._grid.rowCount()
        for column, widget in enumerate(made.widgets):
            self._grid.addWidget(widget, line, column)
        made.show_keys()

    def _show_keys(self) -> None:
        for each in self.keys.values():
            each.show_keys()
        self.reset_all.setVisible(bool(own_keys()))

    # -------------------------------------------------------------------------------------------------------- changing

    def press(self, command: str, key: str) -> None:
        """Have another key for a command; one that another command has is asked about."""
        self._leave()
        if key and any(same_key(key, each) for each in RESERVED):
            self._say(
                tr("{key} is used by what has the keyboard: drawings, lists and fields.", key=native(key))
            )
            return
        taken = self._who_has((key,), command) if key else None
        if taken is not None:
            self._pending = (command, key, taken.id)
            self._say(tr("{key} is taken by “{command}”.", key=native(key), command=called(taken)), asks=True)
            return
        # The first of its keys is another one; without any it has none.
        self._put(command, (key, *keys_of(command)[1:]) if key else ())

    def reset(self, command: str) -> None:
        """Its usual keys, unless another command has got one of them."""
        self._leave()
        taken = self._who_has(KEYS.get(command, ()), command)
        if taken is not None:
            self._say(tr("Its usual keys are taken by “{command}”: reset that first.", command=called(taken)))
            return
        self._put(command, None)

    def _who_has(self, keys: tuple[str, ...], but: str) -> Command | None:
        others = (command for command in COMMANDS if command.id != but)
        return next((c for c in others if any(same_key(a, b) for a in keys for b in keys_of(c.id))), None)

    def _reset_all(self) -> None:
        self._leave()
        self._book.put(KEY_TABLE, ())

    def _put(self, command: str, keys: tuple[str, ...] | None) -> None:
        self._book.put(KEY_TABLE, with_keys(self._book[KEY_TABLE], command, keys))

    def _swap(self) -> None:
        if self._pending is not None:
            command, key, other = self._pending
            mine = keys_of(command)
            theirs = tuple(
                mine[0] if same_key(k, key) else k for k in keys_of(other) if mine or not same_key(k, key)
            )
            table = with_keys(self._book[KEY_TABLE], command, (key, *mine[1:]))
            self._leave()
            self._book.put(KEY_TABLE, with_keys(table, other, theirs))

    def _leave(self) -> None:
        self._pending = None
        self.asking.hide()

    def _say(self, words: str, *, asks: bool = False) -> None:
        set_text(self.said, words)
        self.swap.setVisible(asks)
        self.leave.setText(tr("Leave it") if asks else tr("Understood"))
        self.asking.show()
        (self.swap if asks else self.leave).setFocus()


def called(command: Command) -> str:
    """What a command is called, as its menu says it."""
    return plain(command.text).rstrip("…")
