# covers: xccviz/display/drawings.py, xccviz/gui/views/__init__.py, xccviz/export/pictures.py
"""A new drawing is one row: with it there is a view with a tab, a command, a key, `--view`, and an export."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.screenless import needs_qt

SCRIPT = """
from dataclasses import dataclass
from pathlib import Path
import sys

from xccviz.display import drawings
from xccviz.display.types import DisplayList, Rect, Text
from xccviz.layout.types import Bounds, Walk


@dataclass(frozen=True)
class Line:
    key: str
    bounds: Bounds
    nodes: tuple
    unfolds: bool = False


@dataclass(frozen=True)
class Lines:
    width: float
    height: float
    by_key: dict
    box_of: dict


def lay_out(analysis, options):
    nodes = analysis.graph.nodes
    lines = [Line(f"line:{n.id}", Bounds(10, 10 + 20 * i, 200, 16), (n.id,)) for i, n in enumerate(nodes)]
    by_key = {line.key: line for line in lines}
    return Lines(220, 20 + 20 * len(nodes), by_key, {line.nodes[0]: line.key for line in lines})


def draw(document, layout, look):
    made = [Rect("background", None, "background", 0, 0, layout.width, layout.height, fill="bg")]
    chosen = layout.box_of.get(look.selection)
    for key, line in layout.by_key.items():
        b = line.bounds
        ring = "sel" if key == chosen else "none"
        made.append(Rect(f"{key}/card", key, "box", b.x, b.y, b.width, b.height, fill="card", stroke=ring))
        label = document.graph.by_id[line.nodes[0]].label
        made.append(Text(f"{key}/text", key, "text", b.x + 4, b.y + 12, label, width=b.width - 8))
    return DisplayList(tuple(made), layout.width, layout.height, title=document.graph.root.label)


def walk(layout, key, way):
    keys = list(layout.by_key)
    if key is None:
        return Walk(keys[0])
    at = keys.index(key) + {"effect": 1, "cause": -1}.get(way, 0)
    return Walk(keys[at]) if 0 <= at < len(keys) and keys[at] != key else None


def near(layout, key):
    return (layout.by_key[key],)


row = drawings.Drawing("lines", "Lines", "Lines of receipts", lay_out, draw, walk, near)
drawings.DRAWINGS = (*drawings.DRAWINGS, row)

from xccviz.cli.main import main

assert main(["export", "sample:join-of-joins", "--to", "svg", "--view", "lines", "-o", sys.argv[1]]) == 0

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QWidget
from xccviz.gui.app import create_window
from xccviz.gui.views import VIEWS

window = create_window(["sample:join-of-joins", "--view", "lines"])
while window.store.state.job is not None:
    QApplication.processEvents()
tabs = window.findChild(QTabBar, "viewTabs")
assert [tabs.tabText(i) for i in range(tabs.count())] == [spec.title for spec in VIEWS]
assert "Lines" in [spec.title for spec in VIEWS]
view = window.findChild(QWidget, "linesView")
assert view.isVisible() and view.accessibleName() == "Lines of receipts"
assert set(window.store.state.tab.layouts) == {"lines"}
nodes = [node.id for node in window.store.state.tab.document.graph.nodes]
window.select(nodes[0])
QTest.keyClick(view, Qt.Key.Key_Down)
assert window.selectedNode == nodes[1] if hasattr(window, "selectedNode") else True
assert window.store.state.tab.selection == nodes[1]
place = view.place_of(f"line:{nodes[4]}")
QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place + QPoint(5, 5))
assert window.store.state.tab.selection == nodes[4]
window.actions_by_id["view.graph"].trigger()
assert set(window.store.state.tab.layouts) == {"lines", "graph"}
window.actions_by_id["view.lines"].trigger()
assert window.store.state.view == "lines"
window.close()
print("all of it")
"""


@needs_qt
def test_one_row_makes_a_view_and_an_export(tmp_path: Path) -> None:
    picture = tmp_path / "lines.svg"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(picture)], capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("all of it")
    assert ">app.near.on_all</text>" in picture.read_text(encoding="utf-8")
