"""What the filters of marks find, looked up in slices: however many came with a capture, the window goes on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xccviz.document import Document
from xccviz.gui.state.remarking import looked_up
from xccviz.gui.state.store import AppState, OpenTab, Store
from xccviz.gui.state.tabs import with_tab_of
from xccviz.gui.tasks.finding import Finding
from xccviz.gui.tasks.slices import Slices

if TYPE_CHECKING:
    from xccviz.query import Columns
    from xccviz.query.marking import Marked


class Marking(QObject):
    """Looks up the pending marks of the tab in front; those of another one when that comes to the front."""

    def __init__(self, store: Store, finding: Finding, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._finding = finding
        self._slices = Slices(self)
        self._at: Document | None = None
        store.changed.connect(self._changed)

    def _changed(self, old: AppState, new: AppState) -> None:
        tab = new.tab
        document = tab.document if tab is not None else None
        if document is not self._at:
            self._slices.stop()
            self._finding.forget("marks")
            self._at = None
        if tab is not None and self._at is None and tab.marking.pending:
            self._at = document
            self._finding.when_made("marks", partial(self._look_up, tab.key))

    def _look_up(self, key: int, columns: Columns) -> None:
        tab = self._store.state.tab
        if tab is None or tab.key != key or tab.document is not columns.document:
            if self._at is columns.document:
                self._at = None
            return
        from xccviz.query.marking import looked_up  # late: a window opens without marks

        self._slices.run(looked_up(tab.marking.pending, tab.ways, columns), partial(self._tell, key, columns))

    def _tell(self, key: int, columns: Columns, found: list[Marked]) -> None:
        self._at = None

        def change(tab: OpenTab) -> OpenTab:
            return looked_up(tab, found, columns) if tab.document is columns.document else tab

        self._store.update(lambda s: with_tab_of(s, key, change))
