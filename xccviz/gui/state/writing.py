"""One writer of the window's memory at a time, and the latest state is what stays."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from xccviz.gui.state.memory import Memory, read_memory, write_memory

log = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds that whoever closes a window waits for a write that has begun."""
Change = Callable[[Memory], Memory]


class Writer:
    """Writes the memory at `path`: what is `put` is written by whoever calls `write` next, in any thread. What was put
    before and is not yet written is superseded: each puts all that it knows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = threading.Lock()
        self._latest: Change | None = None

    def put(self, change: Change) -> None:
        """Have the memory changed with the next `write`."""
        self._latest = change

    def write(self, patience: float = -1) -> bool:
        """Write what was put last, after the write that has begun, which is waited for at most `patience` seconds
        (negative: as long as it takes); whoever began that one then writes this too. Whether it was written."""
        if not self._writing.acquire(timeout=patience):
            log.warning("the window's memory is still being written: %s", self._path)
            return False
        try:
            while (change := self._latest) is not None:
                self._latest = None
                write_memory(self._path, change(read_memory(self._path)))
        finally:
            self._writing.release()
        return True
