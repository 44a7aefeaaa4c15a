"""Networks and endpoints: whom each asks, in which order, and whether they answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from xccviz.catalogue import tr
from xccviz.gui.dialogs.settings.endpoint_list import TESTING, EndpointList
from xccviz.gui.dialogs.settings.rows import NameEditor, rows_of
from xccviz.gui.dialogs.settings.section import Section
from xccviz.gui.look.flow import Flow
from xccviz.gui.look.segments import Choices
from xccviz.gui.look.switch_box import SwitchBox
from xccviz.gui.look.widgets import (
    Chooser,
    ElidedLabel,
    boxed,
    button,
    clear,
    label,
    link,
    restyle,
    row,
    set_text,
)
from xccviz.gui.tasks.endpoints import EndpointBook
from xccviz.gui.tasks.probing import Probing, shown_address
from xccviz.gui.tasks.settings import SettingsBook
from xccviz.model.errors import UserError, in_window
from xccviz.model.text import visible_text
from xccviz.opening.importing import NEAR_CLI
from xccviz.patterns import later
from xccviz.settings.networks import EndpointSpec, is_address
from xccviz.settings.rows import INDEXER, NETWORK
from xccviz.values import replace
from xccviz.words.sentences import capital

SIDE_BY_SIDE, LETTERS = 4, 40
"""Networks, and letters of their names, that stand side by side; more are a list."""
_NAME = later(r"[A-Za-z0-9_-]{1,64}")


class NetworksSection(Section):
    """Of one network after the other; every change is kept at once."""

    def __init__(self, book: EndpointBook, settings: SettingsBook, probing: Probing, network: str) -> None:
        super().__init__("networks", tr("Networks"))
        self._book, self._probing = book, probing
        self.names: QWidget | None = None
        self.network = network if network in book.networks else next(iter(book.networks))
        self._adding = ""
        """The network that is being written: shown once it is there."""
        self._switch = QHBoxLayout()
        self.add_network = link(tr("+ Add network"), self._begin_network)
        self.importing = link(
            tr("Import from near-cli"),
            self._import,
            tr("Take over the networks of near-cli-rs that are not there yet"),
        )
        self._title.addLayout(Flow(boxed(self._switch), self.add_network, self.importing, last_right=True), 1)
        self.list = EndpointList()
        self.list.moved.connect(lambda endpoints: self._book.keep(self.network, endpoints))
        self.list.currentRowChanged.connect(lambda _row: self._show_chosen())
        self.test = button(tr("Test all"), "", self._test)
        self.add_endpoint = button(tr("Add endpoint"), "", self.begin_endpoint)
        self.remove = button(tr("Remove"), "", self._remove)
        self.archival = _box(tr("archival"), tr("It keeps what others have dropped"), self._mark)
        self.sends_key = _box(
            tr("send my API key to it"),
            tr("Only over https, or on this machine"),
            self._mark,
        )
        self.address = _field(tr("Address of another endpoint"), "https://…", self._add)
        self.name = _field(tr("Name of another network"), tr("name, as in private"), self._add_network)
        self.first = _field(tr("Address of its endpoint"), "https://…", self._add_network)
        self.put_back = link("", lambda: self._book.put_back(self.network))
        self.said = label("", "mute", wrap=True)
        self.indexer = ElidedLabel("number")
        self.rows = rows_of("asking", settings, {NETWORK.name: tuple(book.networks)})
        self._lay_out()
        # The book outlives the dialog: only what is a method of it is disconnected with it.
        book.changed.connect(self._changed)
        book.failed.connect(self._failed)
        book.imported.connect(self._imported)
        probing.began.connect(self._began)
        probing.tested.connect(self.list.show_result)
        probing.ended.connect(self._ended)
        self._changed(None)

    def _lay_out(self) -> None:
        heads = row(label(tr("ENDPOINTS, ASKED FROM THE TOP"), "caption"), None, label(tr("TEST"), "caption"))
        buttons = Flow(
            self.test, self.add_endpoint, self.remove, self.archival, self.sends_key, self.put_back
        )
        self.new = boxed(self._line(self.address, button(tr("Add"), "", self._add), self._leave()))
        self.new_network = boxed(
            self._line(
                self.name, self.first, button(tr("Add"), "", self._add_network), self._leave(), stretch=1
            )
        )
        self.new.hide()
        self.new_network.hide()
        words = tr("networks endpoints address test add remove archival API key order import near-cli")
        for entry in (self.new_network, boxed(heads), self.list, boxed(buttons), self.new, self.said):
            self.add(entry, words)
        for each in self.rows:
            if each.setting is INDEXER:
                holder = row(each, self.indexer, spacing=10)
                holder.setStretch(1, 1)
                self.add(holder, each.words)
            else:
                self.add(each, each.words)

    def _line(self, *widgets: QWidget, stretch: int = 0) -> QHBoxLayout:
        line = row(*widgets)
        line.setStretch(stretch, 1)
        return line

    def _leave(self) -> QWidget:
        return link(tr("Cancel"), self._hide_lines)

    def _hide_lines(self) -> None:
        for line in (self.new, self.new_network):
            line.hide()
        self._say("")

    def fit(self) -> None:
        """Words are of another size."""
        super().fit()
        self.list.fit()

    # ---------------------------------------------------------------------------------------------------- what is shown

    def choose(self, network: str) -> None:
        """Show another network."""
        if network in self._book.networks:
            self.network = network
            self._changed(None)

    def _changed(self, _networks: object) -> None:
        if self._adding in self._book.networks:
            self.network, self._adding = self._adding, ""
            self.name.clear()
            self.first.clear()
            self.new_network.hide()
        if self.network not in self._book.networks:
            self.network = next(iter(self._book.networks))
        self._show_names()
        for each in self.rows:
            if isinstance(each.editor, NameEditor):
                each.editor.offer(tuple(self._book.networks))
        network = self._book.networks[self.network]
        self.list.show_endpoints(network.endpoints)
        if self.address.text().strip() in (endpoint.url for endpoint in network.endpoints):
            self.address.clear()
            self.new.hide()
        self.indexer.show_text(
            shown_address(network.indexer) if network.indexer is not None else tr("it has none")
        )
        own = self._book.is_own(self.network)
        self.put_back.setText(tr("Remove network") if own else tr("As at first"))
        self.put_back.setVisible(
            (own and len(self._book.networks) > 1) or self._book.is_changed(self.network)
        )
        self._show_chosen()

    def _show_names(self) -> None:
        names = tuple(self._book.networks)
        focused = self.names is not None and self.names.isAncestorOf(QApplication.focusWidget() or self)
        clear(self._switch)
        if len(names) <= SIDE_BY_SIDE and len("".join(names)) <= LETTERS:
            choices = Choices(tr("Network"), [(name, name) for name in names])
            choices.choose(self.network)
            choices.chosen.connect(self.choose)
            self.names = choices
        else:
            chooser = Chooser()
            chooser.setAccessibleName(tr("Network"))
            chooser.addItems(list(names))
            chooser.setCurrentText(self.network)
            chooser.textActivated.connect(self.choose)
            self.names = chooser
        self.names.setObjectName("settingsNetwork")
        self._switch.addWidget(self.names)
        if focused:
            self.names.setFocus()

    def _show_chosen(self) -> None:
        chosen = self.list.chosen
        self.remove.setEnabled(
            chosen is not None and self.list.count() > 1
        )  # one without any could not be asked
        for box, on in (
            (self.archival, chosen is not None and chosen.archival),
            (self.sends_key, chosen is not None and chosen.takes_key),
        ):
            box.setEnabled(chosen is not None)
            box.setChecked(on)

    def _say(self, words: str, look: str = "mute") -> None:
        restyle(self.said, "look", look)
        set_text(self.said, words)
        self.said.setVisible(bool(words))

    # ------------------------------------------------------------------------------------------------------- endpoints

    def begin_endpoint(self) -> None:
        """Ask for the address of another endpoint."""
        self._hide_lines()
        self.new.show()
        self.address.setFocus()

    def _add(self) -> None:
        url = self.address.text().strip()
        if not is_address(url):
            self._say(tr("An endpoint's address begins with http:// or https://."), "bad")
        elif url in (endpoint.url for endpoint in self.list.endpoints):
            self._say(tr("It is there already."), "bad")
        else:
            self._say("")
            new = EndpointSpec(url)
            self._book.keep(self.network, (*self.list.endpoints, new))
            self._probing.test(self.network, (new,))

    def _remove(self) -> None:
        at = self.list.currentRow()
        self._book.keep(self.network, (*self.list.endpoints[:at], *self.list.endpoints[at + 1 :]))

    def _mark(self) -> None:
        at, listed = self.list.currentRow(), list(self.list.endpoints)
        if 0 <= at < len(listed):
            archival, takes_key = self.archival.isChecked(), self.sends_key.isChecked()
            listed[at] = replace(listed[at], archival=archival, takes_key=takes_key)
            self._book.keep(self.network, tuple(listed))

    # --------------------------------------------------------------------------------------------------------- testing

    def _test(self) -> None:
        if self._probing.offline:
            self._say(tr("Nothing is asked: this window was started offline."), "bad")
        elif self._probing.busy:
            self._probing.stop()
        else:
            self._probing.test(self.network, self.list.endpoints)

    def _began(self, url: str) -> None:
        self.list.show_result(url, TESTING)
        self.test.setText(tr("Stop testing"))

    def _ended(self) -> None:
        self.test.setText(tr("Test all"))
        self.list.forget_testing()

    # -------------------------------------------------------------------------------------------------------- networks

    def _begin_network(self) -> None:
        self._hide_lines()
        self.new_network.show()
        self.name.setFocus()

    def _add_network(self) -> None:
        name, url = self.name.text().strip(), self.first.text().strip()
        if not _NAME.fullmatch(name):
            self._say(tr("A network's name has letters, digits, - and _ only."), "bad")
        elif name in self._book.networks:
            self._say(tr("There is a network of this name already."), "bad")
        elif not is_address(url):
            self._say(tr("An endpoint's address begins with http:// or https://."), "bad")
        else:
            self._say("")
            self._adding = name
            self._book.add(name, EndpointSpec(url))

    def _import(self) -> None:
        self._say(tr("Reading {path}…", path=NEAR_CLI))
        self._book.import_from(Path(NEAR_CLI))

    def _imported(self, said: tuple[tuple[str, str], ...]) -> None:
        self._say("\n".join(f"{name}: {did}" for name, did in said))

    def _failed(self, error: Exception) -> None:
        self._adding = ""
        self._changed(None)
        self._say(error_words(error), "bad")


def error_words(error: Exception) -> str:
    """What went wrong and what to do, as a window says it."""
    if not isinstance(error, UserError):
        return str(error)
    message = capital(error.message)
    return " ".join(part for part in (f"{message}.", in_window(error.hint)) if part)


def _box(words: str, more: str, clicked: Callable[[], None]) -> SwitchBox:
    made = SwitchBox()
    made.setText(words)
    made.setToolTip(more)
    made.clicked.connect(lambda _on=False: clicked())
    return made


def _field(name: str, example: str, entered: Callable[[], None]) -> QLineEdit:
    made = QLineEdit()
    made.setProperty("look", "find")
    made.setAccessibleName(name)
    made.setPlaceholderText(visible_text(example))
    made.returnPressed.connect(entered)
    return made
