"""Python's cyclic collector, kept to the window's own thread and from pausing it.

Left to itself Python collects in whatever thread happens to make an object. Widgets that have become garbage would then
be destroyed in the worker's thread, and Qt ends the process (a segmentation fault some time later, in any place). So
here it collects when the window has nothing else to do, and nowhere else.

A full collection walks every object that lives: with a transaction of thousands of receipts that is a third of a
second during which nothing moves. Documents are trees of frozen values that reference counts free, so the collector
need not look at them: while one is built it rests, and what stands then is set aside (`gc.freeze`).
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

SWITCH_SECONDS = 0.001
"""How long a busy worker thread may keep the interpreter from the window (Python's own value is 5 ms)."""
EVERY_MS = 500
MANY = (10_000, 10, 10)
"""Objects made since the last collection of the youngest, and collections of each generation until the next older one
is looked at too."""

_lock = threading.Lock()
_resting, _lasts = 0, False


class Collector(QObject):
    """Collects in the thread it was made in, between events."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.setInterval(EVERY_MS)
        timer.timeout.connect(self.collect)
        timer.start()

    def collect(self) -> None:
        """Look at the generations that are due; nothing while a document is built."""
        if _resting:
            return
        due = [generation for generation, count in enumerate(gc.get_count()) if count > MANY[generation]]
        if due and due[0] == 0:
            gc.collect(next((g for g in (2, 1) if g in due), 0))


def settle(application: QObject) -> None:
    """Call once a window stands: its modules and widgets are set aside, threads take shorter turns, and from now on
    only the window's thread collects."""
    sys.setswitchinterval(SWITCH_SECONDS)
    if application.findChild(Collector) is None:
        Collector(application)  # the first window: what was loaded for it is no garbage
    else:
        gc.collect()
    gc.freeze()


def release() -> None:
    """Call when a window closes: what was set aside may be garbage now."""
    gc.unfreeze()


@contextmanager
def resting(*, lasting: bool = True) -> Iterator[None]:
    """Nothing is collected inside; what was made inside and lives on is not looked at by later collections. Without
    `lasting` nothing that was made lives on, and nothing is set aside for it."""
    global _resting, _lasts
    with _lock:
        _resting += 1
    try:
        yield
    finally:
        with _lock:
            _resting -= 1
            _lasts = _lasts or lasting
            if _resting == 0 and _lasts:
                gc.freeze()
                _lasts = False
