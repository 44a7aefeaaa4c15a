"""The verdict strip: one sentence about the end, and chips that select. It never speaks about the past."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from xccviz.analysis.time.extent import extent_of
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.gui.inspector.words_at import words_of
from xccviz.gui.look.signs import Sign
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import ElidedLabel, copied_text, label, plain_tooltip, restyle, set_text
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.store import AppState
from xccviz.gui.state.tabs import first_failure
from xccviz.gui.state.telling import same_document
from xccviz.model.text import visible_text
from xccviz.words.checks import incomplete_chip, missing_sentence
from xccviz.words.costs import burnt_chip, fee_chip
from xccviz.words.extent import failed_chip, span_words
from xccviz.words.names import spoken_name
from xccviz.words.proof import PROVEN_CHIP, proven_sentence
from xccviz.words.signs import VERDICTS
from xccviz.words.waits import blocks

LOW_PX = 700
"""Px of a window in which the explanation gets one line, whole in its tool tip: the drawing needs the room more."""


class VerdictStrip(QFrame):
    """Emits `select_wanted(node id)`, and `panel_wanted(name)` for the panel that has more about a number."""

    select_wanted = Signal(str)
    panel_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("verdictStrip")
        self.setAccessibleName(tr("Verdict"))
        self.sign = Sign(24)
        self.title = label("", "title", wrap=True, selectable=True)
        self.explanation = label("", "mute", wrap=True, selectable=True)
        for text in (self.title, self.explanation):
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.explanation)
        self.brief = ElidedLabel("mute")
        words.addWidget(self.brief)
        self.chips = ChipRow()
        layout = self._lines = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(10)
        layout.addWidget(self.sign)
        layout.addLayout(words, 1)
        layout.addWidget(self.chips, 0, Qt.AlignmentFlag.AlignVCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chips break into rows before they push the words away."""
        super().resizeEvent(event)
        self.chips.set_room(int(self.width() * ChipRow.SHARE))

    def showEvent(self, event: QShowEvent) -> None:
        """Hear how high the window is from now on."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._take_lines()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window has another height."""
        if event.type() == QEvent.Type.Resize:
            self._take_lines()
        return super().eventFilter(watched, event)

    def _take_lines(self) -> None:
        """Explain in as many lines as it takes, in a low window in one."""
        said, low = bool(self.brief.full_text), self.window().height() < worded(LOW_PX)
        self.brief.setVisible(said and low)
        self.explanation.setVisible(said and not low)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show the verdict of the tab in front; hidden without one."""
        if same_document(old, new):
            return
        tab = new.tab
        self.setVisible(tab is not None)
        if tab is None:
            return
        document = tab.document
        sign = VERDICTS[document.verdict.ending]
        restyle(self, "tone", sign.tone)
        self.sign.show_sign(sign.shape, sign.tone, sign.word)
        set_text(self.title, document.verdict.title)
        set_text(self.explanation, document.verdict.explanation)
        self.brief.show_text(document.verdict.explanation)
        self._take_lines()
        self.chips.show_chips(self._chips(document))
        # As high as it comes to be before anything is painted: else all below it jumps.
        self._lines.activate()

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """What a chip is about, with what it explains; else the verdict, of which what is marked."""
        under = self.childAt(self.mapFromGlobal(at)) if at is not None else self.window().focusWidget()
        where = at or (under or self).mapToGlobal((under or self).rect().center())
        if isinstance(under, Chip):
            return Pointed(
                under.node, text=f"{under.words}: {under.explanation}", what=tr("This text")
            ), where
        text, what, own = words_of(under)
        whole = "\n".join(copied_text(part.text()) for part in (self.title, self.explanation) if part.text())
        return Pointed(text=text or whole, what=what or tr("This text"), own=own), where

    def _chips(self, document: Document) -> list[QWidget]:
        analysis = document.analysis
        graph, root = analysis.graph, analysis.graph.root.id
        chips: list[QWidget] = []
        extent, first = extent_of(graph), first_failure(analysis)
        failed = failed_chip(extent)
        if failed and first is not None:
            told = tr("Show the first failure: {name}", name=spoken_name(graph.by_id[first]))
            chips.append(self._leading(failed, first, told, "chipbad"))
        burnt, exact = burnt_chip(analysis)
        chips.append(self._telling(burnt, "gasPanel", exact))
        fee = fee_chip(analysis)
        if fee is not None:
            chips.append(self._telling(fee[0], "transfersPanel", fee[1]))
        if extent.span is not None:
            chips.append(self._leading(blocks(extent.span.blocks), root, span_words(extent.span)))
        if not analysis.complete:
            chips.append(self._telling(incomplete_chip(analysis), "findings", missing_sentence(analysis)))
        elif 0 < analysis.to_prove == analysis.proven:
            chips.append(self._leading(PROVEN_CHIP, root, proven_sentence(analysis)))
        return chips

    def _leading(self, text: str, node: str, explanation: str, look: str = "chip") -> QWidget:
        """A chip that selects a node."""
        chip = Chip(text, look, explanation, lambda: self.select_wanted.emit(node))
        chip.node = node
        return chip

    def _telling(self, text: str, panel: str, explanation: str) -> QWidget:
        """A chip that brings the panel with more about it to the front."""
        return Chip(text, "chip", explanation, lambda: self.panel_wanted.emit(panel))


class Chip(QPushButton):
    """A number about the end, which explains itself to the pointer, to the keyboard and to assistive tools. `node`: the
    one that it selects."""

    def __init__(self, text: str, look: str, explanation: str, clicked: Callable[[], None]) -> None:
        super().__init__(visible_text(text, 120).replace("&", "&&"))
        self.words, self.explanation = text, explanation
        self.node: str | None = None
        self.setProperty("look", look)
        self.setToolTip(plain_tooltip(explanation))
        self.setAccessibleDescription(visible_text(explanation, 300))
        self.clicked.connect(lambda _checked=False: clicked())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Explain to who comes by keyboard."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self.toolTip(), self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The explanation goes with the focus."""
        super().focusOutEvent(event)
        QToolTip.hideText()


class ChipRow(QWidget):
    """Chips at the right in as many rows as they need; they never take more than SHARE of the strip."""

    SHARE = 0.46
    GAP = 6

    def __init__(self) -> None:
        super().__init__()
        self._chips: list[QWidget] = []
        self._room = 10_000

    def show_chips(self, chips: list[QWidget]) -> None:
        """Replace all chips."""
        for chip in self._chips:
            chip.hide()
            chip.setParent(None)
            chip.deleteLater()
        self._chips = chips
        for chip in chips:
            chip.setParent(self)
            chip.show()
        self.set_room(self._room)

    def set_room(self, room: int) -> None:
        """Stand within `room` px."""
        self._room = room
        rows: list[list[QWidget]] = [[]]
        width = 0
        for chip in self._chips:
            wanted = chip.sizeHint().width()
            if rows[-1] and width + self.GAP + wanted > room:
                rows.append([])
                width = 0
            width += wanted + (self.GAP if rows[-1] else 0)
            rows[-1].append(chip)
        widths = [sum(c.sizeHint().width() for c in row) + self.GAP * max(0, len(row) - 1) for row in rows]
        widest, y = max(widths), 0
        for row, wide in zip(rows, widths, strict=True):
            x = widest - wide
            height = max((c.sizeHint().height() for c in row), default=0)
            for chip in row:
                chip.setGeometry(x, y, chip.sizeHint().width(), height)
                x += chip.sizeHint().width() + self.GAP
            y += height + self.GAP
        self.setFixedSize(widest, max(0, y - self.GAP))
