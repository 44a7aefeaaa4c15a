"""The graph of thousands of receipts against its targets, in one run.

    python benchmarks/graph.py [--quick]

Each line: the figure, what was reached, the target, and their ratio (1 or less meets it).

* frames while panning and zooming with everything in sight, 2,000 and 5,000 receipts unfolded: p99
* a step back at 5,000, folded and whole, to the painted frame (panels beside follow later), 50 ms after the one before
  as where one plays at the fastest pace: p50 and p99
* resident memory with 5,000 receipts open, folded and whole
* bytes to the first painted frame, and `export --to svg --expand all`, against `dot -Tsvg` of the same whole graph
* growth of the layout from 250 to 8,000 receipts as an exponent; n log n is about 1.1

Milliseconds are CPU of the GUI thread, seconds of processes CPU as well: the machine may be busy. `--quick` leaves out
what takes minutes: Graphviz.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.reference.extremes import envelope, join, pages
from xccviz.document import build_document
from xccviz.layout.layered.build import build_layout
from xccviz.sources.files.read import open_text

WINDOW = """
import json, os, sys, time
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from xccviz.gui.app import create_window
from xccviz.values import replace
path, whole = sys.argv[1], sys.argv[2] == "all"
window = create_window(["--size", "1440x900", "--offline", *(["--expand", "all"] if whole else []), path])
from PySide6.QtWidgets import QApplication
class Painted(QObject):
    count = 0
    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False
def settle(seconds):
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()
began, painted = time.process_time(), Painted()
graph = window.views["graph"]
graph.viewport().installEventFilter(painted)
while graph.layout_shown is None or not painted.count:
    QApplication.processEvents()
    time.sleep(0.0005)
first = time.process_time()
settle(1.0)
window._panels._wake = lambda: None  # what follows later is not part of a step's frame
window.store.update(lambda state: replace(state, grain="everything"))  # one step back is the one before
def timed(act):
    loop, found = QEventLoop(), []
    def begin():
        start = time.thread_time()
        act()
        QApplication.sendPostedEvents()  # what is to be painted, and nothing that follows it
        found.append((time.thread_time() - start) * 1000)
        QTimer.singleShot(0, loop.quit)
    QTimer.singleShot(0, begin)
    loop.exec()
    return found[0]
def spread(values):
    values = sorted(values)
    return values[len(values) // 2], values[min(len(values) - 1, int(len(values) * 0.99))]
graph.hold()
view, content = graph.viewport(), graph._content()
graph._look_at(content, min(view.width() / content.width(), view.height() / content.height(), 1.0))
settle(0.3)
factors = [1.04 if (n // 10) % 2 == 0 else 1 / 1.04 for n in range(60)]
frames = [timed(lambda f=f: graph.scale(f, f)) for f in factors]
bar = graph.horizontalScrollBar()
graph.scale(2, 2)
settle(0.1)
frames += [timed(lambda d=d: bar.setValue(bar.value() + d)) for d in [23] * 30 + [-23] * 30]
graph.fit_whole(0.7)
settle(0.3)
last = len(window.store.state.tab.document.timeline)
steps = []
for begin in (last - 1, last // 2):
    window.intents.go_to_step(begin)
    settle(0.3)
    for n in range(1, 31):
        steps.append(timed(lambda: window.intents.go_to_step(begin - n)))
        settle(0.05)  # what the next one shows is made meanwhile
resident = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS")) / 1024
print(json.dumps({"first": first, "frames": spread(frames), "steps": spread(steps), "resident": resident}))
sys.stdout.flush()
os._exit(0)
"""
EXPORT = "import sys; from xccviz.__main__ import run; sys.exit(run())"
ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(tempfile.mkdtemp(prefix="xccviz-bench-"))
ENVIRON = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPATH": str(ROOT),
    "PYTHONPYCACHEPREFIX": f"{FOLDER}/pycache",  # as installed: what a module is made of is not compiled each time
    "QT_QPA_PLATFORM": "offscreen",
    "XCCVIZ_CONFIG_DIR": str(FOLDER / "config"),
    "XCCVIZ_CACHE_DIR": str(FOLDER / "cache"),
}


def run(*command: str) -> tuple[str, float]:
    """What a process prints, and its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=ENVIRON, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write(name: str, answer: object) -> str:
    """An answer as a file."""
    path = FOLDER / name
    path.write_text(json.dumps(answer))
    return str(path)


def tell(title: str, reached: float, target: float, unit: str, *, least: bool = False) -> None:
    """Print one figure."""
    ratio = target / reached if least else reached / target
    bound = "at least" if least else "at most"
    print(f"{title:58} {reached:8.2f} {unit:4} {bound} {target:g}   ratio {ratio:5.2f}", flush=True)


def window(path: str, shown: str) -> dict[str, object]:
    """The figures of a window in a process of its own, as an installed one is: with all that is compiled at hand."""
    if not (FOLDER / "pycache").exists():
        run(sys.executable, "-c", WINDOW, path, shown)
    return json.loads(run(sys.executable, "-c", WINDOW, path, shown)[0].splitlines()[-1])


def export(path: str, to: str) -> float:
    """CPU seconds of writing the whole graph, the least of two."""
    out = f"{path}.{to}"
    given = ("export", path, "--to", to, "--expand", "all", "-o", out, "--force", "-q", "--offline")
    return min(run(sys.executable, "-c", EXPORT, *given)[1] for _ in range(2))


def layout_seconds(receipts: int) -> float:
    """CPU seconds of laying out a whole join, the least of three."""
    analysis = build_document(open_text(json.dumps(envelope(join(receipts))))).analysis
    found = []
    for _ in range(3):
        began = time.process_time()
        build_layout(analysis, alike=False, budget=10 * receipts)
        found.append(time.process_time() - began)
    return min(found)


def main() -> None:
    """Measure and print."""
    large = write("5000.json", envelope(pages(10, 498, frozenset({(0, 100), (5, 3), (9, 497)}))))
    middle = write("2000.json", envelope(pages(4, 498)))
    shown = {name: window(large, name) for name in ("auto", "all")}
    tell("frames, 2,000 whole, all in sight, p99", window(middle, "all")["frames"][1], 16, "ms")  # type: ignore[index]
    tell("frames, 5,000 whole, all in sight, p99", shown["all"]["frames"][1], 16, "ms")  # type: ignore[index]
    for name, words in (("auto", "folded"), ("all", "whole")):
        half, most = shown[name]["steps"]  # type: ignore[misc]
        tell(f"a step, 5,000 {words}, p50", half, 4, "ms")
        tell(f"a step, 5,000 {words}, p99", most, 8, "ms")
        tell(f"resident, 5,000 {words}", shown[name]["resident"], 250, "MB")  # type: ignore[arg-type]
    tell("process to first painted frame, 5,000", shown["auto"]["first"], 1.5, "s")  # type: ignore[arg-type]
    if "--quick" not in sys.argv:
        export(large, "dot")
        _, dot = run("dot", "-Tsvg", f"{large}.dot", "-o", str(FOLDER / "dot.svg"))
        tell("dot -Tsvg ÷ first painted frame, 5,000", dot / shown["auto"]["first"], 20, "×", least=True)  # type: ignore[operator]
        tell("dot -Tsvg ÷ export svg --expand all, 5,000", dot / export(large, "svg"), 20, "×", least=True)
    few, many = 250, 8_000
    tell(
        "growth of the layout, 250 to 8,000",
        log(layout_seconds(many) / layout_seconds(few), many / few),
        1.2,
        "",
    )


if __name__ == "__main__":
    main()
