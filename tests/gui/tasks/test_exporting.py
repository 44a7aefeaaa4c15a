# covers: xccviz/gui/tasks/exporting.py, xccviz/gui/state/exporting.py, xccviz/gui/copy_intents.py
"""Export from the menu: what is written is what is shown, and can be read back."""

from __future__ import annotations

import json
import tempfile
import threading
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, wait_idle
from xccviz import __version__
from xccviz.document import Document
from xccviz.export import EXPORTERS, ExportOptions, find_exporter
from xccviz.gui.commands import COMMANDS, plain
from xccviz.gui.keys import keys_of, native
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.state.exporting import export_options
from xccviz.gui.tasks import exporting
from xccviz.gui.window import MainWindow
from xccviz.model.errors import Cancelled, UserError
from xccviz.opening.open import open_document_sync
from xccviz.values import replace


def export(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, window: MainWindow, name: str, path: Path) -> None:
    """Choose the menu entry and give the dialog a path."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args, **kwargs: (str(path), ""))
    ended = window.exporting.written if path.parent.is_dir() else window.exporting.failed
    with qtbot.waitSignal(ended, timeout=20_000):
        window.actions_by_id[f"export.{name}"].trigger()


@pytest.mark.parametrize("name", [exporter.name for exporter in EXPORTERS])
def test_every_entry_writes_what_its_exporter_gives(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    path = tmp_path / f"out.{name}"
    export(qtbot, monkeypatch, window, name, path)
    tab, exporter = window.store.state.tab, find_exporter(name)
    assert tab is not None
    assert exporter is not None
    assert path.read_bytes() == exporter.run(tab.document, export_options(window.store.state, tab))
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_json_and_svg_are_read_back(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    for name in ("json", "svg"):
        export(qtbot, monkeypatch, window, name, tmp_path / name)
    graph = json.loads((tmp_path / "json").read_text(encoding="utf-8"))
    assert graph["verdict"]["code"] == "success_with_hidden_failure"
    root = ET.fromstring((tmp_path / "svg").read_bytes())
    assert root.tag.endswith("svg")
    assert "bravo.near.get_value" in "".join(root.itertext())


def test_every_exporter_is_read_back_by_a_reader_of_its_format(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    tab = window.store.state.tab
    assert tab is not None
    for exporter in EXPORTERS:
        path = tmp_path / f"{exporter.name}.{exporter.extension}"
        with qtbot.waitSignal(window.exporting.written):
            window.intents.export_to(exporter, path)
        assert window.store.state.problem is None
        data = path.read_bytes()
        assert data
        if exporter.extension == "json":
            assert isinstance(json.loads(data), dict | list)
        elif exporter.extension in ("svg", "graphml"):
            ET.fromstring(data)
        if exporter.name == "capture":
            again = open_document_sync(str(path)).document
            assert again.trace.transaction.hash == tab.document.trace.transaction.hash
        if exporter.name == "dot":
            assert data.startswith(b"digraph")


def test_a_failed_export_leaves_the_old_file_and_the_document(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path
) -> None:
    def broken(document: object, options: object) -> bytes:
        raise ZeroDivisionError

    window = reuse_window(f"sample:{FAILED}")
    tab = window.store.state.tab
    exporter = find_exporter("json")
    assert exporter is not None
    path = tmp_path / "old.json"
    path.write_text("old")
    with qtbot.waitSignal(window.exporting.failed):
        window.intents.export_to(replace(exporter, run=broken), path)
    assert window.frame.problem.isVisible()
    assert "bug" in window.frame.problem.message.text()
    assert path.read_text() == "old"
    (tmp_path / "folder").mkdir()
    with qtbot.waitSignal(window.exporting.failed):
        window.intents.export_to(exporter, tmp_path / "folder")
    assert "folder" in window.frame.problem.message.text()
    assert window.store.state.tab is tab
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["folder", "old.json"]


def test_one_file_waits_nowhere_and_many_say_where_they_can_not(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window, exporter = reuse_window(f"sample:{FAILED}"), find_exporter("csv")
    tab = window.store.state.tab
    assert tab is not None and exporter is not None
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "full"))
    with qtbot.waitSignal(window.exporting.written):
        window.exporting.export(exporter, tab.document, ExportOptions(), tmp_path / "one.csv")
    with qtbot.waitSignal(window.exporting.failed) as told:
        window.exporting.export_each_step(exporter, tab.document, ExportOptions(), tmp_path / "many.csv")
    assert isinstance(told.args[1], UserError) and "temporary" in told.args[1].hint
    assert [entry.name for entry in tmp_path.iterdir()] == ["one.csv"]


class Held:
    """An exporter that waits until it is let go, and says what thread it is in."""

    def __init__(self) -> None:
        self.begun, self.go, self.stopped = threading.Event(), threading.Event(), threading.Event()
        self.thread: threading.Thread | None = None
        found = find_exporter("json")
        assert found is not None
        self.exporter = replace(found, run=self.run)

    def run(self, document: Document, options: ExportOptions) -> bytes:
        self.thread = threading.current_thread()
        self.begun.set()
        assert self.go.wait(20)
        try:
            options.go_on()
        except Cancelled:
            self.stopped.set()
            raise
        options.tell("smaller than asked for")
        return b"made"


def test_the_window_goes_on_while_a_file_is_made_and_says_so(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(exporting, "LATE_MS", 0)
    window, held, path = reuse_window(f"sample:{FAILED}"), Held(), tmp_path / "x.json"
    said: list[str] = []
    bulletin().said.connect(said.append)
    window.intents.export_to(held.exporter, path)
    assert held.begun.wait(20)
    qtbot.waitUntil(window.frame.progress.isVisible)
    assert window.frame.progress.text.text().startswith("Writing x.json: making it")
    window.intents.go_to_step(3)  # nothing waits for it
    assert window.store.state.tab is not None and window.store.state.tab.cursor.index == 3
    assert held.thread is not threading.current_thread()
    with qtbot.waitSignal(window.exporting.written):
        held.go.set()
    assert path.read_bytes() == b"made"
    assert said == ["Written: x.json · smaller than asked for"]
    assert window.store.state.writing is None and not window.frame.progress.isVisible()


def test_escape_cancels_an_export_and_nothing_is_written(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(exporting, "LATE_MS", 0)
    window, held, path = reuse_window(f"sample:{FAILED}"), Held(), tmp_path / "x.json"
    path.write_text("old")
    window.intents.export_to(held.exporter, path)
    assert held.begun.wait(20)
    qtbot.waitUntil(window.frame.progress.isVisible)
    with qtbot.waitSignal(window.exporting.cancelled):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.frame.progress.isVisible()
    held.go.set()
    assert held.stopped.wait(20), "what is not wanted is not made to its end"
    with qtbot.waitSignal(window.exporting.written):  # another, after it
        window.intents.export_to(held.exporter, tmp_path / "y.json")
    assert path.read_text() == "old"
    assert window.store.state.problem is None


def test_what_is_being_saved_is_not_cancelled_any_more(tmp_path: Path) -> None:
    told: list[str] = []
    export = exporting._Export(tmp_path / "x", lambda tell: [("x", b"made")])
    export.run(lambda progress: told.append(progress.text))
    assert (export.cancel(), (tmp_path / "x").read_bytes(), told) == (False, b"made", ["saving it"])
    export = exporting._Export(tmp_path / "y", lambda tell: [("y", b"made")])
    assert export.cancel()
    with pytest.raises(Cancelled):
        export.run(lambda progress: None)
    assert not (tmp_path / "y").exists()


def test_a_quick_export_shows_no_strip(qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path) -> None:
    window = reuse_window(f"sample:{BATCH}")
    found, strips = find_exporter("json"), []
    assert found is not None
    window.store.changed.connect(lambda old, new: strips.append(new.writing))
    with qtbot.waitSignal(window.exporting.written):
        window.intents.export_to(replace(found, run=lambda document, options: b"made"), tmp_path / "x.json")
    assert not any(strips)


def test_a_drawing_is_exported_as_it_is_shown(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = reuse_window(f"sample:{FAILED}", "--theme", "light")
    pictures = []
    for n, change in enumerate(
        (lambda: None, lambda: window.intents.go_to_step(6), window.actions_by_id["view.theme"].trigger)
    ):
        change()
        path = tmp_path / f"{n}.svg"
        export(qtbot, monkeypatch, window, "svg", path)
        pictures.append(path.read_bytes())
    assert len(set(pictures)) == 3


def test_an_exported_capture_opens_again(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = reuse_window(f"sample:{BATCH}")
    path = tmp_path / "again.xcc.json"
    export(qtbot, monkeypatch, window, "capture", path)
    tab = window.store.state.tab
    assert tab is not None
    assert open_document_sync(str(path)).document.trace.transaction == tab.document.trace.transaction


def test_a_file_that_can_not_be_written_is_told_and_a_closed_dialog_is_not(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args, **kwargs: ("", ""))
    window.actions_by_id["export.json"].trigger()
    wait_idle(qtbot, window)
    assert window.store.state.problem is None
    export(qtbot, monkeypatch, window, "json", tmp_path / "no-such-folder" / "x.json")
    qtbot.waitUntil(lambda: window.store.state.problem is not None)
    assert window.frame.problem.isVisible()
    assert window.store.state.tab is not None


def test_nothing_can_be_exported_without_a_document(look_at: OpenWindow) -> None:
    window = look_at()
    assert not any(window.actions_by_id[f"export.{e.name}"].isEnabled() for e in EXPORTERS)


def test_copy_hash(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.actions_by_id["edit.copyHash"].trigger()
    tab = window.store.state.tab
    assert tab is not None
    assert QGuiApplication.clipboard().text() == tab.document.trace.transaction.hash


def copied(qtbot: QtBot, window: MainWindow, command: str) -> str:
    """Take a command that copies, and what is said of it."""
    said: list[str] = []
    bulletin().said.connect(said.append)
    try:
        with qtbot.waitSignal(window.exporting.handed, timeout=20_000):
            window.actions_by_id[command].trigger()
    finally:
        bulletin().said.disconnect(said.append)
    return said[-1]


def test_what_is_copied_is_what_an_export_writes(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    clipboard, tab = QGuiApplication.clipboard(), window.store.state.tab
    assert tab is not None
    for command, name in (("edit.copyMarkdown", "markdown"), ("edit.copyMermaid", "mermaid")):
        told = copied(qtbot, window, command)
        exporter = find_exporter(name)
        assert exporter is not None
        text = exporter.run(tab.document, export_options(window.store.state, tab)).decode()
        assert clipboard.text() == text
        assert told.endswith(f": {len(text):,} characters")
    told = copied(qtbot, window, "edit.copyPicture")
    image = clipboard.image()
    assert image.width() > 300 and told == f"Picture copied: {image.width():,} × {image.height():,} pixels"
    window.actions_by_id["edit.copyId"].trigger()
    assert clipboard.text() == tab.selection
    window.actions_by_id["view.tree"].trigger()
    assert not window.actions_by_id["edit.copyPicture"].isEnabled()


def test_what_can_not_be_made_leaves_the_clipboard_as_it_was(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    QGuiApplication.clipboard().setText("before")
    tab = window.store.state.tab
    assert tab is not None

    def fails(document: Document, options: ExportOptions) -> bytes:
        raise ValueError("no")

    exporter = find_exporter("mermaid")
    assert exporter is not None
    with qtbot.waitSignal(window.exporting.failed, timeout=20_000):
        window.exporting.hand(replace(exporter, run=fails), tab.document, ExportOptions(), lambda data: "")
    assert QGuiApplication.clipboard().text() == "before"
    qtbot.waitUntil(lambda: window.store.state.problem is not None)


def test_the_help_lists_the_real_shortcuts(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window()
    window.actions_by_id["help.keys"].trigger()
    box = window.findChild(QDialog, "keys")
    said = {label.text() for label in box.findChildren(QLabel)}
    for spec in COMMANDS:
        if keys_of(spec.id):
            assert plain(spec.text).rstrip("…") in said
            assert "  ".join(native(keys) for keys in keys_of(spec.id)) in said
    box.close()
    window.actions_by_id["help.about"].trigger()
    about = window.findChild(QDialog, "about")
    assert f"xccviz {__version__}" in [label.text() for label in about.findChildren(QLabel)]
    about.close()


def test_shortcuts_are_unique_and_every_entry_does_something(look_at: OpenWindow) -> None:
    window = look_at()
    keys = [key.toString() for action in window.actions_by_id.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    menus = [action.text().replace("&", "") for action in window.menuBar().actions()]
    assert menus[0] == "File"
    assert menus[-1] == "Help"
    assert all(spec.text and callable(spec.run) for spec in COMMANDS)


def test_a_file_a_step_is_made_no_further_once_it_is_cancelled(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    tab = window.store.state.tab
    assert tab is not None
    began, go, steps = threading.Event(), threading.Event(), []

    def run(document: Document, options: ExportOptions) -> bytes:
        steps.append(options.step)
        began.set()
        go.wait(20)
        return b""

    slow = replace(EXPORTERS[0], run=run)
    window.exporting.export_each_step(slow, tab.document, ExportOptions(), tmp_path / "a.svg")
    qtbot.waitUntil(began.is_set)
    with qtbot.waitSignal(window.exporting.cancelled):
        window.exporting.cancel()
    go.set()
    qtbot.wait(100)  # what would go on makes all steps at once
    assert (steps, [*tmp_path.iterdir()]) == ([0], [])


def test_with_a_look_ahead_the_file_has_what_is_lit_on_screen(reuse_window: OpenWindow) -> None:
    window, exporter = reuse_window(f"sample:{FAILED}"), find_exporter("svg")
    assert exporter is not None

    def written() -> str:
        tab = window.store.state.tab
        assert tab is not None
        return exporter.run(tab.document, export_options(window.store.state, tab)).decode()

    window.intents.go_to_step(3)
    window.intents.set_filter("fail")
    then = written()
    assert "0 of 11 match" in then and "known by step 3" in then
    window.intents.look_ahead()
    now = written()
    tab = window.store.state.tab
    assert tab is not None and len(tab.filtering.hits) == 1
    assert "1 of 11 match" in now and "ahead of now" in now
    window.intents.go_to_step(99)
    assert "ahead of now" not in written()
