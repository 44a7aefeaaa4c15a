"""How long a document takes to build, as a ratio to reading its JSON in the same run.

Prints one line a recording: seconds to parse, build, analyse and replay ÷ seconds of `json.loads` of the same bytes.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.reference.executor import execute, random_program
from tests.reference.recorded import load_json, raw_of
from xccviz.document import build_document


def median_seconds(work: Callable[[], object], runs: int = 5) -> float:
    """Median wall time of `work` in seconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def measure(name: str, answer: object) -> None:
    """Print the ratio for one answer."""
    text = json.dumps(answer)
    raw = raw_of(json.loads(text))
    reference = median_seconds(lambda: json.loads(text))
    ours = median_seconds(lambda: build_document(raw))
    print(
        f"{name}: build_document / json.loads = {ours / reference:.1f}  ({ours * 1000:.1f} ms, {len(text)} bytes)"
    )


def main() -> None:
    """Measure a generated transaction, and the recorded large ones where they lie beside the checkout."""
    generated = [execute(random_program(random.Random(seed), budget=300)).answer for seed in range(60)]
    largest = max(generated, key=lambda answer: len(answer["receipts_outcome"]))
    measure(f"generated-{len(largest['receipts_outcome'])}", largest)
    shared = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "node" / "pv86"
    for name, file in (("fan-out-500", "tx_status.json"), ("giant-4000", "tx_status.json.xz")):
        path = shared / name / file
        if path.exists():
            measure(name, load_json(path))


if __name__ == "__main__":
    main()
