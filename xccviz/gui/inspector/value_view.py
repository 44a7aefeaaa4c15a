"""Bytes to look at: as a tree, as text or as hex; short at first, all of them on demand, copied exactly."""

from __future__ import annotations

import json
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xccviz.catalogue import tr
from xccviz.decode.types import Decoded
from xccviz.gui.look.widgets import clear, label, link, plain_tooltip, row, toggle
from xccviz.model.text import visible_text
from xccviz.words.value_lines import MODE_NAMES, copied, first_members, modes_of, size_words, value_text

SHORT, SHORT_LINES = 600, 14
LONG = 200_000
LINE_SHOWN = 4_000
MEMBERS = 200
BOX_PX = 240
ROW_PX = 22
BUTTON_PX = 30
"""Px below which a button is never squeezed; in a usual place it has all it asks for."""
NAME_SHOWN = 200


class ValueView(QWidget):
    """One value. `name` says to assistive tools what it is; `sized` whether the number of its bytes is worth telling:
    of what the chain holds as bytes."""

    def __init__(self, value: Decoded, name: str, sized: bool = True) -> None:
        super().__init__()
        self.value, self.name, self._sized = value, name, sized
        self.modes = modes_of(value)
        self.mode = self.modes[0] if self.modes else "Text"
        self.whole = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        if len(value.raw) > len("{}"):
            column.addLayout(self._head())
        if value.problem:
            column.addWidget(label(visible_text(value.problem, LINE_SHOWN), "mute", wrap=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(3)
        column.addLayout(self.body)
        self._fill()

    def _head(self) -> QHBoxLayout:
        """Its size, how to show it, and Copy."""
        buttons = []
        for mode in self.modes:
            button = toggle(MODE_NAMES[mode], partial(self.show_mode, mode), checked=mode == self.mode)
            button.setAccessibleName(tr("{name} as {kind}", name=self.name, kind=MODE_NAMES[mode].lower()))
            button.setAutoExclusive(True)
            buttons.append(button)
        buttons.append(link(tr("Copy"), self.copy, tr("Copy {name}", name=self.name)))
        for button in buttons:
            button.setMinimumWidth(BUTTON_PX)
        size = label(size_words(self.value), "mute") if self._sized else None
        return row(*([size] if size is not None else []), None, *buttons, spacing=2)

    def show_mode(self, mode: str) -> None:
        """Show the value as Tree, Text or Hex."""
        self.mode = mode
        self._fill()

    def show_all(self) -> None:
        """As much as a person can read."""
        self.whole = True
        self._fill()

    def copy(self) -> None:
        """All of it, exactly."""
        QGuiApplication.clipboard().setText(copied(self.value, self.mode))

    def _fill(self) -> None:
        clear(self.body)
        if self.mode == "Tree":
            self.body.addWidget(_tree(self.value.value, self.name))
            return
        text, more = (
            value_text(self.value, self.mode, LONG) if self.whole
            else value_text(self.value, self.mode, SHORT, SHORT_LINES)
        )  # fmt: skip
        if not self.whole:
            self.body.addWidget(label(text, "mono", wrap=self.mode != "Hex", selectable=True))
            if more:
                self.body.addLayout(
                    row(link(tr("Show all"), self.show_all, tr("Show all of {name}", name=self.name)), None)
                )
            return
        box = QPlainTextEdit()
        box.setReadOnly(True)
        box.setFixedHeight(BOX_PX)
        box.setAccessibleName(self.name)
        # Qt takes seconds to wrap one line of a hundred thousand characters.
        box.setPlainText("\n".join(visible_text(line, LINE_SHOWN, keep="\t") for line in text.split("\n")))
        self.body.addWidget(box)
        if more:
            self.body.addWidget(label(tr("This is the beginning; Copy takes all of it."), "mute", wrap=True))


def _tree(value: object, name: str) -> QTreeWidget:
    """JSON as a tree whose parts are made when they are unfolded."""
    tree = QTreeWidget()
    tree.setColumnCount(1)
    tree.setHeaderHidden(True)
    tree.setIndentation(14)
    tree.setUniformRowHeights(True)
    tree.setProperty("look", "json")
    tree.setAccessibleName(tr("{name} as a tree", name=name))
    tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    tree.setTextElideMode(Qt.TextElideMode.ElideRight)
    _grow(tree.invisibleRootItem(), value)
    if isinstance(value, dict) or (isinstance(value, list) and len(value) == 1):
        for item in _tops(tree)[:3]:
            _unfold(item)
            item.setExpanded(True)
    tree.itemExpanded.connect(_unfold)
    rows = sum(1 + (item.childCount() if item.isExpanded() else 0) for item in _tops(tree))
    tree.setFixedHeight(min(BOX_PX, max(2, rows) * ROW_PX + 6))
    return tree


def _tops(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    items = (tree.topLevelItem(i) for i in range(tree.topLevelItemCount()))
    return [item for item in items if item is not None]


def _unfold(item: QTreeWidgetItem) -> None:
    value = item.data(0, Qt.ItemDataRole.UserRole)
    if value is not None and item.childCount() == 0:
        _grow(item, value[0])


def _grow(parent: QTreeWidgetItem, value: object) -> None:
    parts, more = first_members(value, MEMBERS)
    for name, part in parts:
        shown = visible_text(name, NAME_SHOWN)
        item = QTreeWidgetItem([f"{shown}: {_said(part)}"])
        item.setToolTip(0, plain_tooltip(f"{name}: {_said(part, 1_000)}"))
        if isinstance(part, dict | list) and part:
            # In a tuple: Qt would make a copy of its own of a bare dict or list.
            item.setData(0, Qt.ItemDataRole.UserRole, (part,))
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        parent.addChild(item)
    if more:
        parent.addChild(QTreeWidgetItem([tr("… {count} more", count=f"{more:,}")]))


def _said(value: object, limit: int = 300) -> str:
    if isinstance(value, dict):
        return f"{{{len(value):,}}}" if value else "{}"
    if isinstance(value, list):
        return f"[{len(value):,}]" if value else "[]"
    if isinstance(value, str):
        return visible_text(json.dumps(value[:limit], ensure_ascii=False), limit + 2)
    return json.dumps(value)[:limit]
