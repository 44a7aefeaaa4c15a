"""Qt's own dialog for files, where the desktop has none: our icons in its lists, and the list of names that it
proposes in the colours of the theme. What a style sheet reaches of it is in `plain_parts`."""

from __future__ import annotations

from PySide6.QtCore import QChildEvent, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, QUrl
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QFileDialog,
    QFileSystemModel,
    QHeaderView,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QWidget,
)

from xccviz.gui.look.icons import icon
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import restyle

_BUTTONS = {"backButton": "back", "forwardButton": "forward", "toParentButton": "up",
            "newFolderButton": "folder-new", "listModeButton": "grid", "detailModeButton": "lines"}  # fmt: skip
"""The names that Qt has for the buttons, and our icons for them."""
_VIEWS = ("listView", "treeView", "sidebar")


def dress_files(event: QChildEvent) -> None:
    """Where the child that an event tells of is a dialog for files that is about to be shown, give it our look."""
    if event.type() != QEvent.Type.ChildPolished:
        return
    dialog = event.child()
    if not isinstance(dialog, QFileDialog):
        return
    theme = current_theme()
    for name, sign in _BUTTONS.items():
        button = dialog.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(icon(sign, theme))
    for name in _VIEWS:
        view = dialog.findChild(QAbstractItemView, name)
        if view is not None:
            view.setItemDelegate(FileDelegate(view))
            view.setIconSize(QSize(16, 16))
    for places in dialog.findChildren(QComboBox):
        places.setItemDelegate(QStyledItemDelegate(places))  # Qt's own for these heeds no style sheet
        places.setIconSize(QSize(1, 1))  # the words say which folder it is
    for splitter in dialog.findChildren(QSplitter):
        splitter.setHandleWidth(9)
        restyle(splitter, "look", "files")
    for completer in dialog.findChildren(QCompleter):
        popup = completer.popup()
        assert popup is not None
        popup.setProperty("look", "choices")
        popup.setItemDelegate(FileDelegate(popup))
        popup.setIconSize(QSize(16, 16))
        popup.setStyleSheet(_sheet_around(dialog))
    table = dialog.findChild(QTreeView, "treeView")
    if table is not None:
        table.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)


def _sheet_around(widget: QWidget | None) -> str:
    """The style sheet that a widget has from what owns it: a list that pops up does not inherit it."""
    while widget is not None and not widget.styleSheet():
        widget = widget.parentWidget()
    return widget.styleSheet() if widget is not None else ""


class FileDelegate(QStyledItemDelegate):
    """Names with an icon of ours: a folder, a file, or the computer."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's own pictures are replaced."""
        super().initStyleOption(option, index)
        if not option.icon.isNull():
            option.icon = icon(self._sign(index), current_theme())

    def _sign(self, index: QModelIndex | QPersistentModelIndex) -> str:
        model = index.model()
        if isinstance(model, QFileSystemModel):
            return "folder" if model.isDir(model.index(index.row(), 0, index.parent())) else "file"
        place = index.data(int(Qt.ItemDataRole.UserRole) + 1)  # of the places at the left: an address
        return "computer" if isinstance(place, QUrl) and not place.path() else "folder"
