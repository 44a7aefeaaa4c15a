"""Less motion: by the setting, or where a desktop keeps that wish; what it does not tell is not guessed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyle, QWidget
from pytestqt.qtbot import QtBot

from xccviz.gui.look.motion import desktop_wants_less, take_motion, wants_less
from xccviz.gui.look.theme import dress

elsewhere = pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked by a call of its own")


@elsewhere
@pytest.mark.parametrize(
    ("file", "text", "less"),
    [
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n", True),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0.5\n", False),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n", True),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations = 0\n", True),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=1\n", False),
        ("gtk-3.0/settings.ini", "no section", False),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=perhaps\n", False),
    ],
)
def test_the_desktop_s_wish_is_read_where_it_keeps_it(
    tmp_path: Path, file: str, text: str, less: bool
) -> None:
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    assert desktop_wants_less({"XDG_CONFIG_HOME": str(tmp_path)}) is less


@elsewhere
def test_what_is_told_nowhere_is_not_guessed(tmp_path: Path) -> None:
    assert not desktop_wants_less({"HOME": str(tmp_path)})
    assert not desktop_wants_less({})


def test_the_setting_comes_before_the_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "kdeglobals").write_text("[KDE]\nAnimationDurationFactor=0\n")
    assert wants_less("system") or sys.platform == "win32"
    assert not wants_less("full")
    assert wants_less("reduced")


def test_without_motion_nothing_glides_and_it_comes_back(qtbot: QtBot, qapp: QApplication) -> None:
    flash = qapp.cursorFlashTime()
    qapp.setEffectEnabled(Qt.UIEffect.UI_FadeMenu, False)
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    usual = widget.style().styleHint(hint, None, widget)
    take_motion(qapp, "reduced")
    dress(widget, "light")
    assert (qapp.cursorFlashTime(), widget.style().styleHint(hint, None, widget)) == (0, 0)
    take_motion(qapp, "full")
    dress(widget, "light")
    assert (qapp.cursorFlashTime(), widget.style().styleHint(hint, None, widget)) == (flash, usual)
