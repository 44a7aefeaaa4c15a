"""Whether what moves by itself glides or stands there at once: menus, tool tips, scroll bars, the caret.

Qt (6.11) tells no wish of the desktop for less motion, so it is read where desktops keep it: of KDE in `kdeglobals`, of
those that go by GTK in its `settings.ini`, of Windows by its own call. What is told nowhere is not guessed: all glides
then. A drawing moves only when somebody wants it to.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from xccviz.gui.look.theme import application, hold_still

REDUCED, FULL = "reduced", "full"
_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
_FILES = (
    ("kdeglobals", "KDE", "AnimationDurationFactor"),
    ("gtk-4.0/settings.ini", "Settings", "gtk-enable-animations"),
    ("gtk-3.0/settings.ini", "Settings", "gtk-enable-animations"),
)
"""Where desktops keep it: a file of their configuration, a section and a name; 0 or false is no motion."""
_SPI_GETCLIENTAREAANIMATION = 0x1042


def take_motion(app: QApplication, wanted: str) -> None:
    """Have the application glide or not, as the setting says by now; style sheets that are made afterwards say so too
    (`theme.dress`)."""
    effects, flash = (
        _first_effects(),
        _first_flash(),
    )  # as the desktop had set them, before anything is changed
    reduced = wants_less(wanted)
    for effect, on in effects.items():
        app.setEffectEnabled(effect, on and not reduced)
    app.setCursorFlashTime(0 if reduced else flash)
    hold_still(app, reduced)


def wants_less(wanted: str) -> bool:
    """Whether the setting, or the desktop where it says so, wants no motion."""
    return wanted == REDUCED or (wanted != FULL and desktop_wants_less(os.environ))


def desktop_wants_less(environ: Mapping[str, str]) -> bool:
    """Whether the desktop asks for less motion, as far as that can be known."""
    if sys.platform == "win32":
        return _windows_wants_less()
    home = environ.get("XDG_CONFIG_HOME") or (f"{environ['HOME']}/.config" if environ.get("HOME") else "")
    return bool(home) and any(_says_no(Path(home) / file, section, name) for file, section, name in _FILES)


def _says_no(path: Path, section: str, name: str) -> bool:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    if name.lower() not in text.lower():
        return False
    from configparser import (  # late: few desktops keep such a wish, and a window is waited for
        ConfigParser,
        Error,
    )

    read = ConfigParser(interpolation=None, strict=False)
    try:
        read.read_string(text)
        value = read.get(section, name, fallback="").strip().lower()
        return value in ("false", "no") or float(value or 1) == 0
    except (ValueError, Error):
        return False


def _windows_wants_less() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    shown = ctypes.c_int(1)
    told = ctypes.windll.user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(shown), 0)
    return bool(told) and not shown.value


@cache
def _first_effects() -> Mapping[Qt.UIEffect, bool]:
    return {effect: QApplication.isEffectEnabled(effect) for effect in _EFFECTS}


@cache
def _first_flash() -> int:
    return application().cursorFlashTime()
