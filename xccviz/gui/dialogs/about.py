"""The two small dialogs: the keys of the commands, and about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from xccviz import __version__
from xccviz.catalogue import tr
from xccviz.gui.commands import COMMANDS, menu_words, plain
from xccviz.gui.keys import DRAWING_KEYS, keys_of, native
from xccviz.gui.look.widgets import label


class KeysDialog(QDialog):
    """The real shortcuts, by menu, in columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("keys")
        self.setWindowTitle(tr("Keys"))
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(24, 18, 24, 18)
        columns.setSpacing(36)
        for groups in _in_columns(key_groups()):
            column = QVBoxLayout()
            column.setSpacing(12)
            for name, rows in groups:
                column.addLayout(_group(name, rows))
            column.addStretch(1)
            columns.addLayout(column)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(tr("Keys"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        size = page.sizeHint()
        room = parent.size()
        self.resize(min(size.width() + 24, room.width() - 40), min(size.height() + 12, room.height() - 80))


Keys = tuple[str, str]


def key_groups() -> tuple[tuple[str, tuple[Keys, ...]], ...]:
    """(menu, its (keys, words)) for every command that has keys, then the keys of the graph itself."""
    groups: dict[str, list[Keys]] = {}
    for command in COMMANDS:
        keys = "   ".join(native(key) for key in keys_of(command.id))
        if keys:
            menu = menu_words(command.menu)
            groups.setdefault(menu, []).append((keys, plain(command.text).rstrip("…")))
    return (*((name, tuple(rows)) for name, rows in groups.items()), (tr("In the graph"), DRAWING_KEYS))


def _in_columns(
    groups: tuple[tuple[str, tuple[Keys, ...]], ...], count: int = 3
) -> tuple[list[tuple[str, tuple[Keys, ...]]], ...]:
    """The groups in `count` columns of about the same height, in their order."""
    total = sum(len(rows) + 2 for _, rows in groups)
    columns: tuple[list[tuple[str, tuple[Keys, ...]]], ...] = tuple([] for _ in range(count))
    so_far = 0
    for group in groups:
        columns[min(count - 1, so_far * count // total)].append(group)
        so_far += len(group[1]) + 2
    return columns


def _group(name: str, rows: tuple[Keys, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, 120)
    grid.setColumnStretch(1, 1)
    grid.addWidget(label(name.upper(), "caption"), 0, 0, 1, 2)
    for line, (keys, words) in enumerate(rows, start=1):
        grid.addWidget(label(keys, "number"), line, 0)
        grid.addWidget(label(words), line, 1)
    return grid


def show_keys(parent: QWidget) -> None:
    """The real shortcuts."""
    KeysDialog(parent).open()


def show_about(parent: QWidget) -> None:
    """Name, version and licences."""
    text = (
        f"xccviz {__version__}",
        tr("See what a NEAR cross-contract call really did."),
        tr(
            "MIT licence. Inter and JetBrains Mono under the SIL Open Font License. Qt for Python under the LGPL."
        ),
    )
    _box(parent, tr("About xccviz"), "\n\n".join(text)).open()


def _box(parent: QWidget, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box
