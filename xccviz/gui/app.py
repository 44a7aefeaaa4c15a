"""The composition root of the window: arguments in, a MainWindow out (interface.md §2 and §7)."""

from __future__ import annotations

import xccviz.gui.unread  # before all that is imported behind it

# isort: split

import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEventLoop
from PySide6.QtWidgets import QApplication

import xccviz.gui.handlers  # noqa: F401 - before any class of a widget
from xccviz.gui.state.memory import memory_path
from xccviz.gui.state.session import Apart, Session, in_one, led, waiting
from xccviz.gui.window import MainWindow
from xccviz.settings.file import FILE_NAME, load_settings
from xccviz.settings.rows import DENSITY, KEYS, MOTION, REOPEN, TEXT_SIZE, THEME
from xccviz.values import replace

if TYPE_CHECKING:
    from argparse import Namespace

    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from xccviz.gui.shell.staged import StagedWindow
    from xccviz.model.errors import ErrorKind
    from xccviz.opening.options import OpenOptions
    from xccviz.settings.rows import Settings

ROOMS = (
    "graph", "parse", "replay", "analysis", "words.findings", "tables.receipts", "document", "opening.open", "export",
    "comparison", "gui.state.comparing", "layout.compare.build",
    "gui.intents", "gui.commands", "gui.canvas.view", "gui.views.tree", "gui.panels.step_strip", "gui.shell.frame",
    "gui.shell.docks", "gui.furnish",
)  # fmt: skip
"""What documents need, in pieces that load in a few milliseconds each once those before are there."""
BESIDE = 32
"""How far another window stands from the one it was opened in, in px to the right and below."""
PATIENCE = 0.1
"""Seconds that a worker thread has to end by itself."""
FRAME_PATIENCE = 0.1
"""Seconds that the desktop has to give the window its place before what stands in it is made."""


def create_window(argv: list[str]) -> MainWindow:
    """The window for `argv` (without the program name), shown and opening what was given; makes the QApplication when
    there is none and starts no event loop. Raises UserError (usage) for wrong arguments."""
    # Without a word there is nothing to be refused, and the frame comes before the parser is loaded.
    told = _parsed(argv) if argv else None
    gc.disable()  # of what is loaded nothing is garbage; once the window is whole its `Collector` collects
    app = QApplication.instance()
    if app is None:
        # As an argument: asked for here, PySide6 would load all that there is to know of styles.
        app = QApplication([sys.argv[0] if sys.argv else "xccviz", "-style", "Fusion"])
        app.setApplicationName("xccviz")
        app.setDesktopFileName("xccviz")  # under Wayland the desktop takes icon and name from there
        _keep(app)
    settings = load_settings(os.environ)
    if told is not None:
        settings = settings.with_options(vars(told))
    # A picture shows what it is told to, not what was left behind, and leaves nothing.
    pictured = told is not None and told.screenshot is not None
    keeps = settings.config_dir if not pictured else None
    memory = memory_path(keeps) if keeps is not None else None
    config = keeps / FILE_NAME if keeps is not None else None
    theme = told.theme if told is not None else None
    window = MainWindow(settings[THEME], memory, theme, settings[TEXT_SIZE], settings[DENSITY])
    if told is not None and told.size is not None:
        window.resize(*told.size)
    if not pictured:
        _show_frame(window)
    # Late, as all that is loaded in functions here: the frame is there.
    from xccviz.annotations import Mark
    from xccviz.gui.keys import take_keys
    from xccviz.gui.look.motion import take_motion
    from xccviz.gui.look.qt_words import speak_qt
    from xccviz.gui.shell.windows import Windows
    from xccviz.gui.state.link import COMPARE
    from xccviz.gui.views import VIEWS
    from xccviz.layout.layered.options import WHOLE
    from xccviz.opening.arguments import options_from
    from xccviz.settings.keys import key_finder

    args = told if told is not None else _parsed(argv)
    options = options_from(args, settings, key_finder(settings.config_dir))
    window.windows = windows = Windows(partial(_another, memory, config))
    speak_qt(app)
    take_keys(settings[KEYS])
    assert isinstance(app, QApplication)
    take_motion(app, settings[MOTION])
    compares = args.view == COMPARE
    session, place = led(window.kept.session if settings[REOPEN] else Session())
    if args.open or keeps is None:
        session = in_one(session)
    if place:
        window.restoreGeometry(QByteArray(place))
    window.kept = replace(window.kept, session=session)
    left = waiting(session)
    opens = Session() if args.open else session
    seen = opens.view if left and opens.view in {spec.id for spec in VIEWS} else VIEWS[0].id
    view = seen if compares else args.view or seen
    rest = _rest(window, options, settings, config, opens, partial(windows.reopen, window))
    window.receive(options, view, rest, session)
    if args.open or args.screenshot is not None:
        window.complete()
    marks = tuple(Mark(filter=text) for text in args.mark)
    if compares:
        first, second = args.open
        window.intents.open_beside(first, second, args.step, args.select, args.filter or "", marks)
        window.show()
        return window
    if marks and args.open:
        window.docks.bring("marksPanel")
    expanded = frozenset({WHOLE}) if args.expand == "all" else frozenset[str]()
    for n, given in enumerate(args.open):
        window.opener.open(
            given,
            args.step,
            args.select,
            behind=n > 0,
            filter=args.filter or "",
            marks=marks,
            expanded=expanded,
        )
    window.show()
    return window


def _parsed(argv: list[str]) -> Namespace:
    from xccviz.gui.arguments import parse

    return parse(argv)


def _another(memory: Path | None, config: Path | None, of: StagedWindow, left: Apart) -> MainWindow:
    """Another window, as `of` is, with what was left open in it, shown."""
    from xccviz.gui.shell.windows import beginning_like
    from xccviz.gui.views import VIEWS

    settings, options, looks = of.settings.settings, of.opener.options, of.store.state
    session, known = left.session, {spec.id for spec in VIEWS}
    window = MainWindow(settings[THEME], memory, looks.theme, looks.text_percent, looks.density)
    window.name, window.windows = left.name, of.windows
    window.kept = replace(window.kept, docks=of.docks.save())
    view = session.view if session.view in known else VIEWS[0].id
    window.receive(options, view, _rest(window, options, settings, config, session), session)
    window.configured_size = settings[TEXT_SIZE]
    window.store.update(partial(beginning_like, looks))
    if left.place:
        window.restoreGeometry(QByteArray(left.place))
    else:
        window.resize(of.size())
        window.move(of.x() + BESIDE, of.y() + BESIDE)
    window.complete()
    window.show()
    return window


def _rest(
    window: MainWindow,
    options: OpenOptions,
    settings: Settings,
    config: Path | None,
    session: Session,
    reopen: Callable[[Apart], None] | None = None,
) -> Iterator[None]:
    """All that is for documents, in pieces between which the window takes keys; then what was left open, in other
    windows too."""
    yield from window.entry.empty.rest
    yield
    for room in ROOMS:
        import_module(f"xccviz.{room}")
        yield
    from xccviz.gui.furnish import furnish

    yield from furnish(window, options, settings, config)
    if session.tabs:
        window.opener.open_left(session.active)
    if reopen is not None:
        for left in session.apart:
            yield
            reopen(left)


def _show_frame(window: MainWindow) -> None:
    """Show the frame and have it painted, before what stands in it is loaded."""
    window.show()
    handle = window.windowHandle()
    until = time.monotonic() + FRAME_PATIENCE
    while not handle.isExposed() and time.monotonic() < until:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 5)
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def run(argv: list[str]) -> ErrorKind | None:
    """Open the window and stay until it is closed; with --screenshot draw it into a file and end. Returns what went
    wrong: of a picture that shows a failed open, the kind of that failure; else None."""
    args = _parsed(argv)
    with _quiet(args.verbose):
        if args.screenshot is not None:
            from xccviz.gui.picture import refuse_what_is_read, take_picture

            refuse_what_is_read(args)
            return take_picture(create_window(argv), args)
        window = create_window(argv)
        from xccviz.gui.tasks.bugs import told_in  # late: nothing is in the way of the first frame

        windows = window.windows
        del window  # the open ones are held there
        with told_in(windows.store):
            status = QApplication.exec()
        _end_if_busy(status)
        return None


@contextmanager
def _quiet(verbose: int) -> Iterator[None]:
    """What Qt says of its platform ("This plugin does not support …") goes into the log: whoever asked for a picture
    can do nothing about it. With -vv it stays on standard error."""
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    def told(kind: QtMsgType, place: QMessageLogContext, text: str) -> None:
        grave = kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
        logging.getLogger("xccviz.qt").log(logging.ERROR if grave else logging.INFO, "%s", text)

    if verbose >= 2:
        yield
        return
    before = qInstallMessageHandler(told)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _end_if_busy(status: int) -> None:
    """End the process if a thread still computes a moment after the window has closed: Python would wait for it, and
    nobody does. Files are written whole or not at all."""
    until = time.monotonic() + PATIENCE
    # Python waits for those of asyncio's executor although they are daemons.
    while any(thread.name.startswith("asyncio_") for thread in threading.enumerate()):
        if time.monotonic() > until:
            logging.shutdown()
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
            os._exit(status)
        time.sleep(0.01)


_kept: list[QApplication] = []


def _keep(app: QApplication) -> None:
    """Hold the application for the life of the process: without a reference Qt would be torn down."""
    _kept.append(app)
