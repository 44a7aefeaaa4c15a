"""What each move takes to the painted frame in a window with thousands of receipts, and how even playing is.

    python benchmarks/moves.py [FILE]

Of FILE, or of 4,000 calls by one receipt: CPU ms of each move from steps at random until the view has painted, median
and worst of many, and the median ÷ json.dumps of 5,000 receipts in the same run (what stands around the view follows
after it, in slices). Then the window plays at 20 steps a second for some seconds: how late steps were painted, median
and worst, in ms by the clock; that tells something on a quiet machine only.
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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from tests.reference.extremes import envelope, giant
from xccviz.gui.app import create_window
from xccviz.gui.state.moving import here_of
from xccviz.gui.window import MainWindow
from xccviz.replay.moves import MOVES

ROUNDS, PLAYED_SECONDS, PATIENCE = 12, 5.0, 0.2


class Painted(QObject):
    """When the view was painted last, on the clock and in CPU seconds, and how often."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.count, self.at, self.cpu = 0, 0.0, 0.0
        self.times: list[float] = []
        viewport = window.views["graph"].viewport()
        viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note it once it has been painted."""
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self, self._done)
        return False

    def _done(self) -> None:
        self.count += 1
        self.at, self.cpu = time.monotonic(), time.process_time()
        self.times.append(self.at)


def opened(path: str) -> MainWindow:
    """A window that has opened a file and has nothing else to do."""
    window = create_window([path, "--offline", "--size", "1440x900", "--step", "0"])
    loop = QEventLoop()
    window.idle.connect(loop.quit)
    loop.exec()
    rest()
    return window


def rest(seconds: float = PATIENCE) -> None:
    """Let all that follows be done."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)


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


def measure_playing(window: MainWindow, painted: Painted) -> list[float]:
    """By how many ms each step came later than a twentieth of a second after the one before."""
    window.intents.go_to_step(10)
    window.intents.play_at("20")
    rest()
    painted.times = []
    window.intents.play()
    rest(PLAYED_SECONDS)
    window.intents.pause()
    apart = [after - before for before, after in zip(painted.times, painted.times[1:], strict=False)]
    return [(gap - 0.05) * 1000 for gap in apart if gap > 0.02]


def main() -> None:
    """Measure moves and playing."""
    plain = [{"id": str(i), "receiver_id": "token.near", "gas": i * 10**9} for i in range(5_000)]
    yard = min(_cpu(lambda: json.dumps(plain)) for _ in range(5))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XCCVIZ_CONFIG_DIR"] = folder
        path = Path(folder, "giant.json")
        path.write_text(json.dumps(envelope(giant(1, 4_000))))
        window = opened(sys.argv[1] if sys.argv[1:] else str(path))
        painted = Painted(window)
        rest()
        print(f"json.dumps of 5,000 receipts: {yard * 1000:.1f} ms")
        print(f"{'move':22}{'median':>8}{'worst':>8}{'÷ json':>8}")
        for name, times in measure_moves(window, painted).items():
            middle = statistics.median(times)
            print(f"{name:22}{middle:8.1f}{max(times):8.1f}{middle / yard / 1000:8.2f}")
        late = measure_playing(window, painted)
        told = f"late by {statistics.median(late):.1f} ms, worst {max(late):.1f}"
        print(f"playing at 20 a second: {len(late)} frames, {told}")
        window.close()


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
