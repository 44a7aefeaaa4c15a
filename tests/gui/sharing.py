"""One window for many tests: what a test did to it is undone, and one that stands otherwise then is closed.

A window takes longer to make than most tests take that use one. What is undone is what can be seen: the state, where
the docks stand, the size, what is looked at, what is written in fields, and what has the keyboard. Tests about what is
kept between windows, about closing, settings, and what is opened from elsewhere make their own.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from tests.gui.looks import name_of, seen, settle
from xccviz.gui.canvas.camera import Camera
from xccviz.gui.state.store import AppState
from xccviz.gui.window import MainWindow
from xccviz.values import frozen, replace

Look = tuple[object, ...]


@frozen(eq=False)
class Standing:
    """How a window stood when it had opened: its state, place of its docks, and all that is seen of it."""

    state: AppState
    size: tuple[int, int]
    docks: bytes
    tops: frozenset[int]
    own: frozenset[str]
    look: Look


def standing(window: MainWindow) -> Standing:
    """How it stands now."""
    settle()
    size = (window.width(), window.height())
    tops = frozenset(map(id, QApplication.topLevelWidgets()))
    return Standing(
        window.store.state, size, window.docks.save(), tops, frozenset(vars(window)), look_of(window)
    )


def look_of(window: MainWindow) -> Look:
    """What is seen of a window: its widgets with their places and words, what is written in fields, how drawings are
    looked at, and who has the keyboard. Plain widgets only hold others."""
    widgets = sorted(
        (
            name_of(w),
            (w.mapTo(window, QPoint()).toTuple(), w.size().toTuple()),
            (w.isEnabled(), w.toolTip(), w.text() if isinstance(w, QLabel) else ""),
        )
        for w in seen(window)
        if type(w) is not QWidget
    )
    fields = [field.text() for field in window.findChildren(QLineEdit)]
    fields += [field.toPlainText() for field in window.findChildren(QPlainTextEdit) if not field.isReadOnly()]
    view = window.views[window.store.state.view]
    return (
        tuple(widgets),
        tuple(fields),
        _sight(view) if isinstance(view, Camera) else (),
        window.focusWidget(),
    )


def _sight(view: Camera) -> Look:
    at = view.mapToScene(0, 0)
    return view.fitting, round(view.transform().m11(), 6), round(at.x()), round(at.y())


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
    window.store.update(lambda _: replace(at_first.state, tabs=(), active=-1))
    window.docks.restore(at_first.docks)
    window.store.update(lambda _: at_first.state)
    window.focus_view()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()
    return window.store.state is at_first.state and look_of(window) == at_first.look
