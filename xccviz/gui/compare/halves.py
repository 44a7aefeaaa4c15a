"""Who the two are: a field for each with what opens it, a button that swaps them, and below these how each ended, in
the tone of that end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from xccviz.analysis.compare.values import Missing
from xccviz.analysis.time.extent import extent_of
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.gui.look.icons import icon
from xccviz.gui.look.signs import Sign
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import ElidedLabel, boxed, label, restyle, row, set_text
from xccviz.gui.panels.open_bar import Instead
from xccviz.gui.state.pair import SIDES, Pair
from xccviz.words.costs import burnt_chip, fee_chip
from xccviz.words.signs import VERDICTS
from xccviz.words.waits import blocks

ICON_PX, FIELD_PX = 16, 34
SIDES_PX, LEAST_WORDS_PX = 80, 90
"""Px beside the words of a half; so many at least of what explains how it ended."""


class NameField(QFrame):
    """What opens one of the two; Return takes something else in its place. Emits `open_wanted(text)`."""

    open_wanted = Signal(str)

    def __init__(self, side: Missing) -> None:
        super().__init__()
        self.setObjectName("openBarFrame")
        self.edit = QLineEdit()
        self.edit.setObjectName(f"compareField{side.upper()}")
        self.edit.setProperty("look", "given")
        self.edit.setAcceptDrops(False)
        self.edit.setAccessibleName(
            tr("Transaction {side}: hash, address, file or sample", side=side.upper())
        )
        self.edit.returnPressed.connect(self.submit)
        line = row(label(side.upper(), "side"), self.edit, spacing=4)
        line.setStretch(1, 1)
        line.setContentsMargins(8, 2, 8, 2)
        self.setLayout(line)
        self._given = ""

    def show_given(self, given: str) -> None:
        """Say what opens it, unless somebody writes."""
        if given != self._given:
            self._given = given
            self.edit.setText("" if "\n" in given or len(given) > 2_000 else given)
            self.edit.setCursorPosition(0)

    def submit(self) -> None:
        """Open what was written."""
        text = self.edit.text().strip()
        if text and text != self._given:
            self.open_wanted.emit(text)


class Names(Instead):
    """The two fields, which stand in the open bar. Emits `instead_wanted(first, text)` and `swap_wanted()`."""

    instead_wanted = Signal(bool, str)
    swap_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[Missing, NameField] = {side: NameField(side) for side in SIDES}
        self.swap = QToolButton()
        self.swap.setObjectName("compareSwap")
        self.swap.setProperty("look", "flat")
        self.swap.setAccessibleName(tr("Swap A and B"))
        self.swap.setToolTip(tr("Swap A and B (X)"))
        self.swap.clicked.connect(self.swap_wanted)
        line = row(self.fields["a"], self.swap, self.fields["b"], spacing=8)
        line.setStretch(0, 1)
        line.setStretch(2, 1)
        self.setLayout(line)
        self.fields["a"].open_wanted.connect(lambda text: self.instead_wanted.emit(True, text))
        self.fields["b"].open_wanted.connect(lambda text: self.instead_wanted.emit(False, text))

    def submit(self) -> None:
        """Open what was written in either."""
        for field in self.fields.values():
            field.submit()

    def show_pair(self, pair: Pair) -> None:
        """Say who they are."""
        self.swap.setIcon(icon("swap", current_theme()))
        self.swap.setIconSize(QSize(worded(ICON_PX), worded(ICON_PX)))
        for side in SIDES:
            self.fields[side].show_given(pair.run(side).given)


class HalfVerdict(QFrame):
    """How one of the two ended."""

    def __init__(self, side: Missing) -> None:
        super().__init__()
        self._side: Missing = side
        self.setObjectName(f"compareVerdict{side.upper()}")
        self.setProperty("look", "verdict")
        self.sign = Sign(22)
        self.title = label("", "half", wrap=True, selectable=True)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self.words = ElidedLabel("mute")
        self.costs = ElidedLabel("mute")
        self.costs.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._low = False
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(self.title)
        below = row(self.words, self.costs, None, spacing=12)
        below.setStretch(0, 1)
        below.setStretch(2, 0)  # takes the room only while the words are away
        self.more = boxed(below)
        lines.addWidget(self.more)
        lines.addStretch(1)  # the other may be higher: words follow their title at once
        place = row(self.sign, spacing=10)
        place.addLayout(lines, 1)
        place.setContentsMargins(16, 8, 16, 8)
        self.setLayout(place)

    def show_pair(self, pair: Pair) -> None:
        """Say it in one sentence, and below that what it cost; what sets the two apart as a whole comes first."""
        document = pair.found.document(self._side)
        sign = VERDICTS[document.verdict.ending]
        restyle(self, "tone", sign.tone)
        self.sign.show_sign(sign.shape, sign.tone, sign.word)
        set_text(self.title, f"{self._side.upper()}  {document.verdict.title}")
        said = [*_apart(pair, document), document.verdict.explanation]
        self.words.show_text(" · ".join(part for part in said if part))
        self.costs.show_text(" · ".join(_costs(document)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for more words, or not any more."""
        super().resizeEvent(event)
        self._fit()

    def show_low(self, low: bool) -> None:
        """Say the sentence alone, or what explains it and what it cost too."""
        self._low = low
        self._fit()

    def _fit(self) -> None:
        """What it cost comes before what explains the sentence, which the transaction's own tab says too."""
        costs = self.costs.fontMetrics().horizontalAdvance(self.costs.full_text) + 4
        room = self.width() - SIDES_PX
        self.more.setVisible(not self._low)
        self.words.setVisible(room - costs >= worded(LEAST_WORDS_PX))
        self.costs.setFixedWidth(max(0, min(costs, room)))


def _costs(document: Document) -> list[str]:
    analysis = document.analysis
    fee, span = fee_chip(analysis), extent_of(analysis.graph).span
    parts = [burnt_chip(analysis)[0]]
    parts += [fee[0]] if fee is not None else []
    parts += [blocks(span.blocks)] if span is not None else []
    return parts


_APART: tuple[Callable[[Document], str], ...] = (
    lambda document: document.trace.network or "",
    lambda document: (
        tr("protocol {version}", version=document.trace.protocol_version)
        if document.trace.protocol_version is not None
        else ""
    ),
)
"""What is said of each where the two differ in it: they may not be two runs of one program on one chain."""


def _apart(pair: Pair, document: Document) -> list[str]:
    both = pair.found.a, pair.found.b
    return [said(document) for said in _APART if said(both[0]) != said(both[1]) and said(document)]


class Halves(QWidget):
    """How both ended, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.halves = [HalfVerdict(side) for side in SIDES]
        line = row(*self.halves, spacing=1)
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        self.setLayout(line)
        for half in self.halves:
            half.setMinimumWidth(200)
            half.title.setAlignment(Qt.AlignmentFlag.AlignLeft)

    def show_low(self, low: bool) -> None:
        """The sentences alone, or more."""
        for half in self.halves:
            half.show_low(low)

    def show_pair(self, pair: Pair) -> None:
        """Both of them."""
        for half in self.halves:
            half.show_pair(pair)
