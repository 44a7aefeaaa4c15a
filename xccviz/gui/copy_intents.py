"""What a person can want to put into the clipboard: a part of `Intents`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication, QImage

from xccviz.catalogue import numeral, tr, trn
from xccviz.export import find_exporter
from xccviz.gui.look.bulletin import copy
from xccviz.gui.state.exporting import export_options
from xccviz.gui.state.store import Store
from xccviz.gui.tasks.exporting import Exporting


class CopyIntents:
    """The tab in front, or the selection, for another program. What takes a while is made beside the window; the
    clipboard is as it was until it is there."""

    _store: Store
    exporting: Exporting

    def copy_hash(self, hash: str = "") -> None:
        """A transaction's hash, that of the tab in front without one."""
        tab = self._store.state.tab
        wanted = hash or (tab.document.trace.transaction.hash if tab is not None else "")
        if wanted:
            copy(wanted, tr("Transaction hash copied"))

    def copy_selected_id(self) -> None:
        """The id of what is selected."""
        tab = self._store.state.tab
        if tab is not None and tab.selection is not None:
            copy(tab.selection, tr("Id copied: {id}", id=tab.selection))

    def copy_markdown(self) -> None:
        """The report for an issue."""
        self._copy_text("markdown", tr("Copied as Markdown"))

    def copy_mermaid(self) -> None:
        """The graph as a flowchart of Mermaid."""
        self._copy_text("mermaid", tr("Copied as Mermaid"))

    def copy_picture(self) -> None:
        """The drawing in front, as an export writes it: its heading, and all of it."""
        self._make("png", _take_picture)

    def _copy_text(self, format: str, words: str) -> None:
        def take(data: bytes) -> str:
            text = data.decode("utf-8")
            QGuiApplication.clipboard().setText(text)
            size = trn("{count} character", "{count} characters", len(text))
            return f"{words}: {size}"

        self._make(format, take)

    def _make(self, format: str, take: Callable[[bytes], str]) -> None:
        state, exporter = self._store.state, find_exporter(format)
        if state.tab is not None and exporter is not None:
            options = export_options(state, state.tab)
            self.exporting.hand(exporter, state.tab.document, options, take)


def _take_picture(data: bytes) -> str:
    image = QImage.fromData(data)
    QGuiApplication.clipboard().setImage(image)
    return tr(
        "Picture copied: {width} × {height} pixels",
        width=numeral(image.width()),
        height=numeral(image.height()),
    )
