"""The clock of playing: it ticks while the state says that a tab plays."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from xccviz.gui.state.playing import PACE_BY_ID
from xccviz.gui.state.store import AppState


class Playing(QObject):
    """Calls `tick` as often as the pace says."""

    def __init__(self, tick: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.timer = QTimer(self)
        self.timer.setTimerType(
            Qt.TimerType.PreciseTimer
        )  # a coarse one is late by up to a twentieth, unevenly
        self.timer.timeout.connect(tick)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Begin, go on at another pace, or stop."""
        if new.playing is None:
            self.timer.stop()
            return
        interval = round(1000 / PACE_BY_ID[new.pace].per_second)
        if not self.timer.isActive() or self.timer.interval() != interval:
            self.timer.start(interval)
