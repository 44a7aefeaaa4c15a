"""What arrived in a slot: coloured by how it ended, which its words say as well."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from xccviz.gui.theme import current_theme


class ValueDelegate(QStyledItemDelegate):
    """Paints a cell in the colour role that its UserRole data names."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """As the style would, in the tone of the value."""
        super().initStyleOption(option, index)
        tone = index.data(Qt.ItemDataRole.UserRole)
        roles = current_theme().roles
        if tone in roles:
            for which in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(which, QColor(roles[tone]))
