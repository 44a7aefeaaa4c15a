"""The longest time for which the window stands still while it opens a document, and while it steps through it.

A timer of 5 ms beats in the GUI thread. Prints, a recording: longest gap between two beats ÷ seconds of reading the
same JSON in one go (what a window that parses in its own thread would stand still for at least), and the same for a
step. Needs no screen.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QEventLoop, Qt, QTimer

from tests.reference.recorded import load_json
from xccviz.gui.app import create_window
from xccviz.gui.window import MainWindow
from xccviz.replay import cursor

BEAT_MS = 5
AFTER_MS = 500
STEPS = 20


class Heart:
    """Beats in the GUI thread and remembers the longest pause, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def restart(self) -> None:
        """Forget what was."""
        self.longest = 0.0
        self._last = time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def spin(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def opening(window: MainWindow, heart: Heart, path: Path) -> float:
    """The longest pause in seconds from the click on Open until the window has come to rest."""
    spin(AFTER_MS)
    heart.restart()
    window.opener.open(str(path))
    loop = QEventLoop()
    window.idle.connect(loop.quit)
    loop.exec()
    spin(AFTER_MS)
    return heart.longest


def stepping(window: MainWindow) -> float:
    """Seconds of the slowest of some steps, the GUI thread's own time."""
    slowest = 0.0
    for _ in range(STEPS):
        start = time.thread_time()
        window.step(cursor.back)
        slowest = max(slowest, time.thread_time() - start)
    return slowest


def main() -> None:
    """Measure recordings of several sizes, where they lie beside the checkout."""
    window = create_window(["--size", "1280x800"])
    heart = Heart()
    spin(AFTER_MS)
    shared = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "node" / "pv86"
    for name in ("diamond", "fan-out-50", "fan-out-500", "giant-4000"):
        path = next(iter(sorted((shared / name).glob("tx_status.json*"))), None)
        if path is None:
            continue
        text = json.dumps(load_json(path))
        start = time.perf_counter()
        json.loads(text)
        reference = time.perf_counter() - start
        pause, step = opening(window, heart, path), stepping(window)
        print(
            f"{name}: pause / json.loads = {pause / reference:.2f}, step / json.loads = {step / reference:.3f}"
            f"  ({pause * 1000:.0f} ms, {step * 1000:.1f} ms, {len(text):,} bytes)"
        )
    window.close()


if __name__ == "__main__":
    main()
