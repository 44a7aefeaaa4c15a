"""A report for a bug: what is listed is what is written, nothing else; never a key; whatever names there are."""

# covers: xccviz/gui/dialogs/bug_report.py, xccviz/gui/state/bug_report.py, xccviz/gui/shell/reporting.py

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.gui.conftest import FAILED, OpenWindow
from tests.gui.looks import settle
from tests.test_secrets import KEY, holds_key
from xccviz import __version__
from xccviz.gui.dialogs.bug_report import BugReportDialog
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.shell.reporting import picture_of
from xccviz.gui.state.bug_report import Piece, Secret, as_markdown, errors_text, packed, size_words
from xccviz.gui.state.store import AppState, ProblemState
from xccviz.gui.tasks import problems
from xccviz.gui.window import MainWindow
from xccviz.opening.open import open_document_sync
from xccviz.sources.store.reports import keep_report
from xccviz.values import replace

TEXTS = ["versions.txt", "settings.txt", "window.txt", "errors.txt"]
HOSTILE = "<b>&amp;\u202egnp.exe\0\x1b[31m```````\n# end\n\ud800</details>"


@pytest.fixture(autouse=True)
def _nothing_went_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    problems._KEPT.clear()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))


def opened(qtbot: QtBot, window: MainWindow) -> BugReportDialog:
    """The dialog, as the command opens it, when all pieces are made."""
    window.actions_by_id["help.report"].trigger()
    dialog = window.findChildren(BugReportDialog)[-1]
    qtbot.waitUntil(lambda: not dialog._making, timeout=20_000)
    settle()
    return dialog


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    """A click on its sign: a box with words is clicked on the box."""
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(10, button.height() // 2))


def saved(
    qtbot: QtBot, window: MainWindow, dialog: BugReportDialog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, bytes]:
    """What the file holds that the dialog saves."""
    monkeypatch.setattr(dialog, "_ask", lambda: str(path))
    with qtbot.waitSignal(window.exporting.written, timeout=20_000):
        click(qtbot, dialog.save)
    assert not isValid(dialog) or not dialog.isVisible()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_what_is_ticked_is_written_and_names_nobody_unless_wanted(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.intents.go_to_step(3)
    dialog = opened(qtbot, window)
    assert [name for name, box in dialog.boxes.items() if box.isChecked()] == TEXTS
    assert list(dialog.boxes) == [*TEXTS, "transaction.xcc.json", "window.png"]
    told: list[str] = []
    bulletin().said.connect(told.append)
    files = saved(qtbot, window, dialog, tmp_path / "report.zip", monkeypatch)
    assert list(files) == TEXTS
    assert told[-1] == "Written: report.zip"
    assert f"xccviz {__version__}\n".encode() in files["versions.txt"]
    assert b"api_key = not set" in files["settings.txt"]
    assert b"step: 3 of 15" in files["window.txt"]
    assert files["errors.txt"] == b"nothing went wrong\n"
    tab = window.store.state.tab
    assert tab is not None
    transaction = tab.document.trace.transaction
    together = b"".join(files.values())
    for name in (transaction.signer_id, transaction.receiver_id, transaction.hash):
        assert name.encode() not in together


def test_the_capture_and_the_picture_are_there_once_they_are_ticked(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    dialog = opened(qtbot, window)
    for name in ("settings.txt", "transaction.xcc.json", "window.png"):
        click(qtbot, dialog.boxes[name])
    assert "`transaction.xcc.json`, `window.png`" in dialog.text.toPlainText()
    assert "settings.txt" not in dialog.text.toPlainText()
    sizes = {name: size.text() for name, size in dialog.sizes.items()}
    files = saved(qtbot, window, dialog, tmp_path / "r.zip", monkeypatch)
    assert list(files) == ["versions.txt", "window.txt", "errors.txt", "transaction.xcc.json", "window.png"]
    assert {name: size_words(len(data)) for name, data in files.items()}.items() <= sizes.items()
    (tmp_path / "t.xcc.json").write_bytes(files["transaction.xcc.json"])
    again = open_document_sync(str(tmp_path / "t.xcc.json")).document
    tab = window.store.state.tab
    assert tab is not None
    assert again.trace.transaction == tab.document.trace.transaction
    assert files["window.png"].startswith(b"\x89PNG")


def test_nothing_ticked_is_nothing_to_save_and_cancelling_writes_nothing(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(qtbot, reuse_window())
    assert list(dialog.boxes) == [*TEXTS, "window.png"]  # no transaction is open
    monkeypatch.setattr(dialog, "_ask", lambda: "")
    click(qtbot, dialog.save)
    assert dialog.isVisible()
    for name in TEXTS:
        click(qtbot, dialog.boxes[name])
    assert not dialog.save.isEnabled()
    assert not dialog.copy.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_read_is_what_is_copied(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    dialog = opened(qtbot, reuse_window(f"sample:{FAILED}"))
    with qtbot.waitSignal(bulletin().said) as said:
        click(qtbot, dialog.copy)
    text = QGuiApplication.clipboard().text()
    assert text == dialog.text.toPlainText()
    assert said.args == [f"Report copied as Markdown: {len(text):,} characters"]
    assert all(f"`{name}`" in text for name in TEXTS)
    dialog.reject()


def test_a_place_that_can_not_be_written_is_told(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window()
    dialog = opened(qtbot, window)
    monkeypatch.setattr(dialog, "_ask", lambda: str(tmp_path / "no" / "r.zip"))
    with qtbot.waitSignal(window.exporting.failed):
        click(qtbot, dialog.save)
    problem = window.store.state.problem
    assert problem is not None
    assert "cannot write" in problem.message


def test_a_piece_that_can_not_be_made_says_why(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> bytes:
        raise RuntimeError(KEY)

    monkeypatch.setattr("xccviz.gui.shell.reporting.png_of", broken)
    dialog = opened(qtbot, reuse_window())
    assert not dialog.boxes["window.png"].isEnabled()
    assert dialog.sizes["window.png"].text() == "can't be made: RuntimeError"
    assert dialog.save.isEnabled()
    dialog.reject()


def test_never_a_key(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is given in every way there is, and stands in all that the report tells."""
    config = Path(os.environ["XCCVIZ_CONFIG_DIR"])
    keyed = f"https://{quote(KEY, safe='')}@a.example/v1/x?apiKey={quote(KEY, safe='')}"
    other = keyed.replace("a.example", "own.example")
    (config / "config.toml").write_text(
        f"[networks.own]\nendpoints = [{{ url = '{other}', api_key = true }}]\n"
    )
    (config / "api_key").write_text(KEY + "\n")
    (config / "api_key").chmod(0o600)
    monkeypatch.setenv("XCCVIZ_API_KEY", KEY)
    monkeypatch.setenv("XCCVIZ_RPC", f"https://{quote(KEY, safe='')}@c.example/v2/main")
    keep_report(f"arguments: --rpc {keyed} {KEY}\nFile {Path.home()}/x.py")
    window = open_window(f"sample:{FAILED}", "--rpc", keyed)
    window.intents.set_filter(f"account:{KEY}")
    for text in (KEY, keyed, quote(KEY, safe="")):
        problems.problem_of("", RuntimeError(f"cannot connect to {text} {KEY.lower()}"))
    strange = "S0mebodysOtherKey99"  # of an address that is nowhere configured
    problems.problem_of("", RuntimeError(f"https://{strange}@b.example/{strange}?token={strange} is gone"))
    told = ProblemState(keyed, f"no answer of {keyed}", "", (KEY,))
    window.store.update(lambda s: replace(s, problem=told))
    dialog = opened(qtbot, window)
    click(qtbot, dialog.boxes["transaction.xcc.json"])
    assert not holds_key(dialog.text.toPlainText().encode())
    files = saved(qtbot, window, dialog, tmp_path / "r.zip", monkeypatch)
    for name, data in files.items():
        assert not holds_key(data), (name, data)
        assert strange.encode() not in data
    assert b"api_key = set (environment)" in files["settings.txt"]
    assert b"rpc = https://c.example (environment)\n" in files["settings.txt"]
    assert b"asked instead: https://a.example\n" in files["settings.txt"]
    assert b"network own: https://own.example (gets the API key)" in files["settings.txt"]
    assert b"cannot connect to ***" in files["errors.txt"]
    assert str(Path.home()).encode() not in files["errors.txt"]
    assert b"~/x.py" in files["errors.txt"]


def test_a_key_that_is_being_typed_is_not_in_the_picture(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window()
    edit = window.frame.open_bar.edit
    secret = Secret(frozenset({"A1b2C3d4E5f6G7h8"}))
    told, shown = [], []
    for typed in ("https://A1b2C3d4E5f6G7h8@a.example", "https://Z9y8X7w6V5u4T3s2@a.example"):
        edit.setText(typed)
        settle()
        told.append(picture_of(window, secret))
        shown.append(window.grab().toImage())
    assert told[0] == told[1]
    assert shown[0] != shown[1]
    edit.setText("A1b2C3d4E5f6G7h8")
    settle()
    assert picture_of(window, secret) != window.grab().toImage()


@pytest.mark.parametrize(
    "text", [HOSTILE, "`" * 500 + "\n" + "```", "x" * 1_000_000, "\n" * 50_000, "\u2028\r\n"]
)
def test_hostile_texts_stay_in_their_fence_and_within_an_issue(text: str) -> None:
    secret = Secret()
    state = replace(AppState(), problem=ProblemState("x", text, "", ()))
    errors = errors_text(state, [text] * 5, [], secret)
    pieces = [Piece(name, "", "", secret.cleaned(errors).encode() + b"\n") for name in ("a.txt", "b.txt")]
    shown = as_markdown(pieces[:1])
    assert len(shown) < 65_536
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2028]", shown)
    fence = re.findall("^(`{3,})text$", shown, flags=re.MULTILINE)[0]
    inside = shown.partition(f"{fence}text\n")[2]
    assert inside.count(fence) == 1, "it is ended by its own only"
    assert inside.partition(fence)[2].strip() == ""
    assert packed(pieces) == packed(pieces)


def test_the_file_is_the_same_whenever_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = (Piece("a.txt", "", "", b"a\n"), Piece("b.bin", "", "", bytes(1_000), reads=False))
    first = packed(pieces)
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert packed(pieces) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o644}


def test_it_fits_a_small_screen_and_is_whole_at_the_largest_size_of_words(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.intents.size_text(200)
    dialog = opened(qtbot, window)
    for part in (*dialog.boxes.values(), *dialog.sizes.values(), dialog.copy, dialog.save):
        assert part.width() >= part.minimumSizeHint().width()
        assert dialog.rect().contains(part.mapTo(dialog, part.rect().bottomRight()))
    dialog.reject()
    window.intents.size_text(100)
    assert opened(qtbot, window).minimumSizeHint().height() <= 600
