"""The bar above the tree: what unfolds and folds it, its order and its columns."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.widgets import button, row

SIDE_PX, GAP_PX = 10, 2


class TreeBar(QWidget):
    """Its parts in a row. Where there is no room for them all, what unfolds and folds everything is in the menu of the
    levels (`folds_there`)."""

    def __init__(
        self,
        expand: Callable[[], None],
        collapse: Callable[[], None],
        tree_order: Callable[[], None],
        menus: tuple[QMenu, QMenu, QMenu],
    ) -> None:
        super().__init__()
        self.setObjectName("treeBar")
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.unfold: QPushButton = button(tr("Expand all"), "link", expand)
        self.fold: QPushButton = button(tr("Collapse all"), "link", collapse)
        self.back: QPushButton = button(tr("Tree order"), "link", tree_order)
        self.levels, self.sort, self.columns = (_menu_button(menu) for menu in menus)
        self.levels.setAccessibleName(tr("Expand to level"))
        line = row(
            self.unfold, self.levels, self.fold, self.back, None, self.sort, self.columns, spacing=GAP_PX
        )
        line.setContentsMargins(SIDE_PX, 3, SIDE_PX, 3)
        self.setLayout(line)
        self._tree, self._sorted = True, False
        self.folds_there = False

    def show_order(self, *, tree: bool, sorted: bool) -> None:
        """Whether rows stand as a tree, and in another order than its own."""
        self._tree, self._sorted = tree, sorted
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as without what the menu of the levels has too."""
        return QSize(self._px(self._least()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for all, or not any more."""
        super().resizeEvent(event)
        self._fit()

    def _least(self) -> list[QWidget]:
        parts: list[QWidget] = [self.sort, self.columns]
        return parts + [self.levels] * self._tree + [self.back] * self._sorted

    def _px(self, parts: list[QWidget]) -> int:
        return sum(part.sizeHint().width() + GAP_PX for part in parts) + 2 * SIDE_PX

    def _fit(self) -> None:
        self.folds_there = self._px([*self._least(), self.unfold, self.fold]) > self.width()
        for part in (self.unfold, self.fold):
            part.setVisible(self._tree and not self.folds_there)
        self.levels.setVisible(self._tree)
        self.back.setVisible(self._sorted)


def _menu_button(menu: QMenu) -> QToolButton:
    widget = QToolButton()
    widget.setText(f"{menu.title()} ▾")
    widget.setAccessibleName(menu.title())
    widget.setProperty("look", "flat")
    widget.setMenu(menu)
    widget.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return widget
