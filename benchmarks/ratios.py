"""How long processes take, as ratios to something everybody has, in one run.

    python benchmarks/ratios.py [CHECKOUT …]

Each figure stands for the package beside this file, and for each further checkout (the state before a change, say):

* a command on a small file ÷ `python -c json.load` of it
* a hundred small files in one process ÷ reading and writing them with `json`
* a command on 2,500 calls with their refunds ÷ `python -c json.load` of it
* a window's first painted frame, and its open bar taking a letter ÷ a bare PySide6 window painted
* growth: the exponent of opening and drawing with ever more calls; 1 is linear

CPU seconds of the processes, the least of several rounds in which all of them take turns: the machine may be busy.
Modules are compiled before anything is measured. Needs no screen.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.reference.executor import Run, execute, random_program
from tests.reference.extremes import deep, envelope, join, waiters

ROUNDS, FILES, CALLS = 9, 100, 2_500
GROWING = {"a join": (join, 500, 4_000), "callbacks": (waiters, 150, 1_200), "a chain": (deep, 50, 200)}
"""Shapes, how many calls at first, and how many then."""

EXPORT = """
import sys
sys.argv[1:] = ["export", sys.argv[1], "--to", "json", "-o", sys.argv[1] + ".out", "-q", "--offline"]
from xccviz.__main__ import run
sys.exit(run())
"""
LOAD = "import json, sys; json.load(open(sys.argv[1]))"
BATCH = """
import sys, time
from pathlib import Path
from xccviz.cli.main import main
def all_of_them():
    for path in sorted(Path(sys.argv[1]).glob("*.json")):
        assert main(["export", str(path), "--to", "json", "-o", f"{path}.out", "-q", "--offline"]) == 0
def least(work):
    times = []
    for _ in range(4):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)
print(least(all_of_them))
"""
BATCH_JSON = BATCH.replace("from xccviz.cli.main import main", "import json").replace(
    'assert main(["export", str(path), "--to", "json", "-o", f"{path}.out", "-q", "--offline"]) == 0',
    'Path(f"{path}.out").write_text(json.dumps(json.loads(path.read_text())))',
)
PAINTED = """
import os, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QMainWindow):
            os._exit(0)
        return False
app, watch = QApplication([]), Watch()
app.installEventFilter(watch)
"""
BARE = f"{PAINTED}window = QMainWindow()\nwindow.resize(1280, 800)\nwindow.show()\napp.exec()"
FRAME = f"{PAINTED}from xccviz.gui.app import create_window\nwindow = create_window([])\napp.exec()"
TYPING = """
import os
from xccviz.gui.app import create_window
window = create_window([])
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
QApplication.processEvents()
field = QApplication.focusWidget()
QTest.keyClicks(field, "a")
QApplication.processEvents()
assert field.objectName() == "openBar" and field.text() == "a"
os._exit(0)
"""
GROWTH = """
import json, sys, time
from xccviz.document import build_document
from xccviz.layout.layered.build import build_layout
from xccviz.display.graph.draw import draw
from xccviz.display.look import Look
from xccviz.sources.files.read import open_text
text = open(sys.argv[1]).read()
def work():
    document = build_document(open_text(text))
    draw(document, build_layout(document.analysis), Look())
times = []
for _ in range(3):
    began = time.process_time()
    work()
    times.append(time.process_time() - began)
print(min(times))
"""


def spent() -> float:
    """CPU seconds of all children so far."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Child:
    """A piece of Python to be run with one of the packages, and the least it took."""

    def __init__(self, code: str, package: Path | None, *arguments: object, says: bool = False) -> None:
        self.least = float("inf")
        self._command = [sys.executable, "-c", code, *map(str, arguments)]
        self._says = says
        self._environ = {**ENVIRON, "PYTHONPATH": str(package) if package is not None else ""}

    def run(self) -> None:
        """Once more."""
        before = spent()
        child = subprocess.run(
            self._command, env=self._environ, cwd=FOLDER, capture_output=True, text=True, check=False
        )
        if child.returncode:
            raise RuntimeError(child.stderr)
        self.least = min(self.least, float(child.stdout) if self._says else spent() - before)


FOLDER = tempfile.mkdtemp(prefix="xccviz-bench-")
ENVIRON: Mapping[str, str] = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "QT_QPA_PLATFORM": "offscreen",
    "PYTHONPYCACHEPREFIX": f"{FOLDER}/pycache",
    "XCCVIZ_CONFIG_DIR": f"{FOLDER}/config",
    "XCCVIZ_CACHE_DIR": f"{FOLDER}/cache",
}


def turns(children: Sequence[Child], rounds: int = ROUNDS) -> None:
    """Run all, one after the other, `rounds` times and once before that to compile."""
    for child in children:
        child.run()
        child.least = float("inf")
    for _ in range(rounds):
        for child in children:
            child.run()


def ratio(
    title: str, ours: str, base: Child, packages: Sequence[Path], *given: object, says: bool = False
) -> None:
    """Print one figure for each package."""
    children = [Child(ours, package, *given, says=says) for package in packages]
    turns([base, *children], 3 if says else ROUNDS)
    for package, child in zip(packages, children, strict=True):
        print(
            f"{title:50} {child.least / base.least:6.2f}  ({child.least * 1e3:6.1f} ms)  {package}",
            flush=True,
        )


def growth(title: str, files: Sequence[Path], times: float, packages: Sequence[Path]) -> None:
    """Print by which power the time for the last file is longer than for the first, which is `times` smaller."""
    for package in packages:
        few, many = (Child(GROWTH, package, file, says=True) for file in files)
        turns([few, many], 2)
        print(f"{f'growth of {title}':50} {log(many.least / few.least, times):6.2f}  {package}", flush=True)


def write(name: str, run: Run) -> Path:
    """A run as a file of its own."""
    path = Path(FOLDER) / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(envelope(run)))
    return path


def middling() -> Iterator[Run]:
    """Transactions of ten to twenty receipts, as most are."""
    for seed in count():
        run = execute(random_program(random.Random(seed), budget=25))
        if 10 <= len(run.answer["receipts_outcome"]) <= 20:
            yield run


def main() -> None:
    """Write the files and measure."""
    packages = [Path(__file__).resolve().parent.parent, *(Path(given).resolve() for given in sys.argv[1:])]
    small = [write(f"small/{n}.json", run) for n, run in zip(range(FILES), middling(), strict=False)]
    middle = sorted(small, key=lambda path: path.stat().st_size)[FILES // 2]
    ratio("export, small file ÷ json.load", EXPORT, Child(LOAD, None, middle), packages, middle)
    folder = middle.parent
    base = Child(BATCH_JSON, None, folder, says=True)
    ratio(f"{FILES} small files in one process ÷ json", BATCH, base, packages, folder, says=True)
    large = write("large.json", join(CALLS))
    ratio(f"export, {CALLS:,} calls ÷ json.load", EXPORT, Child(LOAD, None, large), packages, large)
    ratio("window's frame painted ÷ bare window", FRAME, Child(BARE, None), packages)
    ratio("open bar takes a letter ÷ bare window", TYPING, Child(BARE, None), packages)
    for title, (shape, few, many) in GROWING.items():
        growth(title, [write(f"{title}-{n}.json", shape(n)) for n in (few, many)], many / few, packages)


if __name__ == "__main__":
    main()
