"""Every export format of some 5,000 receipts: how long it takes, and how long a window beside it would have to wait.

    python benchmarks/exports.py [FORMAT…]

Each line: the format, CPU seconds (wanted: 3), KiB, the longest that Python's lock was held in one go in milliseconds
of CPU (wanted: 50), and the growth from a quarter of the receipts as an exponent (1: linear). Drawings are written as a
window opens them and, as `FORMAT all`, with everything unfolded.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
import time
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.reference.extremes import envelope, pages
from xccviz.document import Document, build_document
from xccviz.export import EXPORTERS, Exporter, ExportOptions
from xccviz.export.types import DRAWN
from xccviz.gui.tasks.collector import SWITCH_SECONDS
from xccviz.sources.files.read import open_text


def measured(exporter: Exporter, document: Document, options: ExportOptions) -> tuple[float, int, float]:
    """CPU seconds of one export in a thread, its bytes, and the most CPU it took between two looks of another thread:
    that one looks whenever it gets the lock."""
    found: list[bytes] = []
    took: list[float] = []
    ready, ended = threading.Event(), threading.Event()

    def work() -> None:
        ready.set()
        began = time.thread_time()
        found.append(exporter.run(document, options))
        took.append(time.thread_time() - began)
        ended.set()

    worker = threading.Thread(target=work)
    worker.start()
    ready.wait()
    clock = time.pthread_getcpuclockid(worker.ident or 0)
    longest, last = 0.0, time.clock_gettime(clock)
    while not ended.is_set():
        time.sleep(0.0005)
        if not ended.is_set():
            now = time.clock_gettime(clock)
            longest, last = max(longest, now - last), now
    worker.join()
    return took[0], len(found[0]), longest


def answer(calls: int) -> object:
    """Pages of a hundred calls each. One log is not Latin: a text with such a letter takes Python twice the room."""
    run = pages(calls, 100)
    run.answer["receipts_outcome"][0]["outcome"]["logs"].append("10 €")
    return envelope(run)


def main() -> None:
    """Print a line each."""
    from PySide6.QtWidgets import QApplication

    application = QApplication(["xccviz", "-platform", "offscreen"])
    quarter, whole = (build_document(open_text(json.dumps(answer(n)))) for n in (12, 49))
    growth = len(whole.graph.nodes) / len(quarter.graph.nodes)
    gc.freeze()
    gc.disable()  # as in a window, which collects in its own thread
    sys.setswitchinterval(SWITCH_SECONDS)  # as there too
    print(f"{len(whole.graph.nodes):,} receipts\n{'':18}{'s':>6} {'KiB':>8} {'ms':>6} {'growth':>7}")
    for exporter in EXPORTERS:
        if sys.argv[1:] and exporter.name not in sys.argv[1:]:
            continue
        for expand in (False, True) if exporter.heeds >= DRAWN else (False,):
            options = ExportOptions(expand_all=expand)
            before, _, _ = measured(exporter, quarter, options)
            seconds, size, longest = measured(exporter, whole, options)
            name = f"{exporter.name} all" if expand else exporter.name
            exponent = log(seconds / before) / log(growth)
            print(
                f"{name:18}{seconds:6.2f} {size // 1024:8,} {longest * 1000:6.0f} {exponent:7.2f}", flush=True
            )
    del application


if __name__ == "__main__":
    main()
