"""Themes, contrast, pictures of the window, the composition root's arguments."""

# covers: xccviz/gui/app.py, xccviz/gui/look/theme.py, xccviz/gui/picture.py

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessibilityHints,
    QBrush,
    QColor,
    QFontDatabase,
    QGuiApplication,
    QImage,
    QStyleHints,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, sized
from tests.gui.looks import settle
from xccviz.display.themes import load_theme
from xccviz.gui.app import create_window, run
from xccviz.gui.look.theme import current_theme, desktop_theme
from xccviz.gui.state.store import AppState
from xccviz.gui.window import MainWindow
from xccviz.model.errors import UserError
from xccviz.replay.moves import BY_ID as MOVE
from xccviz.settings.themes import CONTRAST, theme_names
from xccviz.sources.files.sample import read_sample


def luminance(colour: str) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    c = QColor(colour)
    return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF())


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", theme_names())
def test_text_of_every_style_can_be_read(name: str) -> None:
    role = load_theme(name).roles
    pairs = [(text, ground) for text in ("text", "mute") for ground in ("bg", "panel", "code")]
    pairs += [("faint", "bg"), ("faint", "panel")]  # on "code" only what is disabled is faint
    pairs += [("text", g) for g in ("okbg", "badbg", "waitbg", "indbg")]
    pairs += [("mute", g) for g in ("okbg", "badbg", "waitbg")]
    pairs += [("bad", "badbg"), ("wait", "waitbg"), ("ok", "okbg"), ("ind", "indbg"), ("ind", "panel")]
    pairs += [
        ("onsel", "sel"),
        ("onsel", "ind"),
        ("panel", "text"),
        ("ok", "panel"),
        ("bad", "panel"),
        ("wait", "bg"),
    ]
    assert too_faint(role, pairs, 7 if name == CONTRAST else 4.5) == []


LINES, GROUNDS = (
    ("edge", "ref", "data", "wait", "bad", "ok", "ind", "sel", "text"),
    ("bg", "panel", "card", "code"),
)
SOFT = ("okbg", "badbg", "waitbg", "indbg")


@pytest.mark.parametrize("name", theme_names())
def test_lines_that_mean_something_can_be_seen(name: str) -> None:
    pairs = [(line, ground) for line in LINES for ground in (*GROUNDS, *SOFT)]
    assert too_faint(load_theme(name).roles, pairs, 3) == []


def test_in_high_contrast_every_word_can_be_read_anywhere_and_every_hairline_seen() -> None:
    role = load_theme(CONTRAST).roles
    words = [(t, g) for t in ("text", "mute", "faint", "ok", "bad", "wait", "ind") for g in (*GROUNDS, *SOFT)]
    assert too_faint(role, words, 7) == []
    assert (
        too_faint(role, [(line, ground) for line in ("line", "cardline") for ground in (*GROUNDS, *SOFT)], 3)
        == []
    )


def too_faint(
    role: Mapping[str, str], pairs: Iterable[tuple[str, str]], wanted: float
) -> list[tuple[str, str, float]]:
    """The pairs of roles that stand out less than wanted from each other, and by how much they do."""
    found = ((a, b, contrast(role[a], role[b])) for a, b in pairs)
    return [(a, b, round(ratio, 2)) for a, b, ratio in found if ratio < wanted]


def test_the_theme_switches_and_the_document_stays(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--theme", "light")
    settle()
    light, tab = window.grab().toImage(), window.store.state.tab
    transform = window.views["graph"].transform()
    window.actions_by_id["view.theme"].trigger()
    assert window.grab().toImage() != light
    assert window.store.state.tab is tab
    assert window.views["graph"].transform() == transform
    for _ in theme_names()[1:]:
        window.actions_by_id["view.theme"].trigger()
    settle()
    assert window.grab().toImage() == light


def test_the_desktop_s_theme_can_be_taken_again(reuse_window: OpenWindow) -> None:
    window = reuse_window("--theme", "dark")
    action = window.actions_by_id["view.themeSystem"]
    assert action.isEnabled()
    action.trigger()
    assert window.store.state.theme == "system"
    assert not action.isEnabled()


def test_a_drawing_stands_on_the_ground_of_its_theme_also_where_that_is_black(
    open_window: OpenWindow,
) -> None:
    """A brush that paints nothing calls itself black."""
    window = open_window(f"sample:{FAILED}", "--theme", CONTRAST)
    settle()
    scene = window.views["graph"].scene()
    assert scene.backgroundBrush() == QBrush(QColor(load_theme(CONTRAST).roles["bg"]))


def test_system_follows_the_desktop(qtbot: QtBot) -> None:
    hints = QGuiApplication.styleHints()
    expected = "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
    assert desktop_theme() == expected
    assert AppState(theme="system", desktop="dark").colours == "dark"
    assert AppState(theme="light", desktop="dark").colours == "light"


def test_the_window_changes_with_the_desktop_while_it_follows_it(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform without a screen knows no colour scheme; the test is the desktop."""
    hints = QGuiApplication.styleHints()
    scheme = [Qt.ColorScheme.Light]
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _self: scheme[0])

    def desktop(now: Qt.ColorScheme) -> None:
        scheme[0] = now
        hints.colorSchemeChanged.emit(now)

    window = open_window(f"sample:{FAILED}", "--theme", "system")
    window.intents.move(MOVE["step_back"])
    settle()
    tab, transform = window.store.state.tab, window.views["graph"].transform()
    light = window.grab().toImage()
    desktop(Qt.ColorScheme.Dark)
    settle()
    dark = window.grab().toImage()
    assert dark != light
    assert dark.pixelColor(5, 130) == QColor(load_theme("dark").roles["waitbg"])
    assert window.views["graph"].scene().backgroundBrush().color() == QColor(load_theme("dark").roles["bg"])
    assert window.store.state.theme == "system"
    assert window.store.state.tab is tab
    assert window.views["graph"].transform() == transform
    desktop(Qt.ColorScheme.Light)
    settle()
    assert window.grab().toImage() == light
    asked = [Qt.ContrastPreference.HighContrast]
    monkeypatch.setattr(QAccessibilityHints, "contrastPreference", lambda _self: asked[0])
    hints.accessibility().contrastPreferenceChanged.emit(asked[0])
    assert (window.store.state.theme, current_theme().name) == ("system", CONTRAST)
    asked[0] = Qt.ContrastPreference.NoPreference
    hints.accessibility().contrastPreferenceChanged.emit(asked[0])
    assert current_theme().name == "light"
    window.intents.switch_theme()
    chosen = window.styleSheet()
    desktop(Qt.ColorScheme.Light)
    assert window.styleSheet() == chosen
    window.intents.follow_system()
    assert window.styleSheet() != chosen


def test_the_bundled_fonts_are_used(look_at: OpenWindow) -> None:
    window = look_at(f"sample:{FAILED}")
    assert "Inter" in QFontDatabase.families()
    assert window.frame.verdict.title.font().family() == "Inter"


@pytest.mark.parametrize("sample", [FAILED, BATCH, "delegate-inner-fails", "mainnet-intents"])
def test_no_text_is_cut_and_nothing_overlaps(qtbot: QtBot, reuse_window: OpenWindow, sample: str) -> None:
    """In one theme: another moves nothing (tests/gui/test_every_widget.py)."""
    window = reuse_window(f"sample:{sample}", "--theme", "light")
    for size in ((960, 640), (1280, 800), (1440, 900)):
        sized(window, *size)
        for step in (5, 1_000):
            window.intents.go_to_step(step)
            assert_whole(window)


def assert_whole(window: MainWindow) -> None:
    """Buttons and wrapped labels have the room they ask for, and siblings don't overlap."""
    QApplication.sendPostedEvents()
    for panel in (window.frame.verdict, window.frame.steps, window.frame.open_bar):
        shown = [w for w in panel.findChildren(QWidget) if w.isVisible() and w.parent() is not None]
        for widget in shown:
            if isinstance(widget, QAbstractButton) and widget.text():
                assert widget.width() >= widget.sizeHint().width(), (panel.objectName(), widget.text())
            if isinstance(widget, QLabel) and widget.wordWrap() and widget.text():
                assert widget.height() >= widget.heightForWidth(widget.width()) - 1, widget.text()
        leaves = [w for w in shown if isinstance(w, QLabel | QAbstractButton)]
        for i, one in enumerate(leaves):
            for other in leaves[i + 1 :]:
                if one.parent() is other.parent():
                    assert not one.geometry().intersects(other.geometry()), (one, other)


@pytest.mark.parametrize(("scale", "pixels"), [("1", (1280, 800)), ("2", (2560, 1600))])
def test_run_with_screenshot_writes_a_png_of_the_wanted_size(
    qtbot: QtBot, tmp_path: Path, scale: str, pixels: tuple[int, int]
) -> None:
    path = tmp_path / "window.png"
    argv = [f"sample:{FAILED}", "--screenshot", str(path), "--size", "1280x800", "--scale", scale]
    assert run([*argv, "--theme", "dark"]) is None
    image = QImage(str(path))
    assert (image.width(), image.height()) == pixels
    colours = {image.pixel(x, y) for x in range(0, pixels[0], 40) for y in range(0, pixels[1], 40)}
    assert len(colours) > 8


def test_the_same_window_gives_the_same_picture(qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        argv = [f"sample:{BATCH}", "--theme", "light", "--size", "1280x800"]
        assert run([*argv, "--screenshot", str(tmp_path / name)]) is None
    assert QImage(str(tmp_path / "a.png")) == QImage(str(tmp_path / "b.png"))


def test_a_screenshot_of_a_failed_open_shows_the_message(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "failed.png"
    assert run(["/no/such/file.json", "--screenshot", str(path)]) is not None
    assert QImage(str(path)).width() > 0
    assert run(["no transaction", "--screenshot", str(path)]) == "usage"


def test_a_screenshot_of_a_choice_lists_it(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "two.json"
    given.write_text(json.dumps([read_sample(name).documents[0].envelope for name in (BATCH, FAILED)]))
    assert run([str(given), "--screenshot", str(tmp_path / "x.png")]) == "usage"
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("xccviz: ") and len(told) == 4
    assert read_sample(BATCH).tx_hash in told[2] and read_sample(FAILED).tx_hash in told[3]


def test_a_screenshot_that_can_not_be_written_is_an_error(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        run([f"sample:{BATCH}", "--screenshot", str(tmp_path / "no" / "such" / "folder.png")])
    assert caught.value.kind == "output"


@pytest.mark.parametrize(
    ("argv", "said"), [("--step 999", "there is no step 999"), ("--select nope", "there is no receipt nope")]
)
def test_a_picture_of_what_is_not_there_is_refused(
    qtbot: QtBot, tmp_path: Path, argv: str, said: str
) -> None:
    path = tmp_path / "window.png"
    with pytest.raises(UserError, match=said) as caught:
        run([f"sample:{BATCH}", *argv.split(), "--screenshot", str(path)])
    assert caught.value.kind == "usage"
    assert not path.exists()


@pytest.mark.parametrize("argv", ["ABiGawVE", "caller.near.on_multi_done"])
def test_a_receipt_is_selected_by_what_displays_show_of_it(qtbot: QtBot, argv: str) -> None:
    """The beginning of its id, or its label."""
    window = create_window([f"sample:{FAILED}", "--select", argv])
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: bool(window.property("selectedNode")))
    assert window.property("selectedNode") == "ABiGawVE3UY8UeuGUqEC2qyR9vzzCHRk8qc8JQu9N6Dk"
    assert window.opener.refused is None


@pytest.mark.parametrize(
    ("argv", "said"), [("8", "2 ids begin with 8"), ("alice.near: Transfer", "5 receipts are")]
)
def test_what_several_receipts_are_called_is_refused_with_all_of_them(
    qtbot: QtBot, tmp_path: Path, argv: str, said: str
) -> None:
    with pytest.raises(UserError, match=said) as caught:
        run([f"sample:{FAILED}", "--select", argv, "--screenshot", str(tmp_path / "window.png")])
    assert caught.value.kind == "usage" and "8tGtjXHCoaz5Dy4ueQwzuiciSEByFCthsdi2rVxRTo7" in caught.value.hint


def test_a_picture_replaces_nothing_that_was_given_to_read(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text("{}")
    with pytest.raises(UserError, match="would be replaced"):
        run([str(path), "--screenshot", str(path)])


WRONG = ("--theme pink", "--no-such-option", "--size 12", "--size 0x0", "--size 9999999x10", "--size 9000x9000",
         "--step x", "--step -1", "--scale 0", "--scale nan", "--view nowhere")  # fmt: skip


@pytest.mark.parametrize("argv", [text.split() for text in WRONG], ids=WRONG)
def test_wrong_arguments_are_told_and_end_nothing(qtbot: QtBot, argv: list[str]) -> None:
    with pytest.raises(UserError) as caught:
        create_window(argv)
    assert caught.value.kind == "usage"


def test_a_fresh_process_needs_no_display_for_a_screenshot(tmp_path: Path) -> None:
    environ = {
        k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    }
    path = tmp_path / "window.png"
    command = [sys.executable, "-m", "xccviz", "gui", f"sample:{BATCH}", "--screenshot", str(path)]
    ended = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""  # nothing of what Qt says of its platform either
    assert QImage(str(path)).width() == 1280
