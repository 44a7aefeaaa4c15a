"""Python's cyclic collector kept from pausing the window.

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

SWITCH_SECONDS = 0.001
"""How long a busy worker thread may keep the interpreter from the window (Python's own value is 5 ms)."""

_lock = threading.Lock()
_resting = 0


def settle() -> None:
    """Call once the window stands: its modules and widgets are set aside, and threads take shorter turns."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()


def release() -> None:
    """Call when a window closes: what was set aside may be garbage now."""
    gc.unfreeze()


@contextmanager
def resting() -> Iterator[None]:
    """Nothing is collected inside; what was made inside and lives on is not looked at by later collections."""
    global _resting
    with _lock:
        if _resting == 0:
            gc.disable()
        _resting += 1
    try:
        yield
    finally:
        with _lock:
            _resting -= 1
            if _resting == 0:
                gc.freeze()
                gc.enable()
