"""What each move takes to the painted frame in a window with thousands of receipts, and how even playing is.

    python benchmarks/moves.py [FILE]

Of FILE, or of 4,000 calls by one receipt: CPU ms of each move from steps at random until the view has painted, median
and worst of many, and the median ÷ json.dumps of 5,000 receipts in the same run (what stands around the view follows
after it, in slices). Then the window plays at 20 steps a second for some seconds: how late steps were painted, median
and worst, in ms by the clock, which tells something on a quiet machine only; and CPU ms from frame to frame.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from tests.reference.extremes import envelope, giant
from xccviz.gui.app import create_window
from xccviz.gui.canvas.view import Canvas
from xccviz.gui.state.moving import here_of
from xccviz.gui.tasks.slices import AT_WORK
from xccviz.gui.window import MainWindow
from xccviz.replay.moves import MOVES

ROUNDS, PLAYED_SECONDS, PATIENCE, IDLE = 12, 5.0, 0.2, 20


class Painted:
    """When the view was painted last, on the clock and in CPU seconds, and how often; also those before."""

    def __init__(self) -> None:
        self.count, self.cpu = 0, 0.0
        self.times: list[float] = []
        self.cpus: list[float] = []
        paint = Canvas.paintEvent

        def painted(view: Canvas, event: QPaintEvent) -> None:
            paint(view, event)
            self.count, self.cpu = self.count + 1, time.process_time()
            self.times.append(time.monotonic())
            self.cpus.append(self.cpu)

        Canvas.paintEvent = painted  # type: ignore[method-assign]  # before any is made


def opened(path: str) -> MainWindow:
    """A window that has opened a file and has nothing else to do."""
    window = create_window([path, "--offline", "--size", "1440x900", "--step", "0"])
    loop = QEventLoop()
    window.idle.connect(loop.quit)
    loop.exec()
    rest()
    return window


def rest(seconds: float = PATIENCE) -> None:
    """Let all that follows be done, however busy the machine is."""
    until, idle = time.monotonic() + seconds, 0
    while time.monotonic() < until or idle < IDLE:
        begun = time.process_time()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        idle = idle + 1 if time.process_time() - begun < 0.0005 and not AT_WORK else 0


def to_the_frame(painted: Painted, move: Callable[[], None]) -> float | None:
    """CPU ms of a move until the view has painted; None where it had nothing to paint."""
    before, begun, until = painted.count, time.process_time(), time.monotonic() + PATIENCE
    move()
    while painted.count == before and time.monotonic() < until:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
    return (painted.cpu - begun) * 1000 if painted.count > before else None


def measure_moves(window: MainWindow, painted: Painted) -> dict[str, list[float]]:
    """Of each move the times."""
    chance, found = random.Random(3), defaultdict(list)
    tab = window.store.state.tab
    assert tab is not None
    ids = [node.id for node in tab.document.graph.nodes]
    window.intents.mark_by_filter("method:*")
    for _ in range(ROUNDS):
        for move in MOVES:
            window.intents.go_to_step(chance.randrange(len(tab.document.timeline)))
            if chance.random() < 0.5:
                window.select(chance.choice(ids))
            rest(0.05)
            here = here_of(window.store.state)
            if here is None or move.to(here) is None:
                continue
            took = to_the_frame(painted, lambda move=move: window.intents.move(move))
            if took is not None:
                found[move.id].append(took)
    window.intents.remove_marks()
    return found


def measure_playing(window: MainWindow, painted: Painted) -> tuple[list[float], list[float]]:
    """By how many ms each step came later than a twentieth of a second after the one before, and CPU ms from each
    painted one to the next."""
    window.intents.go_to_step(10)
    window.intents.play_at("20")
    rest()
    painted.times, painted.cpus = [], []
    loop = QEventLoop()
    QTimer.singleShot(int(PLAYED_SECONDS * 1000), loop.quit)
    window.intents.play()
    loop.exec()
    window.intents.pause()
    cpu = [(after - before) * 1000 for before, after in pairwise(painted.cpus)]
    return [
        (after - before - 0.05) * 1000 for before, after in pairwise(painted.times) if after - before > 0.02
    ], cpu


def main() -> None:
    """Measure moves and playing."""
    plain = [{"id": str(i), "receiver_id": "token.near", "gas": i * 10**9} for i in range(5_000)]
    yard = min(_cpu(lambda: json.dumps(plain)) for _ in range(5))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XCCVIZ_CONFIG_DIR"] = folder
        path = Path(folder, "giant.json")
        path.write_text(json.dumps(envelope(giant(1, 4_000))))
        painted = Painted()
        window = opened(sys.argv[1] if sys.argv[1:] else str(path))
        rest()
        print(f"json.dumps of 5,000 receipts: {yard * 1000:.1f} ms")
        print(f"{'move':22}{'median':>8}{'worst':>8}{'÷ json':>8}")
        for name, times in measure_moves(window, painted).items():
            middle = statistics.median(times)
            print(f"{name:22}{middle:8.1f}{max(times):8.1f}{middle / yard / 1000:8.2f}")
        late, cpu = measure_playing(window, painted)
        told = f"late by {statistics.median(late):.1f} ms, worst {max(late):.1f}"
        took = f"CPU {statistics.median(cpu):.1f} ms, worst {max(cpu):.1f}"
        print(f"playing at 20 a second: {len(late)} frames, {told}; {took}")
        window.close()


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
