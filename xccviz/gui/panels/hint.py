"""A hint, in the free room at the right of the line that says which transaction it is: it lies over nothing, moves
nothing, and is not told where it has no room. It comes when nothing was done for a moment, and each comes once."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from xccviz.catalogue import tr
from xccviz.gui.keys import keys_of, native
from xccviz.gui.look.widgets import button, label, row, set_text
from xccviz.gui.state.hinting import HINTS, holds, next_hint
from xccviz.gui.state.store import AppState
from xccviz.words.hints import ENOUGH, HINT, HintId
from xccviz.words.hints import HINTS as WORDS

CALM_MS = 1_500
"""How long nothing is done before a hint comes."""


class HintLine(QFrame):
    """Emits `tell_wanted(hint)` when one is of use, and `dismissed()`. `room()` px are free for it: whoever it stands
    in says so by `give_room`."""

    tell_wanted = Signal(str)
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hint")
        self.setProperty("look", "hint")
        self.says = label("")
        self.enough = button(ENOUGH, "link", self.dismissed.emit, tr("Got it: take this hint away"))
        line = row(label(HINT, "ind"), self.says, self.enough, spacing=8)
        line.setContentsMargins(10, 0, 4, 0)
        self.setLayout(line)
        self.keeps = True
        """Whether hints that were told are remembered: where they are not, none is told."""
        self._state: AppState | None = None
        self._room = 0
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._come)
        self.hide()

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show the one that is told, while it is of use."""
        self._state = new
        shown = new.hint if holds(new) else ""
        if shown and (old is None or old.hint != new.hint or self.says.text() == ""):
            self._say(next(id for id in HINTS if id == shown))
        self._fit(bool(shown))
        if old is None or old.hint == new.hint:  # whoever has just taken one away wants none at once
            self._calm.start(CALM_MS)

    def give_room(self, px: int) -> None:
        """So much is free."""
        self._room = px
        self._fit(self._state is not None and holds(self._state))

    def _say(self, hint: HintId) -> None:
        keys = keys_of(HINTS[hint].command)
        set_text(self.says, WORDS[hint](native(keys[0]) if keys else ""))
        self.setAccessibleName(f"{HINT}: {self.says.text()}")

    def _fit(self, wanted: bool) -> None:
        self.setVisible(wanted and self.sizeHint().width() <= self._room)

    def _come(self) -> None:
        state = self._state
        hint = next_hint(state) if state is not None and self.keeps else None
        if hint is None or not keys_of(HINTS[hint].command):
            return
        self._say(hint)
        if self.sizeHint().width() <= self._room:
            self.tell_wanted.emit(hint)
