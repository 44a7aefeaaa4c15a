"""A row of the settings as something to click: what it is decides which widget sets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from xccviz.catalogue import numeral, tr, typed_numeral
from xccviz.gui.look.segments import Choices
from xccviz.gui.look.switch_box import SwitchBox
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import Chooser, label, plain_tooltip, restyle, row, set_text
from xccviz.gui.tasks.settings import SettingsBook
from xccviz.settings.kinds import Sort
from xccviz.settings.rows import SETTINGS, Group, Setting, Settings

LABEL_PX, NUMBER_PX, TEXT_PX = 110, 90, 220


class Editor(QWidget):
    """Sets one value: what all of `AnyEditor` have in common. Emits `wanted(value)`; one of text may emit what is
    not taken."""

    wanted = Signal(object)

    def fit(self) -> None:
        """Words are of another size."""

    def _wear(self, widget: QWidget, setting: Setting[Any], *beside: QWidget) -> None:
        widget.setAccessibleName(setting.title)
        widget.setAccessibleDescription(setting.doc)
        widget.setToolTip(plain_tooltip(setting.doc[:1].upper() + setting.doc[1:]))
        widget.setObjectName(f"setting.{setting.name}")
        line = row(widget, *beside)
        line.addStretch(0)
        if beside:
            line.setStretchFactor(beside[-1], 1)
        self.setLayout(line)
        self.setFocusProxy(widget)


class ChoiceEditor(Editor):
    """Choices side by side."""

    def __init__(self, setting: Setting[Any]) -> None:
        super().__init__()
        self.choices = Choices(setting.title, setting.options)
        self._wear(self.choices, setting)
        self.choices.chosen.connect(self.wanted)

    def show_value(self, value: Any) -> None:
        """The one in force; none where it is one between."""
        self.choices.choose(value)


class SwitchEditor(Editor):
    """A box to tick."""

    def __init__(self, setting: Setting[Any]) -> None:
        super().__init__()
        self.box = SwitchBox()
        self.box.setText(setting.title.replace("&", "&&"))
        self._wear(self.box, setting)
        self.box.clicked.connect(lambda _on=False: self.wanted.emit(self.box.isChecked()))

    def show_value(self, value: Any) -> None:
        """On or off."""
        self.box.setChecked(bool(value))


class FieldEditor(Editor):
    """A field, taken with Return or when it is left; what is not taken stays there to be corrected."""

    def __init__(self, setting: Setting[Any]) -> None:
        super().__init__()
        self._setting, self._shown = setting, ""
        self.field = QLineEdit()
        self.field.setProperty("look", "find")
        self.about = label(setting.doc, "mute", wrap=True)
        self.about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._wear(self.field, setting, *([label(setting.unit)] if setting.unit else []), self.about)
        self.field.editingFinished.connect(self._take)

    def fit(self) -> None:
        """As wide as numbers, or texts."""
        self.field.setFixedWidth(worded(NUMBER_PX if self._setting.sort == "number" else TEXT_PX))

    def show_value(self, value: Any) -> None:
        """As config.toml spells it, a number as the language does."""
        text = self._setting.parse.show(value)
        self._shown = numeral(text) if self._setting.sort == "number" else text
        self.field.setText(self._shown)

    def _take(self) -> None:
        text = self.field.text().strip()
        if text != self._shown:
            self.wanted.emit(text)


class NameEditor(Editor):
    """A list of the names there are."""

    def __init__(self, setting: Setting[Any], names: Sequence[str]) -> None:
        super().__init__()
        self.chooser = Chooser()
        self.offer(names)
        self._wear(self.chooser, setting)
        self.chooser.activated.connect(lambda _at: self.wanted.emit(self.chooser.currentText()))

    def offer(self, names: Sequence[str]) -> None:
        """Have these to choose from; the one in force stays."""
        now = self.chooser.currentText()
        self.chooser.clear()
        self.chooser.addItems(list(names))
        if now:
            self.show_value(now)

    def show_value(self, value: Any) -> None:
        """The name in force."""
        if self.chooser.findText(str(value)) < 0:
            self.chooser.addItem(str(value))
        self.chooser.setCurrentText(str(value))


AnyEditor = ChoiceEditor | SwitchEditor | FieldEditor | NameEditor
EDITORS: Mapping[Sort, Callable[[Setting[Any]], AnyEditor]] = {
    "choice": ChoiceEditor,
    "switch": SwitchEditor,
    "number": FieldEditor,
    "text": FieldEditor,
}


class SettingRow(QWidget):
    """The title of a row, what sets it, and what is to be said about it: that it was given for this run, or why a text
    is not taken."""

    def __init__(self, setting: Setting[Any], book: SettingsBook, names: Sequence[str] = ()) -> None:
        super().__init__()
        self.setting, self._book = setting, book
        self.editor: AnyEditor = NameEditor(setting, names) if names else EDITORS[setting.sort](setting)
        self.said = label("", "mute", wrap=True)
        self._title = title = label("" if setting.sort == "switch" else setting.title, "mute")
        title.setBuddy(self.editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line = row(title, self.editor, spacing=0)
        line.setStretch(1, 1)
        column.addLayout(line)
        self._under = row(self.said, spacing=0)
        column.addLayout(self._under)
        self.editor.wanted.connect(self._want)
        self.fit()
        self.show_settings(book.settings)

    def fit(self) -> None:
        """Words are of another size."""
        self._title.setFixedWidth(worded(LABEL_PX))
        self._under.setContentsMargins(worded(LABEL_PX), 0, 0, 0)
        self.editor.fit()

    @property
    def words(self) -> str:
        """What finds it."""
        names = (words for _, words in self.setting.options)
        return " ".join((self.setting.title, self.setting.name, self.setting.doc, *names))

    def show_settings(self, settings: Settings) -> None:
        """Show what is in force."""
        self.editor.show_value(settings[self.setting])
        fixed = settings.fixed(self.setting)
        self.editor.setEnabled(not fixed)
        if isinstance(self.editor, FieldEditor):
            self.editor.about.setVisible(not fixed)
        self._say(fixed_words(self.setting, settings) if fixed else "", "mute")

    def refuse(self, why: str) -> None:
        """Say why a value is not taken."""
        self._say(why, "bad")

    def _want(self, value: Any) -> None:
        row = self.setting
        try:
            text = typed_numeral(value) if row.sort == "number" and isinstance(value, str) else value
            self._book.put(row, row.parse.of_text(text) if isinstance(text, str) else text)
        except ValueError as error:
            self.refuse(f"{row.title} {error}.")
        else:
            self.show_settings(self._book.settings)

    def _say(self, words: str, look: str) -> None:
        restyle(self.said, "look", look)
        set_text(self.said, words)
        self.said.setVisible(bool(words))


def fixed_words(setting: Setting[Any], settings: Settings) -> str:
    """Why a value can't be changed here."""
    if settings.origins[setting.name] == "environment":
        return tr("Set by the environment ({variable}) for this run.", variable=setting.env or "")
    return tr("Given when this window was started, for as long as it is open.")


def rows_of(
    group: Group, book: SettingsBook, names: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> tuple[SettingRow, ...]:
    """A row for each setting of a group that the file may set, and for what was given for this run; `names` are there
    to choose from, by setting."""
    return tuple(
        SettingRow(setting, book, names.get(setting.name, ()))
        for setting in SETTINGS
        if setting.group == group
        and setting.sort in EDITORS
        and not setting.secret
        and (setting.in_file or book.settings.fixed(setting))
    )
