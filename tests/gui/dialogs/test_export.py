"""The export dialog: what is chosen is what is previewed, said as a command line, copied and written."""

# covers: xccviz/gui/dialogs/export.py, xccviz/gui/dialogs/export_preview.py
# covers: xccviz/gui/look/segments.py, xccviz/gui/export_intents.py
# covers: xccviz/gui/state/export_choice.py, xccviz/gui/tasks/previewing.py

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow
from xccviz.cli.main import main
from xccviz.export import EXPORTERS, Exporter, find_exporter
from xccviz.gui.dialogs.export import ExportDialog
from xccviz.gui.dialogs.export_preview import dragged
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.state.export_choice import ExportChoice, numbered, options_of
from xccviz.gui.tasks.previewing import Preview, make_preview
from xccviz.gui.window import MainWindow
from xccviz.values import replace


def opened(window: MainWindow) -> ExportDialog:
    """The dialog, as the command opens it."""
    window.actions_by_id["export.choose"].trigger()
    return window.findChildren(ExportDialog, "exportDialog")[-1]


def exporter(name: str) -> Exporter:
    found = find_exporter(name)
    assert found is not None
    return found


def take(qtbot: QtBot, dialog: ExportDialog, name: str) -> Preview:
    """Choose a format in the list; its preview."""
    item = dialog.formats.findItems(f"  {exporter(name).short}", Qt.MatchFlag.MatchExactly)[0]
    dialog.formats.setCurrentItem(item)
    qtbot.waitUntil(lambda: dialog.preview is not None and dialog.preview.exporter.name == name)
    assert dialog.preview is not None
    return dialog.preview


def remade(qtbot: QtBot, dialog: ExportDialog) -> Preview:
    """The preview after what was just changed."""
    old = dialog.preview
    qtbot.waitUntil(lambda: dialog.preview is not old)
    assert dialog.preview is not None
    return dialog.preview


def test_what_is_chosen_is_previewed_and_written(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    dialog = opened(window)
    assert dialog.focusWidget() is dialog.formats
    first = take(qtbot, dialog, "svg")
    dialog.views.buttons["sequence"].click()
    dialog.themes.buttons["dark"].click()
    dialog.refunds.click()
    second = remade(qtbot, dialog)
    assert second.data != first.data
    dialog.name.setText(str(tmp_path / "mine.svg"))
    with qtbot.waitSignal(window.exporting.written, timeout=20_000):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert (tmp_path / "mine.svg").read_bytes() == second.data
    again = opened(window)
    assert again.exporter.name == "svg"
    assert again.name.text().startswith(str(tmp_path))
    again.reject()


@pytest.mark.parametrize("row", EXPORTERS, ids=lambda row: row.name)
def test_each_format_shows_the_options_it_heeds_and_a_preview(
    reuse_window: OpenWindow, row: Exporter
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    state = window.store.state
    assert state.tab is not None
    dialog = ExportDialog(window, window.jobs, state, state.tab, row, "", lambda *given: None)
    shown = {option for option, (_, widget) in dialog._rows if widget.isVisibleTo(dialog)}
    assert shown == {option for option, _ in dialog._rows} & row.heeds
    preview = make_preview(row, state.tab.document, options_of(dialog.choice, state, state.tab))
    assert preview.data == row.run(state.tab.document, options_of(dialog.choice, state, state.tab))
    assert (preview.picture is not None) == (row.group == "drawing")
    assert preview.picture is not None or len(preview.lines) >= 1
    dialog.reject()


def test_the_command_line_writes_the_same(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.intents.go_to_step(4)
    dialog = opened(window)
    take(qtbot, dialog, "csv")
    dialog.tables.buttons["events"].click()
    remade(qtbot, dialog)
    preview = take(qtbot, dialog, "mermaid-sequence")
    monkeypatch.chdir(tmp_path)
    words = shlex.split(dialog.command.full_text)
    assert words[:2] == ["xccviz", "export"]
    assert "--step" in words
    assert "--table" not in words
    assert main([*words[1:], "--offline"]) == 0
    [written] = tmp_path.iterdir()
    assert written.read_bytes() == preview.data
    dialog.copy_line.click()
    assert QGuiApplication.clipboard().text() == dialog.command.full_text
    dialog.reject()


def test_copying_gives_a_picture_or_text_and_says_so(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    dialog = opened(reuse_window(f"sample:{FAILED}"))
    for name, what in (("png", "image"), ("svg", "image"), ("mermaid", "text")):
        preview = take(qtbot, dialog, name)
        with qtbot.waitSignal(bulletin().said) as said:
            dialog.copy_all.click()
        assert said.args == [f"{exporter(name).short} copied"]
        mime = QGuiApplication.clipboard().mimeData()
        assert mime.hasImage() == (what == "image")
        assert mime.hasText() == (what == "text")
        if what == "text":
            assert mime.text() == preview.data.decode()
    dialog.reject()


def test_each_step_is_a_file_of_its_own(qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path) -> None:
    window = reuse_window(f"sample:{FAILED}")
    dialog = opened(window)
    take(qtbot, dialog, "dot")
    dialog.steps.setCurrentIndex(dialog.steps.findData("each"))
    dialog.name.setText(str(tmp_path / "run.dot"))
    with qtbot.waitSignal(window.exporting.written, timeout=20_000):
        dialog.save.click()
    tab = window.store.state.tab
    assert tab is not None
    count = len(tab.document.timeline)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"run-{step:02}.dot" for step in range(count + 1)
    ]
    at_three = replace(options_of(dialog.choice, window.store.state, tab), step=3)
    assert (tmp_path / "run-03.dot").read_bytes() == exporter("dot").run(tab.document, at_three)


def test_what_is_there_is_replaced_only_when_it_is_said_twice(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    dialog = opened(window)
    preview = take(qtbot, dialog, "csv")
    there = tmp_path / "mine.csv"
    there.write_text("precious")
    dialog.name.setText(str(there))
    dialog.save.click()
    assert there.read_text() == "precious"
    assert (dialog.save.text(), "mine.csv is there already" in dialog.about.full_text) == ("Replace", True)
    dialog.name.setText(str(tmp_path / "other.csv"))
    assert dialog.save.text() == "Save"
    dialog.name.setText(str(there))
    dialog.save.click()
    with qtbot.waitSignal(window.exporting.written, timeout=20_000):
        dialog.save.click()
    assert there.read_bytes() == preview.data


def test_selection_only_is_the_receipt_its_way_and_what_it_called(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.select(next(n.id for n in window.store.state.tab.document.graph.nodes if "bravo" in n.label))  # type: ignore[union-attr]
    state = window.store.state
    assert state.tab is not None
    options = options_of(ExportChoice("graph", selected_only=True), state, state.tab)
    text = exporter("svg").run(state.tab.document, options).decode()
    assert "bravo.near" in text
    assert "delta.near.get_value" not in text
    assert (
        "delta.near.get_value"
        in exporter("svg").run(state.tab.document, replace(options, only=None)).decode()
    )


def test_nothing_selected_leaves_no_selection_to_choose(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    state = window.store.state
    assert state.tab is not None
    tab = replace(state.tab, selection=None)
    dialog = ExportDialog(window, window.jobs, state, tab, EXPORTERS[0], "", lambda *given: None)
    assert not dialog.only.isEnabled()
    dialog.reject()


def test_what_is_dragged_out_is_the_file(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    dialog = opened(reuse_window(f"sample:{FAILED}"))
    preview = take(qtbot, dialog, "csv")
    file = dialog._file()
    assert file is not None
    [url] = dragged(*file).urls()
    assert Path(url.toLocalFile()).read_bytes() == preview.data
    assert Path(url.toLocalFile()).suffix == ".csv"
    dialog.reject()


def test_files_of_steps_sort_as_the_steps_do() -> None:
    names = [numbered("a.b.xcc.json", step, 120, exporter("capture")) for step in range(121)]
    assert names == sorted(names)
    assert names[7] == "a.b-007.xcc.json"
