"""API keys: where each network's is kept; it is put in and forgotten here, and never shown."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton

from xccviz.catalogue import tr
from xccviz.gui.dialogs.settings.rows import fixed_words
from xccviz.gui.dialogs.settings.section import Section
from xccviz.gui.look.segments import Choices
from xccviz.gui.look.widgets import boxed, button, clear, label, link, restyle, row, set_text
from xccviz.gui.tasks.endpoints import EndpointBook
from xccviz.gui.tasks.settings import SettingsBook
from xccviz.gui.tasks.storing import KeysState, Storing
from xccviz.settings.keys import FILE_NAME, Place
from xccviz.settings.rows import API_KEY

DOTS = "••••••••"


class KeysSection(Section):
    """A row a network. `folder`: where the file with a key may lie, None where there is no home for it."""

    def __init__(
        self, settings: SettingsBook, book: EndpointBook, storing: Storing, folder: Path | None
    ) -> None:
        super().__init__("keys", tr("API keys"), tr("never in captures, exports or logs"))
        self._book, self._storing, self._folder = book, storing, folder
        self._state: KeysState | None = None
        self._network = ""
        self._place: Place = "keyring"
        self.about = label(tr("looking…"), "mute", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.links: dict[tuple[str, str], QPushButton] = {}
        self.key = QLineEdit()
        self.key.setProperty("look", "find")
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.returnPressed.connect(self._keep)
        self.places = Choices(tr("Where it is kept"), [("keyring", tr("keyring")), ("file", tr("file"))])
        self.places.chosen.connect(self._take_place)
        line = row(
            self.key, self.places, button(tr("Keep"), "", self._keep), link(tr("Cancel"), self._hide_line)
        )
        line.setStretch(0, 1)
        self.new = boxed(line)
        self.new.hide()
        self.said = label("", "bad", wrap=True)
        self.said.hide()
        self.given = label("", "strong", wrap=True)
        self.given.setVisible(settings.settings.fixed(API_KEY))
        if settings.settings.fixed(API_KEY):
            how = fixed_words(API_KEY, settings.settings)
            set_text(self.given, tr("{how} That key is sent instead of those kept here.", how=how))
        words = tr("API keys keyring file replace forget secret {networks}", networks=" ".join(book.networks))
        for entry in (self.given, self.about, boxed(self._grid), self.new, self.said):
            self.add(entry, words)
        storing.keys_seen.connect(self._seen)
        book.changed.connect(self._look)
        self._look(None)

    def fail(self, words: str) -> None:
        """Say that a key could not be kept."""
        set_text(self.said, words)
        self.said.show()

    def _look(self, _networks: object) -> None:
        self._storing.look_at_keys(self._folder, self._book.networks)

    def _seen(self, state: KeysState) -> None:
        self._state = state
        self.said.hide()
        clear(self._grid)
        self.links = {}
        for line, (name, place) in enumerate(state.kept.items()):
            self._grid.addWidget(label(name, "number"), line, 0)
            words = label(_kept_words(place), "" if place is not None else "mute")
            self._grid.addWidget(words, line, 1)
            verb = tr("Add") if place is None else tr("Replace")
            put = link(
                verb, partial(self._begin, name), tr("{verb} the key of {network}", verb=verb, network=name)
            )
            put.setEnabled(not state.keyring or self._folder is not None)
            self.links[name, "put"] = put
            self._grid.addWidget(put, line, 2)
            if place is not None:
                called = tr("Forget the key of {network}", network=name)
                self.links[name, "forget"] = forget = link(
                    tr("Forget"), partial(self._forget, name, place), called
                )
                self._grid.addWidget(forget, line, 3)
        restyle(self.about, "look", "bad" if state.file else "mute")
        set_text(self.about, state.file or self._where_words(state))

    def _where_words(self, state: KeysState) -> str:
        if not state.keyring:
            return tr(
                "Kept in the keyring, and sent to FastNEAR's endpoints and to those that are marked so."
            )
        if self._folder is None:
            return tr("No key can be kept: {why}, and there is no home folder for a file.", why=state.keyring)
        return tr(
            "Not in a keyring: {why}. A file that only you can read holds one key for all networks: {path}",
            why=state.keyring,
            path=self._folder / FILE_NAME,
        )

    def _begin(self, network: str) -> None:
        state = self._state
        if state is None:
            return
        self._network = network
        self._take_place("file" if state.keyring else state.kept[network] or "keyring")
        self.places.setVisible(not state.keyring and self._folder is not None)
        self.places.choose(self._place)
        self.key.clear()
        name = tr("Key of {network}", network=network)
        self.key.setAccessibleName(name)
        self.key.setPlaceholderText(name)
        self.new.show()
        self.key.setFocus()

    def _take_place(self, place: Place) -> None:
        self._place = place

    def _hide_line(self) -> None:
        self.key.clear()
        self.new.hide()

    def _keep(self) -> None:
        key = self.key.text().strip()
        self._hide_line()
        if key:
            self._storing.keep_key(self._folder, self._book.networks, self._network, key, self._place)

    def _forget(self, network: str, place: Place) -> None:
        self._storing.forget_key(self._folder, self._book.networks, network, place)


def _kept_words(place: Place | None) -> str:
    if place is None:
        return tr("none")
    where = tr("in the keyring") if place == "keyring" else tr("in the file, for all networks")
    return f"{DOTS}  {where}"
