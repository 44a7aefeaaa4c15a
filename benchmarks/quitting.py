"""How long the window takes to end, in each state in which somebody may quit: wanted is half a second.

    python benchmarks/quitting.py [ROUNDS]

Seconds from the quitting to the end of the process, the least and the most of several rounds, each a process of its
own. Needs no screen and no network.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.reference.extremes import envelope, join

WANTED = 0.5
CALLS = 2_500
STATES = ("empty", "one", "loading", "large", "exporting", "many tabs", "playing", "waiting")
SAMPLES = ("tutorial-parallel-3-one-panics", "tutorial-batch-ok", "join-of-joins", "tutorial-parallel-3-ok")

CHILD = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from xccviz.gui import app
state, large, samples = sys.argv[1], sys.argv[2], sys.argv[3].split(",")
given = {"empty": [], "loading": [large], "large": [large], "exporting": [large], "waiting": ["4" * 44],
         "many tabs": [f"sample:{name}" for name in samples]}.get(state, [f"sample:{samples[0]}"])
window = None
create = app.create_window
def quit():
    print(time.monotonic(), flush=True)
    window.intents.quit()
def begin():
    if state == "exporting":
        from xccviz.export import find_exporter
        from xccviz.gui.state.exporting import export_options
        at = window.store.state
        window.exporting.export(find_exporter("png"), at.tab.document, export_options(at, at.tab), Path(large + ".png"))
    if state == "playing":
        window.intents.go_to_step(0)
        window.intents.play()
    QTimer.singleShot(100, quit)
def created(argv):
    global window
    window = create(argv)
    window.complete()
    if state in ("empty", "loading", "waiting"):
        QTimer.singleShot(200, quit)
    else:
        window.idle.connect(begin)
    return window
app.create_window = created
argv = [*given, "--offline"] if state != "waiting" else [*given, "--rpc", "http://127.0.0.1:9"]
sys.argv[1:] = argv
from xccviz.__main__ import run
sys.exit(run())
"""


def quitting(state: str, large: Path, config: str) -> float:
    """Seconds that it took once."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XCCVIZ_CONFIG_DIR": config}
    words = (sys.executable, "-c", CHILD, state, str(large), ",".join(SAMPLES))
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, text=True, timeout=120, check=True)
    return time.monotonic() - float(done.stdout.split()[-1])


def main() -> None:
    """Print a line for each state."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.json"
        large.write_text(json.dumps(envelope(join(CALLS))), encoding="utf-8")
        for state in STATES:
            took = [quitting(state, large, folder) for _ in range(rounds)]
            print(
                f"{state:12} {min(took):.2f} to {max(took):.2f} s",
                "" if max(took) <= WANTED else "  TOO LONG",
            )


if __name__ == "__main__":
    main()
