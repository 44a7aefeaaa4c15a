"""The frame is painted before what stands in it is loaded, and then it is the window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow

class Watch(QObject):
    loaded = None

    def eventFilter(self, watched, event):
        if self.loaded is None and event.type() == QEvent.Type.Paint and isinstance(watched, QMainWindow):
            self.loaded = {name for name in sys.modules if name.startswith(("xccviz", "asyncio"))}
            self.ground = watched.palette().window().color().name()
        return False

app, watch = QApplication([]), Watch()
app.installEventFilter(watch)
from xccviz.gui.app import create_window

window = create_window(["--theme", "dark"])
print(*sorted(watch.loaded))
print(watch.ground, window.palette().window().color().name())
print("asyncio" in sys.modules)
print(window.isVisible(), window.frame.isVisible(), window.menuBar().isVisible(), window.frame.open_bar.edit.hasFocus())
window.close()
"""


def test_the_frame_is_painted_before_the_rest_is_loaded(tmp_path: Path) -> None:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XCCVIZ_CONFIG_DIR": str(tmp_path)}
    child = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environ
    )
    loaded, grounds, waits, shown = child.stdout.splitlines()
    rooms = {".".join(name.split(".")[:2]) for name in loaded.split()}
    late = {"analysis", "document", "graph", "parse", "replay", "tables", "words", "export"}
    assert rooms.isdisjoint({f"xccviz.{room}" for room in late})
    assert "xccviz.gui.intents" not in loaded.split()
    assert len(set(grounds.split())) == 1, "the colour stays"
    assert waits == "False", "asyncio comes with the first job"
    assert shown == "True True True True"
