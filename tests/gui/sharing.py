"""One window for many tests: what a test did to it is undone, and one that stands otherwise then is closed.

A window takes longer to make than most tests take that use one. What is undone is what can be seen: the state, where
the docks stand, the size, what is looked at, what is written in fields, and what has the keyboard. Tests about what is
kept between windows, about closing, settings, and what is opened from elsewhere make their own.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from tests.gui.looks import name_of, seen, settle
from xccviz.gui.canvas.camera import SMALLEST_FIT, Camera
from xccviz.gui.state.store import AppState
from xccviz.gui.views.drawing import DrawingView
from xccviz.gui.window import MainWindow
from xccviz.values import frozen, replace

Look = tuple[object, ...]
Field = QLineEdit | QPlainTextEdit


@frozen
class Seen:
    """What of a drawing is in sight, exactly."""

    fitting: bool
    scene: QRectF
    scale: float
    across: int
    down: int


@frozen(eq=False)
class Standing:
    """How a window stood when it had opened: its state, place of its docks, and all that is seen of it."""

    state: AppState
    size: tuple[int, int]
    docks: bytes
    tops: frozenset[int]
    own: frozenset[str]
    look: Look
    sight: Look
    behind: Look
    cameras: tuple[Seen, ...]
    fields: tuple[tuple[Field, str], ...]


def standing(window: MainWindow) -> Standing:
    """How it stands now."""
    settle()
    size = (window.width(), window.height())
    tops = frozenset(map(id, QApplication.topLevelWidgets()))
    return Standing(
        window.store.state,
        size,
        window.docks.save(),
        tops,
        frozenset(vars(window)),
        look_of(window),
        sight_of(window),
        behind_of(window),
        tuple(map(_seen, _cameras(window))),
        tuple((field, _written(field)) for field in _fields(window)),
    )


def look_of(window: MainWindow) -> Look:
    """What is seen of a window: its widgets with their places and words, what is written in fields, how drawings are
    looked at, and who has the keyboard. Plain widgets only hold others."""
    widgets = sorted(
        (
            name_of(w),
            (w.mapTo(window, QPoint()).toTuple(), w.size().toTuple()),
            (w.isEnabled(), w.toolTip(), _words(w)),
        )
        for w in seen(window)
        if type(w) is not QWidget
    )
    return tuple(widgets), sight_of(window), window.focusWidget()


def _words(widget: QWidget) -> str:
    if isinstance(widget, Field):
        return _written(widget)
    return widget.text() if isinstance(widget, QLabel) else ""


def _fields(window: MainWindow) -> list[Field]:
    longer = [field for field in window.findChildren(QPlainTextEdit) if not field.isReadOnly()]
    return [*window.findChildren(QLineEdit), *longer]


def _written(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def behind_of(window: MainWindow) -> Look:
    """What views and docks behind others keep: how they are looked at, what is chosen and switched on in them."""
    views = window.findChildren(QGraphicsView)
    areas = [area for area in window.findChildren(QAbstractScrollArea) if not isinstance(area, QGraphicsView)]
    bars = [bar.value() for area in areas for bar in (area.horizontalScrollBar(), area.verticalScrollBar())]
    return (
        tuple(round(view.transform().m11(), 6) for view in views),
        tuple(bars),
        tuple(button.isChecked() for button in window.findChildren(QAbstractButton) if button.isCheckable()),
        tuple(combo.currentIndex() for combo in window.findChildren(QComboBox)),
    )


def sight_of(window: MainWindow) -> Look:
    """Which part of each drawing that can be seen is looked at, how large."""
    return tuple(map(_sight, _cameras(window)))


def _sight(view: Camera) -> Look:
    at = view.mapToScene(0, 0)
    return view.fitting, round(view.transform().m11(), 6), round(at.x()), round(at.y())


def _cameras(window: MainWindow) -> list[Camera]:
    views = window.findChildren(QGraphicsView)
    return [view for view in views if isinstance(view, Camera) and view.isVisible()]


def _seen(view: Camera) -> Seen:
    across, down = view.horizontalScrollBar().value(), view.verticalScrollBar().value()
    return Seen(view.fitting, view.sceneRect(), view.transform().m11(), across, down)


def as_at_first(window: MainWindow, at_first: Standing, still: bool = False) -> bool:
    """Whether a window stands so, once it has the keyboard and has come to rest, if it is not `still`."""
    if not still:
        window.activateWindow()
        window.focus_view()
        settle()
    same = all(not isValid(field) or _written(field) == text for field, text in at_first.fields)
    return same and window.store.state is at_first.state and look_of(window) == at_first.look


def put_back(window: MainWindow, at_first: Standing) -> bool:
    """Undo what was done to the window; whether it stands as it did."""
    if (
        not window.isVisible()
        or frozenset(vars(window)) != at_first.own
        or window.store.state.job is not None
    ):
        return False
    for top in QApplication.topLevelWidgets():
        if id(top) not in at_first.tops and top.isVisible():
            top.close()
    window.toast.hide()
    window.resize(*at_first.size)
    if window.docks.save() != at_first.docks:
        window.docks.restore(at_first.docks)
    over = None if window.store.state is at_first.state else _unselected(at_first.state)
    if _back_to(window, at_first, over) and behind_of(window) == at_first.behind:
        return True
    window.docks.restore(at_first.docks)
    return _back_to(window, at_first, replace(at_first.state, tabs=(), active=-1))


def _back_to(window: MainWindow, at_first: Standing, over: AppState | None = None) -> bool:
    """Take the state as at first, over another: one in which the inspector shows nothing, or one without documents,
    which takes half as long as to make a window."""
    if over is not None:
        window.store.update(lambda _: over)
        window.store.update(lambda _: at_first.state)
    if sight_of(window) != at_first.sight:
        for view, seen_first in zip(_cameras(window), at_first.cameras, strict=False):
            _look_again(view, seen_first)
    for field, text in at_first.fields:  # those that panels made since are theirs to fill
        if isValid(field) and _written(field) != text:
            if isinstance(field, QLineEdit):
                field.setText(text)
            else:
                field.setPlainText(text)
    window.focus_view()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()
    return as_at_first(window, at_first, still=True)


def _look_again(view: Camera, first: Seen) -> None:
    """Look at what was looked at: all of it, where that was so, else a part as large as it was."""
    if first.fitting:
        if isinstance(view, DrawingView):
            view.fit_whole(SMALLEST_FIT)
        else:
            view.fit_whole()
        return
    view.hold()
    view.resetTransform()
    view.scene().setSceneRect(first.scene)
    view.scale(first.scale, first.scale)
    view.horizontalScrollBar().setValue(first.across)
    view.verticalScrollBar().setValue(first.down)


def _unselected(state: AppState) -> AppState:
    return replace(state, tabs=tuple(replace(tab, selection=None) for tab in state.tabs))
