# covers: xccviz/gui/tasks/exporting.py, xccviz/gui/state/exporting.py
"""Export from the menu: what is written is what is shown, and can be read back."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, wait_idle
from xccviz import __version__
from xccviz.export import EXPORTERS, find_exporter
from xccviz.gui.commands import COMMANDS, plain
from xccviz.gui.keys import keys_of, native
from xccviz.gui.state.exporting import export_options
from xccviz.gui.window import MainWindow
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
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    window = open_window(f"sample:{FAILED}")
    path = tmp_path / f"out.{name}"
    export(qtbot, monkeypatch, window, name, path)
    tab, exporter = window.store.state.tab, find_exporter(name)
    assert tab is not None
    assert exporter is not None
    assert path.read_bytes() == exporter.run(tab.document, export_options(window.store.state, tab))
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_json_and_svg_are_read_back(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = open_window(f"sample:{FAILED}")
    for name in ("json", "svg"):
        export(qtbot, monkeypatch, window, name, tmp_path / name)
    graph = json.loads((tmp_path / "json").read_text(encoding="utf-8"))
    assert graph["verdict"]["code"] == "success_with_hidden_failure"
    root = ET.fromstring((tmp_path / "svg").read_bytes())
    assert root.tag.endswith("svg")
    assert "bravo.near.get_value" in "".join(root.itertext())


def test_every_exporter_is_read_back_by_a_reader_of_its_format(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(f"sample:{FAILED}")
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
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    def broken(document: object, options: object) -> bytes:
        raise ZeroDivisionError

    window = open_window(f"sample:{FAILED}")
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


def test_a_drawing_is_exported_as_it_is_shown(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = open_window(f"sample:{FAILED}", "--theme", "light")
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
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = open_window(f"sample:{BATCH}")
    path = tmp_path / "again.xcc.json"
    export(qtbot, monkeypatch, window, "capture", path)
    tab = window.store.state.tab
    assert tab is not None
    assert open_document_sync(str(path)).document.trace.transaction == tab.document.trace.transaction


def test_a_file_that_can_not_be_written_is_told_and_a_closed_dialog_is_not(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window = open_window(f"sample:{FAILED}")
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


def test_copy_hash(open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
    window.actions_by_id["edit.copyHash"].trigger()
    tab = window.store.state.tab
    assert tab is not None
    assert QGuiApplication.clipboard().text() == tab.document.trace.transaction.hash


def test_the_help_lists_the_real_shortcuts(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
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
