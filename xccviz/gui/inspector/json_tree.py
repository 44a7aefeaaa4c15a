"""JSON as a tree whose parts are made when they are unfolded; a long text unfolds into lines of its own."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem

from xccviz.catalogue import numeral, tr
from xccviz.decode.nested import held_in
from xccviz.gui.look.widgets import plain_tooltip
from xccviz.model.text import visible_text
from xccviz.words.value_lines import WRAPPINGS, first_members

MEMBERS = 200
NAME_SHOWN = 200
LONG_TEXT, TEXT_SHOWN = 24, 20_000
"""Characters of a text that unfolds, and that are ever shown of it."""
MOST_PX, PAD_PX, ITEM_PAD_PX = 240, 12, 24
_VALUE = Qt.ItemDataRole.UserRole


class JsonTree(QTreeWidget):
    """One value; `name` says to assistive tools what it is. As high as the rows in sight, up to MOST_PX."""

    def __init__(self, value: object, name: str) -> None:
        super().__init__()
        self.setColumnCount(1)
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setProperty("look", "json")
        self.setAccessibleName(tr("{name} as a tree", name=name))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        _grow(self.invisibleRootItem(), value)
        if isinstance(value, dict) or (isinstance(value, list) and len(value) == 1):
            for item in self._tops()[:3]:
                if _is_parent(item):
                    _unfold(item)
                    item.setExpanded(True)
        self.itemExpanded.connect(_unfold)
        self.itemExpanded.connect(self._fit)
        self.itemCollapsed.connect(self._fit)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is it known how high a row is."""
        super().showEvent(event)
        self._fit()

    def _tops(self) -> list[QTreeWidgetItem]:
        return _below(self.invisibleRootItem())

    def _fit(self) -> None:
        row_px = max(1, self.sizeHintForRow(0))
        rows, waiting = 0, self._tops()
        while waiting and rows * row_px < MOST_PX:
            item = waiting.pop()
            rows += 1
            if item.isExpanded():
                waiting += _below(item)
        self.setFixedHeight(min(MOST_PX, max(1, rows) * row_px + PAD_PX + 2))


def _below(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    items = (item.child(i) for i in range(item.childCount()))
    return [item for item in items if item is not None]


def _is_parent(item: QTreeWidgetItem) -> bool:
    value = item.data(0, _VALUE)
    return value is not None and isinstance(value[0], dict | list)


def _unfold(item: QTreeWidgetItem) -> None:
    value = item.data(0, _VALUE)
    if value is not None and isinstance(value[0], str):
        item.takeChildren()  # broken anew: the tree may have another width by now
        held = held_in(value[0])
        if held is not None:
            _grow(item, {WRAPPINGS[held.wrapping]: held.value})
        if held is None or len(value[0]) > LONG_TEXT:
            item.addChildren([QTreeWidgetItem([line]) for line in _lines(item, value[0])])
    elif value is not None and item.childCount() == 0:
        _grow(item, value[0])


def _lines(item: QTreeWidgetItem, text: str) -> list[str]:
    """A long text in lines that the tree has room for: nothing is cut, up to TEXT_SHOWN characters."""
    tree = item.treeWidget()
    depth, above = 2, item.parent()
    while above is not None:
        depth, above = depth + 1, above.parent()
    room = tree.viewport().width() - depth * tree.indentation() - ITEM_PAD_PX
    most = max(12, room // max(1, tree.fontMetrics().horizontalAdvance("0")))
    shown = visible_text(text, TEXT_SHOWN)
    return [shown[begin : begin + most] for begin in range(0, len(shown), most)]


def _grow(parent: QTreeWidgetItem, value: object) -> None:
    parts, more = first_members(value, MEMBERS)
    for name, part in parts:
        shown = visible_text(name, NAME_SHOWN)
        item = QTreeWidgetItem([f"{shown}: {_said(part)}"])
        item.setToolTip(0, plain_tooltip(f"{name}: {_said(part, 1_000)}"))
        if (isinstance(part, dict | list) and part) or (
            isinstance(part, str) and (len(part) > LONG_TEXT or held_in(part) is not None)
        ):
            # In a tuple: Qt would make a copy of its own of a bare dict or list.
            item.setData(0, _VALUE, (part,))
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        parent.addChild(item)
    if more:
        parent.addChild(QTreeWidgetItem([tr("… {count} more", count=numeral(more))]))


def _said(value: object, limit: int = 300) -> str:
    if isinstance(value, dict):
        return f"{{{numeral(len(value))}}}" if value else "{}"
    if isinstance(value, list):
        return f"[{numeral(len(value))}]" if value else "[]"
    if isinstance(value, str):
        return visible_text(json.dumps(value[:limit], ensure_ascii=False), limit + 2)
    return json.dumps(value)[:limit]
