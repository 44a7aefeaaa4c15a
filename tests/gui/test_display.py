"""A real window on a real display server, in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.gui.conftest import FAILED

pytestmark = pytest.mark.display
WARNINGS = ("QFont::", "Negative sizes", "QPainter", "QObject::", "QLayout", "QWidget::", "Traceback")
DRIVER = """
import sys
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from xccviz.gui.app import create_window
window = create_window(sys.argv[1:])
if window.store.state.job is not None:
    loop = QEventLoop()
    window.idle.connect(loop.quit)
    loop.exec()
assert window.store.state.tab is not None
for name in ("stepFirst", "stepForward", "nextFailure", "stepLast", "view.theme", "view.refunds", "view.fit"):
    window.actions_by_id[name].trigger()
    QApplication.processEvents()
window.resize(900, 600)
QApplication.processEvents()
print(QApplication.platformName(), window.isVisible(), flush=True)
window.close()
"""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """The name of a display of our own; the server ends with the tests."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("Xvfb is not installed")
    reading, writing = os.pipe()
    command = [server, "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            pytest.skip("Xvfb did not start")
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(10)


def run_there(display: str, *command: str) -> subprocess.CompletedProcess[str]:
    dropped = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
    environ = {name: value for name, value in os.environ.items() if name not in dropped}
    environ |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    ended = subprocess.run(
        [sys.executable, *command], env=environ, capture_output=True, text=True, timeout=90, check=False
    )
    if "could not load the qt platform plugin" in ended.stderr.lower():
        pytest.skip("a library of Qt's xcb plugin is missing")
    return ended


def test_a_screenshot_on_a_real_display(display: str, tmp_path: Path) -> None:
    path = tmp_path / "window.png"
    command = ("-m", "xccviz", "gui", f"sample:{FAILED}", "--screenshot", str(path), "--size", "1280x800")
    ended = run_there(display, *command)
    assert ended.returncode == 0, ended.stderr
    assert not [line for line in ended.stderr.splitlines() if any(word in line for word in WARNINGS)]
    image = QImage(str(path))
    assert (image.width(), image.height()) == (1280, 800)
    colours = {image.pixel(x, y) for x in range(0, 1280, 20) for y in range(0, 800, 20)}
    assert len(colours) > 8


def test_a_window_lives_on_a_real_display(display: str) -> None:
    ended = run_there(display, "-c", DRIVER, f"sample:{FAILED}")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["xcb", "True"]
    assert not [line for line in ended.stderr.splitlines() if any(word in line for word in WARNINGS)], (
        ended.stderr
    )
