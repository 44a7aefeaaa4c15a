"""Qt calls must not lose references to None: PySide6 6.12 on Python 3.11 did, and the interpreter died of it.

pytest itself holds tens of thousands of such references, so a loss stays unseen in a small suite; a fresh interpreter
counts them exactly. From Python 3.12 on None is immortal and the count stands still.
"""

from __future__ import annotations

import subprocess
import sys

from tests.screenless import needs_qt

COUNT = """
import sys
from PySide6.QtCore import QObject, QRectF
thing = QObject()
calls = {
    "setObjectName": lambda: thing.setObjectName("x"),
    "parent": lambda: thing.parent(),
    "setX": lambda: QRectF().setX(1),
    "setProperty": lambda: thing.setProperty("a", 1),
}
for name, call in calls.items():
    before = sys.getrefcount(None)
    for _ in range(200):
        call()
    print(name, (sys.getrefcount(None) - before) / 200)
"""


@needs_qt
def test_calls_that_return_none_keep_its_references() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", COUNT], capture_output=True, text=True, check=True, timeout=60
    )
    lost = {name: float(count) for name, count in (line.split() for line in answer.stdout.splitlines())}
    assert len(lost) == 4
    assert all(abs(count) < 0.2 for count in lost.values()), lost
