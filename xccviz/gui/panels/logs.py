"""Events and logs of the whole transaction in the order of time, filtered by text and contract."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit

from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.gui.lists.row_model import Columns
from xccviz.gui.lists.row_view import RowView
from xccviz.gui.look.widgets import Chooser, boxed, label, row
from xccviz.gui.panels.log_rows import LogRows
from xccviz.gui.panels.side import SidePanel
from xccviz.gui.state.store import OpenTab
from xccviz.gui.tasks.slices import Slices
from xccviz.model.text import visible_text
from xccviz.tables.events import LogSource, contracts_of, log_sources, matches
from xccviz.words.logs import NOTHING_LOGGED

COLUMNS = Columns((tr("EVENT OR LOG"),), (0,), unfold=True)
EVERY = tr("Every contract")
CONTRACTS_SHOWN = 500


class LogsPanel(SidePanel):
    """One row a line, below its receipt's step and contract. Events carry their standard; what was rolled back is
    struck; the future is faint."""

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
        self._sources: tuple[LogSource, ...] = ()
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
        self._sources = log_sources(document) if document is not None else ()
        for widget in (self.text, self.contract):
            widget.blockSignals(True)
        self.text.clear()
        self.contract.clear()
        names = contracts_of(self._sources)
        self.contract.addItem(EVERY, "")
        for name in names[:CONTRACTS_SHOWN]:
            self.contract.addItem(visible_text(name, 80), name)
        for widget in (self.text, self.contract):
            widget.blockSignals(False)
        self.contract.setVisible(len(names) > 1)
        some = bool(self._sources)
        self.bar.setVisible(some)
        self.list.setVisible(some)
        self.say_nothing("" if some or document is None else NOTHING_LOGGED)
        self._filter()

    def draw_moment(self, tab: OpenTab) -> None:
        """Mark the selected node's lines; dim the future."""
        self.list.show_moment(tab.selection, tab.moment.index)

    def _filter(self) -> None:
        wanted, contract = self.text.text(), str(self.contract.currentData() or "")
        self.slices.run(matches(self._sources, wanted, contract), self._show)

    def _show(self, lines: list[tuple[int, int]]) -> None:
        self.list.show_source(LogRows(self._sources, lines))
        self.list.reveal()
        whole = sum(len(source.logs) for source in self._sources)
        filtered = bool(self.text.text() or self.contract.currentData())
        self.told.setText(tr("{count} of {all} lines", count=f"{len(lines):,}", all=f"{whole:,}"))
        self.told.setVisible(filtered)
