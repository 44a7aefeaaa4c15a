"""A part of the settings: a title below a line, and entries that can be found by what they say."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from xccviz.gui.dialogs.settings.rows import SettingRow
from xccviz.gui.look.widgets import ElidedLabel, boxed, label, row, rule
from xccviz.settings.rows import Setting, Settings

MARGIN = 18


class Section(QWidget):
    """Shows `title` with a note beside it; `add` puts entries below."""

    def __init__(self, id: str, title: str, note: str = "") -> None:
        super().__init__()
        self.id, self.title = id, title
        self.setObjectName(f"settings.{id}")
        self.setAccessibleName(title)
        self.rows: tuple[SettingRow, ...] = ()
        self._entries: list[tuple[_Holder, str]] = []
        self._title: QHBoxLayout = row(label(title, "name"), spacing=10)
        if note:
            self._title.addWidget(label(note, "mute"), 1)
        self._title.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 14)
        self._column.setSpacing(8)
        self._column.addWidget(rule())
        self._column.addSpacing(4)
        self._column.addLayout(self._title)

    def beside_title(self, *widgets: QWidget | None) -> None:
        """Put widgets beside the title; None is a stretch."""
        for widget in widgets:
            if widget is None:
                self._title.addStretch(1)
            else:
                self._title.addWidget(widget, 1 if isinstance(widget, ElidedLabel) else 0)

    def add(self, entry: QWidget | QLayout, words: str) -> None:
        """Put an entry below the others; `words` find it."""
        widget = entry if isinstance(entry, QWidget) else boxed(entry)
        holder = _Holder(widget)
        self._entries.append((holder, words.casefold()))
        self._column.addWidget(holder)

    def add_rows(self, rows: tuple[SettingRow, ...]) -> None:
        """Put rows of the settings below the others."""
        self.rows = rows
        for each in rows:
            self.add(each, each.words)

    def show_settings(self, setting: Setting[object], settings: Settings) -> None:
        """Another value of `setting` is in force."""
        for each in self.rows:
            if each.setting is setting:
                each.show_settings(settings)

    def fit(self) -> None:
        """Words are of another size."""
        for each in self.rows:
            each.fit()

    def narrow(self, text: str) -> bool:
        """Show what has all words of `text`, all of it where the title has; whether there is something."""
        wanted = text.casefold().split()
        titled = all(word in self.title.casefold() for word in wanted)
        found = titled
        for widget, words in self._entries:
            hit = titled or all(word in words for word in wanted)
            widget.look_for(hit)
            found = found or hit
        self.setVisible(found)
        return found


class _Holder(QWidget):
    """The margins around an entry, gone while the entry is hidden or not found."""

    def __init__(self, entry: QWidget) -> None:
        super().__init__()
        self._entry, self._found = entry, True
        inside = row(entry)
        inside.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self.setLayout(inside)
        entry.installEventFilter(self)
        self._show()

    def look_for(self, found: bool) -> None:
        """Whether it is among what is looked for."""
        self._found = found
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The entry comes or goes."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._show()
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        self.setVisible(self._found and not self._entry.isHidden())
