"""What can be seen to be wrong with a window by walking its widgets: whatever panels it has, they are covered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDockWidget,
    QGraphicsView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)
from shiboken6 import isValid

from xccviz.gui.look.widgets import ElidedLabel
from xccviz.gui.tasks.slices import AT_WORK

SCALE = 3
"""Device pixels per pixel of the picture that contrast is measured in: strokes of letters are inked whole."""
TEXT_CONTRAST = 4.5
SEEN_PX = 28
"""Px of a widget that is scrolled partly out of sight of which at least a line of text can be seen."""


def settle() -> None:
    """Let layouts and what they post come to rest, and what is made in slices be made."""
    for _ in range(4):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        while any(isValid(slices) and slices.busy for slices in tuple(AT_WORK)):
            QApplication.processEvents()


def seen(window: QWidget) -> Iterator[QWidget]:
    """Every widget of the window, or of a part of one, that can be seen, pop-ups left out. What lies in one that can't
    be seen isn't looked at: most of a window is never made a thing of Python."""
    if not _behind(window):
        yield from _seen_in(window)


def _seen_in(parent: QWidget) -> Iterator[QWidget]:
    for widget in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not widget.isVisible() or widget.isWindow() or _put_aside(widget):
            continue
        if widget.width() > 0 and widget.height() > 0:
            yield widget
        yield from _seen_in(widget)


def _put_aside(widget: QWidget) -> bool:
    """Whether a widget is a dock that is a tab behind another, or the bar of a dock alone: Qt keeps those visible, far
    outside."""
    return isinstance(widget, QDockWidget | QTabBar) and widget.geometry().right() < 0


def _behind(widget: QWidget | None) -> bool:
    """Whether a widget is, or lies in, one that is put aside."""
    while widget is not None:
        if _put_aside(widget):
            return True
        widget = widget.parentWidget()
    return False


def name_of(widget: QWidget) -> str:
    """A widget in words, for messages."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    said = widget.objectName() or widget.accessibleName() or text[:40]
    parent = widget.parentWidget()
    above = f" in {parent.objectName() or type(parent).__name__}" if parent is not None else ""
    return f"{type(widget).__name__} {said!r}{above}"


# ------------------------------------------------------------------------------------------------------------- room


def clipped(window: QWidget) -> list[str]:
    """Labels, buttons and table headings whose words don't fit, and widgets that stick out of their parents."""
    found = []
    for widget in seen(window):
        if isinstance(widget, QLabel) and widget.text() and not isinstance(widget, ElidedLabel):
            if widget.wordWrap():
                if widget.height() + 1 < widget.heightForWidth(widget.width()):
                    found.append(f"cut below: {name_of(widget)}")
            elif (
                widget.width() + 1 < widget.sizeHint().width()
                or widget.height() + 1 < widget.sizeHint().height()
            ):
                found.append(f"cut: {name_of(widget)}")
        if (
            isinstance(widget, QAbstractButton)
            and widget.text()
            and widget.width() < widget.sizeHint().width()
        ):
            found.append(f"cut: {name_of(widget)}")
        if isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
            found += _clipped_titles(widget)
        if isinstance(widget, QScrollArea) and widget.widget() is not None:
            off = widget.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if off and widget.widget().width() > widget.viewport().width():
                found.append(f"wider than its scroll area: {name_of(widget)}")
        parent = widget.parentWidget()
        if isinstance(widget, QTabBar) and widget.geometry().right() < 0:
            continue  # Qt keeps those of docks that are hidden out of the window
        if parent is not None and not _scrolls(widget) and not parent.rect().contains(widget.geometry()):
            found.append(f"sticks out: {name_of(widget)} {widget.geometry()} of {parent.rect()}")
    return found


def _clipped_titles(header: QHeaderView) -> list[str]:
    font = QFont(header.font())
    font.setPixelSize(11)  # as the style sheet says
    font.setWeight(QFont.Weight.DemiBold)
    metrics, model = QFontMetrics(font), header.model()
    shown = [i for i in range(header.count()) if not header.isSectionHidden(i)]
    titles = {i: str(model.headerData(i, Qt.Orientation.Horizontal) or "") for i in shown}
    return [
        f"cut heading: {title!r} of {name_of(header.parentWidget())}"
        for i, title in titles.items()
        if title and metrics.horizontalAdvance(title) + 12 > header.sectionSize(i)
    ]


def _scrolls(widget: QWidget) -> bool:
    """Whether a widget is, or lies in, what a scroll area moves about."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea | QTabBar):
            return True
        parent = parent.parentWidget()
    return False


def overlapping(window: QWidget) -> list[str]:
    """Siblings that cover each other, but for what lies upon others for a while."""
    found = []
    parents = [window, *seen(window)]
    for parent in parents:
        if isinstance(
            parent, QAbstractScrollArea | QLineEdit | QComboBox | QTabBar | QAbstractButton | QHeaderView
        ):
            continue  # Qt's own, made of parts that lie upon each other
        children = list(parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly))
        children = [
            w for w in children if w.isVisible() and not w.isWindow() and not isinstance(w, QSplitterHandle)
        ]
        children = [w for w in children if not _behind(w)]
        for i, one in enumerate(children):
            for other in children[i + 1 :]:
                if one.geometry().intersects(other.geometry()) and not _lies_well(other, one):
                    found.append(f"{name_of(one)} and {name_of(other)}")
    return found


def _lies_well(upper: QWidget, lower: QWidget) -> bool:
    """Whether a widget is made to lie upon others, and cuts no words of this one: they are wholly below it or wholly in
    sight. What scrolls ends anywhere."""
    if not upper.autoFillBackground():
        return False
    window = upper.window()
    over = QRect(upper.mapTo(window, QPoint()), upper.size())
    parts = [lower, *lower.findChildren(QWidget)]
    words = (
        w for w in parts if isinstance(w, QLabel | QAbstractButton) and w.isVisible() and not _scrolls(w)
    )
    places = [w.contentsRect().translated(w.mapTo(window, QPoint())) for w in words]
    return all(over.contains(place) or not over.intersects(place) for place in places)


# --------------------------------------------------------------------------------------------------------- keyboard


def takers(window: QWidget) -> list[QWidget]:
    """Whatever can take the keyboard, in no order."""
    return [w for w in seen(window) if _takes_tab(w)]


def _takes_tab(widget: QWidget) -> bool:
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and widget.isEnabled()
    )


def focusable(window: QWidget) -> list[QWidget]:
    """What can take the keyboard, in Qt's order."""
    chain, widget = [], window.nextInFocusChain()
    while widget is not None and widget is not window:
        if widget.isVisible() and _takes_tab(widget) and widget.window() is window and not _behind(widget):
            chain.append(widget)
        widget = widget.nextInFocusChain()
    return chain


def nameless(window: QWidget) -> list[str]:
    """Focusable widgets that say nothing to assistive tools."""
    found = []
    for widget in takers(window):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(name_of(widget))
    return found


def disordered(window: QWidget) -> list[str]:
    """Places where Tab goes up or to the left among the widgets of one parent, or comes back to a parent it left."""
    chain = focusable(window)
    found = []
    for before, after in pairwise(chain):
        if before.parentWidget() is after.parentWidget():
            one, other = before.geometry(), after.geometry()
            same_row = one.top() < other.bottom() and other.top() < one.bottom()
            if other.bottom() <= one.top() or (same_row and other.right() <= one.left()):
                found.append(f"{name_of(before)} → {name_of(after)}")
    left: set[QWidget] = set()
    for before, after in pairwise(chain):
        parent = before.parentWidget()
        if parent is not after.parentWidget() and parent is not None and not parent.isAncestorOf(after):
            left.add(parent)
        if after.parentWidget() in left:
            found.append(f"back to {name_of(after)}")
    return found


# --------------------------------------------------------------------------------------------------------- contrast


def faint(window: QWidget) -> list[str]:
    """Words on enabled widgets that stand out too little from what is behind them, measured in a picture."""
    image = _picture(window)
    pixels = _pixels(image)  # the image's own memory: it must live as long
    found = []
    for what, place in _words(window):
        measured = _contrast(pixels, place)
        if measured is not None and measured < TEXT_CONTRAST:
            found.append(f"{measured:.2f}: {what}")
    return found


def _words(window: QWidget) -> Iterator[tuple[str, QRect]]:
    """Places that hold words, in px of the window."""
    for widget in seen(window):
        if not widget.isEnabled() or isinstance(widget, QGraphicsView | QScrollBar):
            continue
        text = widget.text().strip() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
        if isinstance(widget, QComboBox):
            text = widget.currentText()
        region = widget.visibleRegion().boundingRect()
        if text and (region == widget.rect() or region.height() >= SEEN_PX):
            yield name_of(widget), region.translated(widget.mapTo(window, QPoint()))
        if isinstance(widget, QTableView | QTreeView):
            yield from _cells(window, widget)
        for word, place in _drawn_words(widget):
            if widget.visibleRegion().contains(place):
                shown = place.translated(widget.mapTo(window, QPoint()))
                yield f"{word!r} in {name_of(widget)}", shown
    if isinstance(window, QMenu):
        for action in window.actions():
            if action.isEnabled() and action.text():
                yield action.text(), window.actionGeometry(action)


def _drawn_words(widget: QWidget) -> Iterator[tuple[str, QRect]]:
    """Words of a widget that draws several: tabs, captions of columns."""
    if isinstance(widget, QTabBar):
        tabs = (n for n in range(widget.count()) if widget.isTabEnabled(n))
        yield from ((widget.tabText(n), widget.tabRect(n)) for n in tabs)
    if isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
        for n in range(widget.count()):
            text = str(widget.model().headerData(n, Qt.Orientation.Horizontal) or "")
            if text and not widget.isSectionHidden(n):
                yield (
                    text,
                    QRect(widget.sectionViewportPosition(n), 0, widget.sectionSize(n), widget.height()),
                )


def _cells(window: QWidget, view: QAbstractItemView) -> Iterator[tuple[str, QRect]]:
    model, port = view.model(), view.viewport()
    for column in range(model.columnCount()):
        before = QRect()
        for y in range(0, port.height(), 6):
            index = view.indexAt(QPoint(view.columnViewportPosition(column) + 8, y))
            place = view.visualRect(index)
            if place == before:
                continue
            before = place
            if index.isValid() and index.data() and port.rect().contains(place):
                yield f"{index.data()!r} in {name_of(view)}", place.translated(port.mapTo(window, QPoint()))


def _picture(window: QWidget) -> QImage:
    image = QImage(window.size() * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    painter = QPainter(image)
    QWidget.render(window, painter, QPoint())
    painter.end()
    return image


def _pixels(image: QImage) -> np.ndarray:
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)[:, : image.width()]


def _contrast(pixels: np.ndarray, place: QRect) -> float | None:
    """Contrast of the ink in a place with its ground: the colour that is most of it."""
    rows = slice(max(0, place.top() * SCALE), (place.bottom() + 1) * SCALE)
    crop = pixels[rows, max(0, place.left() * SCALE) : (place.right() + 1) * SCALE]
    if crop.size == 0:
        return None
    colours, counts = np.unique(crop, return_counts=True)
    light = _luminance(colours)
    ground = light[np.argmax(counts)]
    inked = light[counts >= SCALE * SCALE]
    against = (np.maximum(inked, ground) + 0.05) / (np.minimum(inked, ground) + 0.05)
    best = float(against.max())
    return best if best > 1.0 else None


def _luminance(colours: np.ndarray) -> np.ndarray:
    """Relative luminance of colours 0xRRGGBB (WCAG 2)."""
    channels = np.stack([(colours >> shift & 255) / 255 for shift in (16, 8, 0)])
    linear = np.where(channels <= 0.03928, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrasts(one: QImage, other: QImage) -> np.ndarray:
    """Contrast of each pixel of a picture with the one at its place in another picture of the same size."""
    plain = [image.convertToFormat(QImage.Format.Format_RGB32) for image in (one, other)]
    a, b = (_luminance(_pixels(image)) for image in plain)
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)


PLACED: dict[str, Callable[[QMainWindow], list[str]]] = {
    "clipped": clipped,
    "overlapping": overlapping,
    "nameless": nameless,
    "disordered": disordered,
}
"""Checks of where things are and what they are called: the same in every theme."""
CHECKS: dict[str, Callable[[QMainWindow], list[str]]] = {**PLACED, "faint": faint}
