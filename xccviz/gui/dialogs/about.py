"""The two small dialogs: the keys of the commands, and about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from xccviz import __version__
from xccviz.catalogue import tr
from xccviz.gui.commands import COMMANDS, plain
from xccviz.gui.dialogs.sheet import Sheet
from xccviz.gui.keys import DRAWING_KEYS, REPLAY_KEYS, keys_of, native
from xccviz.gui.look.widgets import button, label, row
from xccviz.gui.menus import WITHIN, menu_words

AROUND, ABOUT_WIDTH = 32, 420
"""Px that a dialog leaves of its window, and how wide About is at least."""


class KeysDialog(Sheet):
    """The real shortcuts, by menu, in columns; whole where the screen has room for them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("Keyboard shortcuts"), "keys")
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(24, 12, 24, 12)
        columns.setSpacing(32)
        for groups in _in_columns(key_groups()):
            column = QVBoxLayout()
            column.setSpacing(10)
            for name, rows in groups:
                column.addLayout(_group(name, rows))
            column.addStretch(1)
            columns.addLayout(column)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(page)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(tr("Keys"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.fill(area)
        area.setFocus()
        self.ensurePolished()
        page.ensurePolished()
        # Measured in the font that the style sheet gives: before, the words are narrower.
        for part in page.findChildren(QLabel):
            part.ensurePolished()
        columns.activate()
        size, room = page.sizeHint(), parent.size()
        least = self.sizeHint().height() - area.sizeHint().height()
        height = size.height() + least
        bar = area.verticalScrollBar().sizeHint().width() if height > room.height() - AROUND else 0
        self.resize(
            min(size.width() + bar + 4, room.width() - AROUND), min(height + 4, room.height() - AROUND)
        )


Keys = tuple[str, str]


def key_groups() -> tuple[tuple[str, tuple[Keys, ...]], ...]:
    """(menu, its (keys, words)) for every command that has keys, then the keys of graph and replay."""
    groups: dict[str, list[Keys]] = {}
    for command in COMMANDS:
        keys = "  ".join(native(key) for key in keys_of(command.id))
        if keys:
            menu = menu_words(command.menu)
            groups.setdefault(menu, []).append((keys, plain(command.text).rstrip("…")))
    own = ((tr("In the graph"), DRAWING_KEYS), (tr("In the replay"), REPLAY_KEYS))
    return (*((name, tuple(rows)) for name, rows in groups.items()), *own)


def _in_columns(
    groups: tuple[tuple[str, tuple[Keys, ...]], ...], count: int = 3
) -> tuple[list[tuple[str, tuple[Keys, ...]]], ...]:
    """The groups in `count` columns of about the same height, a menu with those within it: the largest is placed
    first, each where most room is left. In a column they keep their order."""
    bundles: dict[str, list[tuple[str, tuple[Keys, ...]]]] = {}
    for group in groups:
        bundles.setdefault(group[0].partition(WITHIN)[0], []).append(group)
    columns: tuple[list[tuple[str, tuple[Keys, ...]]], ...] = tuple([] for _ in range(count))
    for bundle in sorted(bundles.values(), key=_lines, reverse=True):
        min(columns, key=_lines).extend(bundle)
    for column in columns:
        column.sort(key=groups.index)
    return tuple(sorted(columns, key=lambda column: groups.index(column[0]) if column else len(groups)))


def _lines(groups: list[tuple[str, tuple[Keys, ...]]]) -> int:
    return sum(len(rows) + 2 for _, rows in groups)


def _group(name: str, rows: tuple[Keys, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(1)
    grid.setColumnStretch(1, 1)
    grid.addWidget(label(name.upper(), "caption"), 0, 0, 1, 2)
    for line, (keys, words) in enumerate(rows, start=1):
        grid.addWidget(label(keys, "number"), line, 0)
        grid.addWidget(label(words), line, 1)
    return grid


def show_keys(parent: QWidget) -> None:
    """The real shortcuts."""
    KeysDialog(parent).open()


class AboutDialog(Sheet):
    """Name, version and licences."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, tr("About xccviz"), "about")
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(label(f"xccviz {__version__}", "brand"))
        column.addWidget(label(tr("See what a NEAR cross-contract call really did.")))
        licences = (
            tr("MIT licence."),
            tr("Inter and JetBrains Mono under the SIL Open Font License."),
            tr("Qt for Python under the LGPL."),
        )
        column.addWidget(label("\n".join(licences), "mute", selectable=True))
        close = button(tr("Close"), "primary", self.accept)
        close.setDefault(True)
        column.addSpacing(6)
        column.addLayout(row(None, close))
        self.fill(column)
        self.setMinimumWidth(ABOUT_WIDTH)


def show_about(parent: QWidget) -> None:
    """Name, version and licences."""
    AboutDialog(parent).open()
