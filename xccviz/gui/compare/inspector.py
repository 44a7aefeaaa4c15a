"""The selected call of two runs: every fact in two columns, what it gave in each, and why, as far as that is
certain."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.bulletin import copy
from xccviz.gui.look.signs import Sign
from xccviz.gui.look.widgets import ElidedLabel, clear, label, link, row, rule, set_text
from xccviz.gui.state.pair import SIDES, Pair
from xccviz.replay.standing import progress_of
from xccviz.tables.pair import PairFact, differences_at, nodes_of, pair_ends, pair_facts
from xccviz.words.differences import only_in
from xccviz.words.ids import short_id
from xccviz.words.names import spoken_name
from xccviz.words.pairs import because
from xccviz.words.roles import role_words
from xccviz.words.signs import PROGRESS

WIDTH_PX, LEAST_PX = 364, 280
_VALUE = 1_000
"""Characters of a value."""


class PairInspector(QScrollArea):
    """Emits `number_wanted(number)` for a click on the number of a difference."""

    number_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("compareInspector")
        self.setAccessibleName(tr("The selected call in both runs"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._body = QWidget()
        self._lines = QVBoxLayout(self._body)
        self._lines.setContentsMargins(22, 12, 18, 16)
        self._lines.setSpacing(6)
        self.setWidget(self._body)
        self._shown: tuple[object, ...] = ()

    def show_pair(self, pair: Pair) -> None:
        """The call that is selected, at the moment both stand at."""
        shown = (pair.found, pair.selection, pair.index, pair.costs)
        if shown == self._shown:
            return
        self._shown = shown
        found, call = pair.found, pair.found.union.by_key[pair.selection]
        clear(self._lines)
        self._head(pair)
        self._lines.addWidget(rule())
        self._table(pair_facts(found, call, pair.moments))
        for end in pair_ends(found, call, pair.moments):
            self._lines.addSpacing(6)
            self._lines.addWidget(label(end.caption.upper(), "caption"))
            words = label(end.words[:_VALUE], "badbox" if end.failed else "mono", wrap=True, selectable=True)
            self._lines.addWidget(words)
        self._because(pair)
        self._ids(pair)
        self._lines.addStretch(1)

    def _head(self, pair: Pair) -> None:
        found, call = pair.found, pair.found.union.by_key[pair.selection]
        nodes = nodes_of(found, call)
        node = nodes[1] or nodes[0]
        assert node is not None
        side = 1 if nodes[1] is not None else 0
        progress = progress_of(found.document(SIDES[side]).analysis, node.id, pair.moments[side])
        sign = Sign(18)
        sign.show_sign(PROGRESS[progress].shape, PROGRESS[progress].tone, PROGRESS[progress].word)
        name = label("", "name", wrap=True, selectable=True)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_text(name, spoken_name(node))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(name, 1)
        listed = {entry.number for entry in pair.entries}
        for number in [n for n in found.numbers_at.get(call.key, ()) if n in listed][:6]:
            line.addWidget(self._tag(number), 0, Qt.AlignmentFlag.AlignTop)
        self._lines.addLayout(line)
        missing = call.missing
        both = (
            tr("the same call in both runs") if missing is None else only_in("B" if missing == "a" else "A")
        )
        role = role_words(node, "line")
        self._lines.addWidget(label(f"{role} · {both}" if role else both, "mute", wrap=True))

    def _tag(self, number: int) -> QWidget:
        made = link(
            str(number), lambda: self.number_wanted.emit(number), tr("Difference {number}", number=number)
        )
        made.setProperty("look", "tag")
        return made

    def _table(self, facts: tuple[PairFact, ...]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(1)
        for column, stretch in enumerate((5, 4, 4)):
            grid.setColumnStretch(column, stretch)
        for column, side in enumerate(("A", "B"), start=1):
            grid.addWidget(label(side, "ind"), 0, column)
        for line, fact in enumerate(facts, start=1):
            cells = ((fact.name, "mute"), (fact.a, self._look(fact, 0)), (fact.b, self._look(fact, 1)))
            for column, (text, look) in enumerate(cells):
                cell = ElidedLabel(look)
                cell.setContentsMargins(6 if column == 0 else 2, 2, 2, 2)
                cell.show_text(text)
                cell.setProperty("differs", fact.differs)
                cell.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
                grid.addWidget(cell, line, column)
        self._lines.addLayout(grid)

    def _look(self, fact: PairFact, side: int) -> str:
        return "bad" if fact.failed[side] else "number" if fact.number else ""

    def _because(self, pair: Pair) -> None:
        found, call = pair.found, pair.found.union.by_key[pair.selection]
        a, b = nodes_of(found, call)
        if a is None or b is None or not pair.at_end:
            return
        told = because(differences_at(found, call.key), (found.a.analysis, found.b.analysis), (a, b))
        if not told:
            return
        self._lines.addSpacing(6)
        self._lines.addWidget(label(tr("Because").upper(), "caption"))
        self._lines.addWidget(label(" ".join(told), wrap=True, selectable=True))

    def _ids(self, pair: Pair) -> None:
        call = pair.found.union.by_key[pair.selection]
        self._lines.addSpacing(6)
        self._lines.addWidget(label(tr("Ids").upper(), "caption"))
        for side in SIDES:
            node = call.node(side)
            if node is None:
                continue
            name = side.upper()
            what = (
                tr("transaction {side}", side=name)
                if call.parent is None
                else tr("receipt {side}", side=name)
            )
            shown = label(short_id(node), "number")
            shown.setToolTip(node)
            said = tr("Id copied")
            button = link(tr("Copy"), partial(copy, node, said), tr("Copy the id"))
            self._lines.addLayout(row(label(what), None, shown, button))
