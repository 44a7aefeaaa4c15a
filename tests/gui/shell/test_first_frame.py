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
entered = {name for name in sys.modules if name.startswith("xccviz")}
bar = window.entry.open_bar.edit
print(*sorted(watch.loaded))
print(watch.ground, window.palette().window().color().name())
print(*sorted(entered))
print(window.isVisible(), window.entry.isVisible(), window.menuBar().isVisible(), bar.hasFocus(), window.whole)
window.complete()
print("asyncio" in sys.modules, window.whole, bar.hasFocus())
window.close()
"""
LATE = {"analysis", "document", "graph", "parse", "replay", "tables", "export"}
"""Rooms of which an empty window needs nothing."""


def rooms(modules: str) -> set[str]:
    return {name.split(".")[1] for name in modules.split() if "." in name}


def test_the_frame_is_painted_and_takes_typing_before_the_rest_is_loaded(tmp_path: Path) -> None:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XCCVIZ_CONFIG_DIR": str(tmp_path)}
    child = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environ
    )
    loaded, grounds, entered, shown, whole = child.stdout.splitlines()
    assert rooms(loaded).isdisjoint({*LATE, "words"})
    assert "xccviz.gui.look.theme" not in loaded.split()
    assert len(set(grounds.split())) == 1, "the colour stays"
    assert rooms(entered).isdisjoint(LATE)
    assert "xccviz.gui.intents" not in entered.split()
    assert shown == "True True True True False"
    assert whole == "False True True", "asyncio comes with the first job"
