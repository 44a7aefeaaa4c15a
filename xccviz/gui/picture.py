"""The window as a picture, for `--screenshot`: drawn once everything has loaded, without a screen if need be."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PySide6.QtCore import (
    QAbstractAnimation,
    QByteArray,
    QEventLoop,
    QPoint,
    QSize,
    QTimer,
    SignalInstance,
)
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QApplication

from xccviz.atomic import same_file
from xccviz.catalogue import tr
from xccviz.gui.look.theme import application
from xccviz.gui.window import MainWindow
from xccviz.model.errors import ErrorKind, UserError
from xccviz.model.text import visible_text

SETTLE_MS = 40


def refuse_what_is_read(args: argparse.Namespace) -> None:
    """Raise UserError (output) where the picture would replace what is given to read."""
    for given in args.open:
        if same_file(given, args.screenshot):
            raise UserError(
                tr("{path} is what was given to read, and would be replaced", path=args.screenshot),
                tr("Give another file."),
                kind="output",
            )


def take_picture(window: MainWindow, args: argparse.Namespace) -> ErrorKind | None:
    """Draw the window that was made for `args`, and close it. Of a picture that shows a failed open, the kind of that
    failure. Raises UserError where none can be drawn or written."""
    application().setCursorFlashTime(0)  # a blinking caret would make two pictures differ
    try:
        _wait_until_idle(window)
        settle(window)
        if window.opener.refused is not None:
            raise window.opener.refused
        problem = window.store.state.problem
        if not picture(window, Path(args.screenshot), args.scale):
            raise UserError(
                tr("the picture can't be written to {screenshot}", screenshot=args.screenshot),
                tr("Give another file."),
                kind="output",
            )
        if problem is not None:
            listed = problem.details if problem.offers else ()
            for line in (f"xccviz: {problem.message}", problem.hint, *(f"  {detail}" for detail in listed)):
                if line:
                    print(visible_text(line), file=sys.stderr)
            return problem.kind
        return None
    finally:
        window.close()


def picture(window: MainWindow, path: Path, scale: float = 1.0) -> bool:
    """Write the window as PNG, `scale` device pixels per pixel; whether it could be written."""
    # New widgets are shown, then measured, then placed: each posts events of its own.
    for _ in range(5):
        QApplication.sendPostedEvents()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    # What Qt fades in is shown as it ends: a picture is the same whenever it is taken.
    for animation in window.findChildren(QAbstractAnimation):
        animation.setCurrentTime(animation.totalDuration())
    size = window.size()
    image = QImage(
        QSize(round(size.width() * scale), round(size.height() * scale)), QImage.Format.Format_ARGB32
    )
    image.setDevicePixelRatio(scale)
    image.fill(0)
    painter = QPainter(image)
    window.render(painter, QPoint())
    painter.end()
    return QImageWriter(str(path), QByteArray(b"PNG")).write(image)


def _wait_until_idle(window: MainWindow, milliseconds: int = 120_000) -> None:
    if window.store.state.job is not None:
        _wait(window.idle, milliseconds)
    if window.comparing.busy:
        _wait(window.comparing.ended, milliseconds)


def _wait(signal: SignalInstance, milliseconds: int) -> None:
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(window: MainWindow, milliseconds: int = 1_000) -> None:
    """Return when two looks at the window are alike: all is made, and small animations of the style have ended. A call
    that is run again, and a layout that is made beside the window, end in any case."""
    before, left = None, milliseconds // SETTLE_MS
    while left > 0:
        rerun = window.store.state.rerun
        running = rerun is not None and rerun.running
        left -= not (running or window.laying_out.busy)
        loop = QEventLoop()
        QTimer.singleShot(SETTLE_MS, loop.quit)
        loop.exec()
        now = window.grab().toImage()
        if now == before and not (running or window.inspector.busy or window.laying_out.busy):
            return
        before = now
