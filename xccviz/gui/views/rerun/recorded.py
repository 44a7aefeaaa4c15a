"""Below what a change did: recorded calls that had its input, each with a link that opens it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xccviz.gui.look.signs import Sign
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import ElidedLabel, ElidedLink, clear, label, row
from xccviz.words.numbers import and_more
from xccviz.words.recorded import beside_words, recorded_name, recorded_words

if TYPE_CHECKING:
    from xccviz.opening.recorded import KnownRun

SHOWN = 3
_SIGN_PX, _WHERE_NUMBERS_ARE, _BEHIND_SIGN = 12, 20, 6
_ROUND_TEXT, _ROUND_LINK = 4, 16


class RecordedLines(QWidget):
    """A line each. Emits `open_wanted(KnownRun)`."""

    open_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("recordedRuns")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(_WHERE_NUMBERS_ARE, 2, 12, 4)
        self._lines.setSpacing(0)
        self._shown: tuple[KnownRun, ...] = ()
        self.hide()

    def show_runs(self, found: tuple[KnownRun, ...]) -> None:
        """Show the first of them, and how many more there are."""
        if found is self._shown:
            return
        self._shown = found
        clear(self._lines)
        for one in found[:SHOWN]:
            self._lines.addWidget(_Line(one, partial(self.open_wanted.emit, one)))
        if len(found) > SHOWN:
            self._lines.addWidget(label(and_more(len(found) - SHOWN), "mute"))
        self.setVisible(bool(found))


class _Line(QWidget):
    """How it ended, its name as a link, and what of it was another."""

    def __init__(self, found: KnownRun, open: partial[None]) -> None:
        super().__init__()
        sign = Sign(_SIGN_PX)
        words = recorded_words(found.alike)
        same = found.alike.same_end
        sign.show_sign("ok" if same else "caution", "ok" if same else "wait", words)
        self._words, self._beside = ElidedLabel(), ElidedLabel("mute")
        self._words.show_text(words)
        self._link = ElidedLink(recorded_name(found.alike, found.given), open)
        self._beside.show_text(beside_words(found.alike))
        self._beside.setVisible(bool(self._beside.full_text))
        line = row(sign, self._words, self._link, self._beside, None)
        for part, share in ((self._words, 3), (self._link, 4), (self._beside, 2)):
            line.setStretchFactor(part, share)
        line.setStretch(line.count() - 1, 0)
        line.insertSpacing(1, _BEHIND_SIGN)
        self.setLayout(line)

    def showEvent(self, event: QShowEvent) -> None:
        """Now its words have their font."""
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Words of another size take another width."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and self.layout() is not None:
            self._fit()

    def _fit(self) -> None:
        """They stand one after the other, and are shortened only where there is no room for all."""
        for part, padding in (
            (self._words, _ROUND_TEXT),
            (self._link, _ROUND_LINK),
            (self._beside, _ROUND_TEXT),
        ):
            part.ensurePolished()
            whole = part.fontMetrics().horizontalAdvance(part.full_text)
            part.setMaximumWidth(whole + worded(padding))
