"""The real window for tests: opened, waited for by signal, closed again; and states to drive one panel alone."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.holding import held, let_go
from tests.gui.looks import settle
from tests.gui.sharing import Standing, as_at_first, behind_of, put_back, standing
from xccviz.document import Document, build_document
from xccviz.gui.app import create_window
from xccviz.gui.look.theme import dress
from xccviz.gui.panels import hint
from xccviz.gui.state.store import AppState
from xccviz.gui.state.tabs import open_tab, stepped
from xccviz.gui.tasks import collector
from xccviz.gui.tasks.laying_out import layouts_for
from xccviz.gui.views import VIEWS
from xccviz.gui.window import MainWindow
from xccviz.replay.cursor import at
from xccviz.sources.files.sample import read_sample
from xccviz.values import frozen, replace

FAILED = "tutorial-parallel-3-one-panics"
BATCH = "tutorial-batch-fail-step-two"
OpenWindow = Callable[..., MainWindow]
KEPT = 4
"""Shared windows that are kept for the next module: those that were used last."""


@frozen(eq=False)
class Shared:
    """Windows by what they were opened with, the one used last at the end; and which of them this module has looked
    at, or made."""

    windows: dict[tuple[str, ...], tuple[MainWindow, Standing]]
    trusted: set[tuple[str, ...]]


SWEPT = 100_000
"""Objects made since the last collection."""
TESTS = 200
"""Tests since the last time all was looked at, what was set aside too."""
_since = [0]


PATIENCE = 30_000
"""Milliseconds that a test waits for what is to come: a slow machine is no failure, and what comes is not waited for
longer."""


class Patient(QtBot):
    """Drives windows, and waits longer than usual where a test does not say how long."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        """Return when it is so."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **how: Any) -> Any:
        """A block that ends when the signal has come."""
        return super().waitSignal(signal, timeout=timeout, **how)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """In place of the plugin's."""
    return Patient(request)


@pytest.fixture(autouse=True)
def _nothing_remembered(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins with a window that remembers nothing of the ones before."""
    monkeypatch.setenv("XCCVIZ_CONFIG_DIR", str(tmp_path_factory.mktemp("config")))


@pytest.fixture(autouse=True)
def _light_as_at_first() -> Iterator[None]:
    """What is drawn without a window is drawn as if none had been dark, or larger, before. A style sheet of the whole
    application goes with the test: beside it every window takes a third longer."""
    app = QApplication.instance()
    if app is not None:
        app.setProperty("xccvizTheme", None)
        app.setProperty("xccvizWords", None)
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.styleSheet():
        app.setStyleSheet("")


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    """What a test leaves held (a button of the mouse, a pop-up) is a fault of that test, and not of a later one that
    waits for it to be let go."""
    yield
    left = held()
    let_go()
    assert not left, f"left held: {left}"


@pytest.fixture(scope="package", autouse=True)
def no_hints() -> Iterator[None]:
    """No hint comes while a test waits: when one comes is up to the clock. Tests about hints have their own."""
    usual, hint.CALM_MS = hint.CALM_MS, 10**8
    yield
    hint.CALM_MS = usual


@pytest.fixture(scope="package", autouse=True)
def collected_here() -> Iterator[None]:
    """Widgets that tests leave behind are collected in this thread, not in that of a node that answers: here too."""
    gc.disable()
    yield
    gc.unfreeze()
    gc.collect()
    gc.enable()


@pytest.fixture
def kept_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set aside stays so when a window closes: else each window that opens walks all that tests have ever
    imported and made. Tests about the collector itself override this."""
    monkeypatch.setattr(collector, "release", lambda: None)


@pytest.fixture(autouse=True)
def swept(collected_here: None, kept_aside: None) -> Iterator[None]:
    """What a test left is collected before it becomes much; what outlived an earlier sweep only now and then."""
    yield
    _since[0] += 1
    whole = _since[0] > TESTS
    if whole:
        gc.unfreeze()
        _since[0] = 0
    if whole or gc.get_count()[0] > SWEPT:
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session")
def documents() -> Callable[[str], Document]:
    """Bundled samples as documents, each built once."""
    built: dict[str, Document] = {}

    def document(name: str = FAILED) -> Document:
        if name not in built:
            built[name] = build_document(read_sample(name))
        return built[name]

    return document


@pytest.fixture
def state_of(documents: Callable[[str], Document]) -> Callable[..., AppState]:
    """A state with one sample open: `state_of("join-of-joins", step=3, select=node_id)`."""

    def state(name: str = FAILED, step: int | None = None, select: str | None = None) -> AppState:
        document = documents(name)
        tab = replace(open_tab(document, name), layouts=layouts_for(document.analysis, VIEWS[0].id))
        if step is not None:
            tab = stepped(tab, at(document.timeline, step))
        if select is not None:
            tab = replace(tab, selection=select)
        return AppState(tabs=(tab,), active=0)

    return state


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[OpenWindow]:
    """`window = open_window("sample:…", "--step", "3")`: the window, once it has loaded. Closed with the test."""
    windows: list[MainWindow] = []

    def opened(*argv: str, wait: bool = True) -> MainWindow:
        window = create_window(list(argv))
        window.complete()
        windows.append(window)
        if wait:
            wait_idle(qtbot, window)
        return window

    yield opened
    for window in windows:
        window.close()
        discard(window)


@pytest.fixture(scope="package")
def _all_shared() -> Iterator[Shared]:
    shared = Shared({}, set())
    yield shared
    _close(shared, *shared.windows)


@pytest.fixture(scope="module")
def _shared_windows(_all_shared: Shared) -> Iterator[Shared]:
    _all_shared.trusted.clear()
    yield _all_shared
    for window, _ in _all_shared.windows.values():
        window.hide()  # the pointer and keys are for what the next module opens
    windows = tuple(_all_shared.windows)
    _close(_all_shared, *windows[: max(0, len(windows) - KEPT)])


@pytest.fixture
def alone(_all_shared: Shared) -> None:
    """No shared window stands anywhere, nor any thread or document of one: for tests of what windows leave."""
    _close(_all_shared, *_all_shared.windows)


def _close(shared: Shared, *which: tuple[str, ...]) -> None:
    """Close these windows. What is set aside stays so, as in `kept_aside`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collector, "release", lambda: None)
        for argv in which:
            window, _ = shared.windows.pop(argv)
            window.close()
            discard(window)


@pytest.fixture
def look_at(qtbot: QtBot, _shared_windows: Shared) -> Iterator[OpenWindow]:
    """`window = look_at("sample:…")`: one window for all tests that only look at it. A test that changes its state
    fails, and takes `reuse_window` instead."""
    seen: list[tuple[MainWindow, AppState]] = []

    def looked(*argv: str) -> MainWindow:
        window = _shared(qtbot, _shared_windows, argv)
        seen.append((window, window.store.state))
        return window

    yield looked
    assert all(window.store.state is state for window, state in seen), "changed what is only to be looked at"


@pytest.fixture
def reuse_window(qtbot: QtBot, _shared_windows: Shared) -> Iterator[OpenWindow]:
    """`window = reuse_window("sample:…")`: one window for all tests that open the same, as it stood when it had opened
    (`tests/gui/sharing.py` says what that is). A test that needs a window of its own takes `open_window`."""
    used: list[tuple[str, ...]] = []

    def opened(*argv: str) -> MainWindow:
        used.append(argv)
        return _shared(qtbot, _shared_windows, argv)

    yield opened
    for argv in dict.fromkeys(used):
        window, at_first = _shared_windows.windows[argv]
        if put_back(window, at_first):
            _shared_windows.windows[argv] = window, replace(at_first, behind=behind_of(window))
        else:
            _close(_shared_windows, argv)


def _shared(qtbot: QtBot, shared: Shared, argv: tuple[str, ...]) -> MainWindow:
    """The window for these arguments, alone on the screen: keys go to the window that is active. One that comes from
    another module is looked at first: what tests there changed for the whole process can be seen in it."""
    windows = shared.windows
    for known, (other, _) in windows.items():
        other.setVisible(known == argv)
    if argv in windows:
        _dress_as_at_first(*windows[argv])
        if argv not in shared.trusted and not as_at_first(*windows[argv]):
            _close(shared, argv)
    if argv not in windows:
        window = create_window(list(argv))
        window.complete()
        wait_idle(qtbot, window)
        windows[argv] = window, standing(window)
        _dress_as_at_first(*windows[argv])
    shared.trusted.add(argv)
    windows[argv] = windows.pop(argv)  # the last one used
    window, _ = windows[argv]
    _activate(window)
    window.focus_view()
    settle()
    return window


def _activate(window: MainWindow) -> None:
    """Make it the active window. One that was hidden and comes back has the input for Qt's platform all the while, so
    it has to be with another for it to be noticed."""
    window.activateWindow()
    settle()
    if not window.isActiveWindow():
        between = QWidget()
        between.show()
        between.activateWindow()
        settle()
        window.activateWindow()
        settle()
        between.close()
        discard(between)


def _dress_as_at_first(window: MainWindow, at_first: Standing) -> None:
    dress(window, at_first.state.colours, at_first.state.text_percent, at_first.state.density)


def wait_idle(qtbot: QtBot, window: MainWindow) -> None:
    """Return when nothing is being opened."""
    if window.store.state.job is not None:
        with qtbot.waitSignal(window.idle, timeout=20_000):
            pass


def discard(window: QObject) -> None:
    """Delete a window now, not when Qt comes to it."""
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def box_point(window: MainWindow, node: str) -> QPoint:
    """The middle of a node's box, in px of the graph's viewport."""
    tab = window.store.state.tab
    assert tab is not None
    bounds = tab.layouts["graph"].by_key[tab.layouts["graph"].box_of[node]].bounds
    return window.views["graph"].mapFromScene(bounds.center_x, bounds.center_y)


def click_box(qtbot: QtBot, window: MainWindow, node: str) -> None:
    """Click the box of a node with the mouse."""
    qtbot.mouseClick(window.views["graph"].viewport(), Qt.MouseButton.LeftButton, pos=box_point(window, node))
    settle()


def node_called(document: Document, label: str) -> str:
    """Id of the node with this label."""
    return next(node.id for node in document.graph.nodes if node.label == label)


def sized(window: MainWindow, width: int, height: int) -> None:
    """Resize and let the layouts settle."""
    window.resize(QSize(width, height))
    QApplication.sendPostedEvents()
