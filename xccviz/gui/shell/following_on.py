"""The panels of a window, told together; those that may wait are told when the drawing has been painted, of a move in a
large transaction all but the drawing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import QObject, QTimer

from xccviz.gui.state.playing import HURRIED_MS, hurries
from xccviz.gui.state.telling import Panel, Together

FOLLOW_MS = 20
"""Milliseconds after which what may wait follows; of several steps in that time only the last is shown."""


def together(
    panels: tuple[Panel, ...], first: Collection[Panel], parent: QObject, trouble: Callable[[Exception], None]
) -> Together:
    """Those panels, the `first` of which are painted before others are told of a move; `trouble` is called with what
    one that follows raises."""
    soon, at_once = QTimer(parent), QTimer(parent)  # the second when all that waits to be painted is
    for timer in (soon, at_once):
        timer.setSingleShot(True)

    def wake() -> None:
        if made.state is None or not hurries(made.state):
            soon.start(FOLLOW_MS)
        elif not soon.isActive():
            soon.start(HURRIED_MS)
        at_once.start()

    made = Together(panels, wake, first)

    def follow(tell: Callable[[], Exception | None]) -> None:
        error = tell()
        if error is not None:
            trouble(error)

    soon.timeout.connect(partial(follow, made.catch_up))
    at_once.timeout.connect(partial(follow, made.go_on))
    return made
