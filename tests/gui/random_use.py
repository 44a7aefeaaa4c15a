"""Random use of the real window: keys, clicks, drags, opening, closing, pasting, docks, themes, by a seed.

It stops at the first exception, Qt warning, told bug or broken invariant, and prints the seed and the way there:

    QT_QPA_PLATFORM=offscreen python -m tests.gui.random_use --seed 7 --steps 5000 [--minutes 10] [FILE_OR_FOLDER …]

With `--minutes` one seed follows the other. What is opened are the samples and what is given; answers of the worker
thread come when they come, so a seed leads to the same gestures, and nearly always to the same fault.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import sys
import tempfile
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QMimeData,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QtMsgType,
    QUrl,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from shiboken6 import isValid

from xccviz.gui.app import create_window
from xccviz.gui.commands import COMMANDS
from xccviz.gui.state.tabs import places
from xccviz.gui.window import MainWindow
from xccviz.sources.files.sample import list_samples

REMEMBERED = 60
"""Gestures that are told of the way."""
PATIENCE = 20.0
"""Seconds after which what is being opened counts as hanging."""
NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_NAMED = (
    "Up Down Left Right Home End PageUp PageDown Tab Backtab Escape Return Space Backspace Delete F1 F2 F5 F7 F8 F9 "
    "F10 F11 A F L M Z 0 1 2 Plus Minus Question BracketLeft BracketRight"
)
_WITH_CTRL = "0 1 2 A B C F K L R T U V W Z Tab PageDown PageUp Plus Minus"
PLAIN = tuple(getattr(Qt.Key, f"Key_{name}") for name in _NAMED.split())
WITH_CTRL = tuple(getattr(Qt.Key, f"Key_{name}") for name in _WITH_CTRL.split())
CHATTER = ("This plugin does not support", "Timers cannot be", "propagateSizeHints")
"""Beginnings of what Qt's offscreen platform says of itself."""
NOT_TAKEN = {"file.quit", "file.newWindow", "file.moveToWindow"}


class FaultError(Exception):
    """What random use found; `way` are the gestures before, the last one last."""

    def __init__(self, what: str, seed: int, way: Sequence[str]) -> None:
        super().__init__(
            f"seed {seed}, after {len(way)} gestures (the last ones):\n" + "\n".join((*way, what))
        )
        self.what = what


class Watch:
    """Collects what nobody handled: exceptions in slots and events, and Qt's warnings."""

    def __init__(self) -> None:
        self.found: list[str] = []

    @contextmanager
    def on(self) -> Iterator[None]:
        """While it is on, both come here."""
        before, hook = qInstallMessageHandler(self._message), sys.excepthook
        sys.excepthook = self._exception
        try:
            yield
        finally:
            sys.excepthook = hook
            qInstallMessageHandler(before)

    def _message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not any(part in text for part in CHATTER):
            self.found.append(f"Qt says: {text}")

    def _exception(
        self, kind: type[BaseException], error: BaseException, where: TracebackType | None
    ) -> None:
        self.found.append("".join(traceback.format_exception(kind, error, where)))


class User:
    """Somebody who does anything, `random` as it is."""

    def __init__(
        self, window: MainWindow, random: Random, documents: Sequence[str], folder: Path, loud: bool = False
    ) -> None:
        self.window, self.random, self.documents, self.folder, self.loud = (
            window, random, documents, folder, loud,
        )  # fmt: skip
        self.way: deque[str] = deque(maxlen=REMEMBERED)
        self.inside = False
        self.held: QWidget = window
        window.ask_open = lambda: random.choice(["", *documents])  # type: ignore[method-assign]
        window.ask_save = lambda *_: random.choice(["", str(folder / "out")])  # type: ignore[method-assign]
        self._menus = QTimer(window)
        self._menus.setInterval(20)
        self._menus.timeout.connect(self._leave_menu)
        self._menus.start()
        self.gestures: tuple[tuple[int, Callable[[], None]], ...] = (
            (30, self.key), (20, self.click), (4, self.double_click), (6, self.drag), (6, self.wheel),
            (6, self.hover), (8, self.open), (3, self.open_several), (3, self.close), (6, self.paste),
            (10, self.command), (4, self.dock), (3, self.resize), (6, self.step), (3, self.select),
            (2, self.turn), (3, self.type), (3, self.pause), (2, self.palette), (1, self.desktop),
            (2, self.compare),
        )  # fmt: skip

    def act(self) -> None:
        """One gesture, and what follows at once."""
        weights = [weight for weight, _ in self.gestures]
        if QApplication.focusWidget() is None and QApplication.activePopupWidget() is None:
            self.window.activateWindow()  # as who uses it would, after a dialog or a dock of its own
        gesture = self.random.choices([do for _, do in self.gestures], weights)[0]
        self.say(gesture.__name__)
        self.inside = True
        try:
            gesture()
            QApplication.processEvents()
        finally:
            self.inside = False
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def say(self, words: str) -> None:
        """One more gesture of the way."""
        self.way.append(words)
        if self.loud:
            print(words, file=sys.stderr, flush=True)

    def add(self, words: str) -> None:
        """More of the gesture."""
        self.say(f"{self.way.pop()} {words}")

    # ------------------------------------------------------------------------------------------------------ gestures

    def top(self) -> tuple[QWidget, QWindow]:
        """The window that is open on top, and Qt's window of it: events go there, as those of a desktop do, since
        whoever is there may be gone between two of them. It is held here: what Python asks a widget of Qt's own for
        lives no longer than Python's name of that widget."""
        self.held = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        if self.held.windowHandle() is None:  # it closes right now
            self.held = self.window
        return self.held, self.held.windowHandle()

    def press(self, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press and let go, wherever the one and the other go: the window may have closed between."""
        if modifiers & ALT and QApplication.activePopupWidget() is not None:
            # It closes a menu, and QTest would send the key after it to the menu's window that is gone.
            QTest.keyPress(self.top()[1], Qt.Key.Key_Alt)
        for send in (QTest.keyPress, QTest.keyRelease):
            _, handle = self.top()
            if handle is not None:
                send(handle, key, modifiers)

    def key(self) -> None:
        if self.random.random() < 0.7:
            key, modifiers = self.random.choice(PLAIN), self.random.choice([NONE, NONE, NONE, SHIFT])
        elif self.random.random() < 0.8:
            key, modifiers = self.random.choice(WITH_CTRL), self.random.choice([CTRL, CTRL, CTRL | SHIFT])
        else:
            key, modifiers = Qt.Key(Qt.Key.Key_0 + self.random.randrange(6)), ALT
        self.add(f"{key.name} {modifiers.name} to {told(QApplication.focusWidget())}")
        self.press(key, modifiers)

    def type(self) -> None:
        text = self.random.choice(["fail", "sample:", "x", "near", "  ", "99", "{"])
        self.add(f"{text!r} to {told(QApplication.focusWidget())}")
        for letter in text:
            self.press(letter)

    def place(self) -> tuple[QWindow, QPoint]:
        """A random point of what is open on top."""
        top, handle = self.top()
        floating = [
            dock for dock in self.window.docks.docks.values() if dock.isFloating() and dock.isVisible()
        ]
        if top is self.window and floating and self.random.random() < 0.2:
            top = self.held = self.random.choice(floating)
            handle = top.windowHandle()
        at = QPoint(self.random.randrange(max(1, top.width())), self.random.randrange(max(1, top.height())))
        self.add(f"{told(top.childAt(at) or top)} at {at.x()},{at.y()}")
        return handle, at

    def click(self) -> None:
        window, at = self.place()
        button = self.random.choices([Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton], [9, 1])[0]
        self.add(button.name)
        modifiers = self.random.choice([NONE, NONE, CTRL, SHIFT])
        QTest.mousePress(window, button, modifiers, at)
        if isValid(window) and window.isVisible():
            QTest.mouseRelease(window, button, modifiers, at)

    def double_click(self) -> None:
        window, at = self.place()
        QTest.mouseDClick(window, Qt.MouseButton.LeftButton, NONE, at)

    def drag(self) -> None:
        window, at = self.place()
        x, y = at.x() + self.random.randrange(-200, 200), at.y() + self.random.randrange(-200, 200)
        to = QPoint(min(max(x, 0), window.width() - 1), min(max(y, 0), window.height() - 1))
        self.add(f"→ {to.x()},{to.y()}")
        if window is not self.window.windowHandle():
            return  # Qt's own moving of windows waits for the desktop
        QTest.mousePress(window, Qt.MouseButton.LeftButton, NONE, at)
        for point in ((at + to) / 2, to):
            if self.window.windowHandle() is not None:  # a press upon a menu may have led to Quit
                QTest.mouseMove(self.window.windowHandle(), point)
        if self.window.windowHandle() is not None:
            QTest.mouseRelease(self.window.windowHandle(), Qt.MouseButton.LeftButton, NONE, to)

    def wheel(self) -> None:
        window, at = self.place()
        down = QPoint(0, self.random.choice([-360, -120, 120, 360]))
        QTest.wheelEvent(window, QPointF(at), down, QPoint(), self.random.choice([NONE, NONE, CTRL, SHIFT]))

    def hover(self) -> None:
        window, at = self.place()
        QTest.mouseMove(window, at)

    def open(self) -> None:
        given = self.random.choice(self.documents)
        self.add(given)
        self.window.intents.open(given)
        if self.random.random() < 0.8:
            self.wait()

    def compare(self) -> None:
        given = self.random.choice(self.documents)
        self.add(given)
        self.window.compare_with(given)
        self.wait()

    def open_several(self) -> None:
        given = [self.random.choice(self.documents) for _ in range(3)]
        self.add(" ".join(given))
        self.window.intents.open_all(given)

    def close(self) -> None:
        if self.random.random() < 0.3:
            self.window.intents.close_tab()

    def paste(self) -> None:
        clipboard = QGuiApplication.clipboard()
        mime = QMimeData()
        kind = self.random.choice(
            ["nothing", "empty", "urls", "no urls", "image", "words", "given", "hash", "bytes"]
        )
        tab = self.window.store.state.tab
        if kind == "nothing":
            clipboard.clear()
        elif kind == "hash" and tab is not None:
            clipboard.setText(tab.document.trace.transaction.hash)
        elif kind == "given":
            given = self.random.choice(self.documents)
            text = Path(given).read_text(errors="replace") if "/" in given else given
            clipboard.setText(text)
        else:
            if kind == "urls":
                mime.setUrls([QUrl.fromLocalFile("/no/such/file"), QUrl("https://nearblocks.io/txns/x")])
            elif kind == "no urls":
                mime.setUrls([])
            elif kind == "image":
                mime.setData("image/png", b"\x89PNG")
            elif kind == "bytes":
                mime.setData("text/plain", b"\xff\x00\xfe")
            else:
                mime.setText("" if kind == "empty" else "some words")
            clipboard.setMimeData(mime)
        self.add(kind)
        self.window.actions_by_id["file.paste"].trigger()

    def command(self) -> None:
        command = self.random.choice(COMMANDS)
        action = self.window.actions_by_id[command.id]
        self.add(command.id)
        if command.id not in NOT_TAKEN and action.isEnabled():
            action.trigger()

    def dock(self) -> None:
        name, dock = self.random.choice(list(self.window.docks.docks.items()))
        what = self.random.choice(["float", "dock", "close", "show", "raise", "below", "arrange", "hide"])
        self.add(f"{what} {name}")
        if what in ("float", "dock"):
            dock.setFloating(what == "float")
        elif what in ("close", "show"):
            dock.setVisible(what == "show")
        elif what == "raise":
            dock.raise_()
        elif what == "below":
            self.window.desk.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        elif what == "arrange":
            self.window.docks.arrange()
        else:
            self.window.docks.hide_or_show()

    def resize(self) -> None:
        width, height = self.random.randrange(500, 1600), self.random.randrange(350, 1000)
        self.add(f"{width}×{height}")
        self.window.resize(width, height)

    def step(self) -> None:
        tab = self.window.store.state.tab
        if tab is not None:
            index = self.random.randrange(len(tab.document.timeline) + 1)
            self.add(str(index))
            self.window.frame.steps.slider.setValue(index)
        pair, page = self.window.store.state.pair, self.window.frame.pages.compared
        if pair is not None and page is not None:
            page.strip.slider.setValue(self.random.randrange(len(pair.found.line) + 1))

    def select(self) -> None:
        tab = self.window.store.state.tab
        if tab is not None:
            node = self.random.choice(tab.document.graph.nodes).id
            self.add(node)
            self.window.select(node)

    def turn(self) -> None:
        tabs = self.window.store.state.tabs
        if len(tabs) > 1:
            index, to = self.random.sample(range(len(tabs)), 2)
            self.add(f"{index} → {to}")
            self.random.choice(
                [self.window.frame.tab_bar.moveTab, lambda _i, t: self.window.intents.choose_tab(t)]
            )(index, to)

    def palette(self) -> None:
        self.window.show_palette()

    def desktop(self) -> None:
        self.window.intents.size_text(self.random.choice([85, 100, 150]))
        self.window.intents.switch_theme()

    def pause(self) -> None:
        self.wait()
        for dialog in self.window.findChildren(QDialog):
            dialog.close()

    # -------------------------------------------------------------------------------------------------------- around

    def wait(self) -> None:
        """Until nothing is being opened."""
        at, until = 0, 0.0
        while (job := self.window.store.state.job) is not None:
            if job.job != at:
                at, until = job.job, time.monotonic() + PATIENCE
            QTest.qWait(1)
            if not self.window.isVisible():
                return  # somebody has taken Quit
            if time.monotonic() > until:
                stacks = (
                    "".join(traceback.format_stack(frame)[-6:]) for frame in sys._current_frames().values()
                )
                doing = "\n".join(stacks)
                raise TimeoutError(f"opening {job.given[:200]} hangs: {job.text}\n{doing}")

    def _leave_menu(self) -> None:
        """A menu waits for a choice inside of the gesture that has opened it."""
        menu = QApplication.activePopupWidget()
        if self.inside and isinstance(menu, QMenu):
            keys = [Qt.Key.Key_Down] * self.random.randrange(4) + [
                self.random.choice([Qt.Key.Key_Return, Qt.Key.Key_Escape])
            ]
            for key in keys:
                popup = QApplication.activePopupWidget()
                if popup is not None:
                    QTest.keyClick(popup, key)
            popup = QApplication.activePopupWidget()
            if isinstance(popup, QMenu):
                popup.close()

    def broken(self) -> str:
        """What does not agree with the state; "" for nothing."""
        state, frame = self.window.store.state, self.window.frame
        tab, problem = state.tab, state.problem
        if problem is not None and problem.kind == "bug":
            return "\n".join((problem.message, *problem.details))
        if state.pair is None and (tab is None) != (not state.tabs):
            return f"{len(state.tabs)} tabs, and {state.active} is in front"
        if tab is None:
            return ""
        told = {
            "slider": frame.steps.slider.value() == tab.cursor.index,
            "tabs": frame.tab_bar.count() == places(state),
            "tab": frame.tab_bar.currentIndex() == state.active,
            "hash": frame.identity.first.hash.text() == tab.document.trace.transaction.hash,
            "selection": tab.selection in tab.document.graph.by_id,
        }
        return ", ".join(f"the {name} tells something else" for name, agrees in told.items() if not agrees)


def told(widget: QWidget | None) -> str:
    """A widget for people."""
    if widget is None:
        return "nobody"
    return f"{type(widget).__name__}#{widget.objectName()}" if widget.objectName() else type(widget).__name__


def use(
    seed: int, steps: int, documents: Sequence[str], loud: bool = False, until: float = float("inf")
) -> int:
    """Use windows `steps` times, or until a time, a new one where one was closed; how many times it was. Raises
    FaultError."""
    watch, random, done = Watch(), Random(seed), 0
    with tempfile.TemporaryDirectory() as folder, watch.on():
        while done < steps and time.monotonic() < until:
            window = create_window(["--offline"])
            window.complete()
            user = User(window, random, documents, Path(folder), loud)
            try:
                while done < steps and time.monotonic() < until and window.isVisible():
                    try:
                        user.act()
                    except Exception:  # of a call of ours into the window
                        watch.found.append(traceback.format_exc())
                    done += 1
                    found = watch.found[0] if watch.found else user.broken()
                    if found and (watch.found or window.isVisible()):
                        raise FaultError(found, seed, tuple(user.way))
            finally:
                close(window)
            if watch.found:
                raise FaultError(f"while closing: {watch.found[0]}", seed, tuple(user.way))
    return done


def close(window: MainWindow) -> None:
    """Close a window with all that stands above it, and let go of what was put into the clipboard: Qt would delete it
    after Python has ended."""
    QGuiApplication.clipboard().clear()
    for popup in iter(QApplication.activePopupWidget, None):
        popup.close()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def documents_in(given: Sequence[str]) -> tuple[str, ...]:
    """The samples, and every JSON file that is given or stands below a folder that is."""
    found = [f"sample:{sample.name}" for sample in list_samples()]
    for path in map(Path, given):
        files = sorted(path.rglob("*.json*")) if path.is_dir() else [path]
        found += [str(file) for file in files if file.is_file()]
    return tuple(found)


def main(argv: Sequence[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("documents", nargs="*", metavar="FILE_OR_FOLDER")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=2_000)
    parser.add_argument("--minutes", type=float, help="one seed after the other for so long")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell every gesture before it is made")
    args = parser.parse_args(argv)
    faulthandler.enable()
    until = time.monotonic() + args.minutes * 60 if args.minutes else float("inf")
    documents, seed, total = documents_in(args.documents), args.seed, 0
    with tempfile.TemporaryDirectory() as config:
        os.environ["XCCVIZ_CONFIG_DIR"] = config
        while True:
            try:
                total += use(seed, args.steps, documents, args.verbose, until)
            except FaultError as fault:
                print(fault, file=sys.stderr)
                return 1
            print(f"seed {seed}: nothing found, {total:,} gestures so far", flush=True)
            seed += 1
            if not args.minutes or time.monotonic() > until:
                return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
