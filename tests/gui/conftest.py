"""The real window for tests: opened, waited for by signal, closed again; and states to drive one panel alone."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.looks import settle
from tests.gui.sharing import Standing, behind_of, put_back, standing
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
from xccviz.values import replace

FAILED = "tutorial-parallel-3-one-panics"
BATCH = "tutorial-batch-fail-step-two"
OpenWindow = Callable[..., MainWindow]
Shared = dict[tuple[str, ...], tuple[MainWindow, Standing]]
SWEPT = 100_000
"""Objects made since the last collection."""
TESTS = 200
"""Tests since the last time all was looked at, what was set aside too."""
_since = [0]


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


@pytest.fixture(scope="module")
def _shared_windows() -> Iterator[Shared]:
    windows: Shared = {}
    yield windows
    for window, _ in windows.values():
        window.close()
        discard(window)


@pytest.fixture
def look_at(qtbot: QtBot, _shared_windows: Shared) -> Iterator[OpenWindow]:
    """`window = look_at("sample:…")`: one window for all tests of a module that only look at it. A test that changes
    its state fails, and takes `reuse_window` instead."""
    seen: list[tuple[MainWindow, AppState]] = []

    def looked(*argv: str) -> MainWindow:
        window = _shared(qtbot, _shared_windows, argv)
        seen.append((window, window.store.state))
        return window

    yield looked
    assert all(window.store.state is state for window, state in seen), "changed what is only to be looked at"


@pytest.fixture
def reuse_window(qtbot: QtBot, _shared_windows: Shared) -> Iterator[OpenWindow]:
    """`window = reuse_window("sample:…")`: one window for all tests of a module that open the same, as it stood when it
    had opened (`tests/gui/sharing.py` says what that is). A test that needs a window of its own takes `open_window`."""
    used: list[tuple[str, ...]] = []

    def opened(*argv: str) -> MainWindow:
        used.append(argv)
        return _shared(qtbot, _shared_windows, argv)

    yield opened
    for argv in dict.fromkeys(used):
        window, at_first = _shared_windows[argv]
        if put_back(window, at_first):
            _shared_windows[argv] = window, replace(at_first, behind=behind_of(window))
        else:
            del _shared_windows[argv]
            window.close()
            discard(window)


def _shared(qtbot: QtBot, windows: Shared, argv: tuple[str, ...]) -> MainWindow:
    """The window for these arguments, alone on the screen: keys go to the window that is active."""
    for known, (other, _) in windows.items():
        other.setVisible(known == argv)
    if argv not in windows:
        window = create_window(list(argv))
        window.complete()
        wait_idle(qtbot, window)
        windows[argv] = window, standing(window)
    window, at_first = windows[argv]
    dress(window, at_first.state.colours, at_first.state.text_percent, at_first.state.density)
    window.activateWindow()
    window.focus_view()
    settle()
    return window


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
