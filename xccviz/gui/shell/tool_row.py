"""The row above a view: its tabs, the filter bar, and the buttons of the zoom. Where it is too narrow for all of them
the filter bar has a row of its own, while somebody uses it; where it is narrower still the zoom is left to its keys and
the menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from xccviz.gui.canvas.view_bar import ViewTools
from xccviz.gui.look.icons import icon
from xccviz.gui.look.theme import current_theme, worded
from xccviz.gui.look.widgets import row
from xccviz.gui.panels.filter_bar import FilterBar
from xccviz.gui.state.store import AppState

ROOM_PX = 210
"""Px of a filter bar that stands beside the tabs, at least."""
GAP_PX, ICON_PX, HEIGHT_PX = 8, 16, 35


class ToolRow(QWidget):
    """Tabs, filter bar and tools in one row, or in two."""

    def __init__(self, tabs: QWidget, filter_bar: FilterBar, tools: ViewTools, filter: QAction) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tabs, self._bar, self._tools = tabs, filter_bar, tools
        self.opener = QToolButton()
        self.opener.setObjectName("showFilter")
        self.opener.setProperty("look", "flat")
        self.opener.setAccessibleName(filter.text().replace("&", "").rstrip("…"))
        self.opener.clicked.connect(filter.trigger)
        self._first = row(tabs, None, filter_bar, self.opener, tools, spacing=0)
        self._first.setStretch(2, 8)
        self._first.insertSpacing(3, GAP_PX)
        self._second = row(spacing=0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._first)
        column.addLayout(self._second)
        self.narrow = False
        filter_bar.field.installEventFilter(self)
        filter_bar.field.textChanged.connect(self._arrange)

    def minimumSizeHint(self) -> QSize:
        """As narrow as with the tabs and a way to the filter."""
        least = self._tabs.sizeHint().width() + self.opener.sizeHint().width() + GAP_PX
        return QSize(least, super().minimumSizeHint().height())

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """In the size of the words."""
        self.opener.setIcon(icon("find", current_theme()))
        self.opener.setIconSize(QSize(worded(ICON_PX), worded(ICON_PX)))
        self._tabs.setMinimumHeight(worded(HEIGHT_PX))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for all, or not any more."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A filter bar with the keyboard is in use."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._arrange()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        room = self.width() - self._tabs.sizeHint().width() - 2 * GAP_PX
        tools = self._tools.sizeHint().width() if self._tools.wanted else 0
        self._tools.setVisible(tools > 0 and room - self.opener.sizeHint().width() >= tools)
        self._first.setContentsMargins(0, 0, GAP_PX if self._tools.isHidden() else 0, 0)
        narrow = room - tools < worded(ROOM_PX)
        if narrow != self.narrow:
            self.narrow = narrow
            typing = self._bar.field.hasFocus()
            (self._first if narrow else self._second).removeWidget(self._bar)
            self._second.setContentsMargins(*(GAP_PX, 0, GAP_PX, 4) if narrow else (0, 0, 0, 0))
            if narrow:
                self._second.addWidget(self._bar)
            else:
                self._first.insertWidget(2, self._bar, 8)
            if typing:
                self._bar.field.setFocus()
        used = self._bar.field.hasFocus() or bool(self._bar.field.text())
        self.opener.setVisible(narrow and not used)
        self._bar.setVisible(not narrow or used)
        self._bar.setMaximumWidth(16_777_215 if narrow else self._bar.sizeHint().width())
