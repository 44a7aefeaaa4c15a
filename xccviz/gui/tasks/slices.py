"""Long work of the GUI thread in slices, so that no key or click waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer, Signal

T = TypeVar("T")
SLICE = 0.008
"""Seconds of one slice: half of what a picture on screen lasts."""


AT_WORK: WeakSet[Slices] = WeakSet()
"""Those that have more to come."""


class Slices(QObject):
    """Collects what an iterator gives, but for None. `rested` is emitted after every slice, `ended` when all is told;
    a new `run` forgets the old one. What fits in the first slice is there when `run` returns, with `at_once`."""

    rested = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None, seconds: float = SLICE) -> None:
        super().__init__(parent)
        self._seconds = seconds
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)
        self._work: Iterator[object] = iter(())
        self._found: list[object] = []
        self._tell: Callable[[list[Any]], None] = lambda found: None

    @property
    def busy(self) -> bool:
        """Whether there is more to come."""
        return self._timer.isActive()

    def run(
        self,
        work: Iterator[T | None],
        tell: Callable[[list[T]], None] = lambda found: None,
        *,
        at_once: bool = True,
    ) -> None:
        """Begin; `tell` gets all that was found when the iterator has ended."""
        self.stop()
        self._work, self._found, self._tell = work, [], tell
        self._timer.start()
        AT_WORK.add(self)
        if at_once:
            self._slice()

    def stop(self) -> None:
        """Forget what is being done."""
        self._timer.stop()
        AT_WORK.discard(self)
        self._work, self._found, self._tell = iter(()), [], lambda found: None

    def _slice(self) -> None:
        until = time.perf_counter() + self._seconds
        for item in self._work:
            if item is not None:
                self._found.append(item)
            if time.perf_counter() >= until:
                self.rested.emit()
                return
        self.rested.emit()
        found, tell = self._found, self._tell
        self.stop()
        tell(found)
        self.ended.emit()
