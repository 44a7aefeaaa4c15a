"""Money: who gave what to whom, and where it is now."""

from __future__ import annotations

from itertools import chain

from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.graph.types import ReceiptGraph
from xccviz.gui.lists.row_model import Columns
from xccviz.gui.lists.row_view import RowView
from xccviz.gui.lists.rows import Row, Rows
from xccviz.gui.panels.money_rows import ahead_rows, money_rows
from xccviz.gui.panels.side import SidePanel
from xccviz.gui.state.store import OpenTab
from xccviz.gui.tasks.slices import Slices
from xccviz.replay.types import Moment
from xccviz.words.missing import nothing_known_moved, stakes_sentence, untold_moves, untold_outcomes
from xccviz.words.sentences import joined

NOTHING_MOVED_YET = tr("No NEAR and no token has been moved yet.")
COLUMNS = Columns((tr("WHO"), tr("AMOUNT")), (0, 122), numbers_from=1)


class TransfersPanel(SidePanel):
    """Deposits, refunds, tokens, accounts and the fee, a section each. Choosing a row selects its receipt."""

    def __init__(self) -> None:
        super().__init__("transfersPanel", tr("Money"))
        self.list = RowView(COLUMNS, details=True)
        self.list.setAccessibleName(tr("Deposits, refunds, tokens, accounts"))
        self.list.horizontalHeader().hide()
        self.slices = Slices(self)
        self._untold = self._nothing = self._staked = ""
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.list, 1)
        self.column.addStretch(0)
        self.list.row_chosen.connect(self.select_wanted)
        self.setFocusProxy(self.list)

    def draw_document(self, document: Document | None) -> None:
        """Collect the rows."""
        self.list.show_source(Rows())
        if document is None:
            self.slices.stop()
            self.say_nothing("")
            self.list.hide()

    def draw_told(self, document: Document, moment: Moment | None) -> None:
        """The rows as they stand; with a look ahead those of the end below them."""
        self._untold, self._nothing = untold_moves(document.graph, moment), _nothing(document.graph, moment)
        self._staked = stakes_sentence(document.graph, moment)
        tab = self._state.tab
        rows = money_rows(document, moment)
        if moment is None and tab is not None and not tab.moment.at_end:
            rows = chain(money_rows(document, tab.moment), ahead_rows(document))
        self.slices.run(rows, self._show)

    def _show(self, rows: list[Row]) -> None:
        self.list.show_source(Rows(rows))
        self.list.setVisible(bool(rows))
        self.say_nothing(joined(self._untold or ("" if rows else self._nothing), self._staked))
        self.list.reveal()

    def draw_moment(self, tab: OpenTab) -> None:
        """Mark the selected receipt's rows, and what is ahead."""
        self.list.show_moment(tab.selection, tab.moment.index if self._told is None else None)


def _nothing(graph: ReceiptGraph, moment: Moment | None) -> str:
    """That neither NEAR nor a token was moved by a moment, as far as that is known."""
    untold = untold_outcomes(graph, moment)
    if untold:
        return nothing_known_moved(graph, untold)
    past = moment is not None and not moment.at_end
    return NOTHING_MOVED_YET if past or graph.to_come else tr("No NEAR and no token was moved.")
