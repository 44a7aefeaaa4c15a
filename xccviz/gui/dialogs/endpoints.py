"""Whom a network asks, in which order: endpoints are added, removed and moved here, and kept as they are changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xccviz.catalogue import tr
from xccviz.gui.dialogs.sheet import Sheet
from xccviz.gui.look.widgets import Chooser, button, label, row, set_text, toggle
from xccviz.gui.tasks.endpoints import EndpointBook, Endpoints
from xccviz.model.errors import UserError, in_window
from xccviz.model.text import visible_text
from xccviz.settings.networks import EndpointSpec, is_address
from xccviz.sources.redact import redact

WIDTH, LIST_HEIGHT = 620, 180
_ENDPOINT = Qt.ItemDataRole.UserRole


class EndpointsDialog(Sheet):
    """Lists the endpoints of one network after the other; every change is kept at once."""

    def __init__(self, parent: QWidget, book: EndpointBook, network: str) -> None:
        super().__init__(parent, tr("Endpoints"), "endpoints")
        self._book = book
        self.networks = Chooser()
        self.networks.setAccessibleName(tr("Network"))
        self.networks.addItems(list(book.networks))
        self.networks.setCurrentText(network if network in book.networks else next(iter(book.networks)))
        self.list = QListWidget()
        self.list.setProperty("look", "choices")
        self.list.setAccessibleName(tr("Endpoints, asked from the top"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setFixedHeight(LIST_HEIGHT)
        self.up = button(tr("Move up"), "", lambda: self._move(-1))
        self.down = button(tr("Move down"), "", lambda: self._move(1))
        self.remove = button(tr("Remove"), "", self._remove)
        self.address = QLineEdit()
        self.address.setProperty("look", "find")
        self.address.setAccessibleName(tr("Address of another endpoint"))
        self.address.setPlaceholderText("https://…")
        self.archival = toggle(tr("archival: it keeps what others have dropped"), lambda: None)
        self.add = button(tr("Add"), "", self._add)
        self.said = label("", "mute", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(10)
        top = row(label(tr("Network")), self.networks, None)
        new = row(self.address, self.add)
        new.setStretch(0, 1)
        column.addLayout(top)
        column.addWidget(label(tr("ASKED FROM THE TOP"), "caption"))
        column.addWidget(self.list)
        column.addLayout(row(self.up, self.down, self.remove, None))
        column.addWidget(label(tr("ANOTHER ONE"), "caption"))
        column.addLayout(new)
        column.addLayout(row(self.archival, None))
        column.addWidget(self.said)
        self.fill(column)
        self.setFixedWidth(WIDTH)
        self.networks.currentTextChanged.connect(lambda _name: self._list())
        self.list.currentRowChanged.connect(lambda _row: self._switch())
        self.address.returnPressed.connect(self._add)
        # The book outlives the dialog: only what is a method of it is disconnected with it.
        book.changed.connect(self._kept)
        book.failed.connect(self._failed)
        self._list()
        self._tell_where()
        self.address.setFocus()

    @property
    def endpoints(self) -> Endpoints:
        """Those of the chosen network, as they are asked."""
        return self._book.networks[self.networks.currentText()].endpoints

    def _list(self, current: int = 0) -> None:
        self.list.clear()
        for endpoint in self.endpoints:
            marks = [tr("archival")] if endpoint.archival else []
            marks += [tr("gets the API key")] if endpoint.takes_key else []
            words = visible_text(redact(endpoint.url), 200)
            item = QListWidgetItem(" · ".join([words, *marks]))
            item.setData(_ENDPOINT, endpoint)
            self.list.addItem(item)
        self.list.setCurrentRow(min(current, self.list.count() - 1))
        self._switch()

    def _switch(self) -> None:
        at, count = self.list.currentRow(), self.list.count()
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < count - 1)
        self.remove.setEnabled(at >= 0 and count > 1)  # a network without any could not be asked

    def _move(self, by: int) -> None:
        at, endpoints = self.list.currentRow(), list(self.endpoints)
        endpoints.insert(at + by, endpoints.pop(at))
        self._keep(tuple(endpoints), at + by)

    def _remove(self) -> None:
        at = self.list.currentRow()
        self._keep((*self.endpoints[:at], *self.endpoints[at + 1 :]), at)

    def _add(self) -> None:
        url = self.address.text().strip()
        if not is_address(url):
            self._say(tr("An endpoint's address begins with http:// or https://."), "bad")
        elif url in (endpoint.url for endpoint in self.endpoints):
            self._say(tr("It is there already."), "bad")
        else:
            new = EndpointSpec(url, self.archival.isChecked())
            self.address.clear()
            self.archival.setChecked(False)
            self._keep((*self.endpoints, new), len(self.endpoints))

    def _keep(self, endpoints: Endpoints, current: int) -> None:
        self._current = current
        self._book.keep(self.networks.currentText(), endpoints)

    _current = 0

    def _kept(self, _networks: object) -> None:
        self._list(self._current)
        self._tell_where()

    def _tell_where(self) -> None:
        if self._book.path is None:
            self._say(tr("Holds until this window is closed."), "mute")
        else:
            self._say(tr("Kept as you change it, in {path}", path=self._book.path), "mute")

    def _failed(self, error: Exception) -> None:
        hint = in_window(error.hint) if isinstance(error, UserError) else ""
        message = error.message if isinstance(error, UserError) else str(error)
        self._say(" ".join(part for part in (f"{message}.", hint) if part), "bad")

    def _say(self, words: str, look: str) -> None:
        self.said.setProperty("look", look)
        self.said.style().polish(self.said)
        set_text(self.said, words)


def show_endpoints(parent: QWidget, book: EndpointBook, network: str) -> QDialog:
    """Open it for a network, the first one without."""
    dialog = EndpointsDialog(parent, book, network)
    dialog.open()
    return dialog
