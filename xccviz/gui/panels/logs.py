"""Events and logs of the whole transaction in the order of time, filtered by text and contract."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit

from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.gui.lists.row_model import Columns
from xccviz.gui.lists.row_view import RowView
from xccviz.gui.look.widgets import Chooser, boxed, label, row
from xccviz.gui.panels.log_rows import LogRows
from xccviz.gui.panels.side import SidePanel
from xccviz.gui.state.store import OpenTab
from xccviz.gui.tasks.slices import Slices
from xccviz.model.text import visible_text
from xccviz.replay.types import Moment
from xccviz.tables.events import LogSource, contracts_of, log_sources, logged_by, matches
from xccviz.words.missing import nothing_logged

COLUMNS = Columns((tr("EVENT OR LOG"),), (0,), unfold=True)
EVERY = tr("Every contract")
CONTRACTS_SHOWN = 500


class LogsPanel(SidePanel):
    """One row a line, below its receipt's step and contract. Events carry their standard; what was rolled back is
    struck; what is ahead is marked as such."""

    def __init__(self) -> None:
        super().__init__("logsPanel", tr("Events and logs"))
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Find in logs"))
        self.text.setAccessibleName(tr("Find in logs"))
        self.text.setClearButtonEnabled(True)
        self.text.setProperty("look", "find")
        self.contract = Chooser()
        self.contract.setAccessibleName(tr("Contract whose logs are shown"))
        self.contract.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.contract.setMinimumContentsLength(12)
        self.told = label("", "mute")
        self.bar = boxed(row(self.text, self.contract, spacing=8), 6, 8, 6, 8)
        self.list = RowView(COLUMNS)
        self.list.setAccessibleName(tr("Log lines"))
        self.list.horizontalHeader().hide()
        self.told.setContentsMargins(6, 0, 6, 6)
        for widget in (self.bar, self.told, self.nothing):
            self.column.addWidget(widget)
        self.column.addWidget(self.list, 1)
        self.column.addStretch(0)
        self.slices = Slices(self)
        self._all: tuple[LogSource, ...] = ()
        self._sources: Sequence[LogSource] = ()
        self._now: int | None = None
        self.list.row_chosen.connect(self.select_wanted)
        self.text.textChanged.connect(self._filter)
        self.contract.currentIndexChanged.connect(self._filter)
        self.setFocusProxy(self.list)

    @property
    def count(self) -> int:
        """Lines of the whole transaction."""
        tab = self._state.tab
        return sum(len(f.logs) for f in tab.document.analysis.facts.values()) if tab is not None else 0

    def draw_document(self, document: Document | None) -> None:
        """Collect the lines; the filter of another document would hide these for no visible reason."""
        self._all = log_sources(document) if document is not None else ()
        self._sources = ()
        for widget in (self.text, self.contract):
            widget.blockSignals(True)
            widget.clear()
            widget.blockSignals(False)
        for part in (self.bar, self.list, self.told):
            part.hide()
        self.say_nothing("")

    def draw_told(self, document: Document, moment: Moment | None) -> None:
        """The lines so far; with a look ahead all, those to come as such."""
        tab = self._state.tab
        self._now = tab.moment.index if tab is not None and moment is None and not tab.moment.at_end else None
        self._sources = logged_by(self._all, moment)
        self._name_contracts()
        some = bool(self._sources)
        self.bar.setVisible(some)
        self.list.setVisible(some)
        untold = not some and document is not None
        self.say_nothing(nothing_logged(document.graph, moment) if untold else "")
        self._filter()

    def _name_contracts(self) -> None:
        """Offer the contracts that have logged; the choice stays."""
        names = contracts_of(self._sources)
        chosen = self.contract.currentData()
        self.contract.blockSignals(True)
        self.contract.clear()
        self.contract.addItem(EVERY, "")
        for name in names[:CONTRACTS_SHOWN]:
            self.contract.addItem(visible_text(name, 80), name)
        self.contract.setCurrentIndex(max(0, self.contract.findData(chosen)))
        self.contract.blockSignals(False)
        self.contract.setVisible(len(names) > 1)

    def draw_moment(self, tab: OpenTab) -> None:
        """Mark the selected node's lines."""
        self.list.show_moment(tab.selection, tab.moment.index if self._told is None else None)

    def _filter(self) -> None:
        wanted, contract = self.text.text(), str(self.contract.currentData() or "")
        self.slices.run(matches(self._sources, wanted, contract), self._show)

    def _show(self, lines: list[tuple[int, int]]) -> None:
        self.list.show_source(LogRows(self._sources, lines, self._now))
        self.list.reveal()
        whole = sum(len(source.logs) for source in self._sources)
        filtered = bool(self.text.text() or self.contract.currentData())
        self.told.setText(tr("{count} of {all} lines", count=numeral(len(lines)), all=numeral(whole)))
        self.told.setVisible(filtered)
