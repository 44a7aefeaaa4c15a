"""What changed is said to those who hear the window: how a transaction ended, where a step has led, what was done."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.look.heard import announce
from xccviz.gui.panels.step_strip import StepStrip
from xccviz.gui.panels.verdict import VerdictStrip
from xccviz.gui.state.store import AppState
from xccviz.model.text import visible_text

MOST = 400
"""Characters of what is said at once."""
_BREAKS = "\u200b"


class Announcing(QObject):
    """A panel that shows nothing: told after the strips, it says what they show where that is another thing than
    before. The part of a view that keys are about says itself (`gui/look/heard`)."""

    def __init__(self, window: QWidget, verdict: VerdictStrip, steps: StepStrip) -> None:
        super().__init__(window)
        self._window, self._verdict, self._steps = window, verdict, steps
        bulletin().said.connect(self._say_done)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Say how another transaction ended, where another step of the same stands, and what went wrong."""
        if new.problem is not None and (old is None or old.problem is not new.problem):
            self._say(" ".join((new.problem.message, new.problem.hint)))
        tab, before = new.tab, old.tab if old is not None else None
        if tab is None:
            return
        if before is None or before.key != tab.key or before.document.analysis is not tab.document.analysis:
            self._say(self._verdict.title.text())
        elif new.playing is None and (
            before.cursor != tab.cursor or (old is not None and old.playing is not None)
        ):
            # What plays goes on faster than it is said: where it stops is said.
            self._say(f"{self._steps.place.text()}: {self._steps.words.full_text}")

    def _say_done(self, words: str) -> None:
        if bulletin().is_for(self._window):
            self._say(words)

    def _say(self, words: str) -> None:
        if self._window.isVisible():
            announce(self._window, visible_text(words.replace(_BREAKS, ""), MOST))
