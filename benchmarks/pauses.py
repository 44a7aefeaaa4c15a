"""The longest time for which the window stands still, by what a person does in it and with which transaction.

A timer of 5 ms beats in the GUI thread; a pause is the time between two beats. Everything is done several times, and
of each act the shortest of its pauses counts: the machine has other work too. Prints, a transaction and a kind of act:
longest pause ÷ seconds in which this machine reads a fixed JSON text of a megabyte, and the act it was.

    python benchmarks/pauses.py [--rounds 3] [--over 0] [--only NAME]

`--over`: milliseconds above which single acts are listed. Needs no screen.
"""

from __future__ import annotations

import argparse
import base64
import copy
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QPushButton

from tests.reference.executor import Program, Promise, execute
from tests.reference.recorded import load_json
from xccviz.gui.app import create_window
from xccviz.gui.views import VIEWS
from xccviz.gui.window import MainWindow
from xccviz.layout.types import REFUNDS_KEY
from xccviz.replay.moves import BY_ID as MOVE

BEAT_MS = 5
REST_MS = 60
SELECTED = 24
STEPS = 12
GROUPS = 6
SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
RECORDED = (
    "node/pv86/tutorial-parallel-10-ok", "node/pv86/random-0067", "node/pv86/batch-tx-100-transfers",
    "node/pv86/log-101", "node/pv86/log-too-long", "node/pv86/args-huge", "node/pv86/value-100kb",
    "public/mainnet/7btFS8LzGQ.json", "public/mainnet/FedxFeiAnG.json",
    "node/pv86/fan-out-50", "node/pv86/fan-out-200", "node/pv86/fan-out-500", "node/pv86/giant-4000",
)  # fmt: skip
OTHER = "sample:join-of-joins"
Act = tuple[str, str, Callable[[], None]]


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


def opened(window: MainWindow, given: str) -> None:
    """Open something, and return when it is open."""
    loop = QEventLoop()
    window.idle.connect(loop.quit)
    window.opener.open(given)
    loop.exec()


# --------------------------------------------------------------------------------------------------------- the acts


def acts(window: MainWindow, given: str) -> Iterator[Act]:
    """(kind, act, what does it), each told when the one before has been done."""
    opened(window, OTHER)
    yield "open", "open", lambda: opened(window, given)
    tab = window.store.state.tab
    assert tab is not None
    graph = tab.document.graph
    weight = {
        node.id: len(graph.children.get(node.id, ())) + len(repr(node.receipt)) / 200 for node in graph.nodes
    }
    heaviest = sorted(weight, key=lambda node: -weight[node])[: SELECTED // 2]
    spread = [node.id for node in graph.nodes[:: max(1, len(graph.nodes) // (SELECTED // 2))]]
    for i, node in enumerate(dict.fromkeys((*heaviest, *spread))):
        yield "select", f"select {i} {node[:6]}", lambda n=node: window.select(n)
    yield from inspecting(window, heaviest[0])
    for i in range(STEPS):
        yield "step", f"back {i}", lambda: window.intents.move(MOVE["step_back"])
    yield "step", "first", lambda: window.intents.move(MOVE["step_first"])
    for i in range(STEPS // 2):
        yield "step", f"forward {i}", lambda: window.intents.move(MOVE["step_forward"])
    yield "step", "next callback", lambda: window.intents.move(MOVE["next_callback"])
    yield "step", "last", lambda: window.intents.move(MOVE["step_last"])
    yield "fold", "refunds", window.intents.toggle_refunds
    groups = [
        box.key
        for box in window.store.state.tab.layouts["graph"].boxes
        if box.kind == "group" and box.key != REFUNDS_KEY
    ]
    for i, key in enumerate(groups[:GROUPS]):
        yield "fold", f"unfold {i}", lambda k=key: window.intents.toggle(k)
    for i in range(STEPS):
        yield "step", f"back {i}, unfolded", lambda: window.intents.move(MOVE["step_back"])
    yield "fold", "fold all", window.intents.fold_all
    for spec in (*VIEWS[1:], VIEWS[0]):
        yield "view", f"view {spec.id}", lambda i=spec.id: window.intents.show_view(i)
    yield "tab", "other tab", lambda: window.frame.tab_bar.setCurrentIndex(0)
    yield "tab", "this tab", lambda: window.frame.tab_bar.setCurrentIndex(1)
    for name in (*list(window.docks.docks)[1:], "inspector"):
        yield "dock", f"dock {name}", lambda n=name: window.docks.toggle(n)
        if name != "inspector":
            yield "step", f"back beside {name}", lambda: window.intents.move(MOVE["step_back"])
            yield "select", f"select beside {name}", lambda: window.select(heaviest[0])
            yield "tab", f"other tab beside {name}", lambda: window.frame.tab_bar.setCurrentIndex(0)
            yield "tab", f"this tab beside {name}", lambda: window.frame.tab_bar.setCurrentIndex(1)
    for i in range(2):
        yield "theme", f"theme {i}", window.intents.switch_theme
    yield "theme", "larger text", lambda: window.intents.size_text(115)
    yield "theme", "usual text", lambda: window.intents.size_text(100)
    yield "close", "close", window.intents.close_tab
    window.intents.close_tab()


def inspecting(window: MainWindow, node: str) -> Iterator[Act]:
    """Unfold all there is about `node` in the inspector, search, and fold it again."""
    yield "select", "select the heaviest", lambda: window.select(node)
    for i in range(12):
        links = [b for b in window.inspector.findChildren(QPushButton) if b.isEnabled()]
        wanted = [b for b in links if b.text().startswith(("…", "Show all", "Show raw"))]
        if i >= len(wanted):
            break
        yield "unfold", f"press {wanted[i].text()}", wanted[i].click
    window.inspector.find()
    for text in ("n", "ne", "nea", "near", "near x", ""):
        yield "find", f"find {text!r}", lambda t=text: window.inspector.find_bar.text.setText(t)
    window.inspector.find_bar.end()


# ---------------------------------------------------------------------------------------------------- transactions


def batch_of_hundred(folder: Path) -> Path:
    """A hundred calls with 10 kB of arguments each: 2.8 MB of JSON."""
    answer = load_json(SHARED / "node" / "pv86" / "batch-tx-100-transfers" / "tx_status.json")
    answer = copy.deepcopy(answer)
    items = [{"account_id": f"account-{i}.near", "amount": str(i)} for i in range(200)]
    args = base64.b64encode(json.dumps({"items": items}).encode()).decode()
    call = {"FunctionCall": {"method_name": "work", "args": args, "gas": 10**12, "deposit": "0"}}

    def change(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("actions"), list) and len(value["actions"]) == 100:
                value["actions"] = [call] * 100
            for part in value.values():
                change(part)
        elif isinstance(value, list):
            for part in value:
                change(part)

    change(answer)
    return written(folder / "batch-of-100-calls.json", answer)


def join_of_many(folder: Path, count: int = 128) -> Path:
    """One callback that awaits `count` calls, each of which returns a kilobyte."""
    value = json.dumps({"items": list(range(200))}).encode()
    calls = [Promise(Program(i % 9 == 0, value), f"target-{i}.near", []) for i in range(count)]
    joined = Promise(Program(False, b'"done"'), "app.near", list(range(count)))
    program = Program(False, b"", [*calls, joined], returns=count)
    return written(folder / f"join-of-{count}.json", execute(program).answer)


def written(path: Path, answer: object) -> Path:
    """The answer as a file."""
    path.write_text(json.dumps(answer))
    return path


def transactions(folder: Path) -> dict[str, Path]:
    """Those that lie beside the checkout, and extremes."""
    found: dict[str, Path] = {f"join-of-{n}": join_of_many(folder, n) for n in (40, 128)}
    for name in RECORDED:
        path = SHARED / name
        files = [path] if path.is_file() else sorted(path.glob("tx_status.json*"))
        if files:
            found[Path(name).stem] = files[0]
    if "batch-tx-100-transfers" in found:
        found["batch-of-100-calls"] = batch_of_hundred(folder)
    return found


# ---------------------------------------------------------------------------------------------------------- measuring


def measured(window: MainWindow, heart: Heart, path: Path, rounds: int) -> dict[tuple[str, str], float]:
    """Shortest of the longest pauses in seconds, by (kind, act)."""
    pauses: dict[tuple[str, str], float] = {}
    for _ in range(rounds):
        for kind, name, act in acts(window, str(path)):
            spin(10)
            heart.restart()
            act()
            spin(REST_MS)
            while window.laying_out.busy:
                spin(REST_MS)
            pauses[kind, name] = min(heart.longest, pauses.get((kind, name), 9e9))
    return pauses


def yardstick() -> float:
    """Seconds of reading a megabyte of JSON, the shortest of several."""
    text = json.dumps([{"id": i, "name": f"account-{i}.near", "list": [i] * 5} for i in range(15_000)])[:]
    times = []
    for _ in range(7):
        start = time.perf_counter()
        json.loads(text)
        times.append(time.perf_counter() - start)
    return min(times) * 1_000_000 / len(text)


def main() -> None:
    """Measure transactions of several sizes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--over", type=float, default=0.0)
    parser.add_argument("--only", action="append", default=[])
    args = parser.parse_args()
    unit = yardstick()
    print(f"a megabyte of JSON is read in {unit * 1000:.1f} ms")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XCCVIZ_CONFIG_DIR"] = folder
        window = create_window(["--size", "1280x800"])
        window.complete()
        heart = Heart()
        spin(500)
        for name, path in transactions(Path(folder)).items():
            if args.only and name not in args.only:
                continue
            pauses = measured(window, heart, path, args.rounds)
            worst: dict[str, tuple[float, str]] = {}
            for (kind, act), seconds in pauses.items():
                worst[kind] = max(worst.get(kind, (0.0, "")), (seconds, act))
            print(f"{name}, {path.stat().st_size:,} bytes")
            for kind, (seconds, act) in worst.items():
                ratio = seconds / unit
                print(
                    f"  {kind:8} pause / reading = {ratio:5.2f}  ({seconds * 1000:4.0f} ms: {act})",
                    flush=True,
                )
            for (_, act), seconds in pauses.items():
                if args.over and seconds * 1000 > args.over:
                    print(f"      {seconds * 1000:.0f} ms {act}")
        window.close()


if __name__ == "__main__":
    main()
