"""The Tab key: through a window in reading order, whatever panels it has, with a ring around what shows no focus."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cmp_to_key

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QDockWidget,
    QScrollArea,
    QSlider,
    QTabBar,
    QWidget,
)

from xccviz.gui.look.theme import application, current_theme

RING_PX = 2


def tab_places(root: QWidget) -> list[QWidget]:
    """What Tab reaches below `root`, in reading order: rows from above, each from the left. Qt's own order is the one
    in which widgets were made, which for what is made anew with each selection is the end; and it goes through docks
    that are tabs behind others."""
    found: list[QWidget] = []
    children = [child for child in root.children() if isinstance(child, QWidget) and _reachable(child)]
    children = [child for n, child in enumerate(children) if not _covered(child, children[n + 1 :])]
    for child in sorted(children, key=cmp_to_key(_reading_order)):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None:
            found.append(child)
        found += tab_places(child)
    return found


def _reachable(widget: QWidget) -> bool:
    # Qt keeps a dock behind another, and the bar of tabs of a dock that stands alone, visible far outside.
    behind = isinstance(widget, QDockWidget | QTabBar) and widget.geometry().right() < 0
    return widget.isVisible() and widget.isEnabled() and not widget.isWindow() and not behind


def _covered(widget: QWidget, above: Iterable[QWidget]) -> bool:
    """Whether one of those `above` it, which follow it among its parent's children, lies wholly upon a widget."""
    place = widget.geometry()
    return any(other.autoFillBackground() and other.geometry().contains(place) for other in above)


def _reading_order(one: QWidget, other: QWidget) -> int:
    a, b = one.geometry(), other.geometry()
    if a.bottom() < b.top() or b.bottom() < a.top():
        return a.top() - b.top()
    return a.left() - b.left() or a.top() - b.top()


def lost_focus(window: QWidget) -> bool:
    """Whether what has the keyboard in `window` has just been hidden or can't be used any more: Qt asks then for what
    follows, as if Tab had been pressed, and of what is gone nothing follows."""
    now = window.focusWidget()
    return now is not None and not (now.isVisibleTo(window) and now.isEnabled())


def heir_of(lost: QWidget | None, otherwise: QWidget) -> QWidget:
    """Who gets the keyboard of `lost`: the nearest around it that takes one and can be seen, else `otherwise`."""
    above = lost.parentWidget() if lost is not None else None
    while above is not None and not above.isWindow():
        if above.focusPolicy() & Qt.FocusPolicy.TabFocus and above.isVisible() and above.isEnabled():
            return above
        above = above.parentWidget()
    return otherwise


def move_focus(window: QWidget, forward: bool) -> bool:
    """Give the keyboard to what follows in `window`, or precedes, and bring it in sight; False if nothing takes it."""
    places = tab_places(window)
    if not places:
        return False
    now = QApplication.focusWidget()
    at = places.index(now) if now in places else (-1 if forward else 0)
    target = places[(at + (1 if forward else -1)) % len(places)]
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    above = target.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(target)
        above = above.parentWidget()
    show_focus(target)
    return True


def show_focus(target: QWidget) -> None:
    """A ring around what has just got the keyboard and does not show it by itself: a page without a part that takes it
    too."""
    if isinstance(target, QAbstractScrollArea | QSlider) or target.property("look") == "panel":
        FocusRing(target)


class FocusRing(QWidget):
    """A frame upon the widget that has just got the keyboard; it goes with the keyboard. Only who sends it there by a
    key sees it: around a drawing, which has the keyboard as soon as it opens, it would be noise."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(target.rect())
        target.installEventFilter(self)
        application().focusChanged.connect(self._focus_changed)
        self.show()
        self.raise_()

    def _focus_changed(self, _old: QWidget | None, _now: QWidget | None) -> None:
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as what it goes around."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_theme().roles["ind"]), RING_PX))
        inset = RING_PX / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 3, 3)
