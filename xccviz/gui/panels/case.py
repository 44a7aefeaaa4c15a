"""The case of the transaction in front: which open transactions belong to it and why, and all their steps on one
timeline. Choosing a step stands there, in the transaction that it is of."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from xccviz.case import Case, ties_by
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.gui.lists.row_model import Columns
from xccviz.gui.lists.row_paint import PAD, SIGN_PX
from xccviz.gui.lists.row_view import RowView
from xccviz.gui.look.switch_box import SwitchBox
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import boxed, clear, label, link, row, set_text
from xccviz.gui.panels.case_rows import CaseRows, step_of
from xccviz.gui.panels.side import SidePanel
from xccviz.gui.state.casing import case_in_front, case_step, told_until
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.layout.measure import measure
from xccviz.model.text import visible_text
from xccviz.tables.cases import case_sum, tie_sentence, transaction_title
from xccviz.values import replace
from xccviz.words.case import NO_CASE

COLUMNS = Columns((tr("BLOCK"), tr("OF"), tr("WHAT HAPPENED")), (110, 30, 0), main=2, signed=True)
SHOWN, TIES_SHOWN = 120, 4


def with_room(columns: Columns, blocks: Iterable[str]) -> Columns:
    """The same with a first column as wide as its widest words behind a sign: the others have the rest."""
    widest = max((measure(block, "regular", 12) for block in blocks), default=0.0)
    return replace(columns, widths=(math.ceil(widest) + SIGN_PX + 4 + 2 * PAD, *columns.widths[1:]))


class CasePanel(SidePanel):
    """Emits `case_wanted(what, value)`: a row of `gui/wishes.CASED`."""

    case_wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("casePanel", tr("Case"))
        self.sum = label("", "mute")
        self.together = SwitchBox()
        self.together.setText(tr("Step together"))
        self.together.clicked.connect(lambda on: self.case_wanted.emit("together", on))
        self.save = link(tr("Save as one capture…"), lambda: self.case_wanted.emit("save", None))
        self.titles = QVBoxLayout()
        self.titles.setSpacing(2)
        self.why = label("", "mute", wrap=True)
        self.list = RowView(COLUMNS)
        self.list.setAccessibleName(tr("Steps of the case"))
        self.list.horizontalHeader().hide()
        self.list.row_chosen.connect(lambda key: self.case_wanted.emit("step", step_of(key)))
        self.bar = boxed(row(self.sum, None, self.together), 6, 8, 4, 2)
        those = row()
        those.addLayout(self.titles)
        those.addStretch(1)
        those.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        self.those = boxed(those, 0, 0, 0, 2)
        self.told = boxed(row(self.why), 6, 0, 4, 4)
        for widget in (self.bar, self.those, self.told):
            self.column.addWidget(widget)
        self.column.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addWidget(self.list, 1)
        self.column.addStretch(0)
        self._case: Case | None = None
        self._until = -1
        self._show_case(None)
        self.setFocusProxy(self.list)

    def sizeHint(self) -> QSize:
        """Room for a few rows."""
        return QSize(super().sizeHint().width(), worded(180))

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show the case of the tab in front; also a hidden panel lets go of one that is none any more."""
        if self._case is not None and not any(case is self._case for case in new.cases):
            self._show_case(None)
        super().show_state(old, new)

    def draw_document(self, document: Document | None) -> None:
        """What is shown is of several documents."""

    def draw_moment(self, tab: OpenTab) -> None:
        """The case, as far as one stands in it; more of it only for whoever looks ahead."""
        found = case_in_front(self._state)
        case = found[0] if found is not None else None
        if case is not self._case:
            self._show_case(case)
        self.together.setChecked(self._state.together)
        n = case_step(self._state)
        if case is None or n is None:
            return
        until = told_until(self._state, case, n)
        if until != self._until:
            self._until = until
            told = [tie_sentence(case, tie) for tie in ties_by(case, until)[:TIES_SHOWN]]
            set_text(self.why, visible_text(" ".join(told), 4 * SHOWN))
            self.told.setVisible(bool(told))
            rows = CaseRows(case, until)
            self.list.show_source(rows, with_room(COLUMNS, rows.blocks))
        self.list.show_moment(str(n) if n else None, n)

    def _show_case(self, case: Case | None) -> None:
        self._case, self._until = case, -1
        clear(self.titles)
        for widget in (self.bar, self.those, self.told, self.list):
            widget.setVisible(case is not None)
        self.say_nothing("" if case is not None else NO_CASE)
        if case is None:
            self.list.show_source(CaseRows(None))
            return
        for of in range(len(case.documents)):
            words = visible_text(transaction_title(case, of), SHOWN)
            self.titles.addWidget(link(words, partial(self.case_wanted.emit, "show", of)))
        set_text(self.sum, case_sum(case))
