"""The two small dialogs: the keys of the action table, and about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMessageBox, QWidget

from xccviz import __version__
from xccviz.gui.actions import ActionSpec

CANVAS_KEYS = (
    ("↓  ↑", "Walk in the graph to the nearest effect or cause"),
    ("←  →", "Walk to the neighbour in the same row"),
    ("+  −  0", "Zoom in, zoom out, fit, in the graph"),
    ("Ctrl+wheel", "Zoom under the pointer; pinch does the same"),
    ("Shift+wheel", "Scroll sideways"),
    ("Return", "Open a folded group"),
)


def keys_text(specs: tuple[ActionSpec, ...]) -> str:
    """One line an action that has shortcuts, then the keys of the graph itself."""
    rows = [
        (", ".join(_native(keys) for keys in spec.shortcuts), spec.text.replace("&", "").rstrip("…"))
        for spec in specs
        if spec.shortcuts
    ]
    rows += CANVAS_KEYS
    width = max(len(keys) for keys, _ in rows) + 3
    return "\n".join(f"{keys:<{width}}{words}" for keys, words in rows)


def show_keys(parent: QWidget, specs: tuple[ActionSpec, ...]) -> None:
    """The real shortcuts."""
    box = _box(parent, "Keyboard shortcuts", keys_text(specs))
    box.setStyleSheet('QLabel { font-family: "JetBrains Mono"; font-size: 12px; }')
    box.open()


def show_about(parent: QWidget) -> None:
    """Name, version and licences."""
    text = (
        f"xccviz {__version__}\n\n"
        "See what a NEAR cross-contract call really did.\n\n"
        "MIT licence. Inter and JetBrains Mono under the SIL Open Font License. Qt for Python under the LGPL."
    )
    _box(parent, "About xccviz", text).open()


def _box(parent: QWidget, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
