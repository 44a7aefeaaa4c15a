"""Writing the window's memory: one writer at a time, the latest state is what stays, and other windows keep theirs."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from pathlib import Path

from xccviz.gui.state.memory import Memory, found_memory, write_memory
from xccviz.values import replace

log = logging.getLogger(__name__)

PATIENCE, LAST_PATIENCE = 1.0, 0.2
"""Seconds that a write is waited for which has begun in this window or another one; and when the window closes."""
STALE_MS = 10_000
"""So old is the lock of a window that hangs; that of one which is gone counts for nothing at once."""


_here: dict[Path, threading.Lock] = {}
"""Who writes in this process, by file."""


class Writer:
    """Writes the memory at `path`: what is `put` is written by whoever calls `write` next, in any thread. What was put
    before and is not yet written is superseded: each puts all that it knows. `known`: what was read when the window
    opened; only what is other than what this window knew last is written over what the file holds by then."""

    def __init__(self, path: Path, known: Memory) -> None:
        self._path = path
        self._writing = threading.Lock()
        self._known = known
        self._latest: deque[Memory] = deque(maxlen=1)

    def put(self, memory: Memory) -> None:
        """Have this remembered with the next `write`."""
        self._latest.append(memory)

    def write(self, patience: float | None = None) -> bool:
        """Write what was put last, after the write that has begun, which is waited for a while (`patience` in seconds,
        or as usual); whoever began that one then writes this too. Whether it was written."""
        seconds = PATIENCE if patience is None else patience
        until = time.monotonic() + seconds
        if not self._writing.acquire(timeout=seconds):
            log.warning("the window's memory is still being written: %s", self._path)
            return False
        try:
            while self._latest:
                self._write(self._latest.pop(), until)
        finally:
            self._writing.release()
        return True

    def _write(self, ours: Memory, until: float) -> None:
        from PySide6.QtCore import QLockFile  # late, both: the frame comes first

        from xccviz.gui.state.merging import merged

        # Windows of this process don't wait for each other by asking for the file again and again.
        here = _here.setdefault(self._path, threading.Lock())
        mine = here.acquire(timeout=max(0.0, until - time.monotonic()))
        lock = QLockFile(f"{self._path}.lock")
        lock.setStaleLockTime(STALE_MS)
        # Without the lock all is written nevertheless: a window that hangs keeps no other from remembering.
        lock.tryLock(max(0, round(1000 * (until - time.monotonic()))))
        try:
            found = found_memory(self._path)
            theirs = found if found is not None else self._known
            if not write_memory(self._path, merged(self._known, ours, theirs)):
                return
            # What had no room in the file is new again when there is some.
            held = {hash for hash, _ in (found_memory(self._path) or ours).kept}
            self._known = replace(ours, kept=tuple(each for each in ours.kept if each[0] in held))
        finally:
            lock.unlock()
            if mine:
                here.release()
