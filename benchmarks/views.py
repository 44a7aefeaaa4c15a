"""What a window takes for a drawing that flows, of 5,000 receipts, against its targets; and how layouts grow.

    python benchmarks/views.py [VIEW …]

For each (all where none is named), with receipts that are all alike and with as many that are not, CPU ms:

* the layout, and the first frame with it, from the wish to see the view (at most 300)
* a step back to the painted frame of the view, which strips, buttons, panes and docks follow, at the end and in the
  middle, 50 ms after the one before as at the fastest pace of playing: half of them (at most 4) and the slowest (8)
* a frame while panning, the slowest (at most 16)

The machine may be busy, which slows CPU time too: `json.dumps` of as many receipts in the same run is told for that.
Of the layout also the exponent from 250 to 8,000 receipts: of receipts that are unlike, of a chain, and of calls within
calls that are all waited for. 1 is linear, n log n about 1.1.
"""

from __future__ import annotations

import gc
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XCCVIZ_CONFIG_DIR"] = tempfile.mkdtemp(prefix="xccviz-bench-")
os.environ["XCCVIZ_CACHE_DIR"] = tempfile.mkdtemp(prefix="xccviz-bench-")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from tests.layout.trees import Spec, analysis_of, document_of, with_heights
from xccviz.analysis.types import Analysis
from xccviz.display.drawings import DRAWINGS, Drawing
from xccviz.document import Document
from xccviz.gui.app import create_window
from xccviz.gui.state.tabs import open_tab
from xccviz.gui.views.flowing import FlowingView
from xccviz.gui.window import MainWindow
from xccviz.layout.types import LayoutOptions
from xccviz.values import replace

RECEIPTS, ROUNDS, STEPS = 5_000, 5, 50
PAUSE = 0.05
"""Seconds between steps: what the next one shows is made meanwhile."""


def alike(count: int) -> Analysis:
    """So many calls of one method by one receipt."""
    return _dated([Spec(0, account="token.near", method="ft_transfer") for _ in range(count - 1)], [0])


def unlike(count: int) -> Analysis:
    """A tree of calls of forty methods between twelve accounts."""
    chance, specs = random.Random(5), []
    for i in range(1, count):
        parent, account = chance.randint(max(0, i - 40), i - 1), f"a{chance.randint(0, 11)}.near"
        failed = chance.random() < 0.02
        specs.append(Spec(parent, account=account, method=f"m{chance.randint(0, 39)}", failed=failed))
    return _dated(specs)


def chain(count: int) -> Analysis:
    """Each call makes the next one."""
    return _dated([Spec(i, account=f"a{i % 12}.near", method=f"m{i % 40}") for i in range(count - 1)])


def nested(count: int) -> Analysis:
    """Calls within calls, each with a callback that waits for all that is within."""
    specs, parent = list[Spec](), 0
    while len(specs) < count - 1:
        call = len(specs) + 1
        specs.append(Spec(parent, account=f"a{call % 7}.near", method="go"))
        specs.append(Spec(parent, (call,), account=f"a{call % 5}.near", method="on_go"))
        parent = call
    return _dated(specs)


def _dated(specs: list[Spec], delays: list[int] | None = None) -> Analysis:
    return with_heights(analysis_of([Spec(-1), *specs]), delays or [0, 1, 0, 2])


def least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least CPU ms of several rounds, while the collector rests as it does in a window."""
    times, collects = list[float](), gc.isenabled()
    gc.collect()
    gc.disable()
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1e3)
    if collects:
        gc.enable()
    return min(times)


def settle(seconds: float) -> None:
    """Let the window come to rest."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def timed(act: Callable[[], object]) -> float:
    """CPU ms of the window's thread until what an act changes is painted."""
    loop, found = QEventLoop(), list[float]()

    def begin() -> None:
        start = time.thread_time()
        act()
        QApplication.sendPostedEvents()  # what is to be painted, and nothing that follows it
        found.append((time.thread_time() - start) * 1e3)
        QTimer.singleShot(0, loop.quit)

    QTimer.singleShot(0, begin)
    loop.exec()
    return found[0]


def tell(title: str, reached: float, target: float | None = None) -> None:
    """Print one figure."""
    bound = f"at most {target:g}   ratio {reached / target:5.2f}" if target is not None else ""
    print(f"{title:52} {reached:8.2f} {bound}", flush=True)


def open_in(window: MainWindow, document: Document) -> None:
    """Show a document's graph: other views are not made yet."""
    window.intents.show_view("graph")
    window.store.update(lambda state: replace(state, tabs=(open_tab(document, "measured"),), active=0))
    settle(1.0)


def measure(window: MainWindow, drawing: Drawing, name: str, document: Document) -> None:
    """One view of one document."""
    title = f"{drawing.id}, {RECEIPTS:,} {name}"
    tell(f"{title}: layout", least(lambda: drawing.lay_out(document.analysis, LayoutOptions())))
    open_in(window, document)
    view = window.views[drawing.id]
    assert isinstance(view, FlowingView)
    start = time.process_time()
    window.intents.show_view(drawing.id)
    while view.layout_shown is None:
        QApplication.processEvents()
        time.sleep(0.0005)
    QApplication.processEvents()
    tell(f"{title}: first frame", (time.process_time() - start) * 1e3, 300)
    settle(0.6)
    steps: list[float] = []
    for begin in (len(document.timeline), len(document.timeline) // 2):
        window.intents.go_to_step(begin)
        settle(0.3)
        for to in range(begin - 1, begin - STEPS - 1, -1):
            steps.append(timed(lambda to=to: window.intents.go_to_step(to)))
            settle(PAUSE)
    steps.sort()
    tell(f"{title}: a step, p50", steps[len(steps) // 2], 4)
    tell(f"{title}: a step, p99", steps[int(len(steps) * 0.99)], 8)
    frames: list[float] = []
    for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
        if bar.maximum() > bar.minimum():
            bar.setValue((bar.minimum() + bar.maximum()) // 2)
            settle(0.1)
            moves = [23] * 40 + [-23] * 40 + [97] * 20
            frames += [timed(lambda by=by, bar=bar: bar.setValue(bar.value() + by)) for by in moves]
    if frames:
        tell(f"{title}: panning, p99", sorted(frames)[int(len(frames) * 0.99)], 16)


def exponent(drawing: Drawing, make: Callable[[int], Analysis], few: int = 250, many: int = 8_000) -> float:
    """How the layout's time grows: 1 is linear."""
    times = []
    for count in (few, many):
        analysis = make(count)
        times.append(least(lambda given=analysis: drawing.lay_out(given, LayoutOptions()), 3))
    return log(times[1] / times[0]) / log(many / few)


def main() -> None:
    """Measure the drawings that flow."""
    window = create_window(["--size", "1440x900", "--offline"])
    window.complete()
    window.show()
    settle(0.3)
    window._panels._wake = lambda: None  # what follows later is not part of a step's frame
    window.store.update(lambda state: replace(state, grain="everything"))  # one step back is the one before
    plain = [{"id": str(i), "receiver_id": "token.near", "gas": i * 10**9} for i in range(RECEIPTS)]
    tell("json.dumps of as many receipts", least(lambda: json.dumps(plain)))
    for drawing in DRAWINGS:
        if drawing.flows and (not sys.argv[1:] or drawing.id in sys.argv[1:]):
            for make in (alike, unlike):
                measure(window, drawing, make.__name__, document_of(make(RECEIPTS)))
            for make in (unlike, chain, nested):
                tell(f"{drawing.id}: growth of the layout, {make.__name__}", exponent(drawing, make), 1.2)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
